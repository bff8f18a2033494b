"""Rivals inside a unit: what goes on from what, and one question about two files."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.merging import ledger_sheet
from ita_excel.merging.conflicts import ALL_CELLS, ALL_PRESUMED, OURS, THEIRS
from ita_excel.merging.merge import Moment, merge
from ita_excel.sheets import read
from tests.merging.books import (
    NOW,
    ONE,
    TWO,
    answer,
    choose,
    collect,
    conflicts,
    history,
    listed,
    master,
    put,
    send,
    value,
)

OWN = [f"ถ้อยคำยาวของตนเองเรื่องที่ {n}" for n in range(8)]


def filled(base, values, name, day, **more):
    """A file with values by the row's number and field, saved on a day of March."""

    def change(rows):
        for (row, field), text in values.items():
            rows[row][field] = text

    when = f"2022-03-{day:02}"
    said = {"author": name, "saved": when, "modified": when} | more
    return answer(base, change, file=f"{name} {day}.xlsx", **said)[0]


@pytest.fixture
def two():
    grid = master([ONE, TWO])
    return grid, send(grid)


def differing(base, second="วิภา"):
    first = {(0, "outcome"): "หนึ่ง", (1, "outcome"): "สอง"}
    other = {(0, "outcome"): "หนึ่ง ใหม่", (1, "outcome"): "สอง ใหม่"}
    return filled(base, first, "วิภา", 10), filled(base, other, second, 20)


def outcomes(grid):
    return value(grid, "outcome"), value(grid, "outcome", "K2")


def resolve(grid):
    merged = merge(read(grid), Moment("resolve", NOW, "ผู้รวบรวม"))
    grid.apply(merged.edits)
    return merged


def rows(grid):
    return listed(grid, schema.CONFLICTS, "column", "ours", "theirs", "decision", "reason")


def test_what_is_presumed_of_two_files_stands_first_with_its_choice_and_why(two):
    grid, base = two
    collect(grid, *differing(base))
    first, *cells = rows(grid)
    assert first[0] == ALL_PRESUMED
    assert "วิภา 20.xlsx · วิภา · 2022-03-20 [" in first[1] and "วิภา 10.xlsx" in first[2]
    assert first[3:] == (OURS, "สันนิษฐาน: ผู้กรอกชื่อเดียวกัน ไฟล์ใหม่กว่า")
    assert [c[1:] for c in cells] == [
        ("หนึ่ง ใหม่", "หนึ่ง", None, None),
        ("สอง ใหม่", "สอง", None, None),
    ]
    assert collect(grid).edits == ()
    assert len(resolve(grid).decisions) == 2
    assert (rows(grid), outcomes(grid)) == ([], ("หนึ่ง ใหม่", "สอง ใหม่"))


def test_a_choice_against_what_is_presumed_is_no_longer_the_programs_reason(two):
    grid, base = two
    collect(grid, *differing(base))
    choose(grid, THEIRS, "สันนิษฐาน: ผู้กรอกชื่อเดียวกัน ไฟล์ใหม่กว่า")
    assert len(collect(grid).decisions) == 2
    assert (rows(grid), outcomes(grid)) == ([], ("หนึ่ง", "สอง"))
    assert not any("สันนิษฐาน" in str(line) for line in history(grid))


def test_of_two_people_one_choice_decides_all_and_a_cells_own_goes_before(two):
    grid, base = two
    merged = collect(grid, *differing(base, "สมชาย"))
    assert [c.presumed for c in merged.conflicts] == [None, None] and not merged.presumed
    assert [r[0] for r in rows(grid)] == [ALL_CELLS, "ผลการดำเนินการ", "ผลการดำเนินการ"]
    assert outcomes(grid) == ("หนึ่ง", "สอง")
    choose(grid, THEIRS, "ถามแล้ว")
    choose(grid, OURS, row=2)
    assert len(collect(grid).decisions) == 2
    assert (rows(grid), outcomes(grid)) == ([], ("หนึ่ง ใหม่", "สอง"))


