"""Rules about the OIT items that the plan's actions serve (P308, P310), and P309.

What rests on one source (B) or is only generally known (C) informs; it is never a reason for an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.catalogue import oit
from ita_excel.catalogue.certainty import Certainty
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, bare, said
from ita_excel.schema.model import Action
from ita_excel.sheets import Record
from ita_excel.thai.calendar import FiscalYear


@rule(
    "P308",
    Severity.ERROR,
    Text("ข้อ OIT ที่ปีนี้ไม่มี", "an OIT item that this fiscal year doesn't have"),
    none=Text(
        "ปีงบประมาณ พ.ศ. {year} ไม่มีข้อ {code} โปรดตรวจเลขข้อ",
        "fiscal year {year} has no item {code}: check the number",
    ),
    none_perhaps=(
        Text(
            "ปีงบประมาณ พ.ศ. {year} อาจไม่มีข้อ {code} โปรดตรวจกับคู่มือของปีนั้น",
            "fiscal year {year} may have no item {code}: check with that year's manual",
        ),
        Severity.INFO,
    ),
    moved=Text(
        "ปีงบประมาณ พ.ศ. {year} ไม่มีข้อ {code} ({title} ของปี {former}) ปีนี้คือ {now} โปรดแก้ไข",
        "fiscal year {year} has no item {code} ({title}, of {former}); in this year it is {now}",
    ),
    moved_perhaps=(
        Text(
            "ปีงบประมาณ พ.ศ. {year} อาจไม่มีข้อ {code} ({title} ของปี {former}) ปีนี้น่าจะเป็น {now} "
            "โปรดตรวจกับคู่มือของปีนั้น",
            "fiscal year {year} may have no item {code} ({title}, of {former}); in this year it is "
            "probably {now}: check with that year's manual",
        ),
        Severity.INFO,
    ),
    unreadable=(
        Text(
            "อ่านข้อ OIT “{typed}” ไม่ออก โปรดเขียน เช่น O15 หรือ O15, O16",
            "“{typed}” can't be read as OIT items: write O15, or O15, O16",
        ),
        Severity.WARNING,
    ),
)
def unknown_item(book: Book) -> Iterator[Hit]:
    year = book.fiscal_year
    for action in book.plan:
        typed = action.value.oit
        if not said(typed):
            continue
        if action.value.unread_items:
            yield Hit(action.at("oit"), "unreadable", {"typed": typed})
        elif year is not None:
            known = {item.code for item in book.listed(year)}
            for code in action.value.items:
                if known and code not in known:
                    yield _unknown(book, action, code, year)


def _unknown(book: Book, action: Record[Action], code: str, year: FiscalYear) -> Hit:
    moved = None if book.scheme else oit.moved(code, year, book.items)
    sure = book.sure_of_list(year)
    context: dict[str, object] = {"year": year.year, "code": code}
    now = ", ".join(item.label for item in moved.now) if moved else ""
    if not moved or not now:
        return Hit(action.at("oit"), "none" if sure else "none_perhaps", context)
    context |= {"title": moved.former.title, "former": moved.former.fiscal_year.year, "now": now}
    sure = sure and all(item.certainty is not Certainty.UNVERIFIED for item in moved.now)
    suggestion = ", ".join(item.code for item in moved.now)
    variant = "moved" if sure else "moved_perhaps"
    return Hit(action.at("oit"), variant, context, suggestion=suggestion)


@rule(
    "P309",
    Severity.WARNING,
    Text("วิธีการเดียวกันซ้ำในมาตรการ", "the same action twice in a measure"),
    twice=Text(
        "วิธีการนี้ซ้ำกับแถวที่ {first} ในมาตรการเดียวกัน โปรดลบหรือรวมเป็นแถวเดียว",
        "the same action is in row {first} of this measure: delete one, or make them one row",
    ),
)
def same_action(book: Book) -> Iterator[Hit]:
    seen: dict[tuple[str, str], int] = {}
    for action in book.plan:
        text = bare(action.value.text)
        first = seen.setdefault((bare(action.value.measure), text), action.row)
        if said(text) and first != action.row:
            yield Hit(action.at("text"), "twice", {"first": first})


@rule(
    "P310",
    Severity.INFO,
    Text("ข้อ OIT ของตัวชี้วัดเดียวกันที่ยังไม่มีวิธีการ", "OIT items of an indicator that no action serves"),
    unserved=Text(
        "ตัวชี้วัดย่อย {group} ยังมีข้อที่ไม่มีวิธีการดำเนินงานใดรองรับ: {items}",
        "of indicator {group}, no action serves: {items}",
    ),
)
def unserved_items(book: Book) -> Iterator[Hit]:
    year = book.fiscal_year
    if year is None or book.scheme:  # the groups of other schemes are no indicators of ITA
        return
    by_code = {item.code: item for item in book.listed(year) if item.group}
    served: set[str] = set()
    first: dict[str, Record[Action]] = {}
    for action in book.plan:
        for code in action.value.items:
            if code in by_code:
                served.add(code)
                first.setdefault(by_code[code].group, action)
    for group, action in first.items():
        missing = [i.code for i in by_code.values() if i.group == group and i.code not in served]
        if missing:
            context = {"group": group, "items": ", ".join(missing)}
            yield Hit(action.at("oit"), "unserved", context)
