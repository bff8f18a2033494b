"""A unit's workbook: the locked form with the unit's rows, its guide, and what was sent."""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell, ShowSheet
from ita_excel.core.values import CELL_TEXT, Value, as_text
from ita_excel.dispatch.split import UnitWorkbook
from ita_excel.dispatch.unit_form import guard_column, unit_form
from ita_excel.dispatch.unit_guide import guide_edits
from ita_excel.dispatch.unit_screen import day_hint, name_months
from ita_excel.merging import sent_cells
from ita_excel.merging.base import NAMESPACE, Base, meta_rows, packed
from ita_excel.merging.guard import guard_text
from ita_excel.merging.levels import answered_rows, asked_rows
from ita_excel.merging.master import RowId, row_id
from ita_excel.schema.model import Unit
from ita_excel.sheets import (
    Reading,
    append_rows,
    newbook,
    read,
    replace_rows,
    require_block,
    set_field,
)
from ita_excel.sheets.blocks import find_blocks
from ita_excel.sheets.carrying import ANSWERS, FROM_SIX, said_of
from ita_excel.store.file import FileGrid

# Settings that a unit's workbook needs for its checks; no names of persons, no letter.
_SETTINGS = (
    "name", "short_name", "kind", "district", "province", "fiscal_year", "analysed_year",
    "results_year", "round", "website", "shared_rows",
)  # fmt: skip
_SHOWN = (schema.GUIDE, schema.PLAN.sheet, schema.RESULTS.sheet)


def workbook(reading: Reading, wanted: UnitWorkbook) -> FileGrid:
    """Return the unit's workbook, not yet a file."""
    rows = _result_rows(reading, wanted.base)
    sharers = _sharers(reading, wanted)
    carried = any(row["carried"] for row in rows)
    grid = FileGrid.from_bytes(unit_form(shared=bool(sharers), carried=carried))
    if year := reading.agency.value.fiscal_year:
        name_months(grid.package, year)
    form = read(grid)
    edits: list[Edit] = []
    settings = require_block(form.blocks, schema.AGENCY)
    for field in _SETTINGS:
        value = reading.agency.typed(field)
        if field == "results_year" and reading.agency.value.paired_year:
            value = reading.agency.typed("fiscal_year")  # a unit's rows are this year's
        edits += set_field(settings, form.agency.rows[field], "value", value)
    edits += replace_rows(form.blocks[schema.UNITS.name], _units(reading, wanted.unit))
    edits += replace_rows(form.blocks[schema.PLAN.name], _plan_rows(wanted.base))
    results = form.blocks[schema.RESULTS.name]
    edits += replace_rows(results, rows)
    edits += [
        SetCell(CellRef(results.sheet, row, guard_column()), guard_text(id_))
        for row, id_ in enumerate(wanted.base.rows, results.header_row + 1)
    ]
    edits += _day_hint(reading)
    edits += newbook.identify(form, wanted.base.dispatch)
    known = [*meta_rows(wanted.base), *asked_rows(wanted.base.dispatch, wanted.asked)]
    known += [*answered_rows(wanted.answered), *_carried_answers(reading, wanted.base)]
    edits += append_rows(form.blocks[schema.META.name], known)
    edits += guide_edits(grid, reading, wanted.base, wanted.asked, sharers)
    edits += [ShowSheet(s, s in _SHOWN) for s in grid.sheets() if s != schema.META.sheet]
    grid.apply(edits)
    meta = find_blocks(grid, (schema.META,), [])[schema.META.name]
    grid.apply(append_rows(meta, sent_cells.meta_rows(grid)))
    grid.package.add_custom_xml(NAMESPACE, custom_xml(wanted.base))
    return grid


def _day_hint(reading: Reading) -> list[Edit]:
    agency = reading.agency.value
    year = agency.rows_year
    return [day_hint(year, agency.round)] if year and agency.round else []


def _sharers(reading: Reading, wanted: UnitWorkbook) -> dict[str, tuple[str, ...]]:
    """Return the other units of each row that the unit shares, by what the row is to do."""
    others: dict[str, tuple[str, ...]] = {}
    for values in wanted.base.rows.values():
        who = reading.directory.find(as_text(values.get("responsible")))
        units = tuple(unit for unit in who.units if unit != wanted.unit.name)
        if units and wanted.unit.name in who.units:
            others[as_text(values.get("text"))] = units
    return others


def _units(reading: Reading, unit: Unit) -> list[dict[str, Value]]:
    """Return the names of all units, which the drop-down offers, and only this one's people."""
    rows: list[dict[str, Value]] = []
    for record in reading.units:
        own = record.value.name == unit.name
        rows.append(
            {
                "name": record.value.name,
                "short_name": record.value.short_name or None,
                "email": (record.value.email or None) if own else None,
                "contact": (record.value.contact or None) if own else None,
            }
        )
    return rows


def _plan_rows(base: Base) -> list[dict[str, Value]]:
    return [{"key": key, **values} for key, values in base.plan.items()]


def _result_rows(reading: Reading, base: Base) -> list[dict[str, Value]]:
    said = said_of(reading)
    carried = {row_id(r.value): said.get(r.row) for r in reversed(reading.every_result)}
    return [
        {"key": key, "round": round_, **values, "carried": carried.get(RowId(key, round_))}
        for (key, round_), values in base.rows.items()
    ]


def _carried_answers(reading: Reading, base: Base) -> Iterator[dict[str, Value]]:
    """Yield the rows of `_ita` that carry answers of the round before, as ตรวจ compares them."""
    said = said_of(reading)
    for record in reading.results:
        if said.get(record.row) != FROM_SIX or row_id(record.value) not in base.rows:
            continue
        answers = "|".join(as_text(record.typed(f)) for f in ANSWERS)
        if len(answers) <= CELL_TEXT:
            yield {"key": f"{schema.META_CARRIED}{record.value.key}", "value": answers}


def custom_xml(base: Base) -> bytes:
    """Return the XML data that carries what was sent a second time."""
    texts = "".join(f"<base>{text}</base>" for text in packed(base))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<dispatch xmlns="{NAMESPACE}">{texts}</dispatch>'
    ).encode()
