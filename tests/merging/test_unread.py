"""What somebody wrote beside the answers is listed by its place; what we sent or worked out is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from openpyxl.utils import get_column_letter

from ita_excel import schema
from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.grid import CellRef, MemoryGrid
from ita_excel.core.values import CellError, Uncalculated
from ita_excel.merging import sent_cells, unread
from ita_excel.merging.base import Base
from ita_excel.merging.returned_rows import read_returned
from ita_excel.merging.unread_cells import WholeFile, table_sheets
from tests.merging.books import ONE, TWO, book, master, rows_of, send

RESULTS, PLAN = schema.RESULTS.sheet, schema.PLAN.sheet
COLUMN = {c.field: n for n, c in enumerate(schema.RESULTS.columns, start=1)}
WIDTH, HEADER = len(COLUMN), schema.RESULTS.header_row


def right(more: int) -> str:
    """The letters of the column so far right of the table's last."""
    return get_column_letter(WIDTH + more)


@dataclass
class UnitsBook:
    """A unit's workbook between sending and return; change its cells, then ask what is unread."""

    base: Base
    grid: MemoryGrid
    sent: sent_cells.SentCells | None
    besides: dict[str, list[Beside]] = field(default_factory=dict)
    formulas: set[CellRef] = field(default_factory=set)

    def put(self, row: int, column: int | str, value: object, sheet: str = RESULTS) -> None:
        rows = self.grid.rows(sheet)
        at = COLUMN[column] if isinstance(column, str) else column
        while len(rows) < row:
            rows.append([])
        rows[row - 1].extend([None] * (at - len(rows[row - 1])))
        rows[row - 1][at - 1] = value

    @property
    def whole(self) -> WholeFile:
        found = read_returned(self.grid, "ตอบ.xlsx")
        return WholeFile(
            self.grid, found, self.base, self.sent,
            lambda sheet: self.besides.get(sheet, ()),
            lambda sheet: frozenset(at for at in self.formulas if at.sheet == sheet),
        )  # fmt: skip

    @property
    def listed(self) -> list[tuple[str, str, object]]:
        return [(t.variant, t.place, t.value) for t in unread.unread(self.whole)]


def units_book(rows=(ONE, TWO), **tables) -> UnitsBook:
    base = send(master(rows))
    plan = [{"key": k, **v} for k, v in base.plan.items()]
    grid = book(Plan=plan, Results=rows_of(base), **tables)
    for line in grid.rows(RESULTS):
        line.extend([None] * (WIDTH - len(line)))
    grid.rows(schema.AGENCY.sheet)[0].extend(["ข้อมูลหน่วยงานของ อบต.ตัวอย่าง"])
    carried = {r["key"]: r["value"] for r in sent_cells.meta_rows(grid)}
    return UnitsBook(base, grid, sent_cells.from_meta(carried))


@pytest.fixture
def file():
    return units_book()


def test_a_file_as_it_was_sent_holds_nothing_unread(file):
    assert file.listed == []


def test_answers_are_no_remarks(file):
    file.put(4, "outcome", "อบรมแล้ว")
    file.put(5, "reported_by", "วิภา")
    assert file.listed == []


def test_a_text_below_the_table_is_listed_by_its_place_with_nothing_of_a_row(file):
    file.put(7, "outcome", None)
    file.put(8, 3, "โปรดโทรกลับ")
    (thing,) = unread.unread(file.whole)
    assert (thing.variant, thing.place, thing.value) == ("cell", f"{RESULTS}!C8", "โปรดโทรกลับ")
    assert (thing.code, thing.key, thing.action, thing.column) == ("M806", "", "", "")


def test_a_column_that_the_unit_added_is_listed_with_its_heading_and_its_row(file):
    file.put(HEADER, WIDTH + 2, "หมายเหตุของเรา")
    file.put(5, WIDTH + 2, "รอเอกสาร")
    (thing,) = unread.unread(file.whole)
    assert (thing.variant, thing.place) == ("column", f"{RESULTS}!{right(2)}5")
    assert (thing.column, thing.value) == ("หมายเหตุของเรา", "รอเอกสาร")
    assert (thing.key, thing.round, thing.action) == ("K2", "๖ เดือน", TWO["text"])


