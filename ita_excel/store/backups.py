"""The previous versions of a workbook, numbered, in a folder `.ita-backup` beside it."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ita_excel.core.errors import InputError
from ita_excel.core.language import Text

FOLDER = ".ita-backup"
KEPT = 10
_LONGEST = 200  # bytes of a name before the number; file systems take 255, a Thai letter is three

NO_BACKUP = Text(
    "ไม่มีสำเนาสำรองหมายเลข {which} ของ {file} — ดูรายการสำเนาด้วย ita-excel restore --list",
    "There is no backup {which} of {file}. See which there are with: ita-excel restore --list",
)

NONE_AT_ALL = Text(
    "ไม่มีไฟล์สำรองของ “{name}” ในโฟลเดอร์ .ita-backup ข้างไฟล์นั้น",
    "there is no backup of “{name}” in the folder .ita-backup beside it",
)


class Backup(NamedTuple):
    """One previous version: its running number, where it is, when it was last written, its size."""

    number: int
    path: Path
    modified: datetime
    size: int


def backups(path: Path) -> list[Backup]:
    """Return the previous versions of a workbook, the newest first; [] where there are none."""
    target = path.resolve()
    start, suffix = kept_stem(target), target.suffix
    found = []
    folder = target.parent / FOLDER
    for file in folder.iterdir() if folder.is_dir() else []:
        number = file.name.removeprefix(f"{start}.").removesuffix(suffix)
        if file.name == f"{start}.{number}{suffix}" and number.isascii() and number.isdigit():
            status = file.stat()
            modified = datetime.fromtimestamp(status.st_mtime)
            found.append(Backup(int(number), file, modified, status.st_size))
    return sorted(found, key=lambda backup: -backup.number)


def find(path: Path, which: int | None = None) -> Backup:
    """Return the backup of a number, the newest where None; InputError where there is none."""
    for backup in backups(path):
        if which in (None, backup.number):
            return backup
    if which is None:
        raise InputError(NONE_AT_ALL, name=path.name)
    raise InputError(NO_BACKUP, which=which, file=path.name)


def keep(target: Path) -> Backup:
    """Copy the file into the folder under the next number and drop all but the last ten."""
    folder = target.parent / FOLDER
    folder.mkdir(exist_ok=True)
    earlier = backups(target)
    number = earlier[0].number + 1 if earlier else 1
    final = folder / f"{kept_stem(target)}.{number:04d}{target.suffix}"
    import tempfile  # not for a command that saves nothing

    handle, name = tempfile.mkstemp(prefix=".ita-", suffix=".tmp", dir=folder)
    try:
        with open(handle, "wb") as copy, target.open("rb") as original:
            shutil.copyfileobj(original, copy)
            copy.flush()
            os.fsync(copy.fileno())
        shutil.copystat(target, name)
        os.replace(name, final)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for old in backups(target)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return Backup(
        number, final, datetime.fromtimestamp(final.stat().st_mtime), final.stat().st_size
    )


def kept_stem(target: Path) -> str:
    """Return the backups' name without number; one that is too long is cut and made unique."""
    stem = target.stem
    if len(stem.encode()) <= _LONGEST:
        return stem
    import hashlib  # few names are that long

    cut = stem.encode()[: _LONGEST - 20].decode(errors="ignore")
    return f"{cut}-{hashlib.sha256(stem.encode()).hexdigest()[:12]}"
