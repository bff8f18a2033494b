"""What becomes of a master in memory when another officer's copy is taken into it."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.grid import AddColumn, CellRef, MemoryGrid, SetCell
from ita_excel.merging import copy_conflicts, levels
from ita_excel.merging.copies import OtherCopy, TakenCopy, take_copy
from ita_excel.merging.merge import Moment
from ita_excel.sheets import append_rows, derived_cells, read
from ita_excel.sheets.derived_cells import Derived
from ita_excel.sheets.row_identity import CellId
from ita_excel.sheets.typed_tables import contents_of, value_at
from tests.merging.books import (
    NOW,
    ONE,
    SIX,
    TWO,
    answer,
    choose,
    collect,
    conflicts,
    history,
    master,
    put,
    send,
    value,
)

PLAN, RESULTS, UNITS = schema.PLAN, schema.RESULTS, schema.UNITS


def plain(heading: str) -> bool:
    """No column holds formulas of ours."""
    return False


def copies(rows=(ONE, TWO), **settings) -> tuple[MemoryGrid, MemoryGrid, MemoryGrid]:
    """A master, and two copies of it."""
    grid = master(rows, **settings)
    return grid, MemoryGrid.of(grid), MemoryGrid.of(grid)


def take(ours: MemoryGrid, theirs: MemoryGrid, base: MemoryGrid | None, locked=()) -> TakenCopy:
    """Take theirs into ours, in which the cells of some columns of a sheet are locked."""
    contents = contents_of(read(base).blocks, plain) if base else None
    moment = Moment("collect", NOW, "ผู้รวม")

    def shut(at: CellRef) -> bool:
        return (at.sheet, at.column) in locked

    return take_copy(ours, OtherCopy("ข.xlsx", "h", theirs), contents, moment, plain, shut)


def remember(grid: MemoryGrid, **bases) -> None:
    grid.apply(derived_cells.keep(read(grid), Derived(**bases)))


def remembered(grid: MemoryGrid) -> Derived:
    return derived_cells.load(read(grid).meta)


def add_column(grid: MemoryGrid, table: schema.Table, heading: str, texts: dict[int, str]) -> int:
    """Add a column of somebody's own behind a table's, with texts in some of its rows."""
    block = read(grid).blocks[table.name]
    at = max(block.columns.values()) + 1
    grid.apply([AddColumn(block.sheet, table.name, heading, at, block.header_row)])
    first = block.header_row + 1
    grid.apply([SetCell(CellRef(block.sheet, first + n, at), t) for n, t in texts.items()])
    return at


def under(grid: MemoryGrid, table: schema.Table, heading: str) -> list[object]:
    """What stands in a table's rows under a heading."""
    block = read(grid).blocks[table.name]
    at = list(block.rows[block.header_row - 1]).index(heading) + 1
    return [value_at(block, row, at) for row in block.filled_rows()]


def type_plan(grid: MemoryGrid, row: int, **fields: object) -> None:
    block = read(grid).blocks[PLAN.name]
    number = list(block.filled_rows())[row]
    grid.apply([SetCell(block.at(number, f), v) for f, v in fields.items()])


# Memory -----------------------------------------------------------------------------------------


def test_what_the_other_filled_is_remembered_as_filled_where_its_value_is_taken():
    base, ours, theirs = copies()
    at, other = CellId("K1", SIX, "text"), CellId("K2", SIX, "text")
    remember(ours, copied={at: ONE["text"], other: TWO["text"]})
    put(theirs, "text", "แผนที่แก้แล้ว")
    remember(theirs, copied={at: "แผนที่แก้แล้ว", other: "ไม่ใช่ค่านี้"})
    take(ours, theirs, base)
    assert value(ours, "text") == "แผนที่แก้แล้ว"
    assert remembered(ours).copied == {at: "แผนที่แก้แล้ว", other: TWO["text"]}


def test_a_cell_that_units_answered_is_the_others_where_only_the_other_typed_over_it():
    base, ours, theirs = answered()
    put(theirs, "outcome", "ข แก้ให้")
    take(ours, theirs, base)
    collect(ours)
    assert (value(ours, "outcome"), conflicts(ours)) == ("ข แก้ให้", [])


