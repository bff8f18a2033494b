"""The cells of a column that formulas count and search: looked through once, asked often.

A dashboard counts the same columns hundreds of times by few different values. So a column is
turned into its values with their rows, and what a criterion matches into a bit a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ita_excel.core.values import CellError
from ita_excel.ooxml.calculation.criteria import CellValue, matcher, same_text
from ita_excel.ooxml.calculation.outcomes import Scalar

Key = tuple[type, CellValue]


class ColumnCells:
    """Cells one below the other; `length` counts those, too, that stand below the last used one."""

    def __init__(self, cells: Sequence[CellValue], length: int) -> None:
        self.cells, self.length = cells, length
        self._rows: dict[Key, list[int]] | None = None
        self._matches: dict[Key, int] = {}
        self._blank: dict[Key, bool] = {}
        self._places: dict[Key, int] | None = None

    @property
    def rows(self) -> dict[Key, list[int]]:
        """The places of each value."""
        if self._rows is None:
            rows: dict[Key, list[int]] = {}
            for place, cell in enumerate(self.cells):
                rows.setdefault((type(cell), cell), []).append(place)
            self._rows = rows
        return self._rows

    def matches(self, criterion: Scalar) -> tuple[int, bool]:
        """Return what matches, a byte a place, and whether the blanks below do."""
        key = (type(criterion), criterion)
        if key not in self._matches:
            test = matcher(criterion)
            flags = bytearray(len(self.cells))
            for (_, value), places in self.rows.items():
                if test(value):
                    for place in places:
                        flags[place] = 1
            self._matches[key] = int.from_bytes(flags, "little")
            self._blank[key] = test(None)
        return self._matches[key], self._blank[key]

    def find(self, value: Scalar) -> int:
        """Return the first place that holds `value`, counted from 1, as MATCH finds it; 0 for none."""
        if isinstance(value, str) and any(sign in value for sign in "*?~"):
            equal = same_text(value)
            found = (p for p, c in enumerate(self.cells, 1) if isinstance(c, str) and equal(c))
            return next(found, 0)
        if self._places is None:
            places: dict[Key, int] = {}
            for place, cell in enumerate(self.cells, 1):
                places.setdefault(_looked_up(cell), place)
            self._places = places
        return self._places.get(_looked_up(value), 0)


def _looked_up(cell: CellValue) -> Key:
    if isinstance(cell, str):
        return str, cell.lower()
    if isinstance(cell, (bool, CellError)) or cell is None:
        return type(cell), cell
    return float, float(cell)


def count(pairs: Sequence[tuple[ColumnCells, Scalar]]) -> int:
    """Return in how many places every column matches its criterion."""
    every, below = -1, True
    used = max(len(column.cells) for column, _ in pairs)
    for column, criterion in pairs:
        found, blank = column.matches(criterion)
        if blank and len(column.cells) < used:  # what is blank in this column, others may use
            more = bytearray(len(column.cells)) + b"\x01" * (used - len(column.cells))
            found |= int.from_bytes(more, "little")
        every &= found
        below = below and blank
    return every.bit_count() + (pairs[0][0].length - used if below else 0)


def total(column: ColumnCells, criterion: Scalar, added: Callable[[int], CellValue]) -> int | float:
    """Return the sum of the numbers that `added` gives for the places that match."""
    found: int | float = 0
    test = matcher(criterion)
    for (_, value), places in column.rows.items():
        if test(value):
            for place in places:
                number = added(place)
                if isinstance(number, (int, float)) and not isinstance(number, bool):
                    found += number
    return found
