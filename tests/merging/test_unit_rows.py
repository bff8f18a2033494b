"""Answers to joint rows go into the units' own rows; marks of words that were corrected are asked about."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Dispatch
from ita_excel.merging.master import CellId, Master, RowId
from ita_excel.merging.unit_answers import UnitRows, merged_into_joint_rows, with_unit_rows
from ita_excel.schema.model import Round
from ita_excel.sheets import read
from ita_excel.sheets.unit_rows import unit_key
from tests.merging.books import (
    ONE,
    SIX,
    UNITS,
    answer,
    collect,
    conflicts,
    master,
    put,
    send,
    value,
)  # fmt: skip

JOINT = RowId("K1", SIX)
OWN = {unit: RowId(unit_key(JOINT.key, unit), JOINT.round) for unit in UNITS}


def shared(rows=True, **settings):
    """A master with a joint row and, below it, a row for each of two units."""
    joint = {**ONE, "responsible": "ทุกส่วน/กอง"}
    own = [{**joint, "key": OWN[u].key, "unit": u} for u in UNITS[:2]] if rows else []
    return master([joint, *own], shared_rows=schema.BY_UNIT, **settings)


def sent_before():
    """What each of two units was sent while there was one row for all."""
    grid = shared(rows=False)
    return [send(grid, unit) for unit in UNITS[:2]], grid


def test_answers_to_the_joint_row_are_of_the_units_own_rows():
    bases, before = sent_before()
    made = [
        answer(base, {"outcome": f"ของ{base.unit}", "problems": None}, file=base.unit)[0]
        for base in bases
    ]
    grid = shared()
    for base in bases:
        assert base.rows.keys() >= {JOINT}
    merged = with_unit_rows(Master(read(grid)), _ledger(before, made))
    for one in made:
        own = OWN[one.unit]
        found = merged.answers[one.hash]
        assert [(c.cell, c.base, c.value) for c in found.changes] == [
            (CellId(*own, "outcome"), None, f"ของ{one.unit}")
        ]
        assert found.actions == {own: ONE["text"]}
    assert with_unit_rows(Master(read(grid)), merged) is merged
    assert with_unit_rows(Master(read(before)), merged) is merged  # no rows of units there


def _ledger(grid, answers):
    ledger = ledger_sheet.load(read(grid).meta)
    for one in answers:
        ledger = ledger.answered(one)
    return ledger


def test_a_dispatch_counts_as_of_the_units_own_rows():
    sent = Dispatch("D", UNITS[0], "", "", "", (JOINT, RowId("K9", SIX)))
    homes = UnitRows(Master(read(shared())))
    assert homes.sent([sent])[0].rows == (OWN[UNITS[0]], RowId("K9", SIX))
    assert UnitRows(Master(read(shared(rows=False)))).sent([sent]) == [sent]
    assert homes.home(JOINT, UNITS[2]) == JOINT


def test_only_what_nobody_typed_into_a_joint_row_is_the_units():
    bases, before = sent_before()
    made = answer(bases[0], {"outcome": "ของหน่วยงาน"}, file="1")[0]
    merged = collect(before, made)
    grid = shared()
    found = merged_into_joint_rows(Master(read(grid)), merged.ledger)
    assert found == {CellId(*JOINT, "outcome"): "ของหน่วยงาน"}
    assert merged_into_joint_rows(Master(read(before)), merged.ledger) == {}


TWELVE = Round.TWELVE.value


@pytest.mark.parametrize(
    ("now", "also", "stands", "asked"),
    [
        ("เดิม", {}, schema.CONFIRMED, False),  # what was confirmed is what stands
        ("แก้ไขแล้ว", {}, None, True),  # the six-month answer was corrected since
        (
            "แก้ไขแล้ว",
            {"problems": "ตอบเอง"},
            schema.CONFIRMED,
            False,
        ),  # the unit answered for itself
    ],
)
def test_a_mark_of_words_that_the_master_has_no_more_is_asked_about(now, also, stands, asked):
    grid = master([{**ONE, "round": TWELVE, "outcome": "เดิม"}], round=TWELVE)
    base = send(grid)
    made = answer(base, {"confirmed": schema.CONFIRMED, **also})[0]
    put(grid, "outcome", now)
    collect(grid, made)
    assert value(grid, "confirmed", round_=TWELVE) == stands
    assert [c[3] for c in conflicts(grid)] == ([schema.CONFIRMED] if asked else [])
