"""A row that a unit added and that the master has under a รหัส of its own: one row, one memory.

The officer typed the same action, or `fill` gave the row another รหัส. What units say of the
proposal is then said of the master's row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ita_excel.merging.all_cells import actions_of
from ita_excel.merging.ledger import Answer, CellState, Ledger
from ita_excel.merging.master import EDITABLE, CellId, Master, RowId, is_proposal, row_id


def proposals(ledger: Ledger) -> set[RowId]:
    """Return the rows that any unit added."""
    return {row for c in ledger.answers.values() for row in c.proposed}


def with_our_keys(master: Master, ledger: Ledger) -> Ledger:
    """Return the ledger with the proposals known by the master's own รหัส where it has one."""
    actions = actions_of(ledger)
    ours: dict[RowId, RowId] = {}
    for row in filter(is_proposal, actions):
        record = master.find(row, actions[row])
        if record is not None and record.value.key and row_id(record.value) != row:
            ours[row] = row_id(record.value)
    if not ours:
        return ledger
    cells: dict[CellId, CellState] = {}
    for cell, state in ledger.cells.items():
        known = _ours(cell, ours)
        there = ledger.cells.get(known) if known != cell else None
        if there is not None:
            state = replace(there, overruled=(*there.overruled, *state.overruled))
        elif known == cell and cell in cells:
            continue  # the proposal's memory was joined to it already
        cells[known] = state
    answers = {h: _renamed(c, ours) for h, c in ledger.answers.items()}
    return replace(ledger, cells=cells, answers=answers)


def _ours(cell: CellId, ours: Mapping[RowId, RowId]) -> CellId:
    """Return the cell under the master's รหัส; what the plan says of a row stays the proposal's."""
    row = ours.get(cell.row)
    return CellId(*row, cell.field) if row and cell.field in EDITABLE else cell


def _renamed(answer: Answer, ours: Mapping[RowId, RowId]) -> Answer:
    if not answer.actions.keys() & ours.keys():
        return answer
    changes = tuple(replace(c, cell=_ours(c.cell, ours)) for c in answer.changes)
    words = {ours[row]: words for row, words in answer.actions.items() if row in ours}
    return replace(answer, changes=changes, actions={**answer.actions, **words})
