"""What the sender above sends again is taken into a unit's own master: rows to correct, new rows.

Nothing of the master is written over: where the sender's workbook shows another value than it did
before, that is the sender's answer to the cell, and the merge decides as between any two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, Grid, MemoryGrid
from ita_excel.core.values import Value, as_text
from ita_excel.merging import levels
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer, ChangedCell, Ledger
from ita_excel.merging.log import Moment
from ita_excel.merging.master import COPIED, EDITABLE, CellId, Master
from ita_excel.sheets import Reading, append_rows, history, read, require_block, set_field
from ita_excel.thai.cell_values import same_value

_ASKED = "ขอให้แก้ไข"  # what `ประวัติ` calls it in the place of a column


@dataclass(frozen=True, slots=True)
class SentAgain:
    """A dispatch from above that this master hasn't had yet; `asked` are the words with it."""

    base: Base
    asked: str
    file: str
    hash: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The master after taking in: the edits, what it then says, the sender's own changes."""

    edits: tuple[Edit, ...]
    reading: Reading
    answers: tuple[Answer, ...]


def is_from_above(reading: Reading, base: Base) -> bool:
    """Whether a workbook was sent to this master's agency by whoever sent it its work."""
    above = levels.from_above(reading)
    return bool(above) and (base.master, base.unit) == (above[-1].master, above[-1].unit)


def is_new(reading: Reading, base: Base) -> bool:
    """Whether a workbook from above is of a dispatch that this master hasn't taken in."""
    known = {one.dispatch for one in levels.from_above(reading)}
    return is_from_above(reading, base) and base.dispatch not in known


def take_in(grid: Grid, sent: Iterable[SentAgain], ledger: Ledger, moment: Moment) -> TakenIn:
    """Return the master with the dispatches taken in, oldest first; the grid isn't touched."""
    tried = MemoryGrid({s: grid.rows(s) for s in grid.sheets()}, grid.tables().values())
    reading = read(tried)
    edits: list[Edit] = []
    answers: list[Answer] = []
    for one in sorted(_once(sent), key=lambda one: (one.base.sent, one.base.dispatch)):
        above = levels.from_above(reading)
        answer = _senders_changes(reading, above, one, ledger, moment)
        answers += [answer] if answer.changes else []
        more = _edits(reading, above, one, moment)
        tried.apply(more)
        edits += more
        reading = read(tried)
    return TakenIn(tuple(edits), reading, tuple(answers))


def rows_of(reading: Reading, base: Base) -> list[int]:
    """Return where the rows of a dispatch stand on the sheet of results."""
    master = Master(reading)
    found = (master.find(row) for row in base.rows)
    return sorted(record.row for record in found if record)


def _once(sent: Iterable[SentAgain]) -> list[SentAgain]:
    return list({one.base.dispatch: one for one in sent}.values())


def _senders_changes(
    reading: Reading, above: Sequence[Base], one: SentAgain, ledger: Ledger, moment: Moment
) -> Answer:
    """Return what the sender changed since it showed the rows last, as its answer.

    A value that came from here is none of its changes.
    """
    master = Master(reading)
    shown = levels.shown_rows(above)
    ours: dict[CellId, list[Value]] = {}
    for answer in ledger.answers.values():
        for change in answer.changes:
            ours.setdefault(change.cell, []).append(change.value)
    changes = []
    for row, values in one.base.rows.items():
        record = master.find(row)
        if record is None or row not in shown:
            continue
        for name in EDITABLE:
            cell, before, now = CellId(*row, name), shown[row].get(name), values.get(name)
            known = [before, master.value(record, name), *ours.get(cell, ())]
            if not any(same_value(now, value) for value in known):
                changes.append(ChangedCell(cell, before, now))
    rows = {change.cell.row for change in changes}
    return Answer(
        *(f"{one.hash}:{one.base.master}", one.file, one.base.agency, one.base.dispatch),
        *(one.base.sent, moment.text, tuple(sorted(changes, key=lambda c: c.cell))),
        actions={row: as_text(one.base.rows[row].get("text")) for row in rows},
    )


def _edits(reading: Reading, above: Sequence[Base], one: SentAgain, moment: Moment) -> list[Edit]:
    """Return the edits that keep the dispatch, add the rows that are new, and log both."""
    base = one.base
    kept: list[dict[str, Value]] = []
    if not levels.is_own_master(reading.meta):  # a unit's workbook that was split as it is
        kept += levels.received_rows(1, above[0])
    kept += levels.received_rows(len(above) + 1, base)
    kept += levels.asked_rows(base.dispatch, one.asked)
    source = history.Source(moment.command, moment.at, one.file, one.hash, base.agency)
    added = [*_new_actions(reading, base), *_new_results(reading, base), *_round(reading, base)]
    edits = [*append_rows(require_block(reading.blocks, schema.META), kept), *added]
    block = reading.blocks.get(schema.HISTORY.name)
    if block is not None:
        log = [*history.rows(reading, added, source), *_remarks(reading, one, source)]
        edits += append_rows(block, log)
    return edits


def _new_actions(reading: Reading, base: Base) -> list[Edit]:
    there = {action.value.key for action in reading.plan}
    rows = [{"key": key, **values} for key, values in base.plan.items() if key not in there]
    return append_rows(require_block(reading.blocks, schema.PLAN), rows) if rows else []


def _new_results(reading: Reading, base: Base) -> list[Edit]:
    """Return the edits that add the rows of another round, or of an action that is new.

    An action that a division answers in one round is that division's in the other.
    """
    there = Master(reading).rows
    whose = {row.key: record.typed("responsible") for row, record in there.items()}
    rows: list[dict[str, Value]] = []
    for id_, values in base.rows.items():
        if id_ in there:
            continue
        row: dict[str, Value] = {"key": id_.key, "round": id_.round}
        row |= {name: values.get(name) for name in (*COPIED, *EDITABLE)}
        row["responsible"] = whose.get(id_.key) or values.get("responsible")
        rows.append(row)
    return append_rows(require_block(reading.blocks, schema.RESULTS), rows) if rows else []


def _round(reading: Reading, base: Base) -> list[Edit]:
    """Return the edit that reports the round of the rows, where all of them are of another."""
    rounds = {row.round for row in base.rows}
    at, now = reading.agency.at("round"), reading.agency.value.round
    if len(rounds) != 1 or at is None or (now and now.value in rounds):
        return []
    block = require_block(reading.blocks, schema.AGENCY)
    return set_field(block, reading.agency.rows["round"], "value", rounds.pop())


def _remarks(reading: Reading, one: SentAgain, source: history.Source) -> list[dict[str, Value]]:
    """Return a row of `ประวัติ` for each row of results that the sender asks to be corrected."""
    if not one.asked:
        return []
    master = Master(reading)
    rows = []
    for id_ in one.base.rows:
        record = master.find(id_)
        at = CellRef(record.block.sheet, record.row, record.block.first_column) if record else None
        remark = history.remark(source, schema.RESULTS.sheet, at, _ASKED, one.asked)
        rows.append({**remark, "key": id_.key})
    return rows
