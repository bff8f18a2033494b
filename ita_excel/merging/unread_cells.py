"""The cells of a returned workbook that are neither read as answers nor as they were sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.besides import Beside
from ita_excel.core.grid import CellRef, Grid, Rows
from ita_excel.core.values import Value, as_text
from ita_excel.merging.base import Base
from ita_excel.merging.master import COPIED, EDITABLE, RowId
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow
from ita_excel.merging.sent_cells import WORKED_OUT, SentCells
from ita_excel.schema import Table, Writer
from ita_excel.schema.model import Round
from ita_excel.sheets.blocks import heading_form
from ita_excel.sheets.meaning import round_name

_SEARCHED = 30  # rows in which a heading row is looked for
_READ = {
    schema.RESULTS.name: {*COPIED, *EDITABLE, schema.GUARD.field},
    schema.PLAN.name: {c.field for c in schema.PLAN.columns if c.writer is Writer.INPUT},
}
_ROUND = schema.RESULTS.column("round").heading
_ROUNDS = frozenset(r.value for r in Round)
_HELPER = "ช่วยตรวจ"  # begins the headings of hidden columns that help the plan's check
_OURS = {heading_form(h) for t in schema.TABLES for c in t.columns for h in (c.heading, *c.former)}
_OURS.add(heading_form(schema.GUARD.heading))
_BY_TOOL = {
    t.sheet: t for t in (schema.FINDINGS, schema.CONFLICTS, schema.SETASIDE, schema.HISTORY)
}


@dataclass(frozen=True, slots=True)
class WholeFile:
    """A returned workbook as it was opened.

    `besides` gives what lies on a sheet, `formulas` its cells with formulas; `sent` holds the texts
    that it was sent with, None for one of before workbooks carried them.
    """

    grid: Grid
    book: ReturnedBook
    base: Base | None
    sent: SentCells | None
    besides: Callable[[str], Sequence[Beside]]
    formulas: Callable[[str], frozenset[CellRef]]


class UnreadCell(NamedTuple):
    """A cell. `variant` says where it stands; `heading` what is over it, in a row of a table."""

    at: CellRef
    value: Value
    variant: str  # column (in a row of a table), cell (beside it), sheet (on another)
    heading: str = ""


@dataclass(slots=True)
class TableSheet:
    """A sheet with a table that was read: its rows by number, its heading row."""

    table: Table
    header: int
    headings: Sequence[Value]
    rows: dict[int, ReturnedRow] = field(default_factory=dict)

    def heading(self, column: int) -> str:
        """Return what stands over a column, '' for nothing."""
        return as_text(self.headings[column - 1]) if 0 < column <= len(self.headings) else ""


def table_sheets(file: WholeFile) -> dict[str, TableSheet]:
    """Return the sheets whose tables were read, by the file's own names."""
    found: dict[str, TableSheet] = {}
    parts = (
        (schema.RESULTS, file.book.sheets, [r for r in file.book.results if _counts(r, file.base)]),
        (schema.PLAN, (schema.PLAN.sheet,), file.book.plan),
    )
    for table, names, rows in parts:
        for name in (*names, *(r.sheet for r in rows)):
            if name not in found and name in file.grid.sheets():
                cells = file.grid.rows(name)
                header = _header_row(table, cells)
                found[name] = TableSheet(table, header, cells[header - 1] if header else ())
        for row in rows:
            found[row.sheet].rows[row.number] = row
    return found


def _counts(row: ReturnedRow, base: Base | None) -> bool:
    """Whether the merge looks at a row: one of ours, or one that says something."""
    if any(row.text(f) for f in (*EDITABLE, "text")):
        return True
    return base is not None and RowId(row.text("key"), round_name(row.text("round"))) in base.rows


def unread_cells(
    file: WholeFile, sheet: str, tables: Mapping[str, TableSheet]
) -> Iterator[UnreadCell]:
    """Yield the cells of a sheet that nobody has read, row by row."""
    if sheet in WORKED_OUT:
        return
    if sheet in tables:
        yield from _above_table(file, sheet, tables[sheet])
        yield from _around_table(file, sheet, tables[sheet])
        return
    if sheet not in schema.SHEETS:
        for at, value in _filled(sheet, file.grid.rows(sheet)):
            yield UnreadCell(at, value, "sheet")
        return
    if file.sent is None:  # sent by a version of before: whose words these are can't be told
        return
    tool = _BY_TOOL.get(sheet)
    formulas = file.formulas(sheet)
    for at, value in _filled(sheet, file.grid.rows(sheet)):
        inside = tool and at.row > tool.header_row and at.column <= len(tool.columns)
        if not (inside or at in formulas or _known(file.sent, sheet, value)):
            yield UnreadCell(at, value, "sheet")


