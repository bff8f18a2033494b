"""An answer for 6 months that comes when the rows of 12 months exist."""

from __future__ import annotations

import datetime as dt

import pytest

from ita_excel.schema.model import Round
from ita_excel.sheets import filling, read
from tests.merging.books import ONE, SIX, TWO, answer, collect, history, master, put, send, value

TWELVE = "๑๒ เดือน"


@pytest.fixture
def carried():
    """A master sent for 6 months, whose rows were then carried over, and what was sent."""
    grid = master([ONE, {**TWO, "outcome": "เดิม"}])
    base = send(grid)
    grid.apply(filling.fill(read(grid), Round.TWELVE).edits)
    assert value(grid, "outcome", "K2", TWELVE) == "เดิม"
    return grid, base


def later(base, **row):
    return answer(base, lambda rows: [r.update(row) for r in rows] and None, saved="2022-09-01")[0]


def test_untouched_cells_follow_with_a_line_in_the_history(carried):
    grid, base = carried
    merged = collect(grid, later(base, outcome="ตอบช้า", status="ดำเนินการแล้ว"))
    for key in ("K1", "K2"):
        assert value(grid, "outcome", key) == value(grid, "outcome", key, TWELVE) == "ตอบช้า"
        assert value(grid, "status", key, TWELVE) == "ดำเนินการแล้ว"
    assert sum(w.carried for w in merged.written) == 4
    assert len(history(grid)) == 8
    assert collect(grid).edits == ()


def test_when_it_was_reported_for_6_months_says_nothing_of_12(carried):
    grid, base = carried
    collect(grid, later(base, outcome="ตอบช้า", reported_on=dt.date(2022, 9, 1)))
    assert value(grid, "reported_on", "K1") == dt.date(2022, 9, 1)
    assert value(grid, "reported_on", "K1", TWELVE) is None
    assert value(grid, "outcome", "K1", TWELVE) == "ตอบช้า"


def test_what_was_written_for_12_months_stays_and_is_named(carried):
    grid, base = carried
    row = next(r for r in read(grid).results if (r.value.key, r.value.round) == ("K1", TWELVE))
    from ita_excel.core.grid import SetCell

    grid.apply([SetCell(row.at("outcome"), "ครบสิบสองเดือนแล้ว")])
    merged = collect(grid, later(base, outcome="ตอบช้า"))
    assert value(grid, "outcome", "K1", TWELVE) == "ครบสิบสองเดือนแล้ว"
    assert value(grid, "outcome", "K2", TWELVE) == "ตอบช้า"
    assert [(w.cell.key, w.old, w.new) for w in merged.own_words] == [
        ("K1", "ครบสิบสองเดือนแล้ว", "ตอบช้า")
    ]


def test_a_withdrawn_answer_is_followed_back(carried):
    grid, base = carried
    made = later(base, outcome="ตอบช้า")
    collect(grid, made)
    collect(grid, withdraw=[made.hash])
    assert value(grid, "outcome", "K2", TWELVE) == value(grid, "outcome", "K2") == "เดิม"


def test_a_cell_that_a_unit_answered_for_12_months_is_its_own(carried):
    grid, base = carried
    grid.apply([])
    from ita_excel import schema
    from ita_excel.core.grid import SetCell

    reading = read(grid)
    at = reading.blocks[schema.AGENCY.name].at(reading.agency.rows["round"], "value")
    grid.apply([SetCell(at, TWELVE)])
    second = send(grid, sent="2022-08-01")
    collect(grid, answer(second, {"outcome": "ครบปี"}, file="2", saved="2022-08-20")[0])
    assert value(grid, "outcome", "K1", TWELVE) == "ครบปี"
    collect(grid, later(base, outcome="ตอบช้า"))
    assert value(grid, "outcome", "K1") == "ตอบช้า"
    assert value(grid, "outcome", "K1", TWELVE) == "ครบปี"


def test_an_officers_own_change_of_a_6_month_cell_moves_nothing(carried):
    grid, base = carried
    put(grid, "outcome", "เจ้าหน้าที่แก้", "K2")
    collect(grid, later(base, problems="มีปัญหา"))
    assert value(grid, "outcome", "K2", TWELVE) == "เดิม"
    assert value(grid, "problems", "K2", TWELVE) == "มีปัญหา"
    assert value(grid, "outcome", "K2", SIX) == "เจ้าหน้าที่แก้"
