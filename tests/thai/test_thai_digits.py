"""Digits change one for one, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.thai.digits import in_digits, to_arabic, to_thai


@pytest.mark.parametrize(
    ("arabic", "thai"),
    [
        ("2565", "๒๕๖๕"),
        ("สฎ 72701/123", "สฎ ๗๒๗๐๑/๑๒๓"),
        ("O42", "O๔๒"),
        ("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
        ("", ""),
    ],
)
def test_each_way(arabic: str, thai: str) -> None:
    assert to_thai(arabic) == thai
    assert to_arabic(thai) == arabic


def test_digits_of_other_scripts_stay() -> None:
    assert to_arabic("१२ ๑๒ ໑໒ ①") == "१२ 12 ໑໒ ①"


def test_the_digits_a_document_is_set_in() -> None:
    assert in_digits("๑2", "thai") == "๑๒"
    assert in_digits("๑2", "arabic") == "12"


@given(st.text())
def test_there_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == to_arabic(text)
    assert to_thai(to_arabic(text)) == to_thai(text)
