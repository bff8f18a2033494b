"""A column put into a workbook with everything in it that officers add."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter

from ita_excel import schema
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddColumn, CellRef, SetCell
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import decorated, libreoffice
from tests.decorated import DATA, TABLE
from tests.javascript_readers import exceljs, sheetjs
from tests.validator import new_errors
from tests.workbooks import sample_workbook

AT = 3


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated.workbook(tmp_path_factory.mktemp("decorated") / "b.xlsx")


def with_column(source: Path, target: Path, at: int = AT, heading: str = "ใหม่") -> Path:
    target.write_bytes(source.read_bytes())
    grid = FileGrid(target)
    grid.apply([AddColumn(DATA, TABLE, heading, at)])
    grid.save()
    assert grid.receipt is not None and not grid.receipt.undeclared
    return target


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_column(source, tmp_path_factory.mktemp("made") / "m.xlsx")


def part(path: Path, name: str) -> str:
    return decorated.parts_of(path)[name].decode()


def test_everything_on_the_sheet_moves_along(made: Path) -> None:
    parts = decorated.parts_of(made)
    sheet = parts[decorated.sheet_part(parts, DATA)].decode()
    for expected in (
        '<mergeCell ref="A1:H1"/>', 'xSplit="2"', '<conditionalFormatting sqref="D4:D8">',
        '<conditionalFormatting sqref="G4:G8">', 'sqref="D4:D8"><formula1>',
        "<xm:sqref>E4:E8</xm:sqref>", "<xm:sqref>G4:G8</xm:sqref>", '<hyperlink ref="E5"',
        "<xm:sqref>I4</xm:sqref>", "<xm:f>'ผลการดำเนินการ'!G4:G8</xm:f>", 'spans="1:8"',
    ):  # fmt: skip
        assert expected in sheet, expected
    assert "<xdr:col>9</xdr:col>" in part(made, "xl/drawings/drawing1.xml")
    assert "'ผลการดำเนินการ'!$G$4:$G$8" in part(made, "xl/charts/chart1.xml")
    assert '<comment ref="B5"' in part(made, "xl/comments1.xml")
    assert "SUM('ผลการดำเนินการ'!G4:G8)" in part(made, "xl/worksheets/sheet2.xml")


def test_the_table_has_the_column_with_an_id_of_its_own(made: Path) -> None:
    table = etree.fromstring(decorated.parts_of(made)["xl/tables/table1.xml"])
    columns = [(c.get("name"), c.get("id")) for c in table.iter("{*}tableColumn")]
    assert columns[:3] == [("รหัส", "1"), ("มาตรการ", "2"), ("ใหม่", "8")]
    assert len({identity for _, identity in columns}) == 8
    assert table.get("ref") == "A3:H8" == table.find("{*}autoFilter").get("ref")  # type: ignore[union-attr]


@pytest.mark.parametrize("at", [1, 3, 5, 8])
def test_the_standard_s_validator_finds_nothing_new(source: Path, tmp_path: Path, at: int) -> None:
    assert new_errors(source, with_column(source, tmp_path / "v.xlsx", at)) == []


def cells(path: Path) -> dict[str, dict[tuple[int, int], object]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: {
            (c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value is not None
        }
        for sheet in book
    }  # fmt: skip


def test_calculated_anew_every_value_is_what_it_was_and_one_further_right(
    source: Path, made: Path, tmp_path: Path
) -> None:
    before, after = (cells(libreoffice.convert(p, "xlsx", tmp_path)) for p in (source, made))
    assert after[DATA].pop((3, AT)) == "ใหม่"
    for name, old in before.items():
        moved = {(r, c + (name == DATA and c >= AT)): v for (r, c), v in old.items()}
        assert after[name] == moved, name


@pytest.mark.parametrize("reader", [exceljs, sheetjs])
def test_readers_of_web_pages_see_the_column(
    reader: Callable[..., list[dict[str, dict[str, object]]]], tmp_path: Path
) -> None:
    path = sample_workbook(tmp_path / "s.xlsx")
    grid = FileGrid(path)
    grid.apply([AddColumn(schema.RESULTS.sheet, "Results", "หมายเหตุ", 9)])
    grid.save()
    found = reader([path])[0][schema.RESULTS.sheet]
    assert found["I3"] == "หมายเหตุ"
    assert found["J3"] == "สถานะ"


def test_a_column_of_the_pattern_comes_with_its_looks_and_its_formula(tmp_path: Path) -> None:
    """From a workbook that lost the column `ตรวจ`, as one of a version before it has none."""
    check = schema.RESULTS.columns[-1].heading
    at = len(schema.RESULTS.columns)
    last, before = get_column_letter(at), get_column_letter(at - 1)
    path = sample_workbook(tmp_path / "s.xlsx")
    parts = decorated.parts_of(path)
    name = decorated.sheet_part(parts, schema.RESULTS.sheet)
    root = etree.fromstring(parts[name])
    for cell in list(root.iter("{*}c")):
        if cell.get("r", "").startswith(last):
            cell.getparent().remove(cell)  # type: ignore[union-attr]
    for element in [*root.iter("{*}dataValidation"), *root.iter("{*}conditionalFormatting")]:
        if element.get("sqref", "").startswith(last):
            element.getparent().remove(element)  # type: ignore[union-attr]
        elif f":{last}" in element.get("sqref", ""):
            element.set("sqref", element.get("sqref", "").replace(f":{last}", f":{before}"))
    for group in root.iter("{*}dataValidations"):
        group.set("count", str(len(group)))
    parts[name] = etree.tostring(root)
    table = etree.fromstring(parts["xl/tables/table6.xml"])
    columns = table.find("{*}tableColumns")
    assert columns is not None
    columns.remove(columns[-1])
    columns.set("count", str(len(columns)))
    for element in (table, table.find("{*}autoFilter")):
        assert element is not None
        element.set("ref", element.get("ref", "").replace(f":{last}", f":{before}"))
    parts["xl/tables/table6.xml"] = etree.tostring(table)
    path.write_bytes(decorated._write(parts))
    grid = FileGrid(path)
    grid.apply([AddColumn(schema.RESULTS.sheet, "Results", check, at)])
    grid.save()
    ours, shipped = (
        openpyxl.load_workbook(p)[schema.RESULTS.sheet]
        for p in (path, io.BytesIO(template_bytes()))
    )
    for row in (3, 4):
        one, other = ours.cell(row, at), shipped.cell(row, at)
        for look in ("font", "fill", "border", "alignment", "number_format", "protection"):
            assert repr(getattr(one, look)) == repr(getattr(other, look)), (row, look)
    assert {ours.cell(row, at).value for row in range(4, 10)} == {"=ita_results_check"}
    assert ours.column_dimensions[last].width == shipped.column_dimensions[last].width
    rules = {str(v.sqref): v.prompt for v in ours.data_validations.dataValidation}
    wanted = {str(v.sqref): v.prompt for v in shipped.data_validations.dataValidation}
    assert rules[f"{last}4:{last}204"] == wanted[f"{last}4:{last}204"]
    formats = {str(f.sqref): [r.formula for r in f.rules] for f in ours.conditional_formatting}
    assert formats[f"{last}4:{last}9"] == [[f"LEN({last}4)>0"]]
    assert f"A4:{last}9" in formats
    assert all(
        isinstance(row[at - 1], (str, type(None))) for row in grid.rows(schema.RESULTS.sheet)[3:9]
    )


def test_edits_before_and_after_are_each_proven(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(source.read_bytes())
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef(DATA, 5, 4), "ก่อน")])
    grid.apply([AddColumn(DATA, TABLE, "ใหม่", AT), SetCell(CellRef(DATA, 5, AT), "หลัง")])
    grid.apply([AddColumn(DATA, TABLE, "อีก", AT), SetCell(CellRef(DATA, 6, 1), "ท้าย")])
    grid.save()
    found = FileGrid(path).rows(DATA)
    assert found[4][2:6] == [None, "หลัง", "ดำเนินการแล้ว", "ก่อน"]
    assert found[5][0] == "ท้าย"


def refused(path: Path, sheet: str, edit: AddColumn) -> None:
    package = Package.open(path)
    before = package.parts.state()
    with pytest.raises(RefusedEdit):
        package.apply([edit])
    assert package.parts.state() == before
    assert not package.steps


def test_an_array_formula_or_another_table_across_the_place_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    for kind in ("array", "table", "end"):
        path = tmp_path / f"{kind}.xlsx"
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet("S")
        sheet.add_table("A1:C3", {"name": "T"})
        if kind == "array":
            sheet.write_array_formula("A6:C6", "{=A2:C2}")
        elif kind == "table":
            sheet.add_table("A8:C9", {"name": "U"})
        else:
            sheet.write("XFD1", "สุดขอบ")
        book.close()
        refused(path, "S", AddColumn("S", "T", "ใหม่", 2))


def test_a_formula_through_several_sheets_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("A1x").write_formula("A1", "=SUM(A1x:S!B2)")
    book.add_worksheet("S").add_table("A1:C3", {"name": "T"})
    book.close()
    refused(path, "S", AddColumn("S", "T", "ใหม่", 2))


def test_what_is_unknown_is_refused_rather_than_spoilt(source: Path, tmp_path: Path) -> None:
    parts = decorated.parts_of(source)
    name = decorated.sheet_part(parts, DATA)
    strange = '<ext xmlns:q="urn:q" uri="{Q}"><q:thing ref="C4:D8"/></ext></extLst></worksheet>'
    parts[name] = parts[name].replace(b"</extLst></worksheet>", strange.encode())
    path = tmp_path / "b.xlsx"
    path.write_bytes(decorated._write(parts))
    refused(path, DATA, AddColumn(DATA, TABLE, "ใหม่", AT))


@pytest.mark.parametrize("at", range(1, 9))
def test_array_formulas_of_another_sheet_stay(source: Path, tmp_path: Path, at: int) -> None:
    """Their area is of their own sheet, wherever the column comes on this one."""
    grid = FileGrid(with_column(source, tmp_path / "b.xlsx", at))
    before = FileGrid(source)
    for sheet in before.sheets():
        if sheet != DATA:
            assert grid.rows(sheet) == before.rows(sheet), sheet
