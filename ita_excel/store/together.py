"""Several files that belong together, written all or none: the documents of one workbook.

What a file replaces is kept as a backup, as a workbook is: somebody may have edited it in Word.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import OutputError, why
from ita_excel.core.language import Text
from ita_excel.store import backups, locks, saving

_NOT_WRITTEN = Text(
    "เขียนไฟล์ {name} ไม่ได้ ({why}) ทุกไฟล์ยังเป็นอย่างเดิม โปรดปิดไฟล์ที่เปิดอยู่ ตรวจสิทธิ์และพื้นที่ว่าง แล้วลองใหม่",
    "{name} can't be written ({why}) and every file is as it was: close it if it is open, check "
    "permission and free space, and try again",
)


@dataclass(slots=True)
class _Waiting:
    """A file that is ready beside its place. `backup` is what it replaces, where that differs."""

    temporary: Path
    target: Path
    new: bool
    backup: Path | None = None
    done: bool = False


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files by name into a folder, which is made if need be; return their paths.

    What a file replaces becomes a backup first (none where it has the same bytes). OutputError
    where a program has one open, or the system refuses: then all are as they were.
    """
    targets = {folder / name: data for name, data in files.items()}
    for target in targets:
        if target.exists():
            locks.check(target)
    name = str(folder)
    waiting: list[_Waiting] = []
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held.enter_context(locks.alone(folder / ".ita"))
            for target, data in targets.items():
                name = target.name
                waiting.append(_prepared(target, data))
            for one in waiting:
                name = one.target.name
                if not one.new and not _same(one.target, one.temporary):
                    one.backup = backups.keep(one.target).path
            for one in waiting:
                name = one.target.name
                os.replace(one.temporary, one.target)
                one.done = True
        except OSError as error:
            _undo(waiting)
            raise OutputError(_NOT_WRITTEN, name=name, why=why(error)) from error
        except BaseException:
            _undo(waiting)
            raise
        finally:
            for one in waiting:
                with suppress(OSError):
                    one.temporary.unlink(missing_ok=True)
    return list(targets)


def _prepared(path: Path, data: bytes) -> _Waiting:
    """Write what is to stand at `path` beside it."""
    target = Path(os.path.realpath(path))  # a link stays, what it points to is replaced
    new = not target.exists()
    if not new:
        if saving.read_only(target):
            raise OutputError(saving.READ_ONLY, file=target.name)
        target.open("r+b").close()  # Windows refuses what Word has open: before renaming
    handle, name = tempfile.mkstemp(prefix=".ita-", suffix=".tmp", dir=target.parent)
    with open(handle, "wb") as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    saving.take_over(target, Path(name))
    return _Waiting(Path(name), target, new)


def _same(a: Path, b: Path) -> bool:
    return a.stat().st_size == b.stat().st_size and a.read_bytes() == b.read_bytes()


def _undo(waiting: list[_Waiting]) -> None:
    """Bring back what was replaced before another file could not be."""
    for one in waiting:
        with suppress(OSError, OutputError):
            if one.done and one.new:
                one.target.unlink()
            elif one.done and one.backup:
                saving.replace_bytes(one.target, one.backup.read_bytes())
