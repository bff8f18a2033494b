"""How files, reasons and headings are called to people, and known again by the program."""

from __future__ import annotations

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, MemoryGrid, TableRange
from ita_excel.merging.ledger import Answer, Ledger, Provenance, SetAside
from ita_excel.merging.replaced import called
from ita_excel.merging.returned_rows import read_returned
from ita_excel.merging.returned_tables import with_our_headings
from ita_excel.merging.set_aside import aside_edits, reason
from ita_excel.sheets import read
from tests.merging.books import (
    ONE,
    SIX,
    TWO,
    UNITS,
    book,
    codes,
    listed,
    master,
    sheet,
)

RESULTS = schema.RESULTS.sheet
FIELDS = [c.field for c in schema.RESULTS.columns]
HEADER = schema.RESULTS.header_row
ROWS = [{**ONE, "round": SIX, "outcome": "แล้ว"}, {**TWO, "round": SIX}]


def file_of(**said):
    return Answer("abcdef123", "ตอบ.xlsx", UNITS[0], "D", "2022-03-10T09:15:30", "x",
                  provenance=Provenance(**said))  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"person": "วิภา", "author": "User"}, " · วิภา"),
        ({"author": "สมชาย"}, " · สมชาย"),
        ({}, ""),
    ],
)
def test_a_file_is_called_by_name_person_moment_and_hash(said, name):
    assert called(file_of(**said)) == f"ตอบ.xlsx{name} · 2022-03-10 09:15 [abcdef]"


def aside(code, variant):
    return reason(SetAside(code, variant, "", "", "", "", "", "x"))


def test_why_a_value_lies_aside_is_said_even_where_a_later_version_put_it_there():
    assert aside("M804", "row") == "M804 จับคู่แถวไม่ได้"
    assert aside("M806", "comment") == "M806 ข้อคิดเห็นในเซลล์"
    assert aside("M804", "ใหม่").startswith("M804 ") and "ไม่รู้จัก" not in aside("M804", "ใหม่")
    assert aside("M899", "ใหม่") == "M899 ด้วยเหตุผลที่โปรแกรมรุ่นนี้ยังไม่รู้จัก"


def test_what_lies_aside_is_listed_with_its_place_row_and_value_and_blanks_where_it_has_none():
    grid = master([ONE])
    of_row = SetAside("M804", "row", "ผล!J7", "K1", SIX, "งาน", "สถานะ", 7)
    of_none = SetAside("M806", "picture", "", "", "", "", "ภาพ", None)
    grid.apply(aside_edits(read(grid), [(file_of(), of_row), (file_of(), of_none)]))
    fields = ("unit", "file", "place", "key", "round", "action", "column", "value")
    named = (UNITS[0], "ตอบ.xlsx")
    assert listed(grid, schema.SETASIDE, *fields) == [
        (*named, "ผล!J7", "K1", SIX, "งาน", "สถานะ", "7"),
        (*named, None, None, None, None, "ภาพ", None),
    ]


def test_the_answers_of_one_file_are_known_by_its_hash():
    answers = {h: file_of() for h in ("a", "a:D1", "a:D2", "ab", "b:a")}
    ledger = Ledger(answers=answers)
    assert ledger.of_file("a") == ledger.of_file("a:D2") == ["a", "a:D1", "a:D2"]
    assert ledger.of_file("c") == []


def headed(**headings):
    """The results' sheet with these headings, and which of them were taken for ours."""
    cells = sheet(schema.RESULTS, ROWS)
    for field, heading in headings.items():
        cells[HEADER - 1][FIELDS.index(field)] = heading
    rows, renamed = with_our_headings(schema.RESULTS, cells)
    return rows[HEADER - 1], [(place[1], there, ours) for place, there, ours in renamed]


@pytest.mark.parametrize("there", [None, " ", "Column1", "คอลัมน์ 12", "spalte3"])
def test_a_column_whose_heading_was_cleared_is_known_by_its_neighbours(there):
    header, renamed = headed(outcome=there)
    assert renamed == [(FIELDS.index("outcome") + 1, "", "ผลการดำเนินการ")]
    assert header[FIELDS.index("outcome")] == "ผลการดำเนินการ"


@pytest.mark.parametrize(
    "headings",
    [
        {"outcome": "เรื่องอื่นที่ไม่เกี่ยวข้อง"},  # says what it is
        {"outcome": None, "problems": None},  # which is which can't be told
        {"key": None},  # the first has no neighbour before it
        {"check": None},  # nor the last one behind it
        {"key": None, "check": None},
    ],
)
def test_a_column_that_can_not_be_known_for_certain_is_not_guessed(headings):
    assert headed(**headings)[1] == []


@pytest.mark.parametrize("field", [FIELDS[1], FIELDS[-2]])
def test_the_second_column_and_the_last_but_one_have_neighbours_too(field):
    assert [ours for _, _, ours in headed(**{field: None})[1]] == [
        schema.RESULTS.column(field).heading
    ]


def test_of_two_misspelt_headings_each_is_given_to_its_own_column():
    _, renamed = headed(problems="ปัญหา/อุปสรรด", suggestions="ข้อเสนอแน")
    assert [r[1:] for r in renamed] == [
        ("ปัญหา/อุปสรรด", "ปัญหา/อุปสรรค"), ("ข้อเสนอแน", "ข้อเสนอแนะ"),
    ]  # fmt: skip


def test_headings_as_they_were_sent_are_left_alone():
    cells = sheet(schema.RESULTS, ROWS)
    assert with_our_headings(schema.RESULTS, cells) == (cells, [])
    assert with_our_headings(schema.RESULTS, [["อื่น"]]) == ([["อื่น"]], [])


