"""Pictures for the documents: the emblem and the photos of the annex, read and made ready.

Knows PNG and JPEG by their first bytes, how large they are and which way is up. What a camera
writes beside the picture (where and when it was taken, by which device) is left out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
)
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without its hidden data. `turn` is how far it must be turned, clockwise degrees."""

    data: bytes
    suffix: str  # .png or .jpg
    width: int  # in pixels, as stored: before turning
    height: int
    turn: int = 0

    @property
    def oriented(self) -> bytes:
        """The picture with nothing but its orientation said in Exif, for readers that turn it."""
        if not self.turn:
            return self.data
        value = {180: 3, 90: 6, 270: 8}[self.turn]
        tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
        return (
            self.data[:2]
            + struct.pack(">HH", 0xFFE1, len(tiff) + 8)
            + b"Exif\0\0"
            + tiff
            + (self.data[2:])
        )

    @property
    def ratio(self) -> float:
        """Width to height as it is seen."""
        seen = self.width / self.height
        return 1 / seen if self.turn in (90, 270) else seen


def read_picture(path: Path) -> Picture | None:
    """Return the picture in a file, None where there is none that can be read."""
    try:
        data = files.read(path, limits.PICTURE)
        found = _png(data) if data.startswith(_PNG) else _jpeg(data)
    except (InputError, ValueError, struct.error, IndexError):
        return None
    # What draws it unpacks all of it: a small file can hold a picture that fills the memory.
    return found if found and found.width * found.height <= limits.PICTURE_PIXELS else None


def _png(data: bytes) -> Picture | None:
    kept, position, ended = [_PNG], len(_PNG), False
    while position + 12 <= len(data) and not ended:
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        if kind in _PNG_KEPT:
            body = data[position + 4 : position + 8 + length]
            (crc,) = struct.unpack_from(">I", data, position + 8 + length)
            if zlib.crc32(body) != crc:
                return None  # damaged: the program that draws it would refuse
            kept.append(data[position : position + 12 + length])
        ended = kind == b"IEND"
        position += 12 + length
    width, height = struct.unpack_from(">II", data, 16)
    complete = ended and width and height
    return Picture(b"".join(kept), ".png", width, height) if complete else None


def _jpeg(data: bytes) -> Picture | None:
    if not data.startswith(b"\xff\xd8") or b"\xff\xd9" not in data[-4096:]:
        return None
    kept, size, turn = [b"\xff\xd8"], None, 0
    for marker, segment in _segments(data):
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turn = _turn(segment[10:])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width, colours = struct.unpack_from(">HHB", segment, 5)
            if colours == 4:
                return None  # CMYK, for printing shops: PDF/A would want its colour profile
            size = width, height
        if marker not in (0xE1, 0xED, 0xFE):  # Exif and XMP, IPTC, comments
            kept.append(segment)
    if not size or not all(size):
        return None
    return Picture(b"".join(kept), ".jpg", *size, turn=turn)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment with its marker; the last one holds the picture itself."""
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError("no JPEG segment")
        marker = data[position + 1]
        if marker == 0xDA:
            yield marker, data[position:]
            return
        (length,) = struct.unpack_from(">H", data, position + 2)
        yield marker, data[position : position + 2 + length]
        position += 2 + length


def _turn(tiff: bytes) -> int:
    order = "<" if tiff[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for i in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * i)
        if tag == _ORIENTATION:
            return {3: 180, 6: 90, 8: 270}.get(value, 0)
    return 0
