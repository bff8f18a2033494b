"""ประวัติ: every change of a value that the tool makes, in the same write as the change."""

from __future__ import annotations

import datetime as dt

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.sheets import history, read
from ita_excel.sheets.filling import fill
from tests.test_filling import TWO, sheet, workbook

NOW = dt.datetime(2022, 4, 1, 9, 30, 15, 999)
SOURCE = history.Source("fill", NOW)


def with_history(grid, *rows):
    return type(grid)(
        {s: grid.rows(s) for s in grid.sheets()}
        | {schema.HISTORY.sheet: sheet(schema.HISTORY, *rows)},
        grid.tables().values(),
    )


def logged(grid, edits):
    grid.apply([*edits, *history.entries(read(grid), edits, SOURCE)])
    block = read(grid).blocks["History"]
    fields = ("command", "sheet", "cell", "key", "column", "old", "new")
    return [tuple(block.cell(r, f) for f in fields) for r in block.filled_rows()]


def test_a_changed_cell_with_its_key_heading_old_and_new_value():
    grid = with_history(workbook([{"key": "K", "text": "ก", "times": 1}]))
    at = read(grid).plan[0].at("times")
    assert logged(grid, [SetCell(at, 2)]) == [
        ("fill", "มาตรการ", at.a1, "K", "รายงานผลอย่างน้อย (ครั้ง/ปี)", "1", "2")
    ]


def test_a_setting_is_called_by_its_name():
    grid = with_history(workbook())
    at = read(grid).agency.at("round")
    assert logged(grid, [SetCell(at, "๑๒ เดือน")])[0][4:] == ("รอบการรายงาน", "๖ เดือน", "๑๒ เดือน")


def test_a_new_row_is_one_entry_with_its_values():
    grid = with_history(workbook(TWO))
    result = fill(read(grid), None, iter(["K1", "K2"]).__next__)
    rows = logged(grid, result.edits)
    assert rows[0][1:] == ("มาตรการ", "A4", None, "รหัส", None, "K1")
    new = next(row for row in rows if row[1] == "ผลการดำเนินการ")
    assert new[2:6] == ("A4", "K1", "(ทั้งแถว)", None)
    assert "สถิติการให้บริการ" in new[6]


def test_it_is_appended_and_the_moment_is_to_the_second():
    grid = with_history(workbook(), {"command": "old"})
    assert [r[0] for r in logged(grid, [SetCell(read(grid).agency.at("round"), "x")])] == [
        "old",
        "fill",
    ]
    block = read(grid).blocks["History"]
    assert block.cell(5, "moment") == NOW.replace(microsecond=0)


def test_no_change_no_entry_and_the_tools_own_sheets_are_not_logged():
    grid = with_history(workbook())
    own = read(grid).blocks["History"].at(9, "command")
    assert history.entries(read(grid), [SetCell(own, "x")], SOURCE) == []
    assert history.entries(read(grid), [], SOURCE) == []
