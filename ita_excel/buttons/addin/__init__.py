"""The Excel add-in: built from the text sources in `macros/`, carried in the wheel, installed."""

from __future__ import annotations

from pathlib import Path

from ita_excel.core.language import Text

ADDIN = Path(__file__).parent / "ita_excel.xlam"
# What Excel for Mac starts Python with.
SCRIPT_SOURCE = Path(__file__).parent / "ita_excel.applescript"
# The same macros as a project for a workbook with the template's sheets.
WORKBOOK_PROJECT = Path(__file__).parent / "workbook_macros.bin"
# The buttons with their labels, as the ribbon, the macros and buttons.py spell them.
BUTTONS = {
    "check": Text("ตรวจสอบ", "Check"),
    "fix": Text("แก้ไขอัตโนมัติ", "Fix"),
    "fill": Text("เตรียมแถวผล", "Fill"),
    "new_year": Text("ขึ้นปีใหม่", "New year"),
    "split": Text("แยกไฟล์", "Split"),
    "collect": Text("รวบรวม", "Collect"),
    "resolve": Text("ตัดสินข้อขัดแย้ง", "Resolve"),
    "status": Text("สถานะการส่ง", "Status"),
    "export": Text("สร้างเอกสาร", "Export"),
    "about": Text("เกี่ยวกับ", "About"),
}
