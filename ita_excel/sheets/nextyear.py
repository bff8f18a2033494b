"""The workbook of the next fiscal year out of this one's: who we are and what we planned.

Carried over: settings, units, signatories, and the plan with its periods a year later. Left out:
results, scores (they will be other ones), the letter's number and date, and the keys of rows,
which belong to this year's workbook. Columns that an office added itself come along with their
values (of formulas what they gave).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import AddColumn, CellRef, Edit, SetCell, SetValidation, Validation
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.sheets import (
    Block,
    Reading,
    append_rows,
    derived_cells,
    newbook,
    replace_rows,
    require_block,
)
from ita_excel.sheets.blocks import heading_form, headings
from ita_excel.sheets.report_order import in_order
from ita_excel.thai.calendar import FiscalYear, Period

_NOT_TYPED = (schema.Writer.COMPUTED, schema.Writer.KEY)
_BELOW = 200  # rows below a table for which the template has drop-downs


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


def edits(reading: Reading, form: Reading, workbook_id: str, file: str = "") -> list[Edit]:
    """Return the edits that make `form`, an empty template, next year's workbook of `reading`.

    `file` is how the new workbook names this one, '' where this has no file.
    """
    year = next_year(reading)
    settings = newbook.settings(year, reading.agency.value.name, file)
    kept = [s.field for s in schema.SETTINGS if s.next_year]  # the others follow from the year
    settings |= {f: v for f in kept if (v := reading.agency.typed(f)) is not None}
    changes = newbook.edits(form, settings, workbook_id)
    for table in schema.TABLES:
        if table.next_year:
            changes += _table(reading, table, require_block(form.blocks, table))
    return changes


def _table(reading: Reading, table: schema.Table, form: Block) -> list[Edit]:
    """Return the edits that carry a table's rows over, with the columns of the office's own."""
    block = reading.blocks.get(table.name)
    if block is None:
        return []
    kept = [c.field for c in table.columns if c.next_year and c.writer not in _NOT_TYPED]
    periods = {r.row: r.value.period for r in reading.plan} if table is schema.PLAN else {}
    in_plan = {id(r.value): r for r in reading.plan} if table is schema.PLAN else {}
    numbers = [*block.filled_rows()]
    if in_plan:  # in the report's order, however this year's sheet was sorted
        order = derived_cells.load(reading.meta).order
        ordered = in_order([r.value for r in reading.plan], order)
        numbers = [in_plan[id(action)].row for action in ordered]
    moved = numbers != [*block.filled_rows()]
    measures = {r.row: r.value.measure for r in in_plan.values()} if moved else {}
    rows: list[dict[str, Value]] = []
    for number in numbers:
        row: dict[str, Value] = {f: v for f in kept if (v := block.cell(number, f)) is not None}
        if measures.get(number):  # a blank cell would mean another measure's
            row["measure"] = measures[number]
        period = periods.get(number)
        if period is not None:  # one that can't be read stays as it is
            row |= _next_years(period)
        rows.append(row)
    # The plan keeps the empty rows that the template has.
    added = append_rows(form, rows) if table is schema.PLAN else replace_rows(form, rows)
    return [*added, *_own_columns(block, form, numbers, kept)]


def _own_columns(
    block: Block, form: Block, numbers: Sequence[int], kept: Sequence[str]
) -> Iterator[Edit]:
    """Yield what adds the columns that only this office has, behind those that people fill."""
    ours = {*headings(form), *(heading_form(h) for c in form.table.columns for h in c.former)}
    own = [n for form_, n in headings(block).items() if form_ not in ours]
    header, first = block.rows[block.header_row - 1], form.header_row + 1
    for at, column in enumerate(own, start=max(form.columns[f] for f in kept) + 1):
        heading = as_text(header[column - 1])
        yield AddColumn(form.sheet, form.table.name, heading, at, form.header_row)
        # What the column to the left accepts is its own business.
        below = max(form.last_row, form.header_row + len(numbers)) + _BELOW
        yield SetValidation(form.sheet, at, first, below, Validation())
        for row, number in enumerate(numbers, start=first):
            line = block.rows[number - 1]
            value = line[column - 1] if column <= len(line) else None
            if value is not None and not isinstance(value, (CellError, Uncalculated)):
                yield SetCell(CellRef(form.sheet, row, at), value)


def _next_years(period: Period) -> dict[str, Value]:
    """Return the cells เริ่ม and สิ้นสุด a year later; several periods stand in the first."""
    later = period.later(1)
    if later.parts:
        return {"start": later.label(), "end": None}
    return {"start": later.start.label(), "end": later.end.label()}
