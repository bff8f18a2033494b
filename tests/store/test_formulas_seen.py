"""What is said of formulas without reading them agrees with what reading them says."""

from __future__ import annotations

import io

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.storedresults import FormulasByText
from ita_excel.store import calculating
from ita_excel.store.file import FileGrid
from ita_excel.store.formulas_seen import may_depend, seen_formulas
from ita_excel.store.shipped import template_bytes

# Not `_ita`: the words of carried rows look up there what was carried.
UNREAD = (schema.HISTORY.sheet, schema.CONFLICTS.sheet, schema.SETASIDE.sheet)


@pytest.mark.parametrize("sheet", schema.SHEETS)
def test_no_formula_of_ours_is_passed_over(sheet: str) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    seen = seen_formulas(grid.package)
    width = max(len(row) for row in grid.rows(sheet))
    changed = [(sheet, column) for column in range(1, width + 1)]
    names = grid.package.defined_names()
    affected = calculating._to_look_at(grid, names, changed, seen, FormulasByText())
    depends = may_depend(grid.package, seen, {sheet})
    assert depends or affected == []
    assert not (depends and sheet in UNREAD), "reading every formula for nothing"
    assert depends or sheet not in (schema.PLAN.sheet, schema.RESULTS.sheet, schema.LISTS_SHEET)


@pytest.mark.parametrize(
    "formula",
    [
        "COUNTA('ประวัติ'!$A:$A)",
        "COUNTA(ประวัติ!A1:A9)",
        "ROWS(history[คำสั่ง])",
        'COUNTA(INDIRECT("A1"))',
    ],
)
def test_a_formula_that_reaches_the_sheet_is_seen(formula: str) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    changed = {schema.HISTORY.sheet}
    assert not may_depend(grid.package, seen_formulas(grid.package), changed)
    grid.apply([SetCell(CellRef(schema.DASHBOARD, 60, 30), Uncalculated(f"={formula}"))])
    grid = FileGrid.from_bytes(_written(grid))
    assert may_depend(grid.package, seen_formulas(grid.package), changed)


def test_formulas_on_the_changed_sheet_itself_count() -> None:
    grid = FileGrid.from_bytes(template_bytes())
    grid.apply([SetCell(CellRef(schema.HISTORY.sheet, 5, 30), Uncalculated("=A5"))])
    grid = FileGrid.from_bytes(_written(grid))
    assert may_depend(grid.package, seen_formulas(grid.package), {schema.HISTORY.sheet})


def _written(grid: FileGrid) -> bytes:
    out = io.BytesIO()
    grid.package.write_to(out)
    return out.getvalue()
