"""Edits as tests write them: cells by address, tables by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ita_excel.core.grid import CellRef, ResizeTable, SetCell
from ita_excel.ooxml.package import Package


def set_cells(package: Package, sheet: str, cells: Mapping[str, Any]) -> None:
    """Set the cells of a sheet by their addresses; None empties a cell, its style stays."""
    package.apply(SetCell(CellRef.parse(sheet, a1), value) for a1, value in cells.items())


def resize_table(package: Package, table: str, last_row: int) -> None:
    """Make a table end at `last_row`."""
    package.apply([ResizeTable(package.tables()[table].sheet, table, last_row)])
