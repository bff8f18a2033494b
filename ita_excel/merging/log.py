"""What goes into `ประวัติ`: every value written, every decision, and what is shown no longer.

An answer that a newer one replaced before it ever stood in the master, and one whose file was
taken back, are in no other sheet: the log keeps them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.conflicts import Decision
from ita_excel.merging.decide import form, same_value
from ita_excel.merging.ledger import Cell, Contribution
from ita_excel.merging.master import HEADINGS, Master
from ita_excel.merging.outcome import Outcome
from ita_excel.merging.settle import Settled
from ita_excel.sheets import Reading, append_rows


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
class Dropped:
    """A unit's value that nothing shows any more. `stands` is what the master holds instead."""

    contribution: Contribution
    key: str
    round: str
    heading: str
    value: Value
    stands: Value

    @property
    def spot(self) -> tuple[str, ...]:
        return (self.key, self.round, self.heading, form(self.value))


def dropped_values(
    master: Master,
    before: Outcome,
    after: Outcome,
    new: Iterable[Contribution],
    decisions: Iterable[Decision],
) -> list[Dropped]:
    """Return the values that came now or waited before, and neither stand nor wait any more."""

    def stands(cell: Cell) -> Value:
        if cell in after.cells:
            return after.cells[cell][1].value
        record = master.find(cell.row, after.actions.get(cell.row, ""))
        return master.value(record, cell.field)

    candidates = []
    for answer in new:
        candidates += [_dropped(answer, c.cell, c.value, stands(c.cell)) for c in answer.changes]
    for conflict in before.conflicts:
        cell = conflict.cell
        answer = conflict.statement.contribution
        candidates.append(_dropped(answer, cell, conflict.theirs, stands(cell)))
    strays = [*before.aside, *((c, s) for c in new for s in c.strays)]
    candidates += [Dropped(c, s.key, s.round, s.column, s.value, None) for c, s in strays]
    shown: set[tuple[str, ...]] = set()
    shown |= {(s.key, s.round, s.column, form(s.value)) for _, s in after.aside}
    shown |= {_dropped(c.statement.contribution, c.cell, c.theirs, None).spot
              for c in after.conflicts}  # fmt: skip
    shown |= {
        (c.key, c.round, HEADINGS[c.field], form(settled.value))
        for c, (_, settled) in after.cells.items()
    }
    shown |= {
        _dropped(d.conflict.statement.contribution, d.conflict.cell, d.conflict.theirs, None).spot
        for d in decisions
    }
    gone: dict[tuple[str, ...], Dropped] = {}
    for value in candidates:
        if value.value is None or value.spot in shown:
            continue
        if not same_value(value.value, value.stands):
            gone.setdefault(value.spot, value)
    return list(gone.values())


def _dropped(answer: Contribution, cell: Cell, value: Value, stands: Value) -> Dropped:
    return Dropped(answer, cell.key, cell.round, HEADINGS[cell.field], value, stands)


def log_edits(
    reading: Reading,
    moment: Moment,
    written: Sequence[Written],
    decisions: Sequence[Decision],
    withdrawn: Sequence[Contribution],
    dropped: Sequence[Dropped],
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
    rows += [_dropped_row(moment, d, d.contribution in withdrawn) for d in dropped]
    return append_rows(block, rows)


def _dropped_row(moment: Moment, dropped: Dropped, withdrawn: bool) -> dict[str, Value]:
    c = dropped.contribution
    why = "ถอนไฟล์ออก" if withdrawn else "มีคำตอบใหม่กว่า"
    return {
        "moment": moment.at.replace(microsecond=0),
        "command": moment.command,
        "sheet": schema.RESULTS.sheet,
        "key": dropped.key or None,
        "column": dropped.heading,
        "old": as_text(dropped.value) or None,
        "new": as_text(dropped.stands) or None,
        "file": f"{c.file} (คำตอบที่ไม่ใช้: {why})",
        "hash": c.hash,
        "unit": c.unit,
    }


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
