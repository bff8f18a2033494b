"""Several periods in one cell: `ม.ค. และ ก.ค. 2569`, `ต.ค. - ธ.ค. 2568, เม.ย. 2569`.

Reads what `date_tokens.marked` makes of it: months by their names, alone or two with a dash, with
commas, `และ` or ends of lines between. The formulas of ita_excel.rules.native take the same shapes.
"""

from __future__ import annotations

import re

from ita_excel.thai.calendar import FiscalYear, Month, Period
from ita_excel.thai.dates import YEAR, month_number, year_of

_MOST = 24  # months
_MONTH = re.compile(rf"M?(?P<month>[A-L])(?:[-/]?{YEAR})?")
_BETWEEN_MONTHS = re.compile("(?<=[A-L])/(?=M?[A-L])")
_LEAD = re.compile("^[MRW]*(?=M?[A-L])")
_AND = re.compile("[&,]+")


def read_list(text: str, fiscal_year: FiscalYear) -> Period | None:
    """Return two or more periods as one, None where the text isn't such a list.

    A month without a year has that of the next one that names its year, or of the one before.
    """
    text = re.sub("(?<=[0-9])[ ¶](?=[0-9])", "!", text).replace(" ", "")
    text = _LEAD.sub("", text.replace("¶", ",").replace("=", "-").replace("~", "-"))
    pieces = _AND.split(_BETWEEN_MONTHS.sub(",", text))
    if not 2 <= len(pieces) <= _MOST:
        return None
    named: list[tuple[int, int | None]] = []  # month, its year
    ends: list[int] = []  # how many months each piece has
    for piece in pieces:
        months = _months_of(piece)
        if months is None:
            return None
        for found in months:
            year = year_of(found, fiscal_year) if found["year"] else None
            if found["year"] and year is None:
                return None
            named.append((month_number(found["month"]), year))
        ends.append(len(months))
    months_ = iter(_with_years(named, fiscal_year))
    return Period.of_several(_period([next(months_) for _ in range(n)]) for n in ends)


def _period(months: list[Month]) -> Period:
    return Period(months[0], months[-1])


def _months_of(piece: str) -> list[re.Match[str]] | None:
    """Return the month of a piece, or the two with a dash between; None for anything else."""
    first = _MONTH.match(piece)
    if first is None:
        return None
    if first.end() == len(piece):
        return [first]
    if piece[first.end()] != "-":
        return None
    second = _MONTH.fullmatch(piece, first.end() + 1)
    return [first, second] if second else None


def _with_years(named: list[tuple[int, int | None]], fiscal_year: FiscalYear) -> list[Month]:
    """Return the months; one without a year is the nearest before the next that has one."""
    found: list[Month | None] = [Month(y, m) if y else None for m, y in named]
    for i in reversed(range(len(found) - 1)):
        later = found[i + 1]
        if found[i] is None and later is not None:
            month = named[i][0]
            found[i] = Month(later.year - (month > later.month), month)
    for i in range(len(found)):
        month, before = named[i][0], found[i - 1] if i else None
        if found[i] is None and before is not None:
            found[i] = Month(before.year + (month < before.month), month)
    return [month or fiscal_year.month(named[i][0]) for i, month in enumerate(found)]
