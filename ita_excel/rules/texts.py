"""Rules about names in running text (X5xx): the agency, its place, its units, its years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ita_excel.findings import NO_REMEDY, Severity
from ita_excel.language import Text
from ita_excel.rules.book import Book, Place
from ita_excel.rules.engine import Hit, rule
from ita_excel.rules.misspellings import Slip, mend, near_name
from ita_excel.rules.places import district_at, province_at, subdistrict_at

# The settings that are the authority for these names.
_AUTHORITIES = frozenset({"name", "short_name", "district", "province"})

_BODIES = re.compile(r"^(องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|เมืองพัทยา)\s*")
_BODY_ANCHOR = re.compile(
    r"(?:ส่วนตำบล|เทศบาล(?:ตำบล|เมือง|นคร)|(?<![ก-๎.])(?:อบต|ท[ตมน])\.|ตำบล|(?<![ก-๎.])ต\.)\s*"
)
_DISTRICT_ANCHOR = re.compile(r"(?:อำเภอ|(?<![ก-๎.])อ\.)\s*")
_PROVINCE_ANCHOR = re.compile(r"(?:จังหวัด|(?<![ก-๎.])(?:อบ)?จ\.)\s*")


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
    for text, places in book.texts.items():
        slips: list[Slip] = []
        for find in looked_for:
            slips += (s for s in find(text) if not any(_overlap(s, t) for t in slips))
        if slips:
            yield from _hits(text, places, slips)


def _hits(text: str, places: list[Place], slips: list[Slip]) -> Iterator[Hit]:
    mended = mend(text, slips)
    context = {
        "found": ", ".join(dict.fromkeys(s.found for s in slips)),
        "meant": ", ".join(dict.fromkeys(s.meant for s in slips)),
    }
    suggestion = mended if mended != text else context["meant"]
    remedy = mended if mended != text else NO_REMEDY
    for place in places:
        if place.setting not in _AUTHORITIES:
            yield Hit(place.at, "spelled", context, remedy, suggestion)


def _overlap(a: Slip, b: Slip) -> bool:
    return a.start < b.end and b.start < a.end


Finder = Callable[[str], Iterator[Slip]]


def _own_names(book: Book) -> Iterator[Finder]:
    agency = book.agency.value
    body = _BODIES.match(agency.name)
    own = agency.name[body.end() :].strip() if body else ""
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

    return find


def _alone(name: str, right_at: Callable[[str], int]) -> Finder:
    """Return what finds a long name misspelled anywhere: its first letters right, one wrong."""
    head = re.compile(re.escape(name[:4]))

    def find(text: str) -> Iterator[Slip]:
        for found in head.finditer(text):
            slip = near_name(text, found.start(), name, right_at)
            if slip and abs(len(slip.found) - len(name)) <= 1 and _one_apart(slip.found, name):
                yield slip

    return find


def _one_apart(a: str, b: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_cutoff=1) <= 1
