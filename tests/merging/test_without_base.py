"""A file that lost what was sent with it: which dispatch it answers, and for whom, is told or refused."""

from __future__ import annotations

import pytest

from ita_excel.core.grid import SetCell
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import Base
from ita_excel.merging.baseless import Particulars, as_units_master, base_remembered
from ita_excel.merging.master import RowId
from ita_excel.merging.returned_rows import read_returned
from ita_excel.sheets import read
from tests.merging.books import (
    ONE,
    SIX,
    TWO,
    UNITS,
    book,
    collect,
    contribution,
    master,
    send,
    value,
)

ROWS = [ONE, TWO]
SHARED = [{**row, "responsible": "ทุกส่วน/กอง"} for row in ROWS]
TWELVE = "๑๒ เดือน"
THREE = {"key": "K3", "text": "จัดทำแผนป้องกันการทุจริต", "measure": "ป้องกัน"}


def plain(*rows):
    """A new workbook with only results in it."""
    return book(Results=[{"round": SIX, **row} for row in rows])


def told(grid, returned, file="ตอบ.xlsx", saved="", **about):
    """The base and the finding's variant and context; no base for a refusal."""
    reading = read(grid)
    found = base_remembered(
        reading, ledger_sheet.load(reading.meta), file,
        read_returned(returned, file), Particulars(**about), saved,
    )  # fmt: skip
    base, finding = found if isinstance(found, tuple) else (None, found)
    return base, finding.variant, finding.context


def test_a_pasted_sheet_of_results_is_matched_by_its_keys():
    grid = master(ROWS)
    send(grid)
    returned = plain({**ONE, "outcome": "ตอบแล้ว"}, TWO)
    base, how, context = told(grid, returned)
    assert (base.unit, base.dispatch, how) == (UNITS[0], f"D-{UNITS[0]}-2022-03-01", "keys")
    assert (context["n"], context["all"], context["unit"]) == ("2", "2", UNITS[0])
    assert (context["file"], context["sent"]) == ("ตอบ.xlsx", "๑ มีนาคม ๒๕๖๕")
    made, _ = contribution(base, returned)
    collect(grid, made)
    assert value(grid, "outcome") == "ตอบแล้ว"


def test_without_keys_its_words_say_it_and_that_is_told():
    grid = master(ROWS)
    send(grid)
    base, how, context = told(grid, plain(*({**row, "key": None} for row in ROWS)))
    assert (base.unit, how, context["n"]) == (UNITS[0], "words", "2")


def test_where_as_many_rows_fit_by_key_as_by_words_the_keys_are_named():
    grid = master(ROWS)
    send(grid)
    _, how, context = told(grid, plain(ONE, {**TWO, "key": None}))
    assert (how, context["n"], context["all"]) == ("keys", "1", "2")


def test_a_row_that_fits_by_key_is_not_counted_by_its_words_again():
    grid = master([ONE])
    send(grid)
    assert told(grid, plain(ONE, THREE, {**THREE, "key": "K4"}))[1] == "unknown"


def test_half_of_the_rows_is_enough_and_less_is_not():
    grid = master(ROWS)
    send(grid)
    other = {**THREE, "key": "X"}
    assert told(grid, plain(ONE, other))[1] == "keys"
    assert told(grid, plain(ONE, other, {**other, "key": "Y"}))[0] is None


def test_a_file_of_nothing_and_of_others_is_refused():
    grid = master(ROWS)
    send(grid)
    for returned in (plain(), plain({**THREE, "key": "X"}), plain({"outcome": "มีแต่ผล"})):
        base, how, context = told(grid, returned)
        assert (base, how, context) == (None, "unknown", {"file": "ตอบ.xlsx"})


def test_rows_that_say_only_an_answer_do_not_count():
    grid = master(ROWS)
    send(grid)
    assert told(grid, plain(ONE, {"outcome": "ก"}, {"outcome": "ข"}))[2]["all"] == "1"


