"""Which formulas give something else after cells have changed.

By the formulas' text alone: what an `IF` wouldn't look at this time counts, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ita_excel.ooxml.calculation.evaluating import At, Calculation, Formula
from ita_excel.ooxml.calculation.outcomes import Failed, Unknown
from ita_excel.ooxml.calculation.tokens import SheetArea

Column = tuple[str, int]


@dataclass(slots=True)
class _Changed:
    """The rows that changed, by sheet and column."""

    rows: dict[Column, set[int]] = field(default_factory=dict)
    ends: dict[Column, tuple[int, int]] = field(default_factory=dict)

    def add(self, at: Column, rows: set[int]) -> None:
        if not rows:
            return
        self.rows.setdefault(at, set()).update(rows)
        first, last = min(rows), max(rows)
        before = self.ends.get(at, (first, last))
        self.ends[at] = min(first, before[0]), max(last, before[1])

    def touches(self, area: SheetArea) -> bool:
        """Whether anything in a block changed; rows between changed ones count as changed."""
        if area.one_cell:
            return area.top in self.rows.get((area.sheet, area.left), ())
        for left in range(area.left, min(area.right, area.left + 200) + 1):
            first, last = self.ends.get((area.sheet, left), (0, 0))
            if first and first <= area.bottom and area.top <= last:
                return True
        return area.right > area.left + 200 and any(sheet == area.sheet for sheet, _ in self.rows)


@dataclass(slots=True)
class _Alike:
    """Cells of one column that hold the same formula, and what it depends on."""

    at: Column
    rows: set[int]
    fixed: list[SheetArea]
    of_own_row: list[Column]


def affected(
    calculation: Calculation,
    formulas: Mapping[At, Formula],
    changed: Mapping[Column, Iterable[int]],
) -> set[At]:
    """Return the cells among `formulas` that depend on cells that changed, over any number of
    others; those that changed themselves are among them."""
    known = _Changed()
    for at, changed_rows in changed.items():
        known.add(at, set(changed_rows))
    groups = _alike(calculation, formulas)
    found: set[At] = set()
    for group in groups:
        if rows := group.rows & known.rows.get(group.at, set()):
            found |= _take(group, rows, known)
    again = True
    while again:
        again = False
        for group in groups:
            if not group.rows:
                continue
            rows = set()
            if any(known.touches(area) for area in group.fixed):
                rows = set(group.rows)
            else:
                for column in group.of_own_row:
                    rows |= group.rows & known.rows.get(column, set())
            if rows:
                found |= _take(group, rows, known)
                again = True
    return found


def touched_columns(
    calculation: Calculation, formulas: Iterable[tuple[Column, Formula]], changed: Iterable[Column]
) -> set[Column]:
    """Return the columns whose formulas may depend on columns that changed, these among them.

    A quick look, which takes every row of a column alike: what it leaves out needs no closer one.
    """
    waiting = list(_by_columns(calculation, formulas))
    found = set(changed)
    before = -1
    while len(found) > before:
        before = len(found)
        for at, columns, wide in waiting:
            if at not in found and (
                not columns.isdisjoint(found)
                or any(a.sheet == s and a.left <= c <= a.right for a in wide for s, c in found)
            ):
                found.add(at)
    return found


def needed_columns(
    calculation: Calculation, formulas: Iterable[tuple[Column, Formula]]
) -> dict[Column, set[Column]]:
    """Return the columns that the formulas of each column depend on, not those over others.

    Unknown where one depends on a block of very many columns.
    """
    found: dict[Column, set[Column]] = {}
    for at, columns, wide in _by_columns(calculation, formulas):
        if wide:
            raise Unknown("a wide block")
        found.setdefault(at, set()).update(columns)
    return found


def _by_columns(
    calculation: Calculation, formulas: Iterable[tuple[Column, Formula]]
) -> Iterator[tuple[Column, set[Column], list[SheetArea]]]:
    """Yield the columns that each formula depends on, and blocks that are too wide for that."""
    needs = _Needs(calculation)
    for at, formula in formulas:
        fixed, own = needs.of(formula, at[0])
        narrow = {
            (a.sheet, c) for a in fixed if a.right - a.left < 50 for c in range(a.left, a.right + 1)
        }
        yield at, {*own, *narrow}, [a for a in fixed if a.right - a.left >= 50]


def _take(group: _Alike, rows: set[int], changed: _Changed) -> set[At]:
    group.rows -= rows
    changed.add(group.at, rows)
    sheet, column = group.at
    return {(sheet, row, column) for row in rows}


def _alike(calculation: Calculation, formulas: Mapping[At, Formula]) -> list[_Alike]:
    rows: dict[tuple[str, int, int], set[int]] = {}
    of: dict[int, Formula] = {}
    for (sheet, row, column), formula in formulas.items():
        of[id(formula)] = formula
        rows.setdefault((sheet, column, id(formula)), set()).add(row)
    needs = _Needs(calculation)
    return [
        _Alike((sheet, column), found, *needs.of(of[which], sheet))
        for (sheet, column, which), found in rows.items()
    ]


class _Needs:
    """What formulas depend on, the names in them followed."""

    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self._names: dict[str, frozenset[SheetArea]] = {}
        self._used: dict[str, set[str]] = {}
        self._below: dict[tuple[str, str], tuple[list[SheetArea], list[Column]]] = {}

    def of(self, formula: Formula, sheet: str) -> tuple[list[SheetArea], list[Column]]:
        """Return the blocks, and the columns of the own row, that a formula depends on."""
        fixed, own = _placed(set(formula.form.areas), sheet)
        key = (formula.form.key, sheet)
        if key not in self._below:  # the same names in every row of a column
            self._below[key] = _placed(self._of_names(formula, frozenset()), sheet)
        more_fixed, more_own = self._below[key]
        return fixed + more_fixed, own + more_own

    def _of_names(self, formula: Formula, above: frozenset[str]) -> set[SheetArea]:
        found: set[SheetArea] = set()
        key = formula.form.key
        if key not in self._used:
            self._used[key] = formula.form.names
        for name in self._used[key] - above:
            found |= self._of_name(name, above)
        return found

    def _of_name(self, name: str, above: frozenset[str]) -> frozenset[SheetArea]:
        if name not in self._names:
            try:
                below = self.calculation.name(name)
            except Failed:  # an unknown name: nothing to depend on
                self._names[name] = frozenset()
            else:
                self._names[name] = frozenset(
                    {*below.form.areas, *self._of_names(below, above | {name})}
                )
        return self._names[name]


def _placed(areas: set[SheetArea], sheet: str) -> tuple[list[SheetArea], list[Column]]:
    """Return the blocks, and the columns of the own row, of references used on a sheet."""
    fixed: list[SheetArea] = []
    own: list[Column] = []
    for area in areas:
        placed = area if area.sheet else area._replace(sheet=sheet)
        if placed.of_own_row:
            own.append((placed.sheet, placed.left))
        elif any(placed.rows_move):  # other rows near by: the whole column, to be safe
            fixed.append(placed._replace(top=1, bottom=1_048_576))
        else:
            fixed.append(placed)
    return fixed, own
