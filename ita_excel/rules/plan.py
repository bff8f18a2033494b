"""Rules about the plan (P3xx): each row by itself, then rows against each other."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ita_excel import schema
from ita_excel.catalogue.units import EVERY_UNIT
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, bare, said
from ita_excel.schema.model import Action
from ita_excel.sheets import Record, measures
from ita_excel.sheets.derived_cells import load
from ita_excel.sheets.row_numbers import shown
from ita_excel.thai.calendar import Month, Period


@rule(
    "P301",
    Severity.ERROR,
    Text("ไม่มีวิธีการดำเนินงาน หรือไม่มีชื่อมาตรการ", "an action without text; a measure without a name"),
    native=True,
    no_text=Text(
        "แถวนี้ไม่มีวิธีการดำเนินงาน โปรดกรอก หรือลบแถวนี้",
        "this row has no action: write it, or delete the row",
    ),
    no_measure=Text(
        "แถวแรกของตารางไม่มีชื่อมาตรการ โปรดกรอก",
        "the table's first row names no measure: fill it in",
    ),
)
def action_text(book: Book) -> Iterator[Hit]:
    for index, action in enumerate(book.plan):
        if index == 0 and not action.value.measure_given:
            yield Hit(action.at("measure"), "no_measure")
        if not said(action.value.text):
            yield Hit(action.at("text"), "no_text")


@rule(
    "P302",
    Severity.WARNING,
    Text("ลำดับในมาตรการซ้ำหรือข้าม", "numbering within a measure repeats or skips"),
    repeats=Text(
        "ลำดับ {number} ซ้ำกับแถวที่ {first} ในมาตรการเดียวกัน โปรดเรียงลำดับใหม่",
        "number {number} is also in row {first} of the same measure: renumber",
    ),
    skips=Text(
        "ลำดับข้ามจาก {before} เป็น {number} โปรดเรียงลำดับใหม่ หรือเพิ่มแถวที่ขาดไป",
        "numbers go from {before} to {number}: renumber, or add the missing row",
    ),
)
def numbering(book: Book) -> Iterator[Hit]:
    # Rows may be sorted any way, so the numbers of a measure are looked at as a set. A measure
    # may begin at 1 or go on counting from another one's end.
    if book.lacks(schema.PLAN, "measure"):
        return
    groups = _by_measure(book)
    ends = {max((a.value.ordinal or 0 for a in rows), default=0) for rows in groups}
    for rows in groups:
        numbers: dict[int, Record[Action]] = {}
        for action in rows:
            number = action.value.ordinal
            if number is None:
                continue
            first = numbers.setdefault(number, action)
            if first is not action:
                context = {"number": number, "first": first.row}
                yield Hit(action.at("number"), "repeats", context)
        last = start if (start := min(numbers, default=1) - 1) in ends else 0
        for number in sorted(numbers):
            if number > last + 1:
                context = {"number": number, "before": last}
                yield Hit(numbers[number].at("number"), "skips", context)
            last = number


@rule(
    "P311",
    Severity.ERROR,
    Text(
        "ช่องมาตรการว่างในแผนที่อาจถูกเรียงลำดับแล้ว",
        "blank measure cells in a plan that was perhaps sorted",
    ),
    doubtful=Text(
        "แผนอาจถูกเรียงลำดับแล้ว ช่องมาตรการที่ว่าง (แถวที่ {rows}) จึงอาจไม่ใช่มาตรการของแถวบน เช่น แถวที่ {row} จะเป็นของ “{measure}” "
        "โปรดพิมพ์ชื่อมาตรการลงในช่องที่ว่าง",
        "the plan was perhaps sorted, so blank measure cells (rows {rows}) perhaps don't mean the "
        "measure above; row {row} would be of “{measure}”: write the measure into each",
    ),
)
def doubtful_measures(book: Book) -> Iterator[Hit]:
    if book.lacks(schema.PLAN, "measure") or book.of_unit:
        return
    if not measures.perhaps_sorted([record.value for record in book.plan]):
        return
    rows = measures.doubtful(book.plan, book.results, load(book.reading.meta).unsure)
    if rows:
        numbers = tuple(record.row for record in rows)
        first = rows[0]
        context = {
            "rows": shown(numbers),
            "row_numbers": numbers,
            "row": first.row,
            "measure": first.value.measure,
        }
        yield Hit(first.at("measure"), "doubtful", context)


def _by_measure(book: Book) -> list[list[Record[Action]]]:
    groups: dict[str, list[Record[Action]]] = {}
    for action in book.plan:
        groups.setdefault(bare(action.value.measure), []).append(action)
    return list(groups.values())


@rule(
    "P303",
    Severity.ERROR,
    Text("ไม่มีผู้รับผิดชอบ", "nobody responsible"),
    native=True,
    nobody=Text(
        f"ไม่มีผู้รับผิดชอบ โปรดระบุหน่วยงาน หรือ “{EVERY_UNIT}”",
        f"nobody is responsible: name a unit, or {EVERY_UNIT}",
    ),
)
def nobody_responsible(book: Book) -> Iterator[Hit]:
    for action in book.plan:
        if not said(action.value.responsible):
            yield Hit(action.at("responsible"), "nobody")


@rule(
    "P304",
    Severity.ERROR,
    Text("ผู้รับผิดชอบไม่มีในส่วนราชการ", "a responsible unit that the list of units doesn't have"),
    unknown=Text(
        "ไม่พบ “{unit}” ในชีต “{units}” โปรดแก้ชื่อ หรือเพิ่มหน่วยงานนี้",
        "“{unit}” is not on the sheet “{units}”: correct the name, or add the unit",
    ),
    near=Text(
        "ไม่พบ “{unit}” ในชีต “{units}” หมายถึง “{near}” หรือไม่ โปรดแก้ชื่อให้ตรงกัน",
        "“{unit}” is not on the sheet “{units}”; do you mean “{near}”?",
    ),
    none=Text(
        "ยังไม่มีหน่วยงานในชีตนี้ จึงตรวจผู้รับผิดชอบไม่ได้ โปรดกรอกรายชื่อสำนัก/กอง",
        "no units are listed, so nobody responsible can be checked: list the agency's units",
    ),
)
def unknown_unit(book: Book) -> Iterator[Hit]:
    block = book.reading.blocks.get(schema.UNITS.name)
    if block is None or not book.plan:
        return
    if not book.directory.names:
        if not book.lacks(schema.UNITS, "name"):
            yield Hit(block.at(block.header_row + 1, "name"), "none")
        return
    for action in book.plan:
        if not said(action.value.responsible):
            continue
        for unit in action.value.who.unknown:
            near = book.directory.suggest(unit)
            context = {"unit": unit, "units": schema.UNITS.sheet, "near": near}
            variant = "near" if near else "unknown"
            yield Hit(action.at("responsible"), variant, context, suggestion=near)


@rule(
    "P305",
    Severity.ERROR,
    Text("ระยะเวลาที่อ่านไม่ออก หรือสิ้นสุดก่อนเริ่ม", "a period that can't be read or ends before it starts"),
    native=True,
    missing=Text(
        "ยังไม่มีระยะเวลาดำเนินการ โปรดกรอกเดือนที่เริ่มและสิ้นสุด เช่น ต.ค. ๖๔ และ ก.ย. ๖๕",
        "the period is missing: write the first and the last month, e.g. ต.ค. ๖๔ and ก.ย. ๖๕",
    ),
    no_start=Text("ยังไม่มีเดือนที่เริ่ม โปรดกรอก เช่น ต.ค. ๖๔", "the first month is missing, e.g. ต.ค. ๖๔"),
    no_end=Text("ยังไม่มีเดือนที่สิ้นสุด โปรดกรอก เช่น ก.ย. ๖๕", "the last month is missing, e.g. ก.ย. ๖๕"),
    unreadable=Text(
        "อ่านระยะเวลา “{typed}” ไม่ออก โปรดเขียนเป็นเดือนและปี เช่น ต.ค. ๖๔",
        "“{typed}” can't be read as a period: write month and year, e.g. ต.ค. ๖๔",
    ),
    contradicts=Text(
        "ช่องเริ่มและช่องสิ้นสุดบอกระยะเวลาขัดกัน โปรดกรอกเดือนเดียวในแต่ละช่อง",
        "start and end say different periods: write one month in each",
    ),
    backwards=Text(
        "ระยะเวลาสิ้นสุด ({end}) ก่อนเริ่ม ({start}) โปรดตรวจเดือนและปี",
        "the period ends ({end}) before it starts ({start}): check month and year",
    ),
)
def period(book: Book) -> Iterator[Hit]:
    year = book.fiscal_year
    for action in book.plan:
        start, end = action.value.start, action.value.end
        if start is None and end is None:
            yield Hit(action.at("start"), "missing")
        elif year is None:  # A202 says so; which months are meant can't be told
            continue
        elif (found := action.value.period) is None:
            yield _unreadable(action)
        elif found.backwards:
            context = {"start": found.start.label(), "end": found.end.label()}
            yield Hit(action.at("start" if end is None else "end"), "backwards", context)


def _unreadable(action: Record[Action]) -> Hit:
    for field, variant in (("start", "no_start"), ("end", "no_end")):
        value = getattr(action.value, field)
        if not said(as_text(value)):
            return Hit(action.at(field), variant)
        if field == action.value.unread_period:
            return Hit(action.at(field), "unreadable", {"typed": as_text(value)})
    return Hit(action.at("end"), "contradicts")


@rule(
    "P306",
    Severity.WARNING,
    Text("ระยะเวลาอยู่นอกปีงบประมาณ", "a period outside the fiscal year"),
    outside=Text(
        "ระยะเวลา {period} อยู่นอกปีงบประมาณ พ.ศ. {year} โปรดตรวจปี",
        "the period {period} lies outside fiscal year {year}: check the years",
    ),
)
def outside_year(book: Book) -> Iterator[Hit]:
    year = book.fiscal_year
    if year is None:
        return
    allowed = {*year.months, *(book.rows_year or year).months}
    for action in book.plan:
        found = action.value.period
        if found is None or found.backwards or _inside(found, allowed):
            continue
        field = _field_outside(action, found, found.start in allowed)
        context = {"period": found.label(), "year": year.year}
        yield Hit(action.at(field), "outside", context)


def _inside(period: Period, allowed: AbstractSet[Month]) -> bool:
    """Whether a period lies in these months; schools' terms and the fiscal year overlap."""
    return all(
        {part.start, part.end} <= allowed or (part.of_school and {part.start, part.end} & allowed)
        for part in period.parts or (period,)
    )


