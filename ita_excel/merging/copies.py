"""Another officer's copy of the master, taken into it: tables, memory, history, conflicts.

Works on a grid in memory and returns the edits that it made there, so that all go into one write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.grid import AddColumn, CellRef, Edit, Grid, MemoryGrid, SetCell
from ita_excel.core.values import Value, as_text
from ita_excel.merging import copy_memory, ledger_sheet
from ita_excel.merging.all_cells import with_officers_edits
from ita_excel.merging.copy_arbiters import (
    ResultsArbiter,
    is_combined_anew,
    our_key,
)
from ita_excel.merging.copy_cells import (
    Arbiter,
    CopyCell,
    CopyRow,
    TableMerge,
    merge_table,
    their_keys,
    undecided,
)
from ita_excel.merging.copy_conflicts import CopyConflict
from ita_excel.merging.copy_sheets import differing_sheets, missing_entries
from ita_excel.merging.ledger import Ledger
from ita_excel.merging.log import Moment
from ita_excel.merging.master import CellId, Master
from ita_excel.sheets import Reading, append_rows, derived_cells, read, wording_rows
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.conflict_rows import FROM_COPY
from ita_excel.sheets.typed_tables import Contents, Derived, own_columns, value_at
from ita_excel.thai.cell_values import form


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """Another copy of the master: its file, the hash of that, and what it holds."""

    name: str
    hash: str
    grid: Grid


@dataclass(frozen=True, slots=True)
class TakenCopy:
    """What became of it: tables as merged, cells that can't be written into, sheets to look at.

    `withdrawn` are hashes of units' answers that one of both took back.
    """

    edits: tuple[Edit, ...]
    tables: tuple[TableMerge, ...]
    locked: tuple[CopyCell, ...]
    rekeyed: int  # rows to which both gave a รหัส: ours stays
    columns: tuple[str, ...]  # headings of people's own columns that were added
    sheets: tuple[str, ...]  # of people's own, that differ
    undone: int  # choices typed there on ข้อขัดแย้ง and not applied
    answers: int  # units' files that only the other had collected
    withdrawn: tuple[str, ...]
    found: tuple[CopyConflict, ...]  # cells that both changed, to be listed


def take_copy(
    tried: MemoryGrid,
    other: OtherCopy,
    base: Contents | None,
    moment: Moment,
    derived: Derived,
    locked: Callable[[CellRef], bool],
) -> TakenCopy:
    """Take another copy into `tried`; InputError where the master has lost what this needs."""
    return _Taking(tried, other, base, moment, derived, locked).done()


class _Taking:
    """The steps, each on what the one before has made."""

    def __init__(
        self,
        tried: MemoryGrid,
        other: OtherCopy,
        base: Contents | None,
        moment: Moment,
        derived: Derived,
        locked: Callable[[CellRef], bool],
    ) -> None:
        self.tried, self.other, self.base = tried, other, base
        self.moment, self.derived, self._locked = moment, derived, locked
        self._columns: list[tuple[str, int]] = []  # that were added: sheet, number
        self.edits: list[Edit] = []
        self.ours, self.theirs = read(tried), read(other.grid)
        self.not_written: list[CopyCell] = []
        self.rekeyed = 0

    def done(self) -> TakenCopy:
        columns = self._add_columns()
        keys = self._keys()
        memory = [self._memory(self.ours), self._memory(self.theirs)]
        our_ledger, their_ledger = (
            _ledger(reading, self.moment) for reading in (self.ours, self.theirs)
        )
        their_ledger = copy_memory.with_keys(their_ledger, keys)
        theirs_derived = copy_memory.derived_with_keys(memory[1], keys)
        governed = {*our_ledger.cells, *their_ledger.cells}
        tables = list(self._tables(memory[0], theirs_derived, governed, keys))
        held = _holder(self.ours, {})
        for table in tables:
            self._write(table)
        joined = copy_memory.join_ledgers(
            our_ledger,
            their_ledger,
            self._base_of(tables),
            held,
            _holder(self.theirs, keys),
            self.moment.by,
            self.moment.text,
        )
        found = [self._conflict(c) for table in tables for c in table.conflicts]
        found += self._of_units(tables, joined.conflicts)
        taken = [c.cell for t in tables if t.table is schema.RESULTS for c in t.taken]
        both = copy_memory.join_derived(memory[0], theirs_derived, taken)
        self._make(derived_cells.keep(self.ours, both))
        self._make(ledger_sheet.keep(self.ours, joined.ledger))
        self._received()
        self._make(missing_entries(self.ours, self.theirs))
        return TakenCopy(
            tuple(self.edits),
            tuple(tables),
            tuple(self.not_written),
            len(keys) + self.rekeyed,
            tuple(columns),
            tuple(differing_sheets(self.tried, self.other.grid)),
            _undone(self.theirs),
            len(their_ledger.answers.keys() - our_ledger.answers.keys()),
            joined.withdrawn,
            tuple(found),
        )

    def _make(self, edits: Sequence[Edit], *, logged: bool = False) -> None:
        """Make edits in memory, with their history where they are of what people type."""
        if not edits:
            return
        whole = list(edits)
        if logged:
            from ita_excel.sheets import history  # not for what only words a copy

            source = history.Source(
                self.moment.command, self.moment.at, self.other.name, self.other.hash, FROM_COPY
            )
            whole += history.entries(self.ours, edits, source)
        self.tried.apply(whole)
        self.edits += whole
        self.ours = read(self.tried)

    def locked(self, at: CellRef) -> bool:
        """Whether nothing may be written into a cell, which the workbook has where it stood before."""
        column = at.column
        for sheet, number in reversed(self._columns):
            if sheet == at.sheet and column == number:
                return False
            column -= sheet == at.sheet and column > number
        return self._locked(at._replace(column=column))

    def _add_columns(self) -> list[str]:
        """Add the columns of people's own that only the other has and in which something stands."""
        added = []
        for name, theirs in self.theirs.blocks.items():
            block = self.ours.blocks.get(name)
            if block is None or block.table not in tuple(schema.officers_tables()):
                continue
            for known, (heading, column) in own_columns(theirs, self.derived).items():
                block = self.ours.blocks[name]
                filled = any(value_at(theirs, r, column) is not None for r in theirs.filled_rows())
                if filled and known not in own_columns(block, self.derived):
                    at = _behind(block, self.derived)
                    edit = AddColumn(block.sheet, name, heading, at, block.header_row)
                    self._make([edit])
                    self._columns.append((block.sheet, at))
                    added.append(heading)
        return added

    def _keys(self) -> dict[str, str]:
        """Return ours for each รหัส that the other gave to a row of the plan which has another here."""
        plans = [r.blocks.get(schema.PLAN.name) for r in (self.ours, self.theirs)]
        if plans[0] is None or plans[1] is None:
            return {}
        before = self.base.get(schema.PLAN.name) if self.base else None
        return their_keys(merge_table(before, plans[0], plans[1], self.derived), plans[0], plans[1])

    def _memory(self, reading: Reading) -> derived_cells.Derived:
        return derived_cells.load(reading.meta)

    def _tables(
        self,
        ours: derived_cells.Derived,
        theirs: derived_cells.Derived,
        governed: set[CellId],
        keys: dict[str, str],
    ) -> Iterable[TableMerge]:
        for table in schema.officers_tables():
            here, there = (r.blocks.get(table.name) for r in (self.ours, self.theirs))
            if here is None or there is None:
                continue
            if "key" in there.columns and table is not schema.AGENCY:
                there = _with_keys(there, keys)
            before = self.base.get(table.name) if self.base else None
            arbiter: Arbiter = undecided
            if table is schema.RESULTS:
                arbiter = ResultsArbiter(ours, theirs)
            elif table is schema.PLAN:
                arbiter = our_key
            yield merge_table(
                before,
                here,
                there,
                self.derived,
                arbiter,
                lambda c: (
                    (c.table is schema.RESULTS and c.cell in governed)
                    or is_combined_anew(c, ours, theirs)
                ),
            )

    def _write(self, table: TableMerge) -> None:
        block = self.ours.blocks[table.table.name]
        written: list[Edit] = []
        for cell in table.taken:
            at = CellRef(block.sheet, cell.row, cell.column.ours)
            if not self.locked(at):
                written.append(SetCell(at, cell.theirs))
            elif cell.column.field != "measure":  # one that is merged follows with its first cell
                self.not_written.append(cell)
        written += self._cleared(block, table.removed)
        self._make(written, logged=True)
        block = self.ours.blocks[table.table.name]
        if block.table is schema.WORDING:  # whose rows stand there already, without own words
            again = (*table.brought_back, *table.added)
            self._make(wording_rows.put(block, [row.values for row in again]), logged=True)
            return
        rows = [self._with_free_key(block, row) for row in (*table.brought_back, *table.added)]
        before = max(block.filled_rows(), default=block.header_row)
        added = append_rows(block, [row.values for row in rows])
        for number, row in enumerate(rows, start=before + 1):
            cells = ((CellRef(block.sheet, number, at), v) for at, v in row.own.items())
            added += [SetCell(at, v) for at, v in cells if v is not None and not self.locked(at)]
        self._make(added, logged=True)

    def _with_free_key(self, block: Block, row: CopyRow) -> CopyRow:
        """Return a row without its รหัส where another row has it: `fill` gives it a new one."""
        if block.table is schema.AGENCY or not row.values.get("key"):
            return row
        same = (
            number
            for number in block.filled_rows()
            if form(block.cell(number, "key")) == form(row.key)
            and form(block.cell(number, "round")) == form(row.round)
        )
        if next(same, None) is None:
            return row
        self.rekeyed += 1
        return replace(row, values={**row.values, "key": None})

    def _cleared(self, block: Block, rows: Iterable[CopyRow]) -> Iterable[Edit]:
        """Yield what empties rows; a measure that blank cells below mean stays, in the next row."""
        gone = {row.row for row in rows}
        fields = [c.field for c in block.table.columns if c.field in block.columns]
        if block.table is schema.WORDING:
            fields = ["text"]
        columns = [block.columns[f] for f in fields if f != "check"]
        columns += [n for _, n in own_columns(block, self.derived).values()]
        measure: Value = None
        for number in block.filled_rows():
            here = block.cell(number, "measure")
            if number in gone:
                measure = here if here is not None else measure
                for column in columns:
                    at = CellRef(block.sheet, number, column)
                    if value_at(block, number, column) is not None and not self.locked(at):
                        yield SetCell(at, None)
            else:
                if here is None and measure is not None:
                    yield SetCell(block.at(number, "measure"), measure)
                measure = None

    def _conflict(self, cell: CopyCell) -> CopyConflict:
        return CopyConflict(
            cell.table.name,
            cell.key,
            cell.round,
            cell.words,
            cell.column.field,
            cell.column.heading,
            cell.base if cell.known else None,
            cell.theirs,
            self.other.name,
            self.moment.text,
        )

    def _base_of(self, tables: Iterable[TableMerge]) -> copy_memory.Holds:
        """Return what gives the value from which a cell of the results came."""
        block = self.base.get(schema.RESULTS.name) if self.base else None
        rows = {}
        for table in tables:
            if table.table is schema.RESULTS and block is not None:
                here = self.ours.blocks[schema.RESULTS.name]
                rows = {
                    (as_text(here.cell(s.ours, "key")), as_text(here.cell(s.ours, "round"))): s.base
                    for s in table.pairs
                    if s.ours is not None
                }

        def held(cell: CellId) -> tuple[bool, Value]:
            if block is None:
                return False, None
            row = rows.get((cell.key, cell.round))
            return True, None if row is None else block.cell(row, cell.field)

        return held

    def _of_units(
        self, tables: Iterable[TableMerge], torn: Iterable[copy_memory.TwoOwn]
    ) -> list[CopyConflict]:
        """Return the conflicts of cells that units answered for, too."""
        master = Master(self.ours)
        return [
            CopyConflict(
                schema.RESULTS.name,
                two.cell.key,
                two.cell.round,
                record.value.text if (record := master.rows.get(two.cell.row)) else "",
                two.cell.field,
                schema.RESULTS.column(two.cell.field).heading,
                two.base,
                two.theirs,
                self.other.name,
                self.moment.text,
            )
            for two in torn
        ]

    def _received(self) -> None:
        """Take over what the other was sent from above, where this master was sent nothing."""
        theirs = {k: v for k, v in self.theirs.meta.items() if k.startswith(schema.META_RECEIVED)}
        if theirs and not any(k.startswith(schema.META_RECEIVED) for k in self.ours.meta):
            block = self.ours.blocks[schema.META.name]
            self._make(append_rows(block, [{"key": k, "value": v} for k, v in theirs.items()]))


