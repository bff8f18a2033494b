"""What stands below a table: surely a row, perhaps one, a remark or a note."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.grid import MemoryGrid, ResizeTable
from ita_excel.core.values import Value
from ita_excel.rules.engine import validate
from ita_excel.rules.fixing import fix_grid
from ita_excel.sheets import read, take_in
from tests import books

Below = list[dict[str, Value]]
ROW = {"measure": "มาตรการป้องกันการทุจริต", "number": 3, "text": "จัดอบรมพนักงานส่วนตำบล"}
FULL = {**ROW, "responsible": "กองคลัง", "start": "ต.ค. ๖๔", "end": "ก.ย. ๖๕", "times": 1}


def with_below(table: schema.Table, below: Below) -> tuple[MemoryGrid, int]:
    """Return the clean workbook with rows typed below a table, and the table's last row."""
    grid = books.grid(books.clean())
    last = grid.tables()[table.name].last_row
    rows = [list(row) for row in grid.rows(table.sheet)]
    rows += [[row.get(c.field) for c in table.columns] for row in below]
    sheets = {name: grid.rows(name) for name in grid.sheets()} | {table.sheet: rows}
    return MemoryGrid(sheets, grid.tables().values()), last


def told(grid: MemoryGrid) -> list[tuple[str, str, int]]:
    return [
        (f.code, f.variant, f.at.row)
        for f in read(grid).findings
        if f.at and f.code in ("S103", "S109")
    ]


PLAN, RESULTS, UNITS = schema.PLAN, schema.RESULTS, schema.UNITS
SURE: list[tuple[schema.Table, Below, int]] = [
    (PLAN, [ROW], 1),
    (PLAN, [ROW, FULL, {"text": "ประชุมชี้แจง", "number": 4}], 3),
    (PLAN, [{}, FULL], 2),
    (PLAN, [ROW, {}, {}, FULL, {"text": "หมายเหตุ"}], 4),
    (PLAN, [{"text": "(๑) ประกาศนโยบาย", "responsible": "กองคลัง"}], 1),
    (PLAN, [{"text": "รวมพลังต้านทุจริต", "responsible": "กองคลัง"}], 1),
    (RESULTS, [{"text": "จัดอบรม", "status": "ดำเนินการแล้ว", "outcome": "อบรม ๓๐ คน"}], 1),
    (UNITS, [{"name": "กองสาธารณสุขและสิ่งแวดล้อม"}], 1),
    (UNITS, [{"name": "ตรวจสอบภายใน", "email": "audit@example.go.th"}], 1),
    (
        schema.SIGNATORIES,
        [{"order": 3, "role": "ความเห็น", "name": "นาย ค.", "position": "นายก"}],
        1,
    ),
]


@pytest.mark.parametrize(("table", "below", "count"), SURE)
def test_what_is_surely_a_row_is_read_and_taken_in(
    table: schema.Table, below: Below, count: int
) -> None:
    grid, last = with_below(table, below)
    reading = read(grid)
    assert {(code, variant) for code, variant, _ in told(grid)} == {("S109", "rows")}
    assert max(reading.blocks[table.name].filled_rows()) == last + count
    edits = take_in(reading.blocks.values())
    assert edits == [ResizeTable(table.sheet, table.name, last + count, takes=True)]
    grid.apply(edits)
    assert told(grid) == []
    assert take_in(read(grid).blocks.values()) == []


NOTES: list[Below] = [
    [{"measure": "หมายเหตุ ผ่านความเห็นชอบแล้ว"}],
    [{"text": "ลงชื่อ ........................", "responsible": "ผู้รายงาน"}],
    [{"text": "(ลงชื่อ)"}, {"text": "(นาย ก. ข.)"}, {"text": "ตำแหน่ง ปลัด อบต."}],
    [{}, {"measure": "* ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๕"}],
    [{"measure": "รวม", "number": 6}],
]


@pytest.mark.parametrize("below", NOTES)
def test_a_note_is_nobodys_row(below: Below) -> None:
    grid, _ = with_below(PLAN, below)
    assert told(grid) == []
    assert take_in(read(grid).blocks.values()) == []


UNSURE: list[tuple[Below, str, str]] = [
    ([{"text": "จัดอบรมพนักงาน"}], "S109", "perhaps"),
    ([{"measure": "มาตรการใหม่", "responsible": "กองคลัง"}], "S109", "perhaps"),
    ([{"measure": "มาตรการ/แนวทาง", "text": "วิธีการดำเนินงาน"}], "S109", "perhaps"),
    ([{}, {"details": "ดูหนังสือสั่งการเดิม"}], "S103", "rows"),
    ([{}] * 9 + [FULL], "S109", "perhaps"),
    ([{"text": "หมายเหตุ แถวต่อไปรออนุมัติ"}, FULL], "S109", "apart"),
]


@pytest.mark.parametrize(("below", "code", "variant"), UNSURE)
def test_what_is_not_sure_stays_and_is_told(below: Below, code: str, variant: str) -> None:
    grid, last = with_below(PLAN, below)
    assert [(c, v) for c, v, _ in told(grid)] == [(code, variant)]
    reading = read(grid)
    assert reading.blocks["Plan"].last_row == last
    assert fix_grid(grid, validate).edits == ()


def test_rows_below_a_row_of_totals_are_told_and_stay() -> None:
    grid, last = with_below(PLAN, [{"measure": "ผลรวม", "number": 6}, FULL])
    table = grid.tables()["Plan"]._replace(totals=1)
    sheets = {name: grid.rows(name) for name in grid.sheets()}
    grid = MemoryGrid(sheets, [*(t for t in grid.tables().values() if t.name != "Plan"), table])
    assert told(grid) == [("S109", "apart", last + 2)]


def test_fix_takes_rows_in_and_says_so_once() -> None:
    grid, last = with_below(PLAN, [FULL])
    done = fix_grid(grid, validate)
    assert done.edits[0] == ResizeTable(PLAN.sheet, "Plan", last + 1, takes=True)
    assert [f.code for f in done.fixed] == ["S109"]
    assert "S109" not in [f.code for f in done.left]
    grid.apply(done.edits)
    assert fix_grid(grid, validate).edits == ()
