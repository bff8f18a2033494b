"""What is said of formulas without reading them agrees with what reading them says."""

from __future__ import annotations

import io
import re

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


def _meta_row(grid: FileGrid, row: int, key: str, value: str) -> list[SetCell]:
    return [SetCell(CellRef(schema.META.sheet, row, at), v) for at, v in ((1, key), (2, value))]


def test_what_no_formula_looks_for_in_the_hidden_sheet_counts_as_no_change() -> None:
    grid = FileGrid.from_bytes(template_bytes())
    grid.apply(_meta_row(grid, 40, "state:0001", "packed"))
    assert grid._seen_by_formulas() == {}
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, 4, 10), "จัดอบรม")])
    assert grid._seen_by_formulas() == {(schema.RESULTS.sheet, 10): {4}}


@pytest.mark.parametrize("key", [f"{schema.META_SENT}x", f"{schema.META_CARRIED}K", "CARRIED:K"])
def test_a_row_of_the_hidden_sheet_that_formulas_look_for_counts(key: str) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    grid.apply(_meta_row(grid, 40, key, "a|b"))
    assert grid._seen_by_formulas() == {(schema.META.sheet, at): {40} for at in (1, 2)}
    grid = FileGrid.from_bytes(_written(grid))
    grid.apply(_meta_row(grid, 40, "state:0001", "packed"))  # it was there and is no more
    assert grid._seen_by_formulas() == {(schema.META.sheet, at): {40} for at in (1, 2)}


def test_our_formulas_look_for_nothing_else_in_the_hidden_sheet() -> None:
    package = FileGrid.from_bytes(template_bytes()).package
    texts = [t for of in seen_formulas(package).values() for _, t in of or ()]
    whole = "\n".join([*texts, *package.defined_names().values()])
    sheet = rf"'?{schema.META.sheet}'?!"
    uses = re.findall(rf"{sheet}[$A-Z:]+", whole)
    # Looked up by a key that stands before it, or taken from the place where that was found.
    looked_up = re.findall(rf'MATCH\("([a-z]+:)[^"]*"[^,]*,{sheet}\$A:\$A,0\)', whole)
    taken = re.findall(rf"INDEX\({sheet}\$B:\$B,MATCH\(", whole)
    assert len(uses) == len(looked_up) + len(taken) and len(looked_up) > 1
    assert set(looked_up) == set(schema.META_LOOKED_UP)


def _written(grid: FileGrid) -> bytes:
    out = io.BytesIO()
    grid.package.write_to(out)
    return out.getvalue()
