"""What is remembered of derived cells, and which side has changed since."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.core.grid import MemoryGrid, SetCell
from ita_excel.core.threeway import Verdict
from ita_excel.sheets import read
from ita_excel.sheets.derived_cells import Derived, keep, load, which_changed
from ita_excel.sheets.row_identity import CellId

CELL = CellId("BCDFGHJKLM", "๖ เดือน", "responsible")
_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(allow_nan=False),
    st.text(max_size=9),
    st.dates(dt.date(2000, 1, 1)),
)
_CELLS = st.builds(
    CellId, st.sampled_from(["A", "B"]), st.sampled_from(["๖ เดือน", ""]), st.sampled_from("xyz")
)
_BASES = st.dictionaries(_CELLS, _VALUES)


def book(*rows: tuple[str, object]) -> MemoryGrid:
    return MemoryGrid(
        {
            schema.PLAN.sheet: [[], [], [c.heading for c in schema.PLAN.columns]],
            schema.META.sheet: [["รายการ", "ค่า"], ["schema_version", "1"], *map(list, rows)],
        }
    )


def kept(grid: MemoryGrid) -> dict[str, str]:
    return {k: v for k, v in read(grid).meta.items() if k.startswith("derived:")}


def exact(bases: object) -> list[tuple[object, type, object]]:
    return [(c, type(v), v) for c, v in sorted(bases.items())]  # 1, 1.0 and True are equal


@given(_BASES, _BASES)
def test_all_is_remembered_with_its_type_and_keeping_it_again_changes_nothing(copied, carried):
    grid = book(("merge:0001", "of somebody else"))
    grid.apply(keep(read(grid), Derived(copied, carried)))
    found = load(read(grid).meta)
    assert exact(found.copied) == exact(copied)
    assert exact(found.carried) == exact(carried)
    assert keep(read(grid), found) == []
    assert read(grid).meta["merge:0001"] == "of somebody else"


def test_a_text_that_stands_in_many_rows_is_kept_once():
    text = "".join(chr(0x0E01 + i * 7 % 40) for i in range(9000))
    rows = {CellId(f"K{i}", "๖ เดือน", "text"): text for i in range(50)}
    grid = book()
    grid.apply(keep(read(grid), Derived(rows)))
    once = book()
    once.apply(keep(read(once), Derived({CELL: text})))
    total, single = (sum(map(len, kept(g).values())) for g in (grid, once))
    assert total < single + 3000


@pytest.mark.parametrize("damage", ["cut", "lost", "letters", "other"])
def test_a_damaged_memory_knows_nothing_and_is_told(damage):
    grid = book()
    words = {CellId(f"K{i}", "", "text"): f"{i * 7919 % 10007:x}" * 40 for i in range(4000)}
    grid.apply(keep(read(grid), Derived(words)))
    assert len(kept(grid)) > 1
    block = read(grid).blocks["Meta"]
    row = next(r for r in block.filled_rows() if str(block.cell(r, "key")).startswith("derived:"))
    value = {
        "cut": str(block.cell(row, "value"))[:-9],
        "lost": None,
        "letters": "สวัสดี",
        "other": "eJw=",
    }[damage]
    grid.apply([SetCell(block.at(row, "value"), value)])
    found = load(read(grid).meta)
    assert found == Derived() and found.damaged


def test_a_workbook_without_the_hidden_sheet_remembers_nothing():
    grid = MemoryGrid({schema.PLAN.sheet: [[], [], [c.heading for c in schema.PLAN.columns]]})
    assert keep(read(grid), Derived({CELL: "กองช่าง"})) == []
    assert load(read(grid).meta) == Derived() and not load(read(grid).meta).damaged


@pytest.mark.parametrize(
    ("base", "held", "source", "verdict"),
    [
        ("a", "a", "a", Verdict.UNCHANGED),
        ("a", "a", "b", Verdict.THEIRS),
        ("a", "b", "a", Verdict.OURS),
        ("a", "b", "b", Verdict.SAME),
        ("a", "b", "c", Verdict.CONFLICT),
        ("a", None, "a", Verdict.OURS),
        ("a", "a", None, Verdict.THEIRS),
        ("ข้อ 1", "ข้อ ๑", "ข้อ ๑", Verdict.UNCHANGED),
        ("ข้อ 1", "ข้อ 1", "ข้อ ๑", Verdict.THEIRS),
    ],
)
def test_which_side_changed(base, held, source, verdict):
    assert which_changed({CELL: base}, CELL, held, source) is verdict


@pytest.mark.parametrize(("held", "source"), [*itertools.product(["a", "b", None], repeat=2)])
def test_without_a_base_nothing_follows(held, source):
    verdict = which_changed({}, CELL, held, source)
    assert verdict is (Verdict.SAME if held == source else Verdict.OURS)