def answered() -> tuple[MemoryGrid, MemoryGrid, MemoryGrid]:
    """A master that has collected an answer, and two copies of it."""
    grid = master([{**ONE, "outcome": "เดิม"}, TWO])
    collect(grid, answer(send(grid), {"outcome": "ตอบแล้ว"})[0])
    return grid, MemoryGrid.of(grid), MemoryGrid.of(grid)


def test_a_cell_that_one_of_two_answered_rows_holds_since_the_base_is_no_conflict():
    """Only the other has collected; the value here is still that of the base."""
    base, ours, theirs = copies([{**ONE, "outcome": "เดิม"}, TWO])
    sent = send(theirs)
    collect(theirs, answer(sent, {"outcome": "ตอบแล้ว"})[0])
    put(theirs, "outcome", "ข แก้ให้")
    collect(theirs)
    found = take(ours, theirs, base)
    assert found.found == ()
    assert found.answers == 1
    collect(ours)
    assert (value(ours, "outcome"), conflicts(ours)) == ("ข แก้ให้", [])


def test_what_only_the_other_had_typed_before_a_unit_answered_is_taken_by_what_both_came_from():
    """Nothing here says that a unit answered; the base says that this officer left the cell alone."""
    base, ours, theirs = copies([TWO, {**ONE, "outcome": "เดิม"}])
    sent = send(theirs)
    put(theirs, "outcome", "ข เขียนก่อน")
    collect(theirs, answer(sent, lambda rows: rows[1].update(outcome="ข เขียนก่อน"))[0])
    assert take(MemoryGrid.of(ours), theirs, None).found  # nobody knows who changed it
    assert take(ours, theirs, base).found == ()
    collect(ours)
    assert (value(ours, "outcome"), conflicts(ours)) == ("ข เขียนก่อน", [])


def test_two_officers_who_typed_over_an_answer_are_asked_with_what_both_had_before():
    base, ours, theirs = copies([{**ONE, "outcome": "เดิม"}, TWO])
    sent = send(theirs)
    collect(theirs, answer(sent, {"problems": "มีปัญหา"})[0])
    put(theirs, "problems", "ข เขียนใหม่")
    collect(theirs)
    put(ours, "problems", "ก เขียนเอง")
    (found,) = take(ours, theirs, base).found
    assert (found.field, found.base, found.theirs) == ("problems", None, "ข เขียนใหม่")
    assert (found.key, found.round, found.words) == ("K1", SIX, ONE["text"])
    assert value(ours, "problems") == "ก เขียนเอง"


def test_a_joint_cell_that_both_combined_is_combined_anew_and_asked_of_nobody():
    base, ours, theirs = copies()
    at = CellId("K1", SIX, "outcome")
    for grid, text in ((ours, "สำนักปลัด: ก"), (theirs, "กองคลัง: ข")):
        put(grid, "outcome", text)
        remember(grid, combined={at: text})
    found = take(ours, theirs, base)
    assert found.found == ()
    assert value(ours, "outcome") == "สำนักปลัด: ก"


def test_choices_that_wait_on_the_others_sheet_are_counted():
    grid = master([{**ONE, "outcome": "เดิม"}])
    sent = send(grid)
    put(grid, "outcome", "ของเรา")
    collect(grid, answer(sent, {"outcome": "ของเขา"})[0])
    base, ours, theirs = grid, MemoryGrid.of(grid), MemoryGrid.of(grid)
    assert take(MemoryGrid.of(ours), theirs, base).undone == 0
    choose(theirs, "ใช้ค่าของหน่วยงาน")
    assert take(ours, theirs, base).undone == 1


def test_an_answer_that_only_one_took_back_is_named():
    grid = master([ONE])
    given = answer(send(grid), {"outcome": "ตอบแล้ว"})[0]
    collect(grid, given)
    base, ours, theirs = grid, MemoryGrid.of(grid), MemoryGrid.of(grid)
    collect(theirs, withdraw=[given.hash])
    found = take(ours, theirs, base)
    assert (found.withdrawn, found.answers) == ((given.hash,), 0)


# Rows and columns -------------------------------------------------------------------------------


