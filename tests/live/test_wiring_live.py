"""Names and validations of the open workbook: read as the file has them, set, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.buttons.live.r1c1 import to_a1, to_r1c1
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import (
    AddSheet,
    CellRef,
    SetCell,
    SetName,
    SetValidation,
    Validation,
)
from ita_excel.store.file import FileGrid
from tests.live.conftest import OpenBook

pytestmark = pytest.mark.xdist_group("office")
SHEET = schema.RESULTS.sheet


def bare(text: str) -> str:
    return text.replace(" ", "").replace("'", "")


def rules(grid: Any, sheet: str) -> dict[tuple[int, int], Validation]:
    """Return, by cell, the rules of the first rows of a table."""
    return {
        (row, column): v.rule
        for v in grid.validations(sheet)
        for top, left, bottom, right in v.areas
        for row in range(max(top, 4), min(bottom, 9) + 1)
        for column in range(left, right + 1)
    }


def test_names_and_rules_are_those_of_the_file(book: Any, sample: Path) -> None:
    file, live = FileGrid(sample), LiveGrid(book)
    assert {n: bare(t) for n, t in live.names().items()} == {
        n: bare(t) for n, t in file.names().items()
    }
    for sheet in (SHEET, schema.PLAN.sheet, schema.AGENCY.sheet):
        there, here = rules(live, sheet), rules(file, sheet)
        assert there.keys() == here.keys()
        assert {k: v.kind for k, v in there.items()} == {k: v.kind for k, v in here.items()}
        assert {k: v.formula1 for k, v in there.items()} == {k: v.formula1 for k, v in here.items()}
        assert live.hidden(sheet) == file.hidden(sheet)


def test_what_is_set_is_there_afterwards(book: Any) -> None:
    rule = Validation("list", "ita_units", blank=True, prompts=True, title="ก", prompt="เลือก")
    grid = LiveGrid(book)
    grid.apply([
        SetName("ita_new", "'รายการ'!$A$2:$A$3"), SetName("ita_statuses", "'รายการ'!$B$2:$B$4"),
        SetValidation(SHEET, 9, 4, 9, rule),
    ])  # fmt: skip
    names = LiveGrid(book).names()
    assert bare(names["ita_new"]) == "รายการ!$A$2:$A$3"
    assert bare(names["ita_statuses"]) == "รายการ!$B$2:$B$4"
    found = rules(LiveGrid(book), SHEET)
    assert {found[row, 9] for row in range(4, 10)} == {rule}
    assert found[4, 2].formula1 == "ita_rounds"


def test_what_fails_in_the_end_is_taken_back_whole(book: Any) -> None:
    grid = LiveGrid(book)
    names, before, tables = grid.names(), rules(grid, SHEET), grid.tables()
    rows = [list(row) for row in grid.rows(SHEET)]
    with pytest.raises(RefusedEdit):
        grid.apply([
            SetCell(CellRef(SHEET, 4, 10), "ไม่ถึง"),
            SetName("ita_new", "'รายการ'!$A$2"), SetValidation(SHEET, 9, 4, 9, Validation("whole", "1", "9")),
            SetValidation("ไม่มี", 1, 1, 1, Validation("whole", "1", "9")),
        ])  # fmt: skip
    again = LiveGrid(book)
    assert again.names() == names
    assert rules(again, SHEET) == before
    assert [list(row) for row in again.rows(SHEET)] == rows
    with pytest.raises(RefusedEdit):
        grid.apply([AddSheet(SHEET)])
    assert again.tables() == tables


@pytest.mark.parametrize(
    ("a1", "r1c1"),
    [
        ("'มาตรการ'!$H1", "'มาตรการ'!RC8"),
        ('SUM(A1:$B$2)&"A1"', 'SUM(RC:R2C2)&"A1"'),
        ("'ก'!$A:$C+Z9", "'ก'!C1:C3+R[8]C[25]"),
    ],
)
def test_relative_names_read_the_same_from_every_cell(a1: str, r1c1: str) -> None:
    assert to_r1c1(a1) == r1c1
    assert to_a1(r1c1) == a1


def test_a_workbook_open_in_excel_is_left_open_and_in_front(
    open_book: OpenBook, sample: Path, app: Any
) -> None:
    book = open_book(sample)
    before = len(app.books)
    LiveGrid(book).apply([SetName("ita_x", "1")])
    assert len(app.books) == before
