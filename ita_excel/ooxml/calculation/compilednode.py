"""What a node of a formula becomes: functions that give its value and the block that it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ita_excel.ooxml.calculation.columns import ColumnCells
from ita_excel.ooxml.calculation.criteria import CellValue
from ita_excel.ooxml.calculation.outcomes import Scalar, Unknown
from ita_excel.ooxml.calculation.parsing import Node
from ita_excel.ooxml.calculation.tokens import SheetArea

Givens = tuple[SheetArea | int | float, ...]


class RunningWorkbook(Protocol):
    """What the functions ask while they run: cells, columns and names."""

    def cell(self, sheet: str, row: int, column: int) -> CellValue:
        """Return what a cell holds or gives."""
        ...

    def column(self, area: SheetArea) -> ColumnCells:
        """Return the cells of a block one column wide; Unknown for a wider one."""
        ...

    def of_name(self, name: str, sheet: str, row: int, column: int) -> Scalar:
        """Return what a name gives in a cell."""
        ...

    def area_of_name(self, name: str, sheet: str, row: int, column: int) -> SheetArea:
        """Return the block of cells that a name stands for in a cell."""
        ...


Run = Callable[[RunningWorkbook, str, int, int, Givens], Scalar]
Find = Callable[[RunningWorkbook, str, int, int, Givens], SheetArea]


def _no_area(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> SheetArea:
    raise Unknown("a block of cells is wanted")


class CompiledNode:
    """A node as functions: its value, and the block of cells that it is."""

    __slots__ = ("area", "value")

    def __init__(self, value: Run, area: Find = _no_area) -> None:
        self.value, self.area = value, area


Compile = Callable[[Node], CompiledNode]
