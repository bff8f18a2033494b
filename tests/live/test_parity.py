"""One workbook, two stores: the file and the open workbook give the same findings and cells."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.grid import CellRef, Grid, SetCell
from ita_excel.core.values import CellError, Value
from ita_excel.rules.engine import validate
from ita_excel.sheets import filling, findings_edits, read
from ita_excel.store.file import FileGrid
from tests.live.conftest import OpenBook
from tests.workbooks import sample_workbook

pytestmark = pytest.mark.xdist_group("office")
# A few hundred take minutes; the full run is asked for by name.
WORKBOOKS = int(os.environ.get("ITA_PARITY_WORKBOOKS", "10"))

# What officers type, right and wrong.
typed: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.sampled_from(
        ["ต.ค. ๖๔", "ต.ค. 64", "10/2564", "ก.ย. ๖๕ - ต.ค. ๖๔", "O15", "O99", "ทุกส่วน/กอง", "กองคลัง",
         "กองช้าง", "ดำเนินการแล้ว", "แล้วเสร็จ", "ยังไม่มีการดำเนินการ", "  เว้นวรรค  เกิน ", "อปต.", "=1+1",
         "องค้การ", "๒๕๖๔", "จิरพงษ์", "https://www.example.go.th/a", "๐๘๑-๒๓๔๕๖๗๘", "-", "TRUE"]
    ),
    st.integers(-3, 99),
    st.dates(min_value=dt.date(2021, 1, 1),
             max_value=dt.date(2023, 12, 31)),
    st.just(CellError("#REF!")),
)  # fmt: skip
PLACES = [
    CellRef(table.sheet, table.header_row + row, number)
    for table, rows in ((schema.PLAN, 6), (schema.RESULTS, 6), (schema.UNITS, 4))
    for row in range(1, rows + 1)
    for number, column in enumerate(table.columns, start=1)
    if column.writer is not schema.Writer.COMPUTED
]

# A number in a cell with a date's format is a date to whoever reads it: the form has such cells.
DATED = {
    CellRef(table.sheet, table.header_row + row, table.number(column.field))
    for table in (schema.PLAN, schema.RESULTS)
    for column in table.columns
    if column.kind is schema.Kind.DATE
    for row in range(1, 7)
}


def _checked(grid: Grid) -> list[tuple[str, str, str]]:
    """Check the workbook, write the findings into it, and return them."""
    reading = read(grid)
    findings = validate(reading)
    grid.apply(findings_edits(reading, findings))
    return [(f.code, str(f.at), f.say("th")) for f in findings]


def cells(grid: Grid) -> dict[str, list[list[Value]]]:
    """Return the tables' cells but for formulas, whose values are for Calc to work out."""
    found = {}
    for table in schema.TABLES:
        kept = [i for i, column in enumerate(table.columns) if column.field != "check"]
        rows = [list(row) for row in grid.rows(table.sheet)[table.header_row :]]
        chosen = [[row[i] if i < len(row) else None for i in kept] for row in rows]
        while chosen and not any(value is not None for value in chosen[-1]):
            chosen.pop()
        found[table.name] = chosen
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_workbook(tmp_path_factory.mktemp("parity") / "b.xlsx")


def test_random_workbooks_read_checked_and_written_are_the_same_in_both(
    app: Any, open_book: OpenBook, sample: Path
) -> None:
    book = open_book(sample)
    dirty: set[CellRef] = set()
    grid = FileGrid(sample)
    clean = {p: v for p in PLACES if (v := _at(grid, p)) is not None}

    @settings(
        max_examples=WORKBOOKS,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )
    @given(st.dictionaries(st.sampled_from(PLACES), typed, min_size=1, max_size=20))
    def law(spoiled: dict[CellRef, Value]) -> None:
        spoiled = {
            at: value
            for at, value in spoiled.items()
            if not (at in DATED and isinstance(value, int))
        }
        file, live = FileGrid(sample), LiveGrid(book)
        file.apply([SetCell(at, value) for at, value in spoiled.items()])
        # The open workbook starts from the sample again: opening it anew takes seconds.
        touched = {*dirty, *spoiled}
        app.calculation = "manual"  # once at the end, not after each cell
        for at in dirty:  # a date leaves its format behind, in Excel too
            book.sheets[at.sheet].range(at.a1).number_format = "General"
        live.apply([SetCell(at, spoiled.get(at, clean.get(at))) for at in touched])
        dirty.clear()
        dirty.update(spoiled)
        found = [_checked(grid) for grid in (file, live)]
        app.calculation = "automatic"
        assert found[0] == found[1]
        assert cells(live) == cells(file)

    law()
    assert app.impl.converted == []


def _at(grid: Grid, at: CellRef) -> Value:
    rows = grid.rows(at.sheet)
    row = rows[at.row - 1] if at.row <= len(rows) else []
    return row[at.column - 1] if at.column <= len(row) else None


def test_filling_gives_the_same_rows_in_both(open_book: OpenBook, tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "b.xlsx", results=False)
    book = open_book(path)
    keys = [f"KEY{n}" for n in range(100)]
    grids: list[Grid] = [FileGrid(path), LiveGrid(book)]
    for grid in grids:
        given_keys = iter(keys)
        grid.apply(filling.fill(read(grid), None, lambda source=given_keys: next(source)).edits)
    assert cells(grids[0]) == cells(grids[1])
    assert grids[0].tables() == grids[1].tables()
