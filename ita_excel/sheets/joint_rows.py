"""The joint row of an action that several units share is combined from the units' rows.

Texts stand by unit, in the order of the sheet of units; evidence is joined; the status follows one
rule: all done is done, none begun is not done, everything else is under way. What a person typed
into the joint row stays: the base is what was combined last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ita_excel.core.grid import CellRef, Edit
from ita_excel.core.threeway import Verdict
from ita_excel.core.values import CELL_TEXT, CellError, Uncalculated, Value, as_text
from ita_excel.schema import RESULTS
from ita_excel.schema.model import Meanings, Result, Status
from ita_excel.sheets.derived_cells import Bases, which_changed
from ita_excel.sheets.edits import set_field
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.row_identity import CellId, RowId
from ita_excel.sheets.unit_rows import (
    COMBINED,
    RowsBeneath,
    by_unit,
    says_something,
    shared,
    sharers,
)
from ita_excel.thai.blanks import says_none
from ita_excel.thai.cell_values import form

_STATUS, _EVIDENCE = "status", "evidence"
_BEGUN = (Status.DONE, Status.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class JointCell:
    """A cell of a joint row beside what the units' rows come to."""

    cell: CellId
    at: CellRef
    action: str
    held: Value
    combined: Value
    base: Value = None  # what was combined last
    said: Mapping[str, Value] = field(default_factory=dict)  # by unit

    @property
    def is_too_long(self) -> bool:
        """Whether a cell can't hold what was combined; Excel counts UTF-16 units."""
        return len(as_text(self.combined).encode("utf-16-le")) // 2 > CELL_TEXT

    @property
    def heading(self) -> str:
        return RESULTS.column(self.cell.field).heading


@dataclass(slots=True)
class JointRows:
    """What came of the joint rows, and the bases that are known from now on."""

    bases: dict[CellId, Value]
    edits: list[Edit] = field(default_factory=list)
    updated: list[JointCell] = field(default_factory=list)
    # Typed, and the units say otherwise; or what they say is too long for a cell.
    kept: list[JointCell] = field(default_factory=list)
    # Those of `kept` where the units' answers changed, too, or nothing is known: a person decides.
    waiting: list[JointCell] = field(default_factory=list)


def combine(reading: Reading, known: Bases, merged: Bases | None = None) -> JointRows:
    """Return what becomes of the joint rows that have units' rows beneath them.

    `merged` is what answers came to in joint rows that had no units' rows yet. An empty cell of a
    joint row takes what is combined, whatever stood there: so a person gives up a text of her own.
    """
    done = JointRows(dict(known))
    if not by_unit(reading) or not reading.unit_rows:
        return done
    there = RowsBeneath(reading)
    for joint, id_ in shared(reading, None):
        units = sharers(reading, joint)
        rows = {unit: row for unit in units if (row := there.of(id_, unit)) is not None}
        if others := [(name, row) for name, row, _ in others_beneath(there, id_, units)]:
            rows |= others
        if rows:
            silent = sum(unit not in rows for unit in units)
            _row(done, reading, joint, id_, _said(rows), len(rows) + silent, merged or {})
    return done


def others_beneath(
    there: RowsBeneath, joint: RowId, units: Sequence[str]
) -> Iterator[tuple[str, Record[Result], bool]]:
    """Yield rows beneath a joint row that say something and are no sharer's, or a second one's.

    With the name that their words stand under, and whether they are a second one of a sharer. They
    stay in the joint row until a person takes them away: a unit may have been renamed since.
    """
    own = {unit: there.of(joint, unit) for unit in units}
    used = {record.row for record in own.values() if record is not None}
    names = set(own)
    for record in there.all(joint):
        if record.row in used or not says_something(record):
            continue
        unit = there.unit(record)
        label = unit or record.value.unit.strip()
        numbered = (label, *(f"{label} ({n})" for n in range(2, len(names) + 3)))
        name = next(name for name in numbered if name not in names)
        names.add(name)
        yield name, record, unit in own


