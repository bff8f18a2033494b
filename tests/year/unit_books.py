"""A unit's workbook as its people have it: rows to type into, and a file to send back."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from tests.oracle.unit_file import RESULTS, Extras, Sent, Stamp, write
from tests.year.in_memory import PlainBook
from tests.year.workbook import Value

PERSON = "ผู้รายงาน"


class FileBook:
    """A file of Excel's kind."""

    def __init__(self, data: bytes) -> None:
        self._sent = Sent(data)
        self.columns = self._sent.columns

    def rows(self) -> dict[int, dict[str, Value]]:
        """Return the rows by their number, each by headings."""
        return {
            n: {h: line.values.get(c) for h, c in self.columns.items()}
            for n, line in enumerate(self._sent.lines)
        }

    def type(self, row: int, heading: str, text: str) -> None:
        self._sent.lines[row].values[self.columns[heading]] = text

    def bytes(self, now: dt.datetime) -> bytes:
        """Return the file as it is saved at a moment."""
        stamp = Stamp(now.strftime("%Y-%m-%dT%H:%M:%SZ"), PERSON)
        return write(self._sent, self._sent.lines, Extras(), stamp, shared=True, small=False)


class CellsBook:
    """Its cells alone."""

    def __init__(self, data: bytes) -> None:
        self._book = PlainBook.load(data)
        rows = self._book.rows[RESULTS]
        self._header = next(n for n, row in enumerate(rows) if {RESULTS, "รหัส"} <= set(row))
        self.columns = {str(v): c for c, v in enumerate(rows[self._header]) if v}

    def rows(self) -> dict[int, dict[str, Value]]:
        below = self._book.rows[RESULTS][self._header + 1 :]
        return {
            n: {h: row[c] if c < len(row) else None for h, c in self.columns.items()}
            for n, row in enumerate(below)
        }

    def type(self, row: int, heading: str, text: str) -> None:
        line, column = self._book.rows[RESULTS][self._header + 1 + row], self.columns[heading]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = text

    def bytes(self, now: dt.datetime) -> bytes:
        self._book.saved, self._book.by = now.isoformat(), PERSON
        return self._book.bytes()


UnitBook = FileBook | CellsBook


def open_book(path: Path) -> UnitBook:
    data = path.read_bytes()
    return FileBook(data) if data.startswith(b"PK") else CellsBook(data)


def send(book: UnitBook, path: Path, now: dt.datetime) -> None:
    """Save the workbook, on its way to the office."""
    path.write_bytes(book.bytes(now))
    os.utime(path, (now.timestamp(), now.timestamp()))
