"""Rules that are asked only before a paper is signed (L9xx): what of a draft is still open is no fault.

Each names the cell to correct. What the check of the workbook finds as well (the letter's number, its
date, foreign letters, names) is taken from there: see `ready_to_sign`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book, said
from ita_excel.schema.model import Role, Round
from ita_excel.sheets.scoring import scores
from ita_excel.thai.blanks import is_blank, says_none
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import compare_form, same

_YEAR = re.compile(r"(?<![0-9])25[0-9]{2}(?![0-9])")
_EXTENSION = re.compile(r"ต่อ.*|-\s?[0-9]{1,2}\s*$", re.DOTALL)
_WORDS_FOR_PHONE = ("โทรศัพท์", "โทรสาร", "โทร.", "โทร")


@rule(
    "L901",
    Severity.WARNING,
    Text(
        "หมายเลขโทรศัพท์ในบันทึกไม่มีหรือไม่ถูกต้อง", "no telephone number in the memo, or none that can be"
    ),
    none=Text(
        "ยังไม่มีหมายเลขโทรศัพท์ของส่วนราชการเจ้าของเรื่อง โปรดกรอก เช่น ๐ ๗๗๓๘ ๑๒๓๔",
        "the unit that writes has no telephone number: enter it, e.g. ๐ ๗๗๓๘ ๑๒๓๔",
    ),
    form=(
        Text(
            "“{typed}” ไม่ใช่หมายเลขโทรศัพท์ที่เป็นไปได้ โปรดตรวจ เช่น ๐ ๗๗๓๘ ๑๒๓๔",
            "“{typed}” can't be a telephone number: check it, e.g. ๐ ๗๗๓๘ ๑๒๓๔",
        ),
        Severity.ERROR,
    ),
)
def telephone(book: Book) -> Iterator[Hit]:
    typed = book.agency.value.phone
    if is_blank(typed):
        yield Hit(book.agency.at("phone"), "none")
    elif not _is_phone(typed):
        yield Hit(book.agency.at("phone"), "form", {"typed": typed})


def _is_phone(typed: str) -> bool:
    """Whether the first number is one of Thailand's (9 or 10 digits), a hotline, or an extension."""
    first = re.split(r"[,;/\n]|และ|โทรสาร", to_arabic(typed), maxsplit=1)[0]
    for word in _WORDS_FOR_PHONE:
        first = first.replace(word, "")
    first = _EXTENSION.sub("", first)
    digits = "".join(c for c in first if c.isdigit())
    if any(c.isalpha() for c in first):
        return False
    if digits.startswith("66"):
        return len(digits) in (10, 11)
    if digits.startswith("0"):
        return len(digits) in (9, 10)
    return 3 <= len(digits) <= 6


@rule(
    "L902",
    Severity.WARNING,
    Text("รูปแบบเลขที่หนังสือผิดปกติ", "a letter's number of an unusual form"),
    form=Text(
        "เลขที่หนังสือ “{typed}” ไม่มีอักษรย่อและรหัสหน่วยงานหน้าเครื่องหมาย / โปรดตรวจ เช่น สฎ ๗๒๗๐๑/๑๒๓",
        "the letter's number “{typed}” has no letters and digits of the office before the stroke: "
        "check it, e.g. สฎ ๗๒๗๐๑/๑๒๓",
    ),
    latin=(
        Text(
            "เลขที่หนังสือ “{typed}” มีอักษรอังกฤษ ({letters}) โปรดพิมพ์ด้วยอักษรและเลขไทย เช่น สฎ ๗๒๗๐๑/๑๒๓",
            "the letter's number “{typed}” holds Latin letters ({letters}): type it with Thai "
            "letters, e.g. สฎ ๗๒๗๐๑/๑๒๓",
        ),
        Severity.ERROR,
    ),
)
def number_form(book: Book) -> Iterator[Hit]:
    typed = book.agency.value.letter_number
    if not said(typed):
        return
    at, head = book.agency.at("letter_number"), to_arabic(typed).split("/")[0]
    latin = [c for c in typed if c.isascii() and c.isalpha()]
    if latin:
        yield Hit(at, "latin", {"typed": typed, "letters": ", ".join(dict.fromkeys(latin))})
    elif not re.search(r"[ก-ฮ]", head) or not re.search(r"[0-9]{3}", head):
        yield Hit(at, "form", {"typed": typed})


