"""What becomes of a table of which two people worked on copies: the three-way decision, cell by cell.

Where nothing is known of what both came from, no cell counts as untouched: what differs is a
conflict, and what one of them lacks stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value, as_text
from ita_excel.merging.copy_rows import SameRow, match_rows
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.row_identity import CellId
from ita_excel.sheets.typed_tables import Derived, own_columns, typed_fields, value_at
from ita_excel.thai.cell_values import same_value


class CopiedColumn(NamedTuple):
    """A column that both copies have: its field, "" for one of people's own, and its numbers."""

    field: str
    heading: str
    base: int | None
    ours: int
    theirs: int


@dataclass(frozen=True, slots=True)
class CopyCell:
    """A cell in which two copies differ. `known`: whether the base is known."""

    table: schema.Table
    key: str  # by what its row is known: รหัส, a setting, a name
    round: str
    words: str  # of the row
    column: CopiedColumn
    row: int  # of ours
    base: Value
    ours: Value
    theirs: Value
    known: bool = True

    @property
    def cell(self) -> CellId:
        return CellId(self.key, self.round, self.column.field)


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A row that only one copy has: its words, its values by field, those of own columns by number."""

    table: schema.Table
    row: int  # where it stands, in the copy that has it
    key: str
    round: str
    words: str
    values: dict[str, Value] = field(default_factory=dict)
    own: dict[int, Value] = field(default_factory=dict)  # by the column of ours


@dataclass(slots=True)
class TableMerge:
    """What a table becomes: cells to take, rows to add and to clear, what waits, what was kept."""

    table: schema.Table
    taken: list[CopyCell] = field(default_factory=list)
    conflicts: list[CopyCell] = field(default_factory=list)
    added: list[CopyRow] = field(default_factory=list)
    brought_back: list[CopyRow] = field(default_factory=list)  # removed here, changed there
    removed: list[CopyRow] = field(default_factory=list)
    kept: list[CopyRow] = field(default_factory=list)  # removed there, changed here
    missing: list[str] = field(default_factory=list)  # headings that ours lacks
    pairs: list[SameRow] = field(default_factory=list)


# The verdict on a cell that both changed, or whose base isn't known; None: a person decides.
Arbiter = Callable[[CopyCell], Verdict | None]


def undecided(cell: CopyCell) -> Verdict | None:
    """Leave every such cell to a person."""
    return None


def merge_table(
    base: Block | None,
    ours: Block,
    theirs: Block,
    derived: Derived,
    arbiter: Arbiter = undecided,
    left_out: Callable[[CopyCell], bool] = lambda cell: False,
) -> TableMerge:
    """Return what a table becomes. `left_out` says which cells are decided elsewhere."""
    done = TableMerge(ours.table, pairs=match_rows(base, ours, theirs))
    columns = list(_columns(base, ours, theirs, derived))
    done.missing = _missing(ours, theirs, derived)
    measures = [_measures(block) for block in (base, ours, theirs)]
    view = _View(base, ours, theirs, columns, measures)
    for same in done.pairs:
        if same.ours is None:
            _only_theirs(done, view, same)
        elif same.theirs is None:
            _only_ours(done, view, same)
        else:
            for cell in view.cells(same):
                if same_value(cell.ours, cell.theirs) or left_out(cell):
                    continue
                verdict = _verdict(cell, base is not None) or arbiter(cell)
                if verdict is Verdict.THEIRS:
                    done.taken.append(cell)
                elif verdict is None:
                    done.conflicts.append(cell)
    return done


def _verdict(cell: CopyCell, known: bool) -> Verdict | None:
    """Return which side's value stands by the base; None where that is no answer."""
    if not known:
        return None
    verdict = decide(cell.base, cell.ours, cell.theirs, same_value)
    return None if verdict is Verdict.CONFLICT else verdict


def _only_theirs(done: TableMerge, view: _View, same: SameRow) -> None:
    row = view.row_of_theirs(same.theirs) if same.theirs is not None else None
    if row is None:
        return  # gone from both
    if same.base is None:
        done.added.append(row)
    elif view.changed(same.base, view.theirs, same.theirs):
        done.brought_back.append(row)


def _only_ours(done: TableMerge, view: _View, same: SameRow) -> None:
    if same.base is None or done.table is schema.AGENCY:
        return  # added here; a setting's row is the program's own
    assert same.ours is not None
    row = view.row_of_ours(same.ours)
    if view.changed(same.base, view.ours, same.ours):
        done.kept.append(row)
    else:
        done.removed.append(row)


