"""What goes into `ประวัติ`: every value written, every decision, and what is shown no longer.

An answer that a newer one replaced before it ever stood in the master, and one whose file was
taken back, are in no other sheet: the log keeps them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import MergedResults
from ita_excel.merging.conflicts import UnusedText
from ita_excel.merging.decisions import Choice, Decision
from ita_excel.merging.ledger import Answer, path_of
from ita_excel.merging.master import HEADINGS, CellId, Master
from ita_excel.merging.one_cell import MergedCell
from ita_excel.sheets import Reading, append_rows
from ita_excel.thai.cell_values import form, same_value


class Moment(NamedTuple):
    """Which command is at work, whose, and when."""

    command: str
    at: dt.datetime
    by: str = ""

    @property
    def text(self) -> str:
        return self.at.replace(microsecond=0).isoformat(sep=" ")


class WrittenCell(NamedTuple):
    """A cell of the master that gets another value.

    `carried`: it is of 12 months and follows the answer for 6 months, of which it was carried over.
    """

    cell: CellId
    action: str
    old: Value
    new: Value
    merged: MergedCell
    carried: bool = False


class DroppedValue(NamedTuple):
    """A unit's value that nothing shows any more. `stands` is what the master holds instead."""

    answer: Answer
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
    before: MergedResults,
    after: MergedResults,
    new: Iterable[Answer],
    decisions: Iterable[Decision],
) -> list[DroppedValue]:
    """Return the values that came now or waited before, and neither stand nor wait any more."""

    def stands(cell: CellId) -> Value:
        if cell in after.cells:
            return after.cells[cell][1].value
        record = master.find(cell.row, after.actions.get(cell.row, ""))
        return master.value(record, cell.field)

    candidates = []
    for answer in new:
        candidates += [_dropped(answer, c.cell, c.value, stands(c.cell)) for c in answer.changes]
    for conflict in (*before.conflicts, *before.presumed):
        cell = conflict.cell
        answer = conflict.theirs.answer
        candidates.append(_dropped(answer, cell, conflict.theirs.value, stands(cell)))
    aside = [*before.aside, *((c, s) for c in new for s in c.set_aside)]
    candidates += [DroppedValue(c, s.key, s.round, s.column, s.value, None) for c, s in aside]
    shown: set[tuple[str, ...]] = set()
    shown |= {(s.key, s.round, s.column, form(s.value)) for _, s in after.aside}
    shown |= {_dropped(c.theirs.answer, c.cell, c.theirs.value, None).spot
              for c in (*after.conflicts, *after.presumed)}  # fmt: skip
    shown |= {
        (c.key, c.round, HEADINGS[c.field], form(merged.value))
        for c, (_, merged) in after.cells.items()
    }
    shown |= {
        _dropped(d.conflict.theirs.answer, d.conflict.cell, d.conflict.theirs.value, None).spot
        for d in decisions
    }
    gone: dict[tuple[str, ...], DroppedValue] = {}
    for value in candidates:
        if value.value is None or value.spot in shown:
            continue
        if not same_value(value.value, value.stands):
            gone.setdefault(value.spot, value)
    return list(gone.values())


def _dropped(answer: Answer, cell: CellId, value: Value, stands: Value) -> DroppedValue:
    return DroppedValue(answer, cell.key, cell.round, HEADINGS[cell.field], value, stands)


def log_edits(
    reading: Reading,
    moment: Moment,
    written: Sequence[WrittenCell],
    decisions: Sequence[Decision],
    withdrawn: Sequence[Answer],
    dropped: Sequence[DroppedValue],
    unused: Sequence[UnusedText] = (),
) -> list[Edit]:
    """Return the edits that log every value written and every decision, with its reason.

    What was typed beside a conflict and isn't used stands there alone, too.
    """
    block = reading.blocks.get(schema.HISTORY.name)
    if block is None:
        return []
    master = Master(reading)
    rows = [_decision_row(moment, d) for d in decisions]
    chosen = {d.conflict.cell: d.conflict.theirs.value for d in decisions if d.theirs}
    for w in written:
        record = master.find(w.cell.row, w.action)
        if w.cell in chosen and same_value(chosen[w.cell], w.new):
            continue  # the decision has a row of its own
        at = master.block.at(record.row, w.cell.field).a1 if record else None
        sources = [s.answer for s in w.merged.sources] or withdrawn
        rows.append(
            {
                **_row(moment, w.cell, w.old, w.new),
                "cell": at,
                "file": ", ".join(dict.fromkeys(c.file for c in sources)) or None,
                "hash": ", ".join(dict.fromkeys(c.hash for c in sources)) or None,
                "unit": ", ".join(dict.fromkeys(path_of(c, w.cell) for c in sources)) or None,
            }
        )
    rows += [_dropped_row(moment, d, d.answer in withdrawn) for d in dropped]
    rows += [_unused_row(moment, text) for text in unused]
    return append_rows(block, rows)


def _unused_row(moment: Moment, unused: UnusedText) -> dict[str, Value]:
    return {
        "moment": moment.at.replace(microsecond=0),
        "command": moment.command,
        "sheet": schema.CONFLICTS.sheet,
        "key": unused.key or None,
        "column": unused.column,
        "old": unused.text,
        "file": "ข้อความที่พิมพ์ไว้และไม่ได้ใช้: ข้อขัดแย้งนี้หมดไปแล้ว",
        "unit": unused.unit,
    }


def _dropped_row(moment: Moment, dropped: DroppedValue, withdrawn: bool) -> dict[str, Value]:
    c = dropped.answer
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
    left = conflict.ours if decision.theirs else conflict.theirs.value
    c = conflict.theirs.answer
    said = [f"เหตุผล: {decision.reason}"] if decision.reason else []
    if decision.choice in (Choice.COMBINED, Choice.OWN):
        said.insert(0, f"เลือก: {decision.choice.words}")
    reason = f" ({', '.join(said)})" if said else ""
    return {
        **_row(moment, conflict.cell, left, decision.value),
        "sheet": schema.CONFLICTS.sheet,
        "file": f"{c.file}{reason}",
        "hash": c.hash,
        "unit": path_of(c, conflict.cell),
    }


def _row(moment: Moment, cell: CellId, old: Value, new: Value) -> dict[str, Value]:
    return {
        "moment": moment.at.replace(microsecond=0),
        "command": moment.command,
        "sheet": schema.RESULTS.sheet,
        "key": cell.key,
        "column": HEADINGS[cell.field],
        "old": as_text(old) or None,
        "new": as_text(new) or None,
    }
