"""Answers pasted as one block across the second key's hidden column, each one column too far left.

Excel and LibreOffice paste into hidden columns, too. Behind the second key stand evidence, a day
and a name: three kinds of values, which show how far the block reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.merging.guard import guarded_row
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.sheets.meaning import is_day

_GUARD = schema.GUARD.field
_BEHIND = ("evidence", "reported_on", "reported_by")


@dataclass(frozen=True, slots=True)
class Unpasted:
    """A row with its values in their columns. `found` are the fields whose values had to be moved."""

    row: ReturnedRow
    found: tuple[str, ...] = ()


def unpasted(row: ReturnedRow) -> Unpasted:
    """Return the row as it was meant; unchanged where that can't be told."""
    there = row.value(_GUARD)
    if there is None or guarded_row(there) is not None:
        return Unpasted(row)
    evidence, day, name = (row.value(field) for field in _BEHIND)
    if is_day(there):
        return Unpasted(row)
    if evidence is None:
        return _moved(row, {"evidence": _GUARD})
    if not is_day(evidence):
        return Unpasted(row)  # the evidence has an answer of its own
    if day is None:
        return _moved(row, {"evidence": _GUARD, "reported_on": "evidence"})
    if name is None and not is_day(day):
        return _moved(
            row, {"evidence": _GUARD, "reported_on": "evidence", "reported_by": "reported_on"}
        )
    return Unpasted(row)


def _moved(row: ReturnedRow, sources: Mapping[str, str]) -> Unpasted:
    """Return the row with fields that have the cells of others; what was moved away is blank."""
    cells = dict(row.cells)
    for field in (_GUARD, *_BEHIND):
        if field in sources:
            cells[field] = row.cells[sources[field]]
        elif field in sources.values():
            cells[field] = ()
    return Unpasted(replace(row, cells=cells), tuple(sources))