def test_the_round_belongs_to_the_key_where_the_row_has_one():
    grid = master(ROWS)
    send(grid)
    other = plain(*({**row, "round": TWELVE, "text": "อื่น"} for row in ROWS))
    assert told(grid, other)[1] == "unknown"
    assert told(grid, plain(*({**row, "round": None} for row in ROWS)))[1] == "keys"


def test_a_dispatch_whose_rows_are_gone_is_known_by_no_words():
    grid = master([ONE])
    send(grid)
    gone = master([TWO])
    gone.apply(ledger_sheet.keep(read(gone), ledger_sheet.load(read(grid).meta)))
    assert told(gone, plain({"text": "อื่น"}, {"key": "Y"}))[1] == "unknown"
    base, _, _ = told(gone, plain(ONE))
    assert base.rows == {RowId("K1", SIX): {}}


def test_of_several_units_the_file_or_its_name_says_whose_it_is():
    grid = master(SHARED)
    for unit in UNITS:
        send(grid, unit)
    returned = plain(*ROWS)
    assert told(grid, returned, "กองคลัง ส่ง.xlsx")[0].unit == "กองคลัง"
    assert told(grid, returned, unit="กองช่าง")[0].unit == "กองช่าง"
    assert told(grid, returned, "กองคลัง.xlsx", unit="กองช่าง")[0].unit == "กองช่าง"
    assert told(grid, returned, "กองคลัง.xlsx", dispatch="D-กองช่าง-2022-03-01")[0].unit == "กองช่าง"


def test_where_nothing_says_whose_it_is_the_units_are_named():
    grid = master(SHARED)
    for unit in UNITS[:2]:
        send(grid, unit)
    base, how, context = told(grid, plain(*ROWS))
    assert (base, how) == (None, "whose")
    assert context == {"file": "ตอบ.xlsx", "units": "กองคลัง, สำนักปลัด"}


def test_a_unit_whose_rows_fit_less_is_not_asked_about():
    grid = master([*SHARED, {**THREE, "responsible": UNITS[1]}])
    for unit in UNITS[:2]:
        send(grid, unit)
    assert told(grid, plain(*ROWS, THREE))[0].unit == UNITS[1]


def test_of_two_units_the_one_that_was_sent_just_these_rows_is_meant():
    grid = master([*SHARED, {**THREE, "responsible": UNITS[1]}])
    for unit in UNITS[:2]:
        send(grid, unit)
    assert told(grid, plain(*ROWS))[0].unit == UNITS[0]


def test_one_row_alone_is_no_sign_of_whose_it_is():
    grid = master([SHARED[0], {**THREE, "responsible": UNITS[1]}])
    for unit in UNITS[:2]:
        send(grid, unit)
    assert told(grid, plain(ONE))[1] == "whose"


def test_of_two_dispatches_the_later_one_before_it_was_saved_is_answered():
    grid = master(ROWS)
    for day in ("2022-03-01", "2022-03-15", "2022-03-20"):
        send(grid, sent=day)
    for saved, sent in (
        ("2022-03-10", "2022-03-01"),
        ("2022-03-15", "2022-03-15"),
        ("", "2022-03-20"),
        ("2022-02-01", "2022-03-20"),  # a clock that is wrong says nothing
    ):
        assert told(grid, plain(*ROWS), saved=saved)[0].sent == sent


def test_of_two_dispatches_the_one_with_just_these_rows_is_answered():
    grid = master(ROWS)
    send(grid, sent="2022-03-01")
    less = master([ONE])
    less.apply(ledger_sheet.keep(read(less), ledger_sheet.load(read(grid).meta)))
    send(less, sent="2022-03-15")
    grid.apply(ledger_sheet.keep(read(grid), ledger_sheet.load(read(less).meta)))
    assert told(grid, plain(ONE))[0].sent == "2022-03-15"
    assert told(grid, plain(ONE), saved="2022-03-10")[0].sent == "2022-03-01"
    assert told(grid, plain(*ROWS))[0].sent == "2022-03-01"


