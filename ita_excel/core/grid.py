"""All that the core knows of a workbook: sheets are rows of values, changes are edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.language import Text
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


class AddColumn(NamedTuple):
    """Put a column with `heading` into a table, as column `at` of the sheet (from 1).

    Everything in the sheet from there to the right moves right, and every reference with it.
    Format, width, validation, conditional formats and calculated formula are those of the same
    column in the pattern, the workbook that ours are made from; without one, those of the column
    to the left. A table that has the column there already stays as it is.
    """

    sheet: str
    table: str
    heading: str
    at: int


class AddSheet(NamedTuple):
    """Copy the sheet of this name from the pattern, behind the sheet `after` (at the end if None).

    Its table, styles, validations, names and print settings come along.
    """

    sheet: str
    after: str | None = None
    visible: bool = True


Structural = AddSheet | AddColumn
Edit = SetCell | ResizeTable | ShowSheet | AddColumn | AddSheet


def structural_first(edits: Iterable[Edit]) -> tuple[list[Structural], list[Edit]]:
    """Return the edits that change the structure, and the others, each in their order.

    Structure comes first in every grid: cells and tables are named by the places where they are
    when the columns and sheets are there.
    """
    every = list(edits)
    structure = [e for e in every if isinstance(e, Structural)]
    return structure, [e for e in every if not isinstance(e, Structural)]


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
        self,
        sheets: Mapping[str, Iterable[Iterable[object]]],
        tables: Iterable[TableRange] = (),
        pattern: Grid | None = None,
    ) -> None:
        """Take rows by sheet, and tables; `pattern` is where `AddSheet` finds its sheets."""
        self._sheets = {
            name: [[clean(v) for v in r] for r in rows] for name, rows in sheets.items()
        }
        self._tables = {t.name: t for t in tables}
        self.pattern = pattern
        self.hidden: set[str] = set()
        self.links: dict[CellRef, CellRef] = {}

    def sheets(self) -> Sequence[str]:
        return tuple(self._sheets)

    def rows(self, sheet: str) -> Rows:
        return self._sheets[sheet]

    def tables(self) -> Mapping[str, TableRange]:
        return dict(self._tables)

    def apply(self, edits: Iterable[Edit]) -> None:
        structure, others = structural_first(edits)
        for change in structure:
            if isinstance(change, AddSheet):
                self._add_sheet(change)
            else:
                self._add_column(change)
        for edit in others:
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

    def _add_sheet(self, edit: AddSheet) -> None:
        if edit.sheet in self._sheets:
            raise RefusedEdit(SHEET_EXISTS, sheet=edit.sheet)
        if self.pattern is None or edit.sheet not in self.pattern.sheets():
            raise RefusedEdit(NO_PATTERN, sheet=edit.sheet)
        if edit.after is not None and edit.after not in self._sheets:
            raise RefusedEdit(NO_SUCH_SHEET, sheet=edit.after)
        names = list(self._sheets)
        place = len(names) if edit.after is None else names.index(edit.after) + 1
        names.insert(place, edit.sheet)
        rows = [list(row) for row in self.pattern.rows(edit.sheet)]
        self._sheets = {name: self._sheets.get(name, rows) for name in names}
        tables = self.pattern.tables().values()
        self._tables |= {t.name: t for t in tables if t.sheet == edit.sheet}
        if not edit.visible:
            self.hidden.add(edit.sheet)

    def _add_column(self, edit: AddColumn) -> None:
        table = self._tables.get(edit.table)
        rows = self._sheets[edit.sheet]
        if table is None or table.sheet != edit.sheet:
            raise RefusedEdit(NO_TABLE, table=edit.table, sheet=edit.sheet)
        header = rows[table.header_row - 1] if len(rows) >= table.header_row else []
        if not place_is_free(table, header, edit):
            return
        for row in rows:
            if len(row) >= edit.at:
                row.insert(edit.at - 1, None)
        moved = [with_column(other, edit) for other in self._tables.values()]
        self._tables = {other.name: other for other in moved}
        self.links = {pushed(at, edit): pushed(target, edit) for at, target in self.links.items()}
        self._set(SetCell(CellRef(edit.sheet, table.header_row, edit.at), edit.heading))


def place_is_free(table: TableRange, header: Sequence[Value], edit: AddColumn) -> bool:
    """Whether the column is still to be put in; False where the table has it at that place.

    RefusedEdit: the place isn't in the table, or the table has the heading somewhere else.
    """
    span = range(table.first_column, table.last_column + 1)
    headings = {c: header[c - 1] for c in span if c <= len(header)}
    wanted = edit.heading.casefold()
    there = [c for c, h in headings.items() if isinstance(h, str) and h.casefold() == wanted]
    if there == [edit.at]:
        return False
    if there:
        found = column_letters(there[0])
        raise RefusedEdit(HEADING_EXISTS, heading=edit.heading, table=edit.table, column=found)
    if not table.first_column <= edit.at <= table.last_column + 1:
        raise RefusedEdit(NOT_IN_TABLE, column=column_letters(edit.at), table=edit.table)
    return True


def pushed(at: CellRef, edit: AddColumn) -> CellRef:
    """Return where a cell stands when the column is there."""
    return at._replace(column=at.column + (at.sheet == edit.sheet and at.column >= edit.at))


def with_column(table: TableRange, edit: AddColumn) -> TableRange:
    """Return where a table stands when the column is there."""
    if table.sheet != edit.sheet:
        return table
    first = table.first_column + (table.first_column >= edit.at)
    last = table.last_column + (table.last_column >= edit.at)
    if table.name == edit.table:
        first, last = table.first_column, table.last_column + 1
    return table._replace(first_column=first, last_column=last)


SHEET_EXISTS = Text(
    "มีแผ่นงาน “{sheet}” อยู่แล้ว จึงเพิ่มอีกไม่ได้ — โปรดเปลี่ยนชื่อแผ่นงานนั้นก่อน",
    "There is a sheet “{sheet}” already, so it can't be added. Rename that sheet first.",
)
NO_PATTERN = Text(
    "ไม่มีแผ่นงาน “{sheet}” ในแม่แบบ จึงเพิ่มไม่ได้ — โปรดตรวจชื่อแผ่นงาน",
    "The template has no sheet “{sheet}”, so it can't be added. Check the sheet's name.",
)
NO_SUCH_SHEET = Text(
    "ไม่มีแผ่นงาน “{sheet}” ในสมุดงาน — โปรดตรวจชื่อแผ่นงาน",
    "The workbook has no sheet “{sheet}”. Check the sheet's name.",
)
NO_TABLE = Text(
    "ไม่มีตาราง {table} ในแผ่นงาน “{sheet}” จึงเพิ่มคอลัมน์ไม่ได้ — โปรดจัดช่วงข้อมูลเป็นตาราง Excel ชื่อนี้ก่อน",
    "The sheet “{sheet}” has no table {table}, so no column can be added. Make the range an Excel "
    "table of that name first.",
)
HEADING_EXISTS = Text(
    "ตาราง {table} มีหัว “{heading}” อยู่แล้วที่คอลัมน์ {column} — โปรดเปลี่ยนชื่อหัวนั้นหรือย้ายคอลัมน์ก่อน",
    "The table {table} has the heading “{heading}” already, in column {column}. Rename that heading "
    "or move the column first.",
)
NOT_IN_TABLE = Text(
    "คอลัมน์ {column} อยู่นอกตาราง {table} จึงเพิ่มคอลัมน์ที่นั่นไม่ได้ — โปรดตรวจตำแหน่ง",
    "Column {column} is outside the table {table}, so no column can be added there. Check the place.",
)
