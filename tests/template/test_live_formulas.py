"""What the template's live formulas give in Calc: drop-down lists, counts, the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import newbook, read
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import libreoffice
from tests.workbooks import sample_workbook


def calculated(path: Path, tmp_path: Path) -> FileGrid:
    return FileGrid(libreoffice.convert(path, "xlsx", tmp_path / "calculated"))


def listed(grid: FileGrid, name: str) -> list[Any]:
    rows = grid.rows(schema.LISTS_SHEET)
    column = list(rows[0]).index(name)
    values = [row[column] if column < len(row) else None for row in rows[1:]]
    return [value for value in values if value not in (None, "")]


def beside(rows: Sequence[Sequence[Any]], label: str) -> Any:
    """Return what stands to the right of a label of the first column."""
    return next(row[1] for row in rows if row and row[0] == label)


@pytest.mark.parametrize("year", [2570, "๒๕๗๐", "พ.ศ. 2570"])
def test_months_are_those_of_the_fiscal_year(tmp_path: Path, year: object) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    grid.apply(newbook.edits(read(grid), {**sample().settings, "fiscal_year": year}, "x"))
    grid.save(tmp_path / "new.xlsx")
    months = listed(calculated(tmp_path / "new.xlsx", tmp_path), "months")
    assert (months[0], months[3], months[-1]) == ("ต.ค. ๖๙", "ม.ค. ๗๐", "ก.ย. ๗๐")
    assert len(months) == 12


def test_units_are_offered_without_gaps(tmp_path: Path) -> None:
    grid = FileGrid.from_bytes(template_bytes())
    first = schema.UNITS.header_row + 1
    sheet = schema.UNITS.sheet
    grid.apply(
        [
            SetCell(CellRef(sheet, first, 1), "สำนักปลัด"),
            SetCell(CellRef(sheet, first + 3, 1), "กองคลัง"),
        ]
    )
    grid.save(tmp_path / "units.xlsx")
    units = listed(calculated(tmp_path / "units.xlsx", tmp_path), "units")
    assert units == ["ทุกส่วน/กอง", "สำนักปลัด", "กองคลัง"]


def test_the_dashboard_counts_the_round_reported(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "sample.xlsx")
    reading = read(FileGrid(path))
    rows = calculated(path, tmp_path).rows(schema.DASHBOARD)
    round_ = reading.agency.value.round
    assert round_
    reported = [r.value for r in reading.results if r.value.round == round_.value]
    done = [r for r in reported if r.status == "ดำเนินการแล้ว"]
    assert reported and beside(rows, "ดำเนินการแล้ว") == len(done)
    for measure in {r.measure for r in reported}:
        of_it = [r for r in reported if r.measure == measure]
        assert beside(rows, measure) == len(of_it)
