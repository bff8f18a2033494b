"""Edits of what a workbook is made of: columns, sheets, names, validations, column formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ita_excel.core.cell_addresses import CellRef, TableRange, column_letters
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.language import Text
from ita_excel.core.values import Value


class Validation(NamedTuple):
    """What a cell accepts and what it says of that; the defaults are those of the file format."""

    kind: str = "none"  # none, list, whole, decimal, date, time, textLength, custom
    formula1: str = ""  # without =
    formula2: str = ""
    operator: str = "between"
    style: str = "stop"  # stop, warning, information
    blank: bool = False  # a blank is accepted
    drop_down: bool = True  # the arrow is shown
    refuses: bool = False  # says its error
    prompts: bool = False
    title: str = ""
    prompt: str = ""
    error_title: str = ""
    error: str = ""


class ValidationAt(NamedTuple):
    """A validation and the areas that it holds in: top, left, bottom, right, from 1."""

    areas: tuple[tuple[int, int, int, int], ...]
    rule: Validation


class AddColumn(NamedTuple):
    """Put a column with `heading` into a table, as column `at` of the sheet (from 1).

    Everything in the sheet from there to the right moves right, and every reference with it.
    Format, width, validation, conditional formats and calculated formula are those of the same
    column in the pattern, the workbook that ours are made from; without one, those of the column
    to the left. A table that has the column there already stays as it is. `header_row` is for a
    table that has become a plain range: 0 means that the table itself says where its headings are.
    """

    sheet: str
    table: str
    heading: str
    at: int
    header_row: int = 0


class AddSheet(NamedTuple):
    """Copy the sheet of this name from the pattern, behind the sheet `after` (at the end if None).

    Its table, styles, validations, names and print settings come along.
    """

    sheet: str
    after: str | None = None
    visible: bool = True


class SetName(NamedTuple):
    """Let a name of the workbook refer to a formula (without =); a new one is hidden, as ours are.

    What is relative in it is so from cell A1.
    """

    name: str
    refers_to: str


class SetValidation(NamedTuple):
    """Give these cells of a column a validation; of an older one the other cells keep theirs."""

    sheet: str
    column: int
    first_row: int
    last_row: int
    rule: Validation


class SetColumnFormula(NamedTuple):
    """Let new rows of a table get a formula (without =) in a column of the sheet (from 1).

    The cells that are there stay as they are; a table that has become a plain range has no such
    formula.
    """

    sheet: str
    table: str
    column: int
    formula: str


Structural = AddSheet | AddColumn
Wiring = SetName | SetValidation | SetColumnFormula


def place_is_free(table: TableRange | None, header: Sequence[Value], edit: AddColumn) -> bool:
    """Whether the column is still to be put in; False where the table has it at that place.

    `header` is the whole row with the headings; `table` None where it is a plain range.
    RefusedEdit: the place isn't in the table, or the table has the heading somewhere else.
    """
    first, last = (table.first_column, table.last_column) if table else (1, len(header))
    span = range(first, last + 1)
    headings = {c: header[c - 1] for c in span if c <= len(header)}
    wanted = edit.heading.casefold()
    there = [c for c, h in headings.items() if isinstance(h, str) and h.casefold() == wanted]
    if there == [edit.at]:
        return False
    if there:
        found = column_letters(there[0])
        raise RefusedEdit(HEADING_EXISTS, heading=edit.heading, table=edit.table, column=found)
    if not first <= edit.at <= last + 1:
        raise RefusedEdit(NOT_IN_TABLE, column=column_letters(edit.at), table=edit.table)
    return True


Corners = tuple[int, int, int, int]  # top, left, bottom, right


def cut(areas: Iterable[Corners], out: Corners) -> Iterator[Corners]:
    """Yield what is left of areas when the cells of `out` are taken from them."""
    top, left, bottom, right = out
    for a, b, c, d in areas:
        if c < top or bottom < a or d < left or right < b:
            yield a, b, c, d
            continue
        if a < top:
            yield a, b, top - 1, d
        middle = max(a, top), min(c, bottom)
        if b < left:
            yield middle[0], b, middle[1], left - 1
        if right < d:
            yield middle[0], right + 1, middle[1], d
        if bottom < c:
            yield bottom + 1, b, c, d


def pushed_area(area: Corners, at: int) -> Corners:
    """Return where an area stands when there is a new column `at`."""
    top, left, bottom, right = area
    return top, left + (left >= at), bottom, right + (right >= at)


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
