"""Writes the files of one workbook: all of them, or none.

Everything is made before anything is written. What a file replaces is kept as a backup.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ita_excel.core.errors import OutputError
from ita_excel.core.language import Text
from ita_excel.documents.making import begin
from ita_excel.documents.order import KINDS, Order
from ita_excel.schema.model import Workbook
from ita_excel.store.together import write_all

_EXISTS = Text(
    "มีไฟล์ {name} อยู่แล้ว ยังไม่ได้เขียนไฟล์ใด โปรดใช้ --force เพื่อเขียนทับ (ไฟล์เดิมเก็บเป็นไฟล์สำรอง) หรือเลือกโฟลเดอร์อื่น",
    "{name} already exists and nothing was written: use --force to replace it "
    "(a backup is kept), or choose another folder",
)


def export(workbook: Workbook, source: Path, out_dir: Path, order: Order) -> list[Path]:
    """Write the files of `order` into `out_dir` and return their paths.

    `source` is the workbook's file: pictures lie beside it. OutputError where a file exists (and
    `force` is not set) or can't be written; PersonalData, InputError, UsageError as `begin` says.
    Nothing is written when anything refuses; but where only PDFs can't be made on this computer,
    MachineError comes after the other files are written.
    """
    making = begin(workbook, source.parent, order)
    files = making.finish()
    check_free(out_dir, files, force=order.force)
    written = write_all(out_dir, files) if files else []
    if making.shortfall:
        raise making.shortfall
    return written


def copy_templates(out_dir: Path, *, force: bool = False) -> list[Path]:
    """Write our Word templates into a folder, for an office to change; return their paths."""
    from ita_excel.documents.word.placeholders import template_bytes

    files = {f"{name}.docx": template_bytes(name) for name in KINDS}
    check_free(out_dir, files, force=force)
    return write_all(out_dir, files)


def check_free(out_dir: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise OutputError where a file would be replaced without `force`."""
    for name in names:
        if (out_dir / name).is_dir() or ((out_dir / name).exists() and not force):
            raise OutputError(_EXISTS, name=name)
