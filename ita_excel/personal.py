"""Personal data in a text: national ID, telephone, personal mail, bank account.

Only patterns that a machine can be sure of; whether a name may be published is for people to
decide. The rules V701 and V702 and the gate before publication both go by what is found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ita_excel.language import Text
from ita_excel.model import Agency
from ita_excel.patterns import late
from ita_excel.thai.digits import to_arabic

Kind = Literal["id_number", "telephone", "mail", "account"]
WHAT: dict[Kind, Text] = {
    "id_number": Text("เลขประจำตัวประชาชน", "a national ID number"),
    "telephone": Text("หมายเลขโทรศัพท์", "a telephone number"),
    "mail": Text("อีเมลส่วนบุคคล", "a personal e-mail address"),
    "account": Text("เลขบัญชีธนาคาร", "a bank account number"),
}

# What every finding needs: cheap to look for in texts that hold nothing, which is nearly all.
_MAY_HOLD = late("@|(?:[0-9๐-๙][ -]?){9}")
# Not inside a link: an address's numbers are nobody's.
_LINK = late(r"https?://\S+|www\.\S+")
_ID = late(r"(?<![0-9])[1-8](?:[ -]?[0-9]){12}(?![0-9])")
# Nine digits of a fixed line or ten of a mobile one, with single spaces or dashes between.
_TELEPHONE = late(
    r"(?<![0-9/.,-])(?:\+66[ -]?|0)(?:[ -]?[2-57](?:[ -]?[0-9]){7}|[ -]?[689](?:[ -]?[0-9]){8})"
    r"(?![0-9/]|[ -][0-9]|,[0-9])"
)
_ACCOUNT = late(
    r"(?<![0-9-])[0-9]{3}-[0-9]-[0-9]{5}-[0-9](?![0-9-])"
    r"|(?:เลขที่บัญชี|เลขบัญชี|บัญชีเลขที่|บัญชีธนาคาร\S*)\s*(?:เลขที่|ธนาคาร\S+)?\s*[:.]?\s*"
    r"(?P<number>[0-9](?:[ -]?[0-9]){9,14})"
)
_MAIL = late(r"[A-Za-z0-9._%+-]+@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_OFFICIAL = (".go.th", ".mi.th", ".ac.th", ".or.th")


@dataclass(frozen=True, slots=True)
class Personal:
    """One thing found: what it is, and enough of it to find it by, never the whole."""

    kind: Kind
    shown: str

    @property
    def rule(self) -> str:
        return "V701" if self.kind == "id_number" else "V702"


def personal_data(text: str, agency: Agency) -> Iterator[Personal]:
    """Yield what may not be published; the agency's own telephone and addresses may."""
    if not _MAY_HOLD.search(text):
        return
    arabic = to_arabic(text)
    plain = _LINK.sub(" ", arabic)
    for found in _ID.finditer(plain):
        if is_national_id(_digits(found.group())):
            yield Personal("id_number", _masked(found.group()))
    site = re.sub(r"^(?:https?://)?(?:www\.)?|/.*$", "", agency.website.lower())
    for found in _MAIL.finditer(arabic):
        host = found["host"].lower()
        if not host.endswith(_OFFICIAL) and not (site and host.endswith(site)):
            yield Personal("mail", f"{found.group()[:2]}…@{host}")
    accounts = list(_ACCOUNT.finditer(plain))
    for found in accounts:
        yield Personal("account", _masked(found["number"] or found.group()))
    own = _digits(to_arabic(agency.phone))
    for found in _TELEPHONE.finditer(plain):
        inside = any(a.start() <= found.start() < a.end() for a in accounts)
        if not inside and _digits(found.group()) not in own:
            yield Personal("telephone", _masked(found.group()))


def is_national_id(digits: str) -> bool:
    """Whether 13 digits are a Thai national ID number: the last one checks the others."""
    if len(digits) != 13 or digits[0] not in "12345678":
        return False
    total = sum(int(d) * weight for d, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(digits[12])


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _masked(number: str) -> str:
    digits = _digits(number)
    return f"{digits[:1]}…{digits[-3:]}"
