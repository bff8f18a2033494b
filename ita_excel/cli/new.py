"""`ita-excel new`: an empty workbook for a fiscal year."""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.core.errors import OutputError, UsageError
from ita_excel.core.language import Text
from ita_excel.sheets import newbook, read
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_arabic


def fiscal_year(text: str) -> FiscalYear:
    """Return the fiscal year that a person typed; UsageError, with the พ.ศ. year for a ค.ศ. one."""
    digits = to_arabic(text.strip())
    year = int(digits) if digits.isascii() and digits.isdigit() else 0
    if FiscalYear(year).plausible:
        return FiscalYear(year)
    if FiscalYear(year + 543).plausible:
        raise UsageError(
            Text(
                "ปีงบประมาณต้องเป็น พ.ศ. หมายถึง {year} หรือไม่",
                "the fiscal year must be of the Buddhist Era: did you mean {year}?",
            ),
            year=year + 543,
        )
    raise UsageError(
        Text(
            "“{typed}” ไม่ใช่ปีงบประมาณ โปรดระบุ พ.ศ. สี่หลัก เช่น 2570",
            "“{typed}” is no fiscal year: give four digits of the Buddhist Era, e.g. 2570",
        ),
        typed=text,
    )


def create(file: Path, year: FiscalYear, agency: str, *, force: bool = False) -> None:
    """Write a new workbook; OutputError where the file is there already and `force` isn't set."""
    require_free(file, force=force)
    grid = blank(file)
    reading = read(grid)
    grid.apply(newbook.edits(reading, newbook.settings(year, agency), str(uuid.uuid4())))
    grid.save(file, force=force)


def require_free(file: Path, *, force: bool) -> None:
    """Raise UsageError for a name that is no workbook's, OutputError where the file exists."""
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UsageError(
            Text(
                "ชื่อไฟล์ต้องลงท้ายด้วย .xlsx หรือ .xlsm: “{name}”",
                "the file's name must end in .xlsx or .xlsm: “{name}”",
            ),
            name=file.name,
        )
    if file.exists() and not force:
        raise OutputError(
            Text(
                "มีไฟล์ “{name}” อยู่แล้ว โปรดใช้ชื่ออื่น หรือระบุ --force เพื่อเขียนทับ",
                "“{name}” exists already: choose another name, or give --force to replace it",
            ),
            name=file,
        )


def blank(file: Path) -> FileGrid:
    """Return an empty workbook of the kind that the file's name asks for; it is no file yet."""
    return FileGrid.from_bytes(_template(file))


def _template(file: Path) -> bytes:
    """Return the template; for an .xlsm with the buttons on its sheets."""
    if file.suffix.lower() == ".xlsx":
        return template_bytes()
    from ita_excel.buttons.addin.workbook import macro_workbook

    return macro_workbook(template_bytes())


@declare(
    "new",
    "สร้างสมุดงาน ITA ใหม่ของปีงบประมาณหนึ่ง (.xlsm มีปุ่มในชีต)",
    "Make a new ITA workbook for a fiscal year (.xlsm: with buttons on its sheets).",
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
    create(file, fiscal_year(year), agency, force=force)
    say(
        Text(
            "สร้าง {file} แล้ว เปิดด้วย Excel แล้วเริ่มที่ชีต “คำแนะนำ”",
            "made {file}: open it in Excel and begin with the sheet “คำแนะนำ”",
        ),
        file=click.format_filename(file),
    )