def same_as_combined(reading: Reading, known: Bases) -> set[tuple[int, str]]:
    """Return the cells (row, field) of joint rows that say nothing but what was combined."""
    rows = {RowId(r.value.key, r.value.round_name): r for r in reversed(reading.results)}
    return {
        (rows[cell.row].row, cell.field)
        for cell, base in known.items()
        if cell.row in rows
        and base is not None
        and form(rows[cell.row].typed(cell.field)) == form(base)
    }


_Said = Mapping[str, Mapping[str, Value]]  # by unit and field


def _said(rows: Mapping[str, Record[Result]]) -> _Said:
    return {
        unit: {name: _value(record, name) for name in COMBINED} for unit, record in rows.items()
    }


def _value(record: Record[Result], name: str) -> Value:
    held = record.typed(name)
    return None if isinstance(held, (CellError, Uncalculated)) else held


def _row(
    done: JointRows,
    reading: Reading,
    joint: Record[Result],
    id_: RowId,
    said: _Said,
    units: int,
    merged: Bases,
) -> None:
    for name in COMBINED:
        cell, held = CellId(*id_, name), joint.typed(name)
        if name not in joint.block.columns or isinstance(held, (CellError, Uncalculated)):
            continue
        new = combined(name, said, units, reading.meanings)
        of_units = {unit: answers[name] for unit, answers in said.items()}
        base = done.bases.get(cell)
        told = JointCell(cell, joint.at(name), joint.value.text, held, new, base, of_units)
        if told.is_too_long:
            done.kept.append(told)
            continue
        if cell in merged and cell not in done.bases and new is not None:
            done.bases[cell] = merged[cell]
        verdict = which_changed(done.bases, cell, held, new)
        if held is None and new is not None:
            verdict = Verdict.THEIRS
        if verdict is Verdict.THEIRS:
            done.edits += set_field(joint.block, joint.row, name, new)
            done.updated.append(told)
        elif verdict in (Verdict.OURS, Verdict.CONFLICT):
            if new is not None:
                done.kept.append(told)
            if new is not None and (verdict is Verdict.CONFLICT or cell not in done.bases):
                done.waiting.append(told)
            continue
        done.bases[cell] = new


def combined(
    name: str, said: Mapping[str, Mapping[str, Value]], units: int, meanings: Meanings
) -> Value:
    """Return what a cell of a joint row comes to; None where nobody said anything.

    `said` is what units say, by their names and the fields of COMBINED, in the order of the sheet
    of units; `units` how many share the action.
    """
    if name == _STATUS:
        typed = (as_text(answers[name]) for answers in said.values())
        return status_of([meanings.statuses[text.strip()] for text in typed], units)
    texts = [(unit, as_text(answers[name]).strip()) for unit, answers in said.items()]
    texts = [(unit, text) for unit, text in texts if text]
    # A dash says that there is nothing; it stands where nobody has more to say.
    more = [(unit, text) for unit, text in texts if not says_none(text)]
    if not more:
        return texts[0][1] if texts else None
    if name == _EVIDENCE:
        return "\n".join(dict.fromkeys(_lines(text for _, text in more)))
    if len(more) == units and len({form(text) for _, text in more}) == 1:
        return more[0][1]
    return "\n".join(under_its_name(unit, text) for unit, text in more)


def status_of(states: Sequence[Status | None], units: int) -> str | None:
    """Return the status of a joint row: `states` are those of the units' rows, `units` how many share.

    All done: done; what some cancelled is left out. None begun: not done. Else under way, also
    while some haven't answered. None where nobody has answered at all.
    """
    given = [state for state in states if state is not None]
    if not given:
        return None
    counted = [state for state in given if state is not Status.CANCELLED]
    silent = units - len(given)
    if not counted and not silent:
        return Status.CANCELLED.value
    if not any(state in _BEGUN for state in counted):
        return Status.NOT_DONE.value if counted else None
    if not silent and all(state is Status.DONE for state in counted):
        return Status.DONE.value
    return Status.UNDER_WAY.value


def under_its_name(unit: str, text: str) -> str:
    """Return a text with the name of the unit whose it is; of several lines each stays a line."""
    return f"{unit}:\n{text}" if "\n" in text else f"{unit}: {text}"


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (line.strip() for line in text.splitlines() if line.strip())
