"""Differences: which row is which after sorting, pasting, losing keys; no typed value is missed."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, MemoryGrid, SetCell, column_letters
from ita_excel.sheets import read
from ita_excel.sheets.differences import ChangeKind, RowChange, WorkbookChanges, compare
from tests import books

PLAN, RESULTS = schema.PLAN.sheet, schema.RESULTS.sheet


def against(old: MemoryGrid, new: MemoryGrid) -> WorkbookChanges:
    return compare((old, read(old)), (new, read(new)), lambda heading: heading == "ช่วยตรวจ 1")


def differences(tables: books.Tables) -> WorkbookChanges:
    return against(books.grid(books.clean()), books.grid(tables))


def only_sheet(found: WorkbookChanges, sheet: str) -> tuple[RowChange, ...]:
    assert [s.sheet for s in found.sheets] == [sheet]
    return found.sheets[0].rows


def test_nothing_changed() -> None:
    assert not differences(books.clean())


def test_a_cell_is_named_by_its_heading_its_place_and_the_row_s_words() -> None:
    tables = books.clean()
    tables["Results"][2]["outcome"] = "จัดอบรม ๔ หลักสูตร"
    (row,) = only_sheet(differences(tables), RESULTS)
    assert (row.kind, row.words, row.round) == (
        ChangeKind.CHANGED, "ดำเนินการตามนโยบายการบริหารทรัพยากรบุคคล", "๑๒ เดือน",
    )  # fmt: skip
    (cell,) = row.cells
    assert (cell.heading, cell.at, cell.new) == (
        "ผลการดำเนินการ", CellRef(RESULTS, 6, 10), "จัดอบรม ๔ หลักสูตร",
    )  # fmt: skip
    assert cell.old.startswith("จัดอบรมพนักงาน ๓ หลักสูตร")


def test_a_setting_is_named_by_its_own_name() -> None:
    tables = books.clean()
    next(row for row in tables["Agency"] if row["key"] == "ชื่อย่อ")["value"] = "ทต."
    (row,) = only_sheet(differences(tables), schema.AGENCY.sheet)
    assert row.words == "ชื่อย่อ"
    assert [(c.old, c.new) for c in row.cells] == [("อบต.", "ทต.")]


@pytest.mark.parametrize("keys_lost", [False, True])
def test_sorted_rows_are_the_same_rows(keys_lost: bool) -> None:
    tables = books.clean()
    tables["Results"].sort(key=lambda row: row["outcome"])
    if keys_lost:
        for row in tables["Results"]:
            row["key"] = None
    (sheet,) = differences(tables).sheets
    assert sheet.rows == ()
    assert 0 < sheet.moved < len(tables["Results"])


def test_a_pasted_copy_is_the_row_that_was_added() -> None:
    tables = books.clean()
    pasted = dict(tables["Plan"][3], details="ฉบับที่สอง")  # with its key, above the row itself
    tables["Plan"].insert(0, pasted)
    (row,) = only_sheet(differences(tables), PLAN)
    assert (row.kind, row.new_row) == (ChangeKind.ADDED, 4)
    assert "ฉบับที่สอง" in [cell.new for cell in row.cells]


def test_a_removed_row_lists_what_it_held() -> None:
    tables = books.clean()
    gone = tables["Units"].pop(1)
    (row,) = only_sheet(differences(tables), schema.UNITS.sheet)
    assert (row.kind, row.words, row.old_row, row.new_row) == (
        ChangeKind.REMOVED, "กองคลัง", 5, None,
    )  # fmt: skip
    assert [cell.old for cell in row.cells] == [gone["name"], gone["email"]]


def test_a_renamed_unit_with_its_address_is_the_same_unit() -> None:
    tables = books.clean()
    tables["Units"][1]["name"] = "กองการเงิน"
    (row,) = only_sheet(differences(tables), schema.UNITS.sheet)
    assert (row.kind, [(c.old, c.new) for c in row.cells]) == (
        ChangeKind.CHANGED, [("กองคลัง", "กองการเงิน")],
    )  # fmt: skip


def test_another_action_with_the_same_months_is_another_row() -> None:
    tables = books.clean()
    new = dict(tables["Plan"][5], key="", text="จัดทำคู่มือป้องกันผลประโยชน์ทับซ้อน", oit="O40")
    tables["Plan"][5] = new
    rows = only_sheet(differences(tables), PLAN)
    assert {row.kind for row in rows} == {ChangeKind.ADDED, ChangeKind.REMOVED}


def test_a_row_that_comes_under_another_measure_has_changed() -> None:
    tables = books.clean()
    plan = tables["Plan"]
    plan.insert(4, plan.pop(5))  # the last of the second measure, now above its measure's name
    rows = only_sheet(differences(tables), PLAN)
    assert [(c.heading, c.old, c.new) for row in rows for c in row.cells] == [
        ("มาตรการ/แนวทาง", "มาตรการป้องกันการทุจริต", "มาตรการบริหารทรัพยากรบุคคล")
    ]


def test_columns_and_sheets_of_one_s_own_are_compared_and_ours_of_formulas_are_not() -> None:
    old, new = books.grid(books.clean()), books.grid(books.clean())
    for grid, sum_, note in ((old, 5000, "ก"), (new, 7000, "ข")):
        sheets: dict[str, Any] = {
            name: copy.deepcopy(list(grid.rows(name))) for name in grid.sheets()
        }
        sheets["ของฉัน"] = [["หัว"], [None, note]]
        sheets["เก่า" if grid is old else "ใหม่"] = [["x"]]
        grid.__init__(sheets, list(grid.tables().values()))  # type: ignore[misc]
        width = len(schema.RESULTS.columns)
        grid.apply(
            SetCell(CellRef(RESULTS, row, width + column), value)
            for column, values in enumerate((("งบประมาณ", sum_), ("ช่วยตรวจ 1", sum_)), 1)
            for row, value in enumerate(values, 3)
        )
    found = against(old, new)
    cells = [
        (s.sheet, c.heading, c.at.a1, c.old, c.new)
        for s in found.sheets
        for r in s.rows
        for c in r.cells
    ]
    assert cells == [
        (RESULTS, "งบประมาณ", column_letters(width + 1) + "4", "5000", "7000"),
        ("ของฉัน", "B2", "B2", "ก", "ข"),
    ]
    assert (found.appeared, found.disappeared) == (("ใหม่",), ("เก่า",))


def test_only_white_space_is_a_change() -> None:
    tables = books.clean()
    tables["Results"][0]["outcome"] += " "
    assert len(only_sheet(differences(tables), RESULTS)) == 1


@pytest.mark.parametrize("seed", range(60))
def test_every_change_is_told_once_and_nothing_else(seed: int) -> None:
    """Change marked cells, remove, add and shuffle rows; a plain list says what must be told."""
    draw = random.Random(seed)
    tables = books.clean()
    wanted: list[tuple[ChangeKind, str]] = []
    rows = tables["Results"]
    removed = draw.sample(range(len(rows)), draw.randint(0, 2))
    for number, row in enumerate(rows):
        if number in removed:
            wanted.append((ChangeKind.REMOVED, row["outcome"]))
        elif draw.random() < 0.5:
            field = draw.choice(["outcome", "problems", "suggestions", "evidence"])
            row[field] = f"ใหม่ {number}"
            wanted.append((ChangeKind.CHANGED, f"ใหม่ {number}"))
    kept = [row for number, row in enumerate(rows) if number not in removed]
    for number in range(draw.randint(0, 2)):
        words = f"วิธีที่เพิ่ม {number} {draw.random()}"
        kept.append({"round": "๖ เดือน", "text": words, "outcome": words})
        wanted.append((ChangeKind.ADDED, words))
    draw.shuffle(kept)
    tables["Results"] = kept
    found = differences(tables)
    told = [
        (row.kind, (c.old if row.kind is ChangeKind.REMOVED else c.new))
        for sheet in found.sheets
        for row in sheet.rows
        for c in row.cells
        if row.kind is ChangeKind.CHANGED or c.heading == "ผลการดำเนินการ"
    ]
    key = lambda pair: (pair[0].value, pair[1])
    assert sorted(told, key=key) == sorted(wanted, key=key)


def test_ten_thousand_rows_are_paired_in_time_that_grows_with_them() -> None:
    """Counted in comparisons of rows, not in seconds: all changed, sorted, without keys."""
    from ita_excel.sheets import row_pairs

    counts = []
    share = row_pairs._share
    for size in (500, 1000):
        tables = books.clean()
        row = tables["Results"][0]
        tables["Results"] = [
            dict(row, key=None, text=f"วิธี {n}", outcome=f"ผลเดิม {n}", problems=f"ปัญหา {n}")
            for n in range(size)
        ]
        old = books.grid(tables)
        for number, one in enumerate(tables["Results"]):
            one["text"] = f"วิธีใหม่ {number}"
        tables["Results"].reverse()
        calls = [0]

        def counted(*values: Any, calls: list[int] = calls) -> float:
            calls[0] += 1
            return share(*values)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(row_pairs, "_share", counted)
            found = against(old, books.grid(tables))
        assert {r.kind for s in found.sheets for r in s.rows} == {ChangeKind.CHANGED}
        counts.append(calls[0])
    assert counts[1] <= 2.2 * counts[0]
