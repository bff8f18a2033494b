"""Rules about names in running text (X5xx): the agency, its place, its units, its years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from ita_excel import schema
from ita_excel.catalogue.bodies import BODIES, PATTAYA
from ita_excel.catalogue.units import USUAL_UNITS
from ita_excel.core.findings import NO_REMEDY, Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.misspellings import (
    AROUND,
    LONGEST_NAME,
    Slip,
    abbreviation_slips,
    correct_slips,
    near_name,
)
from ita_excel.rules.places import district_at, province_at, subdistrict_at
from ita_excel.rules.textplaces import TextPlace
from ita_excel.thai.digits import to_arabic

# The settings that are the authority for these names.
_AUTHORITIES = frozenset({"name", "short_name", "district", "province"})

_BODIES = re.compile(rf"^({'|'.join([*(b.name for b in BODIES), PATTAYA])})\s*")
_BODY_ANCHOR = re.compile(
    r"(?:ส่วนตำบล|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.|(?<![ก-๎.])ท[ตมน]\.|ตำบล|(?<![ก-๎.])ต\.)\s*"
)
_DISTRICT_ANCHOR = re.compile(r"(?:อำเภอ|(?<![ก-๎.])อ\.)\s*")
_PROVINCE_ANCHOR = re.compile(r"(?:จังหวัด|อบจ\.|(?<![ก-๎.])จ\.)\s*")


@rule(
    "X501",
    Severity.WARNING,
    Text(
        "ชื่อหน่วยงาน อำเภอ หรือจังหวัดสะกดต่างจากที่ตั้งไว้",
        "the agency's name, district or province misspelled",
    ),
    spelled=Text(
        "เขียนว่า “{found}” แต่ชื่อที่ตั้งไว้คือ “{meant}” โปรดแก้ให้ตรงกัน",
        "“{found}” is written here, but the settings say “{meant}”: make them agree",
    ),
)
def own_names(book: Book) -> Iterator[Hit]:
    looked_for = list(_own_names(book))
    if not looked_for:
        return
    hints = (".", "ตำบล", "เทศบาล", "อำเภอ", "จังหวัด", *_heads(book))
    for text, places in book.texts.items():
        if text.isascii() or not any(hint in text for hint in hints):
            continue
        slips: list[Slip] = []
        for find in looked_for:
            slips += _others(find(text), slips)
        if slips:
            yield from _hits(text, places, slips)


def _heads(book: Book) -> Iterator[str]:
    """Yield the first letters of the agency's own name, by which `_alone` looks for it."""
    own = _BODIES.sub("", book.agency.value.name)
    if len(own) >= 8:
        yield own[:4]


def _hits(text: str, places: list[TextPlace], slips: list[Slip]) -> Iterator[Hit]:
    corrected = correct_slips(text, slips)
    context = {
        "found": ", ".join(dict.fromkeys(s.found for s in slips)),
        "meant": ", ".join(dict.fromkeys(s.meant for s in slips)),
    }
    suggestion = corrected if corrected != text else context["meant"]
    remedy = corrected if corrected != text else NO_REMEDY
    for place in places:
        if place.setting not in _AUTHORITIES:
            yield Hit(place.at, "spelled", context, remedy, suggestion)


def _others(found: Iterator[Slip], slips: list[Slip]) -> list[Slip]:
    """Return the first of `found` that lie in none of `slips`; more in one text say no more."""
    others = (s for s in found if not any(_overlap(s, t) for t in slips))
    return list(islice(others, _ENOUGH))


_ENOUGH = 30


def _overlap(a: Slip, b: Slip) -> bool:
    return a.start < b.end and b.start < a.end


Finder = Callable[[str], Iterator[Slip]]


def _own_names(book: Book) -> Iterator[Finder]:
    agency = book.agency.value
    body = _BODIES.match(agency.name)
    own = agency.name[body.end() :].strip() if body else ""
    if not body and len(agency.name) >= 8:  # a school, a hospital …
        yield _alone(agency.name, lambda word: 0)
    if own and own != agency.province:
        yield _after(_BODY_ANCHOR, own, subdistrict_at)
        if len(own) >= 8:
            yield _alone(own, subdistrict_at)
    if agency.district:
        yield _after(_DISTRICT_ANCHOR, agency.district, district_at)
    if agency.province:
        yield _after(_PROVINCE_ANCHOR, agency.province, province_at)


def _after(anchor: re.Pattern[str], name: str, right_at: Callable[[str], int]) -> Finder:
    """Return what finds `name` misspelled right after a word that announces such a name."""

    def find(text: str) -> Iterator[Slip]:
        for found in anchor.finditer(text):
            slip = near_name(text, found.end(), name, right_at)
            if slip:
                yield slip

    return _unless_too_long(find, name)


def _unless_too_long(find: Finder, name: str) -> Finder:
    return find if len(name) <= LONGEST_NAME else lambda text: iter(())


def _alone(name: str, right_at: Callable[[str], int]) -> Finder:
    """Return what finds a long name misspelled anywhere: its first letters right, one wrong."""
    head = re.compile(re.escape(name[:4]))

    def find(text: str) -> Iterator[Slip]:
        for found in head.finditer(text):
            slip = near_name(text, found.start(), name, right_at)
            if slip and abs(len(slip.found) - len(name)) <= 1 and _one_apart(slip.found, name):
                yield slip

    return _unless_too_long(find, name)


