"""The bytes of parts, small ones in memory, large ones in a file: looked at piece by piece."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator

from ita_excel.ooxml.zipcopy import Buffer, Piece

_PIECE = 8 << 20


def collected(pieces: Iterable[Piece], large: bool) -> Buffer:
    """Return the pieces as one: in memory, or in a file that goes when nobody needs it."""
    if not large:
        return b"".join(pieces)
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.writelines(pieces)
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if file.tell() else b""


def slices(data: Buffer, start: int, end: int) -> Iterator[bytes]:
    """Yield a stretch of the bytes in pieces that fit into memory."""
    if end - start <= _PIECE:
        yield data[start:end]
        return
    for at in range(start, end, _PIECE):
        yield data[at : min(at + _PIECE, end)]


def same(one: Buffer, other: Buffer) -> bool:
    """Whether two parts are the same bytes."""
    return one is other or same_stretch(one, (0, len(one)), other, (0, len(other)))


def same_stretch(
    one: Buffer, span: tuple[int, int], other: Buffer, other_span: tuple[int, int]
) -> bool:
    """Whether a stretch of one is the same bytes as a stretch of the other."""
    if span[1] - span[0] != other_span[1] - other_span[0]:
        return False
    pairs = zip(slices(one, *span), slices(other, *other_span), strict=True)
    return all(left == right for left, right in pairs)


def count(data: Buffer, what: bytes, start: int, end: int) -> int:
    """Return how often `what` occurs in a stretch of the bytes."""
    if isinstance(data, bytes):
        return data.count(what, start, end)
    beyond = len(what) - 1  # one that begins in a piece may end in the next
    ends = (at for at in range(start, end, _PIECE))
    return sum(data[at : min(at + _PIECE + beyond, end)].count(what) for at in ends)
