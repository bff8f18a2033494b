"""What can be chosen for a conflict: the master's value, a unit's by name, all of them, a text of one's own."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.merging.conflicts import COMBINED, OURS, OWN, THEIRS
from ita_excel.merging.decisions import OF_UNIT
from ita_excel.sheets import read
from tests.merging.books import (
    ONE,
    SIX,
    UNITS,
    answer,
    choose,
    collect,
    conflicts,
    in_conflict,
    listed,
    listed_rows,
    master,
    put,
    send,
    value,
)


def disputed(field="outcome", count=3, ours=None, said="ผลของ{unit}"):
    """A master in which this many units answered one cell, each in its own way."""
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง"}])
    sent = [send(grid, unit) for unit in UNITS[:count]]
    if ours is not None:
        put(grid, field, ours)
    made = [
        answer(base, {field: said.format(unit=unit)}, file=f"{unit}.xlsx")[0]
        for base, unit in zip(sent, UNITS, strict=False)
    ]
    collect(grid, *made)
    assert len(conflicts(grid)) == count
    return grid, made


def type_own(grid, text, row=0):
    block = read(grid).blocks[schema.CONFLICTS.name]
    grid.apply([SetCell(block.at(listed_rows(block)[row], "own"), text)])


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("row", [0, 1])
def test_the_masters_value_stands_also_where_it_is_empty(count, row):
    grid, made = disputed(count=count)
    choose(grid, OURS, "รอหนังสือ", row)
    merged = collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == (None, [])
    assert [(d.choice.value, d.value) for d in merged.decisions] == [("kept", None)] * count
    log = listed(grid, schema.HISTORY, "old", "new", "file")
    assert sorted(log) == sorted(
        (f"ผลของ{u}", None, f"{u}.xlsx (เหตุผล: รอหนังสือ)") for u in UNITS[:count]
    )
    assert collect(grid, *made).edits == ()
    assert value(grid, "outcome") is None


def test_the_masters_value_stands_where_it_came_from_a_unit_and_others_changed_it():
    grid = master([{**ONE, "responsible": "ทุกส่วน/กอง", "outcome": "แรก"}])
    collect(grid, answer(send(grid, UNITS[0]), {"outcome": "สอง"}, file="ก.xlsx")[0])
    assert value(grid, "outcome") == "สอง"
    later = [send(grid, unit, sent="2022-03-20") for unit in UNITS[1:]]
    for base in later:
        say = {"outcome": f"ของ{base.unit}"}
        collect(grid, answer(base, say, file=f"{base.unit}.xlsx", saved="2022-03-25")[0])
    shown = {c[2] for c in conflicts(grid)}
    assert shown == {"สอง"}
    choose(grid, OURS)
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("สอง", [])


def test_the_value_of_a_row_leaves_the_others_in_question():
    grid, _ = disputed()
    chosen = conflicts(grid)[1][3]
    choose(grid, THEIRS, "เป็นเจ้าของเรื่อง", row=1)
    collect(grid)
    assert (value(grid, "outcome"), len(conflicts(grid))) == (chosen, 2)
    choose(grid, OURS)
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == (chosen, [])


@pytest.mark.parametrize("row", [0, 1, 2])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_units_value_is_chosen_by_its_name_in_any_row_of_the_cell(row, blank):
    grid, _ = disputed()
    choose(grid, f"{OF_UNIT}{blank}{UNITS[2]}", row=row)
    merged = collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == (f"ผลของ{UNITS[2]}", [])
    assert [d.conflict.theirs.answer.unit for d in merged.decisions if d.theirs] == [UNITS[2]]


def test_the_values_are_combined_under_the_units_names_in_their_order():
    grid, made = disputed()
    choose(grid, COMBINED, "ทุกหน่วยงานทำจริง", row=2)
    merged = collect(grid)
    together = "\n".join(f"{u}: ผลของ{u}" for u in UNITS)
    assert (value(grid, "outcome"), conflicts(grid)) == (together, [])
    assert {d.choice.value for d in merged.decisions} == {"combined"}
    files = [f for old, _, f in listed(grid, schema.HISTORY, "old", "new", "file") if old]
    assert files and all(f"เลือก: {COMBINED}, เหตุผล: ทุกหน่วยงานทำจริง" in f for f in files)
    assert collect(grid, *made).edits == ()


def test_what_was_decided_against_one_unit_stands_when_anothers_file_is_taken_back():
    grid, made = disputed(count=2, ours="ของไฟล์หลัก")
    choose(grid, OURS, "ตามหนังสือ")
    choose(grid, OURS, "ตามหนังสือ", row=1)
    collect(grid)
    merged = collect(grid, withdraw=[made[0].hash])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของไฟล์หลัก", [])
    (state,) = merged.ledger.cells.values()
    assert [o.value_key.unit for o in state.overruled] == [UNITS[1]]


def test_a_blank_that_was_decided_against_stays_so_while_its_file_says_a_value():
    grid = master([{**ONE, "outcome": "แรก"}])
    made = answer(send(grid), {"outcome": None, "problems": "ก"})[0]
    put(grid, "outcome", "ของเรา")
    collect(grid, made)
    choose(grid, OURS)
    collect(grid)
    other = answer(send(grid, sent="2022-03-20"), {"problems": "ข"}, file="2")[0]
    collect(grid, other)
    collect(grid, withdraw=[other.hash])
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของเรา", [])


def two_people(second="สมชาย"):
    """A master in which two people of one unit answered one cell."""
    grid = master([ONE])
    base = send(grid)
    made = [
        answer(base, {"outcome": f"ของ{name}"}, file=name, saved=day, modified=day, author=name)[0]
        for name, day in (("วิภา", "2022-03-10"), (second, "2022-03-20"))
    ]
    collect(grid, *made)
    assert [c[2:4] for c in conflicts(grid)] == [("ของวิภา", f"ของ{second}")]
    return grid, made


def test_values_of_two_people_of_one_unit_are_combined_and_neither_comes_back():
    grid, made = two_people()
    choose(grid, COMBINED)
    collect(grid)
    together = f"{UNITS[0]}: ของวิภา\n{UNITS[0]}: ของสมชาย"
    assert (value(grid, "outcome"), conflicts(grid)) == (together, [])
    merged = collect(grid, *made)
    assert (merged.edits, conflicts(grid)) == ((), [])


def test_the_units_name_chooses_what_stands_of_it_where_two_of_its_people_disagree():
    grid, _ = two_people()
    choose(grid, f"{OF_UNIT} {UNITS[0]}")
    collect(grid)
    assert (value(grid, "outcome"), conflicts(grid)) == ("ของสมชาย", [])


def test_what_the_officer_had_typed_comes_first_and_evidence_has_lines_of_its_own():
    grid, _ = disputed("evidence", 2, ours="บันทึกข้อความ", said="https://example.go.th/{unit}")
    choose(grid, COMBINED)
    collect(grid)
    assert value(grid, "evidence") == "\n".join(
        ["บันทึกข้อความ", *(f"{u}:\nhttps://example.go.th/{u}" for u in UNITS[:2])]
    )


def test_a_text_of_ones_own_takes_the_cell_with_or_without_a_choice():
    for choice in (OWN, ""):
        grid, made = disputed()
        choose(grid, choice)
        type_own(grid, "ทั้งสามหน่วยงานดำเนินการแล้ว")
        merged = collect(grid)
        assert (value(grid, "outcome"), conflicts(grid)) == ("ทั้งสามหน่วยงานดำเนินการแล้ว", [])
        assert {d.choice.value for d in merged.decisions} == {"typed"}
        assert collect(grid, *made).edits == ()


@pytest.mark.parametrize(
    ("field", "said", "choice", "own"),
    [
        ("outcome", "ผลของ{unit}", OWN, None),  # no text
        ("outcome", "ผลของ{unit}", OURS, "ข้อความ"),  # a text beside another choice
        ("outcome", "ผลของ{unit}", "ใช้ค่าของ กองที่ไม่มี", None),
        ("outcome", "ผลของ{unit}", "เอาของกองคลัง", None),
        ("reported_on", "{unit}", COMBINED, None),  # days make no sentence
    ],
)
def test_what_cant_be_done_stays_open_with_what_was_typed(field, said, choice, own):
    grid, _ = disputed(field, said=said)
    choose(grid, choice, "เหตุ")
    type_own(grid, own)
    merged = collect(grid)
    assert (len(merged.unclear), len(merged.decisions), value(grid, field)) == (1, 0, None)
    rows = listed(grid, schema.CONFLICTS, "decision", "own", "reason")
    assert rows[0] == (choice, own, "เหตุ") and len(rows) == 3


def test_two_values_for_one_cell_settle_nothing():
    for first, second in ((COMBINED, THEIRS), (COMBINED, OURS), (OWN, COMBINED)):
        grid, _ = disputed()
        choose(grid, first, row=0)
        choose(grid, second, row=1)
        if first == OWN:
            type_own(grid, "ของเรา")
        merged = collect(grid)
        assert (len(merged.contradictory), value(grid, "outcome")) == (2, None)
        assert len(conflicts(grid)) == 3


def test_a_decision_of_todays_workbooks_is_understood_without_the_new_column():
    grid, _, _ = in_conflict()
    block = read(grid).blocks[schema.CONFLICTS.name]
    grid.apply([SetCell(block.at(schema.CONFLICTS.header_row, "own"), None)])
    assert "own" not in read(grid).blocks[schema.CONFLICTS.name].columns
    choose(grid, THEIRS)
    collect(grid)
    assert (value(grid, "outcome", round_=SIX), conflicts(grid)) == ("ของเขา", [])


def torn():
    """A master in which two texts were typed for one cell, and the file behind one of them."""
    grid, made = disputed(count=2)
    for row, text in enumerate(("ถ้อยคำแรก", "ถ้อยคำที่สอง")):
        choose(grid, OWN, "ตามที่ประชุม", row)
        type_own(grid, text, row)
    return grid, made


def test_a_text_whose_conflict_is_none_any_more_is_reported_and_kept_in_the_history():
    grid, made = torn()
    gone = next(m for m in made if m.unit == listed(grid, schema.CONFLICTS, "unit")[0][0])
    merged = collect(grid, withdraw=[gone.hash])
    assert {(f.code, f.variant) for f in merged.findings} == {("M804", "unused_text")}
    texts = [
        f"{own}\nตามที่ประชุม" for own in ("ถ้อยคำแรก", "ถ้อยคำที่สอง")
    ]  # one value is left: no conflict
    assert [f.context["text"] for f in merged.findings] == texts
    assert {f.context[k] for f in merged.findings for k in ("action", "row")} == {ONE["text"]}
    kept = listed(grid, schema.HISTORY, "sheet", "key", "column", "old", "new", "unit")
    where = ("ข้อขัดแย้ง", "K1", "ผลการดำเนินการ")
    assert (*where, texts[0], None, gone.unit) in kept
    assert collect(grid).edits == ()


def test_texts_that_contradict_each_other_stay_on_the_sheet_and_used_ones_are_not_reported():
    grid, made = torn()
    assert collect(grid, *made).findings == ()
    assert {own for (own,) in listed(grid, schema.CONFLICTS, "own")} == {*("ถ้อยคำแรก", "ถ้อยคำที่สอง")}
    type_own(grid, "ถ้อยคำที่สอง")
    merged = collect(grid)
    assert (value(grid, "outcome"), merged.findings) == ("ถ้อยคำที่สอง", ())


def test_a_reason_that_the_program_gave_itself_is_none_that_is_lost():
    grid = master([ONE])
    base = send(grid)
    said = {"author": "วิภา"}
    first = answer(
        base, {"outcome": "ก่อน"}, file="1", saved="2022-03-10", modified="2022-03-10", **said
    )[0]
    later = answer(
        base, {"outcome": "หลัง"}, file="2", saved="2022-03-20", modified="2022-03-20", **said
    )[0]
    collect(grid, first, later)
    (reason,) = listed(grid, schema.CONFLICTS, "reason")[0]
    assert reason
    assert collect(grid, withdraw=[first.hash]).findings == ()


def test_a_unit_s_value_that_was_chosen_goes_with_its_file():
    grid, made = disputed(count=2)
    choose(grid, THEIRS, row=0)
    chosen = listed(grid, schema.CONFLICTS, "unit", "theirs")[0]
    collect(grid)
    assert value(grid, "outcome") == chosen[1]
    other = next(m for m in made if m.unit != chosen[0])
    merged = collect(grid, withdraw=[other.hash])
    assert value(grid, "outcome") == chosen[1]
    (state,) = merged.ledger.cells.values()
    assert [o.value_key.unit for o in state.ours if o.value_key] == [chosen[0]]
    mine = next(m for m in made if m.unit == chosen[0])
    merged = collect(grid, withdraw=[mine.hash])
    assert value(grid, "outcome") is None
    assert merged.ledger.withdrawn == {m.hash for m in made}
    assert [w.action for w in merged.written] == [ONE["text"]]
