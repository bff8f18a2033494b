"""The second key of a row in a unit's workbook: it stands among the answers and goes along with them.

Neither begins nor ends with a digit, so that no spreadsheet counts it on where it is filled down.
"""

from __future__ import annotations

from ita_excel.core.values import Value, as_text
from ita_excel.merging.master import RowId
from ita_excel.sheets.meaning import round_name

_BETWEEN = "·"


def guard_text(row: RowId) -> str:
    """Return what the second key's cell holds for a row."""
    return f"{row.key}{_BETWEEN}{row.round or _BETWEEN}"


def guarded_row(value: Value) -> RowId | None:
    """Return the row that a second key names, None for a cell that holds no such key."""
    key, between, round_ = as_text(value).strip().partition(_BETWEEN)
    if not key or not between:
        return None
    return RowId(key, "" if round_ == _BETWEEN else round_name(round_))
