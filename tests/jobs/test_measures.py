"""A row of the plan knows its measure: what sorting, merging and blank cells come to at `fill`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.dispatch.files import make_master

pytestmark = pytest.mark.usefixtures("uncalculated")

ONE, TWO = "เปิดเผยข้อมูล", "ป้องกันการทุจริต"
ROWS = [
    {"key": "KAAA", "measure": ONE, "text": "ก. เผยแพร่แผนการใช้จ่าย"},
    {"key": "KBBB", "measure": None, "text": "ง. รายงานการจัดซื้อจัดจ้าง"},
    {"key": "KCCC", "measure": TWO, "text": "ค. อบรมเจ้าหน้าที่"},
    {"key": "KDDD", "measure": None, "text": "ข. จัดทำช่องทางร้องเรียน"},
]
RIGHT = {"KAAA": ONE, "KBBB": ONE, "KCCC": TWO, "KDDD": TWO}


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """A workbook whose plan names each measure once, and its results, as the version before left it."""
    rows = [{**row, "responsible": "กองคลัง"} for row in ROWS]
    path = make_master(tmp_path / "master.xlsx", rows)
    typed(path, schema.RESULTS, lambda row: {"measure": RIGHT[row.value.key]})
    return path


def typed(path: Path, table: schema.Table, values: Callable) -> None:
    grid = FileGrid(path)
    reading = read(grid)
    records = reading.plan if table is schema.PLAN else reading.results
    edits = [
        edit
        for record in records
        for field, value in values(record).items()
        for edit in set_field(record.block, record.row, field, value)
    ]
    grid.apply(edits)
    grid.save()


def sorted_plan(path: Path) -> None:
    """Sort the rows of the plan by the action's words, as Excel does with a whole table."""
    grid = FileGrid(path)
    plan = read(grid).plan
    block = plan[0].block
    columns = [c for f, c in block.columns.items() if f != "check"]
    at = columns.index(block.columns["text"])
    cells = [[block.rows[r.row - 1][c - 1] for c in columns] for r in plan]
    by_words = sorted(cells, key=lambda row: str(row[at]))
    grid.apply(
        SetCell(CellRef(block.sheet, record.row, column), value)
        for record, row in zip(plan, by_words, strict=True)
        for column, value in zip(columns, row, strict=True)
    )
    grid.save()


def measures(path: Path, what: str = "results") -> dict[str, str]:
    return {r.value.key: r.value.measure for r in getattr(read(FileGrid(path)), what)}


def own_cells(path: Path) -> dict[str, object]:
    return {r.value.key: r.typed("measure") for r in read(FileGrid(path)).plan}


def test_fill_writes_the_measure_into_each_row_and_a_sort_moves_nothing(master: Path) -> None:
    ran = run("fill", master)
    assert ran.code == 0 and "เรียงลำดับได้" in ran.err
    assert own_cells(master) == RIGHT
    sorted_plan(master)
    assert run("fill", master).code == 0
    assert measures(master) == measures(master, "plan") == RIGHT
    before = master.read_bytes()
    assert run("fill", master).code == 0
    assert master.read_bytes() == before


def test_a_plan_sorted_with_blank_cells_moves_no_result_to_another_measure(master: Path) -> None:
    sorted_plan(master)
    ran = run("fill", master)
    assert measures(master) == RIGHT
    # Below another measure than the results hold, a blank cell stays blank.
    assert {own_cells(master)[key] for key in ("KBBB", "KDDD")} == {None}
    assert "มาตรการ/แนวทาง" in ran.out


def test_the_same_after_a_fill_of_this_version_is_a_choice(master: Path) -> None:
    run("fill", master)
    typed(
        master, schema.PLAN, lambda r: {"measure": None} if r.value.key in ("KBBB", "KDDD") else {}
    )
    sorted_plan(master)
    ran = run("fill", master)
    assert ran.code == 1 and "ต้องเลือก" in ran.out
    assert measures(master) == RIGHT


def test_a_measure_renamed_in_its_first_row_is_renamed_in_all(master: Path) -> None:
    run("fill", master)
    typed(master, schema.PLAN, lambda r: {"measure": {"KAAA": "เปิดเผยข้อมูลสาธารณะ"}.get(r.value.key)
                                          if r.value.measure == ONE else r.value.measure})  # fmt: skip
    assert run("fill", master).code == 0
    assert measures(master) == {**RIGHT, "KAAA": "เปิดเผยข้อมูลสาธารณะ", "KBBB": "เปิดเผยข้อมูลสาธารณะ"}


def merged_measures(path: Path) -> None:
    """Merge the cells of each measure in plan and results, as officers do in a sheet without a table."""
    book = openpyxl.load_workbook(path)
    for table in (schema.PLAN, schema.RESULTS):
        sheet = book[table.sheet]
        del sheet.tables[table.name]
        column, first = table.number("measure"), table.header_row + 1
        for top in (first, first + 2):
            sheet.cell(top + 1, column).value = None
            sheet.merge_cells(None, top, column, top + 1, column)
    book.save(path)


def test_merged_measures_stay_merged_and_follow_their_first_cell(master: Path) -> None:
    merged_measures(master)
    for months in ("6", "12"):
        assert run("fill", master, "--round", months).code == 0
        assert measures(master) == RIGHT
    typed(
        master,
        schema.PLAN,
        lambda r: {"measure": "เปิดเผยข้อมูลสาธารณะ"} if r.value.key == "KAAA" else {},
    )
    ran = run("fill", master)
    assert ran.code == 0, ran
    new = {**RIGHT, "KAAA": "เปิดเผยข้อมูลสาธารณะ", "KBBB": "เปิดเผยข้อมูลสาธารณะ"}
    assert {(r.value.key, r.value.measure) for r in read(FileGrid(master)).results} == set(
        new.items()
    )
    sheet = openpyxl.load_workbook(master)[schema.RESULTS.sheet]
    assert len(sheet.merged_cells.ranges) >= 2
    before = master.read_bytes()
    assert run("fill", master).code == 0 and master.read_bytes() == before
