"""Proposals: rows that a unit added, which the merge puts at the end of the master's results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ita_excel.core.grid import Edit
from ita_excel.merging.all_cells import MergedResults
from ita_excel.merging.ledger import Answer, CellState, Ledger
from ita_excel.merging.master import EDITABLE, CellId, Master, RowId, is_proposal, row_id
from ita_excel.sheets import set_field


def with_our_keys(master: Master, ledger: Ledger) -> Ledger:
    """Return the ledger with the proposals known by the master's own รหัส where it has one.

    The officer typed the same action, or `fill` gave the row another รหัส: what units answer for
    the proposal is then an answer for the master's row.
    """
    actions = ledger.actions
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
            state = there._replace(overruled=(*there.overruled, *state.overruled))
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
    changes = tuple(c._replace(cell=_ours(c.cell, ours)) for c in answer.changes)
    texts = {ours[row]: texts for row, texts in answer.actions.items() if row in ours}
    return replace(answer, changes=changes, actions={**answer.actions, **texts})


def clear_rows(master: Master, result: MergedResults, ledger: Ledger) -> list[Edit]:
    """Return the edits that clear a proposal's key once nothing else is left of its row."""
    edits: list[Edit] = []
    for row in sorted(_gone(master, result, ledger)):
        record = master.rows.get(row)
        if record is not None:
            edits += set_field(master.block, record.row, "key", None)
            edits += set_field(master.block, record.row, "round", None)
    return edits


def kept_rows(master: Master, result: MergedResults, ledger: Ledger) -> set[RowId]:
    """Return the withdrawn proposals in which something of the officer's own stands."""
    kept = set()
    for row in ledger.placed - ledger.proposed:
        record = master.rows.get(row)
        for field in EDITABLE:
            _, merged = result.cells.get(CellId(*row, field), (None, None))
            if (merged.value if merged else master.value(record, field)) is not None:
                kept.add(row)
    return kept


def _gone(master: Master, result: MergedResults, ledger: Ledger) -> set[RowId]:
    return set(ledger.placed - ledger.proposed - kept_rows(master, result, ledger))


def placed_rows(master: Master, result: MergedResults, ledger: Ledger) -> frozenset[RowId]:
    """Return the proposals that have had a row, were it one that the officer typed."""
    found = {r for r in ledger.proposed if master.find(r, result.actions.get(r, ""))}
    return (ledger.placed | found | set(result.new_rows)) - _gone(master, result, ledger)
