"""Which texts of a workbook get into print, and what personal data stands in them.

The one answer for both who ask: the rules V701 and V702, of the whole workbook, and the gate before
publication, of the rows that are published. Neither can find what the other doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ita_excel import schema
from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Action, Result, Workbook
from ita_excel.sheets import Reading, Record

if TYPE_CHECKING:
    from ita_excel.rules.book import Place
    from ita_excel.rules.personal import Kind, Personal


def _shown(column: schema.Column) -> bool:
    """Whether what is typed there is shown, beside the measure; of a date only the date is."""
    shown = column.printed or column.published
    return shown and column.field != "measure" and column.kind is not schema.Kind.DATE


_PLAN, _RESULTS = schema.PLAN.fields(_shown), schema.RESULTS.fields(_shown)
_SIGNATORIES = schema.SIGNATORIES.fields(_shown)
_OF_REPORT = ("name", "website")
_OF_MEMO = (
    "name", "short_name", "district", "province", "owner", "phone", "letter_number", "to",
    "subject", "enclosures",
)  # fmt: skip

# What of it memo and report set in their own font: the rest stands in open data, for programs.
_SET = {
    table.name: frozenset(table.fields(lambda c: c.printed))
    for table in (schema.PLAN, schema.RESULTS, schema.SIGNATORIES)
}
UNPRINTABLE = "unprintable"  # what rules call a find that only the font makes an error
_SETTINGS_SET = frozenset(_OF_MEMO) - {"short_name"}

Row = Action | Result
Printed = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """One personal datum in a record of a workbook: the `index`-th of its table, from 0.

    In the settings `field` is the setting's and `index` 0.
    """

    table: schema.Table
    index: int
    field: str
    data: Personal

    @property
    def kind(self) -> Kind:
        return self.data.kind

    @property
    def rule(self) -> str:
        return self.data.rule

    @property
    def shown(self) -> str:
        return self.data.shown


def _every(row: Row) -> bool:
    return True


def personal_in(
    workbook: Workbook, printed: Printed = _every, *, report: bool = True, memo: bool = True
) -> Iterator[Found]:
    """Yield the personal data in what a report of the `printed` rows and the memo show."""
    from ita_excel.rules.personal import personal_data  # not for what only names rules

    places = [
        *(_of_settings(workbook, report, memo)),
        *(_of_memo(workbook) if memo else ()),
        *(_of_report(workbook, printed) if report else ()),
    ]
    for table, index, field, value in places:
        for data in personal_data(as_text(value), workbook.agency):
            yield Found(table, index, field, data)


_Place = tuple[schema.Table, int, str, Value]


def _of_settings(workbook: Workbook, report: bool, memo: bool) -> Iterator[_Place]:
    fields = dict.fromkeys([*(_OF_REPORT if report else ()), *(_OF_MEMO if memo else ())])
    for field in fields:
        yield schema.AGENCY, 0, field, getattr(workbook.agency, field)


def _of_memo(workbook: Workbook) -> Iterator[_Place]:
    for index, person in enumerate(workbook.signatories):
        for field in _SIGNATORIES:
            yield schema.SIGNATORIES, index, field, getattr(person, field)


def _of_report(workbook: Workbook, printed: Printed) -> Iterator[_Place]:
    for index, unit in enumerate(workbook.units):
        yield schema.UNITS, index, "name", unit.name
    yield from _of_rows(schema.PLAN, _PLAN, workbook.plan, printed)
    yield from _of_rows(schema.RESULTS, _RESULTS, workbook.results, printed)


def _of_rows(
    table: schema.Table, fields: Sequence[str], rows: Sequence[Row], printed: Printed
) -> Iterator[_Place]:
    """Yield the cells of the printed rows; a measure's name stands in the first row that has it."""
    named_at, told = 0, -1
    for index, row in enumerate(rows):
        if row.measure_given or not index or row.measure != rows[index - 1].measure:
            named_at = index
        if not printed(row):
            continue
        if told != named_at:
            yield table, named_at, "measure", row.measure
            told = named_at
        for field in fields:
            yield table, index, field, getattr(row, field)


def cell_of(found: Found, reading: Reading) -> CellRef | None:
    """Return where a find stands; None where the workbook has lost the place."""
    if found.table is schema.AGENCY:
        return reading.agency.at(found.field)
    records: dict[str, Sequence[Record[Any]]] = {
        schema.UNITS.name: reading.units,
        schema.SIGNATORIES.name: reading.signatories,
        schema.PLAN.name: reading.plan,
        schema.RESULTS.name: reading.results,
    }
    record = records[found.table.name][found.index]
    return record.at(found.field)


def is_set(place: Place) -> bool:
    """Whether memo or report print this text in their font."""
    if place.block.table is schema.AGENCY:
        return place.setting in _SETTINGS_SET
    return place.field in _SET.get(place.block.table.name, ())


def is_of_names(place: Place) -> bool:
    """Whether a text belongs to the agency or to who signs."""
    return place.block.table in (schema.AGENCY, schema.SIGNATORIES)
