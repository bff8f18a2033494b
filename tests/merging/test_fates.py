"""What became of every value that units typed, as the certificate counts it."""

from __future__ import annotations

from collections import Counter

from ita_excel import schema
from ita_excel.merging.all_cells import Fate
from ita_excel.merging.conflicts import COMBINED, OURS
from tests.merging.books import (
    NEW,
    ONE,
    SIX,
    TWO,
    UNITS,
    answer,
    aside,
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


def fates(merged):
    return {fate.value: n for fate, n in merged.fates.items() if n}


def test_a_value_that_stands_and_one_that_waits():
    grid, _, made = in_conflict()
    assert fates(collect(grid, made)) == {"conflict": 1}
    grid = master([ONE])
    assert fates(collect(grid, answer(send(grid), {"outcome": "ก"})[0])) == {"merged": 1}


def test_a_value_that_the_officer_decided_against_is_overruled_and_not_replaced():
    grid, _, made = in_conflict()
    choose(grid, OURS)
    assert fates(collect(grid)) == {"overruled": 1}
    assert fates(collect(grid, made)) == {"overruled": 1}


def test_a_value_that_a_later_file_of_the_same_hands_changed_is_replaced_or_presumed_to_be():
    grid = master([ONE, TWO])
    base = send(grid)
    first = answer(base, {"outcome": "ก"}, file="1", author="วิภา", modified="2022-03-10")[0]
    later = {"file": "2", "saved": "2022-03-20", "modified": "2022-03-20", "author": "วิภา"}
    presumed = collect(grid, first, answer(base, {"outcome": "ข"}, **later)[0])
    assert fates(presumed) == {"merged": 1, "presumed": 1}
    grid = master([ONE, TWO])
    base = send(grid)
    words = {"problems": "ถ้อยคำยาวที่คนเดียวเขียน"}
    first = {"file": "1", "author": "วิภา", "modified": "2022-03-10"}
    replaced = collect(
        grid,
        answer(base, {"outcome": "ก", **words}, **first)[0],
        answer(base, {"outcome": "ข", **words}, **later)[0],
    )
    assert fates(replaced) == {"merged": 3, "replaced": 1}


def test_values_that_were_combined_all_stand_and_a_blank_does_not():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง", "outcome": "แรก"}])
    made = [
        answer(send(grid, unit), {"outcome": said}, file=unit)[0]
        for unit, said in zip(UNITS, ("ผลหนึ่ง", "ผลสอง", None), strict=True)
    ]
    collect(grid, *made)
    choose(grid, COMBINED)
    assert fates(collect(grid)) == {"merged": 2, "overruled": 1}


def test_a_value_typed_over_a_combination_stands_no_longer():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    collect(grid, *[answer(send(grid, u), {"outcome": f"ผล{u}"}, file=u)[0] for u in UNITS[:2]])
    choose(grid, COMBINED)
    collect(grid)
    put(grid, "outcome", "เขียนใหม่ทั้งหมด")
    assert fates(collect(grid)) == {"overruled": 2}


def test_values_of_a_row_that_the_master_lost_lie_aside_each_once():
    grid = master([ONE, TWO])
    base = send(grid)
    both = {"outcome": "ก", "problems": "ข"}
    gone = master([TWO])
    gone.apply(meta(grid, gone))
    again = answer(base, both, file="2", saved="2022-03-20")[0]
    merged = collect(gone, answer(base, both)[0], again)
    assert fates(merged) == {"aside": 4}
    assert sorted(v for _, _, v in aside(gone)) == ["ก", "ข"]
    assert merged.cells == {}


def test_what_lies_aside_in_a_file_that_a_later_one_goes_on_from_is_replaced():
    grid = master([ONE, TWO])
    base = send(grid)
    words = {"outcome": "ถ้อยคำยาวที่คนเดียวเขียน"}
    first = {"file": "1", "author": "วิภา", "modified": "2022-03-10"}
    later = {"file": "2", "saved": "2022-03-20", "modified": "2022-03-20", "author": "วิภา"}
    merged = collect(grid, answer(base, {**words, "number": 7}, **first)[0])
    assert fates(merged) == {"merged": 1, "aside": 1}
    merged = collect(grid, answer(base, {**words, "problems": "ใหม่"}, **later)[0])
    assert fates(merged) == {"merged": 3, "replaced": 1}
    assert aside(grid) == []


# --- rows that a unit added


def with_own_row(measure="เปิดเผยข้อมูล"):
    """A master that has the row which a unit adds, under a key of its own."""
    grid = master([ONE])
    base = send(grid)
    both = master([ONE, {"key": "K9", "text": NEW["text"], "measure": "เปิดเผยข้อมูล"}])
    both.apply(meta(grid, both))
    made, _ = answer(base, lambda rows: [*rows, {**NEW, "measure": measure}])
    return both, made


def test_what_a_proposal_says_of_the_plan_is_no_answer_for_the_masters_own_row():
    grid, made = with_own_row("ป้องกันการทุจริต")
    merged = collect(grid, made)
    assert value(grid, "measure", "K9") == "เปิดเผยข้อมูล"
    assert value(grid, "outcome", "K9") == NEW["outcome"]
    assert [(why, v) for why, _, v in aside(grid)] == [("M802 แก้ไขเซลล์ที่ล็อกไว้", "ป้องกันการทุจริต")]
    assert fates(merged) == {"merged": 2, "aside": 1}  # its words and outcome stand
    assert all(cell.field not in ("text", "measure") for cell in merged.cells)


def test_what_it_says_alike_lies_nowhere_aside():
    grid, made = with_own_row()
    merged = collect(grid, made)
    assert (aside(grid), fates(merged)) == ([], {"merged": 3})


def own_key(grid):
    return next(k for (k,) in listed(grid, schema.RESULTS, "key") if k.startswith("P-"))


def test_decisions_about_a_proposal_hold_when_the_row_gets_the_masters_own_key():
    """The officer typed over answers of both rows, and keeps the one with her own key."""
    grid = master([ONE])
    collect(grid, answer(send(grid), lambda rows: [*rows, NEW], file="1")[0])
    put(grid, "outcome", "ของเรา", own_key(grid))
    collect(grid)
    rows = listed(grid, schema.RESULTS, *(c.field for c in schema.RESULTS.columns))
    kept = dict(zip((c.field for c in schema.RESULTS.columns), rows[1], strict=True))
    both = master([ONE, {"key": "K9", "text": NEW["text"]}, kept])
    both.apply(meta(grid, both))
    base = send(both, sent="2022-03-15")
    later = answer(base, lambda rows: rows[1].update(outcome="อบรม ๓ วัน"), file="2")[0]
    collect(both, later)
    put(both, "outcome", "ของเรา", "K9")
    collect(both)
    alone = master([ONE, {"key": "K9", "text": NEW["text"], "outcome": "ของเรา"}])
    alone.apply(meta(both, alone))
    merged = collect(alone)
    assert (value(alone, "outcome", "K9"), conflicts(alone)) == ("ของเรา", [])
    assert merged.fates[Fate.OVERRULED] == 2
    assert collect(alone).edits == ()


def test_a_key_typed_over_that_of_a_proposal_takes_its_answers_along():
    grid = master([ONE])
    made = answer(send(grid), lambda rows: [*rows, NEW])[0]
    collect(grid, made)
    put(grid, "key", "K9", own_key(grid))
    assert collect(grid).edits != ()  # the memory alone
    assert value(grid, "outcome", "K9") == NEW["outcome"]
    assert len(listed(grid, schema.RESULTS, "key")) == 2
    put(grid, "outcome", "แก้คำ", "K9")
    merged = collect(grid, made)
    assert (value(grid, "outcome", "K9"), conflicts(grid)) == ("แก้คำ", [])
    assert {c.row.key for c in merged.cells if c.field == "outcome"} == {"K9"}


def test_a_proposals_row_is_cleared_when_it_is_withdrawn_and_nothing_else_stands_in_it():
    grid = master([ONE])
    made = answer(send(grid), lambda rows: [*rows, NEW])[0]
    collect(grid, made)
    key = own_key(grid)
    merged = collect(grid, withdraw=[made.hash])
    assert [k for (k,) in listed(grid, schema.RESULTS, "key")] == ["K1"]
    assert merged.ledger.placed == frozenset()
    merged = collect(grid, made)
    assert own_key(grid) == key
    assert {row.key for row in merged.ledger.placed} == {key}


def test_a_proposal_that_the_master_has_is_placed_though_it_needed_no_row():
    grid, made = with_own_row()
    merged = collect(grid, made)
    assert {(r.key[:2], r.round) for r in merged.ledger.placed} == {("P-", SIX)}
    assert Counter(k for (k,) in listed(grid, schema.RESULTS, "key")) == {"K1": 1, "K9": 1}
