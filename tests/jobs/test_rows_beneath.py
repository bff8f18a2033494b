"""Units' rows stand beneath their joint row where `split` can put them there and tears nothing apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.dispatch.files import ROWS, UNITS, make_master, type_into
from tests.jobs.shared_actions import data, ita

pytestmark = pytest.mark.usefixtures("uncalculated")

OTHERS = {"key": "KEEE", "text": "จัดประชุมร่วมกัน", "responsible": "กองคลัง, กองช่าง"}
SHEET = schema.RESULTS.sheet
BENEATH = ["KDDD", *UNITS, "KBBB", "KEEE", "กองคลัง", "กองช่าง", "KCCC"]
AT_END = ["KDDD", "KBBB", "KEEE", "KCCC", *UNITS, "กองคลัง", "กองช่าง"]


def order(path: Path) -> list[str]:
    """Each row of the results: its unit, or the รหัส of a row that isn't a unit's."""
    return [r.value.unit or r.value.key for r in read(FileGrid(path)).every_result]


@pytest.fixture
def filled(tmp_path) -> Path:
    other, third, shared = ROWS
    rows = (shared, other, OTHERS, third)
    return make_master(tmp_path / "ไฟล์หลัก.xlsx", rows, UNITS, shared_rows=schema.BY_UNIT)


def in_openpyxl(path: Path, change: Callable[[Worksheet, openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    for row in book[SHEET].row_dimensions.values():
        row.height = None  # it writes every height as one that a person set
    change(book[SHEET], book)
    book.save(path)


def test_a_fresh_years_rows_stand_beneath_their_joint_rows(filled, tmp_path):
    ita("fill", filled)
    before = {r.value.key: r.value for r in read(FileGrid(filled)).results}
    ita("split", filled, "-o", tmp_path / "ส่ง")
    assert order(filled) == BENEATH
    after = read(FileGrid(filled))
    assert {r.value.key: r.value for r in after.results} == before
    for record in after.unit_rows:
        joint = before[record.value.action_key]
        assert (record.value.text, record.value.measure) == (joint.text, joint.measure)
    ita("fill", filled)
    ita("split", filled, "-o", tmp_path / "อีกครั้ง")
    assert order(filled) == BENEATH


def test_what_is_typed_below_stays_where_it_is(filled, tmp_path):
    type_into(filled, "KCCC", outcome="พิมพ์แล้ว")
    ita("split", filled, "-o", tmp_path / "ส่ง")
    assert order(filled) == AT_END


def test_what_is_typed_above_is_not_in_the_way(filled, tmp_path):
    type_into(filled, "KDDD", outcome="พิมพ์ในแถวรวม")
    done = data("split", filled, "-o", tmp_path / "ส่ง")
    assert done and order(filled) == BENEATH


def test_numbers_of_rows_mean_the_rows_that_the_officer_saw(filled, tmp_path):
    row = next(r.row for r in read(FileGrid(filled)).results if r.value.key == "KBBB")
    ita("split", filled, "-o", tmp_path / "ส่ง", "--rows", str(row))
    assert order(filled) == AT_END
    assert [p.stem.rpartition(" ")[2] for p in (tmp_path / "ส่ง").glob("*.xlsx")] == ["สำนักปลัด"]


def nothing(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    pass


def note(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet["E6"].comment = Comment("ดูหนังสือที่ ๑๒", "เจ้าหน้าที่")


def colour(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet["E6"].fill = PatternFill("solid", fgColor="FFFF00")


def hidden(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet.row_dimensions[6].hidden = True


def height(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet.row_dimensions[6].height = 77


def formula(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    book.create_sheet("ของเรา")["A1"] = f"='{SHEET}'!E6"


def part_of_a_format(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    fill = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("I6:I7", CellIsRule("equal", ['"x"'], fill=fill))


def own_column(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet["AC6"] = "ข้างตาราง"


def link(sheet: Worksheet, book: openpyxl.Workbook) -> None:
    sheet["E6"].hyperlink = "https://www.example.go.th/"


@pytest.mark.parametrize(
    "change, stays",
    [
        (nothing, False), (note, True), (colour, True), (hidden, True), (height, True),
        (formula, True), (part_of_a_format, True), (own_column, True), (link, True),
    ],
)  # fmt: skip
def test_what_belongs_to_a_row_is_not_left_behind(filled, tmp_path, change, stays):
    in_openpyxl(filled, change)
    ita("split", filled, "-o", tmp_path / "ส่ง")
    assert order(filled) == (AT_END if stays else BENEATH)
