"""`ita-excel new`: an empty workbook for a fiscal year."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.progress import occasion
from ita_excel.core.language import Text
from ita_excel.jobs.new import new


@declare(
    "new",
    "สร้างสมุดงาน ITA ใหม่ของปีงบประมาณหนึ่ง (.xlsm มีปุ่มในชีต)",
    "Make a new ITA workbook for a fiscal year (.xlsm: with buttons on its sheets).",
    (
        'ita-excel new "ITA 2570.xlsx" --fiscal-year 2570 --agency อบต.ตัวอย่าง',
        "สมุดงานเปล่าของปีงบประมาณ 2570",
        "an empty workbook for fiscal year 2570",
    ),
    (
        'ita-excel new "ITA 2570.xlsm" --fiscal-year 2570',
        "แบบมีปุ่มในชีต",
        "with buttons on its sheets",
    ),
)
@workbook_argument()
@option(
    "--fiscal-year",
    "year",
    required=True,
    metavar="2570",
    th="ปีงบประมาณ พ.ศ. สี่หลัก",
    en="the fiscal year, four digits of the Buddhist Era",
)
@option(
    "--agency",
    default="",
    th="ชื่อเต็มของหน่วยงาน เช่น องค์การบริหารส่วนตำบลตัวอย่าง",
    en="the agency's full name",
)
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace the file if it exists")
def command(file: Path, year: str, agency: str, force: bool) -> None:
    new(
        file,
        occasion(),
        fiscal_year=year,
        agency=agency,
        force=force,
    )
    say(
        Text(
            "สร้าง {file} แล้ว เปิดด้วย Excel แล้วเริ่มที่ชีต “คำแนะนำ”",
            "made {file}: open it in Excel and begin with the sheet “คำแนะนำ”",
        ),
        file=click.format_filename(file),
    )