def renamed_to(name, tables=(), cells=None, **others):
    grid = MemoryGrid({**others, name: cells or sheet(schema.RESULTS, ROWS)}, tables)
    return read_returned(grid, "ตอบ.xlsx")


def test_a_sheet_of_any_name_is_known_by_its_table():
    table = TableRange("Results", "ชื่ออื่นทั้งหมด", HEADER, 1, HEADER + 2, len(FIELDS))
    found = renamed_to("ชื่ออื่นทั้งหมด", [table])
    assert (found.sheet, codes(found.findings)) == ("ชื่ออื่นทั้งหมด", [("M802", "sheet")])


def test_a_sheet_of_any_name_is_known_by_the_headings_of_its_answers():
    found = renamed_to("Sheet1", บันทึก=[["ลำดับ", "เรื่อง"]])
    assert found.sheet == "Sheet1" and len(found.results) == 2


def test_of_two_sheets_the_one_with_more_of_our_headings_is_meant():
    few = [[c.heading for c in schema.RESULTS.columns[6:11]]]
    assert renamed_to("Sheet2", Sheet1=few).sheet == "Sheet2"


@pytest.mark.parametrize(("above", "known"), [(29, True), (30, False)])
def test_four_headings_in_the_first_thirty_rows_make_a_sheet_of_results(above, known):
    fields = ("key", "text", "outcome", "problems")
    headings = [schema.RESULTS.column(f).heading for f in fields]
    cells = [*([[]] * above), headings, ["K1", ONE["text"], "แล้ว", None]]
    found = renamed_to("Sheet1", cells=cells)
    if not known:
        assert (found.code, found.variant) == ("M804", "sheet")
        return
    assert [(r.number, r.text("outcome")) for r in found.results] == [(above + 2, "แล้ว")]


@pytest.mark.parametrize("fields", [FIELDS[:6], FIELDS[8:11]])
def test_headings_of_no_answers_or_too_few_make_no_sheet_of_results(fields):
    headings = [schema.RESULTS.column(f).heading for f in fields]
    assert renamed_to("Sheet1", cells=[[], [], headings, ["x"] * len(headings)]).code == "M804"


def test_a_sheet_without_any_column_of_ours_that_says_which_row_it_is_is_refused():
    cells = [row[FIELDS.index("status") :] for row in sheet(schema.RESULTS, ROWS)]
    found = renamed_to(RESULTS, cells=cells)
    assert (found.code, found.variant) == ("M804", "no_rows")


@pytest.mark.parametrize("after", [1, 2, 3])
def test_who_filled_in_stands_up_to_three_cells_beside_the_question(after):
    grid = book(Results=ROWS)
    head = grid.rows(RESULTS)[0]
    head[:] = [schema.FILLED_IN_BY + ":", *[None] * 6]
    head[after] = " วิภา "
    assert read_returned(grid, "ตอบ").person == "วิภา"


def test_a_name_far_from_the_question_or_below_is_nobodys():
    grid = book(Results=ROWS)
    grid.rows(RESULTS)[0][:] = [schema.FILLED_IN_BY, None, None, None, "วิภา"]
    assert read_returned(grid, "ตอบ").person == ""
    below = book(Results=[{**ONE, "text": schema.FILLED_IN_BY, "responsible": "วิภา"}])
    assert read_returned(below, "ตอบ").person == ""


def test_half_of_the_answers_headings_make_no_copy_of_the_sheet():
    answers = [c for c in schema.RESULTS.columns if c.unit_writes]
    for count, sheets in ((len(answers) // 2, 1), (len(answers) // 2 + 1, 2)):
        kept = [*schema.RESULTS.columns[:8], *answers[:count]]
        copy = [[], [], [c.heading for c in kept], [ROWS[0].get(c.field) for c in kept]]
        grid = book(Results=ROWS)
        grid = MemoryGrid({**{s: grid.rows(s) for s in grid.sheets()}, "สำเนา": copy})
        assert len(read_returned(grid, "ตอบ").sheets) == sheets


@pytest.mark.parametrize("left_out", [("key", "text"), ()])
def test_a_copy_without_a_column_that_says_which_row_it_is_is_none(left_out):
    kept = [c for c in schema.RESULTS.columns if c.field not in left_out]
    copy = [[], [], [c.heading for c in kept], [ROWS[0].get(c.field) for c in kept]]
    grid = book(Results=ROWS)
    grid = MemoryGrid({**{s: grid.rows(s) for s in grid.sheets()}, "สำเนา": copy})
    assert len(read_returned(grid, "ตอบ").sheets) == (1 if left_out else 2)


def test_of_two_sheets_with_as_many_of_our_headings_the_first_is_meant():
    assert renamed_to("Sheet1", Sheet2=sheet(schema.RESULTS, ROWS)).sheet == "Sheet2"


def test_a_heading_that_was_changed_is_reported_with_its_place():
    cells = sheet(schema.RESULTS, ROWS)
    cells[HEADER - 1][FIELDS.index("problems")] = "ปัญหา/อุปสรรด"
    (finding,) = renamed_to(RESULTS, cells=cells).findings
    assert (finding.code, finding.variant) == ("M802", "heading")
    assert finding.at == CellRef(RESULTS, HEADER, FIELDS.index("problems") + 1)
    assert {k: finding.context[k] for k in ("there", "column")} == {
        "there": "ปัญหา/อุปสรรด", "column": "ปัญหา/อุปสรรค",
    }  # fmt: skip
