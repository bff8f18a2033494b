"""Find a table of the schema on its sheet: where its headings stand, and which rows are its own.

Knows headings and ranges; nothing of what a row means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Grid, Rows, TableRange, column_letters
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.schema import META, META_VERSION, VERSION, Column, Table, Writer, officers_tables
from ita_excel.sheets.below import look_below
from ita_excel.sheets.structure import HEADINGS, MISSING, OUTSIDE
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.near import nearest
from ita_excel.thai.normal import compare_form

_SEARCHED = 30  # rows in which a heading row is looked for
_LONGEST = 1000  # characters of a heading; `_ita` holds texts of 30,000
_SPACE = re.compile(r"\s+")
# What stands alone in a row below a table and belongs to none: a note, a signature.
_NOTE = (
    r"\s*(หมายเหตุ|ที่มา|แหล่งข้อมูล|\*|ข้อมูล ณ|ลงชื่อ|ตำแหน่ง|ผู้รายงาน|ผู้จัดทำ|ผู้รับรอง|ผู้ตรวจ|\(|\.{3}|…|_{3})"
)


class NoColumn(CellRef):
    """The place of a field whose column the sheet lacks: what is blank there was never asked for."""

    __slots__ = ()


class Block(NamedTuple):
    """A table as it stands on a sheet. Rows and columns are counted from 1."""

    table: Table
    sheet: str  # as the workbook has it
    header_row: int
    columns: Mapping[str, int]  # field of the record -> column
    last_row: int  # last row that belongs to the table, filled or blank; typed below it, too
    range: TableRange | None  # None where the table has become a plain range
    rows: Rows  # of the whole sheet

    def cell(self, row: int, field: str) -> Value:
        """Return the value of a field in a row; None where the column is missing."""
        column = self.columns.get(field)
        if column is None or row > len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else None

    def at(self, row: int, field: str) -> CellRef:
        """Return the place of a field; where its column is missing, the row's first cell."""
        column = self.columns.get(field)
        if column is None:
            return NoColumn(self.sheet, row, self.first_column)
        return CellRef(self.sheet, row, column)

    @property
    def first_column(self) -> int:
        return min(self.columns.values())

    @property
    def outgrown(self) -> bool:
        """Whether the last rows stand below the Excel Table, which has yet to take them in."""
        return self.range is not None and self.range.last_row < self.last_row

    def filled_rows(self) -> Iterator[int]:
        """Yield the numbers of the rows in which somebody typed something.

        A row of which only the hidden keys are left is one that an officer has emptied.
        """
        officers = self.table in officers_tables()
        typed = [
            self.columns[c.field] - 1
            for c in self.table.columns
            if (c.writer in (Writer.INPUT, Writer.COPIED) or not officers)
            and c.field in self.columns
        ]
        for number in range(self.header_row + 1, min(self.last_row, len(self.rows)) + 1):
            row = self.rows[number - 1]
            width = len(row)
            if any(c < width and row[c] is not None for c in typed):
                yield number


@lru_cache(maxsize=4096)  # the schema's own headings are asked for again and again
def heading_form(heading: str) -> str:
    """Return a heading as compared: without any white space, case or digits' script."""
    return _SPACE.sub("", compare_form(heading)).casefold()


