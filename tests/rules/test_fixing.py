"""`--fix`: only the safe remedies, none lost, nothing beyond a finding's cell, once is enough."""

from __future__ import annotations

import random

import pytest

from ita_excel.core.grid import MemoryGrid, SetCell
from ita_excel.rules.engine import validate
from ita_excel.rules.fixing import fix_grid, safe_edits
from ita_excel.sheets import read
from tests import books
from tests.rules.test_cases import CLEAN, Case, cases

# Four rules at once in one cell: X501, T602, T603, T604.
MESS = "  องค้การบริหารส่วนตำบลพ่วงพรมนคร  เผยแพร่ทางเว็ปไซด์ ส\u0e4d\u0e32นักปลัด อปต."
MENDED = "องค์การบริหารส่วนตำบลพ่วงพรมคร เผยแพร่ทางเว็บไซต์ สำนักปลัด อบต."


def spoiled(*changes: str) -> MemoryGrid:
    return books.grid(books.spoil(CLEAN, changes))


def test_several_remedies_of_one_cell_are_all_applied() -> None:
    grid = spoiled(f'Plan 2 details = "{MESS}"')
    done = fix_grid(grid, validate)
    at = books.cell("Plan 2 details")
    assert done.edits == (SetCell(at, MENDED),)
    assert done.before == {at: MESS}
    assert {f.code for f in done.fixed} == {"X501", "X503", "T602", "T603", "T604"}
    assert done.left == ()


def test_a_clean_workbook_is_left_alone() -> None:
    assert fix_grid(books.grid(CLEAN), validate).edits == ()


def test_what_is_only_suggested_is_not_written() -> None:
    grid = spoiled("Agency fiscal_year = 2022", "Agency district = กะเคียนซา", "Plan 2 text =")
    done = fix_grid(grid, validate)
    assert done.edits == ()
    assert {"A202", "A207", "P301"} <= {f.code for f in done.left}


def test_rules_that_were_not_chosen_mend_nothing() -> None:
    grid = spoiled(f'Plan 2 details = "{MESS}"')
    done = fix_grid(grid, lambda reading: validate(reading, only=["T603"]))
    assert {f.code for f in done.fixed} == {"T603"}
    assert "พ่วงพรมนคร" in str(done.edits[0].value)


@pytest.mark.parametrize("case", cases(), ids=lambda c: f"{c.rule}-{c.where}")
def test_each_case_mended_has_nothing_fixable_left_and_no_other_cell_changed(case: Case) -> None:
    grid = books.grid(books.spoil(CLEAN, case.given))
    before = validate(read(grid))
    cells = {e.at for e in safe_edits(before)}
    if not cells:
        return
    done = fix_grid(grid, validate)
    assert {e.at for e in done.edits} <= cells
    untouched = {s: [list(r) for r in grid.rows(s)] for s in grid.sheets()}
    grid.apply(done.edits)
    for edit in done.edits:
        untouched[edit.at.sheet][edit.at.row - 1][edit.at.column - 1] = edit.value
    assert untouched == {s: [list(r) for r in grid.rows(s)] for s in grid.sheets()}
    again = fix_grid(grid, validate)
    assert again.edits == ()
    assert not any(f.fixable for f in again.left)


def test_random_messes_come_to_an_end() -> None:
    rng = random.Random(20)
    pieces = [MESS, " ", "  ", "\n", "อปต.", "ส\u0e4d\u0e32", "\u200b", "เเ", "ที่\u0e48", "องค้การ", "กองคลง",
              "ตำบลพ่วงพรคร", "จ.สุราษฎธานี", "ข้อ 1 ๑", "อำเภอกะเคียนซา", "\u0e49", "จัดทำมูล"]  # fmt: skip
    for _ in range(150):
        text = "".join(rng.choice(pieces) for _ in range(rng.randrange(1, 9)))
        tables = books.spoil(CLEAN, [])
        tables["Plan"][1]["details"] = text
        tables["Results"][2]["problems"] = text[::2]
        grid = books.grid(tables)
        grid.apply(fix_grid(grid, validate).edits)
        assert not any(f.fixable for f in validate(read(grid)))
