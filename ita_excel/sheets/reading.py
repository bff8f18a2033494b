"""Turn the blocks of a workbook into the records of model.py, each with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from ita_excel import schema
from ita_excel.core import collector
from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Edit, Grid, MemoryGrid
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.schema.model import (
    Action,
    Agency,
    Indicator,
    Meanings,
    Result,
    Round,
    Signatory,
    Unit,
    Wording,
    Workbook,
)
from ita_excel.sheets.blocks import Block, find_blocks, heading_form, version_in
from ita_excel.sheets.meaning import meanings, read_round, read_year
from ita_excel.sheets.structure import ERROR_VALUE, MISSING, UNCALCULATED
from ita_excel.thai.dates import read_date
from ita_excel.thai.normal import compare_form, same

if TYPE_CHECKING:
    from ita_excel.sheets.responsible import Directory

T = TypeVar("T")
_BROKEN = frozenset({CellError, Uncalculated})
_DAYS = ("letter_date", "due_measures", "due_six", "due_twelve", "due_publication")


class Record(NamedTuple, Generic[T]):
    """One row as a record, and where it stands."""

    value: T
    row: int
    block: Block

    def at(self, field: str) -> CellRef:
        """Return the place of a field of the record."""
        return self.block.at(self.row, field)

    def typed(self, field: str) -> Value:
        """Return what stands in the cell, as typed."""
        return self.block.cell(self.row, field)


class Settings(NamedTuple):
    """The agency's settings, and where each is typed (`rows`: field -> row of the table)."""

    value: Agency
    block: Block | None
    rows: Mapping[str, int]

    def at(self, field: str) -> CellRef | None:
        """Return the cell of a setting's value; None where the setting is missing."""
        if self.block is None or field not in self.rows:
            return None
        return self.block.at(self.rows[field], "value")

    def typed(self, field: str) -> Value:
        """Return what stands in the setting's cell, as typed."""
        if self.block is None or field not in self.rows:
            return None
        return self.block.cell(self.rows[field], "value")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a workbook says, where, and what is wrong with its form."""

    agency: Settings
    units: tuple[Record[Unit], ...]
    signatories: tuple[Record[Signatory], ...]
    indicators: tuple[Record[Indicator], ...]
    plan: tuple[Record[Action], ...]
    results: tuple[Record[Result], ...]  # the agency's own: of a shared action the joint row
    meanings: Meanings
    blocks: Mapping[str, Block]
    meta: Mapping[str, Value]
    version: int | None  # of the schema that the workbook was made with; None where it says none
    findings: tuple[Finding, ...]
    _directory: Callable[[], Directory]
    unit_rows: tuple[Record[Result], ...] = ()  # of shared actions: what one unit says
    drafts: tuple[Record[Action], ...] = ()  # rows of the plan that nobody has accepted yet
    wording: tuple[Record[Wording], ...] = ()  # where the office has words of its own

    @property
    def directory(self) -> Directory:
        """The agency's units, by any form of their names."""
        return self._directory()

    @property
    def every_result(self) -> tuple[Record[Result], ...]:
        """The agency's results and the units' rows of shared actions, in the sheet's order."""
        if not self.unit_rows:
            return self.results
        return tuple(sorted((*self.results, *self.unit_rows), key=lambda record: record.row))

    @property
    def workbook(self) -> Workbook:
        """The records without their places."""
        return Workbook(
            self.agency.value,
            tuple(r.value for r in self.units),
            tuple(r.value for r in self.signatories),
            tuple(r.value for r in self.indicators),
            tuple(r.value for r in self.plan),
            tuple(r.value for r in self.results),
            tuple(r.value for r in self.unit_rows),
            self.meanings,
            wording=tuple(r.value for r in self.wording),
            identity=as_text(self.meta.get(schema.META_WORKBOOK)),
        )

    def for_round(self, round_: Round | None) -> Reading:
        """Return the reading as if the settings named `round_`; the same where it is None."""
        if round_ is None:
            return self
        agency = self.agency._replace(value=replace(self.agency.value, round=round_))
        return replace(self, agency=agency)

    def signed(self, date: dt.date | None) -> Reading:
        """Return the reading as if the memo bore `date`; the same where it is None."""
        if date is None:
            return self
        agency = self.agency._replace(value=replace(self.agency.value, letter_date=date))
        return replace(self, agency=agency)


