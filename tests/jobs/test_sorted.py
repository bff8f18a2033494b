"""Sheets that were sorted: by any column, up and down, before and after `fill`; the report stays.

Sorted here as Excel does it: whole rows of the table, blank cells last, equal rows in their order.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.grid import CellRef, Grid, MemoryGrid, SetCell
from ita_excel.core.values import Value
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.report import report_content
from ita_excel.jobs import fill as jobs
from ita_excel.jobs.occasion import Occasion
from ita_excel.rules.engine import validate
from ita_excel.schema.model import Round
from ita_excel.sheets import Block, append_rows, read, require_block, set_field
from ita_excel.sheets.derived_cells import in_reports_order
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.usefixtures("uncalculated")

TYPED = [(t, c.field) for t in (schema.PLAN, schema.RESULTS) for c in t.columns
         if c.writer is not schema.Writer.COMPUTED]  # fmt: skip
NAMES = ["ป้องกันการทุจริต", "เปิดเผยข้อมูล", "ส่งเสริมคุณธรรม"]


def rows(numbered: bool = True, every: bool = True) -> list[dict[str, Value]]:
    """Return a plan whose measures stand in no order of the alphabet."""
    found: list[dict[str, Value]] = []
    for m, name in enumerate((NAMES[1], NAMES[0], NAMES[2])):
        for n in range(1, 5 - m):
            found.append({
                "measure": name if every or n == 1 else None,
                "number": n if numbered else None,
                "text": f"{'ฮขมกด'[n]}. เรื่องที่ {m}{n}",
                "responsible": ["กองคลัง", "สำนักปลัด อบต.", "นิติกร"][(m + n) % 3],
                "oit": f"O{10 + 5 * m + n}", "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 2,
            })  # fmt: skip
    return found


def make(path: Path, plan: list[dict[str, Value]]) -> Path:
    data = sample()
    data.plan[:] = plan
    return sample_workbook(path, data, results=False)


def in_memory(path: Path) -> MemoryGrid:
    grid = FileGrid(path)
    return MemoryGrid({s: grid.rows(s) for s in grid.sheets()}, grid.tables().values())


def sort(grid: Grid, table: schema.Table, field: str, down: bool = False) -> None:
    """Sort a sheet's rows by a column, as Excel does with its table."""
    block = require_block(read(grid).blocks, table)
    by = block.columns[field]

    def cell(row: dict[int, Value]) -> tuple[bool, Any]:
        return isinstance(row[by], str), row[by]

    rows = lines(block)
    filled = sorted((r for r in rows if r[by] is not None), key=cell, reverse=down)
    put(grid, block, [*filled, *(r for r in rows if r[by] is None)])


def lines(block: Block) -> list[dict[int, Value]]:
    """Return the rows of a table as a person moves them: all but the formulas."""
    columns = [block.columns[f] for f in block.columns if f != "check"]
    return [{c: dict(enumerate(block.rows[n - 1], 1)).get(c) for c in columns}
            for n in block.filled_rows()]  # fmt: skip


def put(grid: Grid, block: Block, rows: list[dict[int, Value]], gap: int = 1) -> None:
    """Write rows below the heading, `gap` rows apart."""
    first = block.header_row + 1
    old = [SetCell(CellRef(block.sheet, n, c), None) for n in block.filled_rows() for c in rows[0]]
    grid.apply([*old, *(
        SetCell(CellRef(block.sheet, first + gap * i, column), value)
        for i, row in enumerate(rows)
        for column, value in row.items()
    )])  # fmt: skip


def fill(grid: Grid, **wishes: Any) -> Any:
    return jobs.fill(grid, Occasion(), round=6, **wishes)


def report(grid: Grid) -> list[Any]:
    """Return what documents print of plan, sums and results, but for รหัส."""
    book = in_reports_order(read(grid))
    found = report_content(Material(book, asked=Round.SIX))
    return [
        (group.measure, row.cells)
        for section in (found.plan, found.summary, found.results)
        for group in section.table.groups
        for row in group.rows
    ]


