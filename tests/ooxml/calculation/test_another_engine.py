"""IronCalc as a calculator that is neither LibreOffice nor ours, on the formulas that it knows.

It has no names with formulas in them, no criteria of several values and takes the trimmed text of a
blank for 0. Left are the line over the findings, tiles of the dashboard, and the lists of the year.
"""

from __future__ import annotations

from pathlib import Path

import ironcalc

from ita_excel import schema
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.ooxml.calculation.judging import formulas, value
from tests.ooxml.calculation.random_files import without_results
from tests.workbooks import sample_workbook

LISTS = {"fiscal_year", "months", *(f"ita_short_year_{era}" for era in range(3))}


def test_ironcalc_gives_what_is_stored(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "สมุดงาน.xlsx")
    assert run("validate", path).code in (0, 1)
    bare = without_results(path, tmp_path / "bare.xlsx")
    model = ironcalc.load_from_xlsx(str(bare), "en", "UTC", "en")
    model.evaluate()
    order = [sheet["name"] for sheet in model.get_worksheets_properties()]
    grid = FileGrid(path)
    headings = grid.rows(schema.LISTS_SHEET)[0]
    compared = 0
    for sheet, row, column, text in formulas(grid):
        of_year = sheet == schema.LISTS_SHEET and headings[column - 1] in LISTS
        tile = sheet == schema.DASHBOARD and (row, column) in {(2, 1), (5, 1), (5, 9)}
        if not (of_year or tile or sheet == schema.FINDINGS.sheet):
            continue
        given = model.get_cell_value(order.index(sheet), row, column)
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            given = float(given)
        assert value(grid, sheet, row, column) == given, (sheet, row, column, text)
        compared += 1
    assert compared > 300
