"""How many columns of a terminal a text takes: Thai marks take none, they stand over letters."""

from __future__ import annotations

from collections.abc import Sequence

import click

# Thai vowels and tones over and under a consonant (Unicode category Mn).
_MARKS = dict.fromkeys([0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F)])
# What takes one column each once the marks are gone, and stands in nearly all that we print.
_NARROW = frozenset(
    [*map(chr, range(0x20, 0x7F)), *map(chr, range(0x0E01, 0x0E5C)), *"“”‘’–—…·✓«»"]
)


def width(text: str) -> int:
    """Return the columns that `text` takes, without its colours."""
    plain = click.unstyle(text)
    if _NARROW.issuperset(plain):
        return len(plain.translate(_MARKS))
    from wcwidth import wcswidth  # takes longer to load than checking a small workbook

    return max(0, wcswidth(plain))


def padded(text: str, columns: int) -> str:
    """Return `text` with spaces behind it, so that it takes that many columns."""
    return text + " " * (columns - width(text))


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines, their cells under each other."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
