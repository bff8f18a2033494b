"""What travels with a unit's workbook, and what the master remembers: written, read back, damaged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.packing import pack
from ita_excel.core.values import CellError, Uncalculated
from ita_excel.merging import base as bases
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import (
    Answer,
    CellState,
    ChangedCell,
    Dispatch,
    Ledger,
    Ours,
    Overruled,
    SetAside,
    ValueKey,
)
from ita_excel.merging.master import CellId, RowId
from ita_excel.merging.merge import Moment, merge
from ita_excel.sheets import read
from tests.merging.books import NOW, ONE, SIX, answer, collect, master, put, send, value

ROW = RowId("K1", SIX)
VALUES = {
    "text": "จัดทำสถิติ",
    "outcome": "บรรทัดแรก\nบรรทัดสอง",
    "number": 4,
    "status": True,
    "problems": CellError("#REF!"),
    "suggestions": Uncalculated("=1+1"),
    "evidence": 2.5,
    "reported_on": dt.date(2022, 3, 9),
    "start": dt.datetime(2022, 3, 9, 8, 30),
    "end": dt.time(8, 30),
    "measure": dt.timedelta(hours=30),
}
SENT = Base(
    "M", "D-1", "กองคลัง", "อบต.ตัวอย่าง", 2565, "2022-03-01", "", {ROW: VALUES}, {"K1": VALUES}
)
EMPTY = Base("M", "D-1", "กองคลัง", "อบต.ตัวอย่าง", 2565, "2022-03-01", "")


def test_a_base_comes_back_as_it_was_with_every_kind_of_value():
    assert bases.read(bases.packed(SENT)) == SENT


def test_a_base_comes_back_from_the_hidden_sheet_in_whatever_order_its_rows_are():
    long = replace(SENT, plan={f"K{n}": {"text": f"{n}" * (n % 97)} for n in range(9000)})
    rows = {row["key"]: row["value"] for row in reversed(bases.meta_rows(long))}
    assert len(rows) > 1
    assert bases.from_meta({"version": 1, **rows}) == long


def test_rows_of_the_hidden_sheet_are_numbered_from_one():
    assert [row["key"] for row in bases.meta_rows(EMPTY)] == [f"{schema.META_SENT}0001"]


def test_a_workbook_that_was_never_sent_has_no_base():
    assert bases.from_meta({"version": 1, "workbook": "M"}) is None


def test_blank_cells_are_not_carried():
    blank = replace(EMPTY, rows={ROW: {"text": "ก", "outcome": None}})
    assert bases.read(bases.packed(blank)).rows == {ROW: {"text": "ก"}}
    assert blank.fingerprint == replace(EMPTY, rows={ROW: {"text": "ก"}}).fingerprint


@pytest.mark.parametrize(
    "other",
    [
        {"master": "N"},
        {"dispatch": "D-2"},
        {"unit": "กองช่าง"},
        {"agency": "อบต.อื่น"},
        {"year": 2566},
        {"sent": "2022-03-02"},
        {"due": "2022-03-31"},
        {"rows": {ROW: {"text": "ก"}}},
        {"plan": {"K1": {"text": "ก"}}},
    ],
)
def test_a_fingerprint_differs_for_every_other_content(other):
    assert replace(EMPTY, **other).fingerprint != EMPTY.fingerprint


def test_a_fingerprint_is_the_same_for_the_same_content():
    assert bases.read(bases.packed(SENT)).fingerprint == SENT.fingerprint


@pytest.mark.parametrize(
    "damage",
    [
        lambda plain: plain[:-1],
        lambda plain: [*plain, []],
        lambda plain: [*plain[:4], "2565", *plain[5:]],
        lambda plain: [7, *plain[1:]],
        lambda plain: [*plain[:2], None, *plain[3:]],
        lambda plain: [*plain[:7], [["K1", SIX]], plain[8]],
        lambda plain: [*plain[:7], [["K1", SIX, ["text"]]], plain[8]],
        lambda plain: [*plain[:7], [["K1", SIX, {"text": ["date", "ไม่ใช่วันที่"]}]], plain[8]],
        lambda plain: [*plain[:8], [["K1", "text"]]],
        lambda plain: None,
        lambda plain: {"a": 1},
    ],
)
def test_a_damaged_base_is_said_to_be_damaged(damage):
    with pytest.raises(ValueError):
        bases.read(pack(damage(bases.content(SENT))))


def test_a_base_that_a_program_cut_short_is_said_to_be_damaged():
    texts = bases.packed(SENT)
    with pytest.raises(ValueError):
        bases.read([texts[0][:-8]])


# --- the master's memory

KEY = ValueKey("กองคลัง", "D-1", "ก")
CELL = CellId(*ROW, "outcome")
FULL = Ledger(
    {"D-1": Dispatch("D-1", "กองคลัง", "2022-03-01", "2022-03-31", "ff", (ROW,), "กองคลัง.xlsx")},
    {
        "h1": Answer(
            *("h1", "ตอบ.xlsx", "กองคลัง", "D-1", "2022-03-10", "2022-04-01"),
            (ChangedCell(CELL, None, dt.date(2022, 3, 9)), ChangedCell(CELL, "เดิม", None)),
            (SetAside("M804", "row", "ผล!J7", "K1", SIX, "จัดทำ", "ผล", 4.5),),
            {ROW: "จัดทำสถิติ"},
            frozenset({RowId("X1", SIX)}),
        )
    },
    {
        CELL: CellState(
            (Ours("เดิม"), Ours("ก", "decided", KEY, "ถูกต้อง", "ผู้รวบรวม", "2022-04-02")),
            "ก",
            (Overruled(KEY, "ไม่ครบ", "ผู้รวบรวม", "2022-04-03"),),
            True,
        ),
        CellId(*ROW, "status"): CellState((Ours(None),), None),
    },
    frozenset({RowId("X1", SIX)}),
    frozenset({"h0"}),
)


def test_a_memory_comes_back_as_it_was():
    grid = master([ONE])
    grid.apply(ledger_sheet.keep(read(grid), FULL))
    assert ledger_sheet.load(read(grid).meta) == FULL


def test_a_memory_that_is_there_already_is_not_written_again():
    grid = master([ONE])
    grid.apply(ledger_sheet.keep(read(grid), FULL))
    assert ledger_sheet.keep(read(grid), FULL) == []


def test_what_else_stands_on_the_hidden_sheet_stays_there_once():
    grid = master([ONE])
    before = dict(read(grid).meta)
    for memory in (FULL, Ledger(), FULL):
        grid.apply(ledger_sheet.keep(read(grid), memory))
    after = {k: v for k, v in read(grid).meta.items() if not k.startswith("merge:")}
    assert after == before


def test_a_master_that_never_merged_remembers_nothing():
    assert ledger_sheet.load(read(master([ONE])).meta) == Ledger()


def test_a_long_memory_stands_in_several_rows():
    answers = {
        f"h{n}": replace(FULL.answers["h1"], hash=f"h{n}", file=str(n**9) * 9) for n in range(999)
    }
    grid = master([ONE])
    grid.apply(ledger_sheet.keep(read(grid), replace(FULL, answers=answers)))
    rows = sorted(k for k in read(grid).meta if k.startswith("merge:"))
    assert rows[:2] == ["merge:0001", "merge:0002"]
    assert ledger_sheet.load(read(grid).meta).answers == answers


@pytest.mark.parametrize("texts", [["x"], pack({}), pack({"v": 2}), pack([1])])
def test_a_damaged_memory_stops_the_merge_and_says_where_a_good_one_is(texts):
    with pytest.raises(InputError) as refused:
        ledger_sheet.load({f"merge:{n:04}": text for n, text in enumerate(texts, 1)})
    assert schema.META.sheet in refused.value.text.th
    assert ".ita-backup" in refused.value.text.th


def test_a_memory_without_one_answer_keeps_the_decisions_about_the_others():
    other = replace(FULL.answers["h1"], hash="h2", changes=(ChangedCell(CELL, None, "ก"),))
    memory = replace(FULL, answers={**FULL.answers, "h2": other})
    left = memory.without("h1")
    assert left.cells[CELL] == memory.cells[CELL]
    assert left.withdrawn == {"h0", "h1"}
    assert set(left.answers) == {"h2"}
    gone = left.without("h2")
    assert [o.why for o in gone.cells[CELL].ours] == ["own"]
    assert gone.cells[CELL].overruled == ()


def test_an_answer_that_comes_again_is_withdrawn_no_more():
    answer_ = replace(FULL.answers["h1"], hash="h0")
    assert FULL.answered(answer_).withdrawn == frozenset()
    assert FULL.answered(FULL.answers["h1"]) is FULL


def test_a_memory_is_what_the_next_collecting_goes_on_from():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ของหน่วยงาน"})[0])
    put(grid, "outcome", "เจ้าหน้าที่แก้")
    collect(grid)
    state = ledger_sheet.load(read(grid).meta).cells[CellId("K1", SIX, "outcome")]
    assert [(o.value, o.why, o.by) for o in state.ours] == [
        (None, "own", ""),
        ("เจ้าหน้าที่แก้", "edited", "ผู้รวบรวม"),
    ]
    assert [o.value_key.form for o in state.overruled] == ["ของหน่วยงาน"]
    assert value(grid, "outcome") == "เจ้าหน้าที่แก้"


def test_a_memory_of_the_version_before_says_of_a_file_only_when_it_came():
    grid = master([ONE])
    base = send(grid)
    collect(grid, answer(base, {"outcome": "ตอบแล้ว"}, saved="2022-03-10")[0])
    ledger = ledger_sheet.load(read(grid).meta)
    content = ledger_sheet._content(ledger)
    content["contributions"] = [c[:10] for c in content["contributions"]]
    content["dispatches"] = [d[:7] for d in content["dispatches"]]
    texts = {f"merge:{n:04}": t for n, t in enumerate(pack(content), 1)}
    (old,) = ledger_sheet.load(texts).answers.values()
    assert (old.provenance.arrived, old.provenance.author) == ("2022-03-10", "")
    assert replace(old, provenance=next(iter(ledger.answers.values())).provenance) == next(
        iter(ledger.answers.values())
    )
    # It goes on being merged: what a named person answers now is asked about.
    later, _ = answer(base, {"outcome": "แก้แล้ว"}, file="2", saved="2022-03-20", author="วิภา")
    merged = merge(read(grid), Moment("collect", NOW), [later], ledger=ledger_sheet.load(texts))
    assert [(c.ours, c.theirs.value) for c in merged.conflicts] == [("ตอบแล้ว", "แก้แล้ว")]
