"""A table that grows or shrinks takes with it all that belongs to it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import CellRef, ResizeTable, SetCell
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.shifting import shift
from ita_excel.store.file import FileGrid
from tests import decorated
from tests.decorated import DATA, LAST
from tests.ooxml import raw
from tests.ooxml.editing import resize_table, set_cells
from tests.ooxml.raw import KIND, MAIN, book, worksheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return decorated.workbook(tmp_path / "b.xlsx")


def refs(package: Package, name: str) -> list[str]:
    """Return the ranges of all elements of a name in the sheet, the extension's too."""
    found = []
    for element in package.sheet(DATA).frame.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == name:
            inner = [e.text or "" for e in element if etree.QName(e).localname == "sqref"]
            found.append(element.get("sqref") or inner[0])
    return found


def test_what_covered_the_last_row_covers_the_new_rows(path: Path) -> None:
    package = Package.open(path)
    resize_table(package, "Results", 20)
    table = package.parts.xml("xl/tables/table1.xml")
    assert table.get("ref") == "A3:G20"
    assert [e.get("ref") for e in table if e.tag.endswith("autoFilter")] == ["A3:G20"]
    assert refs(package, "dataValidation") == ["C4:C20", "F4:F20", "D4:D20"]
    assert refs(package, "conditionalFormatting") == ["C4:C20", "F4:F20", "F4:F20", "F4:F20"]


def test_new_rows_get_style_height_and_formula_of_the_row_above(path: Path) -> None:
    package = Package.open(path)
    above = package.sheet(DATA).cell(LAST, 2)
    assert above is not None
    style = package.sheet(DATA).style(above)
    assert style
    resize_table(package, "Results", LAST + 2)
    sheet = package.sheet(DATA)
    cell, formula = sheet.cell(LAST + 2, 2), sheet.cell(LAST + 2, 7)
    assert cell is not None
    assert formula is not None
    assert sheet.style(cell) == style
    assert "This Row" in (sheet.formula(formula) or "")
    tag = sheet.index.row_tag(sheet.index.find(LAST + 2)).decode()
    assert 'ht="42"' in tag
    assert 'customHeight="1"' in tag


def test_rows_come_before_cells_wherever_they_stand_in_the_batch(path: Path) -> None:
    grid = FileGrid(path)
    at = CellRef(DATA, LAST + 1, 2)
    grid.apply([SetCell(at, "ใหม่"), ResizeTable(DATA, "Results", LAST + 1)])
    assert grid.rows(DATA)[LAST][1] == "ใหม่"
    assert isinstance(grid.rows(DATA)[LAST][6], Uncalculated)
    assert grid.tables()["Results"].last_row == LAST + 1


def test_growing_over_content_says_what_stands_in_the_way(path: Path) -> None:
    package = Package.open(path)
    set_cells(package, DATA, {"C11": "หมายเหตุ", "K11": "ข้างตาราง"})
    with pytest.raises(RefusedEdit, match=r"C11"):
        resize_table(package, "Results", 12)
    resize_table(package, "Results", 10)
    # What the batch itself sets is no obstacle.
    package.apply([ResizeTable(DATA, "Results", 12), SetCell(CellRef(DATA, 11, 3), "ทับได้")])
    assert package.table_ranges()["Results"].last_row == 12


def test_a_table_is_not_grown_over_merged_cells_or_off_the_sheet(path: Path) -> None:
    package = Package.open(path)
    with pytest.raises(RefusedEdit):
        resize_table(package, "Results", 1_048_577)
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="str"><v>h</v></c></row>' for r in (1, 2))
    merged = one_table("A1:A2", rows, '<mergeCells count="1"><mergeCell ref="A4:B4"/></mergeCells>')
    with pytest.raises(RefusedEdit, match="A4:B4"):
        resize_table(Package.open(raw.zipped(merged)), "T", 6)


def test_a_table_keeps_one_row(path: Path) -> None:
    package = Package.open(path)
    resize_table(package, "Results", 1)
    assert package.table_ranges()["Results"].last_row == 4


def test_shrinking_takes_the_formulas_along_and_leaves_the_values(path: Path) -> None:
    package = Package.open(path)
    resize_table(package, "Results", 6)
    sheet = package.sheet(DATA)
    outside, text = sheet.cell(7, 7), sheet.cell(7, 2)
    assert outside is not None
    assert sheet.formula(outside) is None
    assert text is not None
    assert sheet.value(text) == "มาตรการที่ 4 & <ทดสอบ>"
    assert sheet.style(text)
    assert package.parts.xml("xl/tables/table1.xml").get("ref") == "A3:G6"
    assert refs(package, "dataValidation")[0] == "C4:C8"