def test_a_text_in_a_column_without_a_heading_is_listed_all_the_same(file):
    file.put(4, WIDTH + 1, "ดูภาพในไลน์")
    assert file.listed == [("column", f"{RESULTS}!{right(1)}4", "ดูภาพในไลน์")]


def test_a_heading_with_nothing_below_it_is_listed_itself(file):
    file.put(HEADER, WIDTH + 1, "หมายเหตุ")
    assert file.listed == [("cell", f"{RESULTS}!{right(1)}3", "หมายเหตุ")]


def test_a_text_over_the_table_is_listed_but_not_what_was_sent_there(file):
    sent = units_book()
    sent.put(1, 3, "แบบรายงานของหน่วยงาน")
    carried = {r["key"]: r["value"] for r in sent_cells.meta_rows(sent.grid)}
    file.sent = sent_cells.from_meta(carried)
    file.put(1, 3, "แบบรายงานของหน่วยงาน")
    file.put(2, 5, "ส่งช้าเพราะน้ำท่วม")
    assert file.listed == [("cell", f"{RESULTS}!E2", "ส่งช้าเพราะน้ำท่วม")]


def test_the_name_beside_the_question_who_filled_in_is_read_once(file):
    file.put(1, 1, schema.FILLED_IN_BY)
    carried = {r["key"]: r["value"] for r in sent_cells.meta_rows(file.grid)}
    file.sent = sent_cells.from_meta(carried)
    file.put(1, 2, "วิภา ใจดี")
    assert file.listed == []
    file.put(2, 6, "วิภา ใจดี")
    assert file.listed == [("cell", f"{RESULTS}!F2", "วิภา ใจดี")]


def test_our_heading_anywhere_is_ours(file):
    file.put(1, 4, "หลักฐาน")
    file.put(2, 4, schema.GUARD.heading)
    assert file.listed == []


def test_what_stands_on_a_sheet_of_the_units_own_is_listed_cell_by_cell(file):
    file.grid._sheets["บันทึก"] = [["ประชุม", None, 3]]
    assert file.listed == [("sheet", "บันทึก!A1", "ประชุม"), ("sheet", "บันทึก!C1", 3)]


def test_what_is_typed_on_our_other_sheets_is_listed_and_what_was_sent_there_is_not(file):
    agency = schema.AGENCY.sheet
    file.put(2, 1, "ข้อมูลหน่วยงานของ อบต.ตัวอย่าง", agency)  # moved, and the same
    file.put(30, 2, "เบอร์ใหม่ 02", agency)
    assert file.listed == [("sheet", f"{agency}!B30", "เบอร์ใหม่ 02")]


def test_what_formulas_show_on_our_other_sheets_is_nobodys_text(file):
    at = CellRef(schema.AGENCY.sheet, 30, 2)
    file.put(30, 2, "ครบแล้ว", at.sheet)
    file.formulas = {at}
    assert file.listed == []


def test_what_the_tool_lists_below_its_headings_is_not_the_units(file):
    table = schema.CONFLICTS
    below, past = table.header_row + 1, len(table.columns) + 1
    file.put(below, 1, "K1", table.sheet)
    file.put(below, past - 1, "เหตุผล", table.sheet)
    file.put(below, past, "ไม่เห็นด้วย", table.sheet)
    file.put(table.header_row, past, "ช่องของเรา", table.sheet)
    found = [(v, text) for v, _, text in file.listed]
    assert sorted(found) == [("sheet", "ช่องของเรา"), ("sheet", "ไม่เห็นด้วย")]


@pytest.mark.parametrize("sheet", [schema.DASHBOARD, schema.LISTS_SHEET, schema.META.sheet])
def test_nobody_types_on_the_sheets_that_are_worked_out(file, sheet):
    file.grid._sheets.setdefault(sheet, [])
    file.put(30, 2, "12 จาก 30", sheet)
    assert file.listed == []


