"""Answers to the joint row of a shared action belong to the row of the unit that gave them.

A workbook that was sent before its unit had a row of its own (by an older version, or while the
office had one row for all) comes back with the joint row's รหัส. What it says goes into the unit's
row, as if that had been sent empty: so two units never answer the same cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ita_excel.core.values import Value
from ita_excel.merging.ledger import Answer, CellState, Dispatch, Ledger
from ita_excel.merging.master import EDITABLE, CellId, Master, RowId
from ita_excel.sheets.unit_rows import COMBINED, RowsBeneath
from ita_excel.thai.cell_values import form


class UnitRows:
    """Which row of the master is a unit's own, where a shared row was sent to it."""

    def __init__(self, master: Master) -> None:
        self._rows = RowsBeneath(master.reading)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def home(self, row: RowId, unit: str) -> RowId:
        """Return the unit's own row beneath a joint one, else the row itself."""
        own = self._rows.of(row, unit)
        return row if own is None else RowId(own.value.key, own.value.round_name)

    def joint(self) -> set[RowId]:
        """Return the joint rows that have units' rows."""
        return self._rows.joint()

    def sent(self, dispatches: Iterable[Dispatch]) -> list[Dispatch]:
        """Return the dispatches as if each had held its unit's own rows."""
        if not self:
            return list(dispatches)
        return [replace(d, rows=tuple(self.home(r, d.unit) for r in d.rows)) for d in dispatches]


def with_unit_rows(master: Master, ledger: Ledger) -> Ledger:
    """Return the ledger with answers to joint rows as answers to the units' own rows."""
    homes = UnitRows(master)
    if not homes:
        return ledger
    answers = {hash_: _at_home(answer, homes) for hash_, answer in ledger.answers.items()}
    if all(answers[hash_] is answer for hash_, answer in ledger.answers.items()):
        return ledger
    left = {change.cell for answer in answers.values() for change in answer.changes}
    gone = {change.cell for answer in ledger.answers.values() for change in answer.changes} - left
    cells = {cell: state for cell, state in ledger.cells.items() if cell not in gone}
    return replace(ledger, cells=cells, answers=answers)


def _at_home(answer: Answer, homes: UnitRows) -> Answer:
    moved = {row: homes.home(row, answer.unit) for row in _rows(answer)}
    moved = {row: home for row, home in moved.items() if row != home}
    if not moved:
        return answer
    changes = []
    for change in answer.changes:
        home = moved.get(change.cell.row)
        if home is None or change.cell.field not in EDITABLE:
            changes.append(change)
        elif change.value is not None:
            changes.append(change._replace(cell=CellId(*home, change.cell.field), base=None))
    texts = {moved.get(row, row): text for row, text in answer.actions.items()}
    return replace(answer, changes=tuple(changes), actions=texts)


def _rows(answer: Answer) -> set[RowId]:
    return {change.cell.row for change in answer.changes} | set(answer.actions)


def merged_into_joint_rows(master: Master, ledger: Ledger) -> dict[CellId, Value]:
    """Return what merges wrote into joint rows that have units' rows now, by cell.

    Only where nobody had a text of her own there: the joint row holds nothing but answers.
    """
    homes = UnitRows(master)
    joint = {row.key for row in homes.joint()}
    return {
        cell: state.wrote
        for cell, state in ledger.cells.items()
        if cell.key in joint and cell.field in COMBINED and _only_answers(state)
    }


def _only_answers(state: CellState) -> bool:
    return all(not form(ours.value) or ours.value_key is not None for ours in state.ours)
