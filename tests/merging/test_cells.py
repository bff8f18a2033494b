"""What becomes of a cell: changed on one side, on both alike, on both differently, and decided."""

from __future__ import annotations

import datetime as dt

import pytest

from ita_excel import schema
from ita_excel.merging.conflicts import OURS, THEIRS
from tests.merging.books import (
    NEW,
    ONE,
    UNITS,
    answer,
    choose,
    collect,
    conflicts,
    in_conflict,
    listed,
    master,
    meta,
    put,
    send,
    value,
)


def test_what_only_the_unit_changed_is_taken():
    grid = master([ONE])
    base = send(grid)
    contribution, findings = answer(base, {"outcome": "จัดทำแล้ว ๔ ครั้ง"})
    collect(grid, contribution)
    assert (value(grid, "outcome"), findings) == ("จัดทำแล้ว ๔ ครั้ง", [])


def test_what_only_the_master_changed_stays():
    grid = master([ONE])
    base = send(grid)
    put(grid, "outcome", "แก้ในไฟล์หลัก")
    collect(grid, answer(base, {"status": "ดำเนินการแล้ว"})[0])
    assert (value(grid, "outcome"), value(grid, "status")) == ("แก้ในไฟล์หลัก", "ดำเนินการแล้ว")
    assert conflicts(grid) == []


def test_the_same_on_both_sides_is_no_conflict():
    grid = master([ONE])
    base = send(grid)
    put(grid, "outcome", "จัดทำ 4 ครั้ง")
    merged = collect(grid, answer(base, {"outcome": "จัดทำ  ๔ ครั้ง "})[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("จัดทำ 4 ครั้ง", [])
    assert sources(merged) == [UNITS[0]]


def test_a_unit_that_comes_back_to_what_was_sent_first_leaves_it_as_the_master_writes_it():
    grid = master([{**ONE, "outcome": "๔ ครั้ง"}])
    first = send(grid, sent="2022-03-01")
    collect(grid, answer(first, {"outcome": "5 ครั้ง"})[0])
    again = send(grid, sent="2022-03-15")
    merged = collect(grid, answer(again, {"outcome": "4  ครั้ง"}, file="2", saved="2022-03-20")[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("๔ ครั้ง", [])
    assert sources(merged) == [UNITS[0]]


def test_nothing_visible_in_an_added_row_is_no_answer_to_what_stands_in_the_master():
    grid = master([ONE])
    base = send(grid)
    typed = {"key": "K9", "text": NEW["text"], "outcome": "ของเรา"}
    both = master([ONE, typed])
    both.apply(meta(grid, both))
    added = {**NEW, "outcome": "\u200e", "problems": "ไม่มี"}
    merged = collect(both, answer(base, lambda rows: [*rows, added])[0])
    assert (value(both, "outcome", "K9"), value(both, "problems", "K9")) == ("ของเรา", "ไม่มี")
    assert conflicts(both) == []
    assert sources(merged, "K9") == []


def sources(merged, key="K1"):
    """Whose value stands in the outcome, by what the merge says."""
    (found,) = (c for cell, (_, c) in merged.cells.items() if cell[::2] == (key, "outcome"))
    return [theirs.answer.unit for theirs in found.sources]


def test_different_on_both_sides_changes_nothing_and_is_listed():
    grid = master([{**ONE, "outcome": "เดิม"}])
    base = send(grid)
    put(grid, "outcome", "ของเรา")
    collect(grid, answer(base, {"outcome": "ของเขา"})[0])
    assert value(grid, "outcome") == "ของเรา"
    assert conflicts(grid) == [("ผลการดำเนินการ", "เดิม", "ของเรา", "ของเขา", "สำนักปลัด")]
    assert not grid.hidden(schema.CONFLICTS.sheet)


@pytest.mark.parametrize("theirs", ["เดิม ", "เดิม\u200b", "  เดิม", "เดิม\n"])
def test_spaces_and_unicode_form_are_no_change(theirs):
    grid = master([{**ONE, "outcome": "เดิม"}])
    contribution, _ = answer(send(grid), {"outcome": theirs})
    assert contribution.changes == ()


def test_a_digit_in_another_script_is_no_change():
    grid = master([{**ONE, "outcome": "๔ ครั้ง"}])
    contribution, _ = answer(send(grid), {"outcome": "4 ครั้ง"})
    assert contribution.changes == ()


def test_a_value_emptied_by_the_unit_is_emptied():
    grid = master([{**ONE, "problems": "ขาดงบ"}])
    collect(grid, answer(send(grid), {"problems": None})[0])
    assert value(grid, "problems") is None


def test_a_date_arrives_as_a_date():
    grid = master([ONE])
    collect(grid, answer(send(grid), {"reported_on": dt.date(2022, 3, 9)})[0])
    assert value(grid, "reported_on") == dt.date(2022, 3, 9)


def test_the_units_value_chosen():
    grid, _, _ = in_conflict()
    choose(grid, THEIRS, "หน่วยงานมีหลักฐาน")
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเขา", [])
    assert grid.hidden(schema.CONFLICTS.sheet)
    log = listed(grid, schema.HISTORY, "column", "old", "new", "file", "unit")
    assert log == [
        ("ผลการดำเนินการ", "ของเรา", "ของเขา", "ตอบ.xlsx (เหตุผล: หน่วยงานมีหลักฐาน)", "สำนักปลัด")
    ]


def test_the_masters_value_chosen():
    grid, _, _ = in_conflict()
    choose(grid, OURS, "ตรวจสอบแล้ว")
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเรา", [])
    assert "ตรวจสอบแล้ว" in listed(grid, schema.HISTORY, "file")[0][0]


@pytest.mark.parametrize(("choice", "stands"), [(THEIRS, "ของเขา"), (OURS, "ของเรา")])
def test_a_decision_lasts_when_the_file_comes_again(choice, stands):
    grid, _, contribution = in_conflict()
    choose(grid, choice)
    collect(grid)
    assert collect(grid, contribution).edits == ()
    assert value(grid, "outcome") == stands


def test_a_choice_not_made_yet_keeps_what_was_typed_beside_it():
    grid, base, _ = in_conflict()
    choose(grid, "", "รอถามกองคลัง")
    collect(grid, answer(base, {"problems": "x"}, file="ข.xlsx")[0])
    assert listed(grid, schema.CONFLICTS, "reason") == [("รอถามกองคลัง",)]


def test_a_corrected_answer_after_a_decision_is_a_new_question():
    grid, base, _ = in_conflict()
    choose(grid, OURS)
    collect(grid, answer(base, {"outcome": "แก้อีกครั้ง"}, saved="2022-03-20")[0])
    assert conflicts(grid) == [("ผลการดำเนินการ", "เดิม", "ของเรา", "แก้อีกครั้ง", "สำนักปลัด")]


def test_two_units_values_chosen_for_one_cell_settle_nothing():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    for unit in UNITS[:2]:
        collect(grid, answer(send(grid, unit), {"outcome": f"ของ{unit}"}, file=unit)[0])
    choose(grid, THEIRS, row=0)
    choose(grid, THEIRS, row=1)
    merged = collect(grid)
    assert (len(merged.contradictory), value(grid, "outcome")) == (2, None)
    assert len(conflicts(grid)) == 2
