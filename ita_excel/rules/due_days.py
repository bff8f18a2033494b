"""Rule about the office's own dates in the settings (A211)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ita_excel.core.findings import Severity
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.sheets.own_dates import DATES, OTHER, listed
from ita_excel.thai.calendar import format_date

_AROUND = dt.timedelta(days=90)  # before and after the fiscal year


@rule(
    "A211",
    Severity.WARNING,
    Text("กำหนดวันที่อ่านไม่ออกหรืออยู่นอกปี", "a due date that can't be read, or of another year"),
    each=("typed",),
    unread=Text(
        "อ่านวันที่ “{typed}” ไม่ออก จึงไม่มีกำหนดนี้ โปรดเขียน เช่น ๓๑ มีนาคม ๒๕๗๐",
        "“{typed}” is no date, so there is no such due date: write it as ๓๑ มีนาคม ๒๕๗๐ or 31/3/2570",
    ),
    line=Text(
        "บรรทัด “{typed}” ไม่ได้ขึ้นต้นด้วยวันที่ตามด้วยเรื่อง โปรดเขียน เช่น ๑๕ มกราคม ๒๕๗๐ ประชุมคณะทำงาน",
        "the line “{typed}” doesn't begin with a date and go on with what is due: "
        "write it as ๑๕ มกราคม ๒๕๗๐ ประชุมคณะทำงาน",
    ),
    outside=Text(
        "วันที่ {date} อยู่ห่างจากปีงบประมาณ พ.ศ. {year} เกิน ๙๐ วัน โปรดตรวจปี (“{typed}”)",
        "{date} lies more than 90 days outside fiscal year {year}: check the year (“{typed}”)",
    ),
)
def own_due_dates(book: Book) -> Iterator[Hit]:
    if book.of_unit:
        return
    for field in DATES:
        at, typed = book.agency.at(field), as_text(book.agency.typed(field)).strip()
        if at and typed:
            yield from _judged(book, at, typed, getattr(book.agency.value, field), "unread")
    at = book.agency.at(OTHER)
    for own in listed(book.agency.value) if at else ():
        assert at
        yield from _judged(book, at, own.typed, own.day, "line")


def _judged(book: Book, at: CellRef, typed: str, day: dt.date | None, unread: str) -> Iterator[Hit]:
    year = book.fiscal_year
    if day is None:
        yield Hit(at, unread, {"typed": typed})
    elif year and not year.first_day - _AROUND <= day <= year.last_day + _AROUND:
        yield Hit(at, "outside", {"typed": typed, "date": format_date(day), "year": year.year})
