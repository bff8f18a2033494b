"""Whether what is named as evidence speaks of the year reported, of an earlier one, or of none.

Only what is decided is claimed: a text that names the year, or a day of it, is of the year,
whatever else it names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from ita_excel.rules.derived import Book
from ita_excel.schema.model import Action, Result
from ita_excel.thai.calendar import FiscalYear, format_date
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.said_dates import fiscal_years

AFTER = dt.timedelta(days=90)  # in which papers of a year are still written
_CLOCK_SET = 2015  # cameras whose clock nobody set say 1970, 2000, 2010 …
_BARE = r"(?<![0-9])(25[0-9]{2})(?![0-9])"
# What is by its nature about a year that is over.
_OF_YEARS_BEFORE = ("รายงานผล", "รายงานสรุปผล", "สรุปผล", "ปีก่อน", "ปีที่ผ่านมา", "ปีที่แล้ว", "ผลการประเมิน")


class Judged(NamedTuple):
    """`last_year` names years, `before` and `after` a day; `said` is which."""

    how: Literal["last_year", "before", "after"]
    said: str


class YearsAsked(NamedTuple):
    """The years whose evidence a workbook asks for: the plan's and that of the results."""

    years: tuple[FiscalYear, ...]

    @classmethod
    def of(cls, book: Book) -> YearsAsked | None:
        """Return the span; None where the workbook names no year."""
        named = {y for y in (book.fiscal_year, book.results_year) if y and y.plausible}
        return cls(tuple(sorted(named))) if named else None

    @property
    def first(self) -> dt.date:
        return self.years[0].first_day

    @property
    def last(self) -> dt.date:
        return self.years[-1].last_day + AFTER

    def has(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def judged(
    span: YearsAsked,
    name: str,
    years: Collection[int],
    days: Collection[dt.date],
    made: Collection[dt.date] = (),
    taken: bool = False,
) -> Judged | None:
    """Return what is sure of a document: that it is of an earlier year, or made before or after.

    `name` is its name or title; `taken` that `made` is a camera's word, which nothing contradicts.
    """
    named = {*years, *fiscal_years(name)}
    numbers = {y.year for y in span.years}
    bare = {int(y) for y in re.findall(_BARE, to_arabic(name))}
    if numbers & (named | bare) or any(span.has(day) for day in days):
        return None
    earlier = {y for y in named if y < min(numbers)} | {y for y in bare if y < min(numbers) - 1}
    if earlier and max(named | bare) < min(numbers):
        return Judged("last_year", str(max(earlier)))
    if not made or (taken and min(made).year < _CLOCK_SET):
        return None
    if max(made) < span.first:
        return Judged("before", format_date(max(made)))
    # A file that is saved again keeps the day on which it was made.
    return Judged("after", format_date(min(made))) if min(made) > span.last else None


def asks_for_earlier(action: Action | None, result: Result, year: str) -> bool:
    """Whether the row itself is about a year before, or names the year that its evidence names."""
    texts = [result.text, result.outcome, *((action.text, action.details) if action else ())]
    own = to_arabic(" ".join(texts))
    return year in own or any(word in own for word in _OF_YEARS_BEFORE)
