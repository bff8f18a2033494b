"""The contract of every grid, over the open workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.grid import MemoryGrid, SetCell
from tests.live.conftest import OpenBook
from tests.test_grid_contract import (
    SHEETS,
    TABLE,
    cells,
    test_a_cell_holds_what_it_was_set_to,
    test_a_column_comes_at_either_end_of_a_table,
    test_a_column_comes_into_a_table_and_the_rest_moves_right,
    test_a_column_that_is_there_comes_no_second_time,
    test_a_sheet_can_be_hidden_without_losing_anything,
    test_a_sheet_is_copied_from_the_pattern,
    test_a_structure_that_can_not_be_is_refused_and_nothing_changes,
    test_a_table_grows_and_shrinks_and_keeps_a_row,
    test_of_two_edits_of_a_cell_the_later_counts,
    test_sheets_rows_and_tables_are_there,
    trimmed,
    workbook,
)

__all__ = [
    "test_a_cell_holds_what_it_was_set_to",
    "test_a_column_comes_at_either_end_of_a_table",
    "test_a_column_comes_into_a_table_and_the_rest_moves_right",
    "test_a_column_that_is_there_comes_no_second_time",
    "test_a_sheet_can_be_hidden_without_losing_anything",
    "test_a_sheet_is_copied_from_the_pattern",
    "test_a_structure_that_can_not_be_is_refused_and_nothing_changes",
    "test_a_table_grows_and_shrinks_and_keeps_a_row",
    "test_of_two_edits_of_a_cell_the_later_counts",
    "test_sheets_rows_and_tables_are_there",
]
pytestmark = pytest.mark.xdist_group("office")


@pytest.fixture
def make(open_book: OpenBook, tmp_path: Path) -> tuple[LiveGrid, str]:
    return LiveGrid(open_book(workbook(tmp_path / "b.xlsx"))), "live"


def emptied(book: Any) -> None:
    """Make the open workbook what `SHEETS` says again: opening it anew takes too long."""
    for name, rows in SHEETS.items():
        sheet = book.sheets[name]
        sheet.range("A1:Z40").clear()
        if rows:
            sheet.range("A1").value = rows


# A control character can't be typed into a cell, nor can a file hold it as it is.
typable = cells.filter(
    lambda e: (
        not isinstance(e.value, str) or all(letter >= " " or letter == "\n" for letter in e.value)
    )
)


def test_any_edits_give_the_same_in_the_open_workbook_as_in_memory(
    app: Any, open_book: OpenBook, tmp_path: Path
) -> None:
    book = open_book(workbook(tmp_path / "b.xlsx"))

    @settings(max_examples=40, deadline=None)
    @given(batches=st.lists(st.lists(typable, max_size=12), max_size=3))
    def law(batches: list[list[SetCell]]) -> None:
        emptied(book)
        memory, grid = MemoryGrid(SHEETS, [TABLE]), LiveGrid(book)
        for batch in batches:
            memory.apply(batch)
            grid.apply(batch)
            for sheet in SHEETS:
                assert trimmed(grid, sheet) == trimmed(memory, sheet)

    law()
    assert app.impl.converted == []
