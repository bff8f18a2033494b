"""PyThaiNLP as this package loads it: lazily, and without leaving anything behind."""

from __future__ import annotations

import os
import re

_TONES, _VOWELS, _FOLLOWING = "่้๊๋์", "ัิีึืํ็ุู", "ะาำๅ"
# Each run of marks is looked at once, from where it begins.
_TONES_FIRST = f"(?<![{_TONES}])([{_TONES}]++)([{_VOWELS}]++)"
_NIKHAHIT_AA = "ํ([่้๊๋]*+)า"
_TONES_LAST = f"(?<![{_FOLLOWING}])([{_FOLLOWING}]++)([่้๊๋]++)"
_LAKKHANG = "([^ฤฦ])ๅ"


def prepare() -> None:
    """Keep PyThaiNLP from making a folder in the person's home, where it would put downloads."""
    if "PYTHAINLP_READ_MODE" not in os.environ:  # its older name: it refuses to see both
        os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")


def reordered(text: str) -> str:
    """Return the text with ํ + า as ำ, เ + เ as แ, and a vowel before its tone mark.

    As PyThaiNLP's `reorder_vowels`, whose patterns take minutes for a cell full of marks.
    """
    text = re.sub(_TONES_FIRST, r"\2\1", text.replace("เเ", "แ"))
    text = re.sub(_TONES_LAST, r"\2\1", re.sub(_NIKHAHIT_AA, r"\1ำ", text))
    return re.sub(_LAKKHANG, r"\1า", text)
