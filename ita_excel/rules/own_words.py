"""Rules about the office's own words for documents, on the sheet `ถ้อยคำ` (G7xx)."""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.catalogue import wording
from ita_excel.core.findings import NO_REMEDY, Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.schema.model import Wording
from ita_excel.sheets import Record
from ita_excel.sheets.wording_rows import outdated, place_at
from ita_excel.thai.blanks import is_blank
from ita_excel.thai.near import nearest

_NEAR = 75  # of 100: so alike is a name to the one that was meant
_LONGEST = 60  # letters of what may have been meant for a placeholder's name


def _own(book: Book) -> Iterator[tuple[Record[Wording], wording.WordingPlace | None]]:
    """Yield the rows in which an office wrote words of its own, with their places."""
    for record in book.reading.wording:
        if record.value.text:
            yield record, place_at(record.block, record.row)


def _placeholders(record: Record[Wording]) -> Iterator[tuple[str, str]]:
    """Yield what stands in braces: as typed, and what it is nearest to ('' where to nothing)."""
    for match in wording.PLACEHOLDER.finditer(record.value.text):
        typed = match[1]
        if wording.placeholder_named(typed) is None:
            short = len(typed) <= _LONGEST
            yield typed, (nearest(typed, wording.placeholders(), _NEAR) or "") if short else ""


@rule(
    "G701",
    Severity.ERROR,
    Text("คำในวงเล็บปีกกาไม่มีในรายการ", "a placeholder that there isn't"),
    near=Text(
        "ไม่มีคำที่แทรกได้ชื่อ “{typed}” น่าจะหมายถึง “{near}” โปรดแก้ไข",
        "there is no placeholder “{typed}”; “{near}” is probably meant: correct it",
    ),
)
def unknown_placeholders(book: Book) -> Iterator[Hit]:
    for record, _ in _own(book):
        found = [(typed, near) for typed, near in _placeholders(record) if near]
        if not found:
            continue
        text, sure = record.value.text, True
        for typed, near in found:
            others = [name for name in wording.placeholders() if name != near]
            sure = sure and nearest(typed, others, _NEAR) is None
            text = text.replace(f"{{{typed}}}", f"{{{near}}}")
        named = {key: ", ".join(dict.fromkeys(f[i] for f in found)) for i, key in enumerate(_SAID)}
        yield Hit(record.at("text"), "near", named, text if sure else NO_REMEDY, text)


_SAID = ("typed", "near")


@rule(
    "G702",
    Severity.WARNING,
    Text("วงเล็บปีกกาที่จะพิมพ์ตามที่เป็น", "braces that will be printed as they are"),
    unbalanced=Text(
        "วงเล็บปีกกาไม่ครบคู่ จะพิมพ์ตามที่เป็น โปรดเติมวงเล็บเปิดหรือปิดให้ครบ หรือลบออก",
        "braces that don't pair will be printed as they are: complete or delete them",
    ),
    no_name=Text(
        "“{typed}” ไม่ใช่คำที่แทรกได้ จะพิมพ์ตามที่เป็นพร้อมวงเล็บปีกกา โปรดเลือกคำจากคอลัมน์ คำที่แทรกได้ หรือลบวงเล็บปีกกา",
        "“{typed}” is no placeholder and will be printed as it is, braces too: pick one from the list, "
        "or delete the braces",
    ),
)
def braces(book: Book) -> Iterator[Hit]:
    for record, _ in _own(book):
        text = record.value.text
        nameless = [typed for typed, near in _placeholders(record) if not near]
        if nameless:
            typed = ", ".join(dict.fromkeys(t[:_LONGEST] for t in nameless[:3]))
            yield Hit(record.at("text"), "no_name", {"typed": typed})
        rest = wording.PLACEHOLDER.sub("", text)
        if not nameless and ("{" in rest or "}" in rest):
            yield Hit(record.at("text"), "unbalanced")


@rule(
    "G703",
    Severity.ERROR,
    Text("คำที่แทรกไม่มีค่าในเอกสารหรือย่อหน้านี้", "a placeholder that has no value in this document"),
    none=Text(
        "“{names}” ไม่มีค่าในย่อหน้านี้ของเอกสาร “{document}” โปรดใช้คำอื่นหรือลบออก",
        "“{names}” has no value in this paragraph of “{document}”: use another or delete it",
    ),
)
def without_value(book: Book) -> Iterator[Hit]:
    for record, place in _own(book):
        if place is None:
            continue
        here = wording.placeholders_of(place.document, place.paragraph)
        found = map(wording.placeholder_named, wording.PLACEHOLDER.findall(record.value.text))
        wrong = [name for name in dict.fromkeys(found) if name is not None and name not in here]
        if wrong:
            named = {"names": ", ".join(wrong), "document": record.value.document}
            yield Hit(record.at("text"), "none", named)


