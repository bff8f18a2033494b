"""What an edit declares that it changes: the list against which the new file is checked.

The names are those that `receipt` finds when it compares: for a sheet, cells by row and column,
rows, and in the frame and in other parts `element@attribute` for a changed attribute,
`+element[key]` and `-element[key]` for an element that came or went, `element/text` for its text.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Declared:
    """Everything the edits since opening said they change, by part."""

    cells: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    rows: dict[str, set[int]] = field(default_factory=dict)  # made, or with a cell that changes
    heights: dict[str, set[int]] = field(default_factory=dict)  # rows that get another height
    marks: dict[str, set[str]] = field(default_factory=dict)
    results: dict[str, set[tuple[int, int]]] = field(default_factory=dict)  # of formulas that stay

    def cell(self, part: str, cells: set[tuple[int, int]]) -> None:
        """Declare cells of a worksheet part."""
        self.cells.setdefault(part, set()).update(cells)

    def row(self, part: str, rows: set[int]) -> None:
        """Declare rows that are made or get other attributes."""
        self.rows.setdefault(part, set()).update(rows)

    def height(self, part: str, rows: set[int]) -> None:
        """Declare rows that get another height; they are among those declared by `row`."""
        self.heights.setdefault(part, set()).update(rows)

    def result(self, part: str, cells: set[tuple[int, int]]) -> None:
        """Declare cells of which only the stored result changes, not the formula."""
        self.results.setdefault(part, set()).update(cells)
        self.row(part, {row for row, _ in cells})

    def mark(self, part: str, *marks: str) -> None:
        """Declare changes of elements and attributes, by their names."""
        self.marks.setdefault(part, set()).update(marks)

    def copy(self) -> Declared:
        """Return an independent copy."""
        return Declared(
            {part: set(cells) for part, cells in self.cells.items()},
            {part: set(rows) for part, rows in self.rows.items()},
            {part: set(rows) for part, rows in self.heights.items()},
            {part: set(marks) for part, marks in self.marks.items()},
            {part: set(cells) for part, cells in self.results.items()},
        )
