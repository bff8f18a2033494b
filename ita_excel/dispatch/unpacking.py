"""What lies in an archive or a mail, however deep, unpacked within one budget for the whole nest.

Runs in a process apart. Nothing is ever unpacked to disk, so a name inside can lead nowhere; what
is too big, too deep or broken is refused by name and the rest goes on. What something is, its
contents tell and not its name.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from ita_excel.core import limits
from ita_excel.core.language import Text
from ita_excel.dispatch.attachment import Attachment, UnreadableMessage
from ita_excel.dispatch.file_kinds import HEAD, UNOPENED, FileKind, by_head, is_picture, of
from ita_excel.dispatch.nest import DAMAGED, PASSWORD, Full, Nest, too_big
from ita_excel.ooxml.zipcopy import BROKEN_ZIP
from ita_excel.thai.encodings import decoded

_PIECE = 1 << 20

_METHOD = Text(
    "บีบอัดด้วยวิธีที่ไม่รองรับ จึงไม่เปิด โปรดแตกไฟล์ก่อน",
    "packed in a way that isn't supported, so it isn't opened: unpack it first",
)
_NAMELESS = Text("ไฟล์แนบที่ {n}", "attachment {n}")


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


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in a container that holds no cells: a letter, a scan."""

    name: str


Found = Inside | Unusable | PassedOver


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Unpack one container; called in the process apart."""
    outer = Inside(str(words["name"]), data, dt.datetime.fromisoformat(str(words["when"])))
    for found in unpacked(outer):
        if isinstance(found, Inside):
            yield {"name": found.name, "when": found.when.isoformat()}, found.data
        elif isinstance(found, Unusable):
            yield {"name": found.name, "why": [found.why.th, found.why.en]}, b""
        else:
            yield {"name": found.name, "passed": True}, b""


def unpacked(outer: Inside) -> Iterator[Found]:
    """Yield what lies in a container, the containers in it opened, too."""
    try:
        yield from _look(outer, 0, Nest())
    except Full as full:
        yield Unusable(outer.name, full.why)


def unseen(name: str) -> bool:
    """Whether a file of this name is a program's own and nobody's: a lock file, a hidden one."""
    return last(name).startswith(("~$", "."))


def last(name: str) -> str:
    """Return the last part of a path; `../` before it leads nowhere."""
    return PurePosixPath(name.replace("\\", "/").replace("\0", "")).name


def _look(found: Inside, depth: int, nest: Nest) -> Iterator[Found]:
    kind = of(found.name, found.data)
    if kind is FileKind.WORKBOOK:
        yield found
    elif kind is FileKind.OTHER or kind is FileKind.PACKAGE:
        yield PassedOver(found.name)
    elif kind in UNOPENED:
        yield Unusable(found.name, UNOPENED[kind])
    elif depth >= limits.NEST_DEPTH:
        yield Unusable(found.name, limits.TOO_DEEP)
    elif kind is FileKind.ZIP:
        yield from _zip(found, depth, nest)
    elif kind is FileKind.SEVEN_ZIP:
        yield from _seven_zip(found, depth, nest)
    elif len(found.data) > limits.MAIL:
        yield Unusable(found.name, too_big(len(found.data), limits.MAIL))
    else:
        yield from _message(found, kind, depth, nest)


def _message(found: Inside, kind: FileKind, depth: int, nest: Nest) -> Iterator[Found]:
    try:
        for number, attached in enumerate(_attachments(found.data, kind), start=1):
            nest.enter(1)
            nest.take(len(attached.data))
            base = last(attached.name) or _NAMELESS.fill(n=number).th
            name = f"{found.name}/{base}"
            if attached.why:
                yield Unusable(name, attached.why)
            elif not unseen(base) and not (attached.inline and is_picture(base)):
                inner = Inside(name, attached.data, attached.when or found.when)
                yield from _look(inner, depth + 1, nest)
    except UnreadableMessage as unlikely:
        yield Unusable(found.name, unlikely.why)


def _attachments(data: bytes, kind: FileKind) -> Iterator[Attachment]:
    if kind is FileKind.OUTLOOK:
        from ita_excel.dispatch import outlook

        return outlook.attachments(data)
    from ita_excel.dispatch import eml

    return eml.attachments(data)


def _zip(found: Inside, depth: int, nest: Nest) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(io.BytesIO(found.data)) as package:
            entries = package.infolist()
            nest.enter(len(entries))
            for entry in entries:
                base = last(_entry_name(entry))
                if entry.is_dir() or unseen(base):
                    continue
                name = f"{found.name}/{base}"
                data = _content(package, entry, nest)
                if data is None:
                    yield PassedOver(name)
                    continue
                if isinstance(data, Text):
                    yield Unusable(name, data)
                    continue
                inner = Inside(name, data, _entry_time(entry, found.when))
                yield from _look(inner, depth + 1, nest)
    except BROKEN_ZIP:
        yield Unusable(found.name, DAMAGED)


def _seven_zip(found: Inside, depth: int, nest: Nest) -> Iterator[Found]:
    from ita_excel.dispatch.seven_zip import entries

    for entry in entries(found.data, nest):
        base = last(entry.name)
        name = f"{found.name}/{base}" if base else found.name
        if isinstance(entry.content, Text):
            yield Unusable(name, entry.content)
        elif not unseen(base):
            inner = Inside(name, entry.content, entry.when or found.when)
            yield from _look(inner, depth + 1, nest)


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, nest: Nest) -> bytes | Text | None:
    """Return what an entry holds, or why it can't be had; every byte of it counts.

    None for what its head shows to hold no cells: of that no more is unpacked.
    """
    if entry.flag_bits & 1:
        return PASSWORD
    if entry.file_size > limits.ANSWER:
        return too_big(entry.file_size, limits.ANSWER)
    # bzip2 and lzma unpack a few bytes to gigabytes before anybody can say stop.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return _METHOD
    try:
        with package.open(entry) as stream:
            head = stream.read(HEAD)
            nest.take(len(head))
            if by_head(entry.filename, head) is FileKind.OTHER:
                return None
            return _rest(stream, head, nest)
    except BROKEN_ZIP:
        return DAMAGED


def _rest(stream: IO[bytes], head: bytes, nest: Nest) -> bytes | Text:
    pieces, size = [head], len(head)
    # The size in the directory may be a lie.
    while piece := stream.read(_PIECE):
        nest.take(len(piece))
        size += len(piece)
        if size > limits.ANSWER:
            return too_big(size, limits.ANSWER)
        pieces.append(piece)
    return b"".join(pieces)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it.

    Thai Windows zips in code page 874, and some programs write UTF-8 without its flag.
    """
    if entry.flag_bits & 0x800 or entry.orig_filename.isascii():
        return entry.filename
    try:
        return decoded(entry.orig_filename.encode("cp437"))
    except UnicodeError:
        return entry.filename


def _entry_time(entry: zipfile.ZipInfo, otherwise: dt.datetime) -> dt.datetime:
    try:
        return dt.datetime(*entry.date_time).astimezone(dt.UTC)  # a zip holds local time
    except (ValueError, OverflowError, OSError):
        return otherwise