def test_of_three_values_the_one_chosen_stands_and_both_others_are_decided(two):
    grid, base = two
    names = ("วิภา", "สมชาย", "มานี")
    files = [filled(base, {(0, "outcome"): f"ของ{n}"}, n, 10 + i) for i, n in enumerate(names)]
    collect(grid, *files)
    assert [c[2:4] for c in conflicts(grid)] == [("ของวิภา", "ของสมชาย"), ("ของวิภา", "ของมานี")]
    choose(grid, THEIRS, row=1)
    collect(grid)
    assert (conflicts(grid), value(grid, "outcome")) == ([], "ของมานี")
    collect(grid, *files)
    assert (conflicts(grid), value(grid, "outcome")) == ([], "ของมานี")


def own(*cells):
    return {cell: OWN[n] for n, cell in enumerate(cells)}


FOUR = own((0, "outcome"), (0, "problems"), (1, "outcome"), (1, "problems"))


def test_a_file_that_carries_what_only_another_said_goes_on_from_it(two):
    grid, base = two
    first = filled(base, FOUR, "วิภา", 10)
    later = filled(base, {**FOUR, (0, "outcome"): "แก้แล้ว", (0, "evidence"): "ภาพ"}, "สมชาย", 20)
    merged = collect(grid, first, later)
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้แล้ว", [])
    assert [(r.old, r.new, r.presumed) for r in merged.replaced] == [(OWN[0], "แก้แล้ว", False)]


def test_time_alone_makes_what_goes_on_presumed(two):
    grid, base = two
    first = filled(base, FOUR, "วิภา", 10)
    later = filled(base, {**FOUR, (0, "outcome"): "แก้แล้ว"}, "สมชาย", 20)
    merged = collect(grid, first, later)
    assert value(grid, "outcome") == "แก้แล้ว"
    assert [c.theirs.value for c in merged.presumed] == [OWN[0]]


def test_one_sentence_that_everybody_writes_is_no_evidence(two):
    grid, base = two
    stock = {(0, "problems"): "ไม่มีปัญหาและอุปสรรค", (1, "problems"): "ไม่มีปัญหาและอุปสรรค"}
    first = filled(base, {**stock, (0, "outcome"): "ของวิภา"}, "วิภา", 10)
    later = filled(base, {**stock, (0, "evidence"): "ภาพ", (0, "outcome"): "ของสมชาย"}, "สมชาย", 20)
    collect(grid, first, later)
    assert value(grid, "outcome") == "ของวิภา"
    assert [c[3] for c in conflicts(grid)] == ["ของสมชาย"]


def test_a_choice_from_a_list_is_no_evidence(two):
    grid, base = two
    done = {(0, "status"): "ดำเนินการแล้ว", (1, "status"): "ดำเนินการแล้ว"}
    first = filled(base, {**done, (0, "outcome"): "ของวิภา"}, "วิภา", 10)
    later = filled(base, {**done, (0, "evidence"): "ภาพ", (0, "outcome"): "ของสมชาย"}, "สมชาย", 20)
    collect(grid, first, later)
    assert value(grid, "outcome") == "ของวิภา"
    assert [c[3] for c in conflicts(grid)] == ["ของสมชาย"]


MORE = {
    (row, field): f"อีกเรื่องหนึ่งที่เขียนเอง {row} {field}"
    for row, field in ((0, "problems"), (0, "suggestions"), (1, "outcome"), (1, "problems"))
}


def test_a_value_is_replaced_by_what_goes_on_from_a_file_that_carried_it(two):
    """The third shows nothing of the first any more, but all that the second newly said."""
    grid, base = two
    first = filled(base, {(0, "outcome"): OWN[0]}, "ก", 10)
    second = filled(base, {(0, "outcome"): OWN[0], **MORE}, "ข", 14)
    kept = {**MORE, (1, "evidence"): "ภาพ"}
    third = filled(base, {(0, "outcome"): "แก้แล้ว", **kept}, "ค", 20)
    merged = collect(grid, first, second, third)
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้แล้ว", [])
    assert [(r.old, r.new, r.presumed) for r in merged.replaced] == [(OWN[0], "แก้แล้ว", False)]


