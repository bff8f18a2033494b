"""The deflate that packs what we write: Intel's (isal) where it can be had, else zlib.

isal has no wheel for 32-bit and ARM Windows; both make the same format, which every program reads.
What comes from others is always unpacked by zlib.
"""

from __future__ import annotations

import zlib
from typing import Protocol

try:
    from isal import isal_zlib
except ImportError:  # not installed, or its library doesn't load on this processor
    isal_zlib = None  # type: ignore[assignment]

# isal's level 2 packs sheets three to four times as fast as zlib's fastest sensible level, for 4 %
# more bytes; its numbers mean something else than zlib's, whose level 3 comes nearest in size.
_ISAL_LEVEL, _ZLIB_LEVEL = 2, 3


class Compressor(Protocol):
    """Packs a stream piece by piece."""

    def compress(self, piece: bytes | memoryview, /) -> bytes: ...

    def flush(self) -> bytes: ...


def compressor() -> Compressor:
    """Return a compressor of raw deflate, as a zip entry holds it."""
    if isal_zlib is None:
        return zlib.compressobj(_ZLIB_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return isal_zlib.compressobj(_ISAL_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def crc32(piece: bytes | memoryview, before: int = 0) -> int:
    """Return the checksum of a zip entry, going on from `before`."""
    return zlib.crc32(piece, before) if isal_zlib is None else isal_zlib.crc32(piece, before)
