"""Cells of the results that plan and person both changed: listed on `ข้อขัดแย้ง`, and decided there.

They stand between the conflicts of a merge, by the same columns: what `fill` wrote, what the row
holds, what the plan says. Whose value it is says the column of the unit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.sheets import (
    Reading,
    derived_cells,
    replace_rows_and_show,
    set_field,
)
from ita_excel.sheets.conflict_rows import (
    FROM_PLAN,
    ChosenValue,
    Origin,
    history_of,
    row_of,
    rows_of,
    typed_in,
)
from ita_excel.sheets.copied_cells import CopiedCell, by_row_key, follow
from ita_excel.sheets.meaning import round_name
from ita_excel.sheets.measures import named
from ita_excel.thai.cell_values import form

_OURS, _THEIRS, _, _OWN = (form(choice) for choice in schema.LISTS["decisions"])
_Identity = tuple[str, ...]


class PlanDecision(NamedTuple):
    """What a person decided about one cell: the plan's value, the row's, or one of her own.

    `taken` names which, as JSON does: `plan`, `row` or `own`.
    """

    choice: CopiedCell
    taken: str
    value: Value
    reason: str


class PlanDecisions(NamedTuple):
    """The decisions with their edits, and what still waits."""

    edits: tuple[Edit, ...] = ()
    decisions: tuple[PlanDecision, ...] = ()
    waiting: tuple[CopiedCell, ...] = ()


def listed(reading: Reading, choices: Iterable[CopiedCell], moment: dt.datetime) -> list[Edit]:
    """Return the edits that make the sheet list just these choices, beside a merge's conflicts.

    What was typed there already stays, and so does the time when a choice was found.
    """
    known = _rows_by_identity(reading)
    rows: list[dict[str, Value]] = []
    for choice in choices:
        row = row_of(
            choice.cell, choice.action, choice.heading, choice.base, choice.held, choice.plan
        )
        row |= {"unit": FROM_PLAN, "found_at": moment.replace(microsecond=0)}
        rows.append({**row, **typed_in(known.get(_identity(choice), {}))})
    if not rows and not known:
        return []
    others = rows_of(reading, Origin.ANSWER, Origin.COPY)
    joint = rows_of(reading, Origin.JOINT)  # listed anew behind these
    return replace_rows_and_show(reading, schema.CONFLICTS, [*others, *rows, *joint])


def decided(reading: Reading, command: str, moment: dt.datetime) -> PlanDecisions:
    """Return what the choices typed on the sheet come to, with their history.

    The plan's value goes into the row, or the row keeps its own: either way the plan's is then what
    the row was decided against, and is asked about no more until it changes again.
    """
    block = reading.blocks.get(schema.RESULTS.name)
    plan = reading.blocks.get(schema.PLAN.name)
    if block is None or plan is None or not rows_of(reading, Origin.PLAN):
        return PlanDecisions()
    known = derived_cells.load(reading.meta)
    actions = {r.value.key: r for r in reversed(reading.plan) if r.value.key and r.value.text}
    rows = [(r.value.key, r.value.round_name, r) for r in reading.results if r.value.key]
    of_rows = by_row_key(actions, reading.results)
    open_ = follow(block, rows, of_rows, known.copied, names=named(actions.values())).choices
    typed = _rows_by_identity(reading)
    decisions, waiting = [], []
    for choice in open_:
        row = typed.get(_identity(choice), {})
        said, own, reason = form(row.get("decision")), row.get("own"), as_text(row.get("reason"))
        if said == _OURS:
            decisions.append(PlanDecision(choice, "row", choice.held, reason))
        elif said == _THEIRS:
            decisions.append(PlanDecision(choice, "plan", choice.plan, reason))
        elif said == _OWN and own is not None:
            decisions.append(PlanDecision(choice, "own", own, reason))
        else:
            waiting.append(choice)
    edits: list[Edit] = []
    for d in decisions:
        if d.taken != "row":
            edits += set_field(block, d.choice.at.row, d.choice.cell.field, d.value)
    bases = {**known.copied, **{d.choice.cell: d.choice.plan for d in decisions}}
    edits += derived_cells.keep(reading, replace(known, copied=bases))
    edits += listed(reading, waiting, moment)
    edits += history_of(reading, command, moment, map(_told, decisions))
    return PlanDecisions(tuple(edits), tuple(decisions), tuple(waiting))


def _rows_by_identity(reading: Reading) -> dict[_Identity, dict[str, Value]]:
    rows = rows_of(reading, Origin.PLAN)
    return {
        _words(r["key"], round_name(as_text(r["round"])), r["column"], r["theirs"]): r for r in rows
    }


def _identity(choice: CopiedCell) -> _Identity:
    """What a choice is known by: a decision counts for the value of the plan that was seen."""
    plan = as_text(choice.plan)
    return _words(choice.cell.key, round_name(choice.cell.round), choice.heading, plan)


def _words(*values: Value) -> _Identity:
    return tuple(form(v) for v in values)


def _told(decision: PlanDecision) -> ChosenValue:
    choice = decision.choice
    left = choice.plan if decision.taken == "row" else choice.held
    return ChosenValue(
        choice.cell.key, choice.heading, left, decision.value, FROM_PLAN, decision.reason
    )
