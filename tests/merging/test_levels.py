"""A district answers the province with its own master: what answers, what is its own, what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding, Severity
from ita_excel.merging import base as bases
from ita_excel.merging import levels
from ita_excel.merging.divisions import Division, Divisions, content, from_content, said
from ita_excel.merging.ledger import Answer, ChangedCell, Ledger, path_of
from ita_excel.merging.level_rules import LEVELS
from ita_excel.merging.master import CellId, RowId
from ita_excel.merging.masters_rows import as_answer, as_later_answer
from ita_excel.merging.returned_rows import read_returned
from ita_excel.sheets import append_rows, read, require_block
from tests.merging.books import (
    ONE,
    SIX,
    TWO,
    UNITS,
    book,
    listed,
    master,
    put,
    rows_of,
    send,
    value,
)

TWELVE = "๑๒ เดือน"
OWN = {"key": "K9", "text": "ตรวจสอบพัสดุประจำปี"}
DISTRICT, FIRST, SECOND = UNITS


def sent(rows=(ONE, TWO), **at):
    """What a province sent to the district."""
    return send(master(rows), **at)


def districts(base, results=None, plan=None):
    """The district's own master as the province reads it."""
    results = rows_of(base) if results is None else results
    plan = [{"key": k, **v} for k, v in base.plan.items()] if plan is None else plan
    return read_returned(book(Plan=plan, Results=results), "อำเภอ.xlsx")


def texts(rows, field="text"):
    return [row.text(field) for row in rows]


# What of a master answers -----------------------------------------------------------------------


def test_the_rows_sent_are_answered_and_whom_the_district_named_is_no_change():
    base = sent()
    rows = [{**r, "responsible": FIRST, "outcome": "แล้ว"} for r in rows_of(base)]
    plan = [{"key": k, **v, "responsible": FIRST} for k, v in base.plan.items()]
    found = as_answer(districts(base, rows, plan), base)
    assert texts(found.book.results, "outcome") == ["แล้ว"] * 2
    assert texts(found.book.results, "responsible") == [DISTRICT] * 2
    assert texts(found.book.plan, "responsible") == [DISTRICT] * 2
    assert found.own == ()


def test_an_action_that_the_district_planned_itself_is_its_own_and_named_once():
    base = sent()
    own = [{**OWN, "round": r, "outcome": "ของเรา"} for r in (SIX, TWELVE)]
    plan = [{"key": k, **v} for k, v in base.plan.items()] + [OWN]
    found = as_answer(districts(base, [*rows_of(base), *own], plan), base)
    assert found.own == (OWN["text"],)
    assert texts(found.book.results, "key") == ["K1", "K2"]
    assert texts(found.book.plan, "key") == ["K1", "K2"]


def test_an_own_action_without_words_is_named_by_its_key():
    base = sent()
    row = {"key": "K9", "round": SIX, "outcome": "ของเรา"}
    assert as_answer(districts(base, [row], [{"key": "K9", "text": "x"}]), base).own == ("K9",)


@pytest.mark.parametrize(
    "row",
    [
        {**OWN, "key": None},  # the unit added it, and wrote no key
        {**OWN, "key": "K7"},  # a key that the district's plan doesn't know
        {"key": "K9", "text": ONE["text"]},  # the words of a row that was sent
    ],
)
def test_rows_that_may_answer_what_was_sent_are_left_to_be_matched(row):
    base = sent()
    rows = [*rows_of(base), {**row, "round": SIX, "outcome": "ก"}]
    found = as_answer(districts(base, rows, [OWN]), base)
    assert (found.own, len(found.book.results)) == ((), 3)


def test_a_row_of_a_sent_action_in_a_sheet_that_lost_its_rounds_is_left_to_be_matched():
    base = sent()
    found = as_answer(districts(base, [{**ONE, "round": None, "outcome": "ก"}]), base)
    assert (found.own, texts(found.book.results, "outcome")) == ((), ["ก"])


def test_the_other_round_of_an_action_is_the_districts_own():
    base = sent()
    rows = [*rows_of(base), {**ONE, "round": TWELVE, "outcome": "ปลายปี"}]
    found = as_answer(districts(base, rows), base)
    assert (found.own, len(found.book.results)) == ((ONE["text"],), 2)