def test_of_a_workbook_from_before_our_own_sheets_are_left_alone_and_others_listed(file):
    file.sent = None
    file.put(30, 2, "เบอร์ใหม่", schema.AGENCY.sheet)
    file.put(1, 3, "หัวเรื่องเดิม")
    file.put(9, 3, "โปรดโทรกลับ")
    file.grid._sheets["บันทึก"] = [["ประชุม"]]
    assert file.listed == [
        ("cell", f"{RESULTS}!C9", "โปรดโทรกลับ"),
        ("sheet", "บันทึก!A1", "ประชุม"),
    ]


def test_what_our_check_shows_in_a_row_is_no_remark_and_a_text_typed_over_it_is(file):
    check = COLUMN["check"]
    file.put(4, "check", "ขาดหลักฐาน")
    file.put(5, "check", "ครบแล้วค่ะ")
    file.formulas = {CellRef(RESULTS, 4, check)}
    assert file.listed == [("column", f"{RESULTS}!{right(0)}5", "ครบแล้วค่ะ")]


def test_a_program_that_leaves_formulas_out_leaves_their_results_as_texts(file):
    file.put(4, "check", "ขาดหลักฐาน")
    file.put(HEADER, WIDTH + 1, "ช่วยตรวจ 1")
    file.put(4, WIDTH + 1, 1)
    assert file.listed == []


def test_second_keys_are_ours_wherever_they_stand(file):
    file.put(HEADER, WIDTH + 1, schema.GUARD.heading)
    file.put(4, WIDTH + 1, "K1·๖ เดือน")
    file.put(9, WIDTH + 1, "K9·๖ เดือน")
    assert file.listed == []


def test_a_number_under_a_key_below_the_table_is_no_remark_but_one_under_an_answer_is(file):
    file.put(9, "key", "K77")
    file.put(9, "number", 7)
    assert file.listed == [("cell", f"{RESULTS}!D9", 7)]


def test_a_text_below_the_table_may_begin_under_the_round_and_a_round_there_is_none(file):
    file.put(8, "round", "๖ เดือน")
    file.put(9, "round", "6 เดือน")
    file.put(10, "round", "โปรดโทรกลับ ๐๘๑")
    assert file.listed == [("cell", f"{RESULTS}!B10", "โปรดโทรกลับ ๐๘๑")]


def test_a_row_that_answers_but_is_not_ours_counts_as_read(file):
    file.put(6, "text", "กิจกรรมที่เพิ่ม")
    file.put(7, "outcome", "มีแต่ผล")
    assert file.listed == []


def test_rows_of_the_plan_are_read_and_what_stands_beside_them_is_not(file):
    beside = len(schema.PLAN.columns) + 1
    file.put(4, 2, "มาตรการที่แก้", PLAN)
    file.put(4, beside, "ตัดออก", PLAN)
    assert file.listed == [("column", f"{PLAN}!{get_column_letter(beside)}4", "ตัดออก")]


def test_a_formulas_result_beside_the_plan_is_somebodys(file):
    beside = len(schema.PLAN.columns) + 1
    file.put(4, beside, "5", PLAN)
    file.formulas = {CellRef(PLAN, 4, beside)}
    assert file.listed == [("column", f"{PLAN}!{get_column_letter(beside)}4", "5")]


def test_a_file_without_rows_or_headings_gives_up_all_that_stands_there():
    file = units_book()
    file.grid._sheets[PLAN] = [["แผนของเรา"]]
    found = file.listed
    assert ("cell", f"{PLAN}!A1", "แผนของเรา") in found
    assert table_sheets(file.whole)[PLAN].heading(1) == ""


def test_a_copied_sheet_of_results_is_read_and_its_own_remarks_are_listed(file):
    file.grid._sheets["สำเนา"] = [list(row) for row in file.grid.rows(RESULTS)]
    assert file.listed == []
    file.put(9, 3, "ชุดที่สอง", "สำเนา")
    assert file.listed == [("cell", "สำเนา!C9", "ชุดที่สอง")]


