"""`ita-excel confirm`: answers carried over from the round before still hold."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.failures import tell_notices
from ita_excel.cli.progress import occasion
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.confirm import confirm, told
from ita_excel.sheets.row_numbers import read_rows


@declare(
    "confirm",
    None,
    ('ita-excel confirm "ITA 2570.xlsx" 16-18 21', "ยืนยันแถวที่ระบุ", "confirm these rows"),
    (
        'ita-excel confirm "ITA 2570.xlsx" --unit กองคลัง',
        "ยืนยันแถวของกองคลัง",
        "confirm one unit's rows",
    ),
)
@workbook_argument()
@click.argument("rows", nargs=-1)
@option(
    "--unit",
    metavar="NAME",
    th="เฉพาะแถวที่หน่วยงานนี้รับผิดชอบ",
    en="only rows for which this unit is responsible",
)
@option("--all", "every", is_flag=True, th="ทุกแถวที่รอการยืนยัน", en="all rows that wait")
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show it, change nothing")
@json_option()
def command(
    file: Path, rows: tuple[str, ...], unit: str | None, every: bool, dry_run: bool, as_data: bool
) -> None:
    numbers = read_rows(" ".join(rows)) if rows else None
    if rows and numbers is None:
        raise UsageError(_NOT_ROWS, typed=" ".join(rows))
    if (not rows and not unit and not every) or (rows and every):
        raise UsageError(_WHICH)
    done = confirm(file, occasion(), rows=numbers, unit=unit, dry_run=dry_run)
    if as_data:
        emit(
            {
                "file": file,
                "confirmed": list(done.rows),
                "left": list(done.left),
                "others": list(done.others),
                "written": done.changed,
            }
        )
    else:
        for line in told(done):
            say(line)
    tell_notices(done)


_NOT_ROWS = Text(
    "“{typed}” ไม่ใช่เลขแถว โปรดพิมพ์เช่น 16-18 21",
    "“{typed}” is no list of row numbers: write it like 16-18 21",
)
_WHICH = Text(
    "โปรดระบุเลขแถว หรือ --unit หรือ --all อย่างใดอย่างหนึ่ง",
    "say which rows: their numbers, --unit, or --all",
)
