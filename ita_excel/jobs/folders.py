"""The folder that a job writes into."""

from __future__ import annotations

from pathlib import Path

from ita_excel.core.errors import OutputError, why
from ita_excel.core.language import Text

_NO_FOLDER = Text(
    "สร้างโฟลเดอร์ {folder} ไม่ได้ ({why}) โปรดเลือกที่อื่น หรือตรวจสิทธิ์และพื้นที่ว่าง",
    "the folder {folder} can't be made ({why}): choose another place, "
    "or check permissions and free space",
)


def make_folder(folder: Path) -> None:
    """Make the folder that a job writes into; OutputError where it can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(_NO_FOLDER, folder=folder, why=why(error)) from error
