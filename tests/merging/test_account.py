"""What is kept aside, taken back, and written in the history."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.merging.all_cells import Fate
from ita_excel.merging.conflicts import THEIRS
from tests.merging.books import (
    NEW,
    ONE,
    TWO,
    UNITS,
    answer,
    aside,
    choose,
    codes,
    collect,
    conflicts,
    history,
    in_conflict,
    listed,
    master,
    send,
    value,
)


def test_a_locked_cell_changed_is_told_kept_aside_and_not_merged():
    grid = master([ONE])
    contribution, findings = answer(send(grid), {"number": 7})
    collect(grid, contribution)
    assert (value(grid, "number"), codes(findings)) == (None, [("M802", "cell")])
    assert aside(grid) == [("M802 แก้ไขเซลล์ที่ล็อกไว้", "ลำดับ", "7")]


def test_withdrawing_takes_a_file_out_again():
    grid = master([{**ONE, "outcome": "เดิม"}])
    before = listed(grid, schema.RESULTS, *(c.field for c in schema.RESULTS.columns))
    contribution, _ = answer(
        send(grid), lambda rows: [{**rows[0], "outcome": "ใหม่"}, {**NEW, "key": None}]
    )
    collect(grid, contribution)
    collect(grid, withdraw=[contribution.hash])
    assert listed(grid, schema.RESULTS, *(c.field for c in schema.RESULTS.columns)) == before


def test_a_withdrawal_is_in_the_history_with_the_file():
    grid = master([{**ONE, "outcome": "เดิม"}])
    contribution, _ = answer(send(grid), {"outcome": "ใหม่"})
    collect(grid, contribution)
    collect(grid, withdraw=[contribution.hash])
    assert listed(grid, schema.HISTORY, "old", "new", "file", "unit")[1:] == [
        ("ใหม่", "เดิม", "ตอบ.xlsx", "สำนักปลัด")
    ]


def test_withdrawing_brings_the_earlier_answer_back():
    grid = master([ONE])
    base = send(grid)
    first, _ = answer(base, {"outcome": "ครั้งแรก"})
    second, _ = answer(base, {"outcome": "ครั้งสอง"}, saved="2022-03-20")
    collect(grid, first, second)
    collect(grid, withdraw=[second.hash])
    assert value(grid, "outcome") == "ครั้งแรก"


def test_withdrawing_takes_a_decision_for_the_file_back_too():
    grid, _, contribution = in_conflict()
    choose(grid, THEIRS)
    collect(grid)
    collect(grid, withdraw=[contribution.hash])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเรา", [])


def test_everything_merged_is_in_the_history_with_file_hash_unit_and_old_value():
    grid = master([{**ONE, "outcome": "เดิม"}])
    contribution, _ = answer(send(grid), {"outcome": "ใหม่"})
    collect(grid, contribution)
    fields = ("command", "sheet", "cell", "key", "column", "old", "new", "file", "hash", "unit")
    assert listed(grid, schema.HISTORY, *fields) == [
        (
            *("collect", "ผลการดำเนินการ", "J4", "K1", "ผลการดำเนินการ", "เดิม", "ใหม่"),
            *("ตอบ.xlsx", contribution.hash, "สำนักปลัด"),
        )
    ]


def test_an_answer_that_never_stood_is_in_the_history():
    grid = master([ONE])
    base = send(grid)
    same = "ติดตั้งตู้รับเรื่องร้องเรียนแล้ว"
    new, _ = answer(
        base,
        {"outcome": "ใหม่", "problems": same},
        file="2.xlsx",
        saved="2022-03-20",
        modified="2022-03-20",
        author="วิภา",
    )
    old, _ = answer(
        base,
        {"outcome": "เก่า", "problems": same},
        file="1.xlsx",
        modified="2022-03-10",
        author="วิภา",
    )
    collect(grid, new)
    collect(grid, old)
    assert history(grid)[2:] == [("เก่า", "ใหม่", "1.xlsx (คำตอบที่ไม่ใช้: มีคำตอบใหม่กว่า)")]


def test_an_answer_in_conflict_that_is_corrected_or_withdrawn_is_in_the_history():
    grid, base, _ = in_conflict()
    second, _ = answer(base, {"outcome": "ของเขา แก้ไข"}, file="2.xlsx", saved="2022-03-20")
    collect(grid, second)
    assert [c[3] for c in conflicts(grid)] == ["ของเขา แก้ไข", "ของเขา"]
    collect(grid, withdraw=[second.hash])
    assert history(grid) == [
        ("ของเขา แก้ไข", "ของเรา", "2.xlsx (คำตอบที่ไม่ใช้: ถอนไฟล์ออก)"),
    ]


def test_values_in_are_values_out():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}, TWO])
    first, second = (send(grid, unit) for unit in UNITS[:2])
    merged = collect(
        grid,
        answer(first, {"outcome": "ก", "status": "x", "number": 5}, file="1", author="วิภา")[0],
        answer(first, {"outcome": "ก2"}, file="2", saved="2022-03-12", author="วิภา")[0],
        answer(second, {"outcome": "ข"}, file="3")[0],
    )
    assert merged.fates == {
        Fate.MERGED: 1,
        Fate.CONFLICT: 2,
        Fate.PRESUMED: 1,
        Fate.REPLACED: 0,
        Fate.ASIDE: 1,
    }
