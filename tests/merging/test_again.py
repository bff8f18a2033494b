"""Files that come again: the same, later, corrected, from a colleague, in another order."""

from __future__ import annotations

from itertools import permutations

from ita_excel import schema
from ita_excel.merging.conflicts import OURS
from ita_excel.merging.merge import Moment, merge
from ita_excel.sheets import read
from tests.merging.books import (
    NOW,
    ONE,
    TWO,
    UNITS,
    answer,
    aside,
    collect,
    conflicts,
    in_conflict,
    listed,
    master,
    put,
    send,
    value,
)


def test_the_same_file_twice_does_nothing_the_second_time():
    grid = master([ONE])
    contribution, _ = answer(send(grid), {"outcome": "แล้ว"})
    collect(grid, contribution)
    assert collect(grid, contribution).edits == ()


SENTENCE = "ประชุมชี้แจงผู้เกี่ยวข้องแล้ว"
FIRST = {"saved": "2022-03-10", "modified": "2022-03-10", "author": "วิภา"}
LATER = {"saved": "2022-03-20", "modified": "2022-03-20", "author": "วิภา"}


def test_a_corrected_second_answer_replaces_the_first_without_a_conflict():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ครั้งแรก", "problems": SENTENCE}, **FIRST)[0])
    merged = collect(grid, answer(base, {"outcome": "แก้ไขแล้ว", "problems": SENTENCE}, **LATER)[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])
    (only,) = merged.replaced
    assert (only.old, only.new, only.presumed, only.now) == ("ครั้งแรก", "แก้ไขแล้ว", False, True)
    assert (only.unit, only.action) == (UNITS[0], ONE["text"])
    assert only.told.th.startswith("จาก ตอบ.xlsx · วิภา · 2022-03-10 [")
    assert " เป็น ตอบ.xlsx · วิภา · 2022-03-20 [" in only.told.th
    assert only.told.th.endswith(": แก้ต่อจากไฟล์ก่อน")
    assert [r.now for r in collect(grid).replaced] == [False]  # as it was before
    other = answer(base, {"outcome": "อีกครั้ง", "problems": SENTENCE, "evidence": "ภาพ"},
                   author="วิภา", saved="2022-03-25", modified="2022-03-25")[0]  # fmt: skip
    again = collect(grid, other).replaced
    assert sorted((r.old, r.new, r.now) for r in again) == [
        ("ครั้งแรก", "แก้ไขแล้ว", False), ("แก้ไขแล้ว", "อีกครั้ง", True),
    ]  # fmt: skip


def test_a_second_answer_under_the_same_name_is_presumed_to_correct_the_first():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, **FIRST)[0])
    collect(grid, answer(base, {"outcome": "แก้ไขแล้ว"}, **LATER)[0])
    assert value(grid, "outcome") == "แก้ไขแล้ว"
    assert [c[2:4] for c in conflicts(grid)] == [("แก้ไขแล้ว", "ครั้งแรก")]
    assert listed(grid, schema.CONFLICTS, "decision", "reason") == [
        (OURS, "สันนิษฐาน: ผู้กรอกชื่อเดียวกัน ไฟล์ใหม่กว่า")
    ]


def test_what_was_only_presumed_comes_back_when_the_later_answer_is_taken_back():
    """A `resolve` for another cell settles what the program presumed; no person chose it."""
    grid = master([ONE])
    base = send(grid)
    later = answer(base, {"outcome": "แก้ไขแล้ว"}, **LATER)[0]
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, **FIRST)[0], later)
    grid.apply(merge(read(grid), Moment("resolve", NOW, "ผู้รวบรวม")).edits)
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])
    collect(grid, withdraw=[later.hash])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ครั้งแรก", [])


def test_what_was_presumed_stays_settled_when_another_answer_is_taken_back():
    grid = master([ONE])
    base = send(grid)
    second = answer(base, {"outcome": "ครั้งที่สอง"}, author="วิภา",
                    saved="2022-03-15", modified="2022-03-15")[0]  # fmt: skip
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, **FIRST)[0], second)
    collect(grid, answer(base, {"outcome": "แก้ไขแล้ว"}, **LATER)[0])
    grid.apply(merge(read(grid), Moment("resolve", NOW, "ผู้รวบรวม")).edits)
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])
    collect(grid, withdraw=[second.hash])
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])


def test_a_cell_whose_only_answer_was_taken_back_is_remembered_no_more():
    grid = master([{**ONE, "outcome": "เดิม"}])
    given = answer(send(grid), {"outcome": "ตอบแล้ว"})[0]
    collect(grid, given)
    merged = collect(grid, withdraw=[given.hash])
    assert (value(grid, "outcome"), dict(merged.ledger.cells)) == ("เดิม", {})


