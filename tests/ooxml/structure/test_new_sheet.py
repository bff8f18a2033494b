"""A sheet of the shipped template copied into a workbook of another origin."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from ita_excel import schema
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddColumn, AddSheet, CellRef, SetCell
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import decorated, libreoffice
from tests.decorated import DATA, OWN
from tests.references import problems
from tests.validator import new_errors

LOOKS = ("font", "fill", "border", "alignment", "number_format", "protection")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated.workbook(tmp_path_factory.mktemp("decorated") / "b.xlsx")


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the template's sheets that the decorated workbook lacks, put behind its second sheet."""
    path = tmp_path_factory.mktemp("made") / "m.xlsx"
    path.write_bytes(source.read_bytes())
    grid = FileGrid(path)
    missing = [n for n in Package(template_bytes()).sheets if n not in grid.sheets()]
    grid.apply([AddSheet(name, OWN, visible=name != "_ita") for name in reversed(missing)])
    grid.save()
    assert grid.receipt is not None and not grid.receipt.undeclared
    assert list(FileGrid(path).sheets()) == [DATA, OWN, *missing, decorated.LISTS]
    return path


def test_the_standard_s_validator_finds_nothing_new(source: Path, made: Path) -> None:
    assert new_errors(source, made) == []


def test_each_cell_looks_and_reads_as_in_the_template(made: Path) -> None:
    ours, shipped = (
        openpyxl.load_workbook(made),
        openpyxl.load_workbook(io.BytesIO(template_bytes())),
    )
    compared = 0
    for sheet in shipped:
        if sheet.title in (DATA, decorated.LISTS):
            continue
        copy = ours[sheet.title]
        assert list(copy.tables) == list(sheet.tables)
        assert str(copy.print_title_rows) == str(sheet.print_title_rows)
        assert {k: v.width for k, v in copy.column_dimensions.items()} == {
            k: v.width for k, v in sheet.column_dimensions.items()
        }
        rules = [[(str(v.sqref), v.formula1, v.prompt) for v in s.data_validations.dataValidation]
                 for s in (copy, sheet)]  # fmt: skip
        assert rules[0] == rules[1]
        formats = [[(str(f.sqref), r.formula, repr(r.dxf)) for f in s.conditional_formatting
                    for r in f.rules] for s in (copy, sheet)]  # fmt: skip
        assert formats[0] == formats[1]
        for row in sheet.iter_rows():
            for cell in row:
                same = copy[cell.coordinate]
                assert same.value == cell.value
                for look in LOOKS:
                    assert repr(getattr(same, look)) == repr(getattr(cell, look)), (cell, look)
                compared += 1
    assert compared > 1000


def test_officers_cells_keep_their_styles(source: Path, made: Path) -> None:
    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(made)
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                same = after[sheet.title][cell.coordinate]
                assert (
                    vars(same.value) == vars(cell.value)
                    if isinstance(cell.value, ArrayFormula)
                    else same.value == cell.value
                )
                assert all(repr(getattr(same, k)) == repr(getattr(cell, k)) for k in LOOKS)


def test_libreoffice_calculates_every_formula_and_none_refers_to_itself(
    source: Path, made: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(libreoffice.convert(made, "xlsx", tmp_path), data_only=True)
    wrong = [
        (s.title, c.coordinate, c.value)
        for s in book
        for row in s.iter_rows()
        for c in row
        if isinstance(c.value, str) and c.value.startswith(("#", "Err:"))
    ]
    assert wrong == []
    assert set(problems(made)) <= set(problems(source))


def test_a_sheet_that_lost_its_place_comes_back_and_the_names_point_to_it(tmp_path: Path) -> None:
    """From the template without its dashboard and its empty sheet of conflicts."""
    path = tmp_path / "b.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    for name in ("ภาพรวม", schema.CONFLICTS.sheet):
        del book[name]
    book.save(path)
    grid = FileGrid(path)
    grid.apply([
        AddSheet("ภาพรวม", schema.RESULTS.sheet),
        AddSheet(schema.CONFLICTS.sheet, schema.FINDINGS.sheet, visible=False),
        SetCell(CellRef(schema.CONFLICTS.sheet, 4, 1), "ABCDEFGHIJ"),
    ])  # fmt: skip
    grid.save()
    again = FileGrid(path)
    assert list(again.sheets()) == list(Package(template_bytes()).sheets)
    assert again.hidden(schema.CONFLICTS.sheet) and not again.hidden("ภาพรวม")
    assert again.tables()["Conflicts"].sheet == schema.CONFLICTS.sheet
    print_area = openpyxl.load_workbook(path)["ภาพรวม"].print_area
    assert print_area.endswith("$A$1:$L$37")


def test_sheets_that_can_not_come_are_refused(source: Path) -> None:
    pattern = Package(template_bytes())
    for edit in (
        AddSheet(DATA), AddSheet("ไม่มี"), AddSheet("มาตรการ", after="ไม่มี"),
        AddSheet("ภาพรวม"),  # its formulas refer to the plan, which isn't there
    ):  # fmt: skip
        package = Package.open(source)
        before = package.parts.state()
        with pytest.raises(RefusedEdit):
            package.apply([edit], pattern)
        assert package.parts.state() == before


def test_a_sheet_that_has_just_come_gets_a_column_at_once(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(source.read_bytes())
    grid = FileGrid(path)
    sheet = schema.UNITS.sheet
    grid.apply(
        [AddSheet(sheet), AddColumn(sheet, "Units", "ใหม่", 2), SetCell(CellRef(sheet, 4, 2), "ก")]
    )
    seen = [list(row) for row in grid.rows(sheet)]
    grid.save()
    again = FileGrid(path)
    assert seen[2][:3] == list(again.rows(sheet)[2][:3]) == ["หน่วยงาน", "ใหม่", "ชื่อย่อ"]
    assert again.rows(sheet)[3][1] == "ก"
    assert again.tables()["Units"].last_column == 5
