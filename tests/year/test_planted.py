"""Defects planted in the product: the machine finds each of them in a short history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ita_excel.core.threeway import Verdict
from ita_excel.merging import one_cell
from ita_excel.rules import derived
from ita_excel.sheets import carried_cells, copied_cells, filling
from tests.year.bookkeeping import OUTCOME, SIX, TEXT, TWELVE
from tests.year.machine import YearMachine


@pytest.fixture
def year() -> Iterator[YearMachine]:
    machine = YearMachine()
    machine.a_plan_is_typed(kind=0, sizes=[2, 2], written_out=True, who=0, begun="filled")
    yield machine
    machine.teardown()


def test_a_fill_that_overwrites_a_typed_cell_is_seen(year, monkeypatch):
    decide = copied_cells.which_changed

    def overwriting(*asked):
        found = decide(*asked)
        return Verdict.THEIRS if found is Verdict.OURS else found

    monkeypatch.setattr(copied_cells, "which_changed", overwriting)
    year.a_copied_cell_is_changed(0, 0)
    with pytest.raises(AssertionError, match=rf"results.*{TEXT}|rows"):
        year.fill_round(SIX)


def test_a_fill_that_follows_no_plan_is_seen(year, monkeypatch):
    decide = copied_cells.which_changed
    monkeypatch.setattr(
        copied_cells,
        "which_changed",
        lambda *asked: Verdict.OURS if decide(*asked) is Verdict.THEIRS else decide(*asked),
    )
    year.an_action_is_reworded(0, 0)
    with pytest.raises(AssertionError, match="rows"):
        year.fill_round(SIX)


def test_a_carried_text_that_is_not_refreshed_is_seen(year, monkeypatch):
    year.type_in_results(year.year.rows[0], OUTCOME, year.text("ทำแล้ว"))
    year.fill_round(TWELVE)
    monkeypatch.setattr(
        carried_cells, "which_changed", lambda known, cell, held, source: Verdict.OURS
    )
    year.type_in_results(year.year.of(SIX)[year.year.rows[0].action], OUTCOME, year.text("แก้ไข"))
    with pytest.raises(AssertionError, match=OUTCOME):
        year.fill_round(TWELVE)


def test_a_row_that_is_dropped_with_its_action_is_seen(year, monkeypatch):
    """The row stands empty, as after a careless clean-up."""
    fill = filling.fill

    def dropping(reading, *asked, **more):
        done = fill(reading, *asked, **more)
        gone = [
            edit
            for record in done.without_action
            for name in ("key", "round", "text", "outcome")
            for edit in filling.set_field(record.block, record.row, name, None)
        ]
        return replace(done, edits=(*done.edits, *gone))

    monkeypatch.setattr(filling, "fill", dropping)
    year.an_action_is_removed(1, 0)
    with pytest.raises(AssertionError, match="rows"):
        year.fill_round(SIX)


def test_march_taken_for_september_is_seen(year, monkeypatch):
    year.type_in_results(year.year.rows[0], OUTCOME, year.text("ทำแล้ว"))
    year.the_second_round_begins()
    year.fill_round(TWELVE)
    monkeypatch.setattr(derived, "carried_rows", lambda reading: iter(()))
    with pytest.raises(AssertionError):
        year.the_report_is_made(final=True)


def test_an_answer_over_a_typed_text_is_seen(year, monkeypatch):
    year.the_workbook_is_split(None)
    year.a_unit_answers(0, [(0, OUTCOME)])
    [(place, _)] = year.files[0].typed
    year.type_in_results(year.year.row(place), OUTCOME, year.text("พิมพ์เอง"))
    monkeypatch.setattr(one_cell, "decide", lambda *asked: Verdict.THEIRS)
    with pytest.raises(AssertionError, match="answer"):
        year.answers_are_collected(0, 1, again=False)


def test_an_answer_that_is_dropped_is_seen(year, monkeypatch):
    year.the_workbook_is_split(None)
    year.a_unit_answers(0, [(0, OUTCOME)])
    monkeypatch.setattr(one_cell, "decide", lambda *asked: Verdict.UNCHANGED)
    with pytest.raises(AssertionError, match=r"answer|waits nowhere"):
        year.answers_are_collected(0, 1, again=False)


def test_without_a_defect_the_same_steps_are_right(year):
    year.a_copied_cell_is_changed(0, 0)
    year.an_action_is_reworded(1, 0)
    year.type_in_results(year.year.rows[0], OUTCOME, year.text("ทำแล้ว"))
    year.fill_round(SIX)
    year.the_plan_is_sorted(2, 1)
    year.the_workbook_is_split(None)
    year.a_unit_answers(0, [(0, OUTCOME)])
    year.answers_are_collected(0, 1, again=False)
    year.fill_round(TWELVE)
    year.the_second_round_begins()
    year.an_action_is_removed(1, 0)
    year.fill_round(SIX)
    year.the_report_is_made(final=True)
    year.the_report_is_made(final=False)
