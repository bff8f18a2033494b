"""Rules about the identity of rows and of the workbook itself (S105, S106).

The other S rules are found while reading: see sheets/structure.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book


@rule(
    "S105",
    Severity.ERROR,
    Text("รหัสซ้ำกัน หรือรหัสที่ไม่มีในมาตรการ", "the same รหัส twice, or one the plan doesn't have"),
    twice=Text(
        "รหัส “{key}” ซ้ำกับแถวที่ {first} โปรดลบรหัสของแถวที่คัดลอกมา แล้วสั่งเติมข้อมูล (fill) เพื่อออกรหัสใหม่",
        "the key “{key}” is also in row {first}: empty it in the copied row and run fill",
    ),
    reported_twice=Text(
        "มีผลของรหัส “{key}” รอบเดียวกันอยู่แล้วในแถวที่ {first} โปรดรวมเป็นแถวเดียว",
        "the result of “{key}” for the same round is already in row {first}: make them one row",
    ),
    unknown=Text(
        "รหัส “{key}” ไม่มีในชีต “{plan}” โปรดลบแถวนี้ หรือนำวิธีการดำเนินงานนั้นกลับเข้าในแผน",
        "the plan has no key “{key}”: delete this row, or put the action back into “{plan}”",
    ),
    proposed=Text(
        "แถวนี้หน่วยงานเสนอเพิ่ม และยังไม่มีในแผน หากรับ โปรดพิมพ์วิธีการดำเนินงานนี้ด้วยถ้อยคำเดียวกันในชีต “{plan}” "
        "แล้วสั่งเติมข้อมูล (fill) หากไม่รับ โปรดลบแถวนี้",
        "a unit proposed this row and the plan doesn't have it: to take it, type the action in the "
        "same words into “{plan}” and run fill; else delete this row",
    ),
    blank=Text(
        "แถวนี้ไม่มีรหัส จึงไม่ทราบว่าเป็นผลของวิธีการใดในแผน โปรดสั่งเติมข้อมูล (fill) แล้วย้ายข้อความไปยังแถวที่มีรหัส",
        "this row has no key, so nothing ties it to the plan: run fill and move its text to the "
        "row made for the action",
    ),
)
def keys(book: Book) -> Iterator[Hit]:
    seen: dict[object, int] = {}
    for action in book.plan:
        key = action.value.key
        if key and seen.setdefault(key, action.row) != action.row:
            yield Hit(action.at("key"), "twice", {"key": key, "first": seen[key]})
    if schema.PLAN.name not in book.reading.blocks or book.lacks(schema.PLAN, "key"):
        return
    reported: dict[object, int] = {}
    for result in book.reading.every_result:
        key = result.value.key
        context = {"key": key, "plan": schema.PLAN.sheet}
        if not key or result.value.action_key not in book.plan_by_key:
            if not book.of_unit:  # what a unit adds is a proposal, and needs no รหัส
                yield Hit(result.at("key"), _without_action(key), context)
        elif not book.lacks(schema.RESULTS, "round"):
            first = reported.setdefault((key, result.value.in_round), result.row)
            if first != result.row:
                yield Hit(result.at("key"), "reported_twice", {"key": key, "first": first})


def _without_action(key: str) -> str:
    if not key:
        return "blank"
    return "proposed" if key.startswith(schema.PROPOSED_KEY) else "unknown"


@rule(
    "S106",
    Severity.WARNING,
    Text("ไฟล์สร้างด้วยโปรแกรมรุ่นอื่น", "the workbook is of another schema version than the program's"),
    newer=Text(
        "ไฟล์นี้ใช้โครงสร้างรุ่นที่ {found} แต่โปรแกรมรู้จักถึงรุ่นที่ {known} โปรดปรับปรุงโปรแกรมก่อนใช้งาน",
        "the workbook is of schema version {found}, the program knows up to {known}: update it",
    ),
    older=(
        Text(
            "ไฟล์นี้ใช้โครงสร้างรุ่นที่ {found} ส่วนโปรแกรมใช้รุ่นที่ {known} ข้อมูลใช้ได้ครบ "
            "คำสั่งเติมข้อมูล (fill) หรือ upgrade จะเพิ่มส่วนที่มาใหม่ให้",
            "the workbook is of schema version {found}, the program's is {known}: all of it can be "
            "used, and fill or upgrade adds what is new",
        ),
        Severity.INFO,
    ),
)
def other_schema(book: Book) -> Iterator[Hit]:
    found = book.reading.version
    if not found or found == schema.VERSION:
        return
    block = book.reading.blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if block.cell(r, "key") == schema.META_VERSION)
    variant = "newer" if found > schema.VERSION else "older"
    yield Hit(block.at(row, "value"), variant, {"found": found, "known": schema.VERSION})
