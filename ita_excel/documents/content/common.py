"""What memo and report share: digits, years, the round, and what a file says of itself."""

from __future__ import annotations

import datetime as dt

from ita_excel.documents.content.elements import Properties
from ita_excel.documents.content.writing import Writer
from ita_excel.schema.model import Agency, Round, Workbook
from ita_excel.thai.calendar import FiscalYear

_UNDATED = dt.date(2000, 1, 1)  # the date of a file whose memo has none: the same on every run
ITA = (
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
    "(Integrity and Transparency Assessment: ITA)"
)
MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"


def writer_of(agency: Agency) -> Writer:
    """Return the writer in the digits that the agency chose."""
    return Writer("thai" if agency.thai_digits else "arabic")


def reported_round(agency: Agency, round: Round | None) -> Round:
    """Return the round asked for, or else the workbook's."""
    return round or agency.round or Round.SIX


def round_text(round: Round, writer: Writer) -> str:
    """Return `รอบ ๖ เดือน`."""
    return f"รอบ {writer.count(round.months)} เดือน"


def year_text(year: FiscalYear | None, writer: Writer) -> str:
    """Return a year's number, dots where there is none."""
    return writer.count(year.year) if year else "…………"


def properties_of(workbook: Workbook, title: str, draft: bool, sign: dt.date | None) -> Properties:
    """Return what a file of this workbook says of itself."""
    agency = workbook.agency
    writer = writer_of(agency)
    named = (agency.name, agency.district, agency.province, *(s.name for s in workbook.signatories))
    return Properties(
        title=title,
        author=writer.text(agency.name),
        date=sign or agency.letter_date or _UNDATED,
        draft=draft,
        thai_digits=agency.thai_digits,
        font=agency.font.strip(),
        names=tuple(dict.fromkeys(writer.text(n) for n in named if n.strip())),
    )