def _ledger(reading: Reading, moment: Moment) -> Ledger:
    """Return what a master remembers, with what its officer typed since."""
    known = ledger_sheet.load(reading.meta)
    return with_officers_edits(Master(reading), known, moment.by, moment.text)


def _holder(reading: Reading, keys: dict[str, str]) -> copy_memory.Holds:
    """Return what gives the values of the results' cells, by the รหัส that `keys` give."""
    master = Master(reading)
    back = {ours: theirs for theirs, ours in keys.items()}

    def held(cell: CellId) -> tuple[bool, Value]:
        record = master.rows.get(cell._replace(key=back.get(cell.key, cell.key)).row)
        return record is not None, master.value(record, cell.field)

    return held


def _with_keys(block: Block, keys: dict[str, str]) -> Block:
    """Return a block with other รหัส in its rows."""
    if not keys:
        return block
    column = block.columns["key"] - 1
    rows = [list(row) for row in block.rows]
    for number in block.filled_rows():
        key = as_text(block.cell(number, "key"))
        if key in keys:
            rows[number - 1][column] = keys[key]
    return block._replace(rows=rows)


def _behind(block: Block, derived: Derived) -> int:
    """Return where a new column stands: behind the last that is not a hidden one of formulas."""
    own = (n for _, n in own_columns(block, derived).values())
    inside = block.range.last_column if block.range else max(block.columns.values())
    return max(*block.columns.values(), *(n for n in own if n <= inside), 0) + 1


def _undone(theirs: Reading) -> int:
    """Return how many choices stand on the other's sheet of conflicts, not applied yet."""
    block = theirs.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return 0
    rows = block.filled_rows()
    return sum(
        block.cell(r, "decision") is not None or block.cell(r, "own") is not None for r in rows
    )
