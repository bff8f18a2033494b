"""Texts with personal data and texts without, made from templates and every way to write a number.

The search may be tuned on these; `held_out.txt` is for judging it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_SIGNS = [
    "-", "–", "—", "‒", "\u2010", "\u2011", "−", "－", " - ", " – ", "- ", " -", " ", "\u00a0",
    "\u2009", "\u202f", "\u3000", "\t", ".", " . ", "/", "-\n", "\n", "_", "·", "•", "\u200b-\u200b",
]  # fmt: skip


def national_id(rng: random.Random) -> str:
    """A number with the right check digit; what stands between may be anything."""
    digits = rng.choice("12345678") + "".join(rng.choices("0123456789", k=11))
    total = sum(int(d) * w for d, w in zip(digits, range(13, 1, -1), strict=True))
    return digits + str((11 - total % 11) % 10)


def wrong_id(rng: random.Random) -> str:
    digits = national_id(rng)
    return digits[:12] + str((int(digits[12]) + rng.randint(1, 9)) % 10)


def cut(digits: str, groups: tuple[int, ...], sign: str) -> str:
    out, at = [], 0
    for size in groups:
        out.append(digits[at : at + size])
        at += size
    assert at == len(digits)
    return sign.join(out)


def disguised(text: str, rng: random.Random) -> str:
    """The same with Thai, wide or mixed digits, or something invisible in it."""
    kind = rng.choice(["", "", "", "thai", "thai", "wide", "mixed", "invisible"])
    if kind == "thai":
        return text.translate(_THAI)
    if kind == "wide":
        return text.translate(_WIDE)
    if kind == "mixed":
        return "".join(c.translate(rng.choice([_THAI, {}])) for c in text)
    if kind == "invisible":
        at = rng.randrange(1, len(text))
        return text[:at] + rng.choice("\u200b\u200c\u200d\u2060\ufeff\u00ad") + text[at:]
    return text


def _id(rng: random.Random) -> str:
    digits = national_id(rng)
    whole = rng.random() < 0.3
    groups = (13,) if whole else (1, 4, 5, 2, 1)
    written = disguised(cut(digits, groups, rng.choice(_SIGNS)), rng)
    return rng.choice(
        [
            "{}", "เลขประจำตัวประชาชน {}", "ปชช.{}", "ผู้รับเบี้ย {} ได้รับ 600 บาท", "({})",
            "นายกล้า หาญ เลขบัตร {}", "ผู้เข้าอบรม 3 คน ได้แก่ {}", "{} แจ้งเมื่อ 3 มี.ค. 65",
            "บัตรประชาชนเลขที่ {}", "เลขที่บัตรประชาชน: {}", "มอบเงินให้ {} แล้ว",
            "รายงานผล\n- {}\n- ประชุม 2 ครั้ง", "ID card {}", "เลขบัตรฯ “{}”",
        ]
    ).format(written)  # fmt: skip


def _linked_id(rng: random.Random) -> str:
    groups = rng.choice([(13,), (1, 4, 5, 2, 1)])
    written = cut(national_id(rng), groups, "-")
    return rng.choice(
        [
            "https://www.abt.go.th/p/{}", "https://a.go.th/view.php?id={}&y=2565",
            "www.tesaban.go.th/file/{}.pdf", "http://a.th/?pid={}", "https://a.go.th/#{}",
            "ดูที่ https://forms.example.com/r?cid={} และเว็บไซต์",
        ]
    ).format(written)  # fmt: skip


def _mobile(rng: random.Random) -> str:
    digits = "0" + rng.choice("689") + "".join(rng.choices("0123456789", k=8))
    groups = rng.choice([(10,), (3, 3, 4), (3, 7), (2, 4, 4), (3, 3, 4), (2, 8)])
    sign = rng.choice([s for s in _SIGNS if "\n" not in s])
    written = cut(digits, groups, sign)
    how = rng.random()
    if how < 0.15:
        written = f"({digits[:3]}) {digits[3:6]}{rng.choice([' ', '-'])}{digits[6:]}"
    elif how < 0.3:
        rest = cut(digits[1:], rng.choice([(9,), (2, 3, 4), (1, 4, 4)]), rng.choice(" -–"))
        written = rng.choice(["+66 ", "+66", "+66-", "0066 ", "+66 (0)", "+66(0)"]) + rest
    return rng.choice(
        [
            "โทร. {}", "โทร.{}", "ติดต่อ {} ในเวลาราชการ", "มือถือ {}", "ผู้ใหญ่บ้าน ({})",
            "เบอร์ {} คุณเอ", "โทรศัพท์มือถือ: {}", "Tel. {}", "แจ้งเรื่องที่นายช่าง {}",
        ]
    ).format(disguised(written, rng))  # fmt: skip


def _mail(rng: random.Random) -> str:
    name = rng.choice(["somchai.k", "nid_2511", "a-b", "malee99", "K.Wan"])
    host = rng.choice(["gmail.com", "hotmail.com", "yahoo.co.th", "outlook.com", "shop.co.th"])
    at = rng.choice(["@", "＠", "(at)", " (at) ", "[at]", " [at] ", "{at}", "﹫", " @ ", " at "])
    if at in (" @ ", " at ") and host == "shop.co.th":
        host = "gmail.com"
    dot = rng.choice([".", ".", ".", " dot ", "(dot)", "[dot]", " (dot) "])
    written = name + at + host.replace(".", dot)
    return rng.choice(["{}", "อีเมล {}", "e-mail: {} โทร 02-111-2222", "ส่งที่ {} ภายในวันที่ 5"]).format(
        written
    )


def _line(rng: random.Random) -> str:
    name = rng.choice(["somchai88", "nok_noi", "kan.ya", "moo5-head", "wut1999"])
    how = ["LINE ID: {}", "Line ID {}", "ไลน์ไอดี {}", "ไลน์ไอดี : {}", "ID Line {}", "ไอดีไลน์: {}",
           "LINE: {}", "line : {}", "@line {}", "Line id={}", "ไลน์: {}", "LINE ID @{}", "แอดไลน์ {}"]  # fmt: skip
    return rng.choice(["{}", "ติดต่อ {}", "สอบถามทาง {} ได้ทุกวัน"]).format(rng.choice(how).format(name))


def _account(rng: random.Random) -> str:
    digits = "".join(rng.choices("123456789", k=10))
    forms = [(10,), (3, 1, 5, 1), (3, 3, 4), (3, 1, 5, 1)]
    written = cut(digits, rng.choice(forms), rng.choice(["-", "–", " ", " - "]))
    if rng.random() < 0.2:
        written = "0" + "".join(rng.choices("123456789", k=11))
    return rng.choice(
        [
            "เลขที่บัญชี {}", "บัญชีเลขที่ {} ธนาคารกรุงไทย", "เลขบัญชี: {}", "ธนาคารออมสิน เลขที่ {}",
            "โอนเข้าบัญชี {}", "ธ.ก.ส. เลขที่บัญชี {}", "บัญชีธนาคารกรุงไทย {} ชื่อบัญชี นายดี",
            "account no. {}", "บัญชีออมทรัพย์ {}",
        ]
    ).format(disguised(written, rng))  # fmt: skip


_POSITIVE: tuple[Callable[[random.Random], str], ...] = (
    _id, _id, _linked_id, _mobile, _mobile, _mail, _line, _account,
)  # fmt: skip


def positives(number: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    for i in range(number):
        yield _POSITIVE[i % len(_POSITIVE)](rng)


def _digits(rng: random.Random, number: int) -> str:
    return rng.choice("123456789") + "".join(rng.choices("0123456789", k=number - 1))


def _sum(rng: random.Random) -> str:
    amount = int(_digits(rng, rng.choice([4, 7, 9, 10, 11, 13])))
    written = rng.choice([f"{amount:,}", f"{amount:,}.00", f"{amount}", f"{amount}.50"])
    return rng.choice(
        ["งบประมาณ {} บาท", "{} บาท", "เป็นเงิน {} บาท", "วงเงิน {} บาท (รวมภาษี)", "ราคากลาง {} บาท"]
    ).format(written.translate(rng.choice([_THAI, {}])))


def _paper(rng: random.Random) -> str:
    number = rng.choice(
        [_digits(rng, 10), "08" + _digits(rng, 8), national_id(rng), _digits(rng, 11)]
    )
    return rng.choice(
        [
            "ใบเสร็จรับเงินเลขที่ {}", "ใบเสร็จเลขที่ {} ลงวันที่ 5 ม.ค. 65", "เลขที่โครงการ {}",
            "เลขที่โครงการในระบบ e-GP {}", "รหัสโครงการ {}", "เลขคุมสัญญา {}", "สัญญาเลขที่ {}",
            "ฎีกาเลขที่ {}", "รหัสงบประมาณ {}", "หนังสือเลขที่ {}", "ใบสั่งจ้างเลขที่ {}", "invoice no. {}",
        ]
    ).format(number.translate(rng.choice([_THAI, {}, {}])))  # fmt: skip


def _landline(rng: random.Random) -> str:
    digits = "0" + rng.choice("23457") + "".join(rng.choices("0123456789", k=7))
    groups = rng.choice([(9,), (1, 4, 4), (2, 3, 4), (3, 6), (3, 3, 3), (2, 7)])
    written = cut(digits, groups, rng.choice([" ", "-", "–", " - ", "\u00a0"]))
    return rng.choice(
        ["โทร. {}", "โทรสาร {}", "โทรศัพท์ {} ต่อ 12", "โทร/แฟกซ์ {}", "สอบถามที่งานนิติการ {}", "Fax {}"]
    ).format(written.translate(rng.choice([_THAI, {}])))


def _list(rng: random.Random) -> str:
    first, count = rng.randint(1, 9), rng.randint(5, 20)
    sign = rng.choice([" ", ", ", "  ", "\n", " - ", ",", "\t", ") "])
    listed = sign.join(str(n) for n in range(first, first + count))
    return (
        rng.choice(["ข้อ {}", "{}", "หมู่ที่ {}", "ลำดับ {}"])
        .format(listed)
        .translate(rng.choice([_THAI, {}]))
    )


def _scores(rng: random.Random) -> str:
    return " ".join(f"{rng.uniform(50, 100):.2f}" for _ in range(rng.randint(3, 9)))


def _dates(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(2560, 2570)
    return rng.choice(
        [
            f"{day:02}/{month:02}/{year}", f"{day:02}-{month:02}-{year} 09.30 น.",
            f"{day} มี.ค. {year} ถึง {day} เม.ย. {year}", f"{year}-{month:02}-{day:02} 08:30:15",
            f"{day:02}/{month:02}/{year} - {day:02}/{month:02}/{year + 1}",
            f"เวลา 08.30-{day:02}.00 น. และ 13.00-16.30 น.", f"ปี {year} {year + 1} {year + 2}",
        ]
    )  # fmt: skip


def _link(rng: random.Random) -> str:
    number = rng.choice([wrong_id(rng), _digits(rng, 10), _digits(rng, 15), "08" + _digits(rng, 8)])
    return rng.choice(
        [
            "https://www.abt.go.th/news/{}", "https://www.facebook.com/{}", "http://a.go.th/?id={}",
            "www.abt.go.th/files/{}.jpg", "https://drive.google.com/open?id={}",
        ]
    ).format(number)  # fmt: skip


def _office(rng: random.Random) -> str:
    return rng.choice(
        [
            "saraban@{}.go.th", "LINE OA: @{}", "Line Official Account @{}", "https://www.{}.go.th",
            "เพจ Facebook {}", "IP 192.168.10.25 ของ {}", "https://lin.ee/{}", "ita@{}.or.th",
            "สายด่วน 1567 และ 1111 ({})", "call center 1800-123-456 {}", "ISO 9001:2015 {}",
        ]
    ).format(rng.choice(["phuang", "bannam", "obtthai"]))  # fmt: skip


def _wrong(rng: random.Random) -> str:
    groups = rng.choice([(13,), (1, 4, 5, 2, 1)])
    return rng.choice(["เลข {}", "{}", "รหัส {}"]).format(cut(wrong_id(rng), groups, "-"))


_NEGATIVE: tuple[Callable[[random.Random], str], ...] = (
    _sum, _paper, _landline, _list, _scores, _dates, _link, _office, _wrong,
)  # fmt: skip


def negatives(number: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    for i in range(number):
        yield _NEGATIVE[i % len(_NEGATIVE)](rng)
