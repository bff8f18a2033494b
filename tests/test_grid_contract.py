"""One contract for every grid: edits made are edits seen, whatever lies behind the grid."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import (
    AddColumn,
    AddSheet,
    CellRef,
    Edit,
    Grid,
    MemoryGrid,
    ResizeTable,
    SetCell,
    ShowSheet,
    TableRange,
)
from ita_excel.core.values import CellError, Value
from ita_excel.store.file import FileGrid

SHEETS: dict[str, list[list[object]]] = {
    "ข้อมูล": [["รหัส", "ผล"], ["M1", "ก"], ["M2", 2], ["M3", None]],
    "ว่าง": [],
}
# Hundreds of saves: in memory where there is such a folder, so that no disk has to be waited for.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
TABLE = TableRange("T", "ข้อมูล", 1, 1, 4, 2)


def workbook(path: Path) -> Path:
    """Write what `SHEETS` and `TABLE` say, by another library than ours."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if rows:
            columns = [{"header": heading} for heading in rows[0]]
            options = {"name": TABLE.name, "columns": columns}
            sheet.add_table(0, 0, len(rows) - 1, len(columns) - 1, options)
    book.close()
    return path


@pytest.fixture(params=["memory", "file", "file read again"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Grid, str]:
    if request.param == "memory":
        return MemoryGrid(SHEETS, [TABLE]), request.param
    return FileGrid(workbook(tmp_path / "b.xlsx")), request.param


def after(made: tuple[Grid, str], *edits: Edit) -> Grid:
    """Apply the edits and return the grid, saved and opened anew where the kind says so."""
    grid, kind = made
    grid.apply(edits)
    if kind == "file read again":
        assert isinstance(grid, FileGrid)
        grid.save()
        return FileGrid(grid.path)
    return grid


def trimmed(grid: Grid, sheet: str) -> list[list[Value]]:
    """Return the rows without what is blank at their ends, which no contract speaks of."""
    rows = [list(row) for row in grid.rows(sheet)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def test_sheets_rows_and_tables_are_there(make: tuple[Grid, str]) -> None:
    grid, _ = make
    assert list(grid.sheets()) == ["ข้อมูล", "ว่าง"]
    assert trimmed(grid, "ข้อมูล") == [["รหัส", "ผล"], ["M1", "ก"], ["M2", 2], ["M3"]]
    assert trimmed(grid, "ว่าง") == []
    assert dict(grid.tables()) == {"T": TABLE}


def test_a_cell_holds_what_it_was_set_to(make: tuple[Grid, str]) -> None:
    edits = [
        SetCell(CellRef("ข้อมูล", 4, 2), "ใหม่"),
        SetCell(CellRef("ข้อมูล", 2, 2), None),
        SetCell(CellRef("ว่าง", 3, 2), dt.date(2022, 4, 1)),
    ]
    grid = after(make, *edits)
    assert trimmed(grid, "ข้อมูล") == [["รหัส", "ผล"], ["M1"], ["M2", 2], ["M3", "ใหม่"]]
    assert trimmed(grid, "ว่าง") == [[], [], [None, dt.date(2022, 4, 1)]]


def test_of_two_edits_of_a_cell_the_later_counts(make: tuple[Grid, str]) -> None:
    at = CellRef("ว่าง", 1, 1)
    grid = after(make, SetCell(at, "ก่อน"), SetCell(at, "หลัง"))
    assert trimmed(grid, "ว่าง") == [["หลัง"]]


def test_a_table_grows_and_shrinks_and_keeps_a_row(make: tuple[Grid, str]) -> None:
    assert after(make, ResizeTable("ข้อมูล", "T", 9)).tables()["T"].last_row == 9
    assert after(make, ResizeTable("ข้อมูล", "T", 0)).tables()["T"].last_row == 2


def test_a_sheet_can_be_hidden_without_losing_anything(make: tuple[Grid, str]) -> None:
    grid = after(make, ShowSheet("ว่าง", visible=False))
    assert list(grid.sheets()) == ["ข้อมูล", "ว่าง"]


def test_a_column_comes_into_a_table_and_the_rest_moves_right(make: tuple[Grid, str]) -> None:
    grid = after(
        make,
        SetCell(CellRef("ข้อมูล", 2, 2), "กลาง"),  # where the cells are when the column is there
        AddColumn("ข้อมูล", "T", "หมายเหตุ", 2),
        SetCell(CellRef("ข้อมูล", 4, 4), "ข้าง"),
    )
    assert trimmed(grid, "ข้อมูล") == [
        ["รหัส", "หมายเหตุ", "ผล"], ["M1", "กลาง", "ก"], ["M2", None, 2], ["M3", None, None, "ข้าง"],
    ]  # fmt: skip
    assert grid.tables()["T"] == TABLE._replace(last_column=3)


@pytest.mark.parametrize(("at", "expected"), [(1, ["ใหม่", "รหัส", "ผล"]), (3, ["รหัส", "ผล", "ใหม่"])])
def test_a_column_comes_at_either_end_of_a_table(
    make: tuple[Grid, str], at: int, expected: list[Value]
) -> None:
    grid = after(make, AddColumn("ข้อมูล", "T", "ใหม่", at))
    assert trimmed(grid, "ข้อมูล")[0] == expected
    assert grid.tables()["T"] == TABLE._replace(last_column=3)


def test_a_column_that_is_there_comes_no_second_time(make: tuple[Grid, str]) -> None:
    edit = AddColumn("ข้อมูล", "T", "ใหม่", 2)
    grid = after(make, edit, edit)
    assert trimmed(grid, "ข้อมูล")[0] == ["รหัส", "ใหม่", "ผล"]


def pattern(path: Path) -> bytes:
    """Return the workbook that sheets are copied from."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    other, extra = book.add_worksheet("อื่น"), book.add_worksheet("เสริม")
    other.write("A1", "ไม่ใช่แผ่นนี้")
    extra.write_row(0, 0, ["ชื่อ", "จำนวน"])
    extra.write_row(1, 0, ["ก", 5])
    extra.add_table(
        0, 0, 1, 1, {"name": "Extra", "columns": [{"header": "ชื่อ"}, {"header": "จำนวน"}]}
    )
    book.close()
    return path.read_bytes()


def test_a_sheet_is_copied_from_the_pattern(make: tuple[Grid, str], tmp_path: Path) -> None:
    source = pattern(tmp_path / "pattern.xlsx")
    memory = isinstance(make[0], MemoryGrid)
    make[0].pattern = FileGrid.from_bytes(source) if memory else lambda: source  # type: ignore[attr-defined]
    grid = after(
        make,
        SetCell(CellRef("เสริม", 3, 1), "ใต้ตาราง"),
        AddSheet("เสริม", after="ข้อมูล", visible=False),
    )
    assert list(grid.sheets()) == ["ข้อมูล", "เสริม", "ว่าง"]
    assert trimmed(grid, "เสริม") == [["ชื่อ", "จำนวน"], ["ก", 5], ["ใต้ตาราง"]]
    assert grid.tables()["Extra"] == TableRange("Extra", "เสริม", 1, 1, 2, 2)
    assert trimmed(grid, "ข้อมูล") == [["รหัส", "ผล"], ["M1", "ก"], ["M2", 2], ["M3"]]
    with pytest.raises(RefusedEdit):
        grid.apply([AddSheet("เสริม")])


@pytest.mark.parametrize(
    "edit",
    [
        AddColumn("ข้อมูล", "T", "ผล", 1),  # the table has that heading elsewhere
        AddColumn("ข้อมูล", "T", "ใหม่", 4),
        AddColumn("ข้อมูล", "ไม่มี", "ใหม่", 2),
        AddSheet("ว่าง"),
        AddSheet("ไม่มีในแม่แบบ"),
    ],
)
def test_a_structure_that_can_not_be_is_refused_and_nothing_changes(
    make: tuple[Grid, str], edit: Edit
) -> None:
    grid, _ = make
    with pytest.raises(RefusedEdit):
        grid.apply([SetCell(CellRef("ข้อมูล", 2, 1), "ไม่ถึง"), edit])
    assert trimmed(grid, "ข้อมูล") == [["รหัส", "ผล"], ["M1", "ก"], ["M2", 2], ["M3"]]
    assert dict(grid.tables()) == {"T": TABLE}


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12).map(lambda x: float(format(x, ".12g"))),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["=1+1", "  ", "#REF!", "_x0041_", "ก\r\nข", "\u200b", "๑๒๓"]),
    st.sampled_from([CellError("#N/A")]),
)
cells = st.builds(
    SetCell,
    st.builds(CellRef, st.sampled_from(list(SHEETS)), st.integers(2, 12), st.integers(1, 5)),
    values,
    st.none(),  # no link
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, max_size=12), max_size=3))
def test_any_edits_give_the_same_in_a_file_as_in_memory(batches: list[list[SetCell]]) -> None:
    memory = MemoryGrid(SHEETS, [TABLE])
    with TemporaryDirectory(dir=MEMORY) as folder:
        grid = FileGrid(workbook(Path(folder) / "b.xlsx"))
        for batch in batches:
            memory.apply(batch)
            grid.apply(batch)
            assert {s: trimmed(grid, s) for s in SHEETS} == {s: trimmed(memory, s) for s in SHEETS}
            grid.save()
            read_again = FileGrid(grid.path)
            for sheet in SHEETS:
                assert trimmed(read_again, sheet) == trimmed(memory, sheet)


@settings(max_examples=30, deadline=None)
@given(st.lists(cells, max_size=20))
def test_to_make_the_same_edits_twice_is_to_make_them_once(edits: list[SetCell]) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        path = workbook(Path(folder) / "b.xlsx")
        edited(path, edits)
        before = path.read_bytes()
        edited(path, edits)
        assert path.read_bytes() == before


def edited(path: Path, edits: list[SetCell]) -> None:
    grid = FileGrid(path)
    grid.apply(edits)
    grid.save()
