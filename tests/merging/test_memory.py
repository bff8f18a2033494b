"""What the master remembers comes back as it was kept, and a row keeps what belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef, MemoryGrid, SetCell
from ita_excel.merging import ledger_sheet
from ita_excel.merging.conflicts import OURS
from ita_excel.merging.decisions import read_decisions
from ita_excel.merging.divisions import Division, Divisions
from ita_excel.merging.master import CellId, RowId
from ita_excel.merging.returned_rows import read_returned
from ita_excel.merging.sending import record_of
from ita_excel.merging.unit_changes import ReturnedFile, compare
from ita_excel.sheets import read
from tests.merging.books import (
    NEW,
    ONE,
    SIX,
    TWO,
    answer,
    aside,
    book,
    choose,
    codes,
    collect,
    conflicts,
    in_conflict,
    listed,
    master,
    returned,
    rows_of,
    send,
    value,
)


def kept(ledger):
    grid = master([ONE])
    grid.apply(ledger_sheet.keep(read(grid), ledger))
    return ledger_sheet.load(read(grid).meta)


def test_whose_a_dispatch_is_and_what_it_showed_are_remembered():
    grid = master([{**ONE, "outcome": "เดิม"}, TWO])
    base = send(grid)
    for address in ("wipha@abt.go.th", ""):
        sent = record_of(base, "ก.xlsx", address)
        ledger = kept(ledger_sheet.load(read(grid).meta).dispatched(sent))
        assert ledger.dispatches == {sent.id: sent}
        assert sent.answers == {RowId("K1", SIX): {"outcome": "เดิม"}}


def test_what_a_districts_master_says_of_its_divisions_is_remembered_with_its_answer_alone():
    grid = master([ONE])
    base = send(grid)
    one, two = (answer(base, {"outcome": t}, file=t)[0] for t in ("หนึ่ง", "สอง"))
    below = Divisions((Division("กองช่าง", "a", "b", "c", 2, 1),),
                      {CellId("K1", SIX, "outcome"): (("กองช่าง",),)}, 1, 0)  # fmt: skip
    one = replace(one, below=below)
    ledger = kept(ledger_sheet.load(read(grid).meta).answered(one).answered(two))
    assert ledger.answers[one.hash].below == below
    assert ledger.answers[two.hash].below is None
    assert ledger.answers[one.hash].changes == one.changes


def test_the_whole_memory_of_a_merge_comes_back():
    grid = master([{**ONE, "outcome": "เดิม"}, TWO])
    collect(grid, answer(send(grid), lambda rows: [*rows, NEW])[0])
    ledger = ledger_sheet.load(read(grid).meta)
    again = kept(ledger)
    assert (again.cells, again.placed, again.answers) == (
        ledger.cells, ledger.placed, ledger.answers,
    )  # fmt: skip
    assert not any(state.absent for state in again.cells.values())


def test_a_workbook_without_its_hidden_sheet_can_keep_no_memory():
    grid = master([ONE])
    bare = MemoryGrid({s: grid.rows(s) for s in grid.sheets() if s != schema.META.sheet})
    with pytest.raises(InputError):
        ledger_sheet.keep(read(bare), ledger_sheet.load(read(grid).meta))


def test_a_master_that_lost_its_sheet_of_conflicts_has_no_choices():
    grid = master([ONE])
    bare = MemoryGrid({s: grid.rows(s) for s in grid.sheets() if s != schema.CONFLICTS.sheet})
    found = read_decisions(read(bare), [], final=True)
    assert found.typed == {}


def test_a_row_added_under_a_key_of_a_proposal_is_that_proposal():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, lambda rows: [*rows, NEW])[0])
    key = next(k for k, _ in listed(grid, schema.RESULTS, "key", "text") if k != "K1")
    again = {**NEW, "key": key, "outcome": "อบรม ๒ วัน"}
    made, findings = answer(base, lambda rows: [*rows, again], file="2", saved="2022-03-20")
    assert codes(findings) == [("M803", "added")]
    collect(grid, made)
    assert len(listed(grid, schema.RESULTS, "key")) == 2


def test_a_row_whose_round_alone_was_changed_is_known_by_its_key():
    grid = master([ONE, TWO])
    made, findings = answer(
        send(grid), {"round": "๑๒ เดือน", "text": "เขียนใหม่ทั้งหมด", "outcome": "แล้ว"}
    )
    collect(grid, made)
    assert value(grid, "outcome") == "แล้ว"
    assert ("M802", "key") in codes(findings)


def test_words_of_two_rows_are_told_apart_by_their_measure():
    alike = [{**ONE, "key": k, "measure": m} for k, m in (("A", "ก"), ("B", "ข"))]
    grid = master(alike)

    def keyless(rows):
        rows[1]["outcome"] = "ของข้อ ข"
        return [{**row, "key": None} for row in rows[::-1]]

    collect(grid, answer(send(grid), keyless)[0])
    assert (value(grid, "outcome", "A"), value(grid, "outcome", "B")) == (None, "ของข้อ ข")


def test_a_value_that_a_formula_gave_is_taken_and_named():
    grid = master([ONE, TWO])
    base = send(grid)
    rows = rows_of(base)
    rows[0] |= {"outcome": "12", "problems": "ไม่มี"}
    column = 1 + [c.field for c in schema.RESULTS.columns].index("outcome")
    at = CellRef(schema.RESULTS.sheet, schema.RESULTS.header_row + 1, column)
    file = ReturnedFile("ก", "h", "2022-03-10", "2022-04-01", formulas={at})
    made, findings = compare(base, read_returned(returned(rows, base=base), "ก"), file, {"K1"})
    assert [c.value for c in made.changes] == ["12", "ไม่มี"]
    (named,) = [f for f in findings if f.variant == "formula"]
    assert (named.at, named.context["value"]) == (at, "12")


def test_a_row_added_twice_with_other_words_keeps_the_second_aside():
    grid = master([ONE])
    second = {**NEW, "outcome": "อบรม ๕ วัน"}
    made, _ = answer(send(grid), lambda rows: [*rows, NEW, second, NEW])
    collect(grid, made)
    assert len(listed(grid, schema.RESULTS, "key")) == 2
    assert [v for why, _, v in aside(grid) if "แถวซ้ำ" in why] == ["อบรม ๕ วัน"]


def test_what_was_changed_in_the_plan_is_kept_aside_by_key_or_by_words():
    grid = master([ONE, TWO])
    base = send(grid)
    plan = [
        {"key": "K1", **base.plan["K1"], "text": "แก้ในแผน"},
        {"key": None, **base.plan["K2"], "details": "รายละเอียดใหม่"},
    ]
    found = read_returned(book(Plan=plan, Results=rows_of(base)), "ก")
    file = ReturnedFile("ก", "h", "2022-03-10", "2022-04-01")
    made, findings = compare(base, found, file, {"K1", "K2"})
    assert [(s.key, s.value) for s in made.set_aside] == [
        ("K1", "แก้ในแผน"), ("K2", "รายละเอียดใหม่"),
    ]  # fmt: skip
    assert codes(findings) == [("M802", "cell")] * 2


def test_what_was_decided_about_a_row_is_known_when_the_row_was_away_for_a_while():
    grid, _, _ = in_conflict()
    choose(grid, OURS)
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเรา", [])
    record = next(r for r in read(grid).results if r.value.key == "K1")
    cells = [record.at(c.field) for c in schema.RESULTS.columns if record.at(c.field)]
    stood = [(at, grid.rows(at.sheet)[at.row - 1][at.column - 1]) for at in cells]
    grid.apply([SetCell(at, None) for at in cells])
    collect(grid)
    assert all(state.absent for state in ledger_sheet.load(read(grid).meta).cells.values())
    grid.apply([SetCell(at, value_) for at, value_ in stood])
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเรา", [])
