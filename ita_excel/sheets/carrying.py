"""Which 12-month rows still say what was carried over from the 6-month rows.

`fill` starts a 12-month row with the answers for 6 months. Until an officer changes one of them, or
confirms that they still hold, the row reports nothing about the second half of the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Agency, Result, Round, Status
from ita_excel.sheets.derived_cells import Bases, load
from ita_excel.sheets.edits import set_field
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.row_identity import CellId
from ita_excel.thai.cell_values import same_value

# The answers that a document shows; a row in which one of them is new is an answer of its own.
ANSWERS = schema.RESULTS.fields(
    lambda c: c.unit_writes and c.next_round and (c.printed or c.published)
)
FROM_SIX = f"จากรอบ {Round.SIX.value}"
DONE_IN_SIX = f"แล้วเสร็จในรอบ {Round.SIX.value}"
Values = Mapping[tuple[str, str, str], Value]  # by รหัส, round and field


class Confirmation(Enum):
    """Whether somebody said that answers carried over still hold."""

    WAITING = "waiting"
    GIVEN = "given"  # by the mark in the column `ยืนยัน`
    NOT_NEEDED = "not needed"  # the work was over by the end of the first round

    @property
    def said(self) -> str:
        """What the column `ยกมา` says."""
        return DONE_IN_SIX if self is Confirmation.NOT_NEEDED else FROM_SIX


class CarriedRow(NamedTuple):
    """A 12-month row in which nobody changed an answer that was carried over.

    `behind`: the 6-month row was corrected since, which the next `fill` brings here; no mark holds
    until then.
    """

    twelve: Record[Result]
    six: Record[Result]
    confirmation: Confirmation
    behind: bool = False


def carried_rows(reading: Reading, values: Values | None = None) -> Iterator[CarriedRow]:
    """Yield the carried rows in the sheet's order.

    `values` are cells that will hold something else than the reading says.
    """
    six = of_round(reading, Round.SIX)
    if not six:
        return
    bases: Bases | None = None  # looked up where a row differs from its 6-month row
    for record in reading.every_result:
        row = record.value
        if row.in_round is not Round.TWELVE or row.key not in six:
            continue
        before = six[row.key]
        now, then = _answers(record, values), _answers(before, values)
        if not any(now.values()):
            continue
        behind = changed = False
        for f in ANSWERS:
            if same_value(now[f], then[f]):
                continue
            bases = load(reading.meta).carried if bases is None else bases
            cell = CellId(row.key, row.round_name, f)
            behind, changed = True, cell not in bases or not same_value(bases[cell], now[f])
            if changed:
                break
        if not changed:
            confirmation = _confirmation(reading, record, before, values, behind)
            yield CarriedRow(record, before, confirmation, behind)


def unconfirmed(reading: Reading) -> Iterator[CarriedRow]:
    """Yield the carried rows that wait for an officer."""
    return (row for row in carried_rows(reading) if row.confirmation is Confirmation.WAITING)


def said_of(reading: Reading) -> dict[int, str]:
    """Return what `ยกมา` is to say, by the row's number; rows that were not carried are left out.

    A unit's own master, which has no 6-month rows, keeps what it has from the agency.
    """
    if of_round(reading, Round.SIX):
        return {row.twelve.row: row.confirmation.said for row in carried_rows(reading)}
    said = {r.row: as_text(r.typed("carried")) for r in reading.every_result}
    return {row: text for row, text in said.items() if text}


def said_when_carried(agency: Agency, six: Result) -> str:
    """Return what `ยกมา` says of a row that takes over the answers of a 6-month row."""
    if not any(getattr(six, f) for f in ANSWERS):
        return ""
    return (Confirmation.NOT_NEEDED if _finished(agency, six) else Confirmation.WAITING).said


def marks(reading: Reading, values: Values | None = None) -> list[Edit]:
    """Return the edits that bring the column `ยกมา` up to date; none without any 6-month row."""
    block = reading.blocks.get(schema.RESULTS.name)
    if block is None or "carried" not in block.columns or not of_round(reading, Round.SIX):
        return []
    said = {row.twelve.row: row.confirmation.said for row in carried_rows(reading, values)}
    edits: list[Edit] = []
    for record in reading.every_result:
        edits += set_field(block, record.row, "carried", said.get(record.row))
    return edits


def of_round(reading: Reading, round_: Round) -> dict[str, Record[Result]]:
    """Return the first row of each รหัส in a round, units' rows of shared actions among them."""
    rows = [r for r in reading.every_result if r.value.key and r.value.in_round is round_]
    return {r.value.key: r for r in reversed(rows)}


def _answers(record: Record[Result], values: Values | None) -> dict[str, Value]:
    return {f: _value(record, f, values) for f in ANSWERS}


def _value(record: Record[Result], field: str, values: Values | None) -> Value:
    row = record.value
    held: Value = getattr(row, field)
    return values.get((row.key, row.round_name, field), held) if values else held


def _confirmation(
    reading: Reading,
    twelve: Record[Result],
    six: Record[Result],
    values: Values | None,
    behind: bool,
) -> Confirmation:
    if behind:
        return Confirmation.WAITING
    if _value(twelve, "confirmed", values):
        return Confirmation.GIVEN
    finished = _finished(reading.agency.value, six.value)
    return Confirmation.NOT_NEEDED if finished else Confirmation.WAITING


def _finished(agency: Agency, six: Result) -> bool:
    """Whether an action was done, and its period over, by the end of the first round."""
    year, period = agency.rows_year, six.period
    if year is None or period is None or period.backwards:
        return False
    return six.state is Status.DONE and period.end.last_day <= year.round_end(6)
