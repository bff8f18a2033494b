"""Personal data in what is about to be published: national ID, telephone, mail, bank account.

The findings V701 and V702 at the gate: what is on the web stays there. Only patterns that a
machine can be sure of; whether a name may be published is for people to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ita_excel.language import Text
from ita_excel.model import Agency
from ita_excel.thai.digits import to_arabic

ID = Text("เลขประจำตัวประชาชน", "a national ID number")
PHONE = Text("หมายเลขโทรศัพท์", "a telephone number")
MAIL = Text("อีเมลส่วนบุคคล", "a personal e-mail address")
ACCOUNT = Text("เลขบัญชีธนาคาร", "a bank account number")

_ID = re.compile(r"(?<!\d)\d(?:[- ]?\d){12}(?!\d)")
_PHONE = re.compile(r"(?<![\d/.-])0[- ]?[2-9](?:[- ]?\d){7,8}(?![\d/])")
_MAIL = re.compile(
    r"[\w.+-]+@(?:gmail|hotmail|outlook|yahoo|live|icloud|msn|windowslive|ymail)\.[a-z.]+",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"บัญชี\D{0,40}?(\d(?:[- ]?\d){9,11})(?!\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Personal:
    """One thing found: its rule, what it is, and how it is written (mostly hidden)."""

    rule: str
    what: Text
    shown: str


def personal_data(texts: Iterable[str], agency: Agency) -> Iterator[Personal]:
    """Yield what may not be published; the agency's own telephone number may."""
    own = _digits(to_arabic(agency.phone))
    for text in texts:
        plain = _ADDRESS.sub(" ", to_arabic(text))
        for found in _ID.finditer(plain):
            if is_national_id(_digits(found[0])):
                yield Personal("V701", ID, _hidden(found[0]))
        plain = _ID.sub(" ", plain)
        accounts = [m[1] for m in _ACCOUNT.finditer(plain)]
        for account in accounts:
            yield Personal("V702", ACCOUNT, _hidden(account))
            plain = plain.replace(account, " ")
        for found in _PHONE.finditer(plain):
            number = _digits(found[0])
            mobile = number[1] in "689" and len(number) == 10
            fixed = number[1] not in "689" and len(number) == 9
            if (mobile or fixed) and not (own and (number in own or own in number)):
                yield Personal("V702", PHONE, _hidden(found[0]))
        for found in _MAIL.finditer(plain):
            yield Personal("V702", MAIL, _hidden(found[0]))


def is_national_id(digits: str) -> bool:
    """Whether 13 digits are a Thai national ID number: the last one checks the others."""
    if len(digits) != 13 or digits[0] == "0":
        return False
    total = sum(int(d) * weight for d, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _hidden(text: str) -> str:
    """Return enough to find it in the workbook, not enough to spread it."""
    return f"{text[:3]}…{text[-2:]}"
