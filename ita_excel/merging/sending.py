"""What a unit is sent: its own rows of the plan and of the results, nothing of the others'."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from ita_excel import schema
from ita_excel.core.values import Value
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Dispatch
from ita_excel.merging.master import COPIED, EDITABLE, RowId, row_id
from ita_excel.schema.model import Action, Responsible, Result
from ita_excel.sheets import Reading, Record
from ita_excel.sheets.unit_rows import RowsBeneath, sharers

T = TypeVar("T")

_PLAN = tuple(c.field for c in schema.PLAN.columns if c.writer is schema.Writer.INPUT)


class Share(NamedTuple):
    """A unit's rows."""

    unit: str
    plan: tuple[Record[Action], ...]
    results: tuple[Record[Result], ...]


class Shares(NamedTuple):
    """All units' rows, and the rows that go to nobody."""

    units: tuple[Share, ...]
    nobodys: tuple[Record[Result], ...]
    without_key: tuple[Record[Result], ...]


def share_out(reading: Reading) -> Shares:
    """Return each unit's rows of the round being reported.

    Of a row for several each gets its own row beneath it, and where there is none the row itself.
    """
    round_ = reading.agency.value.round
    reported = [r for r in reading.results if round_ is None or r.value.in_round is round_]
    of_action = {a.value.key: a.value.who for a in reading.plan if a.value.key}
    nobody = Responsible()
    responsible = {
        r.row: r.value.who if r.value.responsible else of_action.get(r.value.action_key, nobody)
        for r in reported
    }
    keyed = [r for r in reported if r.value.key]
    own, names = RowsBeneath(reading), reading.directory.names
    joint = _by_unit(
        names,
        (
            (r, (sharers(reading, r) if own else ()) or responsible[r.row].among(names))
            for r in keyed
        ),
    )
    planned = _by_unit(names, ((a, a.value.who.among(names)) for a in reading.plan))
    of_key: dict[str, list[Record[Action]]] = {}
    for action in reading.plan:
        of_key.setdefault(action.value.key, []).append(action)
    units = []
    for unit in names:
        results = [own.of(row_id(r.value), unit) or r for r in joint[unit]]
        named = [a for key in {r.value.action_key for r in results} for a in of_key.get(key, ())]
        plan = {a.row: a for a in (*planned[unit], *named)}
        units.append(Share(unit, tuple(plan[row] for row in sorted(plan)), _first_of_each(results)))
    nobodys = tuple(r for r in keyed if not responsible[r.row].among(names))
    return Shares(tuple(units), nobodys, tuple(r for r in reported if not r.value.key))


def _by_unit(units: Iterable[str], rows: Iterable[tuple[T, Iterable[str]]]) -> dict[str, list[T]]:
    """Return the rows of each unit, each given with the units that it names."""
    found: dict[str, list[T]] = {unit: [] for unit in units}
    for row, named in rows:
        for unit in named:
            found[unit].append(row)
    return found


def _first_of_each(results: Collection[Record[Result]]) -> tuple[Record[Result], ...]:
    """Leave out the second row of an identity, which rule S105 reports to the officer."""
    found: dict[RowId, Record[Result]] = {}
    for record in results:
        found.setdefault(row_id(record.value), record)
    return tuple(found.values())


def base_of(
    reading: Reading, share: Share, master: str, dispatch: str, sent: str, due: str
) -> Base:
    """Return what the unit's workbook carries; the measure is named in every row."""
    agency = reading.agency.value
    return Base(
        master,
        dispatch,
        share.unit,
        agency.name,
        agency.fiscal_year.year if agency.fiscal_year else 0,
        sent,
        due,
        {row_id(r.value): sent_result(r) for r in share.results},
        {r.value.key: sent_action(r) for r in share.plan if r.value.key},
    )


def record_of(base: Base, file: str = "", address: str = "") -> Dispatch:
    """Return what the master remembers of a workbook sent."""
    rows = tuple(base.rows)
    answers = {
        row: {f: values[f] for f in EDITABLE if values.get(f) is not None}
        for row, values in base.rows.items()
    }
    return Dispatch(
        *(base.dispatch, base.unit, base.sent, base.due, base.fingerprint),
        rows,
        file,
        address,
        {row: values for row, values in answers.items() if values},
    )


def sent_result(record: Record[Result]) -> dict[str, Value]:
    """Return what is sent of a row of the results."""
    values = {f: record.typed(f) for f in (*COPIED, *EDITABLE)}
    return values | {"measure": record.value.measure or None}


def sent_action(record: Record[Action]) -> dict[str, Value]:
    """Return what is sent of a row of the plan."""
    values = {f: record.typed(f) for f in _PLAN}
    return values | {"measure": record.value.measure or None}
