"""What is told of a text at one look: most hold nothing of note, and need no closer one."""

from __future__ import annotations

import re

# Letters that print wherever they stand; ํ becomes ำ before า.
_PLAIN = re.compile("[\n\t -~ก-ฺ฿-์๏-๛“”‘’–—…•]*")
_MARKS_AND_AM = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2}ำ")

# Texts of ASCII and Thai letters, with fewer digits than any number of a person has: most texts.
_DIGIT = "[0-9๐-๙]"
_SIGN = r"\x00-$&-/:-?[-`{-\x7f\u0e00-\u0e4f\u0e5a-\u0e7f"  # without % and @
_NO_LATIN, _LATIN = (
    re.compile(f"[{others}]*+(?>(?:{_DIGIT}[{others}]*+){{0,8}})")
    for others in (_SIGN, f"A-Za-z{_SIGN}")
)
# What names a mail address, a LINE ID or a passport there.
_NAMED = re.compile(
    r"line|ไลน์|passport|หนังสือเดินทาง|พาสปอร์ต|[ _\-\[({<]\s{0,2}(?:at|แอท|แอ็ท|แอต|แอด)", re.IGNORECASE
)


def is_plain(text: str) -> bool:
    """Whether a text has only letters, signs and spaces of Thai and English typing."""
    return _PLAIN.fullmatch(text) is not None


def surely_prints(text: str) -> bool:
    """Whether all of a plain text prints, told at one look; False where that takes more."""
    return "ำ" not in text or not _MARKS_AND_AM.search(text)


def may_be_personal(text: str) -> bool:
    """Whether a text may hold any, told at one look; where not, `personal_data` finds none."""
    if _NO_LATIN.fullmatch(text):
        return "ไลน์" in text
    return not _LATIN.fullmatch(text) or _NAMED.search(text) is not None
