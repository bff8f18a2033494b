"""Rows removed, added, moved, copied, and rows that can't be told apart."""

from __future__ import annotations

import re

from ita_excel import schema
from ita_excel.merging.returned_rows import read_returned
from tests.merging.books import (
    NEW,
    ONE,
    SIX,
    TWO,
    UNITS,
    answer,
    aside,
    codes,
    collect,
    conflicts,
    listed,
    master,
    meta,
    put,
    returned,
    send,
    value,
)


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
    gone.apply(meta(grid, gone))
    merged = collect(gone, contribution)
    assert codes(merged.findings) == [("M804", "removed_here")]
    assert aside(gone) == [("M804 แถวถูกลบออกจากไฟล์หลักแล้ว", "ผลการดำเนินการ", "ตอบแล้ว")]
    back = master([ONE, TWO])
    back.apply(meta(gone, back))
    collect(back)
    assert (value(back, "outcome"), aside(back)) == ("ตอบแล้ว", [])


def test_a_row_added_by_the_unit_is_a_proposal_at_the_end():
    grid = master([ONE])
    contribution, findings = answer(send(grid), lambda rows: [*rows, NEW])
    assert {w.action for w in collect(grid, contribution).written} == {NEW["text"]}
    assert codes(findings) == [("M803", "added")]
    assert [f.at.column for f in findings] == [1]
    added = listed(grid, schema.RESULTS, "key", "round", "text", "outcome")[1]
    assert re.fullmatch("P-[0-9A-F]{8}", added[0])  # units' workbooks and masters hold such keys
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
    both.apply(meta(grid, both))
    collect(both, answer(base, lambda rows: [*rows, {**NEW, "problems": "ไม่มี"}])[0])
    assert len(listed(both, schema.RESULTS, "key")) == 2
    assert value(both, "problems", "K9") == "ไม่มี"
    assert conflicts(both)[0][2:4] == ("ของไฟล์หลัก", "อบรม ๒ วัน")


def test_a_proposal_that_the_officer_deleted_does_not_come_back():
    grid = master([ONE])
    contribution, _ = answer(send(grid), lambda rows: [*rows, NEW])
    collect(grid, contribution)
    without = master([ONE])
    without.apply(meta(grid, without))
    collect(without, contribution)
    assert len(listed(without, schema.RESULTS, "key")) == 1
    assert [v for _, _, v in aside(without) if v == "อบรม ๒ วัน"]


def test_a_row_deleted_after_a_merge_and_put_back_is_filled_again():
    grid = master([ONE, TWO])
    contribution, _ = answer(send(grid), {"outcome": "ตอบแล้ว"})
    collect(grid, contribution)
    gone = master([TWO])
    gone.apply(meta(grid, gone))
    collect(gone)
    back = master([ONE, TWO])
    back.apply(meta(gone, back))
    collect(back)
    assert (value(back, "outcome"), aside(back)) == ("ตอบแล้ว", [])


def test_an_added_row_and_the_masters_own_are_one_row_in_every_dispatch():
    grid = master([ONE])
    first = send(grid)
    both = master([ONE, {"key": "K9", "text": NEW["text"]}])
    both.apply(meta(grid, both))
    second = send(both, sent="2022-03-15")
    added, _ = answer(first, lambda rows: [*rows, NEW], file="1")
    later, _ = answer(
        second, lambda rows: rows[1].update(outcome="อบรม ๓ วัน"), file="2", saved="2022-03-20"
    )
    collect(both, later, added)
    assert value(both, "outcome", "K9") == "อบรม ๓ วัน"
    assert [c[3] for c in conflicts(both)] == ["อบรม ๒ วัน"]


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
    without.apply(meta(grid, without))
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


def test_two_free_rows_as_near_as_each_other_are_not_guessed_and_one_alone_is_taken():
    alike = [
        {**ONE, "key": k, "text": f"รายงานผลการประชุมครั้งที่ {n}"} for k, n in (("A", 1), ("B", 2))
    ]

    def one_of_neither(rows):
        return [{"round": SIX, "text": "รายงานผลการประชุมครั้งที่ 3", "outcome": "ประชุมแล้ว"}]

    found = [answer(send(master(alike[:n])), one_of_neither) for n in (1, 2)]
    assert [[c.value for c in made.changes] for made, _ in found] == [["ประชุมแล้ว"], []]
    assert [v.value for v in found[1][0].set_aside if v.column == "ผลการดำเนินการ"] == ["ประชุมแล้ว"]
    assert ("M804", "row") in codes(found[1][1])


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


def test_of_a_row_that_was_copied_and_emptied_the_one_that_says_something_counts():
    grid = master([{**ONE, "outcome": "เดิม"}])
    base = send(grid)
    for order in (1, -1):
        rows = [{"outcome": None}, {"outcome": "ใหม่"}][::order]
        made, _ = answer(base, lambda sent, rows=rows: [{**sent[0], **row} for row in rows])
        assert [c.value for c in made.changes] == ["ใหม่"]
        assert made.set_aside == ()


def test_an_action_that_a_unit_added_twice_with_two_results_loses_neither():
    grid = master([ONE])
    made, _ = answer(send(grid), lambda rows: [*rows, NEW, {**NEW, "outcome": "อบรม ๕ วัน"}])
    collect(grid, made)
    assert [c.value for c in made.changes if c.cell.field == "outcome"] == [NEW["outcome"]]
    assert [(s.column, s.value) for s in made.set_aside] == [("ผลการดำเนินการ", "อบรม ๕ วัน")]
    assert ("ผลการดำเนินการ", "อบรม ๕ วัน") in [a[1:] for a in aside(grid)]


def test_the_place_of_a_field_is_its_cell_and_the_rows_first_where_it_has_none():
    found = read_returned(returned([{**ONE, "round": SIX}]), "ตอบ.xlsx").results[0]
    assert found.at_field("outcome").column == schema.RESULTS.number("outcome")
    assert found.only({"key"}).at_field("outcome").column == 1


def test_a_row_without_a_key_is_the_row_whose_words_are_near_only_where_that_one_is_missing():
    base = send(master([ONE, TWO]))
    near = {"round": SIX, "text": f"{ONE['text']}ฯ", "outcome": "แถวที่ไม่มีรหัส"}
    beside, _ = answer(base, lambda rows: [*rows, near])
    assert not any(c.cell.key == "K1" for c in beside.changes)
    instead, _ = answer(base, lambda rows: [near, rows[1]])
    assert [(c.cell.key, c.value) for c in instead.changes] == [("K1", "แถวที่ไม่มีรหัส")]
