"""What the sender above sends again is taken into a unit's own master: rows to correct, new rows.

A cell that only the sender changed follows, with a line in `ประวัติ`; where both changed, the master
keeps its own value and the sender's waits for a decision, as an answer of the sender.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, Grid, MemoryGrid
from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value, as_text
from ita_excel.merging import levels
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer, CellState, ChangedCell, Ledger, Ours
from ita_excel.merging.log import Moment, WrittenCell
from ita_excel.merging.master import COPIED, EDITABLE, CellId, Master
from ita_excel.merging.one_cell import MergedCell
from ita_excel.merging.theirs import Theirs
from ita_excel.sheets import Reading, append_rows, history, read, require_block, set_field
from ita_excel.thai.cell_values import same_value

_ASKED = "ขอให้แก้ไข"  # what `ประวัติ` calls it in the place of a column


@dataclass(frozen=True, slots=True)
class SentAgain:
    """A dispatch from above that this master hasn't had yet; `asked` are the words with it."""

    base: Base
    asked: str
    answered: Mapping[CellId, Value]  # what the sender was answered last
    file: str
    hash: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The master after taking in: the edits, what it then says, the sender's own changes."""

    edits: tuple[Edit, ...]
    reading: Reading
    answers: tuple[Answer, ...]
    ledger: Ledger
    written: tuple[WrittenCell, ...]


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
    tried = MemoryGrid.of(grid)
    reading = read(tried)
    edits: list[Edit] = []
    answers: list[Answer] = []
    written: list[WrittenCell] = []
    for one in sorted(_once(sent), key=lambda one: (one.base.sent, one.base.dispatch)):
        above = levels.from_above(reading)
        followed, both = _changed_above(reading, above, one)
        written += [_written(reading, one, change, moment) for change in followed]
        ledger = _keeping(ledger, both)
        answers += _senders_answer(one, both, moment)
        more = _edits(reading, above, one, _set(reading, followed), moment)
        tried.apply(more)
        edits += more
        reading = read(tried)
    return TakenIn(tuple(edits), reading, tuple(answers), ledger, tuple(written))


def rows_of(reading: Reading, base: Base) -> list[int]:
    """Return where the rows of a dispatch stand on the sheet of results."""
    master = Master(reading)
    found = (master.find(row) for row in base.rows)
    return sorted(record.row for record in found if record)


def _once(sent: Iterable[SentAgain]) -> list[SentAgain]:
    return list({one.base.dispatch: one for one in sent}.values())


@dataclass(frozen=True, slots=True)
class _Changed:
    """A cell that the sender has changed."""

    cell: CellId
    base: Value
    ours: Value
    theirs: Value


def _changed_above(
    reading: Reading, above: Sequence[Base], one: SentAgain
) -> tuple[list[_Changed], list[_Changed]]:
    """Return the cells that only the sender changed, and those that both have changed.

    The base is what the sender was answered last, where it was answered, else what it showed.
    """
    master = Master(reading)
    shown = levels.shown_rows(above)
    followed: list[_Changed] = []
    both: list[_Changed] = []
    for row, values in one.base.rows.items():
        record = master.find(row)
        if record is None or row not in shown:
            continue
        for name in EDITABLE:
            cell, theirs = CellId(*row, name), values.get(name)
            ours = master.value(record, name)
            base = one.answered.get(cell, shown[row].get(name))
            changed = _Changed(cell, base, ours, theirs)
            verdict = decide(base, ours, theirs, same_value)
            if verdict is Verdict.THEIRS:
                followed.append(changed)
            elif verdict is Verdict.CONFLICT:
                both.append(changed)
    return followed, both


def _set(reading: Reading, followed: Iterable[_Changed]) -> list[Edit]:
    master = Master(reading)
    return [
        edit
        for change in followed
        if (record := master.find(change.cell.row))
        for edit in set_field(record.block, record.row, change.cell.field, change.theirs)
    ]


def _written(reading: Reading, one: SentAgain, change: _Changed, moment: Moment) -> WrittenCell:
    """Return a cell that followed the sender, as it is reported."""
    (answer,) = _senders_answer(one, [change], moment)
    source = Theirs(answer, one.base.sent, answer.changes[0])
    action = as_text(one.base.rows[change.cell.row].get("text"))
    merged = MergedCell(change.theirs, (source,))
    return WrittenCell(change.cell, action, change.ours, change.theirs, merged)


def _keeping(ledger: Ledger, both: Iterable[_Changed]) -> Ledger:
    """Return the ledger with these cells' values as the master's own, which a conflict keeps."""
    cells = dict(ledger.cells)
    for one in both:
        own = Ours(one.ours)
        state = cells.get(one.cell, CellState((own,), one.ours))
        cells[one.cell] = state._replace(ours=(*state.ours, own), wrote=one.ours)
    return replace(ledger, cells=cells)


def _senders_answer(one: SentAgain, both: Sequence[_Changed], moment: Moment) -> list[Answer]:
    """Return what the sender changed where the master did, too, as the sender's answer."""
    if not both:
        return []
    changes = sorted((ChangedCell(b.cell, b.base, b.theirs) for b in both), key=lambda c: c.cell)
    rows = {change.cell.row for change in changes}
    answer = Answer(
        *(f"{one.hash}:{one.base.master}", one.file, one.base.agency, one.base.dispatch),
        *(one.base.sent, moment.text, tuple(changes)),
        actions={row: as_text(one.base.rows[row].get("text")) for row in rows},
    )
    return [answer]


def _edits(
    reading: Reading,
    above: Sequence[Base],
    one: SentAgain,
    followed: Sequence[Edit],
    moment: Moment,
) -> list[Edit]:
    """Return the edits that keep the dispatch, add the rows that are new, and log what they do."""
    base = one.base
    kept: list[dict[str, Value]] = []
    if not levels.is_own_master(reading.meta):  # a unit's workbook that was split as it is
        kept += levels.received_rows(1, above[0])
    kept += levels.received_rows(len(above) + 1, base)
    kept += levels.asked_rows(base.dispatch, one.asked)
    source = history.Source(moment.command, moment.at, one.file, one.hash, base.agency)
    added = [
        *followed,
        *_new_actions(reading, base),
        *_new_results(reading, base),
        *_round(reading, base),
    ]
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
