"""What a person probably meant by a word that there isn't."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the word most like the one typed, None where none is like it."""
    from difflib import get_close_matches  # only where something was mistyped

    names = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None
