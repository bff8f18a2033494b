"""Which year a person means: พ.ศ. or ค.ศ., four digits or two.

Knows that a year near the fiscal year at hand is meant when it can be. Refuses to guess where the
word beside the number says otherwise (`พ.ศ. 2022`).
"""

from __future__ import annotations

import datetime as dt

from ita_excel.thai.calendar import FiscalYear, to_buddhist, to_common

NEAR = 10  # years; พ.ศ. and ค.ศ. are 43 (or 57) apart in their last two digits, so never both

_COMMON = range(1900, 2200)
_BUDDHIST = range(to_buddhist(_COMMON.start), to_buddhist(_COMMON.stop))


def read_year(digits: str, era: str, fiscal_year: FiscalYear | None) -> int | None:
    """Return the ค.ศ. year of two or four Arabic digits, None where they can't be one.

    `era` is `พ`, `ค` or '' where nothing is said. Two digits are พ.ศ. unless only ค.ศ. lies near
    the fiscal year: 65 is 2565, but 22 in an agency's year 2565 is ค.ศ. 2022.
    """
    number = int(digits)
    if len(digits) == 4:
        if number in _BUDDHIST and era != "ค":
            return to_common(number)
        return number if number in _COMMON and era != "พ" else None
    if len(digits) != 2:
        return None
    buddhist = [to_common(century + number) for century in (2500, 2600)]
    common = [century + number for century in (2000, 2100)]
    candidates = {"พ": buddhist, "ค": common}.get(era, buddhist + common)
    return next((y for y in candidates if is_near(y, fiscal_year)), candidates[0])


def is_near(year_ce: int | None, fiscal_year: FiscalYear | None) -> bool:
    """Return whether an agency's papers of `fiscal_year` can well speak of this year."""
    if year_ce is None or fiscal_year is None:
        return False
    return abs(to_buddhist(year_ce) - fiscal_year.year) <= NEAR


def meant(stored: dt.date, fiscal_year: FiscalYear | None) -> dt.date | None:
    """Return the day that a person meant by a date that Excel stored.

    Excel knows no พ.ศ.: `1/4/2569` is stored as the year 2569, and `1/4/65` or `ต.ค. 64` as 1965
    and 1964, since it completes two digits to 1930-2029. None where the year meant has no such
    29 February.
    """
    year = stored.year
    if year in _BUDDHIST:
        return day_of(to_common(year), stored.month, stored.day)
    short = to_common(2500 + year % 100)
    if year < 2000 and not is_near(year, fiscal_year) and is_near(short, fiscal_year):
        return day_of(short, stored.month, stored.day)
    return stored


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, None where the calendar has none such."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
