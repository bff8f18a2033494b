"""The order of a Thai dictionary, in which Excel and LibreOffice sort texts.

A vowel written before its consonant counts after it; tone marks count for nothing.
"""

from __future__ import annotations

import re

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_MARKS = re.compile("[็-์]")


def dictionary_key(text: str) -> str:
    """Return a text by which `text` is sorted."""
    return _LEADING_VOWEL.sub(r"\2\1", _MARKS.sub("", text)).casefold()
