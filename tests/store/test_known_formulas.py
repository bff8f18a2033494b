"""What is written down of the template's formulas gives what reading each of them gives."""

from __future__ import annotations

from pathlib import Path

import pytest

import ita_excel
from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.storedresults import FormulasByText
from ita_excel.store import calculating, known_formulas
from ita_excel.store.file import FileGrid
from ita_excel.store.formulas_seen import seen_formulas
from ita_excel.store.shipped import template_bytes
from ita_excel.template import known_formulas_of
from tests.workbooks import sample_workbook


def _texts(grid: FileGrid) -> known_formulas.Texts:
    return {name: of or set() for name, of in seen_formulas(grid.package).items()}


def test_the_committed_file_is_of_the_committed_template() -> None:
    written = known_formulas_of(template_bytes())
    assert known_formulas.PATH.read_text(encoding="utf-8") == written, (
        "run: python -m ita_excel.template"
    )


@pytest.mark.parametrize("sheet", schema.SHEETS)
def test_the_same_columns_are_touched_as_by_reading_every_formula(sheet: str) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    seen, names = seen_formulas(grid.package), grid.package.defined_names()
    columns = {s: {c for c, _ in of or ()} for s, of in seen.items()}
    width = max(len(row) for row in grid.rows(sheet))
    for column in sorted({1, 2, 5, width // 2 + 1, width}):
        changed = [(sheet, column)]
        touched = known_formulas.touched(changed)
        # Read one by one, a formula in a column that was typed over counts, too.
        slow = calculating._to_look_at(grid, names, changed, seen, FormulasByText())
        typed_over = {sheet} if column in columns.get(sheet, ()) else set()
        assert {s for s, _ in touched} | typed_over == set(slow)
        assert all(c in columns[s] for s, c in touched)


def _year(folder: Path) -> list[bytes]:
    """Return the workbook after each step of a year's work."""
    book = sample_workbook(folder / "book.xlsx", results=False)
    steps = []
    ita_excel.fill(book)
    steps.append(book.read_bytes())
    grid = FileGrid(book)
    grid.apply([SetCell(CellRef(schema.RESULTS.sheet, row, 10), "จัดแล้ว") for row in range(4, 9)])
    grid.apply([SetCell(CellRef(schema.AGENCY.sheet, 12, 2), 2570)])
    grid.save()
    steps.append(book.read_bytes())
    ita_excel.fill(book, round=12)
    steps.append(book.read_bytes())
    return steps


def test_a_years_results_are_the_same_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []
    unchanged = known_formulas.unchanged

    def noted(*asked: object) -> bool:
        used.append(unchanged(*asked))  # type: ignore[arg-type]
        return used[-1]

    monkeypatch.setattr(known_formulas, "unchanged", noted)
    (tmp_path / "quick").mkdir()
    quick = _year(tmp_path / "quick")
    assert used and all(used), "the quick way was not taken"
    monkeypatch.setattr(known_formulas, "unchanged", lambda *asked: False)
    (tmp_path / "slow").mkdir()
    slow = _year(tmp_path / "slow")
    for one, other in zip(quick, slow, strict=True):
        a, b = FileGrid.from_bytes(one), FileGrid.from_bytes(other)
        for sheet in set(a.sheets()) - {schema.HISTORY.sheet, schema.META.sheet}:
            assert _without_keys(a, sheet) == _without_keys(b, sheet), sheet


def _without_keys(grid: FileGrid, sheet: str) -> list[list[object]]:
    """Return what a sheet shows but for the รหัส, which chance gives."""
    keyed = sheet in (schema.PLAN.sheet, schema.RESULTS.sheet)
    return [list(row[1:] if keyed else row) for row in grid.rows(sheet)]


def test_a_formula_of_the_officers_own_takes_the_slow_way() -> None:
    grid = FileGrid.from_bytes(template_bytes())
    names = grid.package.defined_names()
    assert known_formulas.unchanged(_texts(grid), names)
    assert not known_formulas.unchanged(_texts(grid), {**names, "mine": "1"})
    grid.apply([SetCell(CellRef(schema.DASHBOARD, 60, 30), Uncalculated("=1+1"))])
    assert not known_formulas.unchanged(_texts(grid), names)