def test_errors_and_formulas_are_listed_as_they_are_seen(file):
    file.put(9, 3, CellError("#REF!"))
    file.put(9, 4, Uncalculated("=A1+1"))
    assert [t[2] for t in file.listed] == ["#REF!", "=A1+1"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("หนึ่ง สอง", "หนึ่ง  สอง"), ("หนึ่ง สอง", "หนึ่ง\nสอง"), ("หนึ่ง\n\nสอง", "หนึ่ง\nสอง")],
)
def test_an_answer_that_came_back_with_other_spaces_is_listed_for_the_masters_stays(before, after):
    file = units_book([{**ONE, "outcome": before}])
    file.put(4, "outcome", after)
    (thing,) = unread.unread(file.whole)
    assert (thing.variant, thing.place) == ("spaces", f"{RESULTS}!J4")
    assert (thing.key, thing.round, thing.value) == ("K1", "๖ เดือน", after)
    assert (thing.action, thing.column) == (ONE["text"], "ผลการดำเนินการ")


@pytest.mark.parametrize("after", ["หนึ่ง สอง ", "\u00a0หนึ่ง\u00a0สอง", "หนึ่ง สาม", 12, None])
def test_blanks_that_programs_add_and_real_changes_are_no_other_spaces(after):
    file = units_book([{**ONE, "outcome": "หนึ่ง สอง", "problems": 12}])
    file.put(4, "outcome", after)
    file.put(4, "problems", "12")
    assert file.listed == []


def test_without_what_was_sent_spaces_can_not_be_compared():
    file = units_book([{**ONE, "outcome": "หนึ่ง สอง"}])
    file.put(4, "outcome", "หนึ่ง  สอง")
    file.base = None
    assert file.listed == []


def test_things_on_a_sheet_are_listed_with_the_column_and_row_that_they_lie_on(file):
    file.besides = {
        RESULTS: [
            Beside(4, COLUMN["outcome"], BesideKind.COMMENT, "วิภา: ดูอีกที"),
            Beside(9, COLUMN["outcome"], BesideKind.COMMENT, "ใต้ตาราง"),
            Beside(0, 0, BesideKind.PICTURE),
        ]
    }
    in_row, below, picture = unread.unread(file.whole)
    assert (in_row.variant, in_row.place, in_row.value) == (
        "comment", f"{RESULTS}!J4", "วิภา: ดูอีกที",
    )  # fmt: skip
    assert (in_row.key, in_row.column) == ("K1", "ผลการดำเนินการ")
    assert (below.key, below.column) == ("", "")
    assert (picture.variant, picture.place, picture.value) == ("picture", RESULTS, None)


def test_charts_on_our_sheets_are_ours_and_on_theirs_theirs(file):
    file.grid._sheets["กราฟ"] = []
    chart = Beside(0, 0, BesideKind.CHART)
    file.besides = {schema.DASHBOARD: [chart], "กราฟ": [chart]}
    assert [t[:2] for t in file.listed] == [("chart", "กราฟ")]


def test_a_long_text_is_kept_as_far_as_a_cell_holds_it(file):
    file.put(9, 3, "ก" * 40_000)
    assert [len(t[2]) for t in file.listed] == [30_000]


def test_three_hundred_cells_are_listed_one_by_one_and_more_row_by_row(file):
    lines = [[f"ก{n}", f"ข{n}"] for n in range(150)]
    file.grid._sheets["บันทึก"] = lines
    assert len(file.listed) == 300
    lines.append([None, "ค", CellError("#N/A"), 5])
    lines.append(["ง"])
    found = file.listed
    assert len(found) == 152
    assert found[0] == ("sheet", "บันทึก!A1:B1", "ก0 | ข0")
    assert found[-2:] == [
        ("sheet", "บันทึก!B151:D151", "ค | #N/A | 5"),
        ("sheet", "บันทึก!A152", "ง"),
    ]


