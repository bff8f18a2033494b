"""How spreadsheets sort Thai texts: as a dictionary does, near enough to see that they are sorted."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TONES = "[็-์]"
_LEADING_VOWEL = "([เแโใไ])([ก-ฮ])"


def dictionary_form(text: str) -> str:
    """Return a text as a dictionary sorts it: a vowel before its consonant counts behind it."""
    return re.sub(_TONES, "", re.sub(_LEADING_VOWEL, r"\2\1", text)).casefold()


def were_sorted(texts: Sequence[str]) -> bool:
    """Whether texts stand as a sort would have put them, up or down.

    Programs that know no dictionary sort by code points.
    """
    for form in (str, dictionary_form):
        forms = [form(text) for text in texts]
        if forms in (sorted(forms), sorted(forms, reverse=True)):
            return True
    return False
