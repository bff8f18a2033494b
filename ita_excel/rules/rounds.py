"""The rule about a 12-month row that only says what the 6-month row said (R415)."""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.schema.model import Round
from ita_excel.sheets.carrying import Confirmation
from ita_excel.sheets.row_numbers import shown

_REMEDY = Text(
    "โปรดแก้ให้เป็นผลของรอบนี้ หรือหากยังเป็นตามเดิม ให้เลือก “{mark}” ในคอลัมน์ “{column}” "
    "(ทำทีละหลายแถวได้ด้วยปุ่ม {mark} หรือคำสั่ง ita-excel confirm)",
    "write what this round brought, or where it still holds pick “{mark}” in the column “{column}” "
    "(several rows at once: the button Confirm, or ita-excel confirm)",
).fill(mark=schema.CONFIRMED, column=schema.RESULTS.column("confirmed").heading)


@rule(
    "R415",
    Severity.ERROR,
    Text("ผลที่ยกมาจากรอบก่อนยังไม่มีใครยืนยัน", "answers carried from the round before, not confirmed"),
    one=Text(
        "ผลของแถวนี้ยกมาจากรอบ ๖ เดือนทั้งหมด ยังไม่มีใครแก้หรือยืนยัน " + _REMEDY.th,
        "this row only says what the 6-month row says, and nobody confirmed it: " + _REMEDY.en,
    ),
    several=Text(
        "ผลของ {n} แถวยกมาจากรอบ ๖ เดือนทั้งหมด ยังไม่มีใครแก้หรือยืนยัน (แถวที่ {rows}) " + _REMEDY.th,
        "{n} rows only say what their 6-month rows say, and nobody confirmed them (rows {rows}): "
        + _REMEDY.en,
    ),
    behind=Text(
        "ผลรอบ ๖ เดือนแก้ไขแล้วหลังยกมา แต่ {n} แถวของรอบ ๑๒ เดือนยังเป็นข้อความเดิม (แถวที่ {rows}) "
        "โปรดสั่งเติมข้อมูล (fill) แล้วแก้ไขหรือยืนยัน",
        "the 6-month answers were corrected since, and {n} rows of 12 months still have the old "
        "words (rows {rows}): run fill, then change or confirm them",
    ),
)
def not_confirmed(book: Book) -> Iterator[Hit]:
    if book.round is not Round.TWELVE:
        return
    waiting = [row for row in book.carried if row.confirmation is Confirmation.WAITING]
    planned = book.plan_by_key  # of a row without an action S105 says that it is to be removed
    found = [row for row in waiting if not planned or row.twelve.value.action_key in planned]
    for behind in (False, True):
        rows = [row.twelve for row in found if row.behind is behind]
        if rows:
            numbers = tuple(record.row for record in rows)
            context = {"n": len(rows), "rows": shown(numbers), "row_numbers": numbers}
            variant = "behind" if behind else "several" if len(rows) > 1 else "one"
            yield Hit(rows[0].at("outcome"), variant, context)
