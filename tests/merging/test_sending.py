"""What each unit is sent: its own rows, nothing of the others', and what the master notes of it."""

from __future__ import annotations

from ita_excel.merging import ledger_sheet
from ita_excel.merging.master import COPIED, EDITABLE, RowId
from ita_excel.merging.sending import base_of, record_of, share_out
from ita_excel.sheets import read
from tests.merging.books import ONE, SIX, TWO, UNITS, book, master, send

TWELVE = "๑๒ เดือน"


def shares(grid):
    return share_out(read(grid))


def keys(grid, unit=UNITS[0]):
    """The รหัส of the results and of the plan that a unit gets."""
    share = next(s for s in shares(grid).units if s.unit == unit)
    return [r.value.key for r in share.results], [a.value.key for a in share.plan]


def test_each_unit_gets_its_own_rows_and_a_shared_row_goes_to_all():
    rows = [
        ONE,
        {**TWO, "responsible": UNITS[1]},
        {"key": "K3", "text": "ร่วม", "responsible": "ทุกส่วน/กอง"},
    ]
    grid = master(rows)
    assert [s.unit for s in shares(grid).units] == list(UNITS)
    assert keys(grid, UNITS[0]) == (["K1", "K3"], ["K1", "K3"])
    assert keys(grid, UNITS[1]) == (["K2", "K3"], ["K2", "K3"])
    assert keys(grid, UNITS[2]) == (["K3"], ["K3"])


def test_only_the_round_being_reported_is_sent():
    grid = master([ONE, {**TWO, "round": TWELVE}])
    assert keys(grid) == (["K1"], ["K1", "K2"])
    assert [r.value.key for r in shares(grid).without_key] == []


def test_without_a_round_all_rounds_are_sent():
    grid = master([ONE, {**TWO, "round": TWELVE}], round=None)
    assert keys(grid)[0] == ["K1", "K2"]


def test_a_row_that_names_nobody_is_its_actions_units():
    grid = master([{**ONE, "responsible": UNITS[1]}])
    record = read(grid).results[0]
    grid.rows(record.at("responsible").sheet)[record.row - 1][
        record.at("responsible").column - 1
    ] = None
    assert keys(grid, UNITS[1])[0] == ["K1"]
    assert keys(grid, UNITS[0])[0] == []


def test_the_row_itself_says_whose_it_is_before_its_action_does():
    grid = master([{**ONE, "responsible": UNITS[1]}])
    record = read(grid).results[0]
    at = record.at("responsible")
    grid.rows(at.sheet)[at.row - 1][at.column - 1] = UNITS[2]
    assert keys(grid, UNITS[2]) == (["K1"], ["K1"])  # the action that it answers comes along
    assert keys(grid, UNITS[1]) == ([], ["K1"])


def test_rows_of_nobody_and_rows_without_a_key_are_named():
    rows = [ONE, {**TWO, "responsible": "คนนอก"}, {"key": None, "text": "ไม่มีรหัส"}]
    found = shares(master(rows))
    assert [r.value.key for r in found.nobodys] == ["K2"]
    assert [r.value.text for r in found.without_key] == ["ไม่มีรหัส"]
    assert all("ไม่มีรหัส" not in [r.value.text for r in s.results] for s in found.units)


def test_of_two_rows_with_one_identity_the_first_is_sent():
    grid = master(
        [{**ONE, "outcome": "แรก"}, {**ONE, "outcome": "ซ้ำ"}, {**ONE, "round": SIX + " "}]
    )
    share = shares(grid).units[0]
    assert [r.typed("outcome") for r in share.results] == ["แรก"]


def test_what_travels_is_what_stands_in_the_row_and_who_sent_it():
    grid = master([{**ONE, "number": 3, "status": "ดำเนินการแล้ว", "outcome": "เดิม"}])
    reading = read(grid)
    base = base_of(reading, shares(grid).units[0], "M", "D", "2022-03-01", "2022-03-31")
    assert (base.master, base.dispatch, base.unit) == ("M", "D", UNITS[0])
    assert (base.agency, base.year) == ("อบต.ตัวอย่าง", 2565)
    assert (base.sent, base.due) == ("2022-03-01", "2022-03-31")
    values = base.rows[RowId("K1", SIX)]
    assert {*COPIED, *EDITABLE} >= set(values) >= set(EDITABLE)
    filled = {f: v for f, v in values.items() if v is not None}
    assert filled == {
        "measure": "เปิดเผยข้อมูล",
        "number": 3,
        "text": ONE["text"],
        "responsible": UNITS[0],
        "status": "ดำเนินการแล้ว",
        "outcome": "เดิม",
    }
    assert base.plan["K1"]["text"] == ONE["text"]
    assert base.plan["K1"]["measure"] is None


def test_a_measure_said_once_for_several_rows_is_said_in_each():
    rows = [{**ONE, "measure": "เปิดเผยข้อมูล"}, {**TWO, "measure": None}]
    plan = [{f: row[f] for f in ("key", "text", "measure")} for row in rows]
    grid = book(
        Agency=[], Units=[{"name": UNITS[0]}],
        Plan=[{**row, "responsible": UNITS[0]} for row in plan],
        Results=[{**row, "round": SIX, "responsible": UNITS[0]} for row in rows],
    )  # fmt: skip
    share = shares(grid).units[0]
    base = base_of(read(grid), share, "M", "D", "2022-03-01", "")
    assert [v["measure"] for v in base.rows.values()] == ["เปิดเผยข้อมูล"] * 2
    assert [v["measure"] for v in base.plan.values()] == ["เปิดเผยข้อมูล"] * 2


def test_an_agency_that_has_not_said_its_year_sends_none():
    grid = master([ONE], fiscal_year=None)
    assert base_of(read(grid), shares(grid).units[0], "M", "D", "x", "").year == 0


def test_the_master_notes_what_it_sent():
    grid = master([ONE])
    base = send(grid, name="D-7")
    noted = ledger_sheet.load(read(grid).meta).dispatches["D-7"]
    assert noted == record_of(base)
    assert (noted.unit, noted.sent, noted.due) == (UNITS[0], base.sent, base.due)
    assert (noted.base, noted.rows) == (base.fingerprint, (RowId("K1", SIX),))
    assert (noted.file, record_of(base, "ก.xlsx").file) == ("", "ก.xlsx")
