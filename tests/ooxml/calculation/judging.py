"""What LibreOffice gives when it calculates everything, beside what a file says that it gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ita_excel.core.values import CellError, Uncalculated
from ita_excel.ooxml.formulacells import formula_cells
from ita_excel.store.file import FileGrid
from tests import libreoffice


class Difference(NamedTuple):
    """A formula whose stored result isn't what a calculation gives."""

    file: str
    cell: str
    formula: str
    stored: object
    calculated: object


def formulas(grid: FileGrid) -> Iterator[tuple[str, int, int, str]]:
    """Yield every formula of a workbook: sheet, row, column, text."""
    for sheet in grid.sheets():
        if grid.package.is_worksheet(sheet):
            for cell in formula_cells(grid.package.sheet(sheet)):
                yield sheet, cell.row, cell.column, cell.text


def value(grid: FileGrid, sheet: str, row: int, column: int) -> object:
    """Return a cell's value in one form, whoever wrote it."""
    rows = grid.rows(sheet)
    found = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return float(format(found, ".12g"))
    return "" if found is None else found


def differences(paths: Sequence[Path], folder: Path) -> tuple[int, list[Difference]]:
    """Return how many formulas were compared, and those that LibreOffice calculates otherwise."""
    compared, found = 0, []
    for path, other in zip(paths, libreoffice.convert_all(paths, "xlsx", folder), strict=True):
        ours, theirs = FileGrid(path), FileGrid(other)
        for sheet, row, column, text in formulas(ours):
            compared += 1
            stored, given = (value(g, sheet, row, column) for g in (ours, theirs))
            if stored != given or isinstance(stored, Uncalculated):
                said = stored.name if isinstance(stored, CellError) else stored
                where = f"{sheet}!R{row}C{column}"
                found.append(Difference(path.name, where, text[:120], said, given))
    return compared, found