def _field_outside(action: Record[Action], found: Period, start_is_inside: bool) -> str:
    """Return the field of the month that is wrong; `start` where it holds the whole period."""
    return "end" if start_is_inside and said(as_text(action.value.end)) else "start"


@rule(
    "P307",
    Severity.WARNING,
    Text("จำนวนครั้งที่รายงานไม่ใช่เลข ๑ ถึง ๑๒", "how often to report isn't a whole number from 1 to 12"),
    native=True,
    missing=Text(
        "ยังไม่ได้ระบุจำนวนครั้งที่รายงานต่อปี โปรดกรอกเลข ๑ ถึง ๑๒",
        "how often to report is missing: write a number from 1 to 12",
    ),
    wrong=Text(
        "จำนวนครั้งที่รายงานต่อปีคือ “{typed}” โปรดกรอกเลขจำนวนเต็ม ๑ ถึง ๑๒",
        "“{typed}” is no number of reports a year: write a whole number from 1 to 12",
    ),
)
def times(book: Book) -> Iterator[Hit]:
    for action in book.plan:
        typed = action.value.times
        if typed is None:
            yield Hit(action.at("times"), "missing")
        elif action.value.least_reports not in range(1, 13):
            yield Hit(action.at("times"), "wrong", {"typed": as_text(typed)})
