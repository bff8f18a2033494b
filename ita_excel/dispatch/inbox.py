"""Returned workbooks wherever they lie: files, folders, zip files, messages, one in another.

Everything is read into memory and nothing is ever unpacked to disk, so a name inside a zip file
can lead nowhere. What is too big or too deep is refused by name; the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import email.utils
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path, PurePosixPath

from ita_excel.errors import InputError
from ita_excel.language import Text

LIMIT_FILE = 100_000_000  # bytes of one file, unpacked
LIMIT_ALL = 1_000_000_000  # bytes unpacked out of one container
LIMIT_ENTRIES = 5_000
LIMIT_DEPTH = 3  # a zip in a message in a zip

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
_CONTAINERS = (".zip", ".eml")

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
_NOTHING = Text(
    "ไม่พบไฟล์หรือโฟลเดอร์ “{path}” โปรดตรวจชื่อ",
    "there is no file or folder “{path}”: check the name",
)
_BIG = Text(
    "ใหญ่เกินกว่าจะเป็นไฟล์ตอบกลับ จึงไม่เปิด", "too big to be a returned workbook, so it isn't opened"
)
_DEEP = Text(
    "ซ้อนกันลึกเกินไป จึงไม่เปิด โปรดแตกไฟล์ก่อน", "nested too deeply, so it isn't opened: unpack it first"
)
_DAMAGED = Text(
    "เสียหายหรือเข้ารหัสไว้ เปิดไม่ได้ โปรดขอไฟล์ใหม่",
    "damaged or encrypted, can't be opened: ask for it again",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a returned workbook. `named` is one that the command line names itself."""

    name: str
    data: bytes
    when: dt.datetime
    named: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that can't be looked into, and why."""

    name: str
    why: Text


def find(paths: Iterable[Path]) -> Iterator[Found | Refused]:
    """Yield what lies at the paths, in the order of their names. InputError for a wrong path."""
    for path in paths:
        if path.is_dir():
            for inside in sorted(p for p in path.rglob("*") if p.is_file()):
                hidden = any(part.startswith(".") for part in inside.relative_to(path).parts)
                if not hidden:
                    yield from _file(inside, named=False)
        elif path.exists():
            yield from _file(path, named=True)
        else:
            raise InputError(_NOTHING, path=path)


def _file(path: Path, named: bool) -> Iterator[Found | Refused]:
    if not _interesting(path.name):
        return
    if path.stat().st_size > LIMIT_FILE:
        yield Refused(path.name, _BIG)
        return
    when = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    found = Found(path.name, path.read_bytes(), when, named)
    yield from _look(found, 0)


def _interesting(name: str) -> bool:
    base = PurePosixPath(name.replace("\\", "/")).name
    if base.startswith(("~$", ".")):  # Excel's own lock files, and hidden ones
        return False
    return base.lower().endswith((*WORKBOOKS, *_CONTAINERS))


def _look(found: Found, depth: int) -> Iterator[Found | Refused]:
    name = found.name.lower()
    if not name.endswith(_CONTAINERS):
        yield found
    elif depth >= LIMIT_DEPTH:
        yield Refused(found.name, _DEEP)
    elif name.endswith(".zip"):
        yield from _zip(found, depth)
    else:
        yield from _message(found, depth)


def _zip(found: Found, depth: int) -> Iterator[Found | Refused]:
    left = LIMIT_ALL
    try:
        with zipfile.ZipFile(io.BytesIO(found.data)) as package:
            entries = package.infolist()
            if len(entries) > LIMIT_ENTRIES:
                yield Refused(found.name, _BIG)
                return
            for entry in entries:
                if entry.is_dir() or not _interesting(entry.filename):
                    continue
                name = f"{found.name}/{_last(_entry_name(entry))}"
                with package.open(entry) as stream:
                    # The size in the directory may be a lie: read no more than is allowed.
                    data = stream.read(min(LIMIT_FILE, left) + 1)
                if len(data) > min(LIMIT_FILE, left):
                    yield Refused(name, _BIG)
                    continue
                left -= len(data)
                yield from _look(Found(name, data, _entry_time(entry, found.when)), depth + 1)
    except BROKEN_ZIP:
        yield Refused(found.name, _DAMAGED)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it: Thai Windows zips in code page 874."""
    if entry.flag_bits & 0x800 or entry.orig_filename.isascii():
        return entry.filename
    try:
        return entry.orig_filename.encode("cp437").decode("cp874")
    except UnicodeError:
        return entry.filename


def _entry_time(entry: zipfile.ZipInfo, otherwise: dt.datetime) -> dt.datetime:
    try:
        return dt.datetime(*entry.date_time).astimezone(dt.UTC)  # a zip holds local time
    except (ValueError, OverflowError, OSError):
        return otherwise


def _last(name: str) -> str:
    """Return the last part of a path; `../` before it leads nowhere."""
    return PurePosixPath(name.replace("\\", "/")).name


def _message(found: Found, depth: int) -> Iterator[Found | Refused]:
    message = email.message_from_bytes(found.data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    when = _sent(message) or found.when
    for part in message.walk():
        name = _last(part.get_filename() or "")
        if part.is_multipart() or not name or not _interesting(name):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield from _look(Found(f"{found.name}/{name}", data, when), depth + 1)


def _sent(message: EmailMessage) -> dt.datetime | None:
    try:
        when = email.utils.parsedate_to_datetime(str(message["Date"]))
        return when.astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
