"""What lies in a .7z archive, by py7zr, which not every computer has: the extra `7z`."""

from __future__ import annotations

import datetime as dt
import io
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from ita_excel.core import limits
from ita_excel.core.language import Text
from ita_excel.dispatch.nest import DAMAGED, PASSWORD, Full, Nest, too_big

_NO_LIBRARY = Text(
    "เป็นไฟล์ .7z ซึ่งเครื่องนี้ยังเปิดไม่ได้ โปรดแตกไฟล์ด้วย 7-Zip แล้วรวมโฟลเดอร์ที่ได้ "
    "หรือติดตั้งส่วนเสริมด้วยคำสั่ง pip install “ita-excel[7z]”",
    "a .7z archive, which this computer can't open yet: unpack it with 7-Zip and collect the "
    'folder, or install the extra with pip install "ita-excel[7z]"',
)


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of the archive; its `name` is '' where the archive as a whole can't be opened."""

    name: str
    content: bytes | Text
    when: dt.datetime | None = None


def entries(data: bytes, nest: Nest) -> Iterator[ArchivedFile]:
    """Yield the files, or why they can't be had; all that is unpacked counts for the nest.

    Files packed together are unpacked together, those that nobody needs among them.
    """
    try:
        import py7zr
    except ImportError:
        yield ArchivedFile("", _NO_LIBRARY)
        return
    unpacked = _Unpacked(nest)
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.needs_password():
                yield ArchivedFile("", PASSWORD)
                return
            files = [f for f in archive.list() if f.is_file]
            nest.enter(len(files))
            archive.extract(factory=_factory(unpacked))
    except py7zr.exceptions.PasswordRequired:
        yield ArchivedFile("", PASSWORD)
        return
    except (Full, MemoryError):
        raise
    except (
        py7zr.exceptions.ArchiveError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError,
        LookupError, TypeError, AttributeError, AssertionError, RuntimeError,
    ):  # fmt: skip
        yield ArchivedFile("", DAMAGED)
        return
    times = {f.filename: f.creationtime for f in files}
    for name, pieces in unpacked.files.items():
        size = sum(map(len, pieces))
        content = too_big(size, limits.ANSWER) if size > limits.ANSWER else b"".join(pieces)
        yield ArchivedFile(name, content, times.get(name))


class _Unpacked:
    """What comes out of the archive, counted as it comes."""

    def __init__(self, nest: Nest) -> None:
        self.files: dict[str, list[bytes]] = {}
        self.nest = nest


def _factory(unpacked: _Unpacked) -> object:
    """Return what py7zr writes into; its base classes are there only where py7zr is."""
    from py7zr.io import Py7zIO, WriterFactory

    class File(Py7zIO):
        def __init__(self, pieces: list[bytes]) -> None:
            self.pieces = pieces

        def write(self, s: bytes | bytearray) -> int:
            unpacked.nest.take(len(s))
            self.pieces.append(bytes(s))
            return len(s)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            return sum(map(len, self.pieces))

    class Factory(WriterFactory):
        def create(self, filename: str) -> Py7zIO:
            return File(unpacked.files.setdefault(filename, []))

    return Factory()
