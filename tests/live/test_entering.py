"""What is handed to Excel so that a cell holds exactly what was meant, in how few blocks."""

from __future__ import annotations

import datetime as dt

import pytest

from ita_excel.buttons.live.live_blocks import blocks, entered
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import CellError

S = "ชีต"


@pytest.mark.parametrize(
    "text",
    ["ต.ค. 64", "ต.ค. ๖๔", "๑๒", "12", "1-2", "10/2564", "50%", "=1+1", "+x", "-x", "@x", "'x", "TRUE",
     "จริง", "1e5", "๐๘๑ ๒๓๔ ๕๖๗๘"],
)  # fmt: skip
def test_a_text_that_excel_would_turn_into_something_else_is_kept_a_text(text):
    assert entered(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    ["ดำเนินการแล้ว", "สำนักปลัด อบต.", "ประกาศใช้เมื่อวันที่ ๑๕ พฤษภาคม ๒๕๖๕ และแจ้งพนักงานทุกคนในสังกัด " * 2],
)  # fmt: skip
def test_an_ordinary_text_has_no_apostrophe(text):
    assert entered(text) == text


@pytest.mark.parametrize(
    ("value", "entry"),
    [
        (None, None),
        (True, True),
        (10**12, 1e12),
        (dt.date(2022, 4, 1), dt.datetime(2022, 4, 1)),
        (dt.time(12, 0), 0.5),
        (dt.timedelta(hours=36), 1.5),
        (CellError("#N/A"), "#N/A"),
    ],
)
def test_other_values(value, entry):
    assert entered(value) == entry
    assert type(entered(value)) is type(entry)


def test_a_table_is_one_block():
    cells = [
        SetCell(CellRef(S, row, column), "ก") for row in range(4, 40) for column in range(2, 9)
    ]
    [block] = blocks(cells)
    assert (block.row, block.column, block.last_row, block.last_column) == (4, 2, 39, 8)


def test_a_column_left_out_stays_untouched():
    cells = [SetCell(CellRef(S, row, column), "ก") for row in (4, 5, 6) for column in (1, 2, 4)]
    covered = {
        (row, column)
        for block in blocks(cells)
        for row in range(block.row, block.last_row + 1)
        for column in range(block.column, block.last_column + 1)
    }
    assert covered == {(row, column) for row in (4, 5, 6) for column in (1, 2, 4)}
    assert len(blocks(cells)) == 2


def test_a_link_is_a_formula_that_shows_the_value():
    link = CellRef("ผล 'ก'", 7, 8)
    [block] = blocks([SetCell(CellRef(S, 1, 1), 'H"7', link)])
    assert block.entries == [["=HYPERLINK(\"#'ผล ''ก'''!H7\",\"H\"\"7\")"]]
