"""`ita-excel new-year`: next year's workbook out of this year's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.arguments import WORKBOOK, oit_option, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.progress import occasion
from ita_excel.core.language import Text
from ita_excel.jobs.new_year import line_of, new_year, told

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


@declare(
    "new-year",
    None,
    (
        'ita-excel new-year "ITA 2570.xlsx" "ITA 2571.xlsx"',
        "นำแผนและผู้ลงนามไปปีถัดไป",
        "carry plan and signatories into next year",
    ),
)
@workbook_argument()
@click.argument("new", type=WORKBOOK)
@oit_option()
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace the file if it exists")
def command(file: Path, new: Path, items: tuple[Item, ...], force: bool) -> None:
    made = new_year(file, occasion(), new, force=force, items=items)
    say(
        Text(
            "สร้าง {new} ของปีงบประมาณ {year} แล้ว โปรดตรวจแผนและช่วงเวลาก่อนใช้",
            "made {new} for fiscal year {year}: look over the plan and its periods",
        ),
        new=click.format_filename(made.file),
        year=made.year.year,
    )
    for text in told(made):
        say(text)
    for left in made.left:
        say(Text("  • {line}", "  • {line}"), line=line_of(left))
