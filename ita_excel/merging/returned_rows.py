"""The rows of a returned workbook as they stand: sorted, moved, copied, renamed or not.

Columns are found by their headings, near-matches included, and a heading that stands twice gives
its values twice. What a row is in the master is the business of matching.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Grid, MemoryGrid
from ita_excel.core.values import Value, as_text
from ita_excel.merging.guard import guarded_row
from ita_excel.merging.master import RowId
from ita_excel.merging.returned_rules import UNMATCHED
from ita_excel.merging.returned_tables import with_our_headings, with_our_names
from ita_excel.sheets.blocks import Block, find_blocks, heading_form, version_in


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One row of a table; each field has the values of all the columns with its heading."""

    number: int
    sheet: str
    cells: Mapping[str, tuple[tuple[int, Value], ...]]  # field -> (column, value) …

    def value(self, field: str) -> Value:
        """Return the field's value, of its first column where it has several."""
        found = self.cells.get(field)
        return found[0][1] if found else None

    def text(self, field: str) -> str:
        return as_text(self.value(field))

    def at(self, column: int) -> CellRef:
        return CellRef(self.sheet, self.number, column)

    def at_field(self, field: str) -> CellRef:
        """Return the field's place, column A where the row hasn't the field."""
        found = self.cells.get(field)
        return self.at(found[0][0] if found else 1)

    def only(self, fields: Collection[str]) -> ReturnedRow:
        """Return the part of the row that these fields are."""
        cells = {field: found for field, found in self.cells.items() if field in fields}
        return replace(self, cells=cells)

    @property
    def guard(self) -> RowId | None:
        """The row that the second key names; None where there is none."""
        return guarded_row(self.value(schema.GUARD.field))


@dataclass(frozen=True, slots=True)
class ReturnedBook:
    """A returned workbook's plan and results.

    `results` are the rows of all `sheets` that hold a table of results: a unit may have copied its
    sheet and answered in either.
    """

    results: tuple[ReturnedRow, ...]
    plan: tuple[ReturnedRow, ...]
    sheet: str  # what the file calls the sheet of results
    person: str = ""  # who is named at its head as having filled it in
    sheets: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()  # what is odd about its sheets and headings


def read_returned(grid: Grid, file: str) -> ReturnedBook | Finding:
    """Return the rows, or the finding (M804) for which the file is refused.

    A column that is missing costs only itself, as long as key or words say which row is which.
    """
    tables = with_our_names(grid, file)
    blocks = find_blocks(tables.grid, (schema.PLAN, schema.RESULTS), [])
    results = blocks.get(schema.RESULTS.name)
    if results is None:
        return Finding(UNMATCHED, None, "sheet", {"file": file, "sheet": schema.RESULTS.sheet})
    name = tables.names[results.sheet]
    at = CellRef(name, results.header_row, results.first_column)
    if not {"key", "text"} & results.columns.keys():
        context = {"file": file, "column": schema.RESULTS.column("text").heading}
        return Finding(UNMATCHED, at, "no_rows", context)
    version = version_in(find_blocks(grid, (schema.META,), []).get(schema.META.name)) or 1
    missing = [
        Finding(UNMATCHED, at, "column", {"file": file, "column": column.heading})
        for column in schema.RESULTS.columns
        # A form may have been sent out before there was such a column.
        if column.unit_writes and column.since <= version and column.field not in results.columns
    ]
    plan = blocks.get(schema.PLAN.name)
    others = [s for s in grid.sheets() if s not in tables.names.values()]
    copies = {s: block for s in others if (block := _copy(grid, s))}
    rows = list(_rows(results, name))
    for sheet, copy in copies.items():
        rows += _rows(copy, sheet)
    return ReturnedBook(
        tuple(rows),
        tuple(_rows(plan, tables.names[plan.sheet])) if plan else (),
        name,
        _person(results),
        (name, *copies),
        (*tables.findings, *missing),
    )


def _person(block: Block) -> str:
    """Return who is named above the table, beside the words that ask for it; '' for nobody."""
    wanted = heading_form(schema.FILLED_IN_BY)
    for cells in block.rows[: block.header_row - 1]:
        for number, value in enumerate(cells):
            if heading_form(as_text(value)).rstrip(":") == wanted:
                named = (as_text(v).strip() for v in cells[number + 1 : number + 4])
                return next(filter(None, named), "")
    return ""


def _copy(grid: Grid, sheet: str) -> Block | None:
    """Return the table of results on a sheet of another name; None where there is none.

    The headings say what it is: those of the rows, and most of those under which a unit writes.
    """
    if sheet in schema.SHEETS:
        return None
    rows, _ = with_our_headings(schema.RESULTS, grid.rows(sheet))
    block = find_blocks(
        MemoryGrid.of_rows({schema.RESULTS.sheet: rows}), (schema.RESULTS,), []
    ).get(schema.RESULTS.name)
    if block is None or not {"key", "text"} & block.columns.keys():
        return None
    answers = [c.field for c in schema.RESULTS.columns if c.unit_writes]
    return block if 2 * sum(f in block.columns for f in answers) > len(answers) else None


def _rows(block: Block, sheet: str) -> Iterator[ReturnedRow]:
    columns = _all_columns(block)
    for number in block.filled_rows():
        cells = block.rows[number - 1]
        width = len(cells)
        yield ReturnedRow(
            number,
            sheet,
            {
                field: tuple((c, cells[c - 1] if c <= width else None) for c in places)
                for field, places in columns.items()
            },
        )


def _all_columns(block: Block) -> dict[str, tuple[int, ...]]:
    """Return every column of each field: a copied column has the same heading again."""
    header = block.rows[block.header_row - 1]
    forms = [heading_form(as_text(v)) for v in header]
    columns = {}
    for field, first in block.columns.items():
        wanted = forms[first - 1]
        columns[field] = tuple(n for n, form in enumerate(forms, start=1) if form == wanted)
    guard = heading_form(schema.GUARD.heading)
    if guard in forms:
        columns[schema.GUARD.field] = (forms.index(guard) + 1,)
    return columns
