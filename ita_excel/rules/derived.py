"""What several rules derive from a reading, worked out once: periods, units, pairs, texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from ita_excel import schema
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.kinds import GENERAL, AgencyKind, kind_of
from ita_excel.catalogue.oit import Item, items, list_certainty, scheme_items
from ita_excel.core.findings import Finding
from ita_excel.rules.evidence_facts import FilesBeside, PagesAsked
from ita_excel.rules.glance import is_plain
from ita_excel.rules.published import Found, personal_in
from ita_excel.rules.textplaces import TextPlace
from ita_excel.schema import Table
from ita_excel.schema.model import Action, Result, Round
from ita_excel.sheets import Reading, Record
from ita_excel.sheets.address_shapes import Flawed, flawed
from ita_excel.sheets.carrying import CarriedRow, carried_rows
from ita_excel.sheets.derived_cells import load
from ita_excel.sheets.joint_rows import same_as_combined
from ita_excel.sheets.responsible import Directory
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.normal import compare_form

_LISTED = re.compile(r"^\(?[0-9]+\s*[.)]\s*")
_SPACE = re.compile(r"\s+")


class Book:
    """A reading as the rules look at it.

    `picture` answers whether a file named in the workbook is a readable picture; None where
    nobody can look, as the core opens no file. `items` is the agency's own list of OIT items.
    `evidence` gives the facts of files named as evidence, `pages` those of web addresses, each None
    where nobody looks.
    """

    def __init__(
        self,
        reading: Reading,
        picture: Callable[[str], bool] | None = None,
        items: Sequence[Item] = (),
        evidence: FilesBeside | None = None,
        pages: PagesAsked | None = None,
    ) -> None:
        self.evidence = evidence
        self.pages = pages
        self.reading = reading
        self.items = items
        self.picture = picture
        self.agency = reading.agency
        self.plan = reading.plan
        self.results = reading.results
        self._order = {b.sheet: i for i, b in enumerate(reading.blocks.values())}

    @property
    def of_unit(self) -> bool:
        """Whether this is a workbook that was sent to a unit, with only that unit's rows."""
        return any(key.startswith(schema.META_SENT) for key in self.reading.meta)

    def lacks(self, table: Table, *fields: str) -> bool:
        """Whether a sheet is there and lacks a column (S101 says so, and of its rows there is nothing to say)."""
        block = self.reading.blocks.get(table.name)
        return block is not None and not set(fields) <= block.columns.keys()

    @cached_property
    def kind(self) -> AgencyKind | None:
        """The kind of agency, where none is set the one that its name tells (A216 says so)."""
        agency = self.agency.value
        return kind_of(agency.kind if said(agency.kind) else "", agency.name)

    @property
    def scheme(self) -> str:
        """The scheme of another list than OIT by which this kind of agency is assessed, else ''."""
        scheme = self.kind.scheme if self.kind else GENERAL
        return "" if self.items or scheme == GENERAL else scheme

    def listed(self, year: FiscalYear) -> tuple[Item, ...]:
        """Return the items of a year: the agency's own list, else that of its kind; () for none known."""
        if self.scheme:
            return scheme_items(self.scheme, year)
        return items(year, self.items)

    def sure_of_list(self, year: FiscalYear) -> bool:
        """Whether a code that `listed` lacks is surely none: by several sources, or the agency's word."""
        if self.scheme:
            return False
        return list_certainty(year, self.items) is Certainty.SURE

    @property
    def fiscal_year(self) -> FiscalYear | None:
        """The workbook's fiscal year; None where it isn't a plausible one (A202)."""
        return self.agency.value.fiscal_year

    @property
    def results_year(self) -> FiscalYear | None:
        """The fiscal year in which the results came about."""
        return self.agency.value.results_year or self.fiscal_year

    @property
    def round(self) -> Round | None:
        """The round being reported."""
        return self.agency.value.round

    @property
    def memo_date(self) -> dt.date | None:
        return self.agency.value.letter_date

    @property
    def rows_year(self) -> FiscalYear | None:
        """The fiscal year in which the results of the workbook's own rows come about."""
        return self.agency.value.rows_year

    def round_end(self, round_: Round | None, year: FiscalYear | None = None) -> dt.date | None:
        """Return the last day of a round of a year, the rows' own where none is given; None
        without round or year."""
        year = year or self.rows_year
        if round_ is None or year is None:
            return None
        return year.round_end(6 if round_ is Round.SIX else 12)

    @property
    def directory(self) -> Directory:
        return self.reading.directory

    @cached_property
    def plan_by_key(self) -> dict[str, Record[Action]]:
        """The first action of each รหัส."""
        found: dict[str, Record[Action]] = {}
        for record in self.plan:
            if record.value.key:
                found.setdefault(record.value.key, record)
        return found

    @cached_property
    def pairs(self) -> list[tuple[Record[Action], Record[Result]]]:
        """Each result with the action that its รหัส names."""
        return [
            (self.plan_by_key[r.value.action_key], r)
            for r in self.results
            if r.value.action_key in self.plan_by_key
        ]

    @cached_property
    def reported(self) -> tuple[Record[Result], ...]:
        """The results of the round being reported; all of them where no round is set."""
        if self.round is None:
            return self.results
        return tuple(r for r in self.results if r.value.in_round is self.round)

    @cached_property
    def reported_rows(self) -> frozenset[int]:
        return frozenset(r.row for r in self.reported)

    @cached_property
    def carried(self) -> tuple[CarriedRow, ...]:
        """The 12-month rows whose answers nobody changed since they were carried over.

        Of a shared action the joint row speaks for the units' rows, once the officer confirmed it
        or while all of it is carried.
        """
        found = tuple(carried_rows(self.reading))
        if not self.reading.unit_rows:
            return found
        joint = {row.twelve.value.key for row in found}
        joint |= {r.value.key for r in self.results if r.value.confirmed}
        return tuple(
            row
            for row in found
            if not row.twelve.value.unit
            or row.twelve.value.key.rpartition(schema.UNIT_ROW)[0] not in joint
        )

    @cached_property
    def joint_cells(self) -> frozenset[tuple[int, str]]:
        """Cells (row, field) of joint rows that only repeat what the units' rows say."""
        if not self.reading.unit_rows:
            return frozenset()
        return frozenset(same_as_combined(self.reading, load(self.reading.meta).combined))

    @cached_property
    def flawed_addresses(self) -> Mapping[int, tuple[Flawed, ...]]:
        """The addresses that nobody else can open, by the row of results that names them."""
        rows = (*self.results, *self.reading.unit_rows)
        found = ((r.row, flawed(r.value.evidence)) for r in rows if r.value.evidence)
        return {row: flaws for row, flaws in found if flaws}

    @cached_property
    def personal(self) -> tuple[Found, ...]:
        """The personal data in all that documents and open data show of the workbook.

        What a joint row only repeats is reported where a unit said it; what a unit's row has from
        the joint row, there.
        """
        found = tuple(personal_in(self.reading.workbook))
        return tuple(f for f in found if not self._repeats(f)) if self.reading.unit_rows else found

    def _repeats(self, found: Found) -> bool:
        if found.table is not schema.RESULTS:
            return False
        joint, units = self.reading.results, self.reading.unit_rows
        if found.index < len(joint):
            return (joint[found.index].row, found.field) in self.joint_cells
        row = units[found.index - len(joint)].value
        above = self._joint_rows.get((row.key.rpartition(schema.UNIT_ROW)[0], row.round_name))
        same = above is not None and getattr(above, found.field) == getattr(row, found.field)
        return same and schema.RESULTS.column(found.field).writer is schema.Writer.COPIED

    @cached_property
    def _joint_rows(self) -> dict[tuple[str, str], Result]:
        return {(r.value.key, r.value.round_name): r.value for r in reversed(self.results)}

    @cached_property
    def texts(self) -> Mapping[str, list[TextPlace]]:
        """Every text that people type, each with the places where it stands."""
        found: dict[str, list[TextPlace]] = {}
        for text, place in self._text_cells():
            found.setdefault(text, []).append(place)
        return found

    @cached_property
    def unusual_texts(self) -> Mapping[str, list[TextPlace]]:
        """Those of `texts` with a letter that Thai and English typing doesn't have."""
        texts = self.texts.items()
        return {text: places for text, places in texts if not is_plain(text)}

    def _text_cells(self) -> Iterator[tuple[str, TextPlace]]:
        settings = {row: field for field, row in self.agency.rows.items()}
        for table in schema.officers_tables():
            block = self.reading.blocks.get(table.name)
            if block is None:
                continue
            columns = [
                (block.columns[c.field] - 1, c.field)
                for c in table.columns
                if c.writer in (schema.Writer.INPUT, schema.Writer.COPIED)
                and c.field in block.columns
            ]
            of_agency = table is schema.AGENCY
            repeated = self.joint_cells if table is schema.RESULTS else ()
            last = min(block.last_row, len(block.rows))
            for row in range(block.header_row + 1, last + 1):
                cells = block.rows[row - 1]
                for column, field in columns:
                    if column < len(cells) and isinstance(text := cells[column], str):
                        if (row, field) in repeated:  # said at the unit's row
                            continue
                        setting = settings.get(row, "") if of_agency else ""
                        yield text, TextPlace(block, row, field, setting)

    def place(self, finding: Finding) -> tuple[int, int, int, str]:
        """Return the key that sorts findings in sheet order, row by row."""
        at = finding.at
        if at is None:
            return (-1, 0, 0, finding.code)
        return (self._order.get(at.sheet, 99), at.row, at.column, finding.code)


def said(text: str) -> bool:
    """Return whether a cell says anything: a dash is how officers write "nothing"."""
    return text not in ("", "-")


def bare(text: str) -> str:
    """Return `text` as compared with another: no number before it, no white space."""
    return _SPACE.sub("", _LISTED.sub("", compare_form(text)))
