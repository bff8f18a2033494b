"""An agency's own list of OIT items, read in a process apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.oit import Item, read_items
from ita_excel.core import limits
from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.thai.calendar import FiscalYear

_NOT_UTF8 = Text(
    "อ่าน {file} ไม่ได้ โปรดบันทึกเป็น CSV UTF-8",
    "{file} can't be read: save it as CSV UTF-8",
)


def read(name: str, data: bytes) -> tuple[Item, ...]:
    """Return the items of a CSV file's bytes; InputError as `read_items`, or for no UTF-8."""
    found = []
    for said, _ in readers.ask("items", {"name": name}, data):
        try:
            year, code, title, group, certainty, subjects = said["item"]
            found.append(
                Item(
                    FiscalYear(int(year)), str(code), str(title), str(group), Certainty(certainty),
                    tuple(map(str, subjects)),
                )
            )  # fmt: skip
        except (ValueError, TypeError, LookupError) as error:
            raise InputError(limits.BROKE_THE_READER) from error
    return tuple(found)


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Read a list; called in the process apart."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_NOT_UTF8, file=words["name"]) from None
    for item in read_items(text):
        plain = [item.fiscal_year.year, item.code, item.title, item.group, item.certainty.value]
        yield {"item": [*plain, list(item.subjects)]}, b""
