"""All that the core knows of a workbook: sheets are rows of values, changes are edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ita_excel.core.values import Value, clean

Rows = Sequence[Sequence[Value]]

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


class SetCell(NamedTuple):
    """Put `value` into a cell (None empties it); `link` makes it jump to another cell."""

    at: CellRef
    value: Value
    link: CellRef | None = None


class ResizeTable(NamedTuple):
    """Make the named table end at `last_row`; a table keeps at least one data row.

    New rows take the style, validation and calculated columns of the rows above. A back-end where
    the table has become a plain range extends the styles and formulas just the same. What stands
    in the new rows is in the way, unless `takes`: then it becomes part of the table as it is.
    """

    sheet: str
    table: str
    last_row: int
    takes: bool = False


class ShowSheet(NamedTuple):
    """Show a hidden sheet, or hide it."""

    sheet: str
    visible: bool = True


Edit = SetCell | ResizeTable | ShowSheet


class Grid(Protocol):
    """A workbook: a file, one open in Excel, or one in memory."""

    def sheets(self) -> Sequence[str]:
        """Return the names of the sheets in their order, hidden ones too."""
        ...

    def rows(self, sheet: str) -> Rows:
        """Return the used block of `sheet` from A1 on, cleaned; rows may differ in length."""
        ...

    def tables(self) -> Mapping[str, TableRange]:
        """Return the Excel Tables by name; a table turned into a plain range is not there."""
        ...

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the edits, all or none; `RefusedEdit` says which can't be made and why."""
        ...


class MemoryGrid:
    """A grid with no file behind it."""

    def __init__(
        self, sheets: Mapping[str, Iterable[Iterable[object]]], tables: Iterable[TableRange] = ()
    ) -> None:
        self._sheets = {
            name: [[clean(v) for v in r] for r in rows] for name, rows in sheets.items()
        }
        self._tables = {t.name: t for t in tables}
        self.hidden: set[str] = set()
        self.links: dict[CellRef, CellRef] = {}

    def sheets(self) -> Sequence[str]:
        return tuple(self._sheets)

    def rows(self, sheet: str) -> Rows:
        return self._sheets[sheet]

    def tables(self) -> Mapping[str, TableRange]:
        return dict(self._tables)

    def apply(self, edits: Iterable[Edit]) -> None:
        for edit in edits:
            match edit:
                case SetCell():
                    self._set(edit)
                case ResizeTable():
                    self._resize(edit)
                case ShowSheet():
                    (self.hidden.discard if edit.visible else self.hidden.add)(edit.sheet)

    def _set(self, edit: SetCell) -> None:
        rows = self._sheets[edit.at.sheet]
        while len(rows) < edit.at.row:
            rows.append([])
        row = rows[edit.at.row - 1]
        row.extend([None] * (edit.at.column - len(row)))
        row[edit.at.column - 1] = clean(edit.value)
        if edit.link:
            self.links[edit.at] = edit.link
        else:
            self.links.pop(edit.at, None)

    def _resize(self, edit: ResizeTable) -> None:
        old = self._tables.get(edit.table)
        if old:
            last = max(edit.last_row, old.header_row + 1)
            self._tables[edit.table] = old._replace(last_row=last)
