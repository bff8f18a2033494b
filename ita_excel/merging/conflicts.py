"""The sheet `ข้อขัดแย้ง`: conflicts are listed for the officer, whose decisions are read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import Conflict
from ita_excel.merging.ledger import CellState, Ledger, Ours, Overruled
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.sheets import Block, Reading, replace_rows_and_show
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import form

OURS, THEIRS = schema.LISTS["decisions"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice made on the sheet. `theirs`: for the unit's value, else for the master's."""

    conflict: Conflict
    theirs: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the sheet says: decisions to apply, and what can't be applied as it stands."""

    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]  # two units' values chosen for one cell
    typed: Mapping[tuple[str, ...], tuple[Value, Value]]  # choice and reason, by _identity


def read_decisions(reading: Reading, open_: Sequence[Conflict]) -> Decisions:
    """Return the decisions typed on the sheet for conflicts that are still open."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    typed: dict[tuple[str, ...], tuple[Value, Value]] = {}
    if block is not None:
        for row in block.filled_rows():
            beside = block.cell(row, "decision"), block.cell(row, "reason")
            typed[_identity_of_row(block, row)] = beside
    decisions = []
    for conflict in open_:
        choice, reason = typed.get(_identity(conflict), (None, None))
        if form(choice) in (form(OURS), form(THEIRS)):
            decisions.append(Decision(conflict, form(choice) == form(THEIRS), as_text(reason)))
    chosen: dict[CellId, set[str]] = {}
    for d in decisions:
        if d.theirs:
            chosen.setdefault(d.conflict.cell, set()).add(form(d.conflict.theirs.value))
    torn = {cell for cell, forms in chosen.items() if len(forms) > 1}
    return Decisions(
        tuple(d for d in decisions if d.conflict.cell not in torn),
        tuple(d.conflict for d in decisions if d.conflict.cell in torn),
        typed,
    )


def with_decisions(
    ledger: Ledger,
    states: Mapping[CellId, CellState],
    decisions: Iterable[Decision],
    by: str,
    when: str,
) -> Ledger:
    """Return the ledger with the decisions; one for the unit's value makes it the master's own."""
    cells = dict(ledger.cells)
    for d in decisions:
        cell, value_key = d.conflict.cell, d.conflict.theirs.value_key
        state = cells.get(cell, states[cell])
        if d.theirs:
            own = Ours(d.conflict.theirs.value, "decided", value_key, d.reason, by, when)
            cells[cell] = replace(state, ours=(*state.ours, own))
        else:
            overruled = Overruled(value_key, d.reason, by, when)
            cells[cell] = replace(state, overruled=(*state.overruled, overruled))
    return replace(ledger, cells=cells)


def conflict_edits(
    reading: Reading, conflicts: Sequence[Conflict], typed: Mapping[tuple[str, ...], object]
) -> list[Edit]:
    """Return the edits that make the sheet list just these, choices typed already kept."""
    rows: list[dict[str, Value]] = []
    for conflict in conflicts:
        answer = conflict.theirs.answer
        choice = typed.get(_identity(conflict), (None, None))
        assert isinstance(choice, tuple)
        rows.append(
            {
                "key": conflict.cell.key,
                "round": conflict.cell.round,
                "action": conflict.action,
                "column": HEADINGS[conflict.cell.field],
                "base": as_text(conflict.theirs.base) or None,
                "ours": as_text(conflict.ours) or None,
                "theirs": as_text(conflict.theirs.value) or None,
                "unit": answer.unit,
                "file": answer.file,
                "found_at": dt.datetime.fromisoformat(answer.collected),
                "decision": choice[0],
                "reason": choice[1],
            }
        )
    return replace_rows_and_show(reading, schema.CONFLICTS, rows)


def _identity(conflict: Conflict) -> tuple[str, ...]:
    cell = conflict.cell
    return (
        *(form(cell.key), round_name(cell.round), form(HEADINGS[cell.field])),
        *(form(conflict.theirs.answer.unit), form(conflict.theirs.value)),
    )


def _identity_of_row(block: Block, row: int) -> tuple[str, ...]:
    return (
        form(block.cell(row, "key")),
        round_name(as_text(block.cell(row, "round"))),
        *(form(block.cell(row, f)) for f in ("column", "unit", "theirs")),
    )
