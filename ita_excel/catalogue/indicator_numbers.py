"""The numbers of ITA indicators in a cell, as officers type them: `9`, `2, ๙`, `ตัวชี้วัดที่ 9`, `9.1`."""

from __future__ import annotations

import re

from ita_excel.thai.digits import to_arabic

# A sub-indicator stands for its indicator. No other number is one: 15, O9, 2565, 85.
_NUMBER = r"(?:ตัวชี้วัด(?:ย่อย)?(?:ที่)?\s{0,9}+|\bI)?(?<![\d.O])(10|[1-9])(?:\.[1-9])?(?![\d.])"
_NUMBERS = re.compile(rf"{_NUMBER}(?:\s{{0,9}}+(?:-|–|ถึง)\s{{0,9}}+{_NUMBER})?", re.IGNORECASE)
_AROUND = re.compile(r"และ|,|;|/|\s|\(|\)|\.(?!\d)")


def read_numbers(text: str) -> tuple[int, ...]:
    """Return the indicators in `text`, each once, in order; a range gives all of its indicators."""
    found: dict[int, None] = {}
    for match in _NUMBERS.finditer(to_arabic(text)):
        first = int(match[1])
        last = int(match[2] or first)
        found |= dict.fromkeys(range(min(first, last), max(first, last) + 1))
    return tuple(found)


def unread(text: str) -> str:
    """Return what in `text` is no indicator and not between them either; '' when all was read."""
    return " ".join(_AROUND.sub(" ", _NUMBERS.sub(" ", to_arabic(text))).split())
