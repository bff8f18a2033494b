"""PyThaiNLP as this package loads it: lazily, and without leaving anything behind."""

from __future__ import annotations

import os


def prepare() -> None:
    """Keep PyThaiNLP from making a folder in the person's home, where it would put downloads."""
    if "PYTHAINLP_READ_MODE" not in os.environ:  # its older name: it refuses to see both
        os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")


def reordered(text: str) -> str:
    """Return the text with ํ + า as ำ, เ + เ as แ, and a vowel before its tone mark."""
    prepare()
    from pythainlp.util import reorder_vowels

    return str(reorder_vowels(text))
