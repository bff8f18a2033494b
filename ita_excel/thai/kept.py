"""What keeps its Arabic digits in a Thai document: addresses, names of files, codes, standards.

`facebook.com/123`, `192.168.1.1:8080`, `ISO 9001:2015`, `O15, 16` and `รายงาน2565.pdf` are read
letter for letter, by machines or to look something up. All else is written in the document's
digits: sums, dates, times, telephone numbers, `2.5 ล้านบาท`, `ข้อ 1-5`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS
from ita_excel.thai.digits import Digits, in_digits

_REST = r"[^\s<>\"“”]*+"
_LINK = rf"(?:(?:https?|ftp|line)://|(?:mailto|tel|sms):|www\.){_REST}"
# Each begins where nothing of the same kind stands before it, and takes all of it: so a long text
# is walked through once.
_MAIL = r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}+@[a-z0-9.-]++"
_FILE = (
    r"(?<!\S)[^\s\"“”:]*?\.(?:pdf|docx?|docm|xls[xmb]?|csv|txt|json|xml|html?|php|aspx?|pptx?|odt|ods|jpe?g|png|gif"
    r"|svg|webp|heic|tiff?|bmp|zip|rar|7z|mp[34]|mov|avi)(?![a-z0-9])"
)
# Behind `1.`, where a list has an item, as well as where nothing stands before.
_ITEM = r"(?<=(?<!\S)[0-9]\.)|(?<=(?<!\S)[0-9][0-9]\.)"
_HOST = rf"(?:(?<![a-z0-9.-])|{_ITEM})(?>(?:[a-z0-9-]++\.)+)[a-z]{{2,}}+(?>(?::[0-9]{{1,5}})?)(?>(?:[/?#]{_REST})?)"
_PATH = rf"(?:(?<![a-z])[a-z]:[\\/]|\\\\){_REST}"
_QUERY = rf"(?<![a-z0-9_])[a-z_][a-z0-9_]*+=[^\s=<>\"“”]{_REST}"
_NAMED = r"[@#][0-9a-z_.ก-๎]*+"  # a hashtag may be Thai
_FOLDERS = rf"(?<![a-z0-9._%-])(?-i:[a-z])[a-z0-9._%-]++/{_REST}"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"
_IP = rf"(?<![0-9.,-])(?P<ip>{_OCTET}(?:\.{_OCTET}){{3}})(?:-{_OCTET}(?:\.{_OCTET}){{3}})?(?P<port>:[0-9]{{1,5}}|/[0-9]{{1,2}})?(?![0-9]|\.[0-9])"
_IP6 = r"(?<![0-9a-z:])(?>(?:[0-9a-f]{1,4}:){1,7}):(?>(?:[0-9a-f]{1,4}:?){0,7})(?![0-9a-z])"
_PORT = r"(?<![0-9a-zก-๎]):(?:80|443|(?!2[456]|20|19)[0-9]{4}|[0-9]{5})(?![0-9:.])"
_NUMBERING = (
    r"(?P<numbering>(?<!\S)\(?[0-9]{1,2}[.)](?=(?-i:[A-Z])|www\.|https?:|[a-z][a-z0-9-]*\.))"
)
_SIZES = (
    r"(?P<sizes>(?<![0-9a-z.,])[0-9.,]++ ?[x×] ?[0-9.,]++(?>(?: ?[x×] ?[0-9.,]++)?)(?![a-z0-9]))"
)

_DIGITS = r"[0-9]++(?>(?:[-:./][0-9]++)*)"
_STANDARD = (
    r"(?<![a-z])(?:ISO|IEC|IEEE|ANSI|ASTM|AASHTO|OHSAS|DIN|JIS|TIS|RFC|NIST|ITU|HACCP|GHPs?|GMP|EN|BS)"
    r"(?>(?:/[a-z]{2,6}){0,3})(?:[- ]?(?:TS|TR|R))?[ -]?"
    rf"{_DIGITS}(?:: ?[0-9]{{4}})?(?>(?:(?:, ?| และ | ?& ?|, ?และ ?){_DIGITS})*)"
    rf"|(?:มอก|มผช|มกษ|มยผ|มตช|มคอ|มชท|มทช)\.?(?: ?(?:เลขที่|ที่))? ?{_DIGITS}"
)
# A number that counts something, or is a day of a month, is no code.
_COUNTED = (
    r"ครั้ง|คน|ราย|ฉบับ|ชุด|แห่ง|เครื่อง|อัน|ตัว(?!ชี้)|เล่ม|แผ่น|หน้า|ไฟล์|ข้อ|เรื่อง|รายการ|กลุ่ม|ช่อง|วัน|เดือน|ปี(?! ?(?:[0-9]|พ\.|งบ))|นาที|ชั่วโมง|บาท|ล้าน|แสน|หมื่น|พัน|ร้อย"
    r"|โครงการ|หลักสูตร|รุ่น|เมตร|กิโล|ตำแหน่ง|หน่วย|ด้าน|ประเด็น|กิจกรรม|มาตรการ|หมู่|คะแนน|ดวง|จุด|ระบบ|สำนัก|กอง|ส่วน|%|"
    + "|".join(map(re.escape, (*ABBREVIATIONS, *MONTHS)))
)
_NO_COUNT = rf"(?![0-9]|[.:][0-9]|,[0-9]{{3}}| {{0,2}}(?:{_COUNTED}))"
# O15, 16 และ 17; O15-17
_ITEMS = (
    r"(?<![a-z])(?:OIT ?)?O ?[.-]? ?[0-9]{1,2}(?![0-9])"
    rf"(?>(?:(?: ?[,/&–—-] ?| ?(?:และ|ถึง|กับ|หรือ) ?|, ?และ ?)(?:O ?)?[0-9]{{1,2}}{_NO_COUNT})*)"
)
_LABELLED = (
    r"(?:(?<![a-z])(?:port|doi|sku|vlan|version|ver\.?|v\.|windows|excel|office(?: 365)?|android|ios|macos|ubuntu|python|java|usb"
    r"|bluetooth|wi-?fi|http|tls|utf|unicode|sdgs?|goal|model|covid|h[0-9]n[0-9]|ref\.?|lot|no\.|serial(?: no\.?)?"
    r"|passcode|password|pin|otp|username)|พอร์ต|รหัสผ่าน|เวอร์ชัน|เวอร์ชั่น)"
    rf"(?: ?[:=#] ?| |-)?[0-9][0-9a-z]{{0,15}}+(?>(?:[-.:][0-9]{{1,9}}+){{0,6}}){_NO_COUNT}"
    # Numbers that are also cut into groups.
    r"|(?:(?<![a-z])(?:(?:meeting |user |line )?id|isbn(?:-1[03])?|issn|s/n|imei|e-?gp(?= ?[a-zก-๎: ]{0,12}[0-9]{8}))|ไลน์ ?ไอดี|ไอดี ?ไลน์|ไอดี)"
    r"(?: ?(?:เลขที่|no\.?))?(?: ?[:=#] ?| |-)?[0-9][0-9a-z]{0,30}+(?>(?:-[0-9]{1,9}+| [0-9]{2,9}+){0,6})(?:-x)?"
    r"|(?<![a-z])PM ?(?:2\.5|10)(?![0-9])|(?<![0-9a-z])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![0-9a-z])"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ENGLISH_DAY = (
    rf"(?<![0-9])[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH},? [0-9]{{4}}(?![0-9])"
    rf"|(?<![a-z]){_MONTH} (?:[0-9]{{1,2}}(?:st|nd|rd|th)?, ?)?[0-9]{{4}}(?![0-9])"
)
_WORD = rf"(?:(?<![0-9a-z_.-])|{_ITEM})[0-9_.-]*+[a-z][0-9a-z_.-]*+(?:(?<=localhost):[0-9]{{1,5}}|(?<=[0-9])(?>(?:/[0-9]{{1,6}}(?![0-9]))+))?"

# Compiled when first used: most documents have no line with digits that may be kept.
_KEPT = "(?i)" + "|".join(  # noqa: FLY002 - a list reads better
    [_LINK, _MAIL, _FILE, _NUMBERING, _SIZES, _HOST, _PATH, _QUERY, _NAMED, _IP, _IP6, _PORT,
     _STANDARD, _ITEMS, _LABELLED, _ENGLISH_DAY, _FOLDERS, _WORD]
)  # fmt: skip
# In each of them; most lines have none of these.
_MAY_BE_KEPT = re.compile(
    r"[a-z@#\\]|:[0-9:]|[0-9]\.[0-9]{1,3}\.[0-9]|ม[กผอยตคชท][ก-ฮ]|ไอดี|พอร์ต|เวอร์ชั|รหัสผ่าน",
    re.IGNORECASE,
)
_SPEAKS_OF_IP = re.compile(
    r"(?:\bip|ไอพี|dns|gateway|เกตเวย์|server|เซิร์ฟเวอร์|แม่ข่าย|host)[^0-9]{0,20}$", re.IGNORECASE
)


def kept(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the digits of `text`, which is one line, stay as they are."""
    if not _MAY_BE_KEPT.search(text):
        return
    for found in re.finditer(_KEPT, text):
        if found["numbering"] or found["sizes"]:
            continue
        if found["ip"] and not (found["port"] or _is_ip(text, found)):
            continue
        yield found.span()


def printed(text: str, digits: Digits) -> str:
    """Return one line in the digits that a document is set in, but for what keeps its own."""
    if (converted := in_digits(text, digits)) == text:  # nothing to keep
        return text
    if not _MAY_BE_KEPT.search(text):
        return converted
    done, parts = 0, []
    for start, end in kept(text):
        parts += [in_digits(text[done:start], digits), text[start:end]]
        done = end
    return "".join([*parts, in_digits(text[done:], digits)])


def _is_ip(text: str, found: re.Match[str]) -> bool:
    """Whether four numbers are an address of the net, and not `ข้อ 1.2.3.4`."""
    before = text[max(0, found.start() - 30) : found.start()]
    if _SPEAKS_OF_IP.search(before):
        return True
    return int(found["ip"].split(".")[0]) >= 10 and not before.rstrip().endswith(("ข้อ", "ที่"))
