"""When an action is to be done: a month, or a period of whole months, as officers write it.

Knows `ต.ค. ๖๔ - ก.ย. ๖๕` and its many forms, quarters, rounds and whole years. Refuses to guess:
text with anything left over is unreadable (None). A period that ends before it starts is returned
as such, so that a rule can say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ita_excel.thai.calendar import FiscalYear, Month, to_buddhist
from ita_excel.thai.dates import MONTH, YEAR, month_number, plain, read_date
from ita_excel.thai.digits import Digits
from ita_excel.thai.years import is_near, read_year
from ita_excel.values import Value


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of `start` to the last day of `end`."""

    start: Month
    end: Month

    @property
    def backwards(self) -> bool:
        """Whether the end lies before the start."""
        return self.end < self.start

    def label(self, digits: Digits = "thai") -> str:
        """Return `ต.ค. ๖๔ - ก.ย. ๖๕`, or the month alone where there is one."""
        start, end = self.start.label(digits), self.end.label(digits)
        return start if self.start == self.end else f"{start} - {end}"


_MONTH_LEAD = r"(?:ตั้งแต่ ?|ระหว่าง ?|ภายใน ?)?(?:ประจำ)?(?:เดือน ?)?"
_NAMED_MONTH = re.compile(rf"{_MONTH_LEAD}{MONTH}(?: ?[-/,]? ?{YEAR})?")
_NUMBERED_MONTH = re.compile(rf"{_MONTH_LEAD}(?P<month>\d{{1,2}}) ?[-/] ?{YEAR}")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})(?P<era>)")
# A day of a month whose year stands elsewhere: `๑ ต.ค. - ๓๐ พ.ย. ๖๔`.
_DAY = r"(?:ตั้งแต่ ?)?(?:วันที่ ?)?(?:0?[1-9]|[12]\d|3[01])"
_DAY_AND_MONTH = re.compile(rf"{_DAY} ?(?:เดือน ?)?{MONTH}")
_DAY_ALONE = re.compile(_DAY)

_OF_YEAR = rf"(?: ?/? ?(?:(?:ของ)?(?:ประจำ)?ปีงบประมาณ)? ?{YEAR})?"
_WHOLE_YEAR = re.compile(
    rf"(?:(?P<whole>(?:ตลอด|ตลอดทั้ง|ทั้ง)ปี(?:งบประมาณ)?)|(?:ประจำ)?ปีงบประมาณ)(?: ?{YEAR})?"
)
_QUARTER = re.compile(
    r"(?:ไตรมาส ?(?:ที่)? ?|q ?)(?P<first>[1-4])"
    r"(?: ?(?:-|ถึง|และ|,) ?(?:ไตรมาส ?(?:ที่)? ?|q ?)?(?P<last>[1-4]))?" + _OF_YEAR
)
_ROUND = re.compile(rf"(?:รอบ ?)?(?:ระยะ ?)?(?P<months>6|12) ?เดือน ?(?P<half>แรก|หลัง)?{_OF_YEAR}")
_LONGEST = 200  # characters; more is a text about something, not worth trying at each dash
_BETWEEN = re.compile(r"\s*(?:[-‐-―−~]|(?:จน)?ถึง)\s*|\s*\n\s*")


def read_month(value: Value, fiscal_year: FiscalYear) -> Month | None:
    """Return the month that a cell holds, by name, number or a day in it; None if unreadable.

    A month without a year is the one in `fiscal_year`.
    """
    if not isinstance(value, str):
        day = read_date(value, fiscal_year)
        return Month.of(day) if day else None
    found = _read_month_text(plain(value), fiscal_year)
    return fiscal_year.month(found) if isinstance(found, int) else found


def read_period(start: Value, end: Value, fiscal_year: FiscalYear) -> Period | None:
    """Return the period that the cells เริ่ม and สิ้นสุด hold, None if it can't be read.

    `start` may hold all of it; `end` is then blank or says nothing else. A single month in
    `start` with a blank `end` is unreadable: the end may have been forgotten.
    """
    first, last = read_period_cell(start, fiscal_year), read_period_cell(end, fiscal_year)
    whole_in_start = first is not None and not _is_one_month(start, fiscal_year)
    if _blank(end):
        return first if whole_in_start else None
    if first is None or last is None:
        return None
    if not whole_in_start and _is_one_month(end, fiscal_year):
        return Period(first.start, last.end)
    if first == last or (whole_in_start and first.end == last.end):
        return first
    both_quarters = all(isinstance(v, str) and _QUARTER.fullmatch(plain(v)) for v in (start, end))
    return Period(first.start, last.end) if both_quarters else None


