"""Columns put into workbooks as other programs write them, part by part by hand."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddColumn, AddSheet
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from tests import decorated, libreoffice
from tests.javascript_readers import exceljs
from tests.ooxml import raw
from tests.validator import new_errors
from tests.workbooks import sample_workbook

TABLE = (
    f'<table xmlns="{raw.MAIN}" id="3" name="T" displayName="T" ref="B1:D4" totalsRowCount="1">'
    '<autoFilter ref="B1:D3"><filterColumn colId="0"/><filterColumn colId="2"/></autoFilter>'
    '<sortState ref="B2:D3"><sortCondition ref="D2:D3"/></sortState>'
    '<tableColumns count="3"><tableColumn id="1" name="ก"/><tableColumn id="2" name="ข"/>'
    '<tableColumn id="7" name="ค" totalsRowFunction="custom">'
    "<totalsRowFormula>SUM(S!C2:D3)</totalsRowFormula></tableColumn></tableColumns></table>"
)
HEAD = "".join(
    f'<c r="{at}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for at, text in (("B", "ก"), ("C", "ข"), ("D", "ค"))
)


def package(
    rows: str, after: str = "", before: str = "", names: str = "", table: str = TABLE
) -> Package:
    """Return a workbook with the table T in B1:D4 (the last row its totals)."""
    tables = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    parts = raw.book(
        raw.worksheet(f'<row r="1" spans="2:4">{HEAD}</row>{rows}', after + tables, before),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": raw.relationships(("table", "../tables/table1.xml")),
            "xl/tables/table1.xml": table,
        },
        workbook=f"<definedNames>{names}</definedNames>" if names else "",
        types=f'<Override PartName="/xl/tables/table1.xml" ContentType="{raw.KIND}.table+xml"/>',
    )  # fmt: skip
    return Package(raw.zipped(parts))


def sheet_after(made: Package, at: int = 3) -> str:
    """Put a column in, have it proven, and return the sheet's XML."""
    made.apply([AddColumn("S", "T", "ใหม่", at)])
    out = io.BytesIO()
    made.write_to(out)
    found = made.receipt(out.getvalue())
    assert not found.undeclared and not found.unmet
    return bytes(made.sheet("S").data[:]).decode()


def test_filters_sorting_and_totals_of_the_table_follow() -> None:
    made = package("")
    sheet_after(made)
    table = bytes(made.parts.read("xl/tables/table1.xml")[:]).decode()
    assert 'ref="B1:E4"' in table and '<autoFilter ref="B1:E3">' in table
    assert 'colId="0"' in table and 'colId="3"' in table and 'colId="2"' not in table
    assert '<sortState ref="B2:E3"><sortCondition ref="E2:E3"/>' in table
    assert "SUM(S!D2:E3)" in table
    assert '<tableColumn id="8" name="ใหม่"/>' in table


def test_a_formula_shared_along_a_row_is_written_out_where_its_cells_move_apart() -> None:
    rows = (
        '<row r="2"><c r="B2"><f t="shared" ref="B2:D2" si="0">B1&amp;C1</f><v>1</v></c>'
        '<c r="C2"><f t="shared" si="0"/><v>2</v></c><c r="D2"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    sheet = sheet_after(package(rows))
    for cell in (
        '<c r="B2"><f>B1&amp;D1</f><v>1</v></c>', '<c r="D2"><f>D1&amp;E1</f><v>2</v></c>',
        '<c r="E2"><f>E1&amp;F1</f><v>3</v></c>',
    ):  # fmt: skip
        assert cell in sheet


def test_a_formula_shared_down_a_column_stays_shared() -> None:
    rows = (
        '<row r="2"><c r="D2"><f t="shared" ref="D2:D3" si="0">C2*2</f><v>1</v></c></row>'
        '<row r="3"><c r="D3"><f t="shared" si="0"/><v>2</v></c></row>'
    )
    sheet = sheet_after(package(rows))
    assert '<f t="shared" ref="E2:E3" si="0">D2*2</f>' in sheet
    assert '<c r="E3"><f t="shared" si="0"/>' in sheet


def test_cells_without_addresses_get_them_where_they_move() -> None:
    rows = "<row><c/><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>"
    sheet = sheet_after(package(rows))
    assert '<row><c/><c><v>2</v></c><c r="D2"><v>3</v></c><c r="E2"><v>4</v></c></row>' in sheet


def test_breaks_panes_filters_and_watches_of_the_sheet_follow() -> None:
    before = (
        '<sheetViews><sheetView workbookViewId="0"><pane xSplit="3" topLeftCell="D1" '
        'activePane="topRight" state="frozen"/><selection pane="topRight" activeCell="D2" '
        'sqref="D2:E3 A1"/></sheetView></sheetViews><cols><col min="1" max="16384" width="9"/></cols>'
    )
    after = (
        '<protectedRanges><protectedRange sqref="C2:D3" name="p"/></protectedRanges>'
        '<autoFilter ref="C6:E9"><filterColumn colId="2"/></autoFilter>'
        '<colBreaks count="2" manualBreakCount="2"><brk id="1" man="1"/><brk id="3" man="1"/></colBreaks>'
        '<cellWatches><cellWatch r="D2"/></cellWatches>'
        '<ignoredErrors><ignoredError sqref="C2:D3" numberStoredAsText="1"/></ignoredErrors>'
    )
    sheet = sheet_after(package("", after, before))
    for expected in (
        'xSplit="4" ', 'topLeftCell="E1"', 'activeCell="E2" sqref="E2:F3 A1"',
        '<col min="1" max="2" width="9"/><col min="3" max="3" width="9"/><col min="4" max="16384" width="9"/>',
        '<protectedRange sqref="D2:E3" name="p"/>', '<autoFilter ref="D6:F9"><filterColumn colId="2"/>',
        '<brk id="1" man="1"/><brk id="4" man="1"/>', '<cellWatch r="E2"/>',
        '<ignoredError sqref="D2:E3"',
    ):  # fmt: skip
        assert expected in sheet, expected


def test_print_areas_and_names_of_the_whole_table_take_a_last_column_in() -> None:
    names = (
        '<definedName name="_xlnm.Print_Area" localSheetId="0">S!$B$1:$D$40</definedName>'
        '<definedName name="part">S!$C$2:$D$3</definedName>'
        '<definedName name="rel">S!C2</definedName>'
    )
    made = package("", names=names)
    sheet_after(made, at=5)
    assert [n.text for n in made.workbook.root.iter("{*}definedName")] == [
        "S!$B$1:$E$40", "S!$C$2:$D$3", "S!C2",
    ]  # fmt: skip
    made = package("", names=names)
    sheet_after(made, at=3)
    assert [n.text for n in made.workbook.root.iter("{*}definedName")] == [
        "S!$B$1:$E$40", "S!$D$2:$E$3", "S!C2",
    ]  # fmt: skip


def test_a_plain_range_gets_a_column_below_its_row_of_headings() -> None:
    row = '<row r="2"><c r="B2"><v>1</v></c><c r="C2"><v>2</v></c></row>'
    made = Package(raw.zipped(raw.book(raw.worksheet(f'<row r="1">{HEAD}</row>{row}'))))
    made.apply([AddColumn("S", "ไม่ใช่ตาราง", "ใหม่", 3, header_row=1)])
    sheet = bytes(made.sheet("S").data[:]).decode()
    assert '<c r="C1" t="inlineStr"><is><t>ใหม่</t></is></c>' in sheet
    assert '<c r="D2"><v>2</v></c>' in sheet


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='2'><c r='B2'><f><![CDATA[C2]]></f></c></row>",
        '<row r="2"><c r="C2"><f t="array" ref="B2:D2">B1:D1</f></c></row>',
        '<row r="2"><c r="C2"><f t="dataTable" ref="B2:D3" dt2D="1" r1="A1" r2="A2"/></c></row>',
        '<row r="2"><c r="XFD2"><v>1</v></c></row>',
    ],
)
def test_rows_that_can_not_move_safely_are_refused(rows: str) -> None:
    made = package(rows)
    with pytest.raises(RefusedEdit):
        made.apply([AddColumn("S", "T", "ใหม่", 3)])
    assert not made.changed


