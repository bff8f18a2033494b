"""Where the texts of a workbook stand."""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.core.grid import CellRef
from ita_excel.sheets import Block


class TextPlace(NamedTuple):
    """Where a text stands: a cell by its block, row and field (`setting` on the settings sheet)."""

    block: Block
    row: int
    field: str
    setting: str = ""

    @property
    def at(self) -> CellRef:
        return self.block.at(self.row, self.field)