def measures(grid: Grid) -> list[str]:
    return list(dict.fromkeys(measure[0].text for measure, _ in report(grid)))[:3]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan before anything was filled, without any รหัส."""
    return make(tmp_path_factory.mktemp("typed") / "a.xlsx", rows())


@pytest.fixture
def plan(typed: Path) -> MemoryGrid:
    return in_memory(typed)


@pytest.fixture
def book(plan: MemoryGrid) -> MemoryGrid:
    fill(plan)
    return plan


def test_the_report_is_the_same_after_a_sort_by_any_column(book: MemoryGrid) -> None:
    before = report(book)
    assert measures(book) == [NAMES[1], NAMES[0], NAMES[2]]
    for table, field in TYPED:  # one sort after another
        for down in (False, True):
            sort(book, table, field, down)
            assert report(book) == before, (table.sheet, field, down)
    done = fill(book).filling
    assert (done.updated, done.choices, done.kept_cells, done.added) == ((), (), (), 0)
    assert report(book) == before


@pytest.mark.parametrize("down", [False, True])
def test_a_sort_before_the_first_fill_changes_nothing_either(typed: Path, down: bool) -> None:
    unsorted = in_memory(typed)
    fill(unsorted)
    for field in (f for t, f in TYPED if t is schema.PLAN):
        grid = in_memory(typed)
        sort(grid, schema.PLAN, field, down)
        fill(grid)
        assert report(grid) == report(unsorted), field
        sort(grid, schema.PLAN, "text")
        assert report(grid) == report(unsorted), field


def test_rows_without_numbers_stay_as_they_were_filled(tmp_path: Path) -> None:
    grid = in_memory(make(tmp_path / "a.xlsx", rows(numbered=False)))
    fill(grid)
    before = report(grid)
    for table, field in TYPED[1:12]:
        sort(grid, table, field, True)
        assert report(grid) == before, (table.sheet, field)


def test_blank_rows_between_and_rows_cut_and_pasted_elsewhere_change_nothing(
    book: MemoryGrid,
) -> None:
    before = report(book)
    for table in (schema.PLAN, schema.RESULTS):
        block = read(book).blocks[table.name]
        put(book, block, lines(block), gap=2)
        assert report(book) == before
        block = read(book).blocks[table.name]
        found = lines(block)
        put(book, block, [*found[4:7], *found[:4], *found[7:]])
        assert report(book) == before
    fill(book)
    assert report(book) == before


def test_a_row_added_to_a_sorted_plan_joins_its_measure(book: MemoryGrid) -> None:
    sort(book, schema.PLAN, "responsible")
    block = read(book).blocks[schema.PLAN.name]
    new = {"measure": NAMES[1], "text": "เรื่องใหม่", "responsible": "นิติกร", "number": 5}
    book.apply(append_rows(block, [new]))
    fill(book)
    results = [cells[0][0].text for measure, cells in report(book)
               if measure[0].text == NAMES[1] and cells[0]]  # fmt: skip
    assert "เรื่องใหม่" in results[4] and results[:4] == ["ข. เรื่องที่ ๐๑", "ม. เรื่องที่ ๐๒", "ก. เรื่องที่ ๐๓", "ด. เรื่องที่ ๐๔"]  # fmt: skip


def test_numbers_and_a_wish_change_the_reports_order_and_a_sort_is_told(book: MemoryGrid) -> None:
    assert "order" not in {n.kind for n in fill(book).notices}
    sort(book, schema.PLAN, "measure")
    [told] = [n for n in fill(book).notices if n.kind == "order"]
    assert f"๑) {NAMES[1]} ๒) {NAMES[0]}" in told.text.th
    # Numbers typed by the officer go first.
    grid = in_memory_copy(book)
    names = {NAMES[0]: f"๑. {NAMES[0]}", NAMES[1]: f"๓. {NAMES[1]}", NAMES[2]: f"๒. {NAMES[2]}"}
    rename(grid, names)
    fill(grid)
    assert measures(grid) == [NAMES[0], NAMES[2], NAMES[1]]
    # A wish makes the sheet's order the report's.
    assert "order" not in {n.kind for n in fill(book, sheet_order=True).notices}
    assert measures(book) == sorted(NAMES)
    sort(book, schema.PLAN, "text")
    assert measures(book) == sorted(NAMES)


def in_memory_copy(grid: MemoryGrid) -> MemoryGrid:
    return MemoryGrid({s: grid.rows(s) for s in grid.sheets()}, grid.tables().values())


def rename(grid: Grid, names: dict[str, str]) -> None:
    grid.apply(
        edit
        for record in read(grid).plan
        for edit in set_field(record.block, record.row, "measure", names[record.value.measure])
    )


def test_every_format_prints_the_same_after_a_sort(typed: Path, tmp_path: Path) -> None:
    path, made = tmp_path / "สมุด.xlsx", []
    path.write_bytes(typed.read_bytes())
    assert run("fill", path, "--round", "6").code == 0
    for folder in ("ก่อน", "หลัง"):
        to = tmp_path / folder
        wanted = ("--draft", "--only", "report", "--all", "--round", "6")
        assert run("export", path, "-o", to, *wanted).code == 0
        made.append({f.name: f.read_bytes() for f in to.iterdir()})
        file = FileGrid(path)
        for table, field in ((schema.PLAN, "responsible"), (schema.RESULTS, "text")):
            sort(file, table, field, True)
        file.save()
    assert {name.rpartition(".")[2] for name in made[0]} >= {"docx", "pdf", "html", "csv", "json"}
    assert made[0] == made[1]


def test_next_year_begins_in_the_reports_order(typed: Path, tmp_path: Path) -> None:
    path, later = tmp_path / "ปีนี้.xlsx", tmp_path / "ปีหน้า.xlsx"
    path.write_bytes(typed.read_bytes())
    assert run("fill", path, "--round", "6").code == 0
    file = FileGrid(path)
    sort(file, schema.PLAN, "text")
    file.save()
    assert run("new-year", path, later).code == 0
    assert [r.value.text for r in read(FileGrid(later)).plan] == [row["text"] for row in rows()]


def test_numbers_that_go_on_from_measure_to_measure_skip_nothing_after_a_sort(
    tmp_path: Path,
) -> None:
    plan = [{**row, "number": n} for n, row in enumerate(rows(), 1)]
    path = make(tmp_path / "a.xlsx", plan)
    file = FileGrid(path)
    sort(file, schema.PLAN, "number", True)
    file.save()
    assert "P302" not in run("validate", path, "--no-write", "--json").out


def fills_nothing_in_silence(grid: Grid) -> list[int]:
    """Fill a sorted classic plan; return the rows that are asked for, after looking at the others."""
    right = {row["text"]: row["measure"] for row in rows()}
    done = fill(grid)
    found = read(grid)
    wrong = {
        r.value.text
        for r in (*found.plan, *found.results)
        if r.value.measure != right[r.value.text]
    }
    asked = done.filling.doubtful
    assert not wrong or "doubtful" in {n.kind for n in done.notices} or found.plan[0].value.measure == ""  # fmt: skip
    stops = [
        f for f in validate(found) if f.code in ("P311", "P301") and f.severity is Severity.ERROR
    ]
    assert not wrong or stops
    return list(asked)


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("down", [False, True])
def test_a_classic_plan_sorted_before_the_first_fill_is_asked_for(
    tmp_path: Path, down: bool, numbered: bool
) -> None:
    path = make(tmp_path / "a.xlsx", rows(numbered, every=False))
    assert fills_nothing_in_silence(in_memory(path)) == []
    for field in ("measure", "text", *(["number"] if numbered else [])):
        grid = in_memory(path)
        sort(grid, schema.PLAN, field, down)
        asked = fills_nothing_in_silence(grid)
        blank = [r.row for r in read(grid).plan if not r.value.measure_given and r.value.measure]
        top = read(grid).plan[0].value.measure_given  # else P301 says that it names none
        assert asked == blank and (asked or not top), field
        # The officer writes them in: the results follow, and the report is the right one.
        right = {row["text"]: row["measure"] for row in rows()}
        grid.apply(
            edit
            for r in read(grid).plan
            for edit in set_field(r.block, r.row, "measure", right[r.value.text])
        )
        done = fill(grid)
        assert (
            not done.filling.choices and not done.filling.kept_cells and not done.filling.doubtful
        )
        assert {r.value.text: r.value.measure for r in read(grid).results} == right
