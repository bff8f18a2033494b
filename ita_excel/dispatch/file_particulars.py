"""What a returned workbook's sheets say it is, where what was sent with it is gone."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.grid import Grid
from ita_excel.core.values import as_text
from ita_excel.dispatch.unit_guide import TITLE
from ita_excel.merging.baseless import Particulars
from ita_excel.sheets.blocks import find_blocks

_TOP = 3  # rows in which a sheet's title stands


def about(grid: Grid) -> Particulars:
    """Return what the sheets say."""
    blocks = find_blocks(grid, (schema.META, schema.AGENCY), [])
    said: dict[str, str] = {}
    for block in blocks.values():
        for row in block.filled_rows():
            said.setdefault(as_text(block.cell(row, "key")), as_text(block.cell(row, "value")))
    name, year = (
        next(s.key for s in schema.SETTINGS if s.field == field)
        for field in ("name", "fiscal_year")
    )
    dispatch = said.get(schema.META_WORKBOOK, "")
    return Particulars(dispatch, _unit(grid), said.get(name, ""), said.get(year, ""))


def _unit(grid: Grid) -> str:
    """Return the unit that the title of the guide names."""
    for sheet in grid.sheets():
        for row in grid.rows(sheet)[:_TOP]:
            for value in row:
                if isinstance(value, str) and value.startswith(TITLE):
                    return value.removeprefix(TITLE).strip()
    return ""