def test_row_by_row_a_single_cell_keeps_its_heading():
    rows = [{**ONE, "key": f"K{n}"} for n in range(301)]
    file = units_book(rows)
    file.put(HEADER, WIDTH + 1, "หมายเหตุ")
    for n in range(301):
        file.put(HEADER + 1 + n, WIDTH + 1, n)
    file.put(HEADER + 1, WIDTH + 2, "อีกช่อง")
    first, second, *_ = unread.unread(file.whole)
    assert (first.place, first.column) == (f"{RESULTS}!{right(1)}4:{right(2)}4", "")
    assert (second.place, second.column) == (f"{RESULTS}!{right(1)}5", "หมายเหตุ")


def test_of_more_than_a_thousand_things_the_rest_is_counted(file):
    file.besides = {
        RESULTS: [Beside(n, 1, BesideKind.COMMENT, str(n)) for n in range(20, 1020)],
    }
    assert len(file.listed) == 1000
    file.besides[RESULTS] += [Beside(5000 + n, 1, BesideKind.COMMENT) for n in range(7)]
    *_, last = found = file.listed
    assert (len(found), last) == (1001, ("more", "", "อีก 7 แห่ง"))


def test_each_kind_is_one_finding_with_its_first_places(file):
    for column in range(1, 11):
        file.put(9, column + WIDTH, f"ข้อความ {column}")
    file.besides = {RESULTS: [Beside(4, 1, BesideKind.LINK, "a"), Beside(4, 1, BesideKind.LINK)]}
    many, link = unread.findings("ตอบ.xlsx", unread.unread(file.whole))
    assert (many.code, many.variant, many.context["n"]) == ("M806", "cell", 10)
    assert many.context["file"] == "ตอบ.xlsx"
    assert many.context["places"].count("!") == 8 and many.context["places"].endswith(
        f"{right(8)}9 …"
    )
    assert (link.variant, link.context["n"]) == ("link", 2)
    assert link.context["places"] == f"{RESULTS}!A4"


def test_what_was_set_aside_for_other_reasons_is_no_finding_of_this_kind(file):

    file.put(9, 3, "โปรดโทรกลับ")
    (thing,) = unread.unread(file.whole)
    assert unread.findings("ก", [thing._replace(code="M804", variant="row")]) == []


def test_eight_places_are_all_named(file):
    for column in range(1, 9):
        file.put(9, column + WIDTH, f"ข้อความ {column}")
    (found,) = unread.findings("ก", unread.unread(file.whole))
    assert "…" not in found.context["places"]


def test_the_texts_sent_are_known_again_by_sheet_whatever_their_spelling_and_place():
    grid = MemoryGrid({"คำแนะนำ": [["โปรดกรอก", 12]], RESULTS: [["หัว"], [], [], ["แถว"]]})
    carried = {r["key"]: r["value"] for r in sent_cells.meta_rows(grid)}
    sent = sent_cells.from_meta(carried)
    assert sent.has("คำแนะนำ", "โปรดกรอก ") and sent.has("คำแนะนำ", 12)
    assert not sent.has("คำแนะนำ", "หัว") and sent.has(RESULTS, "หัว")
    assert not sent.has(RESULTS, "แถว")  # the base has the rows


def test_texts_that_fill_more_than_a_cell_are_carried_in_several():
    grid = MemoryGrid({"คำแนะนำ": [[f"ข้อ {n}"] for n in range(6000)]})
    rows = sent_cells.meta_rows(grid)
    assert [r["key"] for r in rows] == ["form:0001", "form:0002"]
    assert all(len(r["value"]) <= 30_000 for r in rows)
    sent = sent_cells.from_meta({r["key"]: r["value"] for r in reversed(rows)} | {"x": "อื่น"})
    assert all(sent.has("คำแนะนำ", f"ข้อ {n}") for n in range(6000))
    assert not sent.has("คำแนะนำ", "ข้ออื่น")


@pytest.mark.parametrize("meta", [{}, {"form:0001": "!!"}, {"form:0001": ""}])
def test_damaged_or_missing_texts_are_none(meta):
    assert sent_cells.from_meta(meta) is None


def test_what_is_worked_out_is_not_carried():
    sheets = {s: [["ก"]] for s in (schema.DASHBOARD, schema.LISTS_SHEET, schema.META.sheet)}
    assert sent_cells.meta_rows(MemoryGrid(sheets)) == []