_ROUNDS = re.compile(r"(?<![0-9])(6|12|หก|สิบสอง)\s*+เดือน")
_OF_ROUND = {"6": Round.SIX, "หก": Round.SIX, "12": Round.TWELVE, "สิบสอง": Round.TWELVE}


@rule(
    "L903",
    Severity.ERROR,
    Text("เรื่องของบันทึกไม่ตรงกับชื่อรายงาน", "the memo's subject against the report's title"),
    year=Text(
        "เรื่องกล่าวถึงปี {found} แต่รายงานเป็นผลการดำเนินการของปี {year} โปรดแก้ให้ตรงกัน",
        "the subject speaks of {found}, the report of the results of {year}: make them agree",
    ),
    round=Text(
        "เรื่องกล่าวถึงรอบ {found} แต่รายงานเป็นของรอบ {round} โปรดแก้ให้ตรงกัน",
        "the subject speaks of the round {found}, the report is of {round}: make them agree",
    ),
    no_year=(
        Text(
            "เรื่องของบันทึกไม่ได้บอกปีงบประมาณ แต่รายงานเป็นของปี {year} โปรดเติมปี",
            "the subject names no year, the report is of {year}: add it",
        ),
        Severity.WARNING,
    ),
    kind=(
        Text(
            "เรื่องของบันทึกไม่ได้บอกว่าเป็นการรายงานผล แต่สิ่งที่เสนอคือรายงานผล โปรดตรวจเรื่อง",
            "the subject doesn't say that results are reported, which is what the memo lays before "
            "the head: check it",
        ),
        Severity.WARNING,
    ),
)
def subject_and_title(book: Book) -> Iterator[Hit]:
    subject, year = book.agency.value.subject, book.results_year
    if not said(subject):
        return
    at, text = book.agency.at("subject"), to_arabic(subject)
    years = list(dict.fromkeys(_YEAR.findall(text)))
    if year and not years:
        yield Hit(at, "no_year", {"year": year.year})
    elif year and str(year.year) not in years:
        yield Hit(at, "year", {"found": ", ".join(years), "year": year.year})
    rounds = [_OF_ROUND[name] for name in _ROUNDS.findall(text)]
    if rounds and book.round and book.round not in rounds:
        named = ", ".join(dict.fromkeys(r.value for r in rounds))
        yield Hit(at, "round", {"found": named, "round": book.round.value})
    if "ผล" not in text and "รายงาน" not in text:
        yield Hit(at, "kind")


_COUNTED = re.compile(r"[0-9]\s*+(?:ชุด|ฉบับ|เล่ม|แผ่น|หน้า|ไฟล์|รายการ|เรื่อง)")
_THINGS = re.compile(r"(?m)^\s*+[0-9]{1,2}\s*+[.)]")


@rule(
    "L904",
    Severity.WARNING,
    Text("สิ่งที่ส่งมาด้วยไม่ตรงกับเอกสารที่แนบ", "what a memo encloses against what goes with it"),
    none=Text(
        "บันทึกไม่ได้บอกว่ามีสิ่งที่ส่งมาด้วย แต่รายงานผลเสนอไปพร้อมกัน โปรดกรอก เช่น รายงานผล จำนวน ๑ ชุด",
        "the memo names no enclosure, and the report goes with it: enter it, e.g. รายงานผล จำนวน ๑ ชุด",
    ),
    uncounted=Text(
        "สิ่งที่ส่งมาด้วยไม่ได้บอกจำนวน โปรดเติม เช่น จำนวน ๑ ชุด",
        "the enclosure isn't counted: add how many, e.g. จำนวน ๑ ชุด",
    ),
    more=Text(
        "บันทึกบอกสิ่งที่ส่งมาด้วย {n} รายการ แต่เอกสารที่ทำไปพร้อมกันคือรายงานผลฉบับเดียว โปรดแนบรายการอื่นให้ครบ หรือแก้ข้อความ",
        "the memo names {n} enclosures, and only the report is made with it: put the others with it, "
        "or correct the text",
    ),
    year=(
        Text(
            "สิ่งที่ส่งมาด้วยกล่าวถึงปี {found} แต่รายงานเป็นผลของปี {year} โปรดแก้ให้ตรงกัน",
            "the enclosures speak of {found}, the report of the results of {year}: make them agree",
        ),
        Severity.ERROR,
    ),
    not_made=Text(
        "บันทึกส่ง “{paper}” ไปด้วย แต่ยังไม่ได้ทำเอกสารนั้น โปรดทำแล้วแนบ",
        "the memo goes with “{paper}”, which wasn't made yet: make it and enclose it",
    ),
)
def enclosures(book: Book) -> Iterator[Hit]:
    at, typed = book.agency.at("enclosures"), book.agency.value.enclosures
    if says_none(typed):
        yield Hit(at, "none")
        return
    text, year = to_arabic(typed), book.results_year
    if not _COUNTED.search(text):
        yield Hit(at, "uncounted")
    things = len(_THINGS.findall(text))
    if things > 1:
        yield Hit(at, "more", {"n": things})
    years = list(dict.fromkeys(_YEAR.findall(text)))
    if year and years and str(year.year) not in years:
        yield Hit(at, "year", {"found": ", ".join(years), "year": year.year})


