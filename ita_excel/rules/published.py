"""Which texts of a workbook get into print, and what personal data stands in them.

The one answer for both who ask: the rules V701 and V702, of the whole workbook, and the gate before
publication, of the rows that are published. Neither can find what the other doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ita_excel import schema
from ita_excel.catalogue import wording
from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value, as_text
from ita_excel.rules.glance import may_be_personal
from ita_excel.rules.prints import Prints
from ita_excel.rules.textplaces import TextPlace
from ita_excel.schema.model import Action, Result, Wording, Workbook
from ita_excel.sheets import Reading, Record

if TYPE_CHECKING:
    from ita_excel.rules.personal import Kind, Personal


def _shown(column: schema.Column) -> bool:
    """Whether what is typed there is shown, beside the measure; of a date only the date is."""
    shown = column.printed or column.published
    return shown and column.field != "measure" and column.kind is not schema.Kind.DATE


# All that any document shows.
EVERYTHING = Prints(
    tables=(
        *(schema.SIGNATORIES, schema.UNITS, schema.SCORES, schema.PLAN, schema.RESULTS),
        schema.WORDING,
    ),
    shown=(
        "name", "website", "short_name", "district", "province", "owner", "phone", "letter_number",
        "to", "subject", "enclosures",
    ),
)  # fmt: skip

# What of it memo and report set in their own font: the rest stands in open data, for programs.
_SET = {
    table.name: frozenset(table.fields(lambda c: c.printed))
    for table in (schema.PLAN, schema.RESULTS, schema.SIGNATORIES, schema.WORDING)
}
UNPRINTABLE = "unprintable"  # what rules call a find that only the font makes an error
_SETTINGS_SET = frozenset(EVERYTHING.shown) - {"short_name", "website"}

Row = Action | Result
Printed = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """One personal datum in a record of a workbook: the `index`-th of its table, from 0.

    In the settings `field` is the setting's and `index` 0. Units' rows of shared actions are
    counted behind the agency's own results.
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
    workbook: Workbook, printed: Printed = _every, prints: Prints = EVERYTHING
) -> Iterator[Found]:
    """Yield the personal data in what a document of the `printed` rows shows."""
    for table, index, field, value in _places(workbook, printed, prints):
        text = value if isinstance(value, str) else as_text(value)
        if may_be_personal(text):
            from ita_excel.rules.personal import personal_data  # most workbooks have none

            for data in personal_data(text, workbook.agency):
                yield Found(table, index, field, data)


_Place = tuple[schema.Table, int, str, Value]


def _places(workbook: Workbook, printed: Printed, prints: Prints) -> Iterator[_Place]:
    for field in prints.shown:
        yield schema.AGENCY, 0, field, getattr(workbook.agency, field)
    records: dict[str, Sequence[Any]] = {
        schema.SIGNATORIES.name: workbook.signatories,
        schema.UNITS.name: workbook.units,
        schema.SCORES.name: workbook.indicators,
        schema.WORDING.name: workbook.wording,
    }
    rows: dict[str, Sequence[Row]] = {
        schema.PLAN.name: workbook.plan,
        schema.RESULTS.name: (*workbook.results, *workbook.unit_results),
    }
    for table in prints.tables:
        fields = [c.field for c in table.columns if _shown(c) and prints.has_column(table, c.field)]
        if table.name in rows:
            yield from _of_rows(table, fields, rows[table.name], printed)
        for index, record in enumerate(records.get(table.name, ())):
            if table is schema.WORDING and not _says(prints, record):
                continue
            for field in fields:
                yield table, index, field, getattr(record, field)


def _says(prints: Prints, row: Wording) -> bool:
    """Whether these own words are of the document that is printed."""
    return not prints.words or wording.named("document", row.document) == prints.words


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
            if value := getattr(row, field):
                yield table, index, field, value


def cell_of(found: Found, reading: Reading) -> CellRef | None:
    """Return where a find stands; None where the workbook has lost the place."""
    if found.table is schema.AGENCY:
        return reading.agency.at(found.field)
    records: dict[str, Sequence[Record[Any]]] = {
        schema.UNITS.name: reading.units,
        schema.SIGNATORIES.name: reading.signatories,
        schema.SCORES.name: reading.indicators,
        schema.WORDING.name: reading.wording,
        schema.PLAN.name: reading.plan,
        schema.RESULTS.name: (*reading.results, *reading.unit_rows),
    }
    record = records[found.table.name][found.index]
    return record.at(found.field)


def is_set(place: TextPlace) -> bool:
    """Whether memo or report print this text in their font."""
    if place.block.table is schema.AGENCY:
        return place.setting in _SETTINGS_SET
    return place.field in _SET.get(place.block.table.name, ())


def is_of_names(place: TextPlace) -> bool:
    """Whether a text belongs to the agency or to who signs."""
    return place.block.table in (schema.AGENCY, schema.SIGNATORIES)