def _above_table(file: WholeFile, sheet: str, found: TableSheet) -> Iterator[UnreadCell]:
    """Yield what was typed over the table, and headings that have nothing below them."""
    if file.sent is None:
        return
    rows = file.grid.rows(sheet)
    person_found = False
    below = rows[found.header :]
    for at, value in _filled(sheet, rows[: found.header]):
        if _known(file.sent, found.table.sheet, value):
            continue
        if at.row == found.header and any(
            len(row) >= at.column and row[at.column - 1] is not None for row in below
        ):
            continue  # spelled otherwise, or told with what stands below it
        if not person_found and at.row < found.header and as_text(value) == file.book.person:
            person_found = True
            continue
        yield UnreadCell(at, value, "cell")


def _around_table(file: WholeFile, sheet: str, found: TableSheet) -> Iterator[UnreadCell]:
    """Yield what stands below and beside the rows, and in columns that aren't ours."""
    rows = file.grid.rows(sheet)
    read = _read_columns(found)
    ours = _our_columns(found)
    formulas = file.formulas(sheet) if found.table is schema.RESULTS else frozenset()
    calculated = {at.column for at in formulas if at.column in ours}
    # The first column that is seen: there a text below the table begins.
    round_at = next((c for c in ours if found.heading(c) == _ROUND), 0)
    width = max(map(len, rows[found.header :]), default=0)
    # A program that leaves formulas out leaves all of them out.
    outside = [c for c in range(1, width + 1) if c not in ours or c in calculated or c == round_at]
    beside = [c for c in outside if c not in read and c != round_at]
    for number in range(found.header + 1, len(rows) + 1):
        row = rows[number - 1]
        inside = number in found.rows
        for column in beside if inside else outside:
            if column > len(row) or row[column - 1] is None:
                continue
            at = CellRef(sheet, number, column)
            value = row[column - 1]
            if column in ours and (at in formulas or (column == round_at and _is_round(value))):
                continue
            if inside:
                yield UnreadCell(at, value, "column", found.heading(column))
            else:
                yield UnreadCell(at, value, "cell")


def _is_round(value: Value) -> bool:
    return round_name(as_text(value)) in _ROUNDS


def _header_row(table: Table, rows: Rows) -> int:
    """Return the number of the row that holds most of the table's headings, 0 for none."""
    wanted = {heading_form(h) for c in table.columns for h in (c.heading, *c.former)}
    best, most = 0, 1
    for number, row in enumerate(rows[:_SEARCHED], start=1):
        hits = sum(isinstance(v, str) and heading_form(v) in wanted for v in row)
        if hits > most:
            best, most = number, hits
    return best


def _read_columns(found: TableSheet) -> set[int]:
    first = next(iter(found.rows.values()), None)  # all rows of a sheet have the same columns
    if first is None:
        return set()
    read = _READ[found.table.name]
    return {column for name, cells in first.cells.items() if name in read for column, _ in cells}


def _our_columns(found: TableSheet) -> set[int]:
    """Return the columns that hold keys and what formulas show."""
    known = {
        heading_form(c.heading)
        for c in found.table.columns
        if c.writer in (Writer.COMPUTED, Writer.KEY)
    }
    known.add(heading_form(schema.GUARD.heading))
    return {
        number
        for number, value in enumerate(found.headings, start=1)
        if heading_form(as_text(value)) in known or as_text(value).startswith(_HELPER)
    }


def _known(sent: SentCells, sheet: str, value: Value) -> bool:
    """Whether a text is one of those that were sent, or a heading of ours."""
    return sent.has(sheet, value) or (isinstance(value, str) and heading_form(value) in _OURS)


def _filled(sheet: str, rows: Rows) -> Iterator[tuple[CellRef, Value]]:
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                yield CellRef(sheet, number, column), value
