"""Mail addresses, LINE IDs and passport numbers, written plainly or spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel.rules.personal.folding import Folded
from ita_excel.rules.personal.spans import Span

Found = tuple[Span, str]

_OPEN, _CLOSE = r"\s{0,2}[\[({<]\s{0,2}", r"\s{0,2}[\])}>]\s{0,2}"
_AT_WORD = r"(?:at|แอท|แอ็ท|แอต|แอด)"
_DOT_WORD = r"(?:dot|ดอท|ดอต|ดอท์|จุด)"
_SIGN = re.compile(
    rf"[ ]{{0,2}}@[ ]{{0,2}}|{_OPEN}(?:@|{_AT_WORD}){_CLOSE}|[ _-]{_AT_WORD}[ _-]", re.IGNORECASE
)
_LOCAL = re.compile(r"(?<![A-Za-z0-9._%+/-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,63})$")
_LAST = re.compile(r"[A-Za-z0-9._%+-]")  # with which a local part can end
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOT = rf"(?:\.|{_OPEN}(?:\.|{_DOT_WORD}){_CLOSE}|[ ]{_DOT_WORD}[ ]|[ ]?\.[ ]?(?=com|net|org|co|th|in|me))"
_HOST = re.compile(rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,5}}", re.IGNORECASE)
_DOTS = re.compile(_DOT, re.IGNORECASE)
_SPELLED = re.compile(rf"{_OPEN}{_DOT_WORD}|[ ]{_DOT_WORD}[ ]", re.IGNORECASE)
_PROVIDERS = (
    "gmail.", "hotmail.", "yahoo.", "outlook.", "icloud.", "live.", "msn.", "windowslive.",
    "proton.", "protonmail.", "ymail.", "thaimail.", "googlemail.", "me.com", "mail.com",
)  # fmt: skip
_OFFICIAL = (".go.th", ".mi.th", ".ac.th", ".or.th")
_LONGEST = 64  # letters before the sign; RFC 5321


def mails(plain: Folded, website: str) -> Iterator[Found]:
    """Yield the mail addresses that are neither an authority's nor under the agency's own site."""
    site = re.sub(r"^(?:https?://)?(?:www\.)?|[/:].*$", "", website.strip().lower())
    text = plain.text
    if "@" not in text and not _SIGN.search(text):
        return
    for sign in _SIGN.finditer(text):
        start = sign.start()
        if not _LAST.match(text, max(0, start - 1)):
            continue
        local = _LOCAL.search(text[max(0, start - _LONGEST - 1) : start])
        host = _HOST.match(text, sign.end(), sign.end() + 120) if local else None
        if local is None or host is None:
            continue
        name = _DOTS.sub(".", host[0]).lower()
        if not re.search(r"\.[a-z]{2,}$", name) or not _is_meant(sign[0], host[0], name):
            continue
        official = f".{name}".endswith(_OFFICIAL) or (site and f".{name}".endswith(f".{site}"))
        if not official:
            yield Span(start - len(local[0]), host.end()), f"{local[0][:2]}…@{name}"


def _is_meant(sign: str, written: str, host: str) -> bool:
    """Whether it is an address: `meet at example.com` isn't, `somchai at gmail dot com` is."""
    if "@" in sign and " " not in sign:
        return True
    if host.startswith(_PROVIDERS) or _SPELLED.search(written):
        return True
    return not sign.strip().isalpha() and " " not in written


_HANDLE = r"(?P<handle>@?[A-Za-z0-9][A-Za-z0-9._-]{2,30}|@[A-Za-z0-9._-]{3,30})"
_NAME = r"(?:(?<![A-Za-z])line|ไลน์)"
_GAP = r"[ \n]{0,2}"
# Compiled when first used: most workbooks speak of no LINE.
_LINE = (
    rf"(?i)(?:(?:{_NAME}{_GAP}[-_]?{_GAP}(?:id|ไอดี|ไอดิ)|(?:id|ไอดี){_GAP}[-_]?{_GAP}{_NAME}|(?:แอด|add){_GAP}{_NAME})(?![A-Za-z])"
    rf"{_GAP}(?:คือ|ชื่อ|ว่า|is|ของ[ก-๙ .]{{0,30}})?{_GAP}[:=/-]?{_GAP}"
    rf"|@{_NAME}(?![A-Za-z]){_GAP}[:=]?{_GAP}|{_NAME}{_GAP}(?:[:=]{_GAP}|(?=@)))[\"'“‘(]?{_HANDLE}"
)
_LINE_LINK = (
    r"(?i)line\.me/(?:r/)?ti/p/(?!@|%40|~@)~?[A-Za-z0-9._-]{3,}"
    r"|line://ti/p/(?!@)~?[A-Za-z0-9._-]{3,}"
)
_MAY_BE_LINE = re.compile("line|ไลน์", re.IGNORECASE)
# An account that an office keeps for everybody.
_OFFICES = r"(?i)(?:official|\boa\b|ทางการ|แอปพลิเคชัน|application|หน่วยงาน|สำนักงาน|อบต|อบจ|เทศบาล|ศูนย์|องค์การ)"
_NO_HANDLES = frozenset(
    ["http", "https", "www", "official", "oa", "application", "app", "notify", "group", "today",
     "openchat", "line", "and", "the", "account", "pay", "facebook", "face", "fax", "tel"]
)  # fmt: skip


def lines(plain: Folded) -> Iterator[Found]:
    """Yield the LINE IDs that aren't an office's own account."""
    text = plain.text
    if not _MAY_BE_LINE.search(text):
        return
    for found in re.finditer(_LINE, text):
        handle = found["handle"]
        around = text[max(0, found.start() - 12) : found.start("handle")]
        if handle.lower().strip("@._-") in _NO_HANDLES or re.search(_OFFICES, around):
            continue
        yield Span(*found.span("handle")), f"{handle[:2]}…"
    for link in re.finditer(_LINE_LINK, text):
        yield Span(*link.span()), "line.me…"


_PASSPORT = re.compile(
    r"(?:หนังสือเดินทาง|พาสปอร์ต|passport)(?:[ ]?(?:เลขที่|หมายเลข|no\.?|number))?[ ]{0,2}[:.]?[ ]{0,2}"
    r"(?P<number>[A-Za-z]{1,2}[ -]?[0-9]{6,8})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def passports(plain: Folded) -> Iterator[Found]:
    """Yield passport numbers, where a word names them."""
    for found in _PASSPORT.finditer(plain.text):
        yield Span(*found.span("number")), f"{found['number'][:2]}…{found['number'][-2:]}"