def test_a_value_that_two_say_alike_is_replaced_for_the_one_that_was_gone_on_from(two):
    grid, base = two
    first = filled(base, {(0, "outcome"): "แล้ว", (1, "suggestions"): OWN[7]}, "ก", 10)
    second = filled(base, {(0, "outcome"): "แล้ว", **MORE}, "ข", 14)
    kept = {**MORE, (1, "evidence"): "ภาพ"}
    third = filled(base, {(0, "outcome"): "ยัง", **kept}, "ค", 20)
    merged = collect(grid, first, second, third)
    listed_ = [c[2:4] for c in conflicts(grid)]
    assert "แล้ว" in (value(grid, "outcome"), *(v for pair in listed_ for v in pair)), merged


def test_what_a_third_file_could_have_given_is_no_evidence(two):
    grid, base = two
    root = filled(base, FOUR, "ก", 10)
    one = filled(base, {**FOUR, (0, "evidence"): "ภาพหนึ่ง", (0, "suggestions"): "ก"}, "ข", 12)
    two_ = filled(base, {**FOUR, (0, "evidence"): "ภาพสอง", (0, "suggestions"): "ก"}, "ค", 14)
    merged = collect(grid, root, one, two_)
    # Siblings of one root: one is like the other, and that is all that can be said.
    assert [(r.old, r.new, r.presumed) for r in merged.replaced] == [("ภาพหนึ่ง", "ภาพสอง", True)]
    assert [c[3] for c in conflicts(grid)] == ["ภาพหนึ่ง"]


def test_a_clock_that_contradicts_takes_the_order_away(two):
    grid, base = two
    first = filled(base, FOUR, "วิภา", 10, modified="2022-03-25")
    later = filled(base, {**FOUR, (0, "outcome"): "แก้แล้ว"}, "สมชาย", 20, modified="2022-03-15")
    collect(grid, first, later)
    assert [c[2:4] for c in conflicts(grid)] in ([(OWN[0], "แก้แล้ว")], [("แก้แล้ว", OWN[0])])


def test_a_later_nearly_whole_file_that_leaves_a_value_out_is_listed_and_the_value_stays(two):
    grid, base = two
    first = filled(base, {**FOUR, (0, "evidence"): "ภาพ"}, "วิภา", 10)
    other = filled(base, {(0, "evidence"): "ภาพ"}, "สมชาย", 12)  # says the same by itself
    later = filled(base, {**FOUR, (1, "suggestions"): "y"}, "มานี", 20)
    merged = collect(grid, first, other, later)
    assert value(grid, "evidence") == "ภาพ"
    assert [(c.ours, c.theirs.value) for c in merged.presumed] == [("ภาพ", None)]
    choose(grid, THEIRS)
    collect(grid)
    assert (value(grid, "evidence"), conflicts(grid)) == (None, [])


def test_a_value_that_was_replaced_and_comes_again_is_asked_about_and_reported_once(two):
    grid, base = two
    spot = (0, "evidence")
    first = filled(base, {**FOUR, spot: "ภาพแรก"}, "วิภา", 10)
    other = filled(base, {**FOUR, spot: "ภาพที่แก้"}, "วิภา", 12)
    again = filled(base, {**FOUR, spot: "ภาพแรก", (1, "suggestions"): "y"}, "วิภา", 20)
    merged = collect(grid, first, other, again)
    assert value(grid, "evidence") == "ภาพที่แก้"
    assert [c.theirs.value for c in merged.presumed] == ["ภาพแรก"]
    assert [(r.old, r.new, r.presumed) for r in merged.replaced] == [("ภาพแรก", "ภาพที่แก้", True)]


def test_a_blank_that_no_file_typed_stays_decided_against_when_another_file_is_taken_back(two):
    grid, base = two
    first = filled(base, {**FOUR, (0, "evidence"): "ภาพ"}, "วิภา", 10)
    other = filled(base, {(0, "evidence"): "ภาพ"}, "สมชาย", 12)
    later = filled(base, {**FOUR, (1, "suggestions"): "y"}, "มานี", 20)
    collect(grid, first, other, later)
    resolve(grid)
    assert (value(grid, "evidence"), conflicts(grid)) == ("ภาพ", [])
    more = filled(base, {(1, "evidence"): "อื่น"}, "มานพ", 21)
    collect(grid, more)
    collect(grid, withdraw=[more.hash])
    assert (value(grid, "evidence"), conflicts(grid)) == ("ภาพ", [])


