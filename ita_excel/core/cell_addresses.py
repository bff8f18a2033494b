"""Addresses of cells, and where the Excel Tables of a workbook stand."""

from __future__ import annotations

import re
from typing import NamedTuple

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]*)")


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """The authority for addresses: a cell of a sheet, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @classmethod
    def parse(cls, sheet: str, a1: str) -> CellRef:
        """Return the reference for `H7` or `$H$7`; ValueError where it is none."""
        match = _A1.fullmatch(a1)
        if not match:
            raise ValueError(f"not a cell address: {a1!r}")
        return cls(sheet, int(match[2]), column_number(match[1]))

    @property
    def a1(self) -> str:
        """The address within the sheet: `H7`."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


class TableRange(NamedTuple):
    """Where an Excel Table stands: header row to last data row, first to last column (from 1)."""

    name: str
    sheet: str
    header_row: int
    first_column: int
    last_row: int
    last_column: int
    totals: int = 0  # rows of totals below the last data row
