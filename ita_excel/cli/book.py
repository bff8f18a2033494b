"""Save what a command changed in a workbook, with its history and, on request, a receipt."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from ita_excel import schema
from ita_excel.cli.bilingual import Decorator, option, say
from ita_excel.core.errors import OutputError, why
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.sheets import Reading
from ita_excel.store.file import FileGrid
from ita_excel.store.turns import turn

T = TypeVar("T")
_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds, before each new attempt
_WAITING = Text(
    "กำลังรอ: โปรแกรมนี้กำลังทำงานกับ {file} อยู่ในหน้าต่างอื่น",
    "waiting: another run of this program is at work on {file}",
)


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
    from ita_excel.store import saving

    saving.require_writable(path)
    if path.exists() and not (path.is_file() and path.read_bytes()[:1] in (b"{", b"")):
        raise OutputError(
            Text(
                "ไม่เขียนใบรับรองทับ “{name}” เพราะไม่ใช่ใบรับรองเดิม โปรดใช้ชื่อไฟล์อื่น",
                "“{name}” is no receipt and is not replaced by one: use another name",
            ),
            name=path,
        )
    return path


def in_turn(file: Path, work: Callable[[], T], *, writing: bool = True) -> T:
    """Return what `work` does, which reads the workbook and saves it.

    Another run on the same workbook is waited for. Where somebody without turns (on another PC)
    saved it meanwhile, it is read again and the work done anew: what came of it is told afterwards.
    """
    if not writing:
        return work()
    from ita_excel.store import saving  # not for what only reads

    with turn(file, lambda: say(_WAITING, file=file.name, err=True)):
        for pause in _PAUSES:
            try:
                return work()
            except saving.Changed:
                import random  # only who waits needs it

                time.sleep(random.uniform(pause / 2, pause))
        return work()


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
    from ita_excel.sheets import history
    from ita_excel.store import saving

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
