"""Three-way merge of a master and what its units sent back, case by case."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pytest

from ita_excel import schema
from ita_excel.merging.conflicts import OURS, THEIRS
from ita_excel.merging.settle import Fate
from tests.merging.books import (
    SIX,
    UNITS,
    answer,
    choose,
    collect,
    listed,
    master,
    put,
    send,
    value,
)

ONE = {"key": "K1", "text": "จัดทำสถิติการให้บริการ", "measure": "เปิดเผยข้อมูล"}
TWO = {"key": "K2", "text": "สำรวจความพึงพอใจของผู้รับบริการ", "measure": "เปิดเผยข้อมูล"}


def codes(findings):
    return [(f.code, f.variant) for f in findings]


def conflicts(grid):
    return listed(grid, schema.CONFLICTS, "column", "base", "ours", "theirs", "unit")


def aside(grid):
    return listed(grid, schema.SETASIDE, "why", "column", "value")


# --- only one side changed, both the same, both different


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
    collect(grid, answer(base, {"outcome": "จัดทำ  ๔ ครั้ง "})[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("จัดทำ 4 ครั้ง", [])


def test_different_on_both_sides_changes_nothing_and_is_listed():
    grid = master([{**ONE, "outcome": "เดิม"}])
    base = send(grid)
    put(grid, "outcome", "ของเรา")
    collect(grid, answer(base, {"outcome": "ของเขา"})[0])
    assert value(grid, "outcome") == "ของเรา"
    assert conflicts(grid) == [("ผลการดำเนินการ", "เดิม", "ของเรา", "ของเขา", "สำนักปลัด")]
    assert schema.CONFLICTS.sheet not in grid.hidden


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


# --- decisions


def in_conflict():
    grid = master([{**ONE, "outcome": "เดิม"}])
    base = send(grid)
    put(grid, "outcome", "ของเรา")
    contribution, _ = answer(base, {"outcome": "ของเขา"})
    collect(grid, contribution)
    return grid, base, contribution


def test_the_units_value_chosen():
    grid, _, _ = in_conflict()
    choose(grid, THEIRS, "หน่วยงานมีหลักฐาน")
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเขา", [])
    assert schema.CONFLICTS.sheet in grid.hidden
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


# --- again, later, corrected, in another order


def test_the_same_file_twice_does_nothing_the_second_time():
    grid = master([ONE])
    contribution, _ = answer(send(grid), {"outcome": "แล้ว"})
    collect(grid, contribution)
    assert collect(grid, contribution).edits == ()


def test_a_corrected_second_answer_replaces_the_first_without_a_conflict():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, saved="2022-03-10")[0])
    collect(grid, answer(base, {"outcome": "แก้ไขแล้ว"}, saved="2022-03-20")[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])


def test_an_older_file_after_a_newer_changes_nothing():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ใหม่"}, saved="2022-03-20")[0])
    collect(grid, answer(base, {"outcome": "เก่า"}, saved="2022-03-10")[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ใหม่", [])


def test_what_a_correction_emptied_is_empty():
    grid = master([ONE])
    base = send(grid)
    kept = "ประชุมชี้แจงผู้เกี่ยวข้องแล้ว"
    collect(grid, answer(base, {"outcome": kept, "problems": "พิมพ์ผิดแถว"})[0])
    collect(grid, answer(base, {"outcome": kept}, saved="2022-03-20")[0])
    assert (value(grid, "outcome"), value(grid, "problems")) == (kept, None)


def test_a_colleagues_copy_of_the_same_workbook_loses_nothing():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "คนแรกเขียนผลการดำเนินการ"}, file="ก.xlsx")[0])
    collect(
        grid,
        answer(base, {"problems": "คนที่สองเขียนปัญหา"}, file="ข.xlsx", saved="2022-03-20")[0],
    )
    assert value(grid, "outcome") == "คนแรกเขียนผลการดำเนินการ"
    assert value(grid, "problems") == "คนที่สองเขียนปัญหา"


def test_two_units_answers_for_a_shared_row_are_merged_cell_by_cell():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    first, second = (send(grid, unit) for unit in UNITS[:2])
    collect(grid, answer(first, {"outcome": "ผลของสำนักปลัด"}, file="ก")[0])
    collect(grid, answer(second, {"problems": "ปัญหาของกองคลัง"}, file="ข")[0])
    assert value(grid, "outcome") == "ผลของสำนักปลัด"
    assert value(grid, "problems") == "ปัญหาของกองคลัง"


def test_the_order_of_collecting_does_not_matter():
    def state(order):
        grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}, {**TWO, "outcome": "เดิม"}])
        first, second = (send(grid, unit) for unit in UNITS[:2])
        put(grid, "outcome", "ของไฟล์หลัก", "K2")
        files = [
            answer(first, {"outcome": "ก", "status": "ดำเนินการแล้ว"}, file="1")[0],
            answer(first, {"outcome": "ก แก้ไข"}, file="2", saved="2022-03-12")[0],
            answer(second, {"outcome": "ข", "status": "ดำเนินการแล้ว"}, file="3")[0],
            answer(first, lambda rows: rows[1].update(outcome="ค"), file="4")[0],
        ]
        for index in order:
            collect(grid, files[index])
        rows = listed(grid, schema.RESULTS, *(c.field for c in schema.RESULTS.columns))
        return rows, conflicts(grid), aside(grid)

    states = [state(order) for order in permutations(range(4))]
    assert all(s == states[0] for s in states)
    assert [c[3] for c in states[0][1]] == ["ข", "ก แก้ไข", "ค"]


def test_a_later_dispatch_goes_on_from_what_was_merged():
    grid = master([ONE])
    collect(grid, answer(send(grid), {"outcome": "รอบแรก"}, file="1")[0])
    again = send(grid, sent="2022-03-15")
    collect(grid, answer(again, {"outcome": "รอบสอง"}, file="2", saved="2022-03-16")[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("รอบสอง", [])


def test_another_unit_that_saw_the_first_ones_value_may_change_it():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    collect(grid, answer(send(grid), {"outcome": "ของสำนักปลัด"}, file="1")[0])
    seen = send(grid, UNITS[1], sent="2022-03-15")
    collect(grid, answer(seen, {"outcome": "ของกองคลังแก้"}, file="2")[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของกองคลังแก้", [])


def test_what_the_officer_typed_over_a_merged_value_stays():
    grid = master([ONE])
    contribution, _ = answer(send(grid), {"outcome": "ของหน่วยงาน"})
    collect(grid, contribution)
    put(grid, "outcome", "เจ้าหน้าที่แก้ถ้อยคำ")
    collect(grid, contribution)
    assert (value(grid, "outcome"), conflicts(grid)) == ("เจ้าหน้าที่แก้ถ้อยคำ", [])


def test_typing_in_a_cell_does_not_hide_its_conflict():
    grid, _, _ = in_conflict()
    put(grid, "outcome", "แก้เองอีกครั้ง")
    collect(grid)
    assert conflicts(grid)[0][2:4] == ("แก้เองอีกครั้ง", "ของเขา")


# --- rows removed, added, moved, copied


def test_a_row_removed_by_the_unit_is_kept_and_told():
    grid = master([ONE, TWO])
    contribution, findings = answer(send(grid), lambda rows: rows.pop(0) and None)
    collect(grid, contribution)
    assert codes(findings) == [("M803", "removed")]
    assert value(grid, "text") == ONE["text"]


def test_removed_here_and_edited_there_is_kept_aside_until_it_is_back():
    grid = master([ONE, TWO])
    contribution, _ = answer(send(grid), {"outcome": "ตอบแล้ว"})
    gone = master([TWO])
    gone.apply(_meta(grid, gone))
    merged = collect(gone, contribution)
    assert codes(merged.findings) == [("M804", "removed_here")]
    assert aside(gone) == [("M804 แถวถูกลบออกจากไฟล์หลักแล้ว", "ผลการดำเนินการ", "ตอบแล้ว")]
    back = master([ONE, TWO])
    back.apply(_meta(gone, back))
    collect(back)
    assert (value(back, "outcome"), aside(back)) == ("ตอบแล้ว", [])


def _meta(source, target):
    from ita_excel.merging import memory
    from ita_excel.sheets import read

    return memory.keep(read(target), memory.load(read(source).meta))


NEW = {"round": SIX, "text": "จัดอบรมเพิ่มเติมเรื่องผลประโยชน์ทับซ้อน", "outcome": "อบรม ๒ วัน"}


def test_a_row_added_by_the_unit_is_a_proposal_at_the_end():
    grid = master([ONE])
    contribution, findings = answer(send(grid), lambda rows: [*rows, NEW])
    collect(grid, contribution)
    assert codes(findings) == [("M803", "added")]
    added = listed(grid, schema.RESULTS, "key", "round", "text", "outcome")[1]
    assert added[0].startswith("P-")
    assert added[1:] == (SIX, NEW["text"], NEW["outcome"])


def test_the_same_row_added_by_two_units_is_one_row():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    for unit in UNITS[:2]:
        row = {**NEW, "outcome": "อบรม ๒ วัน", "problems": "ไม่มี" if unit == UNITS[0] else None}
        collect(grid, answer(send(grid, unit), lambda rows, r=row: [*rows, r], file=unit)[0])
    found = listed(grid, schema.RESULTS, "text", "outcome", "problems")
    assert found[1:] == [(NEW["text"], "อบรม ๒ วัน", "ไม่มี")]


def test_a_row_added_on_both_sides_is_merged_with_the_masters():
    grid = master([ONE])
    base = send(grid)
    both = master([ONE, {"key": "K9", "text": NEW["text"], "outcome": "ของไฟล์หลัก"}])
    both.apply(_meta(grid, both))
    collect(both, answer(base, lambda rows: [*rows, {**NEW, "problems": "ไม่มี"}])[0])
    assert len(listed(both, schema.RESULTS, "key")) == 2
    assert value(both, "problems", "K9") == "ไม่มี"
    assert conflicts(both)[0][2:4] == ("ของไฟล์หลัก", "อบรม ๒ วัน")


def test_a_proposal_that_the_officer_deleted_does_not_come_back():
    grid = master([ONE])
    contribution, _ = answer(send(grid), lambda rows: [*rows, NEW])
    collect(grid, contribution)
    without = master([ONE])
    without.apply(_meta(grid, without))
    collect(without, contribution)
    assert len(listed(without, schema.RESULTS, "key")) == 1
    assert [v for _, _, v in aside(without) if v == "อบรม ๒ วัน"]


def test_a_row_deleted_after_a_merge_and_put_back_is_filled_again():
    grid = master([ONE, TWO])
    contribution, _ = answer(send(grid), {"outcome": "ตอบแล้ว"})
    collect(grid, contribution)
    gone = master([TWO])
    gone.apply(_meta(grid, gone))
    collect(gone)
    back = master([ONE, TWO])
    back.apply(_meta(gone, back))
    collect(back)
    assert (value(back, "outcome"), aside(back)) == ("ตอบแล้ว", [])


def test_an_added_row_and_the_masters_own_are_one_row_in_every_dispatch():
    grid = master([ONE])
    first = send(grid)
    both = master([ONE, {"key": "K9", "text": NEW["text"]}])
    both.apply(_meta(grid, both))
    second = send(both, sent="2022-03-15")
    added, _ = answer(first, lambda rows: [*rows, NEW], file="1")
    later, _ = answer(
        second, lambda rows: rows[1].update(outcome="อบรม ๓ วัน"), file="2", saved="2022-03-20"
    )
    collect(both, later, added)
    assert (value(both, "outcome", "K9"), conflicts(both)) == ("อบรม ๓ วัน", [])


def test_a_withdrawn_proposal_leaves_the_officers_words_in_their_row():
    grid = master([ONE])
    contribution, _ = answer(send(grid), lambda rows: [*rows, NEW])
    collect(grid, contribution)
    key = listed(grid, schema.RESULTS, "key")[1][0]
    put(grid, "problems", "เจ้าหน้าที่เขียนไว้", key)
    collect(grid, withdraw=[contribution.hash])
    rows = listed(grid, schema.RESULTS, "key", "text", "outcome", "problems")
    assert rows[1] == (key, NEW["text"], None, "เจ้าหน้าที่เขียนไว้")
    assert collect(grid).edits == ()


def test_withdrawing_after_the_officer_deleted_the_row_is_no_trouble():
    grid = master([ONE])
    contribution, _ = answer(send(grid), lambda rows: [*rows, NEW])
    collect(grid, contribution)
    without = master([ONE])
    without.apply(_meta(grid, without))
    collect(without, withdraw=[contribution.hash])
    assert (len(listed(without, schema.RESULTS, "key")), aside(without)) == (1, [])


def test_sorted_rows_find_their_place_by_key():
    grid = master([ONE, TWO])

    def turned(rows):
        rows[1]["outcome"] = "ของแถวสอง"
        return rows[::-1]

    collect(grid, answer(send(grid), turned)[0])
    assert (value(grid, "outcome", "K1"), value(grid, "outcome", "K2")) == (None, "ของแถวสอง")


def test_rows_without_a_key_are_matched_by_their_words():
    grid = master([ONE, TWO])

    def keyless(rows):
        rows[1]["outcome"] = "ของแถวสอง"
        return [{**row, "key": None} for row in rows[::-1]]

    contribution, findings = answer(send(grid), keyless)
    collect(grid, contribution)
    assert value(grid, "outcome", "K2") == "ของแถวสอง"
    assert codes(findings) == [("M802", "key")] * 2


def test_a_row_without_a_key_is_matched_when_its_words_are_nearly_the_same():
    grid = master([ONE, TWO])

    def near(rows):
        rows[1] |= {"key": None, "text": "สำรวจความพึงพอใจผู้รับบริการ", "outcome": "ของแถวสอง"}

    contribution, findings = answer(send(grid), near)
    collect(grid, contribution)
    assert value(grid, "outcome", "K2") == "ของแถวสอง"
    assert codes(findings) == [("M802", "key"), ("M802", "cell")]


def test_two_rows_alike_can_not_be_told_apart_and_are_kept_aside():
    alike = [
        {**ONE, "key": k, "text": f"รายงานผลการประชุมครั้งที่ {n}"} for k, n in (("A", 1), ("B", 2))
    ]
    grid = master(alike)

    def lost(rows):
        return [{"round": SIX, "text": "รายงานผลการประชุมครั้งที่ 3", "outcome": "ประชุมแล้ว"}, *rows]

    contribution, findings = answer(send(grid), lost)
    collect(grid, contribution)
    assert codes(findings) == [("M804", "row")]
    assert ("M804 จับคู่แถวไม่ได้", "ผลการดำเนินการ", "ประชุมแล้ว") in aside(grid)


def test_a_changed_key_is_matched_by_words_and_told():
    grid = master([ONE])
    contribution, findings = answer(send(grid), {"key": "ZZZ", "outcome": "แล้ว"})
    collect(grid, contribution)
    assert (value(grid, "outcome"), codes(findings)) == ("แล้ว", [("M802", "key")])


def test_a_copied_row_that_says_the_same_or_nothing_is_no_problem():
    grid = master([ONE])

    def copied(rows):
        return [{**rows[0], "outcome": "แล้ว"}, rows[0], {**rows[0], "outcome": "แล้ว "}]

    contribution, findings = answer(send(grid), copied)
    collect(grid, contribution)
    assert (value(grid, "outcome"), findings) == ("แล้ว", [])


def test_an_empty_copy_of_a_row_takes_nothing_away():
    grid = master([{**ONE, "outcome": "เดิม"}])
    contribution, _ = answer(send(grid), lambda rows: [rows[0], {**rows[0], "outcome": None}])
    collect(grid, contribution)
    assert value(grid, "outcome") == "เดิม"


def test_a_key_twice_with_different_answers_keeps_both_aside():
    grid = master([ONE])

    def torn(rows):
        return [{**rows[0], "outcome": "หนึ่ง"}, {**rows[0], "outcome": "สอง"}]

    contribution, findings = answer(send(grid), torn)
    collect(grid, contribution)
    assert (value(grid, "outcome"), codes(findings)) == (None, [("M804", "twice")])
    assert [v for _, _, v in aside(grid)] == ["หนึ่ง", "สอง"]


def test_a_row_of_another_unit_is_kept_aside():
    grid = master([ONE, {**TWO, "responsible": "กองคลัง"}])
    foreign = {"key": "K2", "round": SIX, "text": TWO["text"], "outcome": "ตอบแทน"}
    contribution, findings = answer(send(grid), lambda r: [*r, foreign], known_keys=["K2"])
    collect(grid, contribution)
    assert codes(findings) == [("M804", "other_unit")]
    assert value(grid, "outcome", "K2") is None
    assert ("M804 แถวของหน่วยงานอื่น", "ผลการดำเนินการ", "ตอบแทน") in aside(grid)


# --- what is locked


def test_a_locked_cell_changed_is_told_kept_aside_and_not_merged():
    grid = master([ONE])
    contribution, findings = answer(send(grid), {"number": 7})
    collect(grid, contribution)
    assert (value(grid, "number"), codes(findings)) == (None, [("M802", "cell")])
    assert aside(grid) == [("M802 แก้ไขเซลล์ที่ล็อกไว้", "ลำดับ", "7")]


# --- taken back


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


# --- the account


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


def history(grid):
    return listed(grid, schema.HISTORY, "old", "new", "file")


def test_an_answer_that_never_stood_is_in_the_history():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ใหม่"}, file="2.xlsx", saved="2022-03-20")[0])
    collect(grid, answer(base, {"outcome": "เก่า"}, file="1.xlsx")[0])
    assert history(grid)[1:] == [("เก่า", "ใหม่", "1.xlsx (คำตอบที่ไม่ใช้: มีคำตอบใหม่กว่า)")]


def test_an_answer_in_conflict_that_is_corrected_or_withdrawn_is_in_the_history():
    grid, base, _ = in_conflict()
    second, _ = answer(base, {"outcome": "ของเขา แก้ไข"}, file="2.xlsx", saved="2022-03-20")
    collect(grid, second)
    collect(grid, withdraw=[second.hash])
    assert history(grid) == [
        ("ของเขา", "ของเรา", "ตอบ.xlsx (คำตอบที่ไม่ใช้: มีคำตอบใหม่กว่า)"),
        ("ของเขา แก้ไข", "ของเรา", "2.xlsx (คำตอบที่ไม่ใช้: ถอนไฟล์ออก)"),
    ]


def test_values_in_are_values_out():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}, TWO])
    first, second = (send(grid, unit) for unit in UNITS[:2])
    merged = collect(
        grid,
        answer(first, {"outcome": "ก", "status": "x", "number": 5}, file="1")[0],
        answer(first, {"outcome": "ก2"}, file="2", saved="2022-03-12")[0],
        answer(second, {"outcome": "ข"}, file="3")[0],
    )
    assert merged.fates == {
        Fate.MERGED: 1,
        Fate.CONFLICT: 2,
        Fate.REPLACED: 1,
        Fate.ASIDE: 1,
    }
