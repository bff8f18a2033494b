"""A row is as high as its wrapped text needs, in every program, and fits itself when typed in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import CellRef, ResizeTable, SetCell
from ita_excel.ooxml import fitting
from ita_excel.ooxml.heights import HIGHEST, lines
from ita_excel.ooxml.package import Package
from ita_excel.sheets.sample import sample
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests import decorated
from tests.engine.office import Office
from tests.ooxml import raw
from tests.ooxml.editing import set_cells
from tests.workbooks import sample_workbook

SIZE = 16
LINE = 1.7 * SIZE
LONG = "จัดทำข้อมูลเชิงสถิติการให้บริการ และแสดงข้อมูลบนเว็บไซต์ของหน่วยงานเป็นรายเดือน หรือรายไตรมาส"
STYLES = (
    f'<styleSheet xmlns="{raw.MAIN}"><fonts count="2">'
    f'<font><sz val="{SIZE}"/><name val="Laksaman"/></font>'
    f'<font><sz val="{2 * SIZE}"/><name val="Laksaman"/></font></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf fontId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf fontId="0"/><xf fontId="0"><alignment wrapText="1"/></xf><xf fontId="1"/>'
    '<xf fontId="0"><alignment wrapText="1" textRotation="90"/></xf>'
    "</cellXfs></styleSheet>"
)


def package(rows: str, columns: str = "", after: str = "") -> Package:
    """Return a book whose column A is 30 wide; styles: 1 wraps, 2 is large, 3 is turned."""
    before = (
        '<sheetFormatPr defaultRowHeight="24"/>'
        f'<cols><col min="1" max="1" width="30" customWidth="1"/>{columns}</cols>'
    )
    kind = f"{raw.KIND}.styles+xml"
    return Package.open(
        raw.zipped(
            raw.book(
                raw.worksheet(rows, after, before),
                {"xl/styles.xml": STYLES},
                related=(("styles", "styles.xml"),),
                types=f'<Override PartName="/xl/styles.xml" ContentType="{kind}"/>',
            )
        )
    )


def row_tag(book: Package, row: int = 1) -> str:
    found = re.search(rf'<row r="{row}"[^>]*>', bytes(book.sheet("S").data[:]).decode())
    assert found
    return found[0]


def height(book: Package, row: int = 1) -> float:
    found = re.search(r' ht="([\d.]+)"', row_tag(book, row))
    return float(found[1]) if found else 24.0


def test_a_row_grows_with_its_text_and_is_not_marked_as_set_by_hand() -> None:
    book = package('<row r="1" ht="24" spans="1:1"><c r="A1" s="1"/></row>')
    set_cells(book, "S", {"A1": LONG})
    assert height(book) >= 3 * LINE
    assert "customHeight" not in row_tag(book)
    assert 'spans="1:1"' in row_tag(book)


def test_a_row_shrinks_again_when_the_text_goes() -> None:
    book = package('<row r="1"><c r="A1" s="1"/></row>')
    set_cells(book, "S", {"A1": LONG})
    set_cells(book, "S", {"A1": None})
    assert height(book) == 24


def test_the_longest_text_of_the_row_decides_touched_or_not() -> None:
    inline = f't="inlineStr"><is><t>{LONG}</t></is></c>'
    book = package(f'<row r="1" ht="24"><c r="A1" s="1" {inline}<c r="B1" s="1"/></row>')
    set_cells(book, "S", {"B1": "สั้น"})
    assert height(book) >= 3 * LINE


@pytest.mark.parametrize(
    ("row", "cell", "value"),
    [
        ('ht="24" customHeight="1"', 's="1"', LONG),  # set by hand
        ('ht="24"', "", LONG),  # doesn't wrap
        ('ht="24"', 's="3"', LONG),  # turned
        ('ht="24"', 's="1"', 12345678901234567890123),  # a number never wraps
        ('ht="24"', 's="1"', "บรรทัดเดียว"),
    ],
)
def test_a_row_that_needs_no_other_height_keeps_its_tag(
    row: str, cell: str, value: str | int
) -> None:
    book = package(f'<row r="1" {row}><c r="A1" {cell}/></row>')
    before = row_tag(book)
    set_cells(book, "S", {"A1": value})
    assert row_tag(book) == before


def test_what_stands_in_hidden_columns_and_merged_cells_does_not_count() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    hidden = '<col min="2" max="2" width="9" hidden="1"/>'
    book = package('<row r="1"><c r="A1" s="1"/><c r="B1" s="1"/></row>', hidden, merged)
    set_cells(book, "S", {"A1": LONG, "B1": LONG})
    assert height(book) == 24


def test_a_large_font_needs_a_higher_row_and_no_row_is_higher_than_excel_allows() -> None:
    book = package('<row r="1"><c r="A1" s="2"/></row><row r="2"><c r="A2" s="1"/></row>')
    set_cells(book, "S", {"A1": "ใหญ่", "A2": LONG * 50})
    assert height(book, 1) > 2 * 16 * 1.3
    assert height(book, 2) == HIGHEST


def test_a_new_row_and_a_row_written_empty_get_their_height_too() -> None:
    book = package('<row r="1"/>', '<col min="2" max="2" width="30" style="1"/>')
    set_cells(book, "S", {"B1": LONG, "B5": LONG})
    assert height(book, 1) == height(book, 5) >= 3 * LINE


def test_rows_that_are_too_many_to_estimate_are_left_for_excel_to_fit() -> None:
    many = range(1, fitting.MANY + 2)
    rows = "".join(f'<row r="{r}" ht="30"><c r="A{r}" s="1"/></row>' for r in many)
    book = package(rows)
    set_cells(book, "S", {f"A{r}": "ใหม่" for r in many})
    assert "ht=" not in row_tag(book, 1)


def test_the_receipt_knows_the_height_and_refuses_one_that_was_not_declared(tmp_path: Path) -> None:
    book = package('<row r="1" ht="24"><c r="A1" s="1"/></row><row r="2" ht="24"/>')
    set_cells(book, "S", {"A1": LONG})
    save_package(book, tmp_path / "b.xlsx")
    receipt = book.receipt((tmp_path / "b.xlsx").read_bytes())
    assert "row[1]@ht" in receipt.changed["xl/worksheets/sheet1.xml"]
    book.declared.heights.clear()
    with pytest.raises(OutputError, match="row 1"):
        save_package(book, tmp_path / "b.xlsx")


def test_the_second_identical_edit_leaves_every_byte(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "b.xlsx")
    results = FileGrid(path).tables()["Results"]
    last = results.last_row + 3
    edits = [
        ResizeTable(results.sheet, "Results", last),
        SetCell(CellRef(results.sheet, last, 10), LONG * 3),
        SetCell(CellRef(results.sheet, results.header_row + 1, 10), LONG * 3),
    ]
    kept: list[bytes] = []
    for _ in range(2):
        grid = FileGrid(path)
        grid.apply(edits)
        grid.save()
        kept.append(path.read_bytes())
    assert kept[0] == kept[1]


def texts() -> list[str]:
    """Return what officers wrote, and the tool's own sentences."""
    told = sample()
    rows = (*told.plan, *told.results, {"subject": told.settings["subject"]})
    found = {v for row in rows for v in row.values() if isinstance(v, str)}
    return sorted({*found, LONG, "https://www.example.go.th/ita/2565/results/page-12.html\nภาพ ๑"})


