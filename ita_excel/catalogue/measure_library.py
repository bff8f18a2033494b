"""The starter library of actions for weak indicators, and an office's own in a CSV file of its columns.

Its wording is ours, neutral, and meant to be changed: what it proposes becomes a draft only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ita_excel.catalogue import data_files
from ita_excel.catalogue.indicator_numbers import read_numbers, unread
from ita_excel.core import limits
from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text

# `subject` is that of the OIT item (oit.csv) that the action serves; months are calendar numbers.
COLUMNS = ("indicator", "measure", "action", "details", "subject", "first", "last", "times")
_NEEDED = ("indicator", "measure", "action")


@cache
def starter() -> tuple[Mapping[str, str], ...]:
    """Return the rows that are shipped."""
    return tuple(data_files.rows("measures.csv"))


def read(name: str, data: bytes) -> tuple[Mapping[str, str], ...]:
    """Return the rows of an office's own file, read in a process apart; InputError as `read_library`."""
    found = []
    for said, _ in readers.ask("measures", {"name": name}, data):
        row = said.get("row")
        if not isinstance(row, dict) or set(row) != set(COLUMNS):
            raise InputError(limits.BROKE_THE_READER)
        found.append({column: str(row[column]) for column in COLUMNS})
    return tuple(found)


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Read a library; called in the process apart."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(_NOT_UTF8, file=words["name"]) from None
    for row in read_library(text):
        yield {"row": dict(row)}, b""


def read_library(text: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of an office's own library; only indicator, measure and action are needed.

    InputError names the line that can't be read.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restval="")
    try:
        missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(_NO_COLUMN, columns=", ".join(missing))
        return tuple(_row(row, reader.line_num) for row in reader if any(_values(row)))
    except csv.Error as error:
        raise InputError(_NO_CSV, line=reader.line_num, why=error) from error


def _values(row: Mapping[str, str]) -> list[str]:
    return [row.get(name) or "" for name in COLUMNS]


def _row(row: Mapping[str, str], line: int) -> Mapping[str, str]:
    found = {name: (row.get(name) or "").strip() for name in COLUMNS}
    numbers = read_numbers(found["indicator"])
    months = [found[name] for name in ("first", "last", "times") if found[name]]
    fits = all(m.isascii() and m.isdecimal() and 1 <= int(m) <= 12 for m in months)
    one = len(numbers) == 1 and not unread(found["indicator"])
    if not one or not fits or not all(found[n] for n in _NEEDED):
        raise InputError(_BAD_LINE, line=line)
    return {**found, "indicator": str(numbers[0])}


_NOT_UTF8 = Text(
    "อ่าน {file} ไม่ได้ โปรดบันทึกเป็น CSV UTF-8", "{file} can't be read: save it as CSV UTF-8"
)
_NO_COLUMN = Text(
    "คลังมาตรการไม่มีคอลัมน์ {columns} หัวคอลัมน์ต้องเป็น " + ", ".join(COLUMNS),
    "the library has no column {columns}; its headings are " + ", ".join(COLUMNS),
)
_NO_CSV = Text(
    "บรรทัดที่ {line} ของคลังมาตรการไม่ใช่ CSV: {why}", "line {line} of the library is no CSV: {why}"
)
_BAD_LINE = Text(
    "บรรทัดที่ {line} ของคลังมาตรการไม่ครบหรือไม่ถูกต้อง: indicator ต้องเป็น 1 ถึง 10 เดือนและจำนวนครั้งเป็น 1 ถึง 12 "
    "และต้องมี measure กับ action",
    "line {line} of the library is wrong: indicator is 1 to 10, months and times are 1 to 12, measure "
    "and action must be there",
)
