"""`ita-excel new`: an empty workbook for a fiscal year."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import WORKBOOK, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.progress import occasion
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.new import new
from ita_excel.jobs.own_master import own_master


@declare(
    "new",
    None,
    (
        'ita-excel new "ITA 2570.xlsx" --fiscal-year 2570 --agency อบต.ตัวอย่าง',
        "สมุดงานเปล่าของปีงบประมาณ 2570",
        "an empty workbook for fiscal year 2570",
    ),
    (
        'ita-excel new "ITA 2570.xlsx" --fiscal-year 2570 --kind hospital --agency โรงพยาบาลตัวอย่าง',
        "ของโรงพยาบาล",
        "a hospital's",
    ),
    (
        'ita-excel new "ITA 2570.xlsm" --fiscal-year 2570',
        "แบบมีปุ่มในชีต",
        "with buttons on its sheets",
    ),
    (
        'ita-excel new "อำเภอเมือง.xlsx" --from-unit "ITA 2570 6 เดือน อำเภอเมือง.xlsx"',
        "ไฟล์หลักของอำเภอ จากไฟล์ที่จังหวัดส่งมา",
        "a district's master, of what the province sent it",
    ),
)
@workbook_argument()
@option(
    "--from-unit",
    "sent",
    type=WORKBOOK,
    metavar="RECEIVED",
    th="ทำไฟล์หลักของตนเองจากไฟล์ที่ได้รับจากผู้รวบรวม เพื่อแยกต่อให้หน่วยงานย่อย แล้วส่งไฟล์หลักนั้นกลับ",
    en="make a master of your own of a workbook that was sent to you, to split on to your divisions; "
    "it is that master which goes back",
)
@option(
    "--fiscal-year",
    "year",
    default=None,
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
@option(
    "--kind",
    default="",
    metavar="KIND",
    th="ประเภทหน่วยงาน เช่น อบต. หรือ hospital กำหนดช่องที่จำเป็น ข้อประเมิน และสายการเสนอความเห็น "
    "ปกติดูจากชื่อหน่วยงานแล้วแจ้งให้ทราบ",
    en="the kind of agency, e.g. อบต. or hospital: says what is required, which items are assessed, who gives "
    "opinions; by default taken from the agency's name, and told",
)
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace the file if it exists")
def command(
    file: Path, sent: Path | None, year: str | None, agency: str, kind: str, force: bool
) -> None:
    if sent is not None:
        if year is not None or agency or kind:
            raise UsageError(_EITHER)
        _of_unit(file, sent, force)
        return
    if year is None:
        raise UsageError(_NO_YEAR)
    made = new(file, occasion(), fiscal_year=year, agency=agency, kind=kind, force=force)
    say(
        Text(
            "สร้าง {file} แล้ว เปิดด้วย Excel แล้วเริ่มที่ชีต “คำแนะนำ”",
            "made {file}: open it in Excel and begin with the sheet “คำแนะนำ”",
        ),
        file=click.format_filename(file),
    )
    if made.guessed:
        say(_GUESSED, kind=made.kind)


def _of_unit(file: Path, sent: Path, force: bool) -> None:
    made = own_master(file, occasion(), sent=sent, force=force)
    say(_MADE, file=click.format_filename(file), unit=made.base.unit, agency=made.base.agency)


_GUESSED = Text(
    "ถือเป็น “{kind}” ตามชื่อหน่วยงาน หากไม่ใช่ แก้ที่ “ประเภทหน่วยงาน” ในชีต “ข้อมูลหน่วยงาน”",
    "taken as “{kind}”, from the agency's name; change it in “ประเภทหน่วยงาน” on the sheet “ข้อมูลหน่วยงาน”",
)
_EITHER = Text(
    "--from-unit ใช้ปีและชื่อจากไฟล์ที่ได้รับ จึงไม่ต้องระบุ --fiscal-year --agency และ --kind",
    "--from-unit takes year and name from the workbook received: leave out --fiscal-year, --agency and --kind",
)
_NO_YEAR = Text(
    "โปรดระบุ --fiscal-year เช่น --fiscal-year 2570 หรือ --from-unit ตามด้วยไฟล์ที่ได้รับ",
    "give --fiscal-year, e.g. --fiscal-year 2570, or --from-unit with the workbook received",
)
_MADE = Text(
    "สร้างไฟล์หลักของ {unit} แล้ว: {file}\n"
    "  1. ใส่หน่วยงานย่อยในชีต “ส่วนราชการ”\n"
    "  2. ระบุผู้รับผิดชอบของแต่ละเรื่องในชีต “มาตรการ”\n"
    "  3. แยกไฟล์ (split) ให้หน่วยงานย่อย แล้วรวบรวม (collect)\n"
    "  4. ส่งไฟล์หลักนี้ทั้งไฟล์กลับ {agency} ทางอีเมล",
    "made the master of {unit}: {file}\n"
    "  1. enter the divisions on the sheet “ส่วนราชการ”\n"
    "  2. say on the sheet “มาตรการ” who is responsible for what\n"
    "  3. split it for the divisions, then collect what they answer\n"
    "  4. mail this master as a whole back to {agency}",
)
