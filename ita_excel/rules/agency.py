"""Rules about the settings, the units and the signatories (A2xx)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.catalogue import kinds, places
from ita_excel.core.findings import Severity
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, bare, said
from ita_excel.schema.model import Role
from ita_excel.thai.calendar import FiscalYear, format_date, to_buddhist
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.near import nearest
from ita_excel.thai.normal import compare_form, same

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
        if book.kind and setting.field in book.kind.optional:
            continue
        context = {"name": setting.key, "hint": setting.hint}
        if book.agency.typed(setting.field) is None:
            yield Hit(at, "empty", context)
        elif setting.field not in _YEARS and getattr(book.agency.value, setting.field) is None:
            yield Hit(at, "unreadable", context)


@rule(
    "A216",
    Severity.INFO,
    Text("ประเภทหน่วยงานไม่ได้เลือกจากรายการ", "the kind of agency isn't one of the list's"),
    guessed=Text(
        "ถือเป็น “{kind}” ตามชื่อหน่วยงาน หากไม่ใช่ โปรดเลือกที่ “{key}” เพราะช่องที่จำเป็นและข้อประเมินต่างกันตามประเภท",
        "taken as “{kind}”, from the agency's name; if it isn't, change it in “{key}”: which settings are "
        "required and which items are assessed goes by the kind",
    ),
    unknown=(
        Text(
            "“{typed}” ไม่ใช่ประเภทหน่วยงานในรายการ โปรดเลือก: {kinds}",
            "“{typed}” is no kind of agency in the list, choose one: {kinds}",
        ),
        Severity.WARNING,
    ),
)
def kind_of_agency(book: Book) -> Iterator[Hit]:
    typed = book.agency.value.kind
    context: dict[str, object] = {
        "key": next(s.key for s in schema.SETTINGS if s.field == "kind"),
        "kinds": ", ".join(kind.name for kind in kinds.kinds()),
        "typed": typed,
    }
    if said(typed):
        if kinds.find(typed) is None:
            near = nearest(typed, [kind.name for kind in kinds.kinds()], 60)
            yield Hit(book.agency.at("kind"), "unknown", context, suggestion=near)
    elif (
        book.kind
        and not book.of_unit
        and (
            any(book.agency.typed(field) is None for field in book.kind.optional)
            or (book.scheme and any(action.value.items for action in book.plan))
        )
    ):
        at = book.agency.at("kind") or book.agency.at("name")
        yield Hit(at, "guessed", {**context, "kind": book.kind.name})


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
    "A209",
    Severity.ERROR,
    Text(
        "ผลการดำเนินการเป็นของปีอื่น แต่ไม่ได้ระบุสมุดงานของปีนั้น",
        "results of another year without that year's workbook",
    ),
    no_file=Text(
        "“{results_key}” คือ {results} แต่สมุดงานนี้เป็นของปี {year} และไม่ได้ระบุสมุดงานของปี {results} "
        "โปรดใส่ชื่อไฟล์ใน “{file_key}” (หรือใช้ export --results) หรือแก้ปีให้เป็น {year}",
        "“{results_key}” is {results}, this workbook is that of {year}, and no workbook of {results} is "
        "named: enter its file name as “{file_key}” (or give export --results), or make the year {year}",
    ),
)
def results_of_another_year(book: Book) -> Iterator[Hit]:
    agency = book.agency.value
    year, results = agency.fiscal_year, agency.results_year
    if year is None or results is None or results == year or said(agency.last_year_file):
        return
    keys = {s.field: s.key for s in schema.SETTINGS}
    context = {
        "results": results.year,
        "year": year.year,
        "results_key": keys["results_year"],
        "file_key": keys["last_year_file"],
    }
    yield Hit(book.agency.at("results_year"), "no_file", context)


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


_RUNNING_NUMBER = re.compile(r"/\s*+(?:ว\s*+(?:\.\s*+)?)?[0-9]")


@rule(
    "A203",
    Severity.WARNING,
    Text("เลขที่หนังสือไม่ครบถ้วน", "the letter's number is incomplete"),
    no_number=Text(
        "เลขที่หนังสือ “{typed}” ยังไม่มีเลขทะเบียน โปรดเติมหลังเครื่องหมาย / เมื่อออกเลขแล้ว เช่น สฎ ๗๒๗๐๑/๑๒๓",
        "the letter's number “{typed}” has no running number: add it after the stroke, "
        "e.g. สฎ ๗๒๗๐๑/๑๒๓",
    ),
)
def letter_number(book: Book) -> Iterator[Hit]:
    typed = book.agency.value.letter_number
    if typed and not _RUNNING_NUMBER.search(to_arabic(typed)):
        yield Hit(book.agency.at("letter_number"), "no_number", {"typed": typed})


_DAYS_AFTER = dt.timedelta(days=90)


@rule(
    "A204",
    Severity.WARNING,
    Text("วันที่ของบันทึกไม่สอดคล้องกับปีหรือรอบ", "the memo's date doesn't fit its year or round"),
    outside=Text(
        "วันที่ {date} อยู่นอกปีงบประมาณ พ.ศ. {year} และ ๙๐ วันหลังจากนั้น โปรดตรวจปี",
        "{date} lies outside fiscal year {year} and the 90 days after it: check the year",
    ),
    too_early=Text(
        "วันที่ {date} อยู่ก่อนสิ้นรอบ {round} ({end}) ที่รายงาน โปรดตรวจวันที่หรือรอบการรายงาน",
        "{date} lies before the end ({end}) of the round {round} that it reports: check either",
    ),
)
def memo_date(book: Book) -> Iterator[Hit]:
    date, year = book.memo_date, book.fiscal_year
    if date is None or year is None:
        return
    at = book.agency.at("letter_date")
    context: dict[str, object] = {"date": format_date(date), "year": year.year}
    if not year.first_day <= date <= year.last_day + _DAYS_AFTER:
        yield Hit(at, "outside", context)
    elif (end := book.round_end(book.round, book.results_year)) and date < end:
        assert book.round
        context |= {"end": format_date(end), "round": book.round.value}
        yield Hit(at, "too_early", context)


_EMAIL = re.compile(
    r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


@rule(
    "A206",
    Severity.ERROR,
    Text("หน่วยงานซ้ำ หรืออีเมลไม่ถูกต้อง", "a unit twice, or an e-mail address that isn't one"),
    twice=Text(
        "หน่วยงาน “{name}” ซ้ำกับแถวที่ {first} โปรดลบแถวที่ซ้ำ",
        "the unit “{name}” is also in row {first}: delete one of the rows",
    ),
    email=(
        Text(
            "“{email}” ไม่ใช่ที่อยู่อีเมล โปรดแก้ไข เช่น palad@example.go.th",
            "“{email}” is no e-mail address: correct it, e.g. palad@example.go.th",
        ),
        Severity.WARNING,
    ),
)
def units(book: Book) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for unit in book.reading.units:
        name = bare(unit.value.name)
        if name and seen.setdefault(name, unit.row) != unit.row:
            context = {"name": unit.value.name, "first": seen[name]}
            yield Hit(unit.at("name"), "twice", context)
        for email in re.split(r"[,;\s]+", unit.value.email):
            if said(email) and not _EMAIL.fullmatch(email):
                yield Hit(unit.at("email"), "email", {"email": email})


@rule(
    "A207",
    Severity.WARNING,
    Text(
        "อำเภอและจังหวัดไม่ถูกต้องหรือไม่สอดคล้องกัน", "district and province are wrong or don't go together"
    ),
    province=Text(
        "ไม่มีจังหวัดชื่อ “{name}” โปรดตรวจตัวสะกด", "there is no province “{name}”: check the spelling"
    ),
    province_near=Text(
        "ไม่มีจังหวัดชื่อ “{name}” หมายถึง “{near}” หรือไม่ โปรดแก้ไข",
        "there is no province “{name}”; do you mean “{near}”?",
    ),
    district=Text(
        "ไม่มีอำเภอชื่อ “{name}” ในจังหวัด{province} โปรดตรวจตัวสะกด",
        "{province} has no district “{name}”: check the spelling",
    ),
    district_near=Text(
        "ไม่มีอำเภอชื่อ “{name}” ในจังหวัด{province} หมายถึง “{near}” หรือไม่ โปรดแก้ไข",
        "{province} has no district “{name}”; do you mean “{near}”?",
    ),
    elsewhere=Text(
        "อำเภอ{name} อยู่ในจังหวัด{near} ไม่ใช่จังหวัด{province} โปรดแก้ไขให้สอดคล้องกัน",
        "the district {name} is in {near}, not in {province}: make them agree",
    ),
)
def place_names(book: Book) -> Iterator[Hit]:
    province = _place(book.agency.value.province, "จังหวัด", "จ.")
    district = _place(book.agency.value.district, "อำเภอ", "เขต", "อ.")
    if province and province not in places.provinces():
        near = nearest(province, places.provinces(), 60)
        variant = "province_near" if near else "province"
        at = book.agency.at("province")
        yield Hit(at, variant, {"name": province, "near": near}, suggestion=near)
    elif province and district and not _goes_with(district, province):
        yield _wrong_district(book, district, province)


def _goes_with(district: str, province: str) -> bool:
    there = places.districts_of(province)
    return district in there or f"{district}{province}" in there  # อำเภอเมือง, without the rest


def _wrong_district(book: Book, district: str, province: str) -> Hit:
    context = {"name": district, "province": province}
    at = book.agency.at("district")
    if near := nearest(district, places.districts_of(province), 70):
        return Hit(at, "district_near", {**context, "near": near}, suggestion=near)
    if others := places.provinces_of(district):
        return Hit(at, "elsewhere", {**context, "near": ", ".join(others)})
    return Hit(at, "district", context)


def _place(typed: str, *words: str) -> str:
    """Return the bare name of a place that was typed with `อำเภอ` or `อ.` before it."""
    name = compare_form(typed)
    for word in words:
        if name.startswith(word) and name != word:
            return name.removeprefix(word).strip()
    return name


@rule(
    "A208",
    Severity.WARNING,
    Text("ยังไม่มีตราครุฑ หรืออ่านไฟล์ไม่ได้", "no emblem file, or it can't be read"),
    none=Text(
        "ยังไม่ได้ระบุไฟล์ตราครุฑ บันทึกจะเว้นที่ว่างไว้ โปรดวางไฟล์ภาพไว้ในโฟลเดอร์เดียวกันแล้วใส่ชื่อไฟล์",
        "no emblem file is named, so the memo leaves its place blank: put the picture into this "
        "workbook's folder and write its name",
    ),
    unreadable=Text(
        "เปิดไฟล์ตราครุฑ “{name}” ไม่ได้ บันทึกจะเว้นที่ว่างไว้ โปรดตรวจชื่อไฟล์ และใช้ภาพชนิด PNG หรือ JPEG",
        "the emblem file “{name}” can't be read, so the memo leaves its place blank: check its "
        "name, and use a PNG or JPEG picture",
    ),
)
def emblem(book: Book) -> Iterator[Hit]:
    name = book.agency.value.emblem
    at = book.agency.at("emblem")
    if at is None:
        return
    if not said(name):
        yield Hit(at, "none")
    elif book.picture is not None and not book.picture(name):
        yield Hit(at, "unreadable", {"name": name})
