"""What every cell of the results shall hold, from the ledger and the master as it stands.

Changes nothing itself: `merge_results()` gives values, `merge.py` makes edits of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.merging.ledger import Answer, CellState, Ledger, Ours, Overruled, SetAside
from ita_excel.merging.master import COPIED, HEADINGS, CellId, Master, RowId, is_proposal
from ita_excel.merging.one_cell import MergedCell, merge_cell, said_by
from ita_excel.merging.replaced import Replacement
from ita_excel.merging.stale_marks import of_other_words
from ita_excel.merging.theirs import Replaced, Theirs, their_side
from ita_excel.schema.model import Result
from ita_excel.sheets import Record
from ita_excel.thai.cell_values import same_value

_COLUMNS = {field: n for n, field in enumerate(HEADINGS)}  # in the order of the sheet


class Fate(Enum):
    """What became of one value that a unit typed."""

    MERGED = "merged"  # it stands in the master
    CONFLICT = "conflict"  # it waits for a decision
    OVERRULED = "overruled"  # the officer decided against it
    PRESUMED = "presumed"  # a likely later answer of the same hands stands; listed with it
    REPLACED = "replaced"  # a later answer took its place
    ASIDE = "aside"  # on the set-aside sheet


class Conflict(NamedTuple):
    """A unit's value that the master doesn't hold because another one stands against it.

    `presumed` says why it is decided already for what the master holds, unless a person decides
    otherwise; None where it waits for her. `rival` is what stands of the same unit, if anything.
    """

    cell: CellId
    action: str
    ours: Value
    theirs: Theirs
    presumed: Text | None = None
    rival: Theirs | None = None


class MergedResults(NamedTuple):
    """What the merge comes to, cell by cell."""

    cells: dict[CellId, tuple[CellState, MergedCell]]
    conflicts: tuple[Conflict, ...]
    presumed: tuple[Conflict, ...]
    replaced: tuple[Replacement, ...]
    aside: tuple[tuple[Answer, SetAside], ...]
    new_rows: tuple[RowId, ...]  # proposals that need a row
    actions: dict[RowId, str]
    fates: Counter[Fate]
    said: dict[CellId, list[Theirs]]  # all that any file says


def with_officers_edits(master: Master, ledger: Ledger, by: str, when: str) -> Ledger:
    """Return the ledger with what the officer typed since the last merge.

    Whoever types over a merged value has seen it: those answers are overruled. Answers in conflict
    stay so: typing in the cell decides nothing about them.
    """
    side = their_side(ledger)
    cells = dict(ledger.cells)
    actions = ledger.actions
    for cell, state in ledger.cells.items():
        record = master.find(cell.row, actions.get(cell.row, ""))
        if record is None:
            continue
        current = master.value(record, cell.field)
        if same_value(current, state.wrote):
            continue
        if state.absent:  # a row put back was not typed over: it is read as for the first time
            cells[cell] = CellState((Ours(current),), current, state.overruled)
            continue
        waiting = merge_cell(state, side.words(cell, state.decided)).waiting
        known = {o.value_key for o in state.overruled}
        said = {s.value_key: s for s in side.by_cell.get(cell, ())}
        seen = [
            Overruled(key, "", by, when)
            for key, s in said.items()
            if said_by(s) not in waiting and key not in known
        ]
        own = (*state.ours, Ours(current, "edited", None, "", by, when))
        cells[cell] = CellState(own, current, (*state.overruled, *seen))
    return replace(ledger, cells=cells)


def _in_sheet_order(
    master: Master, cells: Collection[CellId], actions: Mapping[RowId, str]
) -> list[CellId]:
    """Return cells as a person meets them in the results; those of no row come last."""
    places: dict[RowId, float] = {}
    for row in {cell.row for cell in cells}:
        record = master.find(row, actions.get(row, ""))
        places[row] = record.row if record else math.inf
    return sorted(cells, key=lambda c: (places[c.row], c.row, _COLUMNS[c.field]))


def merge_results(master: Master, ledger: Ledger) -> MergedResults:
    """Return what each cell that a unit ever answered for shall hold."""
    side = their_side(ledger)
    actions = ledger.actions
    cells: dict[CellId, tuple[CellState, MergedCell]] = {}
    conflicts: list[Conflict] = []
    presumed: list[Conflict] = []
    replaced: list[Replacement] = []
    aside = list(side.aside)
    new_rows: dict[RowId, None] = {}
    # An answer to a proposal sent out and then withdrawn waits until someone proposes it again.
    proposed = ledger.proposed
    fates = Counter({Fate.ASIDE: len(side.aside)})
    fates[Fate.REPLACED] = sum(len(a.set_aside) for a in ledger.answers.values()) - len(side.aside)
    for cell in _in_sheet_order(master, {*ledger.cells, *side.by_cell}, actions):
        theirs = side.by_cell.get(cell, [])
        action = actions.get(cell.row, "")
        record = master.find(cell.row, action)
        is_new = cell.row in proposed and cell.row not in ledger.placed and theirs
        if record is None and not is_new:
            aside += [(s.answer, _no_row(s, action)) for s in _once(theirs)]
            fates[Fate.ASIDE] += len(theirs)
            continue
        if _not_for_merging(cell, record):
            differing = [s for s in theirs if not _holds(master, record, s)]
            aside += [(s.answer, _no_cell(s, action)) for s in _once(differing)]
            fates[Fate.ASIDE] += len(differing)
            fates[Fate.MERGED] += len(theirs) - len(differing)
            continue
        if record is None:
            new_rows[cell.row] = None
        state = ledger.cells.get(cell) or _first_sight(master, record, cell)
        merged = merge_cell(state, side.words(cell, state.decided))
        if cell.field == "confirmed" and record is not None:
            merged = _without_stale_marks(master, record, cell, state, merged, ledger, cells)
        cells[cell] = (state, merged)
        conflicts += [_conflict(cell, action, merged, s) for s in merged.conflicts]
        presumed += [_conflict(cell, action, merged, d.theirs, d.why) for d in merged.doubts]
        replaced += [_replacement(cell, action, r) for r in merged.replaced]
        fates.update(_fate(state, merged, s) for s in theirs)
    return MergedResults(
        cells,
        tuple(conflicts),
        tuple(presumed),
        tuple(replaced),
        tuple(aside),
        tuple(new_rows),
        actions,
        fates,
        side.by_cell,
    )


def _without_stale_marks(
    master: Master,
    record: Record[Result],
    cell: CellId,
    state: CellState,
    merged: MergedCell,
    ledger: Ledger,
    cells: Mapping[CellId, tuple[CellState, MergedCell]],
) -> MergedCell:
    """Return the cell as it was, and the units' marks as conflicts, where they are of other words."""

    def stands(field: str) -> Value:
        found = cells.get(CellId(cell.key, cell.round, field))
        return found[1].value if found else master.value(record, field)

    ours = state.ours[-1].value
    stale = tuple(t for t in merged.sources if of_other_words(cell, t, ledger, stands))
    if not stale or same_value(ours, merged.value):
        return merged
    return merged._replace(value=ours, sources=(), conflicts=(*merged.conflicts, *stale))


