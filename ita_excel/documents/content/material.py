"""What every document is made from, and what all of them say: digits, years, the round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from ita_excel.documents.content.elements import Properties
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Agency, Round, Workbook
from ita_excel.thai.calendar import FiscalYear

_UNDATED = dt.date(2000, 1, 1)  # the date of a file whose letter has none: the same on every run


class SaidSentence(NamedTuple):
    """A fixed sentence as a document says it: where it comes from, and what stands in its placeholders.

    `template` is the sentence before it was filled, `values` hold what was filled in by the
    placeholders' names, `known` what could have been. `own`: it is the office's.
    """

    document: str
    paragraph: str
    conditions: frozenset[str]
    template: str
    text: str
    values: Mapping[str, str]
    known: Mapping[str, str]
    own: bool = False


class SharedAs(Enum):
    """How a report prints an action of several units that answer in rows of their own."""

    JOINT = "joint"  # one row, combined from theirs
    ROWS = "rows"  # each unit's row below it
    ANNEX = "annex"  # one row, and each unit's in an annex


@dataclass(frozen=True, slots=True)
class Material:
    """A workbook, and what of it was asked for.

    `asked` is a round instead of the workbook's, `sign` a date instead of the letter's, `unit` the
    one whose actions alone are reported. `pictures` are the files named in `หลักฐาน` that can be
    read; `missing` those that don't exist, which are no evidence. `shared` says how the units' rows
    of shared actions are printed. `last` is last year's workbook, where the results are its. In
    `said`, where it is a list, a content function notes each fixed sentence as it says it.
    """

    workbook: Workbook
    asked: Round | None = None
    draft: bool = False
    sign: dt.date | None = None
    unit: str | None = None
    pictures: Collection[str] = ()
    missing: Collection[str] = ()
    shared: SharedAs = SharedAs.JOINT
    last: Workbook | None = None
    said: list[SaidSentence] | None = field(default=None, compare=False, repr=False)

    @property
    def reported(self) -> Material:
        """The material whose results are reported: last year's, or this."""
        return replace(self, workbook=self.last, last=None) if self.last else self

    @property
    def agency(self) -> Agency:
        return self.workbook.agency

    @property
    def writer(self) -> TextWriter:
        """The writer in the digits that the agency chose."""
        return TextWriter("thai" if self.agency.thai_digits else "arabic")

    @property
    def date(self) -> dt.date | None:
        """The date that letters and proclamations bear."""
        return self.sign or self.agency.letter_date

    @property
    def due(self) -> dt.date | None:
        """The day until which units are asked to report: the office's own, or the round's last."""
        agency, year = self.agency, self.agency.fiscal_year
        if own := agency.due_six if self.round is Round.SIX else agency.due_twelve:
            return own
        return year.round_end(6 if self.round is Round.SIX else 12) if year else None

    @property
    def round(self) -> Round:
        """The round that is reported."""
        return self.asked or self.agency.round or Round.SIX

    @property
    def round_text(self) -> str:
        """`รอบ ๖ เดือน`."""
        return f"รอบ {self.writer.count(self.round.months)} เดือน"

    @property
    def year(self) -> str:
        """The fiscal year's number, dots where there is none."""
        return self._year(self.agency.fiscal_year)

    @property
    def results_year(self) -> str:
        """The year whose results are reported."""
        return self._year(self.agency.results_year or self.agency.fiscal_year)

    @property
    def analysed_year(self) -> str:
        """The year whose assessment was analysed."""
        return self._year(self.agency.analysed_year)

    def _year(self, year: FiscalYear | None) -> str:
        return self.writer.count(year.year) if year else "…………"

    def properties(self, title: str) -> Properties:
        """Return what a file with this title says of itself."""
        agency, writer = self.agency, self.writer
        signers = (s.name for s in self.workbook.signatories)
        named = (agency.name, agency.district, agency.province, *signers)
        return Properties(
            title=title,
            author=writer.text(agency.name),
            date=self.date or _UNDATED,
            draft=self.draft,
            thai_digits=agency.thai_digits,
            font=agency.font.strip(),
            names=tuple(dict.fromkeys(writer.text(n) for n in named if n.strip())),
        )
