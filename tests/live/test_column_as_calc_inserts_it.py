"""A column put into a file by us, beside the same column put in by LibreOffice Calc."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_excel.core.grid import AddColumn
from ita_excel.store.file import FileGrid
from tests.live.conftest import OpenBook
from tests.ooxml.structure.random_books import OTHER, SHEET, TABLE, write

pytestmark = pytest.mark.xdist_group("office")


def said(document: Any) -> dict[str, tuple[tuple[object, ...], ...]]:
    """Return, by sheet, the formulas and values of all cells as Calc reads and calculates them."""
    document.calculateAll()
    found = {}
    for name in (SHEET, OTHER):
        sheet = document.Sheets.getByName(name)
        block = sheet.getCellRangeByPosition(0, 0, 20, 50)
        found[name] = tuple((f, v) for f, v in zip(
            block.getFormulaArray(), block.getDataArray(), strict=True))  # fmt: skip
    return found


def around(document: Any) -> dict[str, object]:
    """Return the names' contents, merged areas and table areas."""
    names = {n: document.NamedRanges.getByName(n).Content for n in ("here", "there")}
    sheet = document.Sheets.getByName(SHEET)
    merged = []
    for row in (11, 12):
        for column in range(20):
            cell = sheet.getCellByPosition(column, row)
            if cell.IsMerged:
                cursor = sheet.createCursorByRange(cell)
                cursor.collapseToMergedArea()
                merged.append(cursor.AbsoluteName)
    area = document.DatabaseRanges.getByName(TABLE).DataArea
    return {**names, "merged": merged, "table": (area.StartColumn, area.EndColumn)}


@pytest.mark.parametrize("seed", range(12))
def test_formulas_values_names_and_areas_are_those_that_calc_gives(
    seed: int, open_book: OpenBook, tmp_path: Path
) -> None:
    at = 3 + seed % 6  # inside the table, which stands in B:H
    ours, theirs = write(tmp_path / "ours.xlsx", seed), write(tmp_path / "theirs.xlsx", seed)
    grid = FileGrid(ours)
    grid.apply([AddColumn(SHEET, TABLE, "ใหม่", at)])
    grid.save()
    document = open_book(theirs).impl.document
    sheet = document.Sheets.getByName(SHEET)
    sheet.Columns.insertByIndex(at - 1, 1)
    sheet.getCellByPosition(at - 1, 2).setString("ใหม่")
    mine = open_book(ours).impl.document
    assert said(mine) == said(document)
    assert around(mine) == around(document)


def test_the_judge_sees_a_reference_that_was_not_moved(open_book: OpenBook, tmp_path: Path) -> None:
    ours, theirs = write(tmp_path / "ours.xlsx", 3), write(tmp_path / "theirs.xlsx", 3)
    grid = FileGrid(ours)
    grid.apply([AddColumn(SHEET, TABLE, "ใหม่", 4)])
    grid.save()
    document = open_book(theirs).impl.document
    document.Sheets.getByName(SHEET).Columns.insertByIndex(4, 1)  # one column further right
    assert said(open_book(ours).impl.document) != said(document)
