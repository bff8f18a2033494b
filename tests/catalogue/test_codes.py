"""OIT codes are read in every way that officers type them."""

from __future__ import annotations

import pytest

from ita_excel.catalogue.codes import read_codes, unread


@pytest.mark.parametrize(
    "typed",
    ["O15", "o15", "o 15", "O๑๕", "0 15", "015", "๐๑๕", "O.15", "O-15", "ข้อ 15", "OIT 15", "О15"],
)
def test_one_item_in_many_writings(typed: str) -> None:
    assert read_codes(typed) == ["O15"]
    assert unread(typed) == ""


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("O15, O16", ["O15", "O16"]),
        ("O15,16,17", ["O15", "O16", "O17"]),
        ("O15\nO20", ["O15", "O20"]),
        ("O15 และ O20", ["O15", "O20"]),
        ("O15-O17", ["O15", "O16", "O17"]),
        ("O๑๕ – ๑๗", ["O15", "O16", "O17"]),
        ("O15 ถึง O17", ["O15", "O16", "O17"]),
        ("O17-O15", ["O15", "O16", "O17"]),
        ("O16, O15-O17", ["O16", "O15", "O17"]),
    ],
)
def test_several_items_each_once_in_order(typed: str, codes: list[str]) -> None:
    assert read_codes(typed) == codes
    assert unread(typed) == ""


@pytest.mark.parametrize("typed", ["", " ", "2565", "9.1", "O0", "O100", "IT15", "ไม่มี"])
def test_what_is_no_code_gives_none(typed: str) -> None:
    assert read_codes(typed) == []


def test_what_was_not_read_is_handed_back() -> None:
    assert unread("O15, ไม่แน่ใจ (2565)") == "ไม่แน่ใจ 2565"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("MOIT12", ["MOIT12"]),
        ("moit 12", ["MOIT12"]),
        ("MOIT ๑๒", ["MOIT12"]),
        ("MOIT12, 13", ["MOIT12", "MOIT13"]),
        ("MOIT 12 และ MOIT 18", ["MOIT12", "MOIT18"]),
        ("MOIT12-MOIT14", ["MOIT12", "MOIT13", "MOIT14"]),
        ("MOIT12, O15", ["MOIT12", "O15"]),
        ("O15; MOIT 3", ["O15", "MOIT3"]),
    ],
)
def test_items_of_the_health_ministry(typed: str, codes: list[str]) -> None:
    assert read_codes(typed) == codes
    assert unread(typed) == ""
