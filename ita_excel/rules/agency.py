"""Rules about the settings, the units and the signatories (A2xx)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.findings import Severity
from ita_excel.grid import CellRef
from ita_excel.language import Text
from ita_excel.model import Role
from ita_excel.rules.book import Book
from ita_excel.rules.engine import Hit, rule
from ita_excel.thai.calendar import FiscalYear, to_buddhist
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import same
from ita_excel.values import as_text

_YEARS = ("fiscal_year", "analysed_year", "results_year")
_DOTTED = re.compile(r"[\s.…_()-]*")  # where a name is to be written: (..............)


@rule(
    "A201",
    Severity.ERROR,
    Text("ยังไม่ได้กรอกข้อมูลหน่วยงานที่จำเป็น", "a required agency setting is empty"),
    empty=Text("ยังไม่ได้กรอก “{name}” โปรดกรอก: {hint}", "“{name}” is empty: fill it in ({hint})"),
    unreadable=Text(
        "อ่าน “{name}” ไม่ออก โปรดแก้ไข: {hint}", "“{name}” can't be read: correct it ({hint})"
    ),
)
def required_settings(book: Book) -> Iterator[Hit]:
    for setting in schema.SETTINGS:
        at = book.agency.at(setting.field)
        if not setting.required or at is None:  # a missing row is S101
            continue
        context = {"name": setting.key, "hint": setting.hint}
        if book.agency.typed(setting.field) is None:
            yield Hit(at, "empty", context)
        elif setting.field not in _YEARS and getattr(book.agency.value, setting.field) is None:
            yield Hit(at, "unreadable", context)


@rule(
    "A202",
    Severity.ERROR,
    Text("ปีงบประมาณไม่ใช่ปี พ.ศ. ที่เป็นไปได้", "a fiscal year that isn't a plausible พ.ศ. year"),
    common_era=Text(
        "“{name}” เป็นปี ค.ศ. {typed} โปรดใช้ปี พ.ศ. {year}",
        "“{name}” is the ค.ศ. year {typed}: write the พ.ศ. year {year}",
    ),
    implausible=Text(
        "“{name}” คือ {typed} ซึ่งไม่ใช่ปี พ.ศ. ที่เป็นไปได้ โปรดกรอกปี พ.ศ. สี่หลัก เช่น 2570",
        "“{name}” is {typed}, which is no plausible พ.ศ. year: write four digits, e.g. 2570",
    ),
)
def years(book: Book) -> Iterator[Hit]:
    for setting in schema.SETTINGS:
        if setting.field not in _YEARS or getattr(book.agency.value, setting.field):
            continue
        typed = as_text(book.agency.typed(setting.field))
        if not typed:
            continue
        digits = "".join(c for c in to_arabic(typed) if c.isdigit())
        year = FiscalYear(to_buddhist(int(digits))) if len(digits) == 4 else None
        context = {"name": setting.key, "typed": typed}
        at = book.agency.at(setting.field)
        if year and year.plausible:
            suggestion = str(year.year)
            yield Hit(at, "common_era", {**context, "year": suggestion}, suggestion=suggestion)
        else:
            yield Hit(at, "implausible", context)


@rule(
    "A205",
    Severity.ERROR,
    Text("ผู้ลงนามไม่ครบถ้วน", "a signatory without name or position, or no ผู้เสนอ"),
    no_name=Text("ผู้ลงนามไม่มีชื่อ - สกุล โปรดกรอก", "the signatory has no name: fill it in"),
    no_position=Text("ผู้ลงนามไม่มีตำแหน่ง โปรดกรอก", "the signatory has no position: fill it in"),
    no_proposer=Text(
        "ยังไม่มีผู้เสนอ โปรดเพิ่มแถวที่บทบาทเป็น “{role}”",
        "nobody proposes the memo: add a row with the role “{role}”",
    ),
)
def signatories(book: Book) -> Iterator[Hit]:
    block = book.reading.blocks.get(schema.SIGNATORIES.name)
    if block is None:
        return
    people = book.reading.signatories
    for person in people:
        for field, variant in (("name", "no_name"), ("position", "no_position")):
            if field in block.columns and _DOTTED.fullmatch(getattr(person.value, field)):
                yield Hit(person.at(field), variant)
    if "role" in block.columns and not any(same(p.value.role, Role.PROPOSER.value) for p in people):
        first = people[0].row if people else block.header_row + 1
        at = CellRef(block.sheet, first, block.columns["role"])
        yield Hit(at, "no_proposer", {"role": Role.PROPOSER.value})