def one_table(
    ref: str, rows: str, after: str = "", *, inside: str = "", attributes: str = ""
) -> dict[str, str | bytes]:
    """Return a workbook with a table `T` of one or two columns."""
    names = ("หัว", "ผล")[: 2 if "B" in ref else 1]
    columns = "".join(f'<tableColumn id="{n}" name="{c}"/>' for n, c in enumerate(names, 1))
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="{ref}"{attributes}>{inside}'
        f'<tableColumns count="{len(names)}">{columns}</tableColumns></table>'
    )
    return book(
        worksheet(rows, f'{after}<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'),
        {
            "xl/tables/table1.xml": table,
            "xl/worksheets/_rels/sheet1.xml.rels": raw.relationships(
                ("table", "../tables/table1.xml")
            ),
        },
        types=f'<Override PartName="/xl/tables/table1.xml" ContentType="{KIND}.table+xml"/>',
    )


FORMULA_ROWS = (
    '<row r="1"><c r="A1" t="str"><v>หัว</v></c><c r="B1" t="str"><v>ผล</v></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f t="shared" ref="B2:B3" si="0">A2*$D$1</f><v>1</v></c>'
    '</row><row r="3"><c r="A3"><v>2</v></c><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>'
)


def test_formulas_are_filled_down_even_where_the_column_does_not_say_that_it_calculates() -> None:
    package = Package.open(raw.zipped(one_table("A1:B3", FORMULA_ROWS)))
    resize_table(package, "T", 5)
    sheet = package.sheet("S")
    found = [sheet.formula(cell) for row in (4, 5) if (cell := sheet.cell(row, 2))]
    assert found == ["A4*$D$1", "A5*$D$1"]


def test_a_table_that_became_a_plain_range_grows_just_the_same() -> None:
    package = Package.open(raw.zipped(book(worksheet(FORMULA_ROWS))))
    package.apply([ResizeTable("S", "T", 4), SetCell(CellRef("S", 4, 1), 9)])
    sheet = package.sheet("S")
    cell = sheet.cell(4, 2)
    assert cell is not None
    assert sheet.formula(cell) == "A4*$D$1"


def test_the_totals_row_moves_with_the_end_of_the_table() -> None:
    rows = FORMULA_ROWS + (
        '<row r="4"><c r="A4" t="str"><v>รวม</v></c><c r="B4"><f>SUBTOTAL(109,T[ผล])</f><v>3</v></c></row>'
    )
    package = Package.open(raw.zipped(one_table("A1:B4", rows, attributes=' totalsRowCount="1"')))
    assert package.table_ranges()["T"].last_row == 3
    resize_table(package, "T", 6)
    sheet = package.sheet("S")
    total, label, old = sheet.cell(7, 2), sheet.cell(7, 1), sheet.cell(4, 1)
    assert total is not None
    assert label is not None
    assert old is not None
    assert sheet.formula(total) == "SUBTOTAL(109,T[ผล])"
    assert sheet.value(label) == "รวม"
    assert sheet.value(old) is None
    assert package.parts.xml("xl/tables/table1.xml").get("ref") == "A1:B7"


def test_a_validation_does_not_run_into_another() -> None:
    validations = (
        '<dataValidations count="2"><dataValidation type="list" sqref="A2:A3"><formula1>"ก"</formula1>'
        '</dataValidation><dataValidation type="list" sqref="A6:A9"><formula1>"ข"</formula1>'
        "</dataValidation></dataValidations>"
    )
    package = Package.open(raw.zipped(one_table("A1:B3", FORMULA_ROWS, validations)))
    resize_table(package, "T", 8)
    frame = package.sheet("S").frame
    assert [e.get("sqref") for e in frame.iter(f"{{{MAIN}}}dataValidation")] == ["A2:A5", "A6:A9"]


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1+$B$2*C$3", "A3+$B$2*C$3"),
        ('"A1"&A1', '"A1"&A3'),
        ("'ชีต A1'!A1", "'ชีต A1'!A3"),
        ("มาตรการที่!B1", "มาตรการที่!B3"),
        ("Results[[#This Row],[A1]]", "Results[[#This Row],[A1]]"),
        ("LOG10(A1)", "LOG10(A3)"),
        ("SUM(A:A,1:3,$4:4)", "SUM(A:A,3:5,$4:6)"),
        ('IF(A1="x""A1",A2)', 'IF(A3="x""A1",A4)'),
        ("ราคา1+ABCD1", "ราคา1+ABCD1"),
        ("A1048575", "#REF!"),
    ],
)
def test_a_formula_is_moved_as_excel_fills_it_down(formula: str, moved: str) -> None:
    assert shift(formula, 2, 0) == moved
