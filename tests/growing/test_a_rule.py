"""A rule is two files: what looks, and why. Shown on a copy of the program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.growing.grown import ROOT, command, copied
from tests.growing.recipes import agree

_RULE = """

@rule(
    "P398",
    Severity.WARNING,
    Text("วิธีการสั้นเกินไป", "an action of one word"),
    short=Text("“{text}” สั้นเกินไป", "“{text}” is too short"),
)
def one_word(book: Book) -> Iterator[Hit]:
    for action in book.plan:
        if action.value.text == "สั้น":
            yield Hit(action.at("text"), "short", {"text": action.value.text})
"""
_WHY = """
[P398]
why = ["อ่านแล้วไม่รู้ว่าทำอะไร", "nobody can tell what is done"]
do = ["เขียนให้ครบ", "write it out"]
place = "Plan 2 text"
wrong = "สั้น"
right = "ทบทวนนโยบายทุกปี"
"""
_TYPE = """
import sys
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
grid = FileGrid(sys.argv[1])
record = read(grid).plan[1]
grid.apply(set_field(record.block, record.row, "text", "สั้น"))
grid.save()
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copied(tmp_path_factory.mktemp("with-a-rule"))
    with (copy / "ita_excel/rules/plan.py").open("a", encoding="utf-8") as module:
        module.write(_RULE)
    with (copy / "ita_excel/rules/explained.toml").open("a", encoding="utf-8") as page:
        page.write(_WHY)
    shutil.copy(ROOT / "workbook_template.xlsx", copy)
    return copy


def test_the_page_names_the_files(copy: Path) -> None:
    agree(copy, "a rule", 2)


def test_the_rule_is_checked_listed_and_explained(copy: Path, tmp_path: Path) -> None:
    from tests.growing.grown import python

    command(copy, "demo", tmp_path)
    book = next(tmp_path.glob("*.xlsx"))
    python(copy, "-c", _TYPE, book)
    found = json.loads(command(copy, "validate", book, "--json", "--rule", "P398", codes=(0, 1)))
    assert [(f["rule"], f["message"]) for f in found["findings"]] == [("P398", "“สั้น” is too short")]
    assert "P398" in command(copy, "rules")
    told = command(copy, "rules", "P398")
    assert "nobody can tell" in told and "write it out" in told
