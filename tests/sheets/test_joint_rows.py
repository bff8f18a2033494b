"""The joint row of a shared action, combined from the units' rows by base, ours and theirs."""

from __future__ import annotations

import itertools

import pytest

from ita_excel import schema
from ita_excel.schema.model import Status
from ita_excel.sheets import read
from ita_excel.sheets.joint_rows import combine, same_as_combined, status_of
from ita_excel.sheets.row_identity import CellId
from ita_excel.sheets.unit_rows import by_unit, missing_rows, of_unit, unit_key, units_instead
from tests.merging.books import SIX, book

UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง")
DONE, GOING, NOT, OFF = (status.value for status in Status)
ACTION = {"key": "K1", "text": "สำรวจความพึงพอใจ", "responsible": "ทุกส่วน/กอง"}


def reading(joint=None, said=None, setting=schema.BY_UNIT, text=ACTION):
    """A workbook with one action: its joint row, and what each unit says in its own row."""
    rows = [{**text, "round": SIX, **(joint or {})}]
    for unit, values in (said or {}).items():
        rows.append({**text, "key": unit_key("K1", unit), "round": SIX, "unit": unit, **values})
    values = {"name": "อบต.ตัวอย่าง", "fiscal_year": 2565, "round": SIX, "shared_rows": setting}
    settings = [{"key": s.key, "value": values.get(s.field)} for s in schema.SETTINGS]
    units = [{"name": unit} for unit in UNITS]
    return read(book(Agency=settings, Units=units, Plan=[text], Results=rows))


def joint_cell(field):
    return CellId("K1", SIX, field)


def new(found):
    return {c.cell.field: c.combined for c in found.updated}


def test_a_unit_row_is_known_by_the_joint_key_and_its_unit():
    keys = {unit_key("K1", unit) for unit in UNITS}
    assert len(keys) == 3 and all(k.startswith("K1~") for k in keys)
    assert unit_key("K1", " กองคลัง ") == unit_key("K1", "กองคลัง")
    found = reading(said={"กองคลัง": {}})
    assert [r.value.key for r in found.results] == ["K1"]
    assert [r.value.action_key for r in found.unit_rows] == ["K1"]
    assert [r.row for r in found.every_result] == sorted(r.row for r in found.every_result)


def test_each_sharer_lacks_a_row_once():
    rows = missing_rows(reading(said={"กองคลัง": {}}), None).rows
    assert [row["unit"] for row in rows] == ["สำนักปลัด", "กองช่าง"]
    assert {row["text"] for row in rows} == {ACTION["text"]}
    assert not missing_rows(reading(said={u: {} for u in UNITS}), None).rows


@pytest.mark.parametrize("setting", [schema.ONE_ROW, None, "อย่างอื่น"])
def test_one_row_is_a_setting_and_what_older_workbooks_have(setting):
    found = reading(said={"กองคลัง": {"outcome": "ทำแล้ว"}}, setting=setting)
    assert not by_unit(found)
    assert not missing_rows(found, None).rows
    assert not combine(found, {}).edits


def test_one_unit_alone_shares_nothing():
    alone = {**ACTION, "responsible": "นิติกร กองคลัง"}
    assert not missing_rows(reading(text=alone), None).rows


def test_texts_stand_by_unit_in_the_units_order_and_evidence_is_joined():
    said = {
        "กองช่าง": {"outcome": "แจกแบบ ๒ ครั้ง", "evidence": "b.pdf\na.pdf"},
        "สำนักปลัด": {"outcome": "แจกแบบ ๕ ครั้ง", "evidence": "a.pdf", "problems": "-"},
        "กองคลัง": {"outcome": "ข้อแรก\nข้อสอง"},
    }
    assert new(combine(reading(said=said), {})) == {
        "outcome": "สำนักปลัด: แจกแบบ ๕ ครั้ง\nกองคลัง:\nข้อแรก\nข้อสอง\nกองช่าง: แจกแบบ ๒ ครั้ง",
        "evidence": "a.pdf\nb.pdf",
        "problems": "-",
    }


