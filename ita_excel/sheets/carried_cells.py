"""The answers of 12-month rows follow those of 6 months: an untouched cell takes a later correction.

What a person changed for 12 months stays: it is the new report. Where the 6-month answer was
corrected since, too, that is told once, with both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit
from ita_excel.core.threeway import Verdict
from ita_excel.core.values import CellError, Uncalculated, Value
from ita_excel.schema.model import Result, Round
from ita_excel.sheets.carrying import ANSWERS, of_round
from ita_excel.sheets.copied_cells import value
from ita_excel.sheets.derived_cells import Bases, which_changed
from ita_excel.sheets.edits import set_field
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.row_identity import CellId

# What a 12-month row takes from the 6-month row.
CARRIED = schema.RESULTS.fields(lambda c: c.next_round and c.writer is schema.Writer.INPUT)


class CarriedCell(NamedTuple):
    """A cell of 12 months beside that of 6 months, which was corrected since it was carried over."""

    cell: CellId
    at: CellRef
    held: Value
    six: Value

    @property
    def heading(self) -> str:
        return schema.RESULTS.column(self.cell.field).heading


@dataclass(slots=True)
class FollowedSix:
    """What came of the cells carried over, and the bases that are known from now on."""

    bases: dict[CellId, Value]
    edits: list[Edit] = field(default_factory=list)
    updated: list[CarriedCell] = field(default_factory=list)
    own: list[CarriedCell] = field(default_factory=list)  # changed on both sides: told
    unmarked: list[int] = field(default_factory=list)  # rows whose confirmation was of other words


def follow_six(
    reading: Reading,
    known: Bases,
    locked: Callable[[CellRef], bool] = lambda at: False,
) -> FollowedSix:
    """Return what becomes of the 12-month rows that have a 6-month row.

    A cell that is `locked` (a formula, covered by a merged area) stays, whatever it shows.
    """
    done = FollowedSix({})
    before, after = (of_round(reading, round_) for round_ in (Round.SIX, Round.TWELVE))
    # Where units have rows of their own these follow, and the joint row is combined from them.
    joint = {r.value.key.rpartition(schema.UNIT_ROW)[0] for r in after.values() if r.value.unit}
    still = before.keys() & after.keys() - joint
    done.bases.update((c, v) for c, v in known.items() if c.key not in still)
    for key, record in after.items():
        if key in still:
            _row(done, before[key], record, known, locked)
    return done


def carried_bases(key: str, six: Result) -> dict[CellId, Value]:
    """Return the bases of a new 12-month row that takes over the answers of a 6-month row."""
    return {CellId(key, Round.TWELVE.value, f): value(six, f) for f in CARRIED}


def _row(
    done: FollowedSix,
    six: Record[Result],
    twelve: Record[Result],
    known: Bases,
    locked: Callable[[CellRef], bool],
) -> None:
    block, wrote = twelve.block, set[str]()
    for name in CARRIED:
        cell = CellId(twelve.value.key, Round.TWELVE.value, name)
        if name not in block.columns or isinstance(six.typed(name), (CellError, Uncalculated)):
            if cell in known:
                done.bases[cell] = known[cell]
            continue
        source, held = value(six.value, name), value(twelve.value, name)
        verdict = which_changed(known, cell, held, source)
        if verdict is Verdict.THEIRS and locked(twelve.at(name)):
            verdict = Verdict.OURS
        told = CarriedCell(cell, twelve.at(name), held, source)
        if verdict is Verdict.THEIRS:
            done.edits += set_field(block, twelve.row, name, source)
            done.updated.append(told)
            wrote.add(name)
        elif verdict is Verdict.CONFLICT:
            done.own.append(told)
        if verdict is not Verdict.OURS or cell in known:
            done.bases[cell] = source
    if twelve.value.confirmed and wrote.intersection(ANSWERS):
        done.edits += set_field(block, twelve.row, "confirmed", None)
        done.unmarked.append(twelve.row)
