"""A zip file as a list of entries whose compressed bytes are carried over as they are.

Knows: local headers, the central directory, stored and deflated entries. Refuses to know what
is inside a part. An entry that is not replaced keeps its compressed bytes, its place, its time
and its attributes; only the offsets in the directory are new.
"""

from __future__ import annotations

import io
import mmap
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.ooxml.deflating import compressor, crc32

Buffer = bytes | mmap.mmap  # a part: in memory, or in a file when it is large
Piece = bytes | memoryview

# A part above this is kept in a file and mapped, so that memory stays bounded.
IN_FILE_ABOVE = 64 << 20

# All that the standard library raises on damaged zip files.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
)
DAMAGED = Text(
    "ไฟล์เสียหายหรือไม่ครบ ({detail}) — โปรดขอไฟล์ใหม่จากผู้ส่ง หรือใช้สำเนาใน .ita-backup",
    "The file is damaged or incomplete ({detail}). Ask for it again, or use a copy in .ita-backup.",
)
ENCRYPTED = Text(
    "ไฟล์ใน zip ถูกเข้ารหัสไว้ — โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน",
    "Entries of the zip file are encrypted. Save it again without a password.",
)

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 0x800
_DESCRIPTOR = 0x8
_CHUNK = 1 << 20


class Entry(NamedTuple):
    """One entry as it stands in a zip file; `data` is the compressed bytes."""

    info: zipfile.ZipInfo
    data: memoryview

    @property
    def name(self) -> str:
        return self.info.filename

    def unpack(self) -> bytes:
        """Return the content; InputError where it doesn't unpack to what the directory says."""
        if self.info.compress_type == zipfile.ZIP_STORED:
            content = bytes(self.data)
        else:
            content = b"".join(self.chunks())
        if len(content) != self.info.file_size or zlib.crc32(content) != self.info.CRC:
            raise InputError(DAMAGED, detail=self.name)
        return content

    def chunks(self) -> Iterator[bytes]:
        """Yield the content piece by piece, never more than the directory says."""
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        left = self.info.file_size
        pending: bytes | memoryview = self.data
        try:
            while pending and not inflate.eof:
                piece = inflate.decompress(pending, min(left + 1, 16 * _CHUNK))
                left -= len(piece)
                if left < 0:
                    raise InputError(DAMAGED, detail=self.name)
                if not piece and not inflate.unconsumed_tail:
                    break
                yield piece
                pending = inflate.unconsumed_tail
        except zlib.error as error:
            raise InputError(DAMAGED, detail=self.name) from error


