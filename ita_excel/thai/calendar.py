"""Days, months, periods and fiscal years: พ.ศ. = ค.ศ. + 543, the year runs October-September.

Knows how they are named, counted and printed. Reads no text: `dates` and `periods` do.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of `start` to the last day of `end`.

    `parts` are the two or more periods that it is made of, in order, where something lies between.
    `words` are what was said where that says more than the months: `ทุกเดือน`, `ภาคเรียนที่ 1/2569`.
    `named_by_school`: the words name a school's terms or year; the same months by name don't.
    """

    start: Month
    end: Month
    parts: tuple[Period, ...] = ()
    words: str = field(default="", compare=False)
    named_by_school: bool = field(default=False, compare=False)

    @classmethod
    def of_several(cls, parts: Iterable[Period]) -> Period:
        """Return periods as one, in order; those that follow on each other are one."""
        joined: list[Period] = []
        for part in sorted(parts, key=lambda p: (p.start, p.end)):
            before = joined[-1] if joined else None
            longer = part.start != part.end or (before is not None and before.start != before.end)
            if before and longer and part.start <= before.end.next() and not part.backwards:
                of_school = before.named_by_school and part.named_by_school
                end = max(before.end, part.end)
                joined[-1] = Period(before.start, end, named_by_school=of_school)
            elif part != before:
                joined.append(part)
        if len(joined) == 1:
            return joined[0]
        return cls(joined[0].start, max(part.end for part in joined), tuple(joined))

    @property
    def backwards(self) -> bool:
        """Whether the end lies before the start."""
        return self.end < self.start or any(part.backwards for part in self.parts)

    @property
    def of_school(self) -> bool:
        """Whether these are the months of a school term or year, named as such (กระทรวงศึกษาธิการ: the
        first term runs from 16 May to 11 October, the second from 1 November to 1 April)."""
        months = (self.start.month, self.end.month)
        longest = Month(self.start.year + (months[1] == 3), months[1])
        a_term = months in ((5, 10), (11, 3), (5, 3)) and self.end == longest
        return self.named_by_school and a_term

    def later(self, years: int) -> Period:
        """Return the same months so many years later."""
        start, end = (Month(m.year + years, m.month) for m in (self.start, self.end))
        parts = tuple(part.later(years) for part in self.parts)
        return Period(start, end, parts, named_by_school=self.named_by_school)

    def label(self, digits: Digits = "thai") -> str:
        """Return `ต.ค. ๖๔ - ก.ย. ๖๕`, the month alone where there is one, `ม.ค. ๖๕ และ ก.ค. ๖๕`."""
        if self.parts:
            labels = [part.label(digits) for part in self.parts]
            return f"{', '.join(labels[:-1])} และ {labels[-1]}"
        start, end = self.start.label(digits), self.end.label(digits)
        return start if self.start == self.end else f"{start} - {end}"


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


def format_date(
    date: dt.date, digits: Digits = "thai", style: Literal["full", "short"] = "full"
) -> str:
    """Return `๑ เมษายน ๒๕๖๕`, or `๑ เม.ย. ๖๕` in the short style: no พ.ศ., no weekday."""
    year = to_buddhist(date.year)
    if style == "short":
        return in_digits(f"{date.day} {ABBREVIATIONS[date.month - 1]} {year % 100:02d}", digits)
    return in_digits(f"{date.day} {MONTHS[date.month - 1]} {year}", digits)