def test_what_was_presumed_for_a_file_that_is_taken_back_is_no_persons_choice():
    """The officer has a text of her own, too: what is left is asked, and nothing decides it."""
    grid = master([ONE])
    base = send(grid)
    put(grid, "outcome", "ของผู้รวบรวม")
    later = answer(base, {"outcome": "แก้ไขแล้ว"}, **LATER)[0]
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, **FIRST)[0], later)
    assert listed(grid, schema.CONFLICTS, "theirs", "decision") == [
        ("แก้ไขแล้ว", None), ("ครั้งแรก", OURS),
    ]  # fmt: skip
    collect(grid, withdraw=[later.hash])
    asked = [("ครั้งแรก", None, None)]
    assert listed(grid, schema.CONFLICTS, "theirs", "decision", "reason") == asked
    collect(grid)
    assert listed(grid, schema.CONFLICTS, "theirs", "decision", "reason") == asked


def test_of_files_that_name_nobody_the_later_is_presumed_to_correct_the_other():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ครั้งหลัง"}, saved="2022-03-20")[0])
    merged = collect(grid, answer(base, {"outcome": "ครั้งแรก"}, saved="2022-03-10")[0])
    assert value(grid, "outcome") == "ครั้งหลัง"
    assert [(c.theirs.value, c.presumed.th[:5]) for c in merged.presumed] == [("ครั้งแรก", "ไฟล์ใ")]
    assert len(listed(grid, schema.CONFLICTS, "decision")) == 1


def test_a_second_answer_of_who_knows_whom_is_a_conflict_and_the_older_stays():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ครั้งแรก"}, **FIRST | {"author": "วิภา"})[0])
    collect(grid, answer(base, {"outcome": "ของอีกคน"}, **LATER | {"author": "สมชาย"})[0])
    assert value(grid, "outcome") == "ครั้งแรก"
    assert [c[2:4] for c in conflicts(grid)] == [("ครั้งแรก", "ของอีกคน")]


def test_an_older_file_after_a_newer_changes_nothing():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ใหม่", "problems": SENTENCE}, **LATER)[0])
    collect(grid, answer(base, {"outcome": "เก่า", "problems": SENTENCE}, **FIRST)[0])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ใหม่", [])


def test_what_a_correction_emptied_is_empty():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": SENTENCE, "problems": "พิมพ์ผิดแถว"}, **FIRST)[0])
    merged = collect(grid, answer(base, {"outcome": SENTENCE}, **LATER)[0])
    assert (value(grid, "outcome"), value(grid, "problems")) == (SENTENCE, None)
    assert [(r.old, r.new, r.now) for r in merged.replaced] == [("พิมพ์ผิดแถว", None, True)]


def test_a_blank_of_which_nothing_says_that_it_goes_on_takes_nothing_away():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": SENTENCE, "problems": "ยังมีปัญหา"})[0])
    collect(grid, answer(base, {"outcome": SENTENCE}, saved="2022-03-20")[0])
    assert value(grid, "problems") == "ยังมีปัญหา"


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
    assert [c[3] for c in states[0][1]] == ["ข", "ก แก้ไข", "ค", "ก"]


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


def test_where_units_were_sent_different_values_and_disagree_the_masters_stays():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง", "outcome": "แรก"}])
    before = send(grid, UNITS[1], sent="2022-03-01")
    put(grid, "outcome", "ที่แก้แล้ว")
    after = send(grid, UNITS[0], sent="2022-03-05")
    collect(
        grid,
        answer(before, {"outcome": "ของกองคลัง"}, file="1")[0],
        answer(after, {"outcome": "ของสำนักปลัด"}, file="2")[0],
    )
    assert value(grid, "outcome") == "ที่แก้แล้ว"
    assert {c[3] for c in conflicts(grid)} == {"ของกองคลัง", "ของสำนักปลัด"}


def test_a_value_of_two_files_that_a_third_replaced_is_reported_once():
    grid = master([ONE])
    base = send(grid)
    people = [answer(base, {"outcome": "ตรงกัน"}, file=n, author=n)[0] for n in ("วิภา", "สมชาย")]
    collect(grid, *people)
    later = send(grid, sent="2022-04-15")
    merged = collect(grid, answer(later, {"outcome": "แก้"}, file="3", saved="2022-04-16")[0])
    assert [(r.old, r.new, r.presumed) for r in merged.replaced] == [("ตรงกัน", "แก้", False)]


def test_a_value_that_two_units_say_alike_is_of_both():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    both = [answer(send(grid, u), {"outcome": "ตรงกัน"}, file=u)[0] for u in UNITS[:2]]
    (written,) = collect(grid, *both).written
    assert {s.answer.unit for s in written.merged.sources} == {*UNITS[:2]}
    assert listed(grid, schema.HISTORY, "unit")[-1] == (", ".join(sorted(UNITS[:2])),)
