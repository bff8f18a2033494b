"""Rules about personal data in texts that would be published (V7xx).

Published are the report's words: the plan, the results, and what the memo says. The agency's own
telephone number and addresses are meant to be there; so is any office's landline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ita_excel.core.findings import Severity
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.published import cell_of

if TYPE_CHECKING:
    from ita_excel.rules.personal import Kind

_SHOWN = 3  # of the numbers in one cell


def _found(book: Book, *kinds: Kind) -> Iterator[Hit]:
    cells: dict[tuple[CellRef | None, Kind], dict[str, None]] = {}
    for found in book.personal:
        if found.kind in kinds:
            at = cell_of(found, book.reading)
            cells.setdefault((at, found.kind), {})[found.shown] = None
    for (at, kind), shown in cells.items():
        more = ", …" if len(shown) > _SHOWN else ""
        yield Hit(at, kind, {"shown": ", ".join([*shown][:_SHOWN]) + more})


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
        "เบอร์มือถือ อีเมลส่วนตัว ไลน์ไอดี เลขบัญชี หรือเลขหนังสือเดินทางในข้อความที่จะเผยแพร่",
        "a mobile number, personal e-mail, LINE ID, bank account or passport number to be published",
    ),
    telephone=Text(
        "ข้อความมีเบอร์โทรศัพท์ ({shown}) โปรดลบออก หากเป็นของบุคคล",
        "the text holds a telephone number ({shown}): remove it if it is a person's",
    ),
    mail=Text(
        "ข้อความมีอีเมลส่วนตัว ({shown}) โปรดลบออก หรือใช้อีเมลของหน่วยงาน",
        "the text holds a personal e-mail address ({shown}): remove it, or use the agency's",
    ),
    line=Text(
        "ข้อความมีไลน์ไอดี ({shown}) โปรดลบออก หากเป็นของบุคคล",
        "the text holds a LINE ID ({shown}): remove it if it is a person's",
    ),
    account=Text(
        "ข้อความมีเลขบัญชีธนาคาร ({shown}) โปรดลบออก",
        "the text holds a bank account number ({shown}): remove it",
    ),
    passport=Text(
        "ข้อความมีเลขหนังสือเดินทาง ({shown}) โปรดลบออก",
        "the text holds a passport number ({shown}): remove it",
    ),
)
def contacts(book: Book) -> Iterator[Hit]:
    yield from _found(book, "telephone", "mail", "line", "account", "passport")
