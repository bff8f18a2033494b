"""The workbook of the next fiscal year out of this one's: who we are and what we planned.

Carried over: settings, units, signatories, tables of the office's own words, targets, and the plan
with its dates and years a year later, its OIT items by their codes of that year. This year's scores
become last year's. Left out: results, the letter's number and date, and the keys of rows, which
belong to this year's workbook. Columns that an office added itself come along with their values (of
formulas what they gave), its own settings, too. What can't be moved safely is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.catalogue.oit import Item
from ita_excel.core.errors import InputError
from ita_excel.core.grid import AddColumn, CellRef, Edit, SetCell, SetValidation, Validation
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.sheets import (
    Block,
    Reading,
    append_rows,
    newbook,
    replace_rows,
    require_block,
    wording_rows,
)
from ita_excel.sheets.blocks import heading_form, headings
from ita_excel.sheets.next_cells import Carrying, LeftCell, MovedCell, unknown_items
from ita_excel.sheets.next_plan import ORIGIN, PlanRow, carried_plan, own_values
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.normal import same

_NOT_TYPED = (schema.Writer.COMPUTED, schema.Writer.KEY)
_BELOW = 200  # rows below a table for which the template has drop-downs
_SCORES = ("score", "score_two_ago", "score_three_ago")  # of the year analysed and before
_OFFICE_DAYS = ("due_measures", "due_six", "due_twelve", "due_publication")


class NextYear(NamedTuple):
    """The edits of next year's workbook; what moved, what is to be looked at, how many drafts."""

    edits: list[Edit]
    moved: tuple[MovedCell, ...]
    left: tuple[LeftCell, ...]
    unfinished: int = 0
    suggested: int = 0
    waiting: int = 0


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


def carry(
    reading: Reading,
    form: Reading,
    workbook_id: str,
    items: Sequence[Item] = (),
    file: str = "",
) -> NextYear:
    """Return what makes `form`, an empty template, next year's workbook of `reading`.

    `items` is the agency's own list of OIT items; `file` how the new workbook names this one, ''
    where this has no file.
    """
    carrying = Carrying(FiscalYear(next_year(reading).year - 1), items)
    changes = newbook.edits(form, _settings(reading, form, carrying, file), workbook_id)
    changes += _own_settings(reading, form)
    drafts = (0, 0, 0)
    for table in schema.TABLES:
        block, to = reading.blocks.get(table.name), form.blocks.get(table.name)
        if not table.next_year or block is None or to is None:
            continue
        if table is schema.PLAN:
            plan = carried_plan(reading, to, carrying)
            drafts = plan.unfinished, plan.suggested, plan.waiting
            # The plan keeps the empty rows that the template has.
            changes += append_rows(to, [row.values for row in plan.rows])
            changes += _own_columns(block, to, plan.rows, carrying, moves=True)
        else:
            changes += _rows(block, to, carrying)
    changes += _scores(reading, form, carrying)
    changes += _wording(reading, form, carrying)
    actions = [record.value for record in (*reading.plan, *reading.drafts)]
    left = (*carrying.left, *unknown_items(carrying, actions))
    return NextYear(changes, tuple(carrying.moved), left, *drafts)


def _settings(reading: Reading, form: Reading, carrying: Carrying, file: str) -> dict[str, Value]:
    """Return the settings of the next year: the agency's own, and those that follow from the year."""
    name = reading.agency.value.name
    settings = newbook.settings(carrying.next, name, file)
    block = require_block(form.blocks, schema.AGENCY)
    analysed = reading.agency.value.analysed_year
    still = analysed is not None and analysed.year == carrying.next.year - 1  # its total, too
    kept = [
        s
        for s in schema.SETTINGS
        if s.next_year or s.field in _OFFICE_DAYS or (still and s.field == "published_total")
    ]
    for setting in kept:
        value = reading.agency.typed(setting.field)
        if value is not None:
            at = block.at(form.agency.rows[setting.field], "value")
            moved = carrying.value(at, setting.key, value)
            settings |= {setting.field: moved} if moved is not None else {}
    settings |= _subject(reading, form, carrying, settings["results_year"])
    return settings


def _subject(
    reading: Reading, form: Reading, carrying: Carrying, results_year: Value
) -> dict[str, Value]:
    """Return the subject where an officer worded it: it names the year of the results."""
    agency, typed = reading.agency.value, reading.agency.typed("subject")
    usual = (newbook.settings(carrying.year, agency.name, file)["subject"] for file in ("", "-"))
    if not isinstance(typed, str) or any(same(typed, as_text(u)) for u in usual):
        return {}
    before = agency.results_year or carrying.year
    if results_year == before.year:  # from a year by itself to one in pairs
        return {"subject": typed}
    at = require_block(form.blocks, schema.AGENCY).at(form.agency.rows["subject"], "value")
    key = next(s.key for s in schema.SETTINGS if s.field == "subject")
    return {"subject": carrying.value(at, key, typed)}


