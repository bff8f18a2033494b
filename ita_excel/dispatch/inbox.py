"""Returned workbooks wherever they lie: files, folders, archives, messages, one in another.

What is too big, too deep or no file at all is refused by name; the rest goes on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files, readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.dispatch.file_kinds import HEAD, UNOPENED, FileKind, by_head
from ita_excel.dispatch.unpacking import unseen
from ita_excel.thai.encodings import legible

_NOTHING = Text(
    "ไม่พบไฟล์หรือโฟลเดอร์ “{path}” โปรดตรวจชื่อ",
    "there is no file or folder “{path}”: check the name",
)

_NO_WORKBOOK = Text(
    "ไม่ใช่สมุดงาน จึงไม่ได้อ่าน หากเป็นคำตอบ โปรดขอเป็นไฟล์ Excel",
    "no workbook, so it wasn't read: if it is an answer, ask for it as an Excel file",
)


@dataclass(frozen=True)
class FoundFile:
    """A file that may be a returned workbook. `named` is one that the command line names itself."""

    name: str
    data: bytes
    when: dt.datetime
    named: bool = False

    @cached_property
    def sha256(self) -> str:
        """The hash of its content."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that can't be looked into, and why."""

    name: str
    why: Text


@dataclass(frozen=True, slots=True)
class Other:
    """A file that holds no cells: a letter, a scan. It may be an answer all the same."""

    name: str


Found = FoundFile | Refused | Other


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file that lies where returned workbooks are looked for."""

    path: Path
    named: bool


def places(paths: Iterable[Path]) -> list[FilePlace]:
    """Return the files at the paths, in the order of their names. InputError for a wrong path."""
    found: list[FilePlace] = []
    for path in paths:
        if path.is_dir():
            for inside in sorted(p for p in path.rglob("*") if not p.is_dir()):
                hidden = any(part.startswith(".") for part in inside.relative_to(path).parts)
                if not hidden and not unseen(inside.name):
                    found.append(FilePlace(inside, named=False))
        elif path.exists():
            found += [] if unseen(path.name) else [FilePlace(path, named=True)]
        else:
            raise InputError(_NOTHING, path=path)
    return found


def find(paths: Iterable[Path]) -> Iterator[Found]:
    """Yield what lies at the paths, in the order of their names. InputError for a wrong path."""
    for place in places(paths):
        yield from look(place)


def look(place: FilePlace) -> Iterator[Found]:
    """Yield what a file holds: itself, or what is packed in it."""
    path, name = place.path, legible(place.path.name)
    try:
        kind = by_head(path.name, files.head(path, HEAD))
        if kind in UNOPENED:
            yield Refused(name, UNOPENED[kind])
            return
        if kind is FileKind.OTHER:
            yield Refused(name, _NO_WORKBOOK) if place.named else Other(name)
            return
        data = files.read(path, limits.MAIL if kind is FileKind.MAIL else limits.ANSWER)
        when = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except (InputError, OSError, OverflowError, ValueError) as error:
        why = files.reason(error)
        yield Refused(name, Text(legible(why.th), legible(why.en)))
        return
    if kind is FileKind.WORKBOOK:
        yield FoundFile(name, data, when, place.named)
    else:
        yield from _inside(name, data, when, place.named)


def _inside(name: str, data: bytes, when: dt.datetime, named: bool) -> Iterator[Found]:
    words = {"name": name, "when": when.isoformat()}
    try:
        for said, content in readers.ask("unpack", words, data, most=2 * limits.NEST):
            found = _received(said, content)
            if found.name != name:
                yield found
            elif isinstance(found, FoundFile):  # a workbook under another name
                yield FoundFile(name, data, when, named)
            else:
                yield Refused(name, _NO_WORKBOOK) if named and isinstance(found, Other) else found
    except InputError as error:
        yield Refused(name, error.text)


def _received(said: dict[str, object], content: bytes) -> Found:
    """Return what the process apart says of a file; InputError where it says nonsense."""
    name, when, why = said.get("name"), said.get("when"), said.get("why")
    try:
        if isinstance(name, str) and isinstance(why, list):
            th, en = why
            return Refused(name, Text(str(th), str(en)))
        if isinstance(name, str) and said.get("passed") is True:
            return Other(name)
        if isinstance(name, str) and isinstance(when, str):
            return FoundFile(name, content, dt.datetime.fromisoformat(when))
    except ValueError:
        pass
    raise InputError(limits.BROKE_THE_READER)
