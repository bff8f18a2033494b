"""What Excel's own objects hand out for a cell, made into the core's values."""

from __future__ import annotations

import datetime as dt
import decimal

from ita_excel.core.values import ERROR_NUMBERS, CellError, Value, clean

# COM hands out an error as a VT_ERROR: its number in a "control" HRESULT, which Python sees as a
# negative whole number. Cells hold no integers: every number that was typed arrives as a float, so
# that one of the same value stays a number. xlwings itself knows but seven of them.
_CONTROL, _NUMBER = 0x800A0000, 0xFFFF
_UNNAMED = "#UNKNOWN!"  # an error of a later Excel than is known here
# Excel's days 0 and 1: where a time of day without a day is put.
_NO_DAY = (dt.date(1899, 12, 30), dt.date(1899, 12, 31))


def cleaned(raw: object) -> Value:
    """Return `clean(raw)`: currency cells arrive as Decimal, times with a day of 1899."""
    if isinstance(raw, decimal.Decimal):
        raw = float(raw)
    if type(raw) is int and raw < 0 and raw & 0xFFFF0000 == _CONTROL:
        return CellError(ERROR_NUMBERS.get(raw & _NUMBER, _UNNAMED))
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