def entries(data: bytes) -> list[Entry]:
    """Return the entries of a zip file in the order in which they stand in it.

    InputError: damaged, encrypted, or larger than the limits (looked up before unpacking).
    """
    view = memoryview(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            infos = sorted(z.infolist(), key=lambda info: info.header_offset)
        _check(infos)
        return [Entry(info, _span(view, info)) for info in infos]
    except (zipfile.BadZipFile, struct.error, RuntimeError, ValueError, LookupError) as error:
        raise InputError(DAMAGED, detail=str(error) or "zip") from error


def has_one_directory(data: bytes) -> bool:
    """Whether a zip file is nothing but entries and one directory: all readers find the same."""
    end = len(data) - _END.size
    if end < 0 or data.find(b"PK\x05\x06") != end or b"PK\x06\x07" in data:
        return False
    *_, size, start, comment = _END.unpack_from(data, end)
    return bool(start + size == end and not comment)


def _check(infos: list[zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in infos)
    if size > limits.WORKBOOK or len(infos) > limits.ENTRIES:
        megabytes = (size // limits.MB, limits.WORKBOOK // limits.MB)
        raise InputError(limits.TOO_BIG_TO_UNPACK, size=megabytes[0], limit=megabytes[1])
    for info in infos:
        if info.flag_bits & 0x1:
            raise InputError(ENCRYPTED)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(DAMAGED, detail=f"{info.filename}: {info.compress_type}")


def _span(view: memoryview, info: zipfile.ZipInfo) -> memoryview:
    """Return the compressed bytes: the local header's own name and extra lengths decide."""
    start = info.header_offset
    header = _LOCAL.unpack(view[start : start + _LOCAL.size])
    if header[0] != b"PK\x03\x04":
        raise zipfile.BadZipFile(info.filename)
    begin = start + _LOCAL.size + header[9] + header[10]
    span = view[begin : begin + info.compress_size]
    if len(span) != info.compress_size:
        raise zipfile.BadZipFile(info.filename)
    return span


def write(
    out: BinaryIO,
    old: Iterable[Entry],
    replaced: Mapping[str, Iterable[Piece]],
    removed: frozenset[str] = frozenset(),
    added: Mapping[str, Iterable[Piece]] | None = None,
) -> None:
    """Write a zip file: `old` in order with some entries replaced or left out, then the new ones."""
    directory: list[bytes] = []
    for entry in old:
        if entry.name in removed:
            continue
        if entry.name in replaced:
            _write_new(out, directory, entry.info, replaced[entry.name])
        else:
            _write_entry(out, directory, entry.info, [entry.data])
    for name, pieces in (added or {}).items():
        info = zipfile.ZipInfo(name)  # 1980-01-01, as Office itself writes
        _write_new(out, directory, info, pieces)
    start = out.tell()
    out.write(b"".join(directory))
    size = out.tell() - start
    count = len(directory)
    out.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))


def _write_new(
    out: BinaryIO,
    directory: list[bytes],
    info: zipfile.ZipInfo,
    pieces: Iterable[Piece],
) -> None:
    deflate = compressor()
    crc = size = 0
    packed: list[bytes] = []
    for piece in pieces:
        crc = crc32(piece, crc)
        size += len(piece)
        packed.append(deflate.compress(piece))
    packed.append(deflate.flush())
    new = zipfile.ZipInfo(info.filename, info.date_time)
    new.compress_type = zipfile.ZIP_DEFLATED
    new.create_system, new.create_version = info.create_system, info.create_version
    new.external_attr, new.internal_attr = info.external_attr, info.internal_attr
    new.flag_bits = info.flag_bits & _UTF8
    new.CRC, new.file_size = crc, size
    new.compress_size = sum(map(len, packed))
    _write_entry(out, directory, new, packed)


def _write_entry(
    out: BinaryIO, directory: list[bytes], info: zipfile.ZipInfo, packed: Iterable[Piece]
) -> None:
    flags = info.flag_bits & ~_DESCRIPTOR
    # The name's own bytes where the directory was read by zipfile (old cp437 names too).
    name = info.orig_filename.encode("utf-8" if flags & _UTF8 else "cp437", "surrogateescape")
    if not flags & _UTF8 and not info.orig_filename.isascii():
        name, flags = info.orig_filename.encode(), flags | _UTF8
    year, month, day, hour, minute, second = info.date_time
    date, time = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    extra, at, method = _extra(info.extra), out.tell(), info.compress_type
    version = max(20, min(info.extract_version, 20))
    sizes = (info.CRC, info.compress_size, info.file_size)
    out.write(
        _LOCAL.pack(
            b"PK\x03\x04", version, flags, method, time, date, *sizes, len(name), len(extra)
        )
    )
    out.write(name)
    out.write(extra)
    out.writelines(packed)
    directory.append(
        _CENTRAL.pack(
            b"PK\x01\x02",
            info.create_version,
            info.create_system,
            version,
            0,
            flags,
            method,
            time,
            date,
            *sizes,
            len(name),
            len(extra),
            len(info.comment),
            0,
            info.internal_attr,
            info.external_attr,
            at,
        )
        + name
        + extra
        + info.comment
    )


def _extra(extra: bytes) -> bytes:
    """Return the extra fields without the zip64 one: sizes and offsets are all small here."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept
