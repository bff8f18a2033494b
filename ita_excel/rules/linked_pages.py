"""Rules about web addresses that are evidence (E811–E815): what answered when they were asked.

Nothing is found where nobody asked: that is done on a person's wish only (`Book.pages`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.evidence_facts import PageFacts, PageProblem
from ita_excel.rules.evidence_years import YearsAsked, asks_for_earlier, judged
from ita_excel.schema.model import Result
from ita_excel.sheets import Record
from ita_excel.sheets.address_shapes import addresses_of
from ita_excel.thai.digits import to_arabic

_CODE = re.compile(r"(?<![A-Za-z0-9])O\s?-?\s?([1-9]\d?)(?![\d.])")
_TITLE = 20  # letters: shorter ones (ข่าวประชาสัมพันธ์) are names of menus on every site
_FILE = (
    PageProblem.OTHER_KIND,
    PageProblem.SERVED_AS_PAGE,
    PageProblem.DAMAGED,
    PageProblem.LOCKED,
)


@rule(
    "E811",
    Severity.WARNING,
    Text(
        "ลิงก์หลักฐานเปิดไม่ได้ (ตรวจด้วย --online)",
        "a link of evidence that doesn't open (with --online)",
    ),
    each=("address",),
    gone=Text(
        "ไม่มีหน้า {address} แล้ว ({detail}) โปรดใส่ที่อยู่ปัจจุบัน หรือเผยแพร่ใหม่",
        "there is no page {address} any more ({detail}): give its present address, or publish it again",
    ),
    no_host=Text(
        "ไม่พบเซิร์ฟเวอร์ {detail} ของ {address} โปรดตรวจชื่อเว็บไซต์ (และอินเทอร์เน็ตของเครื่องนี้)",
        "there is no server {detail}, of {address}: check the site's name (and this computer's "
        "connection)",
    ),
    no_answer=Text(
        "เซิร์ฟเวอร์ {detail} ไม่ตอบที่ {address} โปรดเปิดดูในเบราว์เซอร์ หากเปิดไม่ได้ให้แจ้งผู้ดูแลเว็บไซต์",
        "the server {detail} doesn't answer at {address}: open it in a browser; if it fails, inform "
        "who keeps the site",
    ),
    too_slow=(
        Text(
            "{address} ตอบช้าเกินกำหนด จึงตรวจไม่ได้ โปรดเปิดดูในเบราว์เซอร์",
            "{address} took too long to answer and wasn't checked: open it in a browser",
        ),
        Severity.INFO,
    ),
    refused=(
        Text(
            "{address} ไม่ให้โปรแกรมตรวจ ({detail}) โปรดเปิดดูในหน้าต่างส่วนตัวของเบราว์เซอร์",
            "{address} refuses to be checked by a program ({detail}): open it in a private window",
        ),
        Severity.INFO,
    ),
    fault=(
        Text(
            "เซิร์ฟเวอร์ของ {address} ขัดข้อง ({detail}) โปรดตรวจอีกครั้งภายหลัง หากยังขัดข้องให้แจ้งผู้ดูแลเว็บไซต์",
            "the server of {address} has a fault ({detail}): check again later, and inform who keeps "
            "the site if it stays",
        ),
        Severity.INFO,
    ),
    certificate=Text(
        "เบราว์เซอร์จะเตือนว่า {address} ไม่ปลอดภัย (ใบรับรองใช้ไม่ได้: {detail}) โปรดแจ้งผู้ดูแลเว็บไซต์",
        "browsers warn of {address} (its certificate isn't valid: {detail}): inform who keeps the site",
    ),
    loop=Text(
        "{address} ส่งต่อวนไปมาไม่สิ้นสุด โปรดแจ้งผู้ดูแลเว็บไซต์",
        "{address} redirects without end: inform who keeps the site",
    ),
    inside=Text(
        "{address} นำไปยังเครือข่ายภายใน ({detail}) จึงไม่เปิด โปรดใส่ที่อยู่ที่ประชาชนเปิดได้",
        "{address} leads into an internal network ({detail}) and wasn't opened: give an address that "
        "everybody can open",
    ),
    front_page=Text(
        "{address} ถูกส่งต่อไปหน้าแรกของเว็บไซต์ หน้าที่อ้างถึงคงไม่มีแล้ว โปรดใส่ที่อยู่ปัจจุบัน",
        "{address} leads to the site's front page, so the page itself is probably gone: give its "
        "present address",
    ),
    empty=Text(
        "{address} เปิดได้แต่ว่างเปล่า โปรดเผยแพร่ใหม่",
        "{address} opens and is empty: publish it again",
    ),
)
def link_does_not_open(book: Book) -> Iterator[Hit]:
    for result, field, address, facts in _asked(book):
        problem = facts.problem
        if problem and problem not in _FILE and problem is not PageProblem.LOGIN:
            context = {"address": unquote(address), "detail": facts.detail}
            yield Hit(result.at(field), problem.value, context)


@rule(
    "E812",
    Severity.WARNING,
    Text(
        "ลิงก์หลักฐานต้องเข้าสู่ระบบ (ตรวจด้วย --online)",
        "a link of evidence that asks to log in (with --online)",
    ),
    each=("address",),
    login=Text(
        "{address} ต้องเข้าสู่ระบบก่อนจึงจะเห็น ผู้ตรวจและประชาชนเปิดไม่ได้ โปรดตั้งให้ทุกคนที่มีลิงก์เปิดดูได้ หรือเผยแพร่บนเว็บไซต์",
        "{address} asks to log in, so nobody else can see it: share it with everybody who has the "
        "link, or publish it on the website",
    ),
)
def link_asks_to_log_in(book: Book) -> Iterator[Hit]:
    for result, field, address, facts in _asked(book):
        if facts.problem is PageProblem.LOGIN:
            yield Hit(result.at(field), "login", {"address": unquote(address)})


@rule(
    "E813",
    Severity.WARNING,
    Text(
        "ลิงก์หลักฐานเป็นของปีอื่น (ตรวจด้วย --online)",
        "a link of evidence of another year (with --online)",
    ),
    each=("address", "said"),
    last_year=Text(
        "{address} ระบุปี พ.ศ. {said} เท่านั้น ไม่มีปีหรือวันที่ของปีงบประมาณที่รายงาน โปรดตรวจว่าใส่ลิงก์ของปีก่อนหรือไม่",
        "{address} names the year {said} only, and neither the year reported nor a day of it: check "
        "whether it is last year's page",
    ),
    before=(
        Text(
            "เอกสารที่ {address} จัดทำเมื่อ {said} ก่อนเริ่มปีงบประมาณที่รายงาน โปรดตรวจว่าเป็นเอกสารของปีนี้",
            "the document at {address} was made on {said}, before the year reported began: check that "
            "it is this year's",
        ),
        Severity.INFO,
    ),
)
def page_of_another_year(book: Book) -> Iterator[Hit]:
    years = YearsAsked.of(book)
    if years is None:
        return
    for result, field, address, facts in _asked(book):
        if facts.problem:
            continue
        name = f"{facts.title} {_last_part(address)}"
        found = judged(years, name, facts.years, facts.days, facts.made)
        if found is None or found.how == "after":
            continue
        action = book.plan_by_key.get(result.value.action_key)
        row = action.value if action else None
        if found.how == "before" or not asks_for_earlier(row, result.value, found.said):
            context = {"address": unquote(address), "said": found.said}
            yield Hit(result.at(field), found.how, context)


@rule(
    "E814",
    Severity.WARNING,
    Text(
        "ลิงก์หลักฐานเป็นของข้ออื่น (ตรวจด้วย --online)",
        "a link of another item's evidence (with --online)",
    ),
    each=("address",),
    coded=Text(
        "{address} เป็นหน้าของข้อ {found} (“{title}”) แต่วิธีการนี้ตอบข้อ {items} โปรดตรวจลิงก์",
        "{address} is the page of {found} (“{title}”), while this action serves {items}: check the link",
    ),
    titled=(
        Text(
            "{address} มีชื่อว่า “{title}” ซึ่งเป็นข้อ {found} แต่วิธีการนี้ตอบข้อ {items} โปรดตรวจลิงก์",
            "{address} is called “{title}”, which is {found}, while this action serves {items}: check "
            "the link",
        ),
        Severity.INFO,
    ),
)
def page_of_another_item(book: Book) -> Iterator[Hit]:
    year = book.rows_year
    if year is None:
        return
    known = {item.code: item.title for item in book.listed(year)}
    for result, field, address, facts in _asked(book):
        action = book.plan_by_key.get(result.value.action_key)
        own = action.value.items if action else ()
        if facts.problem or not own or not facts.title:
            continue
        variant, found = _other_item(facts.title, own, known)
        if found:
            context = {
                "address": unquote(address), "found": found, "title": facts.title[:80],
                "items": ", ".join(own),
            }  # fmt: skip
            yield Hit(result.at(field), variant, context)


@rule(
    "E815",
    Severity.WARNING,
    Text(
        "ไฟล์ที่ลิงก์หลักฐานไม่ตรงชนิดหรือเสียหาย (ตรวจด้วย --online)",
        "a linked file that is damaged or of another kind (with --online)",
    ),
    each=("address",),
    other_kind=Text(
        "{address} ควรเป็นไฟล์ แต่เซิร์ฟเวอร์ส่งหน้าเว็บมาแทน ไฟล์คงไม่อยู่แล้ว โปรดตรวจลิงก์",
        "{address} should be a file, and the server gives a web page instead: the file is probably "
        "gone, check the link",
    ),
    served_as_page=(
        Text(
            "เซิร์ฟเวอร์ส่งไฟล์ {address} โดยบอกว่าเป็นหน้าเว็บ เบราว์เซอร์อาจแสดงเป็นอักขระที่อ่านไม่ได้ โปรดแจ้งผู้ดูแลเว็บไซต์",
            "the server calls the file {address} a web page, so browsers may show signs that nobody "
            "can read: inform who keeps the site",
        ),
        Severity.INFO,
    ),
    damaged=Text(
        "ไฟล์ที่ {address} เสียหาย เปิดไม่ได้ โปรดเผยแพร่ใหม่จากต้นฉบับ",
        "the file at {address} is damaged and can't be opened: publish it again from the original",
    ),
    locked=Text(
        "ไฟล์ที่ {address} ตั้งรหัสผ่านไว้ โปรดเผยแพร่ฉบับที่ไม่ตั้งรหัสผ่าน",
        "the file at {address} needs a password: publish it without one",
    ),
)
def linked_file_unreadable(book: Book) -> Iterator[Hit]:
    for result, field, address, facts in _asked(book):
        if facts.problem in _FILE and facts.problem:
            yield Hit(result.at(field), facts.problem.value, {"address": unquote(address)})


def _asked(book: Book) -> Iterator[tuple[Record[Result], str, str, PageFacts]]:
    """Yield each address that was asked: its row, the field in which it stands, what it gave."""
    if book.pages is None:
        return
    for result in (*book.results, *book.reading.unit_rows):
        if (result.row, "evidence") in book.joint_cells:
            continue
        for field, address in addresses_of(result.value):
            facts = book.pages(address)
            if facts is not None:
                yield result, field, address, facts


def _last_part(address: str) -> str:
    return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])


def _other_item(title: str, own: tuple[str, ...], known: dict[str, str]) -> tuple[str, str]:
    """Return the item that a page's title names instead of the row's own, and how; '' for none."""
    codes = {f"O{number}" for number in _CODE.findall(to_arabic(title))}
    if codes:
        wrong = not codes & set(own) and codes <= known.keys() and len(codes) == 1
        return "coded", codes.pop() if wrong else ""
    said = "".join(title.split())
    named = {code for code, name in known.items() if name and "".join(name.split()) in said}
    if named & set(own):
        return "titled", ""
    others = [code for code in named if len(known[code]) >= _TITLE]
    return "titled", max(others, key=lambda code: len(known[code]), default="")
