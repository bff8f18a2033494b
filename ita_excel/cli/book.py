"""Save what a command changed in a workbook, with its history and, on request, a receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from ita_excel import history, schema
from ita_excel.cli.bilingual import Decorator, option, say
from ita_excel.errors import OutputError, why
from ita_excel.grid import Edit
from ita_excel.language import Text
from ita_excel.sheets import Reading
from ita_excel.store import saving
from ita_excel.store.file import FileGrid


def receipt_option() -> Decorator:
    """`--receipt FILE`: where to write what was compared and changed."""
    return option(
        "--receipt",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=lambda ctx, param, value: value and _free_for_a_receipt(value),
        th="เขียนใบรับรองว่าแก้อะไรและส่วนใดคงเดิม (JSON)",
        en="write what was compared and changed (JSON)",
    )


def _free_for_a_receipt(path: Path) -> Path:
    """Return the path; OutputError, before anything is done, where no receipt may be written.

    An earlier receipt is replaced; anything else, above all a workbook, never.
    """
    if not path.absolute().parent.is_dir():
        raise OutputError(saving.NO_FOLDER, folder=path.absolute().parent)
    if path.exists() and not (path.is_file() and path.read_bytes()[:1] in (b"{", b"")):
        raise OutputError(
            Text(
                "ไม่เขียนใบรับรองทับ “{name}” เพราะไม่ใช่ใบรับรองเดิม โปรดใช้ชื่อไฟล์อื่น",
                "“{name}” is no receipt and is not replaced by one: use another name",
            ),
            name=path,
        )
    return path


def make_folder(folder: Path) -> None:
    """Make the folder that a command writes into; OutputError where it can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Text(
                "สร้างโฟลเดอร์ {folder} ไม่ได้ ({why}) โปรดเลือกที่อื่น หรือตรวจสิทธิ์และพื้นที่ว่าง",
                "the folder {folder} can't be made ({why}): choose another place, "
                "or check permissions and free space",
            ),
            folder=folder,
            why=why(error),
        ) from error


def save(
    grid: FileGrid,
    reading: Reading,
    edits: Sequence[Edit],
    others: Sequence[Edit] = (),
    command: str = "",
    receipt: Path | None = None,
) -> bool:
    """Make the edits with their history, and `others` that need none, and save in one write.

    False, and nothing touched, where there is nothing to change. `receipt` names the file that
    gets the receipt of the comparison (JSON), also where nothing changed.
    """
    source = history.Source(command, dt.datetime.now())
    logged = history.entries(reading, edits, source)
    grid.apply([*edits, *others, *logged])
    saved = grid.save()
    if receipt:
        record = grid.receipt.to_json() if saved and grid.receipt else "{}"
        saving.replace_bytes(receipt, record.encode())
    if edits and not logged and schema.HISTORY.name not in reading.blocks:
        say(
            Text(
                "ไม่ได้บันทึกการแก้ไขไว้ เพราะสมุดงานไม่มีชีต “{sheet}”",
                "the changes were not logged: the workbook has no sheet “{sheet}”",
            ),
            sheet=schema.HISTORY.sheet,
            err=True,
        )
    return saved
