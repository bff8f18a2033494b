"""Results that came back as plain text: `.csv`, as Excel saves one sheet of a workbook.

Only texts are in it, and nothing of what was sent along.
"""

from __future__ import annotations

import csv
import io
from itertools import islice

from ita_excel import schema
from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.values import Value
from ita_excel.thai.encodings import decoded

_DELIMITERS = (",", ";", "\t")
_HEADINGS = frozenset(c.heading for c in schema.RESULTS.columns)
_ENOUGH = 3  # headings that make a line the table's
_ABOVE = 50  # lines that may stand above it


def read_plain(data: bytes) -> list[list[Value]] | None:
    """Return the rows of a text that holds our table of results, None for any other file.

    InputError for one that is too big.
    """
    text = _text(data)
    if "\0" in text[:1000]:
        return None
    delimiter = _delimiter(text)
    if delimiter is None:
        return None
    rows: list[list[Value]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > limits.ANSWER_CELLS:
                raise InputError(limits.TOO_BIG_SHEET)
            rows.append([value if value else None for value in row])
    except csv.Error as error:
        raise InputError(limits.BROKE_THE_READER) from error
    return rows


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return decoded(data.removeprefix(b"\xef\xbb\xbf"))


def _delimiter(text: str) -> str | None:
    """Return what stands between the cells of the line of headings, None where there is none."""
    for line in islice(io.StringIO(text[:100_000]), _ABOVE):
        for delimiter in _DELIMITERS:
            cells = {cell.strip().strip('"') for cell in line.split(delimiter)}
            if len(cells & _HEADINGS) >= _ENOUGH:
                return delimiter
    return None
