"""Thai and Arabic digits, one for one. Knows nothing of numbers, only of their signs."""

from __future__ import annotations

from typing import Literal

Digits = Literal["thai", "arabic"]

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
_TO_THAI = str.maketrans(ARABIC, THAI)
_TO_ARABIC = str.maketrans(THAI, ARABIC)


def to_thai(text: str) -> str:
    """Return `text` with 0-9 as ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Return `text` with ๐-๙ as 0-9; digits of other scripts stay."""
    return text.translate(_TO_ARABIC)


def in_digits(text: str, digits: Digits) -> str:
    """Return `text` in the digits that a document is set in."""
    return to_thai(text) if digits == "thai" else to_arabic(text)