@pytest.mark.parametrize("width", [9, 14, 22, 36, 60])
def test_libreoffice_needs_no_more_room_than_a_row_has(
    width: int, office: Office, tmp_path: Path
) -> None:
    corpus = texts()
    book = package("", f'<col min="2" max="2" width="{width}" style="1" customWidth="1"/>')
    set_cells(book, "S", {f"B{row}": text for row, text in enumerate(corpus, 1)})
    save_package(book, tmp_path / "b.xlsx")
    document = office.load(tmp_path / "b.xlsx", Hidden=True)
    try:
        rows = document.Sheets.getByIndex(0).Rows
        given = [rows.getByIndex(row).Height for row in range(len(corpus))]
        rows.OptimalHeight = True
        needed = [rows.getByIndex(row).Height for row in range(len(corpus))]
    finally:
        document.close(True)
    point = 2540 / 72
    short = [
        (text, have / point, need / point)
        for text, have, need in zip(corpus, given, needed, strict=True)
        if have < need - 4 * point and have < (HIGHEST - 1) * point
    ]
    assert short == []
    assert sum(given) < 1.2 * sum(needed), "far too generous"


def test_marks_above_and_below_take_no_room_and_words_that_fit_no_line_are_torn() -> None:
    assert lines("ก" * 10, 4100) == lines("กี่" * 10, 4100)
    assert 10 <= lines("W" * 100, 6000) <= 15
    assert lines("หนึ่ง\nสอง\n\nสี่", 10_000) == 4
    assert lines("คำ " * 3 + " " * 500, 10_000) == 1


def test_the_sheets_of_the_decorated_workbook_stay_valid(tmp_path: Path) -> None:
    """Heights are written where the schema wants attributes: the order is free, once each."""
    path = decorated.workbook(tmp_path / "b.xlsx")
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef(decorated.DATA, 5, 4), LONG * 4)])
    grid.save()
    part = decorated.sheet_part(decorated.parts_of(path), decorated.DATA)
    tag = re.search(rb'<row r="5"[^>]*>', decorated.parts_of(path)[part])
    assert tag
    assert tag[0].count(b" ht=") == 1
