"""Open a workbook for a command, and save what the command changed, with its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from ita_excel import history
from ita_excel.cli.bilingual import option
from ita_excel.grid import Edit
from ita_excel.model import Round
from ita_excel.sheets import Reading
from ita_excel.store.file import FileGrid

WORKBOOK = click.Path(path_type=Path)
ROUNDS = {"6": Round.SIX, "12": Round.TWELVE}


def workbook_argument(**kwargs: Any) -> Any:
    """The command's FILE."""
    return click.argument("file", type=WORKBOOK, **kwargs)


def round_option() -> Any:
    """`--round 6|12`, given to the command as a `Round` or None."""
    return option(
        "--round",
        "round_",
        type=click.Choice(list(ROUNDS)),
        callback=lambda ctx, param, value: ROUNDS.get(value),
        th="รอบการรายงาน (เดือน) ปกติใช้รอบที่ตั้งไว้ในสมุดงาน",
        en="the round in months; by default the workbook's own",
    )


def save(grid: FileGrid, reading: Reading, edits: Iterable[Edit], command: str) -> bool:
    """Make the edits with their history and save; False, and nothing touched, where none."""
    wanted = list(edits)
    if not wanted:
        return False
    source = history.Source(command, dt.datetime.now())
    grid.apply([*wanted, *history.entries(reading, wanted, source)])
    return grid.save()
