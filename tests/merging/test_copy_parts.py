"""The parts of merging two copies of a master, each by itself: memory, arbiters, what lies beside cells."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.threeway import Verdict
from ita_excel.merging.copy_arbiters import ResultsArbiter, is_combined_anew, our_key
from ita_excel.merging.copy_besides import LeftThere, left_there
from ita_excel.merging.copy_cells import CopiedColumn, CopyCell
from ita_excel.merging.copy_memory import (
    TwoOwn,
    derived_with_keys,
    join_derived,
    join_ledgers,
    with_keys,
)
from ita_excel.merging.ledger import (
    Answer,
    CellState,
    ChangedCell,
    Dispatch,
    Ledger,
    Ours,
    Overruled,
    ValueKey,
)
from ita_excel.merging.master import CellId, RowId
from ita_excel.sheets.derived_cells import Derived
from tests.merging.books import ONE, SIX, TWO, UNITS, master

AT = CellId("K1", SIX, "outcome")
ROW = RowId("K1", SIX)


def joined(here, there, base=(False, None), held=None, other=None):
    """Two memories of one cell, made one; each is what its officer put there, one after another."""
    sides = [
        Ledger(cells={AT: CellState(tuple(map(Ours, own)), own[-1])}) if own else Ledger()
        for own in (here, there)
    ]
    return join_ledgers(
        *sides,
        lambda _: base,
        lambda _: (held is not None or bool(here), held or (here[-1] if here else None)),
        lambda _: (other is not None or bool(there), other or (there[-1] if there else None)),
        "ผู้รวม",
        "2022-05-01",
    )


@pytest.mark.parametrize(
    ("here", "there", "base", "stands", "torn"),
    [
        (["ก", "ข"], ["ก"], (False, None), "ข", False),  # they hold what ours held before
        (["ก"], ["ก", "ข"], (False, None), "ข", False),
        (["ก"], ["ข"], (False, None), "ก", True),  # nobody knows what both had before
        (["ก"], ["ข"], (True, "ก"), "ข", False),
        (["ก"], ["ข"], (True, "ข"), "ก", False),
        (["ก"], ["ข"], (True, "ค"), "ก", True),
        (["ก"], ["ก"], (False, None), "ก", False),
    ],
)
def test_what_two_officers_put_into_a_cell(here, there, base, stands, torn):
    found = joined(here, there, base)
    assert found.ledger.cells[AT].ours[-1].value == stands
    conflicts = (TwoOwn(AT, base[1], here[-1], there[-1]),) if torn else ()
    assert found.conflicts == conflicts


def test_a_value_taken_from_the_other_officer_says_who_took_it_and_when():
    last = joined(["ก"], ["ข"], (True, "ก")).ledger.cells[AT].ours[-1]
    assert (last.value, last.by, last.when) == ("ข", "ผู้รวม", "2022-05-01")


def test_a_row_that_only_one_has_brings_its_memory_along():
    assert joined([], ["ข"]).ledger.cells[AT] == CellState((Ours("ข"),), "ข")
    found = joined(["ก"], [], other="ข", base=(True, "ก")).ledger.cells[AT]
    assert [o.value for o in found.ours] == ["ก", "ข"]
    alone = joined(["ก"], []).ledger.cells[AT]
    assert ([o.value for o in alone.ours], alone.wrote, alone.absent) == (["ก"], "ก", False)


def test_what_either_decided_against_and_took_back_is_known_once():
    key = ValueKey(UNITS[0], "D", "x")
    one = Ledger(
        answers={"a": Answer("a", "a", UNITS[0], "D", "", "")},
        cells={AT: CellState((Ours("ก"),), "ก", (Overruled(key, "", "", ""),))},
        withdrawn=frozenset({"b"}),
    )
    two = Ledger(
        answers={"b": Answer("b", "b", UNITS[0], "D", "", "")},
        cells={AT: CellState((Ours("ก"),), "ก", (Overruled(key, "ซ้ำ", "", ""),))},
        withdrawn=frozenset({"c"}),
    )
    there = (True, "ก")
    found = join_ledgers(one, two, *([lambda _: there] * 3), "", "")
    assert [o.value_key for o in found.ledger.cells[AT].overruled] == [key]
    assert (found.withdrawn, found.ledger.withdrawn) == (("b",), {"b", "c"})
    assert set(found.ledger.answers) == {"a", "b"}


def test_a_memory_with_other_keys_says_the_same_of_the_other_rows():
    change = ChangedCell(AT, None, "ก")
    answer = Answer("h", "f", UNITS[0], "D", "", "", changes=(change,), actions={ROW: "งาน"},
                    proposed=frozenset({ROW}))  # fmt: skip
    sent = Dispatch("D", UNITS[0], "", "", "", (ROW,), answers={ROW: {"outcome": "ก"}})
    state = CellState((Ours("ก"),), "ก")
    ledger = Ledger({"D": sent}, {"h": answer}, {AT: state}, frozenset({ROW}))
    other = RowId("N1", SIX)
    found = with_keys(ledger, {"K1": "N1"})
    assert found.dispatches["D"].rows == (other,)
    assert found.dispatches["D"].answers == {other: {"outcome": "ก"}}
    assert found.answers["h"].changes[0].cell == CellId("N1", SIX, "outcome")
    assert (found.answers["h"].actions, found.answers["h"].proposed) == ({other: "งาน"}, {other})
    assert found.cells == {CellId("N1", SIX, "outcome"): state} and found.placed == {other}
    assert with_keys(ledger, {}) is ledger and with_keys(ledger, {"อื่น": "N1"}) == ledger


def test_what_was_derived_goes_with_whose_value_stands():
    ours = Derived({AT: "ก"}, {AT: "ก"}, ("K1",), unsure=("K1",))
    theirs = Derived({AT: "ข"}, {AT: "ข"}, ("K2",), unsure=("K2",))
    found = join_derived(ours, theirs, [AT])
    assert (found.copied, found.carried) == ({AT: "ข"}, {AT: "ข"})
    assert (found.order, found.unsure) == (("K1",), ("K1", "K2"))
    assert join_derived(ours, theirs, []).copied == {AT: "ก"}
    assert join_derived(Derived(), theirs, []).copied == {AT: "ข"}
    other = CellId("N1", SIX, "outcome")
    renamed = derived_with_keys(ours, {"K1": "N1"})
    assert (renamed.copied, renamed.carried) == ({other: "ก"}, {other: "ก"})
    assert (renamed.order, renamed.unsure) == (("N1",), ("N1",))
    assert derived_with_keys(ours, {}) is ours


def cell(field="outcome", ours="ก", theirs="ข", table=schema.RESULTS):
    column = CopiedColumn(field, table.column(field).heading, 1, 1, 1)
    return CopyCell(table, "K1", SIX, "งาน", column, 4, None, ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ({AT: "ก"}, {AT: "ข"}, Verdict.OURS),  # neither was touched: it follows its source
        ({AT: "ก"}, {AT: "เดิม"}, Verdict.THEIRS),
        ({AT: "เดิม"}, {AT: "ข"}, Verdict.OURS),
        ({AT: "เดิม"}, {AT: "เดิม"}, None),
        ({AT: "ก"}, {}, None),
        ({}, {AT: "ข"}, None),
        ({}, {}, None),
    ],
)
@pytest.mark.parametrize("kind", ["copied", "carried"])
def test_a_derived_cell_that_one_left_alone_is_the_others(ours, theirs, verdict, kind):
    arbiter = ResultsArbiter(Derived(**{kind: ours}), Derived(**{kind: theirs}))
    assert arbiter(cell()) is verdict


def test_a_row_keeps_its_key_and_gets_theirs_where_it_has_none():
    assert our_key(cell("key", "K1", "N1")) is Verdict.OURS
    assert our_key(cell("key", None, "N1")) is Verdict.THEIRS
    assert our_key(cell()) is None
    arbiter = ResultsArbiter(Derived(), Derived())
    assert arbiter(cell("key", None, "N1")) is Verdict.THEIRS


def test_a_joint_cell_is_combined_anew_where_both_combined_it_and_the_other_left_it_so():
    both = Derived(combined={AT: "ข"})
    assert is_combined_anew(cell(), both, both)
    assert not is_combined_anew(cell(), both, Derived(combined={AT: "เดิม"}))  # typed there
    assert not is_combined_anew(cell(), Derived(), both)
    assert not is_combined_anew(cell(), both, Derived())
    assert not is_combined_anew(cell("text", table=schema.PLAN), both, both)


def test_what_lies_beside_the_other_copys_cells_is_listed_once():
    grid = master([{**ONE, "evidence": "https://example.go.th/1"}, TWO])
    sheet = schema.RESULTS.sheet
    at = schema.RESULTS.number("evidence")
    row = schema.RESULTS.header_row + 1
    note = Beside(row, at, BesideKind.COMMENT, "โน้ต")
    there = (
        note,
        note,
        Beside(row, at, BesideKind.LINK, "https://example.go.th/1"),  # its cell says it
        Beside(row, at, BesideKind.LINK, "https://example.go.th/2"),
        Beside(0, 0, BesideKind.PICTURE, ""),
        Beside(99, 99, BesideKind.LINK, "ไกล"),
    )

    def of(things):
        return lambda name: things if name == sheet else ()

    found = list(left_there(of((note,)), of(there), grid))
    cell_name = f"{chr(64 + at)}{row}"
    assert found == [
        LeftThere(sheet, cell_name, BesideKind.COMMENT, "โน้ต"),  # ours has one of the two
        LeftThere(sheet, cell_name, BesideKind.LINK, "https://example.go.th/2"),
        LeftThere(sheet, "", BesideKind.PICTURE, ""),
        LeftThere(sheet, "CU99", BesideKind.LINK, "ไกล"),
    ]
