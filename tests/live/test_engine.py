"""What the stand-in for Excel remembers is still right when the workbook changes behind its back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from tests.live.conftest import OpenBook
from tests.test_grid_contract import SHEETS, TABLE, workbook

pytestmark = pytest.mark.xdist_group("office")


@pytest.fixture
def book(open_book: OpenBook, tmp_path: Path) -> Any:
    return open_book(workbook(tmp_path / "b.xlsx"))


def test_sheets_renamed_moved_deleted_and_added_are_seen(book: Any) -> None:
    first, *others = SHEETS
    mark = "เดิม"
    book.sheets[first].range("H9").value = mark
    calc = book.impl.document.Sheets
    assert [sheet.name for sheet in book.sheets] == list(SHEETS)
    calc.getByName(first).Name = "ใหม่"
    calc.insertNewByName(first, 0)
    assert [sheet.name for sheet in book.sheets] == [first, "ใหม่", *others]
    assert book.sheets[first].range("H9").value is None
    assert book.sheets["ใหม่"].range("H9").value == mark
    calc.moveByName("ใหม่", 0)
    calc.removeByName(first)
    calc.insertNewByName(first, 1)
    assert [sheet.name for sheet in book.sheets] == ["ใหม่", first, *others]
    assert book.sheets[first].range("H9").value is None
    assert book.sheets["ใหม่"].range("H9").value == mark


def test_a_table_removed_and_made_anew_is_seen(book: Any) -> None:
    sheet = book.sheets[TABLE.sheet]
    ranges = book.impl.document.DatabaseRanges
    area = ranges.getByName(TABLE.name).DataArea
    assert sheet.tables[TABLE.name].range.row == TABLE.header_row
    ranges.removeByName(TABLE.name)
    assert [table.name for table in sheet.tables] == []
    area.StartRow, area.EndRow = area.StartRow + 1, area.EndRow + 1
    ranges.addNewByName(TABLE.name, area)
    assert sheet.tables[TABLE.name].range.row == TABLE.header_row + 1


@pytest.mark.parametrize(
    ("address", "merged"),
    [
        ("B2:C3", True), ("B2", True), ("C3", True), ("B3:C3", True),
        ("A1:F6", None), ("B2:D3", None), ("C3:F6", None), ("A3:B6", None), ("A1:B3", None),
        ("A1", False), ("D2:F6", False), ("A4:F6", False),
    ],
)  # fmt: skip
def test_merged_cells_are_told_as_excel_tells_them(book: Any, address: str, merged: object) -> None:
    sheet = book.sheets[0]
    sheet.range("B2:C3").impl.cells.merge(True)
    assert sheet.range(address).merge_cells is merged


def test_formulas_and_formats_read_in_blocks_are_those_of_each_cell(
    open_book: OpenBook, sample: Path
) -> None:
    book = open_book(sample)
    day = dt.datetime(2022, 7, 5)
    sheet = book.sheets[schema.PLAN.sheet]
    sheet.api.Unprotect()
    for a1 in ("D5", "F7", "F8"):
        sheet.range(a1).value = day
    sheet.range("E7").value = 44747
    read = [sheet.range(a1).value for a1 in ("D5:D6", "E7:F8", "A1:H9")]
    assert [read[0][0], *read[1]] == [day, [44747.0, day], [read[2][7][4], day]]
    assert [read[2][4][3], read[2][6][4], read[2][6][5]] == [day, 44747.0, day]
    compared = 0
    for name in (schema.RESULTS.sheet, schema.DASHBOARD):
        used = book.sheets[name].used_range.impl
        for row, formulas in enumerate(used.formula):
            for column, formula in enumerate(formulas):
                if formula.startswith("="):
                    assert formula == used._printed(row, column)
                    compared += 1
    assert compared > 100