def _own_settings(reading: Reading, form: Reading) -> list[Edit]:
    """Return the edits that add the rows which an office wrote among the settings itself."""
    block = reading.blocks.get(schema.AGENCY.name)
    if block is None:
        return []
    known = {heading_form(k) for s in schema.SETTINGS for k in (s.key, *s.former)}
    rows = []
    for number in block.filled_rows():
        key = as_text(block.cell(number, "key"))
        if heading_form(key) not in known and number not in reading.agency.rows.values():
            cells = {f: block.cell(number, f) for f in ("key", "value", "hint")}
            if not any(isinstance(v, (CellError, Uncalculated)) for v in cells.values()):
                rows.append(cells)
    return append_rows(require_block(form.blocks, schema.AGENCY), rows) if rows else []


def _rows(block: Block, form: Block, carrying: Carrying) -> list[Edit]:
    """Return the edits that carry a table's rows over as they are, own columns too."""
    kept = [c.field for c in block.table.columns if c.next_year and c.writer not in _NOT_TYPED]
    numbers = [*block.filled_rows()]
    rows: list[dict[str, Value]] = []
    for number in numbers:
        cells = {f: v for f in kept if (v := block.cell(number, f)) is not None}
        rows.append(
            {f: v for f, v in cells.items() if not isinstance(v, (CellError, Uncalculated))}
        )
    own = tuple(PlanRow({}, number) for number in numbers)
    return [*replace_rows(form, rows), *_own_columns(block, form, own, carrying, moves=False)]


def _wording(reading: Reading, form: Reading, carrying: Carrying) -> list[Edit]:
    """Return what carries the office's own words over, with the years in them moved.

    Beside them stay the program's words as they were when the office wrote its own.
    """
    to = form.blocks.get(schema.WORDING.name)
    if to is None:
        return []
    places, rows = wording_rows.placed(to), []
    heading = schema.WORDING.column("text").heading
    for record in reading.wording:
        place = wording_rows.place_at(record.block, record.row)
        at = to.at(places[place], "text") if place in places else record.at("text")
        fields = ("key", "document", "paragraph", "condition", "standard")
        row = {f: record.typed(f) for f in fields}
        rows.append({**row, "text": carrying.value(at, heading, record.typed("text"))})
    return wording_rows.put(to, rows)


def _own_columns(
    block: Block, form: Block, rows: tuple[PlanRow, ...], carrying: Carrying, *, moves: bool
) -> Iterator[Edit]:
    """Yield what adds the columns that only this office has, behind those that people fill.

    With `moves` their dates and years move; where rows have an origin, its column is the first.
    """
    ours = {*headings(form), *(heading_form(h) for c in form.table.columns for h in c.former)}
    own = [n for form_, n in headings(block).items() if form_ not in ours]
    header, first = block.rows[block.header_row - 1], form.header_row + 1
    named = {as_text(header[column - 1]): column for column in own}
    columns: dict[str, Mapping[int, Value]] = {}
    if any(row.origin for row in rows):
        columns[ORIGIN] = {i: row.origin for i, row in enumerate(rows) if row.origin}
    for heading, column in named.items():
        values: dict[int, Value] = dict(own_values(block, column, rows))
        columns[heading] = {**values, **columns.get(heading, {})} if heading == ORIGIN else values
    kept = [c.field for c in form.table.columns if c.writer not in _NOT_TYPED]
    last = max(form.columns[f] for f in kept if f in form.columns)
    below = max(form.last_row, form.header_row + len(rows)) + _BELOW
    for at, (heading, cells) in enumerate(columns.items(), start=last + 1):
        yield AddColumn(form.sheet, form.table.name, heading, at, form.header_row)
        # What the column to the left accepts is its own business.
        yield SetValidation(form.sheet, at, first, below, Validation())
        for row, value in cells.items():
            place = CellRef(form.sheet, first + row, at)
            if moves and heading != ORIGIN:
                value = carrying.value(place, heading, value)
            else:
                value = carrying.kept(place, heading, value)
            if value is not None:
                yield SetCell(place, value)


def _scores(reading: Reading, form: Reading, carrying: Carrying) -> list[Edit]:
    """Return the edits of the scores: each moves on by as many years as the year analysed does."""
    to, analysed = form.blocks.get(schema.SCORES.name), reading.agency.value.analysed_year
    if to is None:
        return []
    by = 1 if analysed is None else carrying.next.year - 1 - analysed.year
    places = {record.value.number: record.row for record in form.indicators}
    edits: list[Edit] = []
    new_rows: list[dict[str, Value]] = []
    for record in reading.indicators:
        typed = [record.typed(f) for f in _SCORES]
        shifted = [typed[i - by] if 0 <= i - by < len(typed) else None for i in range(len(typed))]
        values: dict[str, Value] = dict(zip(_SCORES, shifted, strict=True))
        values["target"] = record.typed("target")
        if not by:
            values["lost_items"] = record.typed("lost_items")
        usable = {
            f: v for f, v in values.items()
            if v is not None and not isinstance(v, (CellError, Uncalculated))
        }  # fmt: skip
        row = places.get(record.value.number)
        if row is None:
            if usable:
                named = ("number", "name", "instrument")
                new_rows.append({**{f: record.typed(f) for f in named}, **usable})
            continue
        edits += [SetCell(to.at(row, f), v) for f, v in usable.items() if f in to.columns]
    return edits + (append_rows(to, new_rows) if new_rows else [])