def test_a_table_whose_columns_are_not_all_listed_is_refused() -> None:
    broken = TABLE.replace('<tableColumn id="2" name="ข"/>', "")
    with pytest.raises(RefusedEdit):
        package("", table=broken).apply([AddColumn("S", "T", "ใหม่", 3)])


STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", raw.STRICT),
    (raw.REL, raw.STRICT_REL),
    ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
    ("<workbook ", '<workbook conformance="strict" '),
)


def test_a_workbook_of_the_strict_standard_gets_columns_and_sheets_in_its_own_words(
    tmp_path: Path,
) -> None:
    parts = decorated.parts_of(decorated.workbook(tmp_path / "b.xlsx"))
    for name in [n for n in parts if n.endswith((".xml", ".rels"))]:
        for ordinary, strict in STRICT:
            parts[name] = parts[name].replace(ordinary.encode(), strict.encode())
    source, path = tmp_path / "strict.xlsx", tmp_path / "made.xlsx"
    for file in (source, path):
        file.write_bytes(decorated._write(parts))
    grid = FileGrid(path)
    sheet = schema.SCORES.sheet
    grid.apply([AddSheet(sheet), AddColumn(decorated.DATA, "Results", "ใหม่", 3)])
    grid.save()
    assert new_errors(source, path) == []
    added = [n for n in decorated.parts_of(path) if n not in parts]
    assert added
    assert all(raw.MAIN.encode() not in decorated.parts_of(path)[n] for n in added)
    assert FileGrid(path).tables()["Scores"].sheet == sheet


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample and the decorated workbook as other programs save them."""
    folder = tmp_path_factory.mktemp("rewritten")
    sample = sample_workbook(folder / "sample.xlsx")
    adorned = decorated.workbook(folder / "decorated.xlsx")
    office = libreoffice.convert_all([sample, adorned], "xlsx", folder / "office")
    for path in (sample, adorned):
        openpyxl.load_workbook(path).save(folder / f"openpyxl {path.name}")
    exceljs([sample], folder / "exceljs sample.xlsx")
    return {
        "LibreOffice sample": office[0], "LibreOffice decorated": office[1],
        "openpyxl sample": folder / "openpyxl sample.xlsx",
        "openpyxl decorated": folder / "openpyxl decorated.xlsx",
        "ExcelJS sample": folder / "exceljs sample.xlsx",
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    ["LibreOffice sample", "LibreOffice decorated", "openpyxl sample", "openpyxl decorated",
     "ExcelJS sample"],
)  # fmt: skip
def test_a_workbook_that_another_program_saved_gets_the_column(
    kind: str, rewritten: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(rewritten[kind].read_bytes())
    grid = FileGrid(path)
    before = [list(row) for row in grid.rows(decorated.DATA)]
    grid.apply([AddColumn(decorated.DATA, "Results", "ใหม่", 3)])
    grid.save()
    assert new_errors(rewritten[kind], path) == []
    after = [list(row) for row in FileGrid(path).rows(decorated.DATA)]
    for old, new in zip(before, after, strict=True):
        pairs = zip(old, new[:2] + new[3:], strict=True)
        # A formula that nobody had calculated yet has a result now.
        assert all(one == other or isinstance(one, Uncalculated) for one, other in pairs)
