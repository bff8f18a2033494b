"""When an action is to be done: a month, or a period of whole months, as officers write it.

Knows `ต.ค. ๖๔ - ก.ย. ๖๕` and its many forms; period_words knows quarters and the like, period_lists
several periods in one cell. Refuses to guess:
text with anything left over is unreadable (None). A period that ends before it starts is returned
as such, so that a rule can say so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ita_excel.core.values import Value
from ita_excel.thai.calendar import FiscalYear, Month, Period
from ita_excel.thai.date_tokens import marked, plain, unmarked
from ita_excel.thai.dates import YEAR, month_number, read_date, read_day, year_of
from ita_excel.thai.period_lists import read_list
from ita_excel.thai.period_words import QUARTER, read_words, says_more
from ita_excel.thai.years import is_near

_LEAD = re.compile("(?:[MRVW],?)*")  # before a month or a day: `ตั้งแต่เดือน`, `ภายในวันที่`
_NAMED_MONTH = re.compile(rf"(?P<month>[A-L])(?:[-/,]?{YEAR})?")
_NUMBERED_MONTH = re.compile(rf"(?P<month>[0-9]{{1,2}})[-/]{YEAR}")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})(?P<era>)")
# A day of a month whose year stands elsewhere: `๑ ต.ค. - ๓๐ พ.ย. ๖๔`.
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_DAY_AND_MONTH = re.compile(rf"{_DAY}M?(?P<month>[A-L])")
_DAY_ALONE = re.compile(_DAY)
_YEAR_ALONE = re.compile(YEAR)

_SIGN = re.compile("[-=¶]")
_GAPS = re.compile("[ ¶]")


def read_month(value: Value, fiscal_year: FiscalYear) -> Month | None:
    """Return the month that a cell holds, by name, number or a day in it; None if unreadable.

    A month without a year is the one in `fiscal_year`.
    """
    if not isinstance(value, str):
        day = read_date(value, fiscal_year)
        return Month.of(day) if day else None
    found = _read_month(unmarked(marked(value)), fiscal_year)
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
    if last.parts and not first.parts:
        return None
    if not whole_in_start and _is_one_month(end, fiscal_year):
        return Period(first.start, last.end)
    if first == last or (whole_in_start and first.end == last.end):
        return first
    return Period(first.start, last.end) if _is_quarter(start) and _is_quarter(end) else None


def read_period_cell(value: Value, fiscal_year: FiscalYear) -> Period | None:
    """Return the period that one cell holds, a single month too; None if it can't be read."""
    month = read_month(value, fiscal_year)
    if month:
        return Period(month, month)
    if not isinstance(value, str):
        return None
    text = marked(value)
    words = _worded_form(text)
    if found := read_words(words, fiscal_year):
        return replace(found, words=value.strip()) if says_more(words) else found
    sides = _cut(text)
    found = _joined(*sides, fiscal_year) if sides else None
    return found or read_list(text, fiscal_year)


def _blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and plain(value) in ("", "-"))


def _is_one_month(value: Value, fiscal_year: FiscalYear) -> bool:
    return read_month(value, fiscal_year) is not None


def _is_quarter(value: Value) -> bool:
    return isinstance(value, str) and bool(QUARTER.fullmatch(_worded_form(marked(value))))


def _worded_form(text: str) -> str:
    """Return what `marked` gave without any space: between words they say nothing at all."""
    return _GAPS.sub("", text).replace("=", "-")


def _without_lead(text: str) -> str:
    return _LEAD.sub("", text, count=1)


def _read_month(text: str, fiscal_year: FiscalYear) -> Month | int | None:
    """Return a month, or its number alone where the text names no year."""
    text = _without_lead(text)
    if day := read_day(text, fiscal_year):
        return Month.of(day)
    for form in (_NAMED_MONTH, _NUMBERED_MONTH, _YEAR_FIRST):
        found = form.fullmatch(text)
        if not found:
            continue
        name = found["month"]
        number = int(name) if name.isdecimal() else month_number(name)
        if not found["year"]:
            return number
        year = year_of(found, fiscal_year)
        if form is _NUMBERED_MONTH and len(found["year"]) == 2 and not is_near(year, fiscal_year):
            return None  # 10/11 is as likely a day and a month
        return Month(year, number) if year and 1 <= number <= 12 else None
    return None


def _cut(text: str) -> tuple[str, str] | None:
    """Return what stands before and behind the sign between two months, None without one.

    That is a word; else the only dash with spaces around it; else, as a month's own text may hold
    a dash or the end of a line (`ต.ค.-64`), the middle sign of three or five. Of two it is the
    second, unless a year alone follows that: `ต.ค. 64-ก.ย.-65`.
    """
    if "~" in text or text.count("=") == 1:
        left, _, right = text.partition("~" if "~" in text else "=")
    else:
        signs = [found.start() for found in _SIGN.finditer(text)]
        if len(signs) == 2:
            at = signs[not _YEAR_ALONE.fullmatch(text, signs[1] + 1)]
        elif len(signs) % 2:
            at = signs[len(signs) // 2]
        else:
            return None
        left, right = text[:at], text[at + 1 :]
    return _without_lead(unmarked(left)), _without_lead(unmarked(right))


def _joined(left: str, right: str, fiscal_year: FiscalYear) -> Period | None:
    """Return the period from the month on the left to that on the right, None if unreadable."""
    start, end = _read_side(left, fiscal_year), _read_side(right, fiscal_year)
    if _DAY_ALONE.fullmatch(left) and read_day(right, fiscal_year):
        start = end  # ๑ - ๓๑ ต.ค. ๖๔
    if start is None or end is None:
        return None
    return _period(start, end, fiscal_year)


def _read_side(text: str, fiscal_year: FiscalYear) -> Month | int | None:
    found = _DAY_AND_MONTH.fullmatch(text)
    return month_number(found["month"]) if found else _read_month(text, fiscal_year)


def _period(start: Month | int, end: Month | int, fiscal_year: FiscalYear) -> Period:
    """Return the period; where only one month names its year, the other is the nearest to it."""
    if isinstance(start, int):
        if isinstance(end, int):
            return Period(fiscal_year.month(start), fiscal_year.month(end))
        return Period(Month(end.year - (start > end.month), start), end)
    if isinstance(end, int):
        end = Month(start.year + (end < start.month), end)
    return Period(start, end)
