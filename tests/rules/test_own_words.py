"""The program's own Thai passes the program's own rules: no misspelling, no impossible letters.

At the same time some 1,400 right sentences in which these rules must find nothing.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import ita_excel
from ita_excel.catalogue import data_files
from ita_excel.rules.misspellings import abbreviation_slips
from ita_excel.rules.places import subdistrict_at
from ita_excel.rules.texts import _BODY_ANCHOR, _after
from ita_excel.rules.thai_text import _misspelled, _order, _unseen, foreign_letters_in

# These speak of wrong forms.
EXCEPT = {"spelling.py", "misspellings.py", "thai_text.py"}
LETTERS_ALONE = re.compile(r"[\[(|]\??[ก-๎]|[ก-๎][\])|]")  # patterns, not sentences


def sentences() -> list[str]:
    found = []
    for path in Path(ita_excel.__file__).parent.rglob("*.py"):
        if path.name in EXCEPT:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.search("[ก-ฮ]{3}", text):
                found += [] if LETTERS_ALONE.search(text) else [text]
    for name in ("oit.csv", "sample_2565.json"):
        found += data_files.text(name).splitlines()
    return found


def test_the_programs_own_words_are_right() -> None:
    own = sentences()
    assert len(own) > 800
    name = _after(_BODY_ANCHOR, "พ่วงพรมคร", subdistrict_at)
    for text in own:
        for look in (foreign_letters_in, _unseen, _order, _misspelled):
            assert not look(text), text
        assert [*abbreviation_slips(text, "อบต."), *name(text)] == [], text