def test_an_own_column_of_the_other_comes_with_its_heading_and_the_cells_of_new_rows():
    base, ours, theirs = copies()
    add_column(theirs, PLAN, "งบประมาณ", {0: "๑๒๕,๐๐๐"})
    block = read(theirs).blocks[PLAN.name]
    theirs.apply(append_rows(block, [{"text": "ทำแผนจัดซื้อ", "responsible": "กองคลัง"}]))
    last = max(read(theirs).blocks[PLAN.name].filled_rows())
    at = list(block.rows[block.header_row - 1]).index("งบประมาณ") + 1
    theirs.apply([SetCell(CellRef(block.sheet, last, at), "๙,๐๐๐")])
    assert take(ours, theirs, base).columns == ("งบประมาณ",)
    assert under(ours, PLAN, "งบประมาณ") == ["๑๒๕,๐๐๐", None, "๙,๐๐๐"]
    assert under(ours, PLAN, PLAN.column("text").heading)[2] == "ทำแผนจัดซื้อ"


def test_an_own_column_that_is_empty_or_stands_here_already_is_not_added():
    base, ours, theirs = copies()
    for grid in (ours, theirs):
        add_column(grid, PLAN, "งบประมาณ", {0: "๑"})
    add_column(theirs, PLAN, "ว่างเปล่า", {})
    assert take(ours, theirs, base).columns == ()


def test_an_own_column_stands_behind_those_that_are_there_and_in_its_cells_each_change_counts():
    base, ours, theirs = copies()
    for grid in (base, ours, theirs):
        add_column(grid, PLAN, "งบประมาณ", {0: "๑", 1: "๒"})
    at = PLAN.number("check") + 1
    row = next(iter(read(theirs).blocks[PLAN.name].filled_rows()))
    theirs.apply([SetCell(CellRef(PLAN.sheet, row, at), "๑๐")])
    theirs.apply([AddColumn(PLAN.sheet, PLAN.name, "ผู้ช่วย", at + 1, PLAN.header_row)])
    theirs.apply([SetCell(CellRef(PLAN.sheet, row, at + 1), "นายช่วย")])
    found = take(ours, theirs, base)
    assert (found.found, found.columns) == ((), ("ผู้ช่วย",))
    assert under(ours, PLAN, "งบประมาณ") == ["๑๐", "๒"]
    assert under(ours, PLAN, "ผู้ช่วย") == ["นายช่วย", None]
    block = read(ours).blocks[PLAN.name]
    assert [v for v in block.rows[block.header_row - 1] if v][-2:] == ["งบประมาณ", "ผู้ช่วย"]


def test_a_row_without_a_key_comes_beside_another_without_one():
    base, ours, theirs = copies([ONE])
    for grid, text in ((ours, "ตรวจรับพัสดุปลายปี"), (theirs, "เปิดช่องทางร้องเรียนใหม่")):
        row = {"text": text, "responsible": "กองคลัง"}
        grid.apply(append_rows(read(grid).blocks[PLAN.name], [row]))
    found = take(ours, theirs, base)
    assert found.rekeyed == 0
    heading = PLAN.column("text").heading
    assert under(ours, PLAN, heading)[1:] == ["ตรวจรับพัสดุปลายปี", "เปิดช่องทางร้องเรียนใหม่"]


def test_of_two_tables_each_gets_the_own_columns_that_the_other_has():
    base, ours, theirs = copies()
    for table in (PLAN, RESULTS):
        add_column(theirs, table, f"ของ {table.sheet}", {0: table.name, 1: "สอง"})
    take(ours, theirs, base)
    for table in (PLAN, RESULTS):
        assert under(ours, table, f"ของ {table.sheet}") == [table.name, "สอง"]


def test_a_locked_cell_is_not_written_and_named_wherever_a_column_was_added():
    """A column is added to the units; in the results the locked one stands where it stood."""
    evidence = RESULTS.number("evidence")
    assert evidence > max(UNITS.number(c.field) for c in UNITS.columns) + 1
    base, ours, theirs = copies()
    add_column(theirs, UNITS, "โทรสาร", {0: "๐๒"})
    put(theirs, "evidence", "ภาพถ่าย")
    put(theirs, "suggestions", "เพิ่มคน")
    found = take(ours, theirs, base, {(RESULTS.sheet, evidence)})
    assert [(c.column.field, c.theirs) for c in found.locked] == [("evidence", "ภาพถ่าย")]
    assert (value(ours, "evidence"), value(ours, "suggestions")) == (None, "เพิ่มคน")
    assert under(ours, UNITS, "โทรสาร") == ["๐๒", None, None]