@lru_cache(maxsize=256)
def _forms(headings: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(heading_form(h) for names in headings for h in names)


def headings(block: Block) -> dict[str, int]:
    """Return the columns of a table by the form of their headings, the first of each."""
    header = block.rows[block.header_row - 1]
    found: dict[str, int] = {}
    for number, value in enumerate(header, start=1):
        text = as_text(value)
        outside = block.range is not None and not (
            block.range.first_column <= number <= block.range.last_column
        )
        if text and not outside:
            found.setdefault(heading_form(text), number)
    return found


def require_block(blocks: Mapping[str, Block], table: Table) -> Block:
    """Return the block of a table; InputError where the workbook has lost it."""
    block = blocks.get(table.name)
    if block is None:
        raise InputError(
            Text(
                "ไม่พบชีตหรือตาราง “{name}” ในไฟล์นี้ โปรดสั่งตรวจ (validate) เพื่อดูรายละเอียด",
                "the sheet or table “{name}” is missing from this workbook: run validate for details",
            ),
            name=table.sheet,
        )
    return block


def find_blocks(grid: Grid, tables: Sequence[Table], findings: list[Finding]) -> dict[str, Block]:
    """Return the blocks found, by table name; what is missing or odd goes to `findings`.

    A workbook need only have what its own schema version has: what came later is brought in by
    `upgrade`. One whose `_ita` doesn't say its version need only have what the first one had.
    """
    ranges = grid.tables()
    sheets = list(grid.sheets())
    taken = {heading_form(t.sheet) for t in tables}
    blocks: dict[str, Block] = {}
    version = VERSION
    for table in sorted(tables, key=lambda t: t is not META):
        sheet = _sheet_of(table, sheets, ranges)
        if sheet is None:
            if not table.optional and table.since <= version:
                others = [s for s in sheets if heading_form(s) not in taken]
                findings.append(_missing_sheet(table, others))
        else:
            range_ = ranges.get(table.name)
            block = _block(table, sheet, grid.rows(sheet), range_, findings, version)
            if block:
                blocks[table.name] = block
        if table is META:
            version = version_in(blocks.get(META.name)) or 1
    return blocks


def version_in(meta: Block | None) -> int | None:
    """Return the schema version that `_ita` names; None where it names none."""
    if meta is None:
        return None
    for row in meta.filled_rows():
        if meta.cell(row, "key") == META_VERSION:
            digits = to_arabic(as_text(meta.cell(row, "value"))).strip()
            return int(digits) if digits.isdecimal() and len(digits) < 5 else None
    return None


def _sheet_of(table: Table, sheets: list[str], ranges: Mapping[str, TableRange]) -> str | None:
    wanted = heading_form(table.sheet)
    for sheet in sheets:
        if heading_form(sheet) == wanted:
            return sheet
    # A sheet that was renamed still carries its Excel Table, and that name is ours.
    return ranges[table.name].sheet if table.name in ranges else None


def _missing_sheet(table: Table, others: list[str]) -> Finding:
    near = nearest(table.sheet, others, 75)
    context = {"name": table.sheet, "near": near}
    return Finding(MISSING, None, "sheet_near" if near else "sheet", context, suggestion=near)


def _block(
    table: Table,
    sheet: str,
    rows: Rows,
    range_: TableRange | None,
    findings: list[Finding],
    version: int,
) -> Block | None:
    if range_ is not None and range_.sheet != sheet:
        range_ = None
    header = _header_row(table, rows, range_)
    if header is None:
        findings.append(Finding(MISSING, CellRef(sheet, 1, 1), "table", {"name": sheet}))
        return None
    columns = _columns(table, sheet, header, rows, range_, findings, version)
    last = range_.last_row if range_ else _last_row(columns, header, rows)
    if range_ and table in officers_tables():
        below = look_below(table, sheet, columns, rows, last, range_.totals)
        last = below.last_row
        findings += below.findings
    block = Block(table, sheet, header, columns, last, range_, rows)
    findings += _values_under_no_heading(block)
    if range_ and table not in officers_tables():
        findings += _rows_outside(block)
    return block


def _header_row(table: Table, rows: Rows, range_: TableRange | None) -> int | None:
    known = _forms(tuple((c.heading, *c.former) for c in table.columns))
    best, most = None, 0
    for number, row in enumerate(rows[:_SEARCHED], start=1):
        texts = [v for v in row if type(v) is str and len(v) <= _LONGEST]
        hits = sum(heading_form(v) in known for v in texts)
        if range_ and number == range_.header_row:
            hits += 1  # the table itself says so; it still must hold one of our headings
        if hits > most:
            best, most = number, hits
    return best if most >= 2 else None


def _columns(
    table: Table,
    sheet: str,
    header: int,
    rows: Rows,
    range_: TableRange | None,
    findings: list[Finding],
    version: int,
) -> dict[str, int]:
    by_form: dict[str, int] = {}
    spare: dict[str, str] = {}
    for number, value in enumerate(rows[header - 1], start=1):
        text = as_text(value)
        if not text:
            continue
        form = heading_form(text)
        if form in by_form:
            other = CellRef(sheet, header, by_form[form]).a1
            at = CellRef(sheet, header, number)
            findings.append(Finding(HEADINGS, at, "twice", {"name": text, "other": other}))
        else:
            by_form[form] = number
            spare[form] = text
    columns = {}
    for column in table.columns:
        forms = [heading_form(h) for h in (column.heading, *column.former)]
        found = next((f for f in forms if f in by_form), None)
        if found is not None:
            columns[column.field] = by_form[found]
            spare.pop(found, None)
    first = range_.first_column if range_ else min(columns.values())
    for column in table.columns:
        if column.field not in columns and column.since <= version:
            findings.append(_missing_column(column, CellRef(sheet, header, first), spare))
    return columns


def _missing_column(column: Column, at: CellRef, spare: Mapping[str, str]) -> Finding:
    near = nearest(column.heading, spare.values(), 75)
    context = {"name": column.heading, "near": near}
    return Finding(MISSING, at, "column_near" if near else "column", context, suggestion=near)


def _last_row(columns: Mapping[str, int], header: int, rows: Rows) -> int:
    """Return the last filled row of a plain range, without notes and signatures that trail.

    A row with one filled cell after a gap is such a note too, unless the cell is that of the
    row's own text: then somebody has begun a row.
    """
    wanted = [c - 1 for c in columns.values()]
    own = columns.get("text", min(wanted, default=0) + 1) - 1
    last, gap = header, False
    for number in range(header + 1, len(rows) + 1):
        row = rows[number - 1]
        filled = [c for c in wanted if c < len(row) and row[c] is not None]
        if not filled:
            gap = True
        elif len(filled) == 1 and (
            (gap and filled[0] != own) or re.match(_NOTE, as_text(row[filled[0]]))
        ):
            continue
        else:
            last, gap = number, False
    return last


def _values_under_no_heading(block: Block) -> Iterator[Finding]:
    header = block.rows[block.header_row - 1]
    inside = range(min(block.columns.values()), max(block.columns.values()) + 1)
    for column in inside:
        if column <= len(header) and header[column - 1] is not None:
            continue
        for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1):
            cells = block.rows[row - 1]
            if column <= len(cells) and cells[column - 1] is not None:
                at = CellRef(block.sheet, block.header_row, column)
                yield Finding(HEADINGS, at, "blank", {"column": column_letters(column)})
                break


def _rows_outside(block: Block) -> Iterator[Finding]:
    """Yield one finding for filled rows that follow a table of the program's own."""
    columns = [c - 1 for c in block.columns.values()]
    last = block.last_row
    for number in range(block.last_row + 1, len(block.rows) + 1):
        cells = block.rows[number - 1]
        if not any(c < len(cells) and cells[c] is not None for c in columns):
            break
        last = number
    if last > block.last_row:
        at = CellRef(block.sheet, block.last_row + 1, block.first_column)
        yield Finding(OUTSIDE, at, "rows", {"first": block.last_row + 1, "last": last})
