"""The words around a number that say what it is, or what it isn't.

The word nearest before it counts: in `จ่ายให้นาย ก. ตามใบเสร็จเลขที่ …` it is the receipt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ita_excel.rules.personal.folding import Folded
from ita_excel.rules.personal.spans import Span

_NEAR = 60  # letters before a number in which its words are looked for

_PERSON = (
    r"ประจำตัวประชาชน|เลขประจำตัว|บัตรประ(?:จำตัว)?(?:ประ)?(?:ชาชน)?|เลขบัตร|ประชาชน|ปชช|13 ?หลัก|สิบสามหลัก"
    r"|id ?card|citizen|national ?id|identification|\b(?:thai ?)?[cp]?id(?: ?no)?\b|เลขไอดี"
    r"|(?<!ชื่อ)นาย(?!ก|ช่าง|ทะเบียน|อำเภอ|แพทย์|ทหาร|ตำรวจ|จ้าง)|(?<!แน)(?<!ปาน)นาง(?!เลิ้ง|รอง)|น\.ส\.(?! ?3)|ด\.[ชญ]\.|เด็ก(?:ชาย|หญิง)"
    r"|ผู้ป่วย|ผู้ร้อง|ผู้สูงอายุ|ผู้พิการ|คนพิการ|ผู้กู้|ผู้รับ(?:เงิน|เบี้ย|สิทธิ)|ผู้เช่า|ผู้ถือบัตร|ผู้ยื่น|ผู้สมัคร|บิดา|มารดา|บุตร|รายชื่อ"
)
_NUMBERED = r"(?:\s?(?:เลขที่|หมายเลข|รหัส|no\b\.?))?"  # บัตรประชาชนเลขที่ …
_TELEPHONE = (
    r"โทร|มือถือ|เบอร์|ติดต่อ|ประสาน|สอบถาม|สายตรง|วอตส์แอป|ไลน์|แจ้งเหตุ"
    r"|\btel\b|phone|mobile|\bcell|\bcall|contact|whats ?app|\bline\b|\bmob"
)
_HOME = r"(?:โทรศัพท์|เบอร์|โทร\.?)\s?(?:ที่)?บ้าน|home phone"
_BANKS = (
    r"ธ\.\s?(?:ก\.?ส|กรุง|ออม|กสิกร|ไทย|ทหาร|อาคาร|อิสลาม)|ธกส|กรุงไทย|กรุงเทพ(?!ม)|กรุงศรี|กสิกร|ไทยพาณิชย์|ออมสิน"
    r"|ทหารไทย|ทีทีบี|อาคารสงเคราะห์|ธอส|เกียรตินาคิน|ซีไอเอ็มบี|ยูโอบี|\b(?:ttb|ktb|scb|bbl|kbank|gsb|baac|bay|uob)\b"
)
_BANK = (
    r"เลขที่บัญชี|เลขบัญชี|หมายเลขบัญชี|บัญชี(?:เงินฝาก)?\s?เลขที่|บัญชี(?:ธนาคาร|เงินฝาก|ออมทรัพย์|กระแสรายวัน)|ออมทรัพย์|เข้าบัญชี|โอนเงิน|ชื่อบัญชี"
    r"|บัญชี(?=\s*(?:[:=]|นาย|นาง|ของ|ธ\.|ธนาคาร|$))|พร้อมเพย์|prompt ?pay|bank account|account (?:no|number)|\ba/?c\b|\bacc(?:t|ount)?\b"
    rf"|ธนาคาร(?!ขยะ|น้ำ|เลือด|เมล็ด|ปู|ข้าว|ความดี|เวลา)|{_BANKS}|บัตรเครดิต|บัตรเดบิต|credit card"
)
_PAPER = (
    r"ใบเสร็จ|เล่มที่|เลขที่|ใบส่งของ|ใบแจ้งหนี้|ใบสั่งซื้อ|ใบสั่งจ้าง|ใบกำกับ|ใบสำคัญ|ใบอนุญาต|ใบเบิก|สัญญา|ฎีกา|เช็ค|เลขรับ|คำขอ"
    r"|e-?gp|อีจีพี|จัดซื้อจัดจ้างภาครัฐ|รหัส(?!ประจำตัว|บัตร|ประชาชน)[ก-๙]{0,20}|ครุภัณฑ์|สินทรัพย์|เลขคุม|ทะเบียน(?!ราษฎร|บ้าน)"
    r"|แยกประเภท|ผังบัญชี|บาร์โค้ด|barcode|isbn|issn|\bean\b|gtin|imei|\bserial|s/n|ซีเรียล|tracking|\bems\b|invoice|receipt|\bp[or]\b|\bref\b|อ้างอิง"
    r"|มิเตอร์|หมายเลข(?:เครื่อง|งาน|พัสดุ|เอกสาร|คำขอ|สัญญา|ครุภัณฑ์|ผู้ใช้|โครงการ|สินค้า)|เครื่องหมายเลข|\bdoc(?:ument)?(?: ?no)?\b|gfmis"
    r"|โฉนด|น\.ส\. ?3|ระวาง|ผู้ใช้น้ำ|ผู้ใช้ไฟ|\bcode\b|\bno\b|โครงการที่|สารบบ|คดี|\bproject(?: ?id)?\b"
)
_MONEY = r"งบประมาณ|วงเงิน|จำนวนเงิน|เป็นเงิน|ราคา|มูลค่า|ยอดเงิน|ยอดรวม|รวมเงิน|รวมทั้งสิ้น|รายได้|รายจ่าย|รายรับ|เงินสะสม|budget|total|จำนวน"
_AMOUNT = re.compile(
    r"\s{0,3}(?:,-|\.-|บาท|ล้าน|แสน|พัน|หมื่น|สตางค์|ดอลลาร์|คะแนน|หน่วย|ครั้ง|ราย(?!งาน|ชื่อ)|คน|ฉบับ|เล่ม|กิโล|ลิตร|ลบ\.|ตร\.|ตาราง|%"
    r"|ร้อยละ|ไร่|ชิ้น|ชุด|บิต|ไบต์|เมตร|ครัวเรือน|THB|baht|bytes?\b)",
    re.IGNORECASE,
)
# Looked for in small letters: without re.IGNORECASE the search leaps to where a word can begin.
_WORDS = re.compile(
    f"(?P<home>{_HOME})|(?P<bank>{_BANK})|(?P<telephone>{_TELEPHONE})"
    f"|(?P<person>(?:{_PERSON}){_NUMBERED})|(?P<paper>{_PAPER})|(?P<money>{_MONEY})"
)
_NAMES_BANK = re.compile(_BANK)
_BANK_AFTER = re.compile(rf"[ (,/-]{{0,3}}(?:ธนาคาร(?!ขยะ)|{_BANKS})", re.IGNORECASE)
# What the name of a query's field says in a web address.
_FIELD = re.compile(r"([A-Za-z_]{1,30})=[^=&?]{0,20}$")
_OF_PAPERS = frozenset(
    ["fbid", "story_fbid", "ts", "t", "time", "timestamp", "v", "ver", "rev", "_", "projectid",
     "project_id", "project", "egp", "doc", "docid", "order", "ref", "set"]
)  # fmt: skip
_OF_PROCUREMENT = re.compile(r"gprocurement\.go\.th", re.IGNORECASE)
_TELLS_TELEPHONE = re.compile(
    r"(?:tel:|wa\.me/|(?:tel|phone|mobile|telno|mobileno|tel_no)=|/ti/p/~?)[ +(]{0,3}$",
    re.IGNORECASE,
)


class Cue(NamedTuple):
    """What a word says: home, bank, telephone, person, paper or money; '' for nothing.

    `word` is the word, `gap` the number of letters between it and the number.
    """

    kind: str = ""
    word: str = ""
    gap: int = 0


NO_CUE = Cue()


def cue(plain: Folded, place: int) -> Cue:
    """Return what the nearest word before `place` says."""
    said = cues(plain, place)
    return said[-1] if said else NO_CUE


def cues(plain: Folded, place: int) -> Sequence[Cue]:
    """Return what the words before `place` say, the nearest last."""
    link = plain.link_at(place)
    if link:
        return _in_link(plain, link, place)
    near = plain.text[max(0, place - _NEAR) : place].lower()
    head, line_end, line = near.rpartition("\n")
    # Another line speaks of something else, unless it is a label over the number.
    if line_end and not line.strip(" -.:("):
        line = f"{head.rpartition(line_end)[2]}\n{line}"
    return _said(line)


@lru_cache(maxsize=4096)
def _said(line: str) -> tuple[Cue, ...]:
    return tuple(
        Cue(str(found.lastgroup), found[0], len(line) - found.end())
        for found in _WORDS.finditer(line)
    )


def is_amount(plain: Folded, end: int) -> bool:
    """Whether a unit follows: baht, pieces, people."""
    return _AMOUNT.match(plain.text, end) is not None


def names_bank(plain: Folded) -> bool:
    """Whether a bank or an account is spoken of at all."""
    return _NAMES_BANK.search(plain.text.lower()) is not None


def bank_follows(plain: Folded, end: int) -> bool:
    """Whether a bank is named right after."""
    return _BANK_AFTER.match(plain.text, end) is not None


def _in_link(plain: Folded, link: Span, place: int) -> list[Cue]:
    before = plain.text[max(link.start, place - 40) : place]
    if _TELLS_TELEPHONE.search(before):
        return [Cue("telephone")]
    if _OF_PROCUREMENT.search(plain.text, link.start, min(link.end, link.start + 80)):
        return [Cue("paper")]
    field = _FIELD.search(before)
    return [Cue("paper")] if field and field[1].lower() in _OF_PAPERS else []