@rule(
    "L905",
    Severity.WARNING,
    Text(
        "ลำดับความเห็นยังไม่ครบถึงผู้ที่บันทึกเรียนถึง",
        "the opinions' chain doesn't reach whom the memo addresses",
    ),
    nobody=(
        Text(
            "ไม่มีผู้ให้ความเห็น บันทึกจึงไม่มีที่ให้ผู้บริหารสั่งการ โปรดเพิ่มแถวที่บทบาทเป็น “{role}”",
            "nobody gives an opinion, so the memo has no place for the head's order: add rows with the "
            "role “{role}”",
        ),
        Severity.ERROR,
    ),
    head=Text(
        "บันทึกเรียน “{to}” แต่ความเห็นลำดับสุดท้ายเป็นของ “{last}” โปรดเพิ่มหรือเรียงลำดับผู้ลงนามให้ถึงผู้ที่เรียนถึง",
        "the memo addresses “{to}”, the last opinion is that of “{last}”: add the head, or put the "
        "signatories in order",
    ),
    order=Text(
        "ผู้ลงนามหลายคนมีลำดับ {order} เหมือนกัน โปรดใส่ลำดับให้ต่างกัน",
        "several signatories have the place {order}: number them apart",
    ),
)
def opinions(book: Book) -> Iterator[Hit]:
    people = book.reading.signatories
    if not people:  # A205
        return
    seen: set[str] = set()
    for person in people:
        place = as_text(person.value.order)
        if place in seen:
            yield Hit(person.at("order"), "order", {"order": place or "-"})
            break
        seen.add(place)
    chain = [p for p in people if not same(p.value.role, Role.PROPOSER.value)]
    if not chain:
        yield Hit(people[0].at("role"), "nobody", {"role": Role.OPINION.value})
        return
    last = max(chain, key=lambda p: _place(p.value.order))
    to = book.agency.value.to
    if said(to) and said(last.value.position) and not _is_of(to, last.value.position):
        context = {"to": to, "last": last.value.position}
        yield Hit(last.at("position"), "head", context)


def _place(order: object) -> float:
    return float(order) if isinstance(order, (int, float)) else float("inf")


_TITLE = 4  # letters by which a post is known: นายก, ผู้อำ, อธิก


def _is_of(to: str, position: str) -> bool:
    """Whether who holds a position is whom a memo addresses; acting for them counts."""
    wanted, held = compare_form(to).replace(" ", ""), compare_form(position).replace(" ", "")
    return wanted[:_TITLE] in held


@rule(
    "L906",
    Severity.ERROR,
    Text("ยังไม่มีคะแนนที่รายงานการวิเคราะห์ใช้", "scores that the analysis needs are missing"),
    missing=Text(
        "ยังไม่มีคะแนนของตัวชี้วัด {n} ตัวจาก ๑๐ ({numbers}) โปรดกรอกก่อนลงนามรายงานการวิเคราะห์",
        "{n} of the ten indicators have no score ({numbers}): enter them before the analysis is signed",
    ),
)
def scores_there(book: Book) -> Iterator[Hit]:
    if book.lacks(schema.SCORES, "score"):
        return
    without = [one for one in scores(book.reading).indicators if one.score is None]
    if not without:
        return
    record = next((one.record for one in without if one.record), None)
    at = record.at("score") if record else None
    numbers = ", ".join(str(one.number) for one in without)
    yield Hit(at, "missing", {"n": len(without), "numbers": numbers})


