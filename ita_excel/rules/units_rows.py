"""Rules about the units' own rows of an action that several share (R417)."""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.sheets.joint_rows import others_beneath
from ita_excel.sheets.unit_rows import RowsBeneath, shared, sharers


@rule(
    "R417",
    Severity.WARNING,
    Text(
        "แถวของหน่วยงานที่ไม่ได้ร่วมรับผิดชอบ หรือหน่วยงานหนึ่งมีสองแถว",
        "a unit's row of an action that the unit doesn't share, or a second one",
    ),
    each=("unit",),
    nobody=Text(
        "“{unit}” ไม่ได้ร่วมรับผิดชอบวิธีการนี้ แต่แถวนี้มีคำตอบ จึงยังรวมอยู่ในแถวรวม หากหน่วยงานเปลี่ยนชื่อ โปรดพิมพ์ชื่อใหม่ในช่องนี้ "
        "หากไม่ได้รับผิดชอบแล้ว โปรดลบแถวนี้ แล้วสั่ง fill",
        "“{unit}” doesn't share this action, and its row holds an answer, which stays in the joint "
        "row: type the new name here if the unit was renamed, remove the row if the unit shares it "
        "no more; then run fill",
    ),
    second=Text(
        "“{unit}” มีคำตอบสองแถวในวิธีการเดียวกัน แถวรวมจึงแสดงทั้งสอง โปรดย้ายข้อความไปรวมในแถวเดียว แล้วลบแถวที่เหลือ",
        "“{unit}” answers in two rows of one action, and the joint row shows both: put the words "
        "into one row and remove the other",
    ),
)
def row_of_no_sharer(book: Book) -> Iterator[Hit]:
    if not book.reading.unit_rows:
        return
    there = RowsBeneath(book.reading)
    for joint, id_ in shared(book.reading, book.round):
        for _, record, second in others_beneath(there, id_, sharers(book.reading, joint)):
            variant = "second" if second else "nobody"
            yield Hit(record.at("unit"), variant, {"unit": record.value.unit})
