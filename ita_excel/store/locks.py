"""Who has a workbook open: the lock files that Excel and LibreOffice lay beside it."""

from __future__ import annotations

import os
from pathlib import Path

from ita_excel.errors import OutputError
from ita_excel.language import Text

OPEN = Text(
    "ไม่ได้บันทึก {file} เพราะเปิดอยู่ใน {program}{who} — โปรดปิดไฟล์นั้นก่อน (หากไม่มีใครเปิดอยู่ ให้ลบไฟล์ {lock})",
    "{file} was not saved: it is open in {program}{who}. Close it first "
    "(if nobody has it open, delete the file {lock}).",
)
BY = Text(" โดย {name}", " by {name}")
NOBODY = Text("", "")


def check(path: Path) -> None:
    """Raise OutputError where a program has the workbook open, with the person's name if known."""
    for place in {path.absolute(), Path(os.path.realpath(path))}:
        candidates = (
            (place.with_name(f"~${place.name}"), "Excel", _excel_owner),
            (place.with_name(f".~lock.{place.name}#"), "LibreOffice", _office_owner),
        )
        for lock, program, owner in candidates:
            try:
                data = lock.read_bytes()[:2048]
            except PermissionError:
                data = b""  # Excel holds its own lock file shut; that it is there is enough
            except OSError:
                continue  # none there, or a name too long for one
            name = owner(data)
            who = BY.fill(name=name) if name else NOBODY
            raise OutputError(OPEN, file=path.name, program=program, who=who, lock=lock.name)


def _excel_owner(data: bytes) -> str:
    """Return the name in Excel's lock file: a length and, from byte 55 on, UTF-16 text."""
    if len(data) >= 57 and data[55]:
        name = data[57 : 57 + 2 * data[55]].decode("utf-16-le", errors="replace")
        return name.replace("\x00", "").strip()
    length = data[0] if data else 0
    return data[1 : 1 + length].decode("cp874", errors="replace").strip(" \x00")


def _office_owner(data: bytes) -> str:
    """Return the name in LibreOffice's lock file: comma-separated, first the full name."""
    fields = data.decode("utf-8", errors="replace").split(",")
    return next((name.strip() for name in fields[:2] if name.strip()), "")