def _conflict(
    cell: CellId, action: str, merged: MergedCell, theirs: Theirs, presumed: Text | None = None
) -> Conflict:
    own = (s for s in merged.sources if s.answer.unit == theirs.answer.unit)
    return Conflict(cell, action, merged.value, theirs, presumed, next(own, None))


def _replacement(cell: CellId, action: str, found: Replaced) -> Replacement:
    return Replacement(
        cell,
        action,
        found.earlier.value,
        found.later.value,
        found.earlier.answer,
        found.later.answer,
        found.why,
        found.presumed,
    )


def _once(theirs: Iterable[Theirs]) -> Iterable[Theirs]:
    """Return what a unit's files to one dispatch say, each value once: the last file's."""
    return {t.value_key: t for t in theirs}.values()


def _first_sight(master: Master, record: Record[Result] | None, cell: CellId) -> CellState:
    value = master.value(record, cell.field)
    return CellState((Ours(value),), value)


def _not_for_merging(cell: CellId, record: Record[Result] | None) -> bool:
    """Whether the cell is a copied one of a row that the master has under its own รหัส."""
    return (
        record is not None
        and is_proposal(cell.row)
        and (cell.field in COPIED and bool(record.value.key) and record.value.key != cell.key)
    )


def _holds(master: Master, record: Record[Result] | None, theirs: Theirs) -> bool:
    return same_value(master.value(record, theirs.change.cell.field), theirs.value)


def _no_row(theirs: Theirs, action: str) -> SetAside:
    return _set_aside(theirs, action, "M804", "removed_here")


def _no_cell(theirs: Theirs, action: str) -> SetAside:
    return _set_aside(theirs, action, "M802", "cell")


def _set_aside(theirs: Theirs, action: str, code: str, variant: str) -> SetAside:
    cell = theirs.change.cell
    heading = HEADINGS[cell.field]
    value = theirs.value
    return SetAside(code, variant, "", cell.key, cell.round, action, heading, value)


def _fate(state: CellState, merged: MergedCell, theirs: Theirs) -> Fate:
    if same_value(merged.value, theirs.value):
        return Fate.MERGED
    joined = state.ours[-1].why == "combined" and theirs.value is not None
    if joined and as_text(theirs.value) in as_text(merged.value):
        return Fate.MERGED
    if said_by(theirs) in {said_by(t) for t in merged.conflicts}:
        return Fate.CONFLICT
    if said_by(theirs) in merged.waiting:
        return Fate.PRESUMED
    return Fate.OVERRULED if theirs.value_key in state.decided else Fate.REPLACED
