"""A day as officers write it, read and printed: `๑ เมษายน ๒๕๖๕`, `1/4/65`, a real date.

The day always stands before the month. Refuses to guess: text with anything left over is no date.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS, FiscalYear, to_buddhist
from ita_excel.thai.digits import Digits, in_digits
from ita_excel.thai.normal import compare_form
from ita_excel.thai.years import day_of, meant, read_year
from ita_excel.values import Value

_EXCEL_EPOCH = dt.date(1899, 12, 30)  # holds from 1 March 1900 on
# Days of พ.ศ. 2540-2640 as Excel counts them, and the same typed with the พ.ศ. year.
_SERIALS = (range(35431, 72321), range(233757, 270647))

_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_ENGLISH = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?",
    "july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_WEEKDAYS = "จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ|พฤหัส|ศุกร์|เสาร์|อาทิตย์"


def _abbreviation(written: str) -> str:
    """Return a pattern for `ต.ค.` that also takes ตค, ต.ค and `ต. ค.`."""
    first, second = written.rstrip(".").split(".")
    return rf"{first} ?\.? ?{second} ?\.?"


# Longest first, so that มีนาคม isn't taken as มีนา with คม left over.
_NAMES = {
    **{re.escape(name): i for i, name in enumerate(MONTHS, 1)},
    **{re.escape(name): i for i, name in enumerate(_SPOKEN, 1)},
    **{_abbreviation(name): i for i, name in enumerate(ABBREVIATIONS, 1)},
    **{rf"{name}\.?": i for i, name in enumerate(_ENGLISH, 1)},
}
_MONTH_NUMBER = [(re.compile(pattern), number) for pattern, number in _NAMES.items()]
MONTH = f"(?P<month>{'|'.join(_NAMES)})"
YEAR = r"(?:(?:ปี ?)?(?P<era>[พค]) ?\.? ?ศ ?\.?|ปี)? ?(?P<year>\d{4}|\d{2})"
_LEAD = rf"(?:(?:วัน)?(?:{_WEEKDAYS})(?: ?ที่)?[ ,]*)?(?:วันที่ ?|ที่ ?)?"

_WRITTEN = re.compile(rf"{_LEAD}(?P<day>\d{{1,2}})[ -]?(?:เดือน ?)?{MONTH} ?[-/,]? ?{YEAR}")
_NUMERIC = re.compile(
    rf"{_LEAD}(?P<day>\d{{1,2}}) ?(?P<sep>[-/.]) ?(?P<number>\d{{1,2}}) ?(?P=sep) ?{YEAR}"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/])(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?P<era>)"
    r"(?:[t ]00:00(?::00)?)?"
)
_FORMS = (_WRITTEN, _NUMERIC, _ISO)


def read_date(value: Value, fiscal_year: FiscalYear | None = None) -> dt.date | None:
    """Return the day that a cell holds, None where it holds none or can't be read.

    `fiscal_year` is the workbook's: it decides what a year of two digits means, and mends real
    dates for which Excel took such a year to be of the last century.
    """
    if isinstance(value, dt.datetime):
        return meant(value.date(), fiscal_year)
    if isinstance(value, dt.date):
        return meant(value, fiscal_year)
    if isinstance(value, int) and any(value in serials for serials in _SERIALS):
        return meant(_EXCEL_EPOCH + dt.timedelta(value), fiscal_year)
    return _read_text(plain(value), fiscal_year) if isinstance(value, str) else None


def format_date(
    date: dt.date, digits: Digits = "thai", style: Literal["full", "short"] = "full"
) -> str:
    """Return `๑ เมษายน ๒๕๖๕`, or `๑ เม.ย. ๖๕` in the short style: no พ.ศ., no weekday."""
    year = to_buddhist(date.year)
    if style == "short":
        return in_digits(f"{date.day} {ABBREVIATIONS[date.month - 1]} {year % 100:02d}", digits)
    return in_digits(f"{date.day} {MONTHS[date.month - 1]} {year}", digits)


def plain(text: str) -> str:
    """Return text as the patterns of this room expect it: compared form, one kind of dash."""
    return re.sub("[‐-―−]", "-", compare_form(text)).lower()


def month_number(name: str) -> int:
    """Return 1 to 12 for a name that `MONTH` matched."""
    return next(number for pattern, number in _MONTH_NUMBER if pattern.fullmatch(name))


def _read_text(text: str, fiscal_year: FiscalYear | None) -> dt.date | None:
    for form in _FORMS:
        if found := form.fullmatch(text):
            part = found.groupdict()
            month = int(part["number"]) if part.get("number") else month_number(part["month"])
            year = read_year(part["year"], part["era"] or "", fiscal_year)
            return day_of(year, month, int(part["day"])) if year else None
    return None
