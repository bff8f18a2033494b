"""When in a fiscal year an action is reported that promises so many reports a year.

The year is cut into as many parts of whole months as reports are promised, as even as months
allow; a report is due at the end of each part. Two reports fall on the ends of the two rounds (31
March, 30 September), four on those of the quarters, twelve on those of the months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ita_excel.thai.calendar import FiscalYear, Month


def reporting_days(
    year: FiscalYear, times: int, begins: Month | None = None
) -> tuple[dt.date, ...]:
    """Return the days, in order, of `times` (1 to 12) reports in `year`.

    Where the first would come before the action `begins`, the months that are left of the year are
    cut instead; there are then at most as many reports as months, none where it begins later.
    """
    days = _ends(year.months, times)
    if begins is None or days[0] >= begins.first_day:
        return days
    left = [month for month in year.months if month >= begins]
    return _ends(left, min(times, len(left))) if left else ()


def _ends(months: Sequence[Month], parts: int) -> tuple[dt.date, ...]:
    """Return the last day of each of so many parts; where they differ, the longer come first."""
    n = len(months)
    return tuple(months[-(-n * part // parts) - 1].last_day for part in range(1, parts + 1))