@pytest.mark.parametrize("round_", [TWELVE, "รอบสอง"])
def test_a_round_changed_in_the_only_row_is_no_other_round(round_):
    base = sent()
    rows = [{**rows_of(base)[0], "round": round_}]
    found = as_answer(districts(base, rows), base)
    assert (found.own, len(found.book.results)) == ((), 1)


def test_a_round_that_is_none_is_no_other_round():
    base = sent()
    rows = [*rows_of(base), {**ONE, "round": "รอบสอง"}]
    assert len(as_answer(districts(base, rows), base).book.results) == 3


def test_rows_of_later_dispatches_are_answered_with_those():
    base = sent([ONE])
    later = sent([ONE, TWO], sent="2022-03-15")
    rows = [{**r, "outcome": "แล้ว"} for r in rows_of(later)]
    found = as_answer(districts(later, rows), base, [later])
    assert (texts(found.book.results, "key"), found.own) == (["K1"], ())


def test_a_row_that_a_division_added_is_passed_on():
    base = sent()
    row = {"key": schema.PROPOSED_KEY + "12345678", "round": SIX, "text": "อบรมเพิ่ม"}
    found = as_answer(districts(base, [row], [row]), base)
    assert (texts(found.book.results), found.own) == (["อบรมเพิ่ม"], ())


def test_actions_of_the_plan_are_known_by_key_else_by_words():
    base = sent()
    plan = [{**ONE, "key": None}, {**TWO, "key": "K7"}, {"text": "อื่น"}, {"key": "K2", "text": "แก้"}]
    found = as_answer(districts(base, plan=plan), base)
    assert texts(found.book.plan) == [ONE["text"], "แก้"]


def test_a_later_dispatch_is_answered_with_its_rows_alone_and_no_word_on_what_is_locked():
    base = sent([ONE])
    rows = [{**r, "text": "เขียนใหม่", "outcome": "แล้ว"} for r in rows_of(base)] + [
        {**TWO, "round": SIX}
    ]
    found = as_later_answer(districts(base, rows), base)
    (row,) = found.results
    assert (row.text("text"), row.text("outcome"), found.plan) == (ONE["text"], "แล้ว", ())


def test_a_column_that_is_gone_does_not_come_back():
    base = sent([ONE])
    whole = districts(base)
    cut = replace(whole, results=tuple(r.only({"key", "round", "outcome"}) for r in whole.results))
    assert as_later_answer(cut, base).results[0].cells.keys() == {"key", "round", "outcome"}


# What a master remembers of the level above ------------------------------------------------------


def own_master(*received, more=()):
    """A district's master made of what it was sent."""
    rows = received[-1].rows
    grid = master([{"key": k, "round": r, **v} for (k, r), v in rows.items()])
    kept = [row for n, base in enumerate(received, 1) for row in levels.received_rows(n, base)]
    remember(grid, [*kept, *more])
    return grid


def same(found, *received):
    return [b.fingerprint for b in found] == [b.fingerprint for b in received]


def remember(grid, rows):
    grid.apply(append_rows(require_block(read(grid).blocks, schema.META), rows))


def test_what_was_sent_from_above_comes_back_oldest_first():
    first, second = sent(), sent([ONE], sent="2022-03-15")
    meta = read(own_master(first, second)).meta
    assert levels.is_own_master(meta)
    assert same(levels.received(meta), first, second)
    assert levels.own_unit(levels.received(meta)) == DISTRICT


def test_a_dispatch_of_many_rows_comes_back_from_several_cells():
    rows = [{"key": f"K{n}", "text": f"{n}-{n * 7919}" * 40} for n in range(1500)]
    base = sent(rows)
    kept = levels.received_rows(12, base)
    assert len(kept) > 1 and kept[1]["key"] == f"{schema.META_RECEIVED}012:0002"
    meta = {row["key"]: row["value"] for row in reversed(kept)}
    assert same(levels.received(meta), base)


def test_a_units_workbook_as_it_is_carries_one_dispatch_and_is_no_master():
    base = sent()
    meta = {row["key"]: row["value"] for row in bases.meta_rows(base)}
    assert same(levels.received(meta), base)
    assert levels.own_unit(levels.received(meta)) == DISTRICT
    assert not levels.is_own_master(meta)


def test_a_topmost_master_was_sent_nothing():
    meta = read(master([ONE])).meta
    assert (levels.received(meta), levels.own_unit(())) == ((), "")
    assert levels.from_above(read(master([ONE]))) == ()


