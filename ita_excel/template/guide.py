"""The first sheet: how to fill in, step by step, with a link to each sheet, and what colours mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.catalogue.units import EVERY_UNIT
from ita_excel.template import looks, tablesheets
from ita_excel.template.draft import Draft, quoted

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE = "แบบรายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส (ITA)"
_NOTE = f"หนึ่งไฟล์ต่อหนึ่งหน่วยงานและหนึ่งปีงบประมาณ · แบบรุ่นที่ {schema.VERSION}"
_STEPS = (
    (
        schema.AGENCY.sheet,
        (
            "กรอกชื่อหน่วยงาน อำเภอ จังหวัด ปีงบประมาณ รอบการรายงาน และข้อมูลของบันทึกข้อความ "
            "ช่องสีเหลืองอ่อนคือช่องที่จำเป็นและยังว่างอยู่"
        ),
    ),
    (
        schema.UNITS.sheet,
        "ใส่ชื่อสำนัก/กองทั้งหมด ชื่อเหล่านี้จะเป็นรายการให้เลือกในช่อง ผู้รับผิดชอบ",
    ),
    (
        schema.SIGNATORIES.sheet,
        "ใส่ผู้เสนอ แล้วตามด้วยผู้ให้ความเห็นตามลำดับชั้น บันทึกข้อความจะเรียงตามคอลัมน์ ลำดับ",
    ),
    (schema.SCORES.sheet, "ใส่คะแนนปีก่อนและเป้าหมายของตัวชี้วัดทั้ง ๑๐ ตัว"),
    (
        schema.PLAN.sheet,
        (
            "ใส่มาตรการและวิธีการดำเนินงาน แถวละหนึ่งวิธี ชื่อมาตรการใส่เฉพาะแถวแรกของมาตรการก็ได้ "
            "แล้วดูคอลัมน์ ตรวจ จนว่างทุกแถว"
        ),
    ),
    (
        schema.RESULTS.sheet,
        (
            "ให้โปรแกรมสร้างแถวจากมาตรการ (ita-excel fill) แล้วเลือกสถานะ เขียนผลการดำเนินการ "
            "ปัญหา/อุปสรรค ข้อเสนอแนะ และหลักฐานของแต่ละแถว"
        ),
    ),
    (
        schema.DASHBOARD,
        "ดูภาพรวมความคืบหน้าแยกตามสถานะ มาตรการ และหน่วยงาน ตัวเลขเปลี่ยนตามข้อมูลทันที",
    ),
    (
        schema.WORDING.sheet,
        "ไม่ต้องกรอกก็ได้: เปลี่ยนถ้อยคำของบันทึกข้อความ รายงาน และเอกสารอื่นให้เป็นของหน่วยงานเอง",
    ),
    (
        schema.FINDINGS.sheet,
        "ให้โปรแกรมตรวจ (ita-excel validate) แล้วแก้ตามที่ระบุ กดที่ช่อง เซลล์ เพื่อไปยังจุดนั้น",
    ),
)
_LEGEND = (
    (looks.INPUT, looks.INK, "ช่องสำหรับกรอก"),
    (looks.COPIED, looks.INK, "โปรแกรมคัดลอกจากมาตรการให้ ปรับถ้อยคำได้"),
    (looks.COMPUTED, looks.QUIET, "สูตรหรือโปรแกรมเขียนให้ ไม่ต้องพิมพ์"),
    (looks.REQUIRED, looks.INK, "จำเป็นต้องกรอกและยังว่างอยู่"),
    (*looks.BAD, "ต้องแก้ไข: ส่งออกเอกสารไม่ได้จนกว่าจะแก้"),
    (*looks.PENDING, "ควรตรวจสอบ"),
    (*looks.NOTE, "ข้อสังเกต"),
    (*looks.CARRIED, "คำตอบที่ยกมาจากรอบ ๖ เดือน: แก้ไข หรือเลือก ยืนยันตามเดิม"),
)
_TIPS = (
    "เพิ่มแถวได้โดยพิมพ์ในแถวถัดจากแถวสุดท้ายของตาราง ตาราง รายการเลือก และสูตรจะขยายตามเอง",
    "เดือนเลือกจากรายการ หรือพิมพ์แบบอื่นที่ใช้กัน เช่น ตุลาคม 2564, ต.ค. 64, 10/2564 หรือ ต.ค. ๖๔ - ก.ย. ๖๕",
    f"ผู้รับผิดชอบหลายหน่วยงานให้คั่นด้วยจุลภาค หากทุกหน่วยงานรับผิดชอบให้เลือก {EVERY_UNIT}",
    "วิธีการที่หลายหน่วยงานรับผิดชอบ: เมื่อแยกไฟล์ แต่ละหน่วยงานตอบในแถวของตน แล้วโปรแกรมรวมเป็นแถวรวมซึ่งใช้ในรายงาน",
    f"หากต้องการให้ทุกหน่วยงานตอบในแถวเดียวกัน ให้เลือก {schema.ONE_ROW} ที่ แถวของวิธีการร่วม ในชีต {schema.AGENCY.sheet}",
    "เรียงลำดับ กรอง และปรับรูปแบบได้ตามต้องการ แต่อย่าเปลี่ยนชื่อชีตและหัวคอลัมน์",
    "สีที่บอกข้อผิดพลาดจะหายไปเองเมื่อแก้ข้อมูลและตรวจซ้ำแล้ว",
)


def add_guide(draft: Draft) -> None:
    """Lay out the guide."""
    sheet = draft.sheet(schema.GUIDE)
    sheet.sheet_properties.tabColor = looks.INK
    for letters, width in (("A", 6), ("B", 26), ("C", 112)):
        sheet.column_dimensions[letters].width = width
    tablesheets.add_banner(sheet, _TITLE, _NOTE, (), width=3)
    row = _section(sheet, 4, "ขั้นตอน")
    for number, (name, text) in enumerate(_STEPS, 1):
        _step(sheet, row, number, name, text)
        row += 1
    row = _section(sheet, row + 1, "ความหมายของสี")
    for tint, ink, text in _LEGEND:
        _swatch(sheet, row, tint, ink, text)
        row += 1
    row = _section(sheet, row + 1, "ข้อแนะนำ")
    for tip in _TIPS:
        _text(sheet, row, 1, "•", centred=True)
        _text(sheet, row, 2, tip)
        row += 1
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 90
    sheet.freeze_panes = "A3"
    tablesheets.set_print(sheet)
    sheet.print_area = f"A1:C{row - 1}"


def _section(sheet: Worksheet, row: int, title: str) -> int:
    from openpyxl.styles import Border, Side

    cell = sheet.cell(row, 1, title)
    cell.font = looks.font(18, bold=True, color=looks.ACCENT)
    for column in (1, 2, 3):
        sheet.cell(row, column).border = Border(bottom=Side(style="medium", color=looks.ACCENT))
    sheet.row_dimensions[row].height = 28
    return row + 1


def _step(sheet: Worksheet, row: int, number: int, name: str, text: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    _text(sheet, row, 1, number, centred=True)
    link = _text(sheet, row, 2, name)
    sheet.cell(row, 2).hyperlink = Hyperlink(
        ref=link, location=f"{quoted(name)}!A1", display=name, tooltip=f"ไปที่ชีต {name}"
    )
    sheet.cell(row, 2).font = looks.font(bold=True, color=looks.ACCENT, underline=True)
    _text(sheet, row, 3, text)
    if looks.printed_length(text) > 100:
        sheet.row_dimensions[row].height = looks.ROW_HEIGHT * 2


def _swatch(sheet: Worksheet, row: int, tint: str, ink: str, text: str) -> None:
    _text(sheet, row, 2, "ตัวอย่าง", centred=True)
    cell = sheet.cell(row, 2)
    cell.fill, cell.font, cell.border = looks.fill(tint), looks.font(color=ink), looks.grid_lines()
    _text(sheet, row, 3, text)


def _text(sheet: Worksheet, row: int, column: int, text: object, *, centred: bool = False) -> str:
    """Write a cell and return its address."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column, text)
    cell.font = looks.font()
    cell.alignment = Alignment(
        horizontal="center" if centred else "left",
        vertical="top",
        wrap_text=column == 3,
        indent=1 if column == 3 else 0,
    )
    if sheet.row_dimensions[row].height is None:
        sheet.row_dimensions[row].height = looks.ROW_HEIGHT
    return str(cell.coordinate)
