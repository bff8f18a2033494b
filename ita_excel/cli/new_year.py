"""`ita-excel new-year`: next year's workbook out of this year's."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from ita_excel.cli.arguments import WORKBOOK, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.new import blank, require_free
from ita_excel.core.language import Text
from ita_excel.sheets import nextyear, read
from ita_excel.store.file import FileGrid


@declare(
    "new-year",
    "สร้างสมุดงานของปีถัดไปจากสมุดงานนี้ โดยนำแผน หน่วยงาน และผู้ลงนามไปด้วย",
    "Make next year's workbook: plan, units and signatories are carried over.",
)
@workbook_argument()
@click.argument("new", type=WORKBOOK)
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace the file if it exists")
def command(file: Path, new: Path, force: bool) -> None:
    reading = read(FileGrid(file))
    year = nextyear.next_year(reading)
    require_free(new, force=force)
    grid = blank(new)
    grid.apply(nextyear.edits(reading, read(grid), str(uuid.uuid4())))
    grid.save(new, force=force)
    say(
        Text(
            "สร้าง {new} ของปีงบประมาณ {year} แล้ว โปรดตรวจแผนและช่วงเวลาก่อนใช้",
            "made {new} for fiscal year {year}: look over the plan and its periods",
        ),
        new=click.format_filename(new),
        year=year.year,
    )