def _one_apart(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_cutoff=1) <= 1


# `พ.ศ. ๒๕๖๓` alone may be a law or a plan of many years; a fiscal year is called one.
_ERA = r"(?:พ\s*+(?:\.\s*+)?ศ\s*+(?:\.\s*+)?)?"
_FISCAL_YEAR = re.compile(
    rf"(?:ปีงบประมาณ|ประจำปี)\s*+{_ERA}(?P<year>25[0-9]{{2}})(?![0-9])"
    rf"(?:\s*+[-–—]\s*+{_ERA}(?P<last>25[0-9]{{2}}))?"
)


@rule(
    "X502",
    Severity.WARNING,
    Text(
        "ปีงบประมาณในข้อความไม่ใช่ปีนี้หรือปีที่วิเคราะห์",
        "a fiscal year in a text that is neither this nor the analysed one",
    ),
    other_year=Text(
        "ข้อความกล่าวถึงปีงบประมาณ พ.ศ. {found} ซึ่งไม่ใช่ปีนี้ ({year}) หรือปีที่วิเคราะห์ โปรดตรวจปี",
        "the text speaks of fiscal year {found}, neither this year ({year}) nor the analysed one: "
        "check it",
    ),
)
def other_years(book: Book) -> Iterator[Hit]:
    agency = book.agency.value
    if agency.fiscal_year is None:
        return
    meant = (agency.fiscal_year, agency.analysed_year, agency.results_year)
    own = {y.year for y in meant if y is not None}
    for text, places in book.texts.items():
        if "ปี" not in text:
            continue
        years = _fiscal_years(to_arabic(text), own)
        if years:
            context = {"found": ", ".join(years), "year": agency.fiscal_year.year}
            for place in places:
                if place.setting not in _YEAR_SETTINGS:
                    yield Hit(place.at, "other_year", context)


_YEAR_SETTINGS = frozenset({"fiscal_year", "analysed_year", "results_year"})


def _fiscal_years(text: str, own: set[int]) -> list[str]:
    found: dict[str, None] = {}
    for match in _FISCAL_YEAR.finditer(text):
        first = int(match["year"])
        last = int(match["last"] or first)
        if not own & set(range(first, last + 1)):
            found[match["year"]] = None
    return list(found)


@rule(
    "X503",
    Severity.WARNING,
    Text("ชื่อหรือชื่อย่อของหน่วยงานสะกดผิดในข้อความ", "a unit's name or abbreviation misspelled in a text"),
    spelled=Text(
        "เขียนว่า “{found}” น่าจะหมายถึง “{meant}” โปรดแก้ไข",
        "“{found}” probably means “{meant}”: correct it",
    ),
)
def unit_names(book: Book) -> Iterator[Hit]:
    short = book.agency.value.short_name
    finders = [_unit(u.value.name, book) for u in book.reading.units if len(u.value.name) >= 6]
    for text, places in book.texts.items():
        if text.isascii():
            continue
        slips = _others(abbreviation_slips(text, short), []) if "." in text else []
        if _UNIT_WORDS.search(text):
            for find in finders:
                slips += _others(find(text), slips)
        if slips:
            abbreviations = [s for s in slips if s.found.endswith(".")]
            for place in places:
                if place.block.table is schema.UNITS or place.setting in _AUTHORITIES:
                    continue
                # P304 and R409 look at the names of those responsible.
                chosen = abbreviations if place.field == "responsible" else slips
                if chosen:
                    yield from _hits(text, [place], chosen)


_UNIT_WORDS = re.compile(r"กอง|สำนัก|หน่วย|ฝ่าย|ส่วน")


def _unit(name: str, book: Book) -> Finder:
    """Return what finds a unit's name misspelled: a word for a unit, then nearly the name."""
    start = _UNIT_WORDS.match(name)
    if start is None:
        return lambda text: iter(())
    word = re.compile(re.escape(start.group()) + "(?!ค์)")  # not the กอง of นายกองค์การ
    right = (*USUAL_UNITS, *book.directory.names)
    short_names = [u.value.short_name.rstrip(".ฯ") for u in book.reading.units]
    right = (*right, *(s for s in short_names if len(s) > 4))

    def right_at(run: str) -> int:
        return max((len(r) for r in right if run.startswith(r)), default=0)

    # A text may say กอง thousands of times, mostly before the same letters.
    @lru_cache(maxsize=4096)
    def slip_at_start(ahead: str) -> Slip | None:
        slip = near_name(ahead, 0, name, right_at)
        if slip is None or right_at(ahead[:40]) >= len(name) - 2:
            return None
        # A short name is near to many words: only what is nearly all of it right counts.
        return slip if len(name) >= 9 or _one_apart(slip.found, name) else None

    def find(text: str) -> Iterator[Slip]:
        for found in word.finditer(text):
            start = found.start()
            slip = slip_at_start(text[start : start + len(name) + AROUND])
            if slip:
                yield slip._replace(start=start + slip.start, end=start + slip.end)

    return _unless_too_long(find, name)