@rule(
    "G704",
    Severity.ERROR,
    Text("ถ้อยคำของย่อหน้าหรือเงื่อนไขที่ไม่มี", "words for a paragraph or a condition that there isn't"),
    document=Text(
        "ไม่มีเอกสารชื่อ “{typed}” ถ้อยคำนี้จึงไม่ถูกพิมพ์ โปรดเลือกจากรายการ",
        "there is no document “{typed}”, so these words are printed nowhere: pick it from the list",
    ),
    paragraph=Text(
        "เอกสาร “{document}” ไม่มีย่อหน้า “{typed}” ถ้อยคำนี้จึงไม่ถูกพิมพ์ โปรดเลือกย่อหน้าที่มีในเอกสารนั้น",
        "“{document}” has no paragraph “{typed}”, so these words are printed nowhere: pick one that it has",
    ),
    condition=Text(
        "เอกสาร “{document}” ไม่มีเงื่อนไข “{typed}” ถ้อยคำนี้จึงไม่ถูกพิมพ์ โปรดเลือกจากรายการ คั่นด้วยจุลภาค",
        "“{document}” knows no condition “{typed}”, so these words are printed nowhere: pick from the list, "
        "separated by commas",
    ),
)
def no_such_place(book: Book) -> Iterator[Hit]:
    for record, place in _own(book):
        row = record.value
        code = wording.named("document", row.document)
        if code is None:
            near = nearest(row.document, wording.names("document").values(), _NEAR)
            yield Hit(record.at("document"), "document", {"typed": row.document}, _or(near), near)
        elif place is None:
            ours = {s.paragraph for s in wording.sentences() if s.document == code}
            there = [name for c, name in wording.names("paragraph").items() if c in ours]
            near = nearest(row.paragraph, there, _NEAR)
            named = {"typed": row.paragraph, "document": row.document}
            yield Hit(record.at("paragraph"), "paragraph", named, _or(near), near)
        elif unknown := place.conditions - wording.conditions_of(code):
            named = {"typed": wording.condition_text(unknown), "document": row.document}
            yield Hit(record.at("condition"), "condition", named)


def _or(near: str | None) -> object:
    return NO_REMEDY if near is None else near


@rule(
    "G705",
    Severity.INFO,
    Text(
        "ถ้อยคำตั้งต้นเปลี่ยนไปหลังจากหน่วยงานเขียนของตนเอง",
        "the program's words changed since the office wrote its own",
    ),
    changed=Text(
        "ถ้อยคำตั้งต้นของโปรแกรมเปลี่ยนเป็น “{now}” ถ้อยคำของหน่วยงานยังคงใช้ตามเดิม โปรดดูว่ายังเหมาะสม แล้วสั่งแก้ (--fix) เพื่อรับทราบ",
        "the program's words are now “{now}”; the office's own stay: see whether they still fit, then "
        "let it be fixed (--fix) to have seen it",
    ),
)
def standard_changed(book: Book) -> Iterator[Hit]:
    for record, place in _own(book):
        now = outdated(record.block, record.row) if place else None
        if now is not None and "standard" in record.block.columns:
            yield Hit(record.at("standard"), "changed", {"now": now}, now, now)


@rule(
    "G706",
    Severity.WARNING,
    Text("ย่อหน้าที่ละไว้ไม่ได้", "a paragraph that can't be left out"),
    needed=Text(
        "ย่อหน้า “{paragraph}” ละไว้ไม่ได้ จึงใช้ถ้อยคำตั้งต้น โปรดพิมพ์ถ้อยคำ หรือลบขีดออก",
        "“{paragraph}” can't be left out, so the program's words are used: type words, or delete the dash",
    ),
)
def left_out(book: Book) -> Iterator[Hit]:
    for record, place in _own(book):
        if place and is_blank(record.value.text) and place.paragraph not in wording.MAY_BE_LEFT_OUT:
            yield Hit(record.at("text"), "needed", {"paragraph": record.value.paragraph})


@rule(
    "G707",
    Severity.ERROR,
    Text("ถ้อยคำสองแถวของย่อหน้าและเงื่อนไขเดียวกัน", "two rows of words for one paragraph and condition"),
    twice=Text(
        "แถวที่ {first} เป็นถ้อยคำของย่อหน้าและเงื่อนไขเดียวกัน แถวนี้จึงไม่ถูกใช้ โปรดลบถ้อยคำในแถวใดแถวหนึ่ง",
        "row {first} is for the same paragraph and condition, so this one isn't used: delete the words of one",
    ),
)
def twice(book: Book) -> Iterator[Hit]:
    seen: dict[wording.WordingPlace, int] = {}
    for record, place in _own(book):
        if place is None:
            continue
        first = seen.setdefault(place, record.row)
        if first != record.row:
            yield Hit(record.at("text"), "twice", {"first": first})
