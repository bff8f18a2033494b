"""The words of the letters that go with the workbooks, and whom they go to."""

from __future__ import annotations

from ita_excel.dispatch.guide import due_text
from ita_excel.dispatch.mail import Letter
from ita_excel.merging.ledger import Dispatch
from ita_excel.schema.model import Unit
from ita_excel.sheets import Reading
from ita_excel.thai.digits import to_thai


def letter(template: Letter, reading: Reading, unit: Unit, sent: Dispatch) -> Letter:
    """Return the letter to one unit."""
    agency = reading.agency.value
    return template.fill(
        {
            "หน่วยงาน": unit.name,
            "ผู้ประสานงาน": unit.contact or "หัวหน้าส่วนราชการ",
            "ชื่อหน่วยงาน": agency.name,
            "ปีงบประมาณ": to_thai(str(agency.fiscal_year.year)) if agency.fiscal_year else "",
            "รอบ": agency.round.value if agency.round else "",
            "จำนวนแถว": to_thai(str(len(sent.rows))),
            "กำหนดส่ง": due_text(sent.due),
            "ผู้ส่ง": agency.owner or agency.name,
        }
    )