def test_another_agencys_file_and_another_years_are_refused():
    grid = master(ROWS)
    send(grid)
    rows = plain(*ROWS)
    base, how, context = told(grid, rows, agency="อบต.อื่น")
    assert (base, how, context["theirs"], context["ours"]) == (
        None, "agency", "อบต.อื่น", "อบต.ตัวอย่าง",
    )  # fmt: skip
    base, how, context = told(grid, rows, year="2564")
    assert (base, how, context["theirs"], context["ours"]) == (None, "year", "๒๕๖๔", "๒๕๖๕")


@pytest.mark.parametrize(
    "about", [{"agency": " อบต.ตัวอย่าง\u200b"}, {"year": "๒๕๖๕"}, {"year": "2565"}]
)
def test_its_own_agency_and_year_are_no_hindrance_in_whatever_spelling(about):
    grid = master(ROWS)
    send(grid)
    assert told(grid, plain(*ROWS), **about)[1] == "keys"


def test_a_master_that_says_neither_name_nor_year_refuses_nobody_for_them():
    grid = master(ROWS, name=None, fiscal_year=None)
    send(grid)
    base, how, _ = told(grid, plain(*ROWS), agency="อบต.อื่น", year="2564")
    assert (how, base.agency, base.year) == ("keys", "", 0)


def test_what_the_unit_was_shown_is_remembered_and_what_it_was_not_is_blank():
    grid = master([{**ONE, "outcome": "เดิม"}, TWO])
    sent = send(grid)
    record = next(r for r in read(grid).results if r.value.key == "K1")
    grid.apply([SetCell(record.at("outcome"), "ของเรา"), SetCell(record.at("problems"), "ใหม่")])
    base, _, _ = told(grid, plain(*ROWS))
    row = base.rows[RowId("K1", SIX)]
    assert (row["outcome"], row.get("problems")) == ("เดิม", None)
    assert (row["text"], row["measure"]) == (ONE["text"], ONE["measure"])
    assert (base.master, base.due, base.agency, base.year) == (
        "MASTER", sent.due, "อบต.ตัวอย่าง", 2565,
    )  # fmt: skip
    assert base.plan == sent.plan


def test_a_value_typed_here_since_is_never_replaced_without_a_decision():
    from tests.merging.books import conflicts

    grid = master([{**ONE, "outcome": None}, TWO])
    send(grid)
    record = next(r for r in read(grid).results if r.value.key == "K1")
    grid.apply([SetCell(record.at("outcome"), "ของเรา")])
    returned = plain({**ONE, "outcome": "ของเขา"}, TWO)
    collect(grid, contribution(told(grid, returned)[0], returned)[0])
    assert value(grid, "outcome") == "ของเรา"
    assert [c[2:4] for c in conflicts(grid)] == [("ของเรา", "ของเขา")]


def test_an_action_without_a_key_is_not_in_what_was_sent():
    grid = master([*ROWS, {"key": None, "text": "ไม่มีรหัส"}])
    send(grid)
    assert told(grid, plain(*ROWS))[0].plan.keys() == {"K1", "K2"}


def test_a_units_own_master_is_known_by_its_agencys_name():
    grid = master(SHARED, ("เทศบาล  ก", "เทศบาลข"))
    for unit in ("เทศบาล  ก", "เทศบาลข"):
        send(grid, unit)
    ledger = ledger_sheet.load(read(grid).meta)
    found = as_units_master(ledger, Particulars("D", "", "เทศบาล ก", "2565"))
    assert found == Particulars("D", "เทศบาล  ก", "", "2565")
    assert as_units_master(ledger, Particulars(agency="เทศบาลค")) is None
    assert as_units_master(ledger, Particulars()) is None


def test_the_base_is_one_that_can_be_carried():
    grid = master(ROWS)
    send(grid)
    base, _, _ = told(grid, plain(*ROWS))
    assert isinstance(base, Base) and len(base.fingerprint) == 64
