"""What changed from one reading of a workbook to another: rows and cells, in the sheets' words.

Compared is what people type, also in columns and on sheets of their own. What formulas give and what
the tool lists (findings, history) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ita_excel import schema
from ita_excel.core.grid import CellRef, Grid, Rows
from ita_excel.core.values import Value, as_text
from ita_excel.schema import Table
from ita_excel.sheets.blocks import Block, heading_form
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.row_pairs import compared_fields, pair_rows
from ita_excel.sheets.typed_tables import own_columns

_DRAWN_UP = frozenset({schema.GUIDE, schema.DASHBOARD, schema.LISTS_SHEET})
_LISTED = frozenset({schema.FINDINGS, schema.HISTORY, schema.META})


class ChangeKind(Enum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell: the heading above it, where it stands (in the newer workbook, if the row is there)."""

    heading: str
    at: CellRef
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row: what it is known by (an action's words, a unit's name) and its cells that differ.

    A row that was added or removed lists all its cells that hold something.
    """

    kind: ChangeKind
    words: str
    old_row: int | None
    new_row: int | None
    cells: tuple[CellChange, ...]
    round: str = ""


@dataclass(frozen=True, slots=True)
class SheetChanges:
    """A sheet's rows that differ, in order, and how many others stand in another order."""

    sheet: str
    rows: tuple[RowChange, ...]
    moved: int = 0

    def count(self, kind: ChangeKind) -> int:
        return sum(row.kind is kind for row in self.rows)


@dataclass(frozen=True, slots=True)
class WorkbookChanges:
    """All that differs. `appeared` and `disappeared` name sheets that only one workbook has."""

    sheets: tuple[SheetChanges, ...]
    appeared: tuple[str, ...] = ()
    disappeared: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sheets or self.appeared or self.disappeared)


Side = tuple[Grid, Reading]


def compare(old: Side, new: Side, derived: Callable[[str], bool]) -> WorkbookChanges:
    """Return what differs from `old` to `new`.

    `derived` says by its heading which column holds nothing but formulas of ours.
    """
    found = [
        changes for table in schema.TABLES for changes in _table(old[1], new[1], table, derived)
    ]
    names = [_sheets(grid) for grid, _ in (old, new)]
    of_tables = {
        heading_form(b.sheet) for _, reading in (old, new) for b in reading.blocks.values()
    }
    found += [
        changes
        for form, name in names[1].items()
        if form in names[0] and form not in of_tables
        for changes in _plain(name, old[0].rows(names[0][form]), new[0].rows(name))
    ]
    order = {name: place for place, name in enumerate(new[0].sheets())}
    found.sort(key=lambda changes: order.get(changes.sheet, len(order)))
    return WorkbookChanges(tuple(found), _only_in(*reversed(names)), _only_in(*names))


def _only_in(these: dict[str, str], others: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for form, name in these.items() if form not in others)


def _sheets(grid: Grid) -> dict[str, str]:
    """Return the sheets that people write on, by their names as compared."""
    ours = _DRAWN_UP | {table.sheet for table in _LISTED}
    return {heading_form(name): name for name in grid.sheets() if name not in ours}


def _table(
    old: Reading, new: Reading, table: Table, derived: Callable[[str], bool]
) -> Iterator[SheetChanges]:
    blocks = old.blocks.get(table.name), new.blocks.get(table.name)
    if table in _LISTED or None in blocks:
        return
    before, after = blocks
    assert before is not None and after is not None
    columns = list(_columns(before, after, derived))
    measures = _measures(old, before), _measures(new, after)
    pairs = pair_rows(before, after)
    rows = []
    for a, b in pairs.both:
        cells = tuple(_cells(before, a, after, b, columns, measures))
        if cells:
            rows.append(_row(ChangeKind.CHANGED, after, a, b, cells))
    for b in pairs.added:
        cells = tuple(_cells(before, None, after, b, columns, measures))
        rows.append(_row(ChangeKind.ADDED, after, None, b, cells))
    for a in pairs.removed:
        cells = tuple(_cells(before, a, after, None, columns, measures))
        rows.append(_row(ChangeKind.REMOVED, before, a, None, cells))
    rows.sort(key=lambda row: (row.new_row or row.old_row or 0, row.new_row is None))
    if rows or pairs.moved:
        yield SheetChanges(after.sheet, tuple(rows), pairs.moved)


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    field: str  # "" for one that the schema doesn't know
    old: int | None
    new: int | None


def _columns(before: Block, after: Block, derived: Callable[[str], bool]) -> Iterator[_Column]:
    """Yield the columns to compare: the schema's, then those of people's own, by their headings."""
    for field in compared_fields(before, after):
        if before.table is not schema.AGENCY or field != "key":
            heading = after.table.column(field).heading
            yield _Column(heading, field, before.columns[field], after.columns[field])
    own = [own_columns(block, derived) for block in (before, after)]
    for form, (heading, column) in own[1].items():
        yield _Column(heading, "", own[0].get(form, ("", None))[1], column)
    for form, (heading, column) in own[0].items():
        if form not in own[1]:
            yield _Column(heading, "", column, None)


def _measures(reading: Reading, block: Block) -> dict[int, str]:
    """Return the measure that each row of the plan means, also where its cell is blank."""
    if block.table is not schema.PLAN:
        return {}
    return {record.row: record.value.measure for record in reading.plan}


def _cells(
    before: Block,
    a: int | None,
    after: Block,
    b: int | None,
    columns: Iterable[_Column],
    measures: tuple[dict[int, str], dict[int, str]],
) -> Iterator[CellChange]:
    for column in columns:
        old, new = _value(before, a, column.old), _value(after, b, column.new)
        if column.field == "measure" and a and b and not (old and new):
            # A blank cell means the measure above, which may have become another one.
            old, new = measures[0].get(a, old), measures[1].get(b, new)
        if old != new and column.field != "key":
            where = (after, b, column.new) if b and column.new else (before, a, column.old)
            block, row, number = where
            yield CellChange(column.heading, CellRef(block.sheet, row or 1, number or 1), old, new)


def _value(block: Block, row: int | None, column: int | None) -> str:
    if row is None or column is None:
        return ""
    return _text(_at(block.rows, row, column))


def _text(value: Value) -> str:
    """Return a value as it is shown; a text with the white space around it."""
    return value if isinstance(value, str) else as_text(value)


def _at(rows: Rows, row: int, column: int) -> Value:
    if row > len(rows) or column > len(rows[row - 1]):
        return None
    return rows[row - 1][column - 1]


def _row(
    kind: ChangeKind, block: Block, a: int | None, b: int | None, cells: tuple[CellChange, ...]
) -> RowChange:
    row = b or a or 0
    words = as_text(block.cell(row, block.table.main)) if block.table.main else ""
    return RowChange(kind, words, a, b, cells, as_text(block.cell(row, "round")))


def _plain(sheet: str, old: Rows, new: Rows) -> Iterator[SheetChanges]:
    """Yield what differs on a sheet of people's own: cell by cell, at the same addresses."""
    rows = []
    for row in range(1, max(len(old), len(new)) + 1):
        width = max(len(side[row - 1]) if row <= len(side) else 0 for side in (old, new))
        both = [(c, _text(_at(old, row, c)), _text(_at(new, row, c))) for c in range(1, width + 1)]
        places = [(CellRef(sheet, row, c), x, y) for c, x, y in both if x != y]
        if places:
            cells = tuple(CellChange(at.a1, at, x, y) for at, x, y in places)
            rows.append(RowChange(ChangeKind.CHANGED, "", row, row, cells))
    if rows:
        yield SheetChanges(sheet, tuple(rows))
