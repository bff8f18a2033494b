"""The sheet of history: each value written, decided, or shown no longer stands there once."""

from __future__ import annotations

import datetime as dt

from ita_excel import schema
from ita_excel.core.grid import MemoryGrid
from ita_excel.merging.conflicts import OURS, THEIRS
from ita_excel.merging.merge import Moment, merge
from ita_excel.sheets import read
from tests.merging.books import (
    NEW,
    ONE,
    TWO,
    answer,
    aside,
    choose,
    collect,
    history,
    in_conflict,
    listed,
    master,
    send,
)

LINE = ("moment", "command", "sheet", "cell", "key", "column", "old", "new", "file", "unit")


def lines(grid, *fields):
    return listed(grid, schema.HISTORY, *(fields or LINE))


def test_the_moment_is_noted_to_the_second():
    grid = master([ONE])
    made, _ = answer(send(grid), {"outcome": "ใหม่", "number": 7})
    moment = Moment("collect", dt.datetime(2022, 4, 1, 9, 0, 5, 123456), "ผู้รวบรวม")
    grid.apply(merge(read(grid), moment, [made]).edits)
    assert lines(grid, "moment") == [(dt.datetime(2022, 4, 1, 9, 0, 5),)]
    assert moment.text == "2022-04-01 09:00:05"
    later = moment._replace(at=moment.at.replace(hour=10))
    grid.apply(merge(read(grid), later, withdraw=[made.hash]).edits)
    assert {m for (m,) in lines(grid, "moment")} == {
        dt.datetime(2022, 4, 1, 9, 0, 5),
        dt.datetime(2022, 4, 1, 10, 0, 5),
    }
    assert len(lines(grid)) == 3  # written, written back, and of the file that was taken back


def test_a_value_that_lies_aside_is_not_said_to_be_gone():
    grid = master([ONE])
    collect(grid, answer(send(grid), {"number": 7})[0])
    assert [value for *_, value in aside(grid)] == ["7"]
    assert lines(grid) == []


def test_a_value_that_lay_aside_and_was_withdrawn_is_in_the_history():
    grid = master([ONE])
    made, _ = answer(send(grid), {"number": 7})
    collect(grid, made)
    collect(grid, withdraw=[made.hash])
    assert aside(grid) == []
    assert lines(grid)[0][1:] == (
        *("collect", "ผลการดำเนินการ", None, "K1", "ลำดับ", "7", None),
        *("ตอบ.xlsx (คำตอบที่ไม่ใช้: ถอนไฟล์ออก)", "สำนักปลัด"),
    )
    assert len(lines(grid)) == 1


def test_a_value_in_conflict_is_not_said_to_be_gone():
    grid, _, _ = in_conflict()
    assert lines(grid) == []


def test_a_decision_for_the_units_value_names_the_value_that_went():
    grid, _, made = in_conflict()
    choose(grid, THEIRS, "หน่วยงานมีหลักฐาน")
    collect(grid)
    assert lines(grid)[-1][1:] == (
        *("collect", "ข้อขัดแย้ง", None, "K1", "ผลการดำเนินการ", "ของเรา", "ของเขา"),
        *("ตอบ.xlsx (เหตุผล: หน่วยงานมีหลักฐาน)", "สำนักปลัด"),
    )
    assert lines(grid, "hash")[-1] == (made.hash,)
    assert len(lines(grid)) == 1


def test_a_decision_for_the_masters_value_names_the_units_that_went():
    grid, _, _ = in_conflict()
    choose(grid, OURS)
    collect(grid)
    assert lines(grid, "old", "new", "file") == [("ของเขา", "ของเรา", "ตอบ.xlsx")]


def test_nothing_is_noted_twice():
    grid, _, made = in_conflict()
    choose(grid, OURS)
    collect(grid)
    before = lines(grid)
    collect(grid, made)
    collect(grid)
    assert lines(grid) == before


def test_a_row_that_a_unit_added_is_noted_without_a_cell():
    grid = master([ONE])
    made, _ = answer(send(grid), lambda rows: [*rows, {**NEW, "key": None}])
    collect(grid, made)
    assert {(cell, new) for cell, new in lines(grid, "cell", "new")} >= {
        (None, NEW["outcome"]),
        (None, NEW["text"]),
    }


def test_a_value_shown_in_another_row_does_not_hide_one_that_is_gone():
    grid = master([ONE, TWO])
    made, _ = answer(
        send(grid), lambda rows: rows[0].update(outcome="ก") or rows[1].update(outcome="ข")
    )
    collect(grid, made)
    collect(grid, withdraw=[made.hash])
    assert sorted(old for old, new, _ in history(grid) if new is None and old) == ["ก", "ข"]


def test_a_master_that_lost_its_history_is_merged_without():
    grid = master([ONE])
    made, _ = answer(send(grid), {"outcome": "ใหม่"})
    without = MemoryGrid(
        {name: grid.rows(name) for name in grid.sheets() if name != schema.HISTORY.sheet},
        [t for t in grid.tables().values() if t.name != schema.HISTORY.name],
    )
    collect(without, made)
    assert [r.typed("outcome") for r in read(without).results] == ["ใหม่"]
