"""How many lines a text takes in print: what lets documents be laid out before they are made.

Lines are filled as typst fills them, piece by piece. Word and LibreOffice end lines by their own
dictionaries and may need one more: whoever decides by these numbers leaves room for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from ita_excel.documents.layout.linebreaks import pieces, printed_em

# Characters that are cut into words at a time. A page holds fewer, so that a cell of many pages
# isn't read to its end for each of them; words at a stretch's end are looked at with the next.
_STRETCH, _AT_ITS_END = 4000, 300


def line_count(
    text: str,
    room: float,
    names: tuple[str, ...] = (),
    *,
    bold: bool = False,
    first: float = 0,
    most: int | None = None,
) -> int:
    """Return the lines of `text` in a column of `room` ems; its first line starts `first` ems in.

    A blank text takes one line, as an empty paragraph does. Nobody counts further than `most`.
    """
    count = _counted if len(text) <= _STRETCH else _count
    return count(text, room, names, bold, first, most)


def _count(
    text: str, room: float, names: tuple[str, ...], bold: bool, first: float, most: int | None
) -> int:
    starts = _line_starts(text, room, names, bold, first)
    return 1 + sum(1 for _ in islice(starts, most and most - 1))


# Asked for the same texts by Word and PDF, by what fits a page and by what is set on it.
_counted = lru_cache(maxsize=2048)(_count)


def cut(text: str, room: float, names: tuple[str, ...], lines: int) -> tuple[str, str]:
    """Return what stands on the first `lines` lines of `text`, and the rest, '' where none is."""
    for number, start in enumerate(_line_starts(text, room, names, False, 0), 1):
        if number == lines:
            return text[:start].rstrip(), text[start:]
    return text, ""


def _line_starts(
    text: str, room: float, names: tuple[str, ...], bold: bool, used: float
) -> Iterator[int]:
    """Yield where each line but the first begins, as places in `text`."""
    place, gap = 0, 0.0  # white space is set only if something follows on the line
    for piece in _pieces(text, room, names):
        place += len(piece)
        if piece.isspace():
            gap += printed_em(piece, bold=bold)
            continue
        width = printed_em(piece, bold=bold)
        if used + gap + width > room and used > 0:
            yield place - len(piece)
            used, gap = 0.0, 0.0
        used, gap = used + gap + width, 0.0


def _pieces(text: str, room: float, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the pieces of a text of any length, stretch by stretch."""
    start = 0
    while len(text) - start > _STRETCH:
        end = start + _STRETCH
        for piece in pieces(text[start:end], names, room):
            start += len(piece)
            yield piece
            if start > end - _AT_ITS_END:
                break
    yield from pieces(text[start:], names, room)