def test_two_copies_sent_at_once_are_of_two_people_whatever_they_are_called():
    grid = master([ONE])
    mine, his = send(grid, name="D1"), send(grid, name="D2")
    assert ledger_sheet.load(read(grid).meta).dispatches.keys() == {"D1", "D2"}
    collect(
        grid,
        filled(mine, {(0, "outcome"): "ของหนึ่ง"}, "เครื่องกอง", 10),
        filled(his, {(0, "outcome"): "ของสอง"}, "เครื่องกอง", 20),
    )
    assert [c[2:4] for c in conflicts(grid)] == [("ของหนึ่ง", "ของสอง")]


def test_a_copy_sent_in_the_second_of_its_answer_shows_it_all_the_same():
    grid, when = master([ONE]), "2022-03-12T09:00:00"
    first = filled(send(grid, name="D1", sent=when), {(0, "outcome"): "เดิม"}, "วิภา", 12, saved=when)
    collect(grid, first)
    resent = send(grid, name="D2", sent=when)
    assert [row["outcome"] for row in resent.rows.values()] == ["เดิม"]
    merged = collect(grid, filled(resent, {(0, "outcome"): "แก้ไขแล้ว"}, "สมชาย", 13))
    assert (value(grid, "outcome"), conflicts(grid)) == ("แก้ไขแล้ว", [])
    assert [(r.old, r.new) for r in merged.replaced] == [("เดิม", "แก้ไขแล้ว")]


@pytest.mark.parametrize("nobody", ["User", "Windows User", "openpyxl", "ADMIN", ""])
def test_names_that_name_nobody_are_none(two, nobody):
    grid, base = two
    merged = collect(
        grid,
        filled(base, {(0, "outcome"): "หนึ่ง"}, nobody, 10),
        filled(base, {(0, "outcome"): "สอง"}, nobody, 20),
    )
    (only,) = merged.presumed
    assert only.presumed is not None and "เวลาเท่านั้น" in only.presumed.th


def test_a_reporter_of_another_name_speaks_against_one_login(two):
    grid, base = two
    collect(
        grid,
        filled(base, {(0, "outcome"): "หนึ่ง", (0, "reported_by"): "วิภา"}, "กองคลัง01", 10),
        filled(base, {(0, "outcome"): "สอง", (0, "reported_by"): "สมชาย"}, "กองคลัง01", 20),
    )
    assert value(grid, "outcome") == "หนึ่ง"
    assert ("หนึ่ง", "สอง") in [c[2:4] for c in conflicts(grid)]


def test_what_a_likely_later_file_replaced_is_not_what_stays_among_rivals(two):
    grid, base = two
    spot = (0, "outcome")
    made = [
        filled(base, {spot: text}, name, day)
        for text, name, day in (("แรก", "วิภา", 10), ("อื่น", "สมชาย", 12), ("แก้", "วิภา", 20))
    ]
    collect(grid, *made)
    assert value(grid, "outcome") == "อื่น"
    assert {c[3] for c in conflicts(grid)} == {"แก้", "แรก"}


@pytest.mark.parametrize("name", ["วิภา", "สมศรี"])
def test_of_rivals_the_one_that_saw_the_officers_words_takes_their_place(name):
    grid = master([ONE])
    early = send(grid)
    put(grid, "outcome", "ของผู้รวบรวม")
    again = send(grid, sent="2022-03-05")
    first = filled(early, {(0, "outcome"): "ก่อนเห็น"}, "วิภา", 10)
    second = filled(again, {(0, "outcome"): "เห็นแล้วแก้"}, name, 20)
    collect(grid, second, first)
    assert value(grid, "outcome") == "เห็นแล้วแก้"
    assert "ก่อนเห็น" in {v for row in conflicts(grid) for v in row}  # nobody chose yet


def test_rivals_of_which_none_saw_the_officers_words_leave_them():
    grid = master([ONE])
    early = send(grid)
    first = filled(early, {(0, "outcome"): "หนึ่ง"}, "วิภา", 10)
    second = filled(early, {(0, "outcome"): "สอง"}, "สมศรี", 20)
    put(grid, "outcome", "ของผู้รวบรวม")
    collect(grid, first, second)
    assert value(grid, "outcome") == "ของผู้รวบรวม"