@dataclass(frozen=True, slots=True)
class _View:
    """Three blocks of a table by common columns."""

    base: Block | None
    ours: Block
    theirs: Block
    columns: list[CopiedColumn]
    measures: list[dict[int, str]]

    def cells(self, same: SameRow) -> Iterator[CopyCell]:
        assert same.ours is not None and same.theirs is not None
        key, round_, words = _identity(self.ours, same.ours)
        for column in self.columns:
            values = (
                None if same.base is None else self._value(0, same.base, column),
                self._value(1, same.ours, column),
                self._value(2, same.theirs, column),
            )
            yield CopyCell(
                self.ours.table,
                key,
                round_,
                words,
                column,
                same.ours,
                *values,
                self.base is not None,
            )

    def changed(self, base: int, block: Block, row: int | None) -> bool:
        """Whether a row says something else than it did."""
        side = 1 if block is self.ours else 2
        assert row is not None
        return any(
            not same_value(self._value(0, base, c), self._value(side, row, c))
            for c in self.columns
            if c.field not in ("key", "measure") or self.ours.table is schema.AGENCY
        )

    def row_of_ours(self, row: int) -> CopyRow:
        return CopyRow(self.ours.table, row, *_identity(self.ours, row))

    def row_of_theirs(self, row: int) -> CopyRow:
        values = {c.field: self._value(2, row, c) for c in self.columns if c.field}
        own = {c.ours: self._value(2, row, c) for c in self.columns if not c.field}
        return CopyRow(self.ours.table, row, *_identity(self.theirs, row), values, own)

    def _value(self, side: int, row: int, column: CopiedColumn) -> Value:
        """Return a value; the measure also where its cell is blank and means the one above."""
        block = (self.base, self.ours, self.theirs)[side]
        at = (column.base, column.ours, column.theirs)[side]
        if block is None or at is None:
            return None
        value = value_at(block, row, at)
        if column.field == "measure" and value is None:
            return self.measures[side].get(row) or None
        return value


def _measures(block: Block | None) -> dict[int, str]:
    found: dict[int, str] = {}
    if block is None:
        return found
    above = ""
    for row in block.filled_rows():
        above = as_text(block.cell(row, "measure")) or above
        found[row] = above
    return found


def _identity(block: Block, row: int) -> tuple[str, str, str]:
    """Return by what a row is known, its round, and its words."""
    words = as_text(block.cell(row, block.table.main)) if block.table.main else ""
    keyed = "key" in {c.field for c in block.table.columns}
    key = as_text(block.cell(row, "key")) if keyed else words
    return key, as_text(block.cell(row, "round")), words


def _columns(
    base: Block | None, ours: Block, theirs: Block, derived: Derived
) -> Iterator[CopiedColumn]:
    for name in typed_fields(ours):
        if name in theirs.columns:
            before = base.columns.get(name) if base else None
            heading = ours.table.column(name).heading
            yield CopiedColumn(name, heading, before, ours.columns[name], theirs.columns[name])
    own = [own_columns(block, derived) if block else {} for block in (base, ours, theirs)]
    for known, (heading, column) in own[1].items():
        if known in own[2]:
            before = own[0][known][1] if known in own[0] else None
            yield CopiedColumn("", heading, before, column, own[2][known][1])


def _missing(ours: Block, theirs: Block, derived: Derived) -> list[str]:
    """Return the headings of columns in which theirs holds something and which ours lacks."""
    own = own_columns(ours, derived)
    lost = {
        ours.table.column(f).heading: theirs.columns[f]
        for f in typed_fields(theirs)
        if f not in ours.columns
    }
    lost |= {h: n for form_, (h, n) in own_columns(theirs, derived).items() if form_ not in own}
    rows = list(theirs.filled_rows())
    return [h for h, n in lost.items() if any(value_at(theirs, r, n) is not None for r in rows)]


def their_keys(plan: TableMerge, ours: Block, theirs: Block) -> dict[str, str]:
    """Return ours for each รหัส of theirs, where both gave one to the same row of the plan."""
    found: dict[str, str] = {}
    for same in plan.pairs:
        if same.ours is not None and same.theirs is not None:
            here = as_text(ours.cell(same.ours, "key"))
            there = as_text(theirs.cell(same.theirs, "key"))
            if here and there and here != there:
                found[there] = here
    return found