def test_a_column_that_was_added_is_open_though_what_stood_there_was_locked():
    at = PLAN.number("check") + 1
    base, ours, theirs = copies()
    add_column(theirs, PLAN, "งบประมาณ", {0: "๑๒๕,๐๐๐"})
    take(ours, theirs, base, {(PLAN.sheet, at)})
    assert under(ours, PLAN, "งบประมาณ") == ["๑๒๕,๐๐๐", None]


def test_a_row_that_the_other_removed_goes_and_a_locked_cell_of_it_stays():
    base, ours, theirs = copies()
    type_plan(theirs, 1, **dict.fromkeys(("key", "text", "responsible")))
    block = read(ours).blocks[PLAN.name]
    second = list(block.filled_rows())[1]
    shut = {(PLAN.sheet, PLAN.number("responsible"))}
    take(ours, theirs, base, shut)
    block = read(ours).blocks[PLAN.name]
    assert (block.cell(second, "text"), block.cell(second, "key")) == (None, None)
    assert block.cell(second, "responsible") == "สำนักปลัด"


def test_a_measure_that_stood_once_for_several_rows_stays_with_the_rows_that_are_left():
    base = master([ONE, TWO, {**TWO, "key": "K3", "text": "เปิดเผยราคากลาง"}])
    type_plan(base, 0, measure="ด้านความโปร่งใส")
    ours, theirs = MemoryGrid.of(base), MemoryGrid.of(base)
    fields = ("key", "text", "responsible", "measure")
    type_plan(theirs, 0, **dict.fromkeys(fields))
    type_plan(theirs, 0, measure="ด้านความโปร่งใส")  # its first row is now the one below
    take(ours, theirs, base)
    block = read(ours).blocks[PLAN.name]
    left = [(block.cell(r, "key"), block.cell(r, "measure")) for r in block.filled_rows()]
    assert left == [("K2", "ด้านความโปร่งใส"), ("K3", None)]


def test_a_row_that_both_gave_a_key_keeps_ours_and_what_is_known_of_theirs_goes_with_it():
    base = master([ONE])
    ours, theirs = MemoryGrid.of(base), MemoryGrid.of(base)
    for grid, key in ((ours, "KOUR"), (theirs, "KTHEIR")):
        row = {"key": key, "text": "งานใหม่ของทั้งคู่", "responsible": "กองคลัง"}
        blocks = read(grid).blocks
        grid.apply(append_rows(blocks[PLAN.name], [row]))
        grid.apply(append_rows(read(grid).blocks[RESULTS.name], [{**row, "round": SIX}]))
    put(theirs, "outcome", "ข ทำแล้ว", "KTHEIR")
    remember(theirs, copied={CellId("KTHEIR", SIX, "text"): "งานใหม่ของทั้งคู่"})
    found = take(ours, theirs, base)
    assert found.rekeyed == 1
    keys = [r.value.key for r in read(ours).results]
    assert keys == ["K1", "KOUR"]
    assert value(ours, "outcome", "KOUR") == "ข ทำแล้ว"
    assert remembered(ours).copied.keys() <= {CellId("KOUR", SIX, "text")}


def test_a_row_that_the_other_copied_with_its_key_comes_without_it():
    """`fill` gives it one of its own."""
    base, ours, theirs = copies([ONE])
    row = {"key": "K1", "text": "เรื่องอื่นที่ ข เพิ่ม", "responsible": "กองคลัง"}
    theirs.apply(append_rows(read(theirs).blocks[PLAN.name], [row]))
    found = take(ours, theirs, base)
    block = read(ours).blocks[PLAN.name]
    assert [(block.cell(r, "key"), block.cell(r, "text")) for r in block.filled_rows()] == [
        ("K1", ONE["text"]),
        (None, "เรื่องอื่นที่ ข เพิ่ม"),
    ]
    assert found.rekeyed == 1


# What is said of it -----------------------------------------------------------------------------


