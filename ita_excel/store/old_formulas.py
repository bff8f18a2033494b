"""Formulas of ours that older workbooks have wrong, put right at the next write.

Up to version 0.1 the line over the findings counted the whole column that it stands in: a circular
reference, of which Excel warns at opening and which others show as 0 or an error. It counts from
the first row below the headings now. Only a formula that is ours but for the block is touched.
"""

from __future__ import annotations

import datetime as dt

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, Grid, SetCell, column_letters
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.areas import MAX_ROW
from ita_excel.ooxml.calculation.outcomes import Unknown
from ita_excel.ooxml.calculation.tokens import SheetArea, areas_replaced
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.formulacells import formula_cells
from ita_excel.sheets import history
from ita_excel.sheets.blocks import find_blocks


def corrections(grid: Grid, package: Contents, moment: dt.datetime | None = None) -> list[Edit]:
    """Return the edits that put our own formulas right, with the lines in `ประวัติ` for them.

    `package` is what the grid is read from.
    """
    sheet = schema.FINDINGS.sheet
    if sheet not in package.sheets or not package.is_worksheet(sheet):
        return []
    findings = package.sheet(sheet)
    if not findings.has_formulas():
        return []
    block = find_blocks(grid, [schema.FINDINGS], []).get(schema.FINDINGS.name)
    if block is None:
        return []
    corrected: list[tuple[CellRef, str, str]] = []
    for cell in formula_cells(findings):
        new = _without_itself(cell.text, CellRef(sheet, cell.row, cell.column), block.header_row)
        if new != cell.text and _is_ours(cell.text):
            corrected.append((CellRef(sheet, cell.row, cell.column), cell.text, new))
    if not corrected:
        return []
    edits: list[Edit] = [SetCell(at, Uncalculated(f"={new}")) for at, _, new in corrected]
    log = find_blocks(grid, [schema.HISTORY], []).get(schema.HISTORY.name)
    if log is not None:
        edits += history.fixed_formulas(log, corrected, moment or dt.datetime.now())
    return edits


def _is_ours(text: str) -> bool:
    from ita_excel.store import calculating  # few workbooks have anything to put right

    return calculating.is_our_formula(text)


def _without_itself(text: str, at: CellRef, header_row: int) -> str:
    """Return a formula of a cell over the headings whose blocks begin below these."""

    def below(written: str, area: SheetArea) -> str:
        holds = area.top <= at.row <= area.bottom and area.left <= at.column <= area.right
        if area.sheet not in ("", at.sheet) or not holds or at.row >= header_row:
            return written
        sheet = f"'{at.sheet}'!" if area.sheet else ""
        first, last = column_letters(area.left), column_letters(area.right)
        return f"{sheet}${first}${header_row + 1}:${last}${MAX_ROW}"

    try:
        return areas_replaced(text, below)
    except Unknown:
        return text
