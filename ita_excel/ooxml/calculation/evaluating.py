"""`Calculation`: what formulas give in their cells, worked out on demand and once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from ita_excel.ooxml.calculation.columns import ColumnCells
from ita_excel.ooxml.calculation.compilednode import CompiledNode
from ita_excel.ooxml.calculation.compiling import compiled
from ita_excel.ooxml.calculation.criteria import CellValue
from ita_excel.ooxml.calculation.outcomes import (
    BAD_NAME,
    Failed,
    Scalar,
    Unknown,
)
from ita_excel.ooxml.calculation.parsing import (
    parse,
)
from ita_excel.ooxml.calculation.tokens import Form, SheetArea, read

At = tuple[str, int, int]  # sheet, row, column


_KNOWN: dict[str, CompiledNode] = {}  # by the form of a formula


class CellSource(Protocol):
    """Where the values come from that no formula to be calculated gives."""

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return what a cell holds, its stored result where it holds a formula.

        Unknown where it holds a formula without a result.
        """
        ...

    def last_row(self, sheet: str) -> int:
        """Return the last row that holds anything; Failed where there is no such sheet."""
        ...


class Formula:
    """A formula's text, read: what it gives, and the block it stands for where it is one."""

    __slots__ = ("_compiled", "form")

    def __init__(self, form: Form) -> None:
        self.form = form
        self._compiled: CompiledNode | None = None

    @property
    def compiled(self) -> CompiledNode:
        """The formula as functions; Unknown where it isn't understood."""
        if self._compiled is None:
            key = self.form.key
            if key not in _KNOWN:
                _KNOWN[key] = compiled(parse(self.form.tokens()))
            self._compiled = _KNOWN[key]
        return self._compiled

    def value(self, c: Calculation, sheet: str, row: int, column: int) -> Scalar:
        """Return what the formula gives in a cell; Failed for an error, Unknown where unsure."""
        return self.compiled.value(c, sheet, row, column, self.form.given)


class Calculation:
    """The results of formulas, worked out on demand and once.

    `formulas` are the cells to be calculated, `names` the texts of the defined names.
    """

    def __init__(
        self, source: CellSource, names: Mapping[str, str], formulas: Mapping[At, Formula]
    ) -> None:
        self.source, self.formulas = source, formulas
        self._texts = {name.lower(): text for name, text in names.items()}
        self._names: dict[str, Formula] = {}
        self._results: dict[At, CellValue | Unknown] = {}
        self._running: set[At] = set()
        self._columns: dict[tuple[str, int, int, int], ColumnCells] = {}
        self._read: dict[
            tuple[str, int, int], list[CellValue]
        ] = {}  # from a sheet, column and row on
        self._by_inputs: dict[str, tuple[tuple[str, int], ...] | None] = {}
        self._remembered: dict[tuple[object, ...], Scalar | Failed] = {}

    def results(self, cells: Iterable[At]) -> dict[At, CellValue]:
        """Return what formulas give; cells whose result can't be said are left out."""
        found: dict[At, CellValue] = {}
        for at in cells:
            try:
                found[at] = self._result(at)
            except Unknown:
                continue
        return found

    def _result(self, at: At) -> CellValue:
        known = self._results.get(at, self)
        if known is self:
            known = self._results[at] = self._calculated(at)
        if isinstance(known, Unknown):
            raise known
        return known  # type: ignore[return-value]

    def _calculated(self, at: At) -> CellValue | Unknown:
        if at in self._running:
            return Unknown("circular")
        self._running.add(at)
        formula = self.formulas[at]
        try:
            value = formula.value(self, *at)
            return 0 if value is None else value
        except Failed as failed:
            return failed.error
        except Unknown as unknown:
            return unknown
        except RecursionError:
            return Unknown("too deep")
        finally:
            self._running.discard(at)

    def cell(self, sheet: str, row: int, column: int) -> CellValue:
        """Return what a cell holds or gives."""
        at = (sheet, row, column)
        return self._result(at) if at in self.formulas else self.source.value(sheet, row, column)

    def name(self, name: str) -> Formula:
        """Return the formula of a name; Failed where there is none."""
        key = name.lower()
        known = self._names.get(key)
        if known is None:
            if key not in self._texts:
                raise Failed(BAD_NAME)
            form = read(self._texts[key], moving=True, numbers_too=False)
            known = self._names[key] = Formula(form)
        return known

    def of_name(self, name: str, sheet: str, row: int, column: int) -> Scalar:
        """Return what a name gives in a cell.

        The steps of the native checks depend on a few cells of their row, which say the same in
        many rows: what they gave is remembered by what these say.
        """
        formula = self.name(name)
        if name not in self._by_inputs:
            self._by_inputs[name] = _inputs(self, formula)
        inputs = self._by_inputs[name]
        if inputs is None:
            return formula.value(self, sheet, row, column)
        key: tuple[object, ...] = (name, *self._said(sheet, row, inputs))
        try:
            known = self._remembered[key]
        except KeyError:
            try:
                known = formula.value(self, sheet, row, column)
            except Failed as failed:
                known = failed
            self._remembered[key] = known
        if isinstance(known, Failed):
            raise known
        return known

    def area_of_name(self, name: str, sheet: str, row: int, column: int) -> SheetArea:
        """Return the block of cells that a name stands for in a cell."""
        found = self.name(name)
        return found.compiled.area(self, sheet, row, column, found.form.given)

    def _said(self, sheet: str, row: int, inputs: tuple[tuple[str, int], ...]) -> Iterable[object]:
        for of_sheet, column in inputs:
            value = self.cell(of_sheet or sheet, row, column)
            yield value
            yield type(value)

    def column(self, area: SheetArea) -> ColumnCells:
        """Return the cells of a block one column wide; Unknown for a wider one."""
        key = (area.sheet, area.left, area.top, area.bottom)
        known = self._columns.get(key)
        if known is None:
            if area.left != area.right:
                raise Unknown("a block of several columns")
            last = min(area.bottom, self.source.last_row(area.sheet))
            # Blocks that begin alike and end a row later each time share what was read.
            cells = self._read.setdefault(key[:3], [])
            for row in range(area.top + len(cells), last + 1):
                cells.append(self.cell(area.sheet, row, area.left))
            length = area.bottom - area.top + 1
            known = self._columns[key] = ColumnCells(cells[: max(0, last + 1 - area.top)], length)
        return known


@lru_cache(maxsize=16_384)
def formula(text: str) -> Formula:
    """Return the formula of a cell, its text without `=`; Unknown where it isn't understood.

    The workbooks of the units and of one office hold the same formulas: they are read once.
    """
    return Formula(read(text, moving=False, numbers_too=True))


_FEW = 4


def _inputs(calculation: Calculation, formula: Formula) -> tuple[tuple[str, int], ...] | None:
    """Return the columns of the own row that a name's value depends on, None where on more."""
    found: set[tuple[str, int]] = set()
    todo, seen = [formula], {id(formula)}
    while todo:
        form = todo.pop().form
        if "ROW(" in form.key.upper():
            return None
        for area in form.areas:
            if area.of_own_row:
                found.add((area.sheet, area.left))
            elif any(area.rows_move) or any(area.columns_move):
                return None
        for name in form.names:
            below = calculation.name(name)
            if id(below) not in seen:
                seen.add(id(below))
                todo.append(below)
    return tuple(sorted(found)) if len(found) <= _FEW else None