def test_what_is_written_stands_in_the_history_once_with_its_file():
    base, ours, theirs = copies()
    put(theirs, "outcome", "ข ทำแล้ว")
    found = take(ours, theirs, base)
    assert [line for line in history(ours) if line[1] == "ข ทำแล้ว"] == [(None, "ข ทำแล้ว", "ข.xlsx")]
    assert found.edits
    again = take(ours, theirs, base)
    assert again.edits == ()


def test_what_both_changed_is_found_with_its_base_and_without_one_where_none_is_known():
    base, ours, theirs = copies([{**ONE, "outcome": "เดิม"}])
    put(ours, "outcome", "ก")
    put(theirs, "outcome", "ข")
    for before, known in ((base, "เดิม"), (None, None)):
        (found,) = take(MemoryGrid.of(ours), theirs, before).found
        assert (found.table, found.field, found.base, found.theirs, found.file) == (
            RESULTS.name, "outcome", known, "ข", "ข.xlsx",
        )  # fmt: skip


def test_what_both_changed_is_named_by_its_heading_and_outside_the_results_by_its_sheet():
    base, ours, theirs = copies()
    for grid, text in ((ours, "ก"), (theirs, "ข")):
        put(grid, "outcome", text)
        type_plan(grid, 1, details=text)
    found = {c.table: c.column for c in take(ours, theirs, base).found}
    assert found == {
        RESULTS.name: RESULTS.column("outcome").heading,
        PLAN.name: f"{PLAN.sheet} › {PLAN.column('details').heading}",
    }


def test_what_two_officers_are_asked_stays_listed_when_units_answers_are_merged():
    base, ours, theirs = copies()
    for grid, text in ((ours, "ก"), (theirs, "ข")):
        put(grid, "outcome", text)
    found = take(ours, theirs, base).found
    ours.apply(copy_conflicts.listed(read(ours), found, plain).edits)
    asked = [c[2:4] for c in conflicts(ours)]
    assert asked == [("ก", "ข")]
    collect(ours, answer(send(ours), {"problems": "มีปัญหา"})[0])
    assert [c[2:4] for c in conflicts(ours)] == asked


def test_what_only_the_other_was_sent_from_above_comes_along():
    base, ours, theirs = copies()
    sent = send(master([ONE]), name="จากจังหวัด")
    block = read(theirs).blocks[schema.META.name]
    theirs.apply(append_rows(block, levels.received_rows(1, sent)))
    take(ours, theirs, base)
    assert [b.dispatch for b in levels.from_above(read(ours))] == ["จากจังหวัด"]
    again = take(ours, theirs, base)
    assert len(levels.from_above(read(ours))) == 1
    assert again.edits == ()


def test_the_history_of_both_is_kept_each_line_once():
    base, ours, theirs = answered()
    put(theirs, "problems", "ข พิมพ์")
    collect(theirs, answer(send(theirs, "สำนักปลัด", "D-2", "2022-03-20"), {"evidence": "ภาพ"})[0])
    before = history(ours)
    take(ours, theirs, base)
    lines = history(ours)
    assert all(lines.count(line) == 1 for line in lines)
    assert {*before, *history(theirs)} <= {*lines}


def test_sheets_of_ones_own_are_named_where_they_differ():
    base, ours, theirs = copies()
    for name, here, there in (("เหมือน", "x", "x"), ("ต่าง", "x", "y"), ("ของเขา", "", "z")):
        for grid, text in ((ours, here), (theirs, there)):
            if text:
                grid._sheets[name] = [[text]]  # no edit adds a sheet
    assert take(ours, theirs, base).sheets == ("ต่าง", "ของเขา")


def test_a_table_that_either_lost_is_left_as_it_is():
    base, ours, theirs = copies()
    put(theirs, "outcome", "ข ทำแล้ว")
    lost = read(theirs).blocks[PLAN.name]
    theirs.apply(
        [SetCell(CellRef(lost.sheet, lost.header_row, c), None) for c in lost.columns.values()]
    )
    take(ours, theirs, base)
    assert value(ours, "outcome") == "ข ทำแล้ว"
    assert len(list(read(ours).blocks[PLAN.name].filled_rows())) == 2
