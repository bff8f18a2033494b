"""The merge of a master as a whole: memory and workbook in, edits and an account out.

One function for collecting, resolving and withdrawing: each changes what the master remembers,
and the workbook then follows from the memory.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.findings import Finding
from ita_excel.grid import Edit
from ita_excel.merging import memory
from ita_excel.merging.conflicts import (
    Decision,
    aside_edits,
    choices,
    conflict_edits,
    decided,
    removed_here,
)
from ita_excel.merging.decide import same_value
from ita_excel.merging.ledger import Cell, CellState, Contribution, Ledger, RowId, Stray
from ita_excel.merging.master import HEADINGS, Master
from ita_excel.merging.outcome import Conflict, Outcome, observe, outcome
from ita_excel.merging.settle import Fate, Settled
from ita_excel.sheets import Reading, append_rows, set_field
from ita_excel.values import Value, as_text


@dataclass(frozen=True, slots=True)
class Moment:
    """Which command is at work, whose, and when."""

    command: str
    at: dt.datetime
    by: str = ""

    @property
    def text(self) -> str:
        return self.at.replace(microsecond=0).isoformat(sep=" ")


@dataclass(frozen=True, slots=True)
class Written:
    """A cell of the master that gets another value."""

    cell: Cell
    action: str
    old: Value
    new: Value
    settled: Settled


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge comes to."""

    edits: tuple[Edit, ...]
    ledger: Ledger
    written: tuple[Written, ...]
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[Contribution, Stray], ...]
    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    cells: dict[Cell, tuple[CellState, Settled]]
    fates: Counter[Fate]


def merge(
    reading: Reading,
    moment: Moment,
    answers: Iterable[Contribution] = (),
    withdraw: Iterable[str] = (),
    ledger: Ledger | None = None,
) -> Merged:
    """Return what the master becomes with more answers, without some, and with what was decided.

    `withdraw` are hashes of files. InputError where the master has lost a table that this needs.
    """
    master = Master(reading)
    known = memory.load(reading.meta) if ledger is None else ledger
    known = observe(master, known, moment.by, moment.text)
    before = outcome(master, known)
    typed = choices(reading, before.conflicts)
    states = {cell: state for cell, (state, _) in before.cells.items()}
    known = decided(known, states, typed.decisions, moment.by, moment.text)
    withdrawn = [known.contributions[h] for h in withdraw if h in known.contributions]
    for gone in withdrawn:
        known = known.without(gone.hash)
    for answer in answers:
        known = known.answered(answer)
    result = outcome(master, known)
    edits, written = _results(master, result, known)
    known = replace(known, cells=_states(master, result, known), placed=_placed(result, known))
    edits += conflict_edits(reading, result.conflicts, typed.typed)
    edits += aside_edits(reading, result.aside)
    edits += _log(reading, moment, written, typed.decisions, withdrawn)
    edits += memory.keep(reading, known)
    return Merged(
        tuple(edits),
        known,
        tuple(written),
        result.conflicts,
        result.aside,
        typed.decisions,
        typed.contradictory,
        tuple(removed_here(result.aside)),
        result.cells,
        result.fates,
    )


def _results(master: Master, result: Outcome, ledger: Ledger) -> tuple[list[Edit], list[Written]]:
    """Return the edits of the results, and what they write."""
    edits: list[Edit] = []
    written: list[Written] = []
    fresh: dict[RowId, dict[str, Value]] = {}
    for row in result.new_rows:
        fresh[row] = {"key": row.key, "round": row.round or None}
    for cell, (_, settled) in result.cells.items():
        record = master.find(cell.row, result.actions.get(cell.row, ""))
        current = master.value(record, cell.field)
        if same_value(current, settled.value):
            continue
        action = result.actions.get(cell.row, "") or (record.value.text if record else "")
        written.append(Written(cell, action, current, settled.value, settled))
        if record is None:
            fresh[cell.row][cell.field] = settled.value
        else:
            edits += set_field(master.block, record.row, cell.field, settled.value)
    edits += append_rows(master.block, list(fresh.values()))
    return edits + _emptied(master, result, ledger), written