def test_what_is_longer_together_than_a_cell_holds_is_not_combined_and_is_reported():
    said = {unit: {"outcome": "ก" * 20_000, "problems": "ไม่มีรถ"} for unit in ("สำนักปลัด", "กองคลัง")}
    found = combine(reading(said=said), {})
    assert list(new(found)) == ["problems"]
    assert [(c.cell.field, c.is_too_long) for c in found.kept] == [("outcome", True)]
    assert len(found.kept[0].combined) > 40_000


def test_what_all_sharers_say_alike_stands_once():
    said = {unit: {"outcome": "ทำครบแล้ว"} for unit in UNITS}
    assert new(combine(reading(said=said), {})) == {"outcome": "ทำครบแล้ว"}
    del said["กองช่าง"]
    assert "กองคลัง: ทำครบแล้ว" in new(combine(reading(said=said), {}))["outcome"]


def independent_status(states):
    """The rule as the output tells it, written again."""
    given = [s for s in states if s]
    if not given:
        return None
    if all(s == OFF for s in states):
        return OFF
    if all(s in (DONE, OFF) for s in states):
        return DONE
    if DONE in given or GOING in given:
        return GOING
    return NOT if NOT in given else None


@pytest.mark.parametrize("states", list(itertools.product((None, DONE, GOING, NOT, OFF), repeat=3)))
def test_the_status_follows_the_rule_that_is_told(states):
    meant = [next((s for s in Status if s.value == state), None) for state in states]
    assert status_of(meant, 3) == independent_status(states)


def test_a_typed_text_stays_and_is_told_and_an_emptied_cell_follows():
    said = {"กองคลัง": {"outcome": "ใหม่"}}
    cell = joint_cell("outcome")
    kept = combine(reading({"outcome": "ของเจ้าหน้าที่"}, said), {cell: "กองคลัง: เดิม"})
    assert not kept.edits and [c.held for c in kept.kept] == ["ของเจ้าหน้าที่"]
    assert kept.bases[cell] == "กองคลัง: เดิม"
    follows = combine(reading({"outcome": "กองคลัง: เดิม"}, said), {cell: "กองคลัง: เดิม"})
    assert new(follows) == {"outcome": "กองคลัง: ใหม่"}
    assert follows.bases[cell] == "กองคลัง: ใหม่"
    assert new(combine(reading({}, said), {cell: "กองคลัง: เดิม"})) == {"outcome": "กองคลัง: ใหม่"}


def test_nothing_known_overwrites_nothing():
    said = {"กองคลัง": {"outcome": "ใหม่", "status": DONE}}
    found = combine(reading({"outcome": "พิมพ์ไว้ก่อน", "status": NOT}, said), {})
    assert not found.edits
    assert {c.cell.field for c in found.kept} == {"outcome", "status"}


def test_an_answer_taken_back_leaves_the_joint_row_too():
    found = combine(
        reading({"outcome": "กองคลัง: เดิม"}, {"กองคลัง": {}}),
        {joint_cell("outcome"): "กองคลัง: เดิม"},
    )
    assert new(found) == {"outcome": None}


def test_twice_is_the_same_as_once():
    said = {"กองคลัง": {"outcome": "ทำแล้ว", "status": DONE}}
    first = combine(reading(said=said), {})
    again = combine(reading(new(first), said), first.bases)
    assert not again.edits and again.bases == first.bases
    cells = same_as_combined(reading(new(first), said), first.bases)
    assert {field for _, field in cells} == {"outcome", "status"}


def test_rows_for_correction_mean_the_units_rows():
    found = reading(said={"กองคลัง": {}, "กองช่าง": {}})
    joint = found.results[0].row
    own = frozenset(r.row for r in found.unit_rows)
    assert units_instead(found, frozenset({joint})) == own
    assert units_instead(found, frozenset({min(own)})) == {min(own)}


def test_a_unit_reports_its_own_row_where_it_said_something():
    found = reading(
        {"outcome": "รวม"}, {"กองคลัง": {"outcome": "ของกองคลัง", "status": DONE}, "กองช่าง": {}}
    )
    assert [r.value.outcome for r in of_unit(found, "กองคลัง").results] == ["ของกองคลัง"]
    assert [r.value.outcome for r in of_unit(found, "กองช่าง").results] == ["รวม"]
    assert of_unit(found, None) is found
