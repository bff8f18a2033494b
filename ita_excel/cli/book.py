"""Open a workbook for a command, and save what the command changed, with its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from ita_excel import history
from ita_excel.cli.bilingual import Decorator, option
from ita_excel.grid import Edit
from ita_excel.model import Round
from ita_excel.sheets import Reading
from ita_excel.store.file import FileGrid

WORKBOOK = click.Path(path_type=Path)
ROUNDS = {"6": Round.SIX, "12": Round.TWELVE}


def workbook_argument() -> Decorator:
    """The command's FILE."""
    return click.argument("file", type=WORKBOOK)


def round_option() -> Decorator:
    """`--round 6|12`, given to the command as a `Round` or None."""
    return option(
        "--round",
        "round_",
        type=click.Choice(list(ROUNDS)),
        callback=lambda ctx, param, value: ROUNDS.get(value),
        th="รอบการรายงาน (เดือน) ปกติใช้รอบที่ตั้งไว้ในสมุดงาน",
        en="the round in months; by default the workbook's own",
    )


def receipt_option() -> Decorator:
    """`--receipt FILE`: where to write what was compared and changed."""
    return option(
        "--receipt",
        type=click.Path(path_type=Path, dir_okay=False),
        th="เขียนใบรับรองว่าแก้อะไรและส่วนใดคงเดิม (JSON)",
        en="write what was compared and changed (JSON)",
    )


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
        receipt.write_text(record, encoding="utf-8")
    return saved
