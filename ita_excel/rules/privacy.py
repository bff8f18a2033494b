"""Rules about personal data in texts that would be published (V7xx).

Published are the report's words: the plan, the results, and what the memo says. The agency's own
telephone number and addresses are meant to be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ita_excel import schema
from ita_excel.findings import Severity
from ita_excel.language import Text
from ita_excel.rules.book import Book, Place
from ita_excel.rules.engine import Hit, rule
from ita_excel.thai.digits import to_arabic

_PUBLISHED = {
    schema.PLAN.name: frozenset({"measure", "text", "details"}),
    schema.RESULTS.name: frozenset(
        {"measure", "text", "outcome", "problems", "suggestions", "evidence"}
    ),
    schema.AGENCY.name: frozenset({"value"}),
}
_MEMO_SETTINGS = frozenset({"to", "subject", "enclosures"})


def _is_published(place: Place) -> bool:
    if place.field not in _PUBLISHED.get(place.block.table.name, ()):
        return False
    return place.block.table is not schema.AGENCY or place.setting in _MEMO_SETTINGS


def _published(book: Book, may_hold: re.Pattern[str]) -> Iterator[tuple[str, list[Place]]]:
    """Yield the texts that may hold what is looked for, in Arabic digits, with their places."""
    for text, places in book.texts.items():
        if may_hold.search(text):
            there = [p for p in places if _is_published(p)]
            if there:
                yield to_arabic(text), there


_DIGITS = re.compile("(?:[0-9๐-๙][ -]?){9}")
# Not inside a link: an address's numbers are nobody's.
_LINK = re.compile(r"https?://\S+|www\.\S+")
_ID = re.compile(r"(?<![0-9])[1-8](?:[ -]?[0-9]){12}(?![0-9])")


@rule(
    "V701",
    Severity.ERROR,
    Text(
        "เลขประจำตัวประชาชนในข้อความที่จะเผยแพร่", "a Thai national ID number in a text to be published"
    ),
    id_number=Text(
        "ข้อความมีเลขประจำตัวประชาชน ({shown}) ซึ่งเป็นข้อมูลส่วนบุคคล โปรดลบออกก่อนเผยแพร่",
        "the text holds a national ID number ({shown}), which is personal data: remove it",
    ),
)
def id_numbers(book: Book) -> Iterator[Hit]:
    for text, places in _published(book, _DIGITS):
        for found in _ID.finditer(_LINK.sub(" ", text)):
            digits = re.sub("[^0-9]", "", found.group())
            if _check_digit_is_right(digits):
                for place in places:
                    yield Hit(place.at, "id_number", {"shown": _masked(digits)})


def _check_digit_is_right(digits: str) -> bool:
    total = sum(int(d) * (13 - i) for i, d in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def _masked(digits: str) -> str:
    """Return enough of a number to find it by; the whole must not stand in a list of findings."""
    return f"{digits[:1]}…{digits[-3:]}"


# Nine digits of a fixed line or ten of a mobile one, with single spaces or dashes between.
_TELEPHONE = re.compile(
    r"(?<![0-9/.,-])(?:\+66[ -]?|0)(?:[ -]?[2-57](?:[ -]?[0-9]){7}|[ -]?[689](?:[ -]?[0-9]){8})"
    r"(?![0-9/]|[ -][0-9]|,[0-9])"
)
_ACCOUNT = re.compile(
    r"(?<![0-9-])[0-9]{3}-[0-9]-[0-9]{5}-[0-9](?![0-9-])"
    r"|(?:เลขที่บัญชี|เลขบัญชี|บัญชีเลขที่|บัญชีธนาคาร\S*)\s*(?:เลขที่|ธนาคาร\S+)?\s*[:.]?\s*"
    r"(?P<number>[0-9](?:[ -]?[0-9]){9,14})"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_MAY_HOLD = re.compile(f"@|{_DIGITS.pattern}")
_OFFICIAL = (".go.th", ".mi.th", ".ac.th", ".or.th")


@rule(
    "V702",
    Severity.WARNING,
    Text(
        "เบอร์โทรศัพท์ อีเมลส่วนตัว หรือเลขบัญชีในข้อความที่จะเผยแพร่",
        "a telephone number, personal e-mail or bank account to be published",
    ),
    telephone=Text(
        "ข้อความมีเบอร์โทรศัพท์ ({shown}) โปรดลบออก หากเป็นของบุคคล",
        "the text holds a telephone number ({shown}): remove it if it is a person's",
    ),
    mail=Text(
        "ข้อความมีอีเมลส่วนตัว ({shown}) โปรดลบออก หรือใช้อีเมลของหน่วยงาน",
        "the text holds a personal e-mail address ({shown}): remove it, or use the agency's",
    ),
    account=Text(
        "ข้อความมีเลขบัญชีธนาคาร ({shown}) โปรดลบออก",
        "the text holds a bank account number ({shown}): remove it",
    ),
)
def contacts(book: Book) -> Iterator[Hit]:
    own_number = re.sub("[^0-9]", "", to_arabic(book.agency.value.phone))
    site = re.sub(r"^(?:https?://)?(?:www\.)?|/.*$", "", book.agency.value.website.lower())
    for text, places in _published(book, _MAY_HOLD):
        for variant, shown in _contacts(text, own_number, site):
            for place in places:
                yield Hit(place.at, variant, {"shown": shown})


def _contacts(text: str, own_number: str, site: str) -> Iterator[tuple[str, str]]:
    for found in _MAIL.finditer(text):
        host = found["host"].lower()
        if not host.endswith(_OFFICIAL) and not (site and host.endswith(site)):
            yield "mail", f"{found.group()[:2]}…@{host}"
    rest = _LINK.sub(" ", text)
    accounts = list(_ACCOUNT.finditer(rest))
    for found in accounts:
        digits = re.sub("[^0-9]", "", found["number"] or found.group())
        yield "account", _masked(digits)
    for found in _TELEPHONE.finditer(rest):
        digits = re.sub("[^0-9]", "", found.group())
        inside = any(a.start() <= found.start() < a.end() for a in accounts)
        if not inside and (len(digits) < 9 or digits not in own_number):
            yield "telephone", _masked(digits)
