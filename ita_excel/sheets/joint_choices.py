"""Cells of joint rows that a person changed and the units' answers, too: listed on `ข้อขัดแย้ง`, decided there.

They stand between the conflicts of a merge, by the same columns: what was combined last, what the
joint row holds, what the units' rows come to now. Whose value it is says the column of the unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Meanings
from ita_excel.sheets import derived_cells
from ita_excel.sheets.conflict_rows import (
    FROM_UNITS,
    ChosenValue,
    Origin,
    history_of,
    row_of,
    rows_of,
    typed_in,
)
from ita_excel.sheets.edits import replace_rows_and_show, set_field
from ita_excel.sheets.joint_rows import JointCell, combine
from ita_excel.sheets.meaning import round_name
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.unit_rows import by_unit
from ita_excel.thai.cell_values import form

_OURS, _THEIRS, _COMBINED, _OWN = (form(choice) for choice in schema.LISTS["decisions"])
_OF_UNIT = "ใช้ค่าของ"
_Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JointDecision:
    """What a person decided about a cell of a joint row, and what stands there now.

    `taken` is `ours`, `combined`, `unit` or `own`, as JSON has it.
    """

    cell: JointCell
    taken: str
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class JointDecisions:
    """Decisions with their edits."""

    edits: tuple[Edit, ...] = ()
    decisions: tuple[JointDecision, ...] = ()


def listed(reading: Reading, waiting: Iterable[JointCell], moment: dt.datetime) -> list[Edit]:
    """Return the edits that make the sheet list just these, beside all other conflicts.

    What was typed there already stays, and so does the time when a choice was found. Where the units
    say otherwise by now, the choice is asked for again, and a text of the person's own stays beside it.
    """
    known = {_identity_of_row(row): row for row in rows_of(reading, Origin.JOINT)}
    own = {id_[:3]: _own_text(row) for id_, row in known.items() if row.get("own") is not None}
    rows = [
        {
            **row_of(c.cell, c.action, c.heading, c.base, c.held, c.combined),
            "unit": FROM_UNITS,
            "found_at": moment.replace(microsecond=0),
            **typed_in(known.get(_identity(c), own.get(_identity(c)[:3], {}))),
        }
        for c in waiting
    ]
    if not rows and not known:
        return []
    others = rows_of(reading, Origin.ANSWER, Origin.PLAN, Origin.COPY)
    return replace_rows_and_show(reading, schema.CONFLICTS, [*others, *rows])


def _own_text(row: dict[str, Value]) -> dict[str, Value]:
    return {name: row.get(name) for name in ("own", "reason")}


def decided(reading: Reading, command: str, moment: dt.datetime) -> JointDecisions:
    """Return what the choices typed on the sheet come to, with their history.

    Whatever is chosen: what the units say now is what the joint row was decided against, and is
    asked about no more until they say something else.
    """
    typed = {_identity_of_row(row): row for row in rows_of(reading, Origin.JOINT)}
    if not typed:
        return JointDecisions()
    if not by_unit(reading):  # one row for all was chosen since: nothing is combined any more
        return JointDecisions(tuple(listed(reading, (), moment)))
    known = derived_cells.load(reading.meta)
    decisions, waiting = [], []
    for cell in combine(reading, known.combined).waiting:
        row = typed.get(_identity(cell), {})
        reason = as_text(row.get("reason"))
        chosen = _chosen(cell, as_text(row.get("decision")), row.get("own"), reading.meanings)
        if chosen is None:
            waiting.append(cell)
        else:
            decisions.append(JointDecision(cell, *chosen, reason))
    block = reading.blocks[schema.RESULTS.name]
    edits: list[Edit] = []
    for d in decisions:
        if d.taken != "ours":
            edits += set_field(block, d.cell.at.row, d.cell.cell.field, d.value)
    bases = {**known.combined, **{d.cell.cell: d.cell.combined for d in decisions}}
    edits += derived_cells.keep(reading, replace(known, combined=bases))
    edits += listed(reading, waiting, moment)
    edits += history_of(reading, command, moment, map(_told, decisions))
    return JointDecisions(tuple(edits), tuple(decisions))


def _chosen(
    cell: JointCell, choice: str, own: Value, meanings: Meanings
) -> tuple[str, Value] | None:
    """Return which value was chosen, and the value; None where nothing that can be done was."""
    said = form(choice)
    if own is not None:
        return ("own", own) if said in ("", _OWN) else None
    if said == _OURS:
        return "ours", cell.held
    if said in (_THEIRS, _COMBINED, form(f"{_OF_UNIT}{FROM_UNITS}")):
        return "combined", cell.combined
    if choice.startswith(_OF_UNIT):
        named = meanings.people[choice.removeprefix(_OF_UNIT).strip()].units
        if len(named) == 1 and as_text(cell.said.get(named[0])):
            return "unit", cell.said[named[0]]
    return None


def _told(decision: JointDecision) -> ChosenValue:
    cell = decision.cell
    left = cell.combined if decision.taken == "ours" else cell.held
    return ChosenValue(
        cell.cell.key, cell.heading, left, decision.value, FROM_UNITS, decision.reason
    )


def _identity(cell: JointCell) -> _Identity:
    """What a choice is known by: a decision counts for the units' answers that were seen."""
    words = (cell.cell.key, round_name(cell.cell.round), cell.heading, as_text(cell.combined))
    return tuple(map(form, words))


def _identity_of_row(row: dict[str, Value]) -> _Identity:
    words = (row["key"], round_name(as_text(row["round"])), row["column"], row["theirs"])
    return tuple(map(form, words))
