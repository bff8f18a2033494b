"""Which language the program speaks."""

from __future__ import annotations

import pytest

from ita_excel.language import Text, detect
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


def test_clicks_thai_words_are_compiled():
    assert (FOLDER / "messages.mo").read_bytes() == compiled()
