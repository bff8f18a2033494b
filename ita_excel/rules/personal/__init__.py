"""Personal data in a text: national ID, telephone, mail, LINE, bank account, passport.

Only what a machine can tell by its form and the words around it; whether a name may be published
is for people to decide. The rules V701 and V702 and the gate before publication both go by what is
found here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from ita_excel.core.language import Text
from ita_excel.rules.personal.addresses import lines, mails, passports
from ita_excel.rules.personal.folding import folded
from ita_excel.rules.personal.numbers import accounts, id_numbers, is_national_id, telephones
from ita_excel.rules.personal.spans import Span
from ita_excel.schema.model import Agency

__all__ = ["WHAT", "Kind", "Personal", "is_national_id", "personal_data"]

Kind = Literal["id_number", "telephone", "mail", "line", "account", "passport"]
WHAT: dict[Kind, Text] = {
    "id_number": Text("เลขประจำตัวประชาชน", "a national ID number"),
    "telephone": Text("หมายเลขโทรศัพท์", "a telephone number"),
    "mail": Text("อีเมลส่วนบุคคล", "a personal e-mail address"),
    "line": Text("ไลน์ไอดี", "a LINE ID"),
    "account": Text("เลขบัญชีธนาคาร", "a bank account number"),
    "passport": Text("เลขหนังสือเดินทาง", "a passport number"),
}


_ENOUGH = 20  # of one kind in one cell: nobody reads more, and a cell can hold thousands


@dataclass(frozen=True, slots=True)
class Personal:
    """One thing found: what it is, and enough of it to find it by, never the whole."""

    kind: Kind
    shown: str

    @property
    def rule(self) -> str:
        return "V701" if self.kind == "id_number" else "V702"


def personal_data(text: str, agency: Agency) -> Iterator[Personal]:
    """Yield what may not be published; the agency's own telephone and addresses may.

    A landline is an office's, as far as a machine can tell, so only mobile numbers count.
    """
    yield from _found(text, agency.phone, agency.website)


# Officers' texts come back: on both sheets, in both rounds, in the check and in the export.
@lru_cache(maxsize=8192)
def _found(text: str, phone: str, website: str) -> tuple[Personal, ...]:
    plain = folded(text)
    taken = bytearray(len(plain.text))  # by letter: a text may hold thousands
    found: list[tuple[int, Personal]] = []

    def take(kind: Kind, spans: Iterator[tuple[Span, str]]) -> None:
        for span, shown in islice(spans, _ENOUGH):
            if not any(taken[slice(*span)]):
                taken[slice(*span)] = b"\1" * (span.end - span.start)
                found.append((span.start, Personal(kind, shown)))

    if plain.may_hold_numbers:
        take("id_number", id_numbers(plain))
        take("account", accounts(plain))
        take("telephone", telephones(plain, phone))
    take("passport", passports(plain))
    take("mail", mails(plain, website))
    take("line", lines(plain))
    return tuple(personal for _, personal in sorted(found, key=lambda pair: pair[0]))
