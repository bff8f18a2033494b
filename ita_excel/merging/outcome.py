"""From the ledger and the master as it stands to what every cell shall hold, and why.

Changes nothing itself: `outcome()` gives values, `merge.py` makes edits of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ita_excel.core.values import Value
from ita_excel.merging.decide import same_value
from ita_excel.merging.ledger import Cell, CellState, Contribution, Ledger, Overruled, Own, Stray
from ita_excel.merging.master import COPIED, HEADINGS, Master, is_proposal
from ita_excel.merging.rows import RowId
from ita_excel.merging.settle import Fate, Said, Settled, Statement, settle, statements
from ita_excel.schema.model import Result
from ita_excel.sheets import Record


@dataclass(frozen=True, slots=True)
class Conflict:
    """A unit's value that the master doesn't hold because another one stands against it."""

    cell: Cell
    action: str
    ours: Value
    statement: Statement

    @property
    def theirs(self) -> Value:
        return self.statement.change.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the merge comes to, cell by cell."""

    cells: dict[Cell, tuple[CellState, Settled]]
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[Contribution, Stray], ...]
    new_rows: tuple[RowId, ...]  # proposals that need a row
    actions: dict[RowId, str]
    fates: Counter[Fate]


def observe(master: Master, ledger: Ledger, by: str, when: str) -> Ledger:
    """Return the ledger with what the officer typed since the last merge.

    A value typed over a merged one was typed in sight of it: those answers are overruled. Answers
    that are in conflict stay so, because typing in the cell says nothing about them.
    """
    said = statements(ledger).by_cell
    cells = dict(ledger.cells)
    actions = actions_of(ledger)
    for cell, state in ledger.cells.items():
        record = master.find(cell.row, actions.get(cell.row, ""))
        if record is None:
            continue
        current = master.value(record, cell.field)
        if same_value(current, state.wrote):
            continue
        if state.absent:  # a row put back was not typed over: it is met anew
            cells[cell] = CellState((Own(current),), current, state.overruled)
            continue
        spoken = said.get(cell, [])
        open_ = settle(state, spoken).conflicts
        known = {o.claim for o in state.overruled}
        seen = [
            Overruled(s.claim, "", by, when)
            for s in spoken
            if s not in open_ and s.claim not in known
        ]
        own = (*state.own, Own(current, "edited", None, "", by, when))
        cells[cell] = CellState(own, current, (*state.overruled, *seen))
    return replace(ledger, cells=cells)


def outcome(master: Master, ledger: Ledger) -> Outcome:
    """Return what each cell that a unit ever spoke of shall hold."""
    said = statements(ledger)
    actions = actions_of(ledger)
    cells: dict[Cell, tuple[CellState, Settled]] = {}
    conflicts: list[Conflict] = []
    aside = list(said.strays)
    new_rows: dict[RowId, None] = {}
    # An answer to a proposal sent out and then withdrawn waits until someone proposes it again.
    proposed = {row for c in ledger.contributions.values() for row in c.proposed}
    fates = _replaced(ledger, said)
    fates[Fate.ASIDE] += len(said.strays)
    for cell in sorted({*ledger.cells, *said.by_cell}):
        spoken = said.by_cell.get(cell, [])
        action = actions.get(cell.row, "")
        record = master.find(cell.row, action)
        is_new = cell.row in proposed and cell.row not in ledger.placed and spoken
        if record is None and not is_new:
            aside += [(s.contribution, _no_row(s, action)) for s in spoken]
            fates[Fate.ASIDE] += len(spoken)
            continue
        if _not_for_merging(cell, record):
            differing = [s for s in spoken if not _holds(master, record, s)]
            aside += [(s.contribution, _no_cell(s, action)) for s in differing]
            fates[Fate.ASIDE] += len(differing)
            fates[Fate.MERGED] += len(spoken) - len(differing)
            continue
        if record is None:
            new_rows[cell.row] = None
        state = ledger.cells.get(cell) or _first_sight(master, record, cell)
        settled = settle(state, spoken)
        cells[cell] = (state, settled)
        conflicts += [Conflict(cell, action, settled.value, s) for s in settled.conflicts]
        fates.update(_fate(state, settled, s) for s in spoken)
    return Outcome(cells, tuple(conflicts), tuple(aside), tuple(new_rows), actions, fates)


def actions_of(ledger: Ledger) -> dict[RowId, str]:
    """Return the words of the rows that were answered."""
    return {
        row: action
        for _, c in sorted(ledger.contributions.items())
        for row, action in c.actions.items()
    }


def _replaced(ledger: Ledger, said: Said) -> Counter[Fate]:
    """Count what unit's later files replaced before anything else was asked."""
    typed = sum(len(c.changes) + len(c.strays) for c in ledger.contributions.values())
    standing = sum(map(len, said.by_cell.values())) + len(said.strays)
    return Counter({Fate.REPLACED: typed - standing})


def _first_sight(master: Master, record: Record[Result] | None, cell: Cell) -> CellState:
    value = master.value(record, cell.field)
    return CellState((Own(value),), value)


def _not_for_merging(cell: Cell, record: Record[Result] | None) -> bool:
    """Whether the cell is a copied one of a row that the master has under its own รหัส."""
    return (
        record is not None
        and is_proposal(cell.row)
        and (cell.field in COPIED and bool(record.value.key) and record.value.key != cell.key)
    )


def _holds(master: Master, record: Record[Result] | None, statement: Statement) -> bool:
    return same_value(master.value(record, statement.change.cell.field), statement.change.value)


def _no_row(statement: Statement, action: str) -> Stray:
    return _stray(statement, action, "M804", "removed_here")


def _no_cell(statement: Statement, action: str) -> Stray:
    return _stray(statement, action, "M802", "cell")


def _stray(statement: Statement, action: str, code: str, variant: str) -> Stray:
    cell = statement.change.cell
    heading = HEADINGS[cell.field]
    value = statement.change.value
    return Stray(code, variant, "", cell.key, cell.round, action, heading, value)


def _fate(state: CellState, settled: Settled, statement: Statement) -> Fate:
    if statement in settled.conflicts:
        return Fate.CONFLICT
    if same_value(settled.value, statement.change.value):
        return Fate.MERGED
    claims: Iterable[object] = (
        *(o.claim for o in state.overruled),
        *(o.claim for o in state.own),
    )
    return Fate.OVERRULED if statement.claim in claims else Fate.REPLACED
