"""The button “ยืนยันตามเดิม” for the rows that the officer has selected."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_excel import buttons, schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.schema.model import Round
from ita_excel.sheets import read
from tests.command import run
from tests.live.desks import Person, desk
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.xdist_group("office")


def test_the_selected_rows_are_confirmed_and_no_others(open_book, tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "b.xlsx")
    run("fill", path, "--round", "12")
    book = open_book(path)
    twelve = [r.row for r in read(LiveGrid(book)).results if r.value.in_round is Round.TWELVE]
    sheet = book.sheets[schema.RESULTS.sheet]
    sheet.range((twelve[1], 9), (twelve[3], 10)).select()
    hidden = sheet.range((twelve[2], 1)).impl.cells.Rows.getByIndex(0)
    hidden.IsVisible = False
    person = Person()
    buttons.confirm(desk(book, person, tmp_path / "state"))
    done = [r.row for r in read(LiveGrid(book)).results if r.value.confirmed]
    assert done == [twelve[1], twelve[3]]
    assert f"{twelve[1]}, {twelve[3]}" in person.message
    book.sheets[schema.PLAN.sheet].range((4, 2)).select()
    buttons.confirm(desk(book, elsewhere := Person(), tmp_path / "state"))
    assert schema.RESULTS.sheet in elsewhere.message
