"""What people type into a cell that they leave empty: dashes, dots, `ไม่มี`."""

from __future__ import annotations

import re

_DASHES = re.compile(r"[-–—_.…·*/\s]*")
_PUNCTUATION = re.compile(r"[-–—_.…·*/()\s]+")
_NOTHING = frozenset(
    ("ไม่มี", "ไม่มีหลักฐาน", "ไม่มีเอกสาร", "ไม่มีข้อมูล", "ยังไม่มี", "ไม่ปรากฏ", "ไม่ระบุ", "na", "none", "nil")
)


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but dashes and dots: a person's way to leave a cell empty."""
    return bool(_DASHES.fullmatch(text))


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing: `-`, `ไม่มี`, `N/A`."""
    return is_blank(text) or _PUNCTUATION.sub("", text).lower() in _NOTHING
