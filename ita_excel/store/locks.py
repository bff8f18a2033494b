"""Who has a workbook or a document open: the lock files of Excel and LibreOffice, and other runs of ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ita_excel.core.apart import files
from ita_excel.core.errors import InputError, OutputError
from ita_excel.core.language import Text

OPEN = Text(
    "ไม่ได้บันทึก {file} เพราะเปิดอยู่ใน {program}{who} — โปรดปิดไฟล์นั้นก่อน (หากไม่มีใครเปิดอยู่ ให้ลบไฟล์ {lock})",
    "{file} was not saved: it is open in {program}{who}. Close it first "
    "(if nobody has it open, delete the file {lock}).",
)
_LARGEST = 1_000_000  # of a lock file; real ones have some hundred bytes
BY = Text(" โดย {name}", " by {name}")
NOBODY = Text("", "")
_WORDS_FILES = (".docx", ".docm", ".doc", ".dotx", ".rtf")


def check(path: Path) -> None:
    """Raise OutputError where a program has the workbook open, with the person's name if known."""
    for place in {path.absolute(), Path(os.path.realpath(path))}:
        candidates = (
            *_microsofts(place),
            (place.with_name(f".~lock.{place.name}#"), "LibreOffice", _office_owner),
        )
        for lock, program, owner in candidates:
            try:
                lock.lstat()
            except OSError:
                continue  # none there, or a name too long for one
            try:
                data = files.read(lock, _LARGEST)[:2048]
            except InputError:
                data = b""  # Excel holds its own lock file shut; that it is there is enough
            name = owner(data)
            who = BY.fill(name=name) if name else NOBODY
            raise OutputError(OPEN, file=path.name, program=program, who=who, lock=lock.name)


def _microsofts(place: Path) -> Iterator[tuple[Path, str, Callable[[bytes], str]]]:
    """Yield the lock files of Microsoft's programs for a file.

    Excel puts `~$` before the name; Word puts it in the place of the first two letters, of one
    where the name has seven, of none where it has fewer.
    """
    if place.suffix.lower() not in _WORDS_FILES:
        yield place.with_name(f"~${place.name}"), "Excel", _excel_owner
        return
    given_up = min(max(len(place.stem) - 6, 0), 2)
    yield place.with_name(f"~${place.name[given_up:]}"), "Word", _word_owner


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep other runs of this program from saving the same workbook meanwhile: they wait.

    Between the last look at a file and its replacement another run could save, and its work would
    be lost. The system lets go of the lock when a run ends, however it ends; a network share that
    knows no locks is used without.
    """
    handle = _lock(Path(os.path.realpath(path)))
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def standing_for(target: Path, what: str) -> int | None:
    """Return a handle of this machine's own file that stands for a workbook; None without one."""
    import hashlib
    import tempfile

    name = hashlib.sha256(os.path.normcase(target).encode()).hexdigest()[:24]
    try:
        return os.open(
            Path(tempfile.gettempdir()) / f"ita-{what}-{name}.lock", os.O_CREAT | os.O_RDWR
        )
    except OSError:
        return None


if sys.platform == "win32":
    import msvcrt

    def _lock(target: Path) -> int | None:
        """Lock a file of this machine that stands for the workbook: folders can't be locked."""
        handle = standing_for(target, "save")
        if handle is None:
            return None
        try:
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # waits for up to ten seconds
        except OSError:
            os.close(handle)
            return None
        return handle

else:
    import fcntl

    def _lock(target: Path) -> int | None:
        """Lock the workbook's folder, which leaves no file behind."""
        try:
            handle = os.open(target.parent, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            os.close(handle)
            return None
        return handle


def _excel_owner(data: bytes) -> str:
    """Return the name in Excel's lock file: a length and, from byte 55 on, UTF-16 text."""
    if len(data) >= 57 and data[55]:
        name = data[57 : 57 + 2 * data[55]].decode("utf-16-le", errors="replace")
        return name.replace("\x00", "").strip()
    length = data[0] if data else 0
    return data[1 : 1 + length].decode("cp874", errors="replace").strip(" \x00")


def _word_owner(data: bytes) -> str:
    """Return the name in Word's lock file: as in Excel's, but one byte earlier."""
    return _excel_owner(data[:54] + b"\0" + data[54:]) if len(data) > 56 else _excel_owner(data)


def _office_owner(data: bytes) -> str:
    """Return the name in LibreOffice's lock file: comma-separated, first the full name."""
    fields = data.decode("utf-8", errors="replace").split(",")
    return next((name.strip() for name in fields[:2] if name.strip()), "")
