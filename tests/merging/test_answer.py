"""Headings, sheets and columns of a returned workbook, as people leave them."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import MemoryGrid
from ita_excel.core.values import Uncalculated
from ita_excel.merging.returned_rows import ReturnedBook, read_returned
from tests.merging.books import (
    answer,
    collect,
    contribution,
    listed,
    master,
    returned,
    rows_of,
    send,
    sheet,
    value,
)

ONE = {"key": "K1", "text": "จัดทำสถิติการให้บริการ", "measure": "เปิดเผยข้อมูล"}
RESULTS = schema.RESULTS.sheet


def answered(grid, change):
    """The returned workbook's sheet of results, changed as a whole, and what it contributes."""
    base = send(grid)
    rows = rows_of(base)
    rows[0]["outcome"] = "ตอบแล้ว"
    cells = change(sheet(schema.RESULTS, rows))
    name = RESULTS
    if isinstance(cells, tuple):
        name, cells = cells
    plan = [{"key": k, **v} for k, v in base.plan.items()]
    book = MemoryGrid({name: cells, schema.PLAN.sheet: sheet(schema.PLAN, plan)})
    return base, book


def merged(change):
    grid = master([ONE])
    base, book = answered(grid, change)
    made, findings = contribution(base, book)
    collect(grid, made)
    return value(grid, "outcome"), [(f.code, f.variant) for f in findings]


def swap(cells, a, b):
    for row in cells:
        if len(row) > max(a, b):
            row[a], row[b] = row[b], row[a]
    return cells


def test_moved_columns():
    assert merged(lambda cells: swap(cells, 0, 9)) == ("ตอบแล้ว", [])


def test_a_heading_with_a_letter_changed():
    def rename(cells):
        cells[2][9] = "ผลการดำเนินกา"
        return cells

    assert merged(rename) == ("ตอบแล้ว", [])


def test_a_heading_of_an_older_version():
    def rename(cells):
        cells[2][9] = "ผลการดำเนินงาน"
        return cells

    assert merged(rename) == ("ตอบแล้ว", [])


def test_a_heading_that_is_another_word_costs_its_column_and_is_named():
    grid = master([ONE])

    def rename(cells):
        cells[2][9] = "หมายเหตุ"
        return cells

    _, book = answered(grid, rename)
    read = read_returned(book, "ตอบ.xlsx")
    assert isinstance(read, ReturnedBook) and len(read.results) == 1
    (missing,) = read.findings
    assert (missing.code, missing.variant) == ("M804", "column")
    assert "“ผลการดำเนินการ”" in missing.say("th")


def test_a_renamed_sheet_is_recognised():
    assert merged(lambda cells: ("ผลการดำเนินการ (แก้ไข)", cells)) == ("ตอบแล้ว", [])


def test_a_lost_sheet_is_refused_by_name():
    refused = read_returned(MemoryGrid({"อื่น": [["x"]]}), "ตอบ.xlsx")
    assert isinstance(refused, Finding)
    assert refused.variant == "sheet"


def test_a_copied_column_that_was_filled_in_speaks():
    def copy(cells):
        for number, row in enumerate(cells):
            if number >= 2:
                row.append(row[9])
        cells[3][9] = None
        return cells

    assert merged(copy) == ("ตอบแล้ว", [])


def test_rows_and_columns_inserted_around():
    def insert(cells):
        return [[], [], *[[None, *row] for row in cells]]

    assert merged(insert) == ("ตอบแล้ว", [])


def test_a_formula_without_a_value_is_kept_aside_and_removes_nothing():
    grid = master([{**ONE, "outcome": "เดิม"}])
    made, findings = answer(send(grid), {"outcome": Uncalculated("=1+1")})
    collect(grid, made)
    assert value(grid, "outcome") == "เดิม"
    assert [(f.code, f.variant) for f in findings] == [("M804", "formula")]
    assert listed(grid, schema.SETASIDE, "value") == [("=1+1",)]


def test_an_error_is_kept_aside_and_removes_nothing():
    grid = master([{**ONE, "outcome": "เดิม"}])
    made, findings = answer(send(grid), {"outcome": "#REF!"})
    collect(grid, made)
    assert value(grid, "outcome") == "เดิม"
    assert [(f.code, f.variant) for f in findings] == [("M804", "error")]


def test_values_in_a_row_without_text_are_kept_aside():
    grid = master([ONE])
    base = send(grid)
    book = returned([*rows_of(base), {"outcome": "พิมพ์ใต้ตาราง"}], base=base)
    made, findings = contribution(base, book)
    collect(grid, made)
    assert [(f.code, f.variant) for f in findings] == [("M804", "row")]
    assert listed(grid, schema.SETASIDE, "value") == [("พิมพ์ใต้ตาราง",)]


def test_every_finding_speaks_both_languages():
    from ita_excel.merging.returned_rules import BY_CODE

    assert list(BY_CODE) == ["M801", "M802", "M803", "M804", "M805", "M806", "M807", "M808"]
    names = "file theirs ours action column value sheet what unit above path there hidden n places units all sent row text"
    words = dict.fromkeys(names.split(), "x")
    for rule in BY_CODE.values():
        for variant in rule.messages:
            finding = Finding(rule, None, variant, words)
            assert finding.say("th") != finding.say("en")
