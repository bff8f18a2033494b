"""What is written where nothing may be replaced unasked: copies of our Word templates, documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from ita_excel.core.errors import OutputError
from ita_excel.core.language import Text
from ita_excel.documents.declarations import TEMPLATES
from ita_excel.store.together import write_all

_EXISTS = Text(
    "มีไฟล์ {name} อยู่แล้ว ยังไม่ได้เขียนไฟล์ใด โปรดใช้ --force เพื่อเขียนทับ (ไฟล์เดิมเก็บเป็นไฟล์สำรอง) หรือเลือกโฟลเดอร์อื่น",
    "{name} already exists and nothing was written: use --force to replace it "
    "(a backup is kept), or choose another folder",
)
_EDITED = Text(
    "มีไฟล์ {name} อยู่แล้ว และมีผู้แก้ไขใน Word ยังไม่ได้เขียนไฟล์ใด โปรดใช้ --keep-edits เพื่อนำสิ่งที่แก้กลับเข้าสมุดงาน "
    "หรือ --force เพื่อทำฉบับใหม่ โดยเก็บฉบับที่แก้ไว้ข้างกัน หรือเลือกโฟลเดอร์อื่น",
    "{name} already exists and was edited in Word, so nothing was written: use --keep-edits to take "
    "the edits into the workbook, or --force to make a new one and keep the edited one beside it, or "
    "choose another folder",
)


def copy_templates(out_dir: Path, *, force: bool = False) -> list[Path]:
    """Write our Word templates into a folder, for an office to change; return their paths."""
    from ita_excel.documents.word.placeholders import template_bytes

    files = {name: template_bytes(Path(name).stem) for name in TEMPLATES}
    check_free(out_dir, files, force=force)
    return write_all(out_dir, files)


def check_free(
    out_dir: Path, names: Iterable[str], *, force: bool, edited: Collection[str] = ()
) -> None:
    """Raise OutputError where a file would be replaced without `force`; `edited` ones say so."""
    for name in names:
        if (out_dir / name).is_dir() or ((out_dir / name).exists() and not force):
            raise OutputError(_EDITED if name in edited else _EXISTS, name=name)
