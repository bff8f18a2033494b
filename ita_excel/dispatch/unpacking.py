"""What lies in an archive or a mail, however deep, unpacked within one budget for the whole nest.

Runs in a process apart. Nothing is ever unpacked to disk, so a name inside can lead nowhere; what
is too big, too deep or broken is refused by name and the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ita_excel.core import limits
from ita_excel.core.language import Text
from ita_excel.ooxml.zipcopy import BROKEN_ZIP

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
CONTAINERS = (".zip", ".eml")
_PIECE = 1 << 20

DAMAGED = Text(
    "เสียหายหรือเข้ารหัสไว้ เปิดไม่ได้ โปรดขอไฟล์ใหม่",
    "damaged or encrypted, can't be opened: ask for it again",
)
_METHOD = Text(
    "บีบอัดด้วยวิธีที่ไม่รองรับ จึงไม่เปิด โปรดแตกไฟล์ก่อน",
    "packed in a way that isn't supported, so it isn't opened: unpack it first",
)


@dataclass(frozen=True, slots=True)
class Inside:
    """A workbook that lies in a container, with its place in it as its name."""

    name: str
    data: bytes
    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something in a container that can't be looked into, and why."""

    name: str
    why: Text


class _Full(Exception):
    """The nest holds more than is allowed: nothing more of it is looked at."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


@dataclass(slots=True)
class _Nest:
    """What is left of the budget of everything that lies in one container."""

    size: int = field(default_factory=lambda: limits.NEST)
    entries: int = field(default_factory=lambda: limits.NEST_ENTRIES)

    def enter(self, number: int) -> None:
        self.entries -= number
        if self.entries < 0:
            raise _Full(limits.TOO_MANY_INSIDE.fill(limit=limits.NEST_ENTRIES))

    def take(self, size: int) -> None:
        self.size -= size
        if self.size < 0:
            raise _Full(limits.TOO_BIG_NEST.fill(limit=limits.NEST // limits.MB))


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Unpack one container; called in the process apart."""
    outer = Inside(str(words["name"]), data, dt.datetime.fromisoformat(str(words["when"])))
    for found in unpacked(outer):
        if isinstance(found, Inside):
            yield {"name": found.name, "when": found.when.isoformat()}, found.data
        else:
            yield {"name": found.name, "why": [found.why.th, found.why.en]}, b""


def unpacked(outer: Inside) -> Iterator[Inside | Unusable]:
    """Yield what lies in a container, the containers in it opened, too."""
    try:
        yield from _look(outer, 0, _Nest())
    except _Full as full:
        yield Unusable(outer.name, full.why)


def interesting(name: str) -> bool:
    """Whether a file of this name may be a returned workbook or hold one."""
    base = last(name)
    if base.startswith(("~$", ".")):  # Excel's own lock files, and hidden ones
        return False
    return base.lower().endswith((*WORKBOOKS, *CONTAINERS))


def last(name: str) -> str:
    """Return the last part of a path; `../` before it leads nowhere."""
    return PurePosixPath(name.replace("\\", "/").replace("\0", "")).name


def _look(found: Inside, depth: int, nest: _Nest) -> Iterator[Inside | Unusable]:
    name = found.name.lower()
    if not name.endswith(CONTAINERS):
        yield found
    elif depth >= limits.NEST_DEPTH:
        yield Unusable(found.name, limits.TOO_DEEP)
    elif name.endswith(".zip"):
        yield from _zip(found, depth, nest)
    else:
        from ita_excel.dispatch.eml import UnreadableMessage, attachments

        if len(found.data) > limits.MAIL:
            yield Unusable(found.name, _too_big(len(found.data), limits.MAIL))
            return
        try:
            for attached in attachments(found.data):
                nest.enter(1)
                nest.take(len(attached.data))
                base = last(attached.name)
                if interesting(base):
                    when = attached.when or found.when
                    inner = Inside(f"{found.name}/{base}", attached.data, when)
                    yield from _look(inner, depth + 1, nest)
        except UnreadableMessage as unlikely:
            yield Unusable(found.name, unlikely.why)


def _zip(found: Inside, depth: int, nest: _Nest) -> Iterator[Inside | Unusable]:
    try:
        with zipfile.ZipFile(io.BytesIO(found.data)) as package:
            entries = package.infolist()
            nest.enter(len(entries))
            for entry in entries:
                if entry.is_dir() or not interesting(entry.filename):
                    continue
                name = f"{found.name}/{last(_entry_name(entry))}"
                data = _content(package, entry, nest)
                if isinstance(data, Text):
                    yield Unusable(name, data)
                    continue
                inner = Inside(name, data, _entry_time(entry, found.when))
                yield from _look(inner, depth + 1, nest)
    except BROKEN_ZIP:
        yield Unusable(found.name, DAMAGED)


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, nest: _Nest) -> bytes | Text:
    """Return what an entry holds, or why it can't be had; every byte of it counts."""
    if entry.file_size > limits.ANSWER:
        return _too_big(entry.file_size, limits.ANSWER)
    # bzip2 and lzma unpack a few bytes to gigabytes before anybody can say stop.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _METHOD
    pieces: list[bytes] = []
    size = 0
    try:
        with package.open(entry) as stream:
            # The size in the directory may be a lie.
            while piece := stream.read(_PIECE):
                nest.take(len(piece))
                size += len(piece)
                if size > limits.ANSWER:
                    return _too_big(size, limits.ANSWER)
                pieces.append(piece)
    except BROKEN_ZIP:
        return DAMAGED
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _too_big(size: int, limit: int) -> Text:
    megabytes = (size // limits.MB, limit // limits.MB)
    return limits.TOO_BIG_FILE.fill(size=megabytes[0], limit=megabytes[1])


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
