"""Rectangles of cells: `A1:C5` and lists of them, as sqref and ref attributes hold them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ita_excel.core.grid import column_letters, column_number

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384  # of a sheet
_CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?(\d*)")


class Area(NamedTuple):
    """A block of cells, corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, ref: str) -> Area:
        """Return the area of `A1:C5`, `B2`, `A:C` or `1:3`; ValueError where it is none."""
        first, _, last = ref.strip().partition(":")
        a, b = _CORNER.fullmatch(first), _CORNER.fullmatch(last or first)
        if not a or not b or not (a[1] or a[2]):
            raise ValueError(f"not a range: {ref!r}")
        return cls(
            int(a[2] or 1),
            column_number(a[1]) or 1,
            int(b[2] or MAX_ROW),
            column_number(b[1]) or MAX_COLUMN,
        )

    @classmethod
    def parse_all(cls, sqref: str) -> list[Area]:
        """Return the areas of a list such as `A1:A5 C1`."""
        return [cls.parse(ref) for ref in sqref.split()]

    @property
    def ref(self) -> str:
        """The address: `A1:C5`, `B2` for one cell."""
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in the area."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def joined(self, other: Area) -> Area:
        """Return the smallest area that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    @property
    def size(self) -> int:
        """The number of cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def size_across(self) -> int:
        """The number of columns."""
        return self.right - self.left + 1
