"""Months and fiscal years of Thai government: พ.ศ. = ค.ศ. + 543, the year runs October-September.

Knows how months are named and counted. Reads no text: `dates` and `periods` do.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ita_excel.thai.digits import Digits, in_digits

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
ABBREVIATIONS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

_FIRST_MONTH = 10  # October, of the common year before


def to_buddhist(year_ce: int) -> int:
    """Return the พ.ศ. year of a ค.ศ. year: 2022 is 2565."""
    return year_ce + 543


def to_common(year_be: int) -> int:
    """Return the ค.ศ. year of a พ.ศ. year: 2565 is 2022."""
    return year_be - 543


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of one year; `year` is ค.ศ., `month` 1 to 12. Later months are greater."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"not a month: {self.month}")

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month that `day` lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        """The first day of the month."""
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the month, 29 February in leap years."""
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def next(self) -> Month:
        """Return the month after this one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def label(self, digits: Digits = "thai") -> str:
        """Return `ต.ค. ๖๔`: the abbreviation and the last two digits of the พ.ศ. year."""
        year = to_buddhist(self.year) % 100
        return in_digits(f"{ABBREVIATIONS[self.month - 1]} {year:02d}", digits)


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """A budget year by its พ.ศ. number: 2565 runs from 1 October 2564 to 30 September 2565."""

    year: int

    @classmethod
    def of(cls, day: dt.date) -> FiscalYear:
        """Return the fiscal year that `day` lies in."""
        return cls(to_buddhist(day.year) + (day.month >= _FIRST_MONTH))

    @property
    def plausible(self) -> bool:
        """Whether an ITA workbook can be about this year; a ค.ศ. year is not plausible."""
        return 2540 <= self.year <= 2640

    @property
    def first_day(self) -> dt.date:
        """1 October of the year before."""
        return dt.date(to_common(self.year) - 1, _FIRST_MONTH, 1)

    @property
    def last_day(self) -> dt.date:
        """30 September."""
        return dt.date(to_common(self.year), 9, 30)

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months, October first."""
        return tuple(self.month(1 + (_FIRST_MONTH - 1 + i) % 12) for i in range(12))

    def month(self, number: int) -> Month:
        """Return the month of this fiscal year with calendar number 1 to 12."""
        return Month(to_common(self.year) - (number >= _FIRST_MONTH), number)

    def round_end(self, months: Literal[6, 12]) -> dt.date:
        """Return the last day of the 6-month round (31 March) or of the 12-month one."""
        return self.month(3).last_day if months == 6 else self.last_day
