"""What Excel's own objects hand out for a cell, made into the core's values."""

from __future__ import annotations

import datetime as dt
import decimal

from ita_excel.values import Value, clean

# Excel's days 0 and 1: where a time of day without a day is put.
_NO_DAY = (dt.date(1899, 12, 30), dt.date(1899, 12, 31))


def cleaned(raw: object) -> Value:
    """Return `clean(raw)`: currency cells arrive as Decimal, times with a day of 1899."""
    if isinstance(raw, decimal.Decimal):
        raw = float(raw)
    if isinstance(raw, dt.datetime) and raw.date() in _NO_DAY:
        raw = raw.time()
    return clean(raw)


def trimmed(values: list[list[object]]) -> list[list[Value]]:
    """Return cleaned rows without the blanks at their ends, without blank rows at the end."""
    rows = [[cleaned(value) for value in row] for row in values]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows
