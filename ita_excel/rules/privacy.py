"""Rules about personal data in texts that would be published (V7xx).

Published are the report's words: the plan, the results, and what the memo says. The agency's own
telephone number and addresses are meant to be there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel import schema
from ita_excel.findings import Severity
from ita_excel.language import Text
from ita_excel.personal import Kind, personal_data
from ita_excel.rules.book import Book, Place
from ita_excel.rules.engine import Hit, rule

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


def _found(book: Book, *kinds: Kind) -> Iterator[Hit]:
    for text, places in book.texts.items():
        for found in personal_data(text, book.agency.value):
            if found.kind in kinds:
                for place in places:
                    if _is_published(place):
                        yield Hit(place.at, found.kind, {"shown": found.shown})


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
    yield from _found(book, "id_number")


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
    yield from _found(book, "telephone", "mail", "account")