def read_period_cell(value: Value, fiscal_year: FiscalYear) -> Period | None:
    """Return the period that one cell holds, a single month too; None if it can't be read."""
    month = read_month(value, fiscal_year)
    if month:
        return Period(month, month)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = plain(value)
    for reader in _WORDED:
        if found := reader(text, fiscal_year):
            return found
    return next(_splits(value, fiscal_year), None)


def _blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and plain(value) in ("", "-"))


def _is_one_month(value: Value, fiscal_year: FiscalYear) -> bool:
    return read_month(value, fiscal_year) is not None


def _read_month_text(text: str, fiscal_year: FiscalYear) -> Month | int | None:
    """Return a month, or its number alone where the text names no year."""
    if day := read_date(text, fiscal_year):
        return Month.of(day)
    for form in (_NAMED_MONTH, _NUMBERED_MONTH, _YEAR_FIRST):
        found = form.fullmatch(text)
        if not found:
            continue
        name = found["month"]
        number = int(name) if name.isdecimal() else month_number(name)
        if not found["year"]:
            return number
        year = read_year(found["year"], found["era"] or "", fiscal_year)
        if form is _NUMBERED_MONTH and len(found["year"]) == 2 and not is_near(year, fiscal_year):
            return None  # 10/11 is as likely a day and a month
        return Month(year, number) if year and 1 <= number <= 12 else None
    return None


def _splits(value: str, fiscal_year: FiscalYear) -> Iterator[Period]:
    """Yield the readings of `value` as two months with a sign or word between.

    A month's own text may hold such a sign (`ต.ค.-64`), so each is tried.
    """
    for between in _BETWEEN.finditer(value):
        left, right = plain(value[: between.start()]), plain(value[between.end() :])
        start, end = _read_side(left, fiscal_year), _read_side(right, fiscal_year)
        if _DAY_ALONE.fullmatch(left) and read_date(right, fiscal_year):
            start = end  # ๑ - ๓๑ ต.ค. ๖๔
        if start is None or end is None:
            continue
        yield _joined(start, end, fiscal_year)


def _read_side(text: str, fiscal_year: FiscalYear) -> Month | int | None:
    found = _DAY_AND_MONTH.fullmatch(text)
    return month_number(found["month"]) if found else _read_month_text(text, fiscal_year)


def _joined(start: Month | int, end: Month | int, fiscal_year: FiscalYear) -> Period:
    """Return the period; where only one month names its year, the other is the nearest to it."""
    if isinstance(start, int):
        if isinstance(end, int):
            return Period(fiscal_year.month(start), fiscal_year.month(end))
        return Period(Month(end.year - (start > end.month), start), end)
    if isinstance(end, int):
        end = Month(start.year + (end < start.month), end)
    return Period(start, end)


def _read_whole_year(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _WHOLE_YEAR.fullmatch(text)
    if not found or not (found["whole"] or found["year"]):
        return None
    year = _named_year(found["year"], found["era"], fiscal_year)
    return _months(year, 0, 12) if year else None


def _read_quarters(text: str, fiscal_year: FiscalYear) -> Period | None:
    if not (found := _QUARTER.fullmatch(text)):
        return None
    year = _named_year(found["year"], found["era"], fiscal_year)
    first, last = int(found["first"]), int(found["last"] or found["first"])
    return Period(year.months[first * 3 - 3], year.months[last * 3 - 1]) if year else None


def _read_round(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _ROUND.fullmatch(text)
    if not found or (found["half"] and found["months"] == "12"):
        return None
    year = _named_year(found["year"], found["era"], fiscal_year)
    start = 6 if found["half"] == "หลัง" else 0
    return _months(year, start, start + int(found["months"])) if year else None


def _named_year(digits: str | None, era: str | None, near: FiscalYear) -> FiscalYear | None:
    if not digits:
        return near
    year = read_year(digits, era or "", near)
    return FiscalYear(to_buddhist(year)) if year else None


def _months(year: FiscalYear, start: int, stop: int) -> Period:
    return Period(year.months[start], year.months[stop - 1])


_WORDED: tuple[Callable[[str, FiscalYear], Period | None], ...] = (
    _read_whole_year,
    _read_quarters,
    _read_round,
)
