"""Rules about the scores of ITA, the indicators that actions serve, and drafts (A212-A215, P312-P314)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, said
from ita_excel.schema import Kind
from ita_excel.sheets.scoring import by_number, scores, shown, within
from ita_excel.thai.calendar import format_date, to_common

_OF_SCORES = tuple(
    c for c in schema.SCORES.columns if c.kind is Kind.NUMBER and c.limits == (0, 100)
)
_PUBLISHED = 7  # July: results of a year come out in July and August of that year
_ROUNDED = 0.02  # by so much sums of rounded scores may differ from the published total


@rule(
    "A212",
    Severity.ERROR,
    Text("คะแนนหรือเป้าหมายไม่ใช่ตัวเลข ๐ ถึง ๑๐๐", "a score or target that is no number from 0 to 100"),
    outside=Text(
        "“{typed}” ในคอลัมน์ {column} ไม่ใช่ตัวเลข ๐ ถึง ๑๐๐ โปรดแก้ไข เช่น 91.25",
        "“{typed}” under {column} is no number from 0 to 100: correct it, e.g. 91.25",
    ),
)
def no_score(book: Book) -> Iterator[Hit]:
    for record in book.reading.indicators:
        for column in _OF_SCORES:
            typed = as_text(getattr(record.value, column.field))
            if typed and within(getattr(record.value, column.field)) is None:
                context = {"typed": typed, "column": column.heading}
                yield Hit(record.at(column.field), "outside", context)


@rule(
    "A213",
    Severity.WARNING,
    Text("คะแนนรวมไม่ตรงกับคะแนนรายตัวชี้วัด", "the published total doesn't follow from the scores"),
    differs=Text(
        "คะแนนรวมที่ประกาศคือ {typed} แต่คะแนนรายตัวชี้วัดของปี {year} คิดตามน้ำหนักได้ {total} โปรดตรวจคะแนนทั้งสิบตัว",
        "the published total is {typed}, the scores of {year} come to {total} by their weights: "
        "check the ten scores",
    ),
    no_number=Text(
        "คะแนนรวมที่ประกาศ “{typed}” ไม่ใช่ตัวเลข ๐ ถึง ๑๐๐ โปรดแก้ไข เช่น 91.25",
        "the published total “{typed}” is no number from 0 to 100: correct it, e.g. 91.25",
    ),
    unknown=(
        Text(
            "ไม่ทราบน้ำหนักของตัวชี้วัดปี {year} จึงไม่ได้ตรวจว่าคะแนนรวมตรงกับคะแนนรายตัวชี้วัด",
            "the weights of {year} aren't known, so the total wasn't compared with the scores",
        ),
        Severity.INFO,
    ),
)
def published_total(book: Book) -> Iterator[Hit]:
    at, typed = book.agency.at("published_total"), as_text(book.agency.value.published_total)
    if at is None or not said(typed) or book.of_unit:
        return
    found = scores(book.reading)
    if found.published is None:
        yield Hit(at, "no_number", {"typed": typed})
    elif found.year and found.weights is None and found.given:
        yield Hit(at, "unknown", {"year": found.year.year})
    elif found.year and found.totals and abs(found.totals.total - found.published) > _ROUNDED:
        context = {"typed": typed, "year": found.year.year, "total": shown(found.totals.total)}
        yield Hit(at, "differs", context)


@rule(
    "A214",
    Severity.WARNING,
    Text("ปีที่นำผลประเมินมาวิเคราะห์ยังไม่มีผล", "the year analysed had no results yet"),
    early=Text(
        "บันทึกลงวันที่ {date} แต่ผลประเมินปี {year} ประกาศราวกรกฎาคม - สิงหาคมของปีนั้น โปรดตรวจปี",
        "the memo is dated {date}, but results of {year} come out in July and August of that year: "
        "check the year",
    ),
    later=Text(
        "ปีที่นำผลประเมินมาวิเคราะห์ ({year}) อยู่หลังปีงบประมาณของแผน ({plan}) โปรดตรวจปี",
        "the year analysed ({year}) lies after the plan's fiscal year ({plan}): check the year",
    ),
)
def no_results_yet(book: Book) -> Iterator[Hit]:
    year, plan, memo = book.agency.value.analysed_year, book.fiscal_year, book.memo_date
    if year is None:
        return
    at = book.agency.at("analysed_year")
    if plan and year > plan:
        yield Hit(at, "later", {"year": year.year, "plan": plan.year})
    elif memo and plan and plan.first_day <= memo < dt.date(to_common(year.year), _PUBLISHED, 1):
        yield Hit(at, "early", {"date": format_date(memo), "year": year.year})


@rule(
    "A215",
    Severity.WARNING,
    Text("แถวตัวชี้วัดซ้ำหรือไม่มีตัวชี้วัดนั้น", "an indicator twice, or one that there isn't; odd lost items"),
    twice=Text(
        "ตัวชี้วัดที่ {number} ซ้ำกับแถวที่ {first} คะแนนของแถวนี้ไม่ถูกใช้ โปรดลบแถวที่ซ้ำ",
        "indicator {number} is also in row {first}; this row's scores aren't used: delete one",
    ),
    none=Text(
        "ไม่มีตัวชี้วัดที่ {number} ตัวชี้วัดมี ๑ ถึง ๑๐ โปรดตรวจตัวเลข",
        "there is no indicator {number}, only 1 to 10: check the number",
    ),
    items=Text(
        "ปี {year} ไม่มีข้อ OIT {typed} โปรดตรวจเลขข้อ เช่น O15, O42",
        "{year} has no OIT item {typed}: check the number, e.g. O15, O42",
    ),
)
def odd_indicators(book: Book) -> Iterator[Hit]:
    for number, records in by_number(book.reading).items():
        if not 1 <= number <= 10:
            for record in records:
                yield Hit(record.at("number"), "none", {"number": number})
            continue
        for record in records[1:]:
            context = {"number": number, "first": records[0].row}
            yield Hit(record.at("number"), "twice", context)
    year = book.agency.value.analysed_year
    sure = year and book.sure_of_list(year)
    known = {item.code for item in book.listed(year)} if year and sure else set()
    for one in scores(book.reading).indicators:
        unknown = [code for code in one.lost if code not in known] if sure else []
        if unknown and one.record and year:
            typed = ", ".join(unknown)
            yield Hit(one.record.at("lost_items"), "items", {"year": year.year, "typed": typed})


@rule(
    "P312",
    Severity.WARNING,
    Text("ตัวชี้วัดต่ำกว่าเป้าหมายที่ยังไม่มีวิธีการ", "an indicator below its target that no action serves"),
    unserved=Text(
        "ตัวชี้วัดที่ {number} ({name}) ได้ {score} ต่ำกว่าเป้าหมาย {target} แต่ไม่มีวิธีการใดในแผนรองรับ "
        "โปรดใส่ {number} ในคอลัมน์ {column} ของวิธีการที่เกี่ยวข้อง หรือเพิ่มวิธีการ",
        "indicator {number} ({name}) scored {score}, below its target of {target}, and no action of "
        "the plan serves it: put {number} into {column} of an action, or add one",
    ),
)
def unserved_indicator(book: Book) -> Iterator[Hit]:
    if book.of_unit or not book.plan or book.lacks(schema.PLAN, "serves"):
        return
    for one in scores(book.reading).weak:
        if not one.served_by and one.record and one.score is not None and one.target is not None:
            context = {
                "number": one.number, "name": one.name, "score": shown(one.score),
                "target": shown(one.target), "column": schema.PLAN.column("serves").heading,
            }  # fmt: skip
            yield Hit(one.record.at("target"), "unserved", context)


@rule(
    "P313",
    Severity.WARNING,
    Text("ตัวชี้วัดของวิธีการอ่านไม่ออก", "indicators of an action that can't be read"),
    unread=Text(
        "อ่านตัวชี้วัด “{typed}” ไม่ออก โปรดเขียนเลข ๑ ถึง ๑๐ เช่น 9 หรือ 2, 9",
        "“{typed}” can't be read as indicators: write numbers from 1 to 10, as 9, or 2, 9",
    ),
)
def unread_indicators(book: Book) -> Iterator[Hit]:
    for action in book.plan:
        if said(action.value.serves) and action.value.unread_indicators:
            yield Hit(action.at("serves"), "unread", {"typed": action.value.serves})


@rule(
    "P314",
    Severity.INFO,
    Text("ร่างวิธีการที่ยังไม่ได้รับเข้าแผน", "draft actions that nobody has accepted"),
    waiting=Text(
        f"แถวนี้เป็น{schema.DRAFT} ยังไม่พิมพ์ ไม่ส่งหน่วยงาน และไม่มีแถวผล ลบคำว่า {schema.DRAFT} เพื่อรับเข้าแผน "
        "หรือลบทั้งแถวหากไม่ใช้",
        f"this row is a draft: not printed, not sent, without results; clear the mark {schema.DRAFT} to "
        "accept it, or delete the row",
    ),
    unknown=(
        Text(
            "“{typed}” ในคอลัมน์ {column} ไม่มีความหมาย แถวนี้จึงเป็นส่วนของแผน โปรดลบ หรือเลือก {draft}",
            "“{typed}” under {column} means nothing, so the row is part of the plan: clear it, or pick "
            "{draft}",
        ),
        Severity.WARNING,
    ),
)
def drafts(book: Book) -> Iterator[Hit]:
    for record in book.reading.drafts:
        yield Hit(record.at("draft"), "waiting")
    for record in book.plan:
        if said(record.value.draft):
            heading = schema.PLAN.column("draft").heading
            context = {"typed": record.value.draft, "column": heading, "draft": schema.DRAFT}
            yield Hit(record.at("draft"), "unknown", context)
