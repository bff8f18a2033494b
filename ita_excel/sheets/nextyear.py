"""The workbook of the next fiscal year out of this one's: who we are and what we planned.

Carried over: settings, units, signatories, and the plan with its periods a year later. Left out:
results, scores (they will be other ones), the letter's number and date, and the keys of rows,
which belong to this year's workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.sheets import Reading, Record, append_rows, newbook, replace_rows, require_block
from ita_excel.thai.calendar import FiscalYear, Month


def next_year(reading: Reading) -> FiscalYear:
    """Return the year after the workbook's; InputError where the workbook names none."""
    year = reading.agency.value.fiscal_year
    if year is None:
        raise InputError(
            Text(
                "ยังไม่ได้ระบุปีงบประมาณ (พ.ศ.) ในชีต “{sheet}” โปรดกรอกก่อน",
                "the fiscal year on the sheet “{sheet}” is missing: fill it in first",
            ),
            sheet=schema.AGENCY.sheet,
        )
    return FiscalYear(year.year + 1)


def edits(reading: Reading, form: Reading, workbook_id: str) -> list[Edit]:
    """Return the edits that make `form`, an empty template, next year's workbook of `reading`."""
    year = next_year(reading)
    settings = newbook.settings(year, reading.agency.value.name)
    kept = [s.field for s in schema.SETTINGS if s.next_year]  # the others follow from the year
    settings |= {f: v for f in kept if (v := reading.agency.typed(f)) is not None}
    changes = newbook.edits(form, settings, workbook_id)
    for table, records in (
        (schema.UNITS, reading.units),
        (schema.SIGNATORIES, reading.signatories),
    ):
        rows = [_typed(record, table) for record in records]
        changes += replace_rows(require_block(form.blocks, table), rows)
    plan = [_moved(record) for record in reading.plan]
    return changes + append_rows(require_block(form.blocks, schema.PLAN), plan)


def _typed(record: Record[Any], table: schema.Table) -> dict[str, Value]:
    return {c.field: v for c in _typable(table) if (v := record.typed(c.field)) is not None}


def _typable(table: schema.Table) -> Iterable[schema.Column]:
    computed = (schema.Writer.COMPUTED, schema.Writer.KEY)
    return (c for c in table.columns if c.writer not in computed and c.next_year)


def _moved(record: Record[Any]) -> dict[str, Value]:
    """Return a row of the plan a year later; a period that can't be read stays as it is."""
    row = _typed(record, schema.PLAN)
    period = record.value.period
    if period is None:
        return row
    later = {"start": _later(period.start), "end": _later(period.end)}
    return row | {field: month.label() for field, month in later.items()}


def _later(month: Month) -> Month:
    return Month(month.year + 1, month.month)
