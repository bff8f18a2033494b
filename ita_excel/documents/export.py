"""Writes the files of one workbook: all of them, or none.

Everything is made before anything is written; each file is written beside its place and renamed
into it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ita_excel.documents.making import render
from ita_excel.documents.order import KINDS, Order
from ita_excel.errors import OutputError, why
from ita_excel.language import Text
from ita_excel.model import Workbook

_EXISTS = Text(
    "มีไฟล์ {name} อยู่แล้ว ยังไม่ได้เขียนไฟล์ใด โปรดใช้ --force เพื่อเขียนทับ หรือเลือกโฟลเดอร์อื่น",
    "{name} already exists and nothing was written: use --force to replace it, "
    "or choose another folder",
)
_NOT_WRITTEN = Text(
    "เขียนไฟล์ {name} ไม่ได้ ({why}) โปรดปิดไฟล์ที่เปิดอยู่ ตรวจสิทธิ์และพื้นที่ว่าง แล้วลองใหม่",
    "{name} can't be written ({why}): close it if it is open, check permission and free space, "
    "and try again",
)


def export(workbook: Workbook, source: Path, out_dir: Path, order: Order) -> list[Path]:
    """Write the files of `order` into `out_dir` and return their paths.

    `source` is the workbook's file: pictures lie beside it. OutputError where a file exists (and
    `force` is not set) or can't be written; PersonalData, InputError, UsageError, MachineError as
    `render` says. Nothing is written when anything refuses.
    """
    files = render(workbook, source.parent, order)
    check_free(out_dir, files, force=order.force)
    return write(out_dir, files)


def copy_templates(out_dir: Path, *, force: bool = False) -> list[Path]:
    """Write our Word templates into a folder, for an office to change; return their paths."""
    from ita_excel.documents.word_template import template_bytes

    files = {f"{name}.docx": template_bytes(name) for name in KINDS}
    check_free(out_dir, files, force=force)
    return write(out_dir, files)


def check_free(out_dir: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise OutputError where a file would be replaced without `force`."""
    for name in names:
        if (out_dir / name).is_dir() or ((out_dir / name).exists() and not force):
            raise OutputError(_EXISTS, name=name)


def write(out_dir: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write all files, or none: first beside their places, then by renaming."""
    waiting: list[tuple[Path, Path]] = []
    name = str(out_dir)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        for i, (name, data) in enumerate(files.items()):
            target = out_dir / name
            if target.exists():
                target.open("r+b").close()  # Windows refuses what Word has open: before renaming
            path = out_dir / f".ita-{os.getpid()}-{i}.tmp"
            waiting.append((path, target))
            with path.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        for path, target in waiting:
            name = target.name
            path.replace(target)
    except OSError as error:
        raise OutputError(_NOT_WRITTEN, name=name, why=why(error)) from error
    finally:
        for path, _ in waiting:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return [target for _, target in waiting]
