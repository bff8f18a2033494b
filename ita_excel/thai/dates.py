"""A day as officers write it: `๑ เมษายน ๒๕๖๕`, `1/4/65`, a real date.

The day always stands before the month. Refuses to guess: text with anything left over is no date.
"""

from __future__ import annotations

import datetime as dt
import re

from ita_excel.core.values import Value
from ita_excel.thai.calendar import FiscalYear, to_buddhist
from ita_excel.thai.date_tokens import LETTERS, tokens
from ita_excel.thai.years import day_of, meant, read_year

_EXCEL_EPOCH = dt.date(1899, 12, 30)  # holds from 1 March 1900 on


def _serials(first_year: int, last_year: int) -> range:
    """Return the days of these years as Excel counts them."""
    first, last = dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
    return range((first - _EXCEL_EPOCH).days, (last - _EXCEL_EPOCH).days + 1)


# The days that a number or a real date can mean: up to พ.ศ. 2640, and the same typed with the พ.ศ.
# year. Excel completes two digits to 1930 and later; what lies before is no day of an office but
# a small number, a 5 in a cell that is formatted as a date.
SERIALS = (_serials(1930, 2097), _serials(to_buddhist(1930), to_buddhist(2097)))

YEAR = r"(?:P?(?P<era>[YZ])|P)?(?P<year>[0-9]{4}|[0-9]{2})"
_LEAD = "(?:V,?)*"
_WRITTEN = rf"{_LEAD}(?P<day>[0-9]{{1,2}})-?M?(?P<month>[A-L])[-/,]?{YEAR}"
_NUMERIC = rf"{_LEAD}(?P<day>[0-9]{{1,2}})(?P<sep>[-/.])(?P<number>[0-9]{{1,2}})(?P=sep){YEAR}"
_ISO = (
    r"(?P<year>[0-9]{4})(?P<sep>[-/])(?P<number>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?P<era>)Ω?"
)
_FORMS = (_WRITTEN, _NUMERIC, _ISO)
_ERA = {"Y": "พ", "Z": "ค"}


def read_date(value: Value, fiscal_year: FiscalYear | None = None) -> dt.date | None:
    """Return the day that a cell holds, None where it holds none or can't be read.

    `fiscal_year` is the workbook's: it decides what a year of two digits means, and corrects real
    dates for which Excel took such a year to be of the last century.
    """
    if isinstance(value, str):
        return read_day(tokens(value), fiscal_year)
    serial = _serial(value)
    if not any(serial in serials for serials in SERIALS):
        return None
    return meant(_EXCEL_EPOCH + dt.timedelta(serial), fiscal_year)


def read_day(written: str, fiscal_year: FiscalYear | None) -> dt.date | None:
    """Return the day that these tokens mean, None where they mean none."""
    for form in _FORMS:
        if found := re.fullmatch(form, written):
            part = found.groupdict()
            month = int(part["number"]) if part.get("number") else month_number(part["month"])
            year = year_of(found, fiscal_year)
            return day_of(year, month, int(part["day"])) if year else None
    return None


def month_number(letter: str) -> int:
    """Return 1 to 12 for the token of a month."""
    return LETTERS.index(letter) + 1


def year_of(found: re.Match[str], fiscal_year: FiscalYear | None) -> int | None:
    """Return the ค.ศ. year that a match of a pattern with `YEAR` names, None where it can't be."""
    return read_year(found["year"], _ERA.get(found["era"] or "", ""), fiscal_year)


def _serial(value: Value) -> int:
    """Return the number in which Excel stores a day, whole; 0 for what is no number."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return (value - _EXCEL_EPOCH).days
    return int(value) if isinstance(value, (int, float)) else 0