@collector.paused()
def read(grid: Grid) -> Reading:
    """Return everything in the workbook; InputError where it is no ITA workbook at all."""
    findings: list[Finding] = []
    blocks = find_blocks(grid, schema.TABLES, findings)
    if not any(t.name in blocks for t in (schema.AGENCY, schema.PLAN, schema.RESULTS)):
        raise InputError(
            Text(
                "ไฟล์นี้ไม่ใช่สมุดงาน ITA (ไม่พบชีต “{plan}” และ “{agency}”) "
                "โปรดเลือกไฟล์อื่น หรือสร้างไฟล์ใหม่ด้วยคำสั่ง new",
                "this is not an ITA workbook (it has no sheets “{plan}” and “{agency}”): "
                "choose another file, or make one with the command new",
            ),
            plan=schema.PLAN.sheet,
            agency=schema.AGENCY.sheet,
        )
    version = version_in(blocks.get(schema.META.name))
    agency = _settings(blocks.get(schema.AGENCY.name), findings, version or 1)
    for table in schema.officers_tables():
        if table.name in blocks:
            findings += _broken_cells(blocks[table.name])
    units = _records(blocks, schema.UNITS, _simple(Unit))
    directory = cache(partial(_directory, units, agency))
    meant = meanings(agency.value.fiscal_year, directory)
    results = _records(blocks, schema.RESULTS, _with_measure(Result, meant))
    plan = _records(blocks, schema.PLAN, _with_measure(Action, meant))
    return Reading(
        agency,
        units,
        _records(blocks, schema.SIGNATORIES, _simple(Signatory)),
        _records(blocks, schema.SCORES, _simple(Indicator)),
        tuple(r for r in plan if not _is_draft(r.value)),
        tuple(r for r in results if not r.value.unit),
        meant,
        blocks,
        meta_of(blocks.get(schema.META.name)),
        version,
        tuple(_in_sheet_order(findings, grid)),
        directory,
        tuple(r for r in results if r.value.unit),
        tuple(r for r in plan if _is_draft(r.value)),
        _records(blocks, schema.WORDING, _simple(Wording)),
    )


def _is_draft(action: Action) -> bool:
    return bool(action.draft) and same(action.draft, schema.DRAFT)


def reading_after(grid: Grid, reading: Reading, edits: Sequence[Edit]) -> Reading:
    """Return what a workbook would say after edits; the workbook itself isn't touched."""
    if not edits:
        return reading
    tried = MemoryGrid.of(grid)
    tried.apply(edits)
    return read(tried)


def _directory(units: tuple[Record[Unit], ...], agency: Settings) -> Directory:
    from ita_excel.sheets.responsible import Directory  # many commands ask for no unit by its name

    return Directory([record.value for record in units], agency.value)


def _settings(block: Block | None, findings: list[Finding], version: int) -> Settings:
    if block is None:
        return Settings(Agency(), None, {})
    by_form = {heading_form(key): s.field for s in schema.SETTINGS for key in (s.key, *s.former)}
    rows: dict[str, int] = {}
    for row in block.filled_rows():
        field = by_form.get(heading_form(as_text(block.cell(row, "key"))))
        if field and field not in rows:
            rows[field] = row
    for row in range(block.header_row + 1, len(block.rows) + 1):  # settings without a value
        field = by_form.get(heading_form(as_text(block.cell(row, "key"))))
        if field:
            rows.setdefault(field, row)
    for setting in schema.SETTINGS:
        if setting.field not in rows and setting.since <= version:
            at = CellRef(block.sheet, block.header_row, block.first_column)
            findings.append(Finding(MISSING, at, "setting", {"name": setting.key}))
    typed = {field: block.cell(row, "value") for field, row in rows.items()}
    return Settings(_agency(typed), block, rows)