def test_a_damaged_record_stops_with_where_to_find_an_earlier_copy():
    grid = own_master(sent())
    block = read(grid).blocks[schema.META.name]
    row = next(r for r in block.filled_rows() if "received" in str(block.cell(r, "key")))
    grid.rows(schema.META.sheet)[row - 1][1] = "เสีย"
    with pytest.raises(InputError, match="ita-backup") as stopped:
        levels.from_above(read(grid))
    assert schema.META.sheet in str(stopped.value)


def test_each_row_is_shown_as_it_was_sent_last():
    first = sent()
    second = sent([{**ONE, "outcome": "แก้ตามที่แจ้ง"}], sent="2022-03-15")
    shown = levels.shown_rows((first, second))
    assert shown[RowId("K1", SIX)]["outcome"] == "แก้ตามที่แจ้ง"
    assert shown[RowId("K2", SIX)]["text"] == TWO["text"]


def test_the_words_that_came_with_a_dispatch_are_kept():
    kept = levels.asked_rows("D-1", "โปรดแก้ข้อ ๒")
    meta = {row["key"]: row["value"] for row in kept}
    assert levels.asked(meta, "D-1") == "โปรดแก้ข้อ ๒"
    assert (levels.asked(meta, "D-2"), levels.asked_rows("D-2", "")) == ("", [])


def said_by(unit, saved, hash_="h", **values):
    changes = tuple(
        ChangedCell(CellId(key, SIX, "outcome"), None, text) for key, text in values.items()
    )
    return Answer(hash_, "ก.xlsx", unit, "D", saved, saved, changes, below=Divisions())


def test_what_a_master_answered_last_is_the_latest_of_its_own_in_the_rows_asked_for():
    answers = (
        said_by(DISTRICT, "2022-03-12", "b", K1="ใหม่"),
        said_by(DISTRICT, "2022-03-10", "a", K1="เก่า", K2="สอง", K3="นอก"),
        said_by(FIRST, "2022-03-20", "c", K1="ของคนอื่น"),
        replace(said_by(DISTRICT, "2022-03-22", "d", K2="ในไฟล์แนบ"), below=None),
    )
    ledger = Ledger(answers={a.hash: a for a in answers})
    rows = {RowId("K1", SIX), RowId("K2", SIX)}
    found = levels.last_answered(ledger, DISTRICT, rows)
    assert {cell.key: text for cell, text in found.items()} == {"K1": "ใหม่", "K2": "สอง"}


def test_what_was_answered_last_comes_back_from_the_hidden_sheet():
    import datetime as dt

    answered = {
        CellId("K1", SIX, "outcome"): "แล้ว",
        CellId("K1", SIX, "reported_on"): dt.date(2022, 3, 1),
        CellId("K2", SIX, "problems"): None,
    }
    rows = levels.answered_rows(answered)
    meta = {row["key"]: row["value"] for row in rows} | {"อื่น": "x"}
    assert rows[0]["key"] == "answered:0001"
    assert levels.answered(meta) == answered
    assert levels.answered({"answered:0001": "เสีย"}) == levels.answered({}) == {}
    assert levels.answered_rows({}) == []


# Whom the rows name ------------------------------------------------------------------------------


def name_in_plan(grid, unit, key="K1"):
    record = next(a for a in read(grid).plan if a.value.key == key)
    at = record.at("responsible")
    grid.rows(at.sheet)[at.row - 1][at.column - 1] = unit


def follow(grid):
    reading = read(grid)
    edits = levels.following(reading, levels.from_above(reading))
    grid.apply(edits)
    return edits


def test_an_untouched_row_follows_whom_the_district_names_in_its_plan_again_and_again():
    grid = own_master(sent())
    assert follow(grid) == []
    for unit in (FIRST, SECOND, DISTRICT, FIRST):
        name_in_plan(grid, unit)
        assert follow(grid)
        assert (value(grid, "responsible"), value(grid, "responsible", "K2")) == (unit, DISTRICT)
        assert follow(grid) == []
    followed = [k for (k,) in listed(grid, schema.META, "key") if k.startswith("followed:")]
    assert followed == ["followed:0001"]


def test_a_name_typed_into_the_results_stays():
    grid = own_master(sent())
    put(grid, "responsible", SECOND)
    name_in_plan(grid, FIRST)
    assert follow(grid) == []
    assert value(grid, "responsible") == SECOND