@rule(
    "L907",
    Severity.WARNING,
    Text("ปีในที่ต่าง ๆ ไม่ตรงกัน", "places that say the year don't agree"),
    analysed=Text(
        "นำผลประเมินปี {analysed} มาวิเคราะห์ แต่แผนเป็นของปี {year} ซึ่งปกติวิเคราะห์ผลของปี {usual} โปรดตรวจปี",
        "the result of {analysed} is analysed; a plan of {year} usually goes by that of {usual}: check "
        "the year",
    ),
    results=(
        Text(
            "ผลการดำเนินการเป็นของปี {results} แต่แผนเป็นของปี {year} ผลเป็นของปีเดียวกันหรือปีก่อนหน้าเท่านั้น โปรดตรวจปี",
            "the results are those of {results}, the plan that of {year}; they can only be of that year "
            "or of the one before: check the years",
        ),
        Severity.ERROR,
    ),
    last_file=Text(
        "ชื่อไฟล์ของปีก่อน “{name}” บอกปี {found} แต่ผลการดำเนินการเป็นของปี {year} โปรดตรวจว่าเป็นไฟล์ที่ถูกต้อง",
        "last year's file “{name}” says {found}, the results are those of {year}: check that it is the "
        "right one",
    ),
    own_file=Text(
        "ชื่อไฟล์ “{name}” บอกปี {found} แต่สมุดงานเป็นของปี {year} โปรดเปลี่ยนชื่อไฟล์หรือแก้ปี",
        "the file is called “{name}”, which says {found}, and its fiscal year is {year}: rename it, or "
        "correct the year",
    ),
)
def years_agree(book: Book) -> Iterator[Hit]:
    agency = book.agency.value
    year, analysed, results = agency.fiscal_year, agency.analysed_year, agency.results_year
    if year is None:
        return
    if analysed and analysed.year < year.year - 1:
        context = {"analysed": analysed.year, "year": year.year, "usual": year.year - 1}
        yield Hit(book.agency.at("analysed_year"), "analysed", context)
    if results and results.year not in (year.year, year.year - 1):
        context = {"results": results.year, "year": year.year}
        yield Hit(book.agency.at("results_year"), "results", context)
        return
    found = years_in_name(agency.last_year_file)
    if results and found and str(results.year) not in found:
        name = re.split(r"[/\\]", agency.last_year_file)[-1]
        told = {"name": name, "found": ", ".join(found), "year": results.year}
        yield Hit(book.agency.at("last_year_file"), "last_file", told)


def years_in_name(path: str) -> list[str]:
    """Return the years พ.ศ. that the name of a file says, in order."""
    return list(dict.fromkeys(_YEAR.findall(to_arabic(re.split(r"[/\\]", path)[-1]))))


_LATIN = re.compile(r"(?<=[ก-ฮะ-์])[A-Za-z](?=[ก-ฮะ-์])|(?<=[๐-๙])[OoIl]|[OoIl](?=[๐-๙])")


@rule(
    "L908",
    Severity.WARNING,
    Text("อักษรอังกฤษที่น่าจะเป็นอักษรหรือเลขไทย", "a Latin letter where a Thai letter or digit is meant"),
    latin=Text(
        "มีอักษรอังกฤษ ({letters}) อยู่ในคำหรือเลขไทย โปรดพิมพ์ใหม่ด้วยแป้นพิมพ์ไทย",
        "Latin letters ({letters}) stand inside a Thai word or number: type it again with the Thai "
        "keyboard",
    ),
)
def latin_for_thai(book: Book) -> Iterator[Hit]:
    for text, places in book.texts.items():
        letters = () if text.isascii() else _LATIN.findall(text)
        if letters:
            for place in places:
                if place.setting != "letter_number":  # L902
                    yield Hit(place.at, "latin", {"letters": ", ".join(dict.fromkeys(letters))})