def _agency(typed: Mapping[str, Value]) -> Agency:
    values: dict[str, Any] = {f: as_text(v) for f, v in typed.items()}
    for field in ("fiscal_year", "analysed_year", "results_year"):
        values[field] = read_year(typed.get(field))
    for field in _DAYS:
        values[field] = read_date(typed.get(field), values["fiscal_year"])
    values["published_total"] = typed.get("published_total")
    values["round"] = read_round(values.get("round", ""))
    digits = compare_form(values.get("thai_digits", ""))
    values["thai_digits"] = not digits.startswith(schema.ARABIC_DIGITS)
    names = compare_form(values.get("short_unit_names", ""))
    values["short_unit_names"] = names == schema.SHORT_NAMES
    return Agency(**values)


def _records(
    blocks: Mapping[str, Block],
    table: schema.Table,
    make: Callable[[Block], Iterator[Record[T]]],
) -> tuple[Record[T], ...]:
    block = blocks.get(table.name)
    return tuple(make(block)) if block else ()


def _fields(block: Block) -> Callable[[int], dict[str, Any]]:
    """Return what gives the fields of a row: as typed, or text stripped at its ends."""
    # What formulas say of a row is no part of it; a column that is missing reads as blank.
    columns = [c for c in block.table.columns if c.writer is not schema.Writer.COMPUTED]
    blank: dict[str, Any] = {c.field: None if c.as_typed else "" for c in columns}
    there = [
        (c.field, block.columns[c.field] - 1, c.as_typed)
        for c in columns
        if c.field in block.columns
    ]

    def fields(row: int) -> dict[str, Any]:
        cells, values = block.rows[row - 1], blank.copy()
        width = len(cells)
        for field, at, as_typed in there:
            if at < width and (value := cells[at]) is not None:
                if type(value) is str and not as_typed:
                    value = value.strip()
                values[field] = value if as_typed or type(value) is str else as_text(value)
        return values

    return fields


def _simple(kind: Callable[..., T]) -> Callable[[Block], Iterator[Record[T]]]:
    def make(block: Block) -> Iterator[Record[T]]:
        fields = _fields(block)
        for row in block.filled_rows():
            yield Record(kind(**fields(row)), row, block)

    return make


def _with_measure(
    kind: Callable[..., T], meant: Meanings
) -> Callable[[Block], Iterator[Record[T]]]:
    """Make records whose empty measure cell means the measure above."""

    def make(block: Block) -> Iterator[Record[T]]:
        above, fields = "", _fields(block)
        for row in block.filled_rows():
            values = fields(row)
            given = bool(values.get("measure"))
            above = values["measure"] if given else above
            values["measure"] = above
            yield Record(kind(**values, measure_given=given, meanings=meant), row, block)

    return make


def meta_of(block: Block | None) -> dict[str, Value]:
    """Return what `_ita` holds, by its keys."""
    if block is None:
        return {}
    return {
        as_text(block.cell(row, "key")): block.cell(row, "value") for row in block.filled_rows()
    }


def _broken_cells(block: Block) -> Iterator[Finding]:
    headings = {
        block.columns[c.field]: c.heading for c in block.table.columns if c.field in block.columns
    }
    for row in range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1):
        if _BROKEN.isdisjoint(map(type, block.rows[row - 1])):
            continue
        for column, value in enumerate(block.rows[row - 1], start=1):
            if not isinstance(value, (CellError, Uncalculated)) or column not in headings:
                continue
            at = CellRef(block.sheet, row, column)
            context = {"column": headings[column]}
            if isinstance(value, CellError):
                yield Finding(ERROR_VALUE, at, "cell", {**context, "error": value.name})
            elif column != block.columns.get("check"):  # the program never needs ตรวจ
                yield Finding(UNCALCULATED, at, "cell", context)


def _in_sheet_order(findings: list[Finding], grid: Grid) -> list[Finding]:
    order = {sheet: i for i, sheet in enumerate(grid.sheets())}

    def place(finding: Finding) -> tuple[int, int, int]:
        at = finding.at
        return (order.get(at.sheet, -1), at.row, at.column) if at else (-1, 0, 0)

    return sorted(findings, key=place)
