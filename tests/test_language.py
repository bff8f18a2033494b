"""Which language the program speaks."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.mofile import read_mo

from ita_excel.core.language import Text, detect
from tests.locale import FOLDER, compiled


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "th"),
        ({"LANG": "C.UTF-8"}, "th"),
        ({"LANG": "th_TH.UTF-8"}, "th"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "th_TH.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "ITA_EXCEL_LANG": "th"}, "th"),
        ({"LANG": "th_TH", "ITA_EXCEL_LANG": "EN"}, "en"),
        ({"LANG": "en_US", "ITA_EXCEL_LANG": "klingon"}, "en"),
    ],
)
def test_named_language_then_locale_then_thai(environ, language):
    assert detect(environ) == language


def test_a_text_inside_a_text_is_said_in_the_same_language():
    text = Text("ชีต {what}", "sheet {what}").fill(what=Text("แผน", "plan"))
    assert (text.say("th"), text.say("en")) == ("ชีต แผน", "sheet plan")


def test_braces_in_what_a_person_typed_are_left_alone():
    assert Text("ค่า {v}", "value {v}").fill(v="{x} {{").say("en") == "value {x} {{"


def meaning(compiled_words: bytes) -> tuple[object, ...]:
    """Return what gettext reads in a .mo; its header also tells the version of Babel."""
    catalogue = read_mo(io.BytesIO(compiled_words))
    words = {(m.context, str(m.id)): m.string for m in catalogue if m.id}
    return words, str(catalogue.locale), catalogue.plural_expr, catalogue.charset


def test_clicks_thai_words_are_compiled():
    carried = (FOLDER / "messages.mo").read_bytes()
    assert meaning(carried) == meaning(compiled()), "run: python -m tests.locale"
    assert len(meaning(carried)[0]) > 30


def test_another_babel_says_the_same_and_another_word_does_not():
    carried = (FOLDER / "messages.mo").read_bytes()
    version = re.search(rb"Generated-By: Babel ([\d.]+)", carried)
    later = carried.replace(version[1], b"9" * len(version[1]))
    assert later != carried
    assert meaning(later) == meaning(carried)
    word = "วิธีใช้".encode()
    assert word in carried
    assert meaning(carried.replace(word, "วิธีซื้".encode())) != meaning(carried)
