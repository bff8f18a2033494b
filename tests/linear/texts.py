"""Texts as long as a cell can hold, each of a kind that some search could choke on."""

from __future__ import annotations

import itertools

LONGEST = 32_767  # characters of a cell in Excel

# Repeated to any length. Words and signs of the field, alone and in pairs.
UNITS: tuple[str, ...] = (
    "ก", "ก ", "a", "a ", "1", "๑", "1 ", "12 ", "0", " ", "\t", "\n", "\u00a0", " \n", "-", " - ", "- ", ".", "..", ",", ", ", "/",
    "กกก/", "กข/กค,", "(", ")", "“", "\"", "@", " @", "a@", "a@a.", "@a", ".a", "a.", "a-", "://", "http", "http://", "https://a.",
    "www.", "htp:", "w", "เ", "เเ", "ํ", "ำ", "ํา", "่", "ก่", "ิ่", "่ิ", "ะ", "ๆ", "ฯ", "ฯลฯ", "การ", "ที่", "กา", "อ", "อบต.", "อปต.", "กอง",
    "กองคลัง", "กองคลัง,", "กองคลัง ", "สำนักปลัด", "สำนักปลัด/", "ทุกส่วน/กอง", "ทุกกอง", "ทุกกอง/", "นิติกร ", "นิติกร", "นัก", "งาน", "งานก ", "และ", "กและ",
    "ให้กอง", "ให้", "ต.ค. ", "ต.ค.", "ต.ค. ๖๔ - ก.ย. ๖๕ ", "ต.ค. 64 - ", "ปี", "ปีงบประมาณ", "ปีงบประมาณ พ.ศ.", "ปีงบประมาณ 2560 ", "พ.ศ. ", "เดือน", "วันที่",
    "ไตรมาส", "ไตรมาส 1", "1/10/64 ", "1/10/64,", "ตั้งแต่", "ม", "ถึง", "O", "O1", "O 1 ", "O15, ", "O1-O99 ", "OIT", "OIT ", "โอ", "1.", "1) ", "๑. ", "1.1.", "- - ", "* ",
    "ดำเนินการ", "ยังไม่ได้", "ยังไม่ได้ดำเนินการ ", "อยู่ระหว่าง", "จะ", "ไม่", "แล้ว", "อำเภอ", "จังหวัด", "ตำบล", "อ.", "จ.", "ต.", "เทศบาล", "พ่วง", "พ่วงพรมคร",
    "องค์การบริหารส่วนตำบล", "มาตรการ", "ครั้ง", "1 ครั้ง ", "0812345678 ", "1101700203450 ", "1-1017-00203-45-0 ", "081-", "เลขที่บัญชี ", "บัญชี ", "โทร", "line id ",
    "a.jpg\n", "ก.png\n", ".jpg", "😀", "👩\u200d", "\u200d", "\u200b", "\ufeff", "é", "e\u0301", "漢", "ि", "กि", "\u0eb2", "ก\u0eb2", "🇹🇭", "&", "<", ">", "]]>", "<![CDATA[",
    "{{", "{%", "#", "$", "\\", "_", "_x0041_", "'", "=", "+", "=A1+", "\u2028", "\x0b", "\x85", "%", "%41", ":", ":8080 ", "1.1.1.1 ", "ISO 1", "พ", "ว", "/ ว ", "/ว", "xx x",
)  # fmt: skip


def repeated(unit: str, length: int = LONGEST, end: str = "") -> str:
    """Return `unit` over and over, `length` characters in all with `end`."""
    return (unit * (length // len(unit) + 1))[: length - len(end)] + end


def distinct(length: int = LONGEST, sign: str = "/") -> str:
    """Return parts of which no two are the same, so that no cache helps."""
    letters = "กขคงจฉชซญฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
    parts = ("".join(three) + sign for three in itertools.product(letters, repeat=3))
    return "".join(itertools.islice(parts, length // 4 + 1))[:length]


def mixed(length: int = LONGEST) -> str:
    """Return all units one after the other, again and again."""
    return repeated("".join(UNITS), length)