def _emptied(master: Master, result: Outcome, ledger: Ledger) -> list[Edit]:
    """Return the edits that clear a proposal's key once nothing else is left of its row."""
    edits: list[Edit] = []
    for row in sorted(_gone(result, ledger)):
        record = master.rows.get(row)
        if record is not None:
            edits += set_field(master.block, record.row, "key", None)
            edits += set_field(master.block, record.row, "round", None)
    return edits


def _gone(result: Outcome, ledger: Ledger) -> set[RowId]:
    proposed = {row for c in ledger.contributions.values() for row in c.proposed}
    alive = {c.row for c, (_, settled) in result.cells.items() if settled.value is not None}
    return {row for row in ledger.placed if row not in proposed and row not in alive}


def _placed(result: Outcome, ledger: Ledger) -> frozenset[RowId]:
    return (ledger.placed | set(result.new_rows)) - _gone(result, ledger)


def _states(master: Master, result: Outcome, ledger: Ledger) -> dict[Cell, CellState]:
    """Return the memory of every cell, with what stands in it after this merge."""
    states = dict(ledger.cells)
    spoken_of = {c.cell for a in ledger.contributions.values() for c in a.changes}
    for cell, (state, settled) in result.cells.items():
        record = master.find(cell.row, result.actions.get(cell.row, ""))
        current = master.value(record, cell.field)
        wrote = current if same_value(current, settled.value) else settled.value
        if cell in spoken_of:
            states[cell] = replace(state, wrote=wrote)
        else:  # nobody speaks of it any more: it is the master's own again
            states.pop(cell, None)
    return states


def _log(
    reading: Reading,
    moment: Moment,
    written: Sequence[Written],
    decisions: Sequence[Decision],
    withdrawn: Sequence[Contribution],
) -> list[Edit]:
    """Return the edits that log every value written and every decision, with its reason."""
    block = reading.blocks.get(schema.HISTORY.name)
    if block is None:
        return []
    master = Master(reading)
    rows = [_decision_row(moment, d) for d in decisions]
    chosen = {d.conflict.cell: d.conflict.theirs for d in decisions if d.theirs}
    for w in written:
        record = master.find(w.cell.row, w.action)
        if w.cell in chosen and same_value(chosen[w.cell], w.new):
            continue  # the decision's own row says it
        at = master.block.at(record.row, w.cell.field).a1 if record else None
        sources = [s.contribution for s in w.settled.sources] or withdrawn
        rows.append(
            {
                **_row(moment, w.cell, w.old, w.new),
                "cell": at,
                "file": ", ".join(dict.fromkeys(c.file for c in sources)) or None,
                "hash": ", ".join(dict.fromkeys(c.hash for c in sources)) or None,
                "unit": ", ".join(dict.fromkeys(c.unit for c in sources)) or None,
            }
        )
    return append_rows(block, rows)


def _decision_row(moment: Moment, decision: Decision) -> dict[str, Value]:
    conflict = decision.conflict
    kept, left = conflict.ours, conflict.theirs
    if decision.theirs:
        kept, left = left, kept
    c = conflict.statement.contribution
    reason = f" (เหตุผล: {decision.reason})" if decision.reason else ""
    return {
        **_row(moment, conflict.cell, left, kept),
        "sheet": schema.CONFLICTS.sheet,
        "file": f"{c.file}{reason}",
        "hash": c.hash,
        "unit": c.unit,
    }


def _row(moment: Moment, cell: Cell, old: Value, new: Value) -> dict[str, Value]:
    return {
        "moment": moment.at.replace(microsecond=0),
        "command": moment.command,
        "sheet": schema.RESULTS.sheet,
        "key": cell.key,
        "column": HEADINGS[cell.field],
        "old": as_text(old) or None,
        "new": as_text(new) or None,
    }
