"""A unit's workbook is judged by what the unit can mend, and its proposals by the officer."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.merging.master import proposal_id
from ita_excel.rules.engine import validate
from ita_excel.sheets import append_rows, read, set_field
from ita_excel.sheets.filling import fill
from ita_excel.store.file import FileGrid
from tests.dispatch.files import SIX, make_master, split, type_into, typed
from tests.dispatch.test_round_trip import collected

pytestmark = pytest.mark.usefixtures("uncalculated")

ADDED = "จัดอบรมเพิ่มเติมเรื่องผลประโยชน์ทับซ้อน"
FOUND = {
    "status": "ดำเนินการแล้ว",
    "outcome": "อบรมพนักงาน ๓๐ คน เมื่อ ๙ มีนาคม ๒๕๖๕ ณ ห้องประชุม",
    "evidence": "https://example.go.th/1",
}


def findings(path):
    return [(f.code, f.variant, f.at.sheet if f.at else "") for f in validate(read(FileGrid(path)))]


def add_row(path, **values):
    """A row typed at the end of the results."""
    grid = FileGrid(path)
    grid.apply(append_rows(read(grid).blocks[schema.RESULTS.name], [values]))
    grid.save()
    return path


def sent(tmp_path, unit="กองคลัง", **settings):
    master = make_master(tmp_path / "master.xlsx", **settings)
    now = dt.datetime.now(dt.UTC)
    return master, split(master, tmp_path / "out", sent=now)[unit]


def test_a_unit_is_asked_for_its_results_and_for_nothing_else(tmp_path):
    master, path = sent(tmp_path)
    agency = {code for code, _, _ in findings(master)}
    assert {"A201", "P307"} <= agency  # the master itself has all of these
    assert set(findings(path)) == {("R402", "missing", schema.RESULTS.sheet)}


def test_a_unit_that_has_answered_is_done(tmp_path):
    _, path = sent(tmp_path)
    type_into(path, "KCCC", **FOUND)
    type_into(path, "KDDD", **{**FOUND, "outcome": "แจกแบบสอบถาม ๔๑๒ ชุด พึงพอใจร้อยละ ๘๗"})
    assert findings(path) == []


def test_what_a_unit_typed_wrongly_is_found_in_its_cell(tmp_path):
    _, path = sent(tmp_path)
    type_into(path, "KCCC", status="ดำเนินการแล้ว")
    type_into(path, "KDDD", status="ดำเนินการแล้ว", outcome="ติดต่อ 1-1017-00230-70-8 ได้ที่สำนักงาน")
    assert {code for code, _, _ in findings(path)} >= {"R403", "V701"}


def test_a_row_that_a_unit_added_needs_no_key(tmp_path):
    _, path = sent(tmp_path)
    add_row(path, round=SIX, text=ADDED, **FOUND)
    assert "S105" not in {code for code, _, _ in findings(path)}


def test_a_row_answered_twice_is_told_to_the_unit(tmp_path):
    _, path = sent(tmp_path)
    add_row(path, key="KCCC", round=SIX, text="รายงานการจัดซื้อจัดจ้างรายเดือน", **FOUND)
    assert ("S105", "reported_twice", schema.RESULTS.sheet) in findings(path)


def test_a_broken_sheet_is_told_to_the_unit(tmp_path):
    _, path = sent(tmp_path)
    grid = FileGrid(path)
    reading = read(grid)
    edits: list[Edit] = []
    for record in reading.results[:1]:
        edits += set_field(record.block, record.block.header_row, "status", "ก")
    grid.apply(edits)
    grid.save()
    assert "S101" in {code for code, _, _ in findings(path)}


def proposed(tmp_path):
    """A master with a row that กองคลัง added, collected."""
    master, path = sent(tmp_path)
    add_row(path, round=SIX, text=ADDED, **FOUND)
    collected(master, path)
    return master, path, proposal_id(SIX, ADDED).key


def test_the_officer_is_told_what_to_do_with_a_proposal(tmp_path):
    master, _, key = proposed(tmp_path)
    told = [f for f in validate(read(FileGrid(master))) if f.code == "S105"]
    assert [(f.variant, f.context["key"]) for f in told] == [("proposed", key)]


def test_a_proposal_typed_into_the_plan_is_adopted_with_all_that_the_unit_wrote(tmp_path):
    master, path, key = proposed(tmp_path)
    grid = FileGrid(master)
    grid.apply(append_rows(read(grid).blocks[schema.PLAN.name], [{"text": f" {ADDED} "}]))
    grid.apply(fill(read(grid)).edits)
    grid.save()
    reading = read(FileGrid(master))
    assert [a.value.key for a in reading.plan][-1] == key
    assert len([r for r in reading.results if r.value.text == ADDED]) == 1
    assert typed(master, key, "outcome") == FOUND["outcome"]
    assert "S105" not in {code for code, _, _ in findings(master)}
    again = collected(master, path)
    assert again.merged.edits == ()


def test_a_corrected_answer_reaches_the_adopted_row(tmp_path):
    master, path, key = proposed(tmp_path)
    grid = FileGrid(master)
    grid.apply(append_rows(read(grid).blocks[schema.PLAN.name], [{"text": ADDED}]))
    grid.apply(fill(read(grid)).edits)
    grid.save()
    form = FileGrid(path)
    reading = read(form)
    row = next(r for r in reading.results if r.value.text == ADDED)
    form.apply(set_field(row.block, row.row, "outcome", "อบรมพนักงาน ๔๕ คน เมื่อ ๙ มีนาคม ๒๕๖๕"))
    form.save()
    os.utime(path, (2_000_000_000, 2_000_000_000))
    collected(master, path)
    assert typed(master, key, "outcome") == "อบรมพนักงาน ๔๕ คน เมื่อ ๙ มีนาคม ๒๕๖๕"
