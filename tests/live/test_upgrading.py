"""The button that fills brings the open workbook up to date first: what was deleted of ours is back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.values import CellError
from ita_excel.jobs.fill import fill
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.upgrade import upgrade
from tests.growing import grown
from tests.growing.grown import BUDGET, SERVES, said
from tests.growing.treated import RELEASED, rewritten, without
from tests.live.conftest import OpenBook

pytestmark = pytest.mark.xdist_group("office")
OCCASION = Occasion(dt.datetime(2026, 1, 2, 3, 4, 5))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A workbook of an older version that is brought up to date."""
    path = rewritten(RELEASED / "1/master.xlsx", tmp_path / "kept.xlsx", lambda parts: None)
    upgrade(path, OCCASION)
    return path


@pytest.mark.parametrize("sheet", ["ประวัติ", "ผลการตรวจ", "ข้อขัดแย้ง"])
def test_a_deleted_sheet_is_put_back(
    sheet: str, kept: Path, open_book: OpenBook, tmp_path: Path
) -> None:
    path = rewritten(kept, tmp_path / "master.xlsx", without(sheet))
    grid = LiveGrid(open_book(path))
    before = {name: [list(row) for row in grid.rows(name)] for name in grid.sheets()}
    done = fill(grid, OCCASION)
    assert [n.kind for n in done.notices if n.kind == "upgraded"] == ["upgraded"]
    assert sheet in grid.sheets()
    history = grid.rows("ประวัติ")
    assert any("upgrade" in row for row in history)
    for name, rows in before.items():
        if name not in ("ประวัติ", schema.META.sheet, sheet):
            # A formula that asked the lost sheet showed an error; now it has a value again.
            now = grid.rows(name)
            for row, old in enumerate(rows):
                stood = {c: o for c, o in enumerate(old) if o and not isinstance(o, CellError)}
                assert {c: now[row][c] for c in stood} == stood, (name, row)
    assert [n.kind for n in fill(grid, OCCASION).notices if n.kind == "upgraded"] == []


def test_nothing_is_done_where_nothing_lacks(kept: Path, open_book: OpenBook) -> None:
    grid = LiveGrid(open_book(kept))
    done = upgrade(grid, OCCASION)
    assert (done.changes, done.changed) == ((), False)


_LATER = """
import json, sys
from tests.engine.calc import install
install()
import xlwings
from ita_excel.jobs.fill import fill
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import read
from ita_excel.buttons.live.live_grid import LiveGrid
app = xlwings.App(add_book=False)
try:
    grid = LiveGrid(app.books.open(sys.argv[1]))
    before = [[r.value.key, r.value.outcome] for r in read(grid).results]
    kinds = [n.kind for n in fill(grid, Occasion()).notices]
    again = [n.kind for n in fill(grid, Occasion()).notices]
    reading = read(grid)
    headings = [h for b in reading.blocks.values() for h in b.rows[b.header_row - 1] if h]
    after = [[r.value.key, r.value.outcome] for r in reading.results]
    print(json.dumps([kinds, again, headings, before == after, list(grid.sheets())]))
finally:
    app.quit()
"""


def test_a_later_version_adds_columns_and_sheets_to_the_open_workbook(tmp_path: Path) -> None:
    version_2 = grown.copied(tmp_path)
    grown.second_version(version_2)
    grown.built(version_2)
    path = rewritten(RELEASED / "1/master.xlsx", tmp_path / "master.xlsx", lambda parts: None)
    kinds, again, headings, same, sheets = said(version_2, _LATER, path)
    assert "upgraded" in kinds and "upgraded" not in again
    assert {BUDGET, SERVES} <= set(headings) and same
    assert "ถ้อยคำ" in sheets
