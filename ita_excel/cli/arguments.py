"""The words that several commands take: a workbook, a round."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.bilingual import Decorator, option
from ita_excel.schema.model import Round

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