def test_a_row_of_the_districts_own_does_not_follow():
    base = sent([ONE])
    grid = own_master(base)
    both = master([*rows_of(base), {**OWN, "responsible": DISTRICT}])
    remember(both, levels.received_rows(1, base))
    name_in_plan(both, FIRST, "K9")
    assert follow(both) == []
    assert follow(grid) == []


def test_a_plan_that_names_nobody_takes_no_name_away():
    grid = own_master(sent())
    name_in_plan(grid, None)
    assert follow(grid) == []
    assert value(grid, "responsible") == DISTRICT


def test_a_damaged_memory_of_whom_rows_followed_only_stops_the_following():
    grid = own_master(sent(), more=[{"key": "followed:0001", "value": "เสีย"}])
    name_in_plan(grid, FIRST)
    assert follow(grid)
    assert value(grid, "responsible") == FIRST


def test_a_memory_that_takes_fewer_cells_than_before_leaves_none_of_the_old():
    grid = own_master(sent(), more=[{"key": "followed:0002", "value": "เก่า"}])
    name_in_plan(grid, FIRST)
    follow(grid)
    kept = dict(listed(grid, schema.META, "key", "value"))
    assert kept["followed:0002"] is None and kept["followed:0001"]


# The divisions below -----------------------------------------------------------------------------


def test_a_values_path_names_the_writer_first():
    assert said((("กองช่าง", "อำเภอ"), ("กองคลัง",), ("กองช่าง", "อำเภอ")), "จังหวัด") == (
        "กองช่าง → อำเภอ → จังหวัด, กองคลัง → จังหวัด"
    )
    assert said((), "จังหวัด") == "จังหวัด"


def test_a_value_handed_on_says_by_whose_hands_it_came():
    cell = CellId("K1", SIX, "outcome")
    below = Divisions(paths={cell: (("กองช่าง",),)})
    answer = replace(said_by(DISTRICT, "x", K1="ก"), below=below)
    assert path_of(answer, cell) == f"กองช่าง → {DISTRICT}"
    assert path_of(answer, CellId("K2", SIX, "outcome")) == DISTRICT
    assert path_of(replace(answer, below=None), cell) == DISTRICT


@pytest.mark.parametrize(
    ("returned", "rows", "owed", "missing"),
    [("", 3, 3, True), ("", 3, 0, True), ("x", 3, 1, True), ("x", 3, 0, False), ("", 0, 0, False)],
)
def test_a_division_is_missing_while_it_owes_something(returned, rows, owed, missing):
    assert Division("กองช่าง", "s", "d", returned, rows, owed).missing is missing


def test_what_is_said_of_divisions_comes_back_from_plain_data():
    one, two, three = (CellId(f"K{n}", SIX, "outcome") for n in (1, 2, 3))
    below = Divisions(
        (Division("กองช่าง", "2022-03-01", "2022-03-31", "", 3, 2),),
        {two: (("กองช่าง",),), one: (("กองช่าง",),), three: (("กองคลัง",), ("กองช่าง", "อำเภอ"))},
        4, 5, frozenset({three, one}),
    )  # fmt: skip
    plain = content(below)
    assert from_content(plain) == below
    assert plain["waiting"] == [4, 5] and plain["open"] == [[*one], [*three]]
    assert plain["paths"][0] == [[["กองช่าง"]], [[*one], [*two]]]
    older = {k: v for k, v in plain.items() if k != "open"}
    assert from_content(older) == replace(below, open=frozenset())


@pytest.mark.parametrize("plain", [None, {}, {"waiting": 1}, {"waiting": [1, 2], "units": [3]}])
def test_what_was_never_said_of_divisions_is_an_error_to_the_reader(plain):
    with pytest.raises(ValueError, match=r"."):
        from_content(plain)


@pytest.mark.parametrize(
    ("variant", "severity"),
    [("own", Severity.INFO), ("waits", Severity.WARNING), ("lost", Severity.WARNING)],
)
def test_rows_of_its_own_are_no_fault_of_a_districts_master_and_open_questions_are(
    variant, severity
):
    context = {"file": "ก", "unit": "ข", "n": 1, "actions": "ค", "conflicts": 1, "aside": 0}
    assert Finding(LEVELS, None, variant, context).severity is severity
