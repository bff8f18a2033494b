"""The results' copied cells follow the plan: what nobody touched is updated, what a person changed stays.

Where both changed, a person chooses; so do all rounds' rows, as a report must not carry two wordings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit
from ita_excel.core.threeway import Verdict
from ita_excel.core.values import CellError, Uncalculated, Value
from ita_excel.schema.model import Action, Result
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.derived_cells import Bases, which_changed
from ita_excel.sheets.edits import set_field
from ita_excel.sheets.measures import in_doubt
from ita_excel.sheets.reading import Record
from ita_excel.sheets.row_identity import CellId

CopiedFrom = (
    Record[Action] | Record[Result]
)  # whose words a row copies: the plan's, or a joint row's
COPIED = schema.RESULTS.fields(lambda c: c.writer is schema.Writer.COPIED)


class CopiedCell(NamedTuple):
    """A cell of the results that holds other than the plan. `base` is what was written there once."""

    cell: CellId
    at: CellRef
    action: str  # the row's own words
    held: Value
    plan: Value
    base: Value
    known: bool  # whether the base is known
    told: bool = False  # whether an earlier fill said so already, of the same words of the plan

    @property
    def heading(self) -> str:
        return schema.RESULTS.column(self.cell.field).heading


@dataclass(slots=True)
class Followed:
    """What came of all copied cells, and the bases that are known from now on."""

    bases: dict[CellId, Value]
    edits: list[Edit] = field(default_factory=list)
    updated: list[CopiedCell] = field(default_factory=list)
    kept: list[CopiedCell] = field(default_factory=list)
    choices: list[CopiedCell] = field(default_factory=list)
    # What the rows hold from now on: a new row of 12 months begins with it.
    now: dict[CellId, Value] = field(default_factory=dict)
    names: Collection[str] = ()  # the measures that a row of the plan names itself


def follow(
    block: Block,
    results: Iterable[tuple[str, str, Record[Result]]],
    actions: Mapping[str, CopiedFrom],
    known: Bases,
    locked: Callable[[CellRef], bool] = lambda at: False,
    names: Collection[str] = (),
) -> Followed:
    """Return what becomes of the copied cells of `results` (รหัส, round's name, row).

    `actions` are those of the plan by the row's รหัส, `names` the measures that a row of the plan
    names itself. A cell that is `locked` (a formula, covered by a merged
    area) is a person's, whatever it gives. A blank measure means the one above, and is written out
    where the plan says so, too. What the plan doesn't say (its column is gone, a formula of it
    failed, a blank measure in the first row) changes nothing.
    """
    done = Followed({}, names=names)
    seen: set[tuple[str, str]] = set()
    for key, round_, record in results:
        action = actions.get(key)
        if (key, round_) in seen:
            continue  # of two rows of one identity, which S105 reports, only the first follows
        seen.add((key, round_))
        for cell in _cells(block, key, round_):
            if action is not None and _says(action, cell.field):
                if _as_written(cell, action, record, known):
                    done.now[cell] = done.bases[cell] = known[cell]
                    continue
                _follow(done, _Place(block, record, cell, locked), action, known)
            elif cell in known:  # the action, or its column, may come back
                done.bases[cell] = known[cell]
    return done


def by_row_key(
    actions: Mapping[str, Record[Action]], results: Iterable[Record[Result]]
) -> dict[str, Record[Action]]:
    """Return the actions by the รหัส of the rows that report on them, units' rows among these."""
    rows = {r.value.key: r.value.action_key for r in results}
    return {**actions, **{key: actions[of] for key, of in rows.items() if of in actions}}


def value(row: Action | Result, name: str) -> Value:
    """Return a field as it is written into a cell: None for a blank."""
    found: Value = getattr(row, name)
    return None if found == "" else found


def _cells(block: Block, key: str, round_: str) -> Iterator[CellId]:
    return (CellId(key, round_, name) for name in COPIED if name in block.columns)


def _says(action: CopiedFrom, name: str) -> bool:
    typed = action.typed(name)
    if name == "measure" and not action.value.measure:
        return False
    return name in action.block.columns and not isinstance(typed, (CellError, Uncalculated))


def _as_written(cell: CellId, action: CopiedFrom, record: Record[Result], known: Bases) -> bool:
    """Whether source and cell say what was written, to the letter, as most cells do."""
    base = known.get(cell)
    if base is None or (cell.field == "measure" and not record.value.measure_given):
        return False
    held, plan = getattr(record.value, cell.field), getattr(action.value, cell.field)
    return type(held) is type(base) is type(plan) and held == base == plan


class _Place(NamedTuple):
    block: Block
    record: Record[Result]
    cell: CellId
    locked: Callable[[CellRef], bool]

    @property
    def at(self) -> CellRef:
        return self.block.at(self.record.row, self.cell.field)

    def write(self, new: Value) -> list[Edit]:
        return set_field(self.block, self.record.row, self.cell.field, new)


def _follow(done: Followed, place: _Place, action: CopiedFrom, known: Bases) -> None:
    cell, record = place.cell, place.record
    plan, held = value(action.value, cell.field), value(record.value, cell.field)
    blank = cell.field == "measure" and not record.value.measure_given
    verdict = which_changed(known, cell, held, plan)
    if verdict in (Verdict.THEIRS, Verdict.CONFLICT) and place.locked(place.at):
        # A covered cell follows with the first cell of its merged area.
        verdict = Verdict.UNCHANGED if blank else Verdict.OURS
    moved = cell.field == "measure" and in_doubt(action.value, known.get(cell), done.names)
    if moved and verdict is Verdict.THEIRS:
        verdict = Verdict.CONFLICT
    if verdict is not Verdict.UNCHANGED and verdict is not Verdict.SAME:
        base = known.get(cell)
        told = CopiedCell(cell, place.at, record.value.text, held, plan, base, cell in known)
        {
            Verdict.THEIRS: done.updated,
            Verdict.OURS: done.kept,
            Verdict.CONFLICT: done.choices,
        }[verdict].append(told)
    follows = verdict is Verdict.THEIRS
    done.now[cell] = plan if follows else held
    if verdict in (Verdict.THEIRS, Verdict.UNCHANGED, Verdict.SAME):
        done.bases[cell] = plan
    elif cell in known:
        done.bases[cell] = known[cell]
    agreed = verdict in (Verdict.UNCHANGED, Verdict.SAME)
    if follows or (blank and agreed and not place.locked(place.at)):
        done.edits += place.write(done.now[cell])
