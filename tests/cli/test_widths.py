"""How wide a text is in a terminal: our quick way and the library's give the same."""

from __future__ import annotations

import random

import pytest
from wcwidth import wcswidth

from ita_excel.cli.widths import padded, width

_LETTERS = [chr(c) for c in range(0x0E01, 0x0E5C) if chr(c).isprintable()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ที่ต้องแก้ไข",
        "น้ำ",
        "D12",
        "“ผลการตรวจ” – ✓ · «อบต.»…",
        "ประชุม 😀👨‍👩‍👧",
        "部門",
        "é",
        "ກ່ອງ",
    ],
)
def test_known_texts(text: str) -> None:
    assert width(text) == wcswidth(text)


def test_any_text_of_thai_and_latin() -> None:
    chance = random.Random(7)
    for _ in range(2_000):
        text = "".join(chance.choices([*_LETTERS, *" abcXYZ019“”–"], k=chance.randrange(40)))
        assert width(text) == wcswidth(text), text


def test_padding_counts_columns_and_not_characters_nor_colours() -> None:
    assert padded("น้ำ", 4) == "น้ำ  "
    assert padded("\x1b[31mก็\x1b[0m", 2) == "\x1b[31mก็\x1b[0m "
