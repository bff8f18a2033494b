"""Other programs' word on what we write: LibreOffice reads it, the Open XML SDK finds it sound."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ita_excel.core.grid import CellRef, ResizeTable, SetCell, ShowSheet
from ita_excel.core.values import Value
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests import decorated, libreoffice, validator
from tests.decorated import DATA, LAST, LISTS, OWN

NEW_ROW = {2: "ใหม่ & <งาม>", 3: "ยกเลิก", 4: "=ไม่ใช่สูตร\nสองบรรทัด", 5: dt.date(2022, 9, 30), 6: 12.5}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return decorated.workbook(tmp_path_factory.mktemp("before") / "b.xlsx")


@pytest.fixture(scope="module")
def edited(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("edited") / "b.xlsx"
    path.write_bytes(before.read_bytes())
    grid = FileGrid(path)
    cells: dict[int, Value] = dict(NEW_ROW)
    grid.apply(
        [
            ResizeTable(DATA, "Results", LAST + 2),
            *(SetCell(CellRef(DATA, LAST + 1, column), value) for column, value in cells.items()),
            SetCell(CellRef(DATA, 5, 4), "แทนลิงก์", CellRef(OWN, 1, 1)),
            SetCell(CellRef(DATA, 4, 6), 100),
            SetCell(CellRef(OWN, 9, 1), dt.datetime(2022, 4, 1, 8, 30)),
            SetCell(CellRef(DATA, 3, 2), "มาตรการ\nแนวทาง"),
            ShowSheet(LISTS),
        ]
    )
    grid.package.add_custom_xml("urn:example:ours", b'<base xmlns="urn:example:ours"/>')
    assert grid.save()
    return path


def test_the_validator_finds_nothing_that_was_not_there(before: Path, edited: Path) -> None:
    assert validator.new_errors(before, edited) == []


def test_libreoffice_shows_the_new_values_and_calculates(edited: Path, tmp_path: Path) -> None:
    resaved = FileGrid(libreoffice.convert(edited, "xlsx", tmp_path))
    rows = resaved.rows(DATA)
    assert list(rows[LAST][1:6]) == list(NEW_ROW.values())
    assert rows[LAST][6] == "มาก"
    assert rows[4][3] == "แทนลิงก์"
    assert resaved.rows(OWN)[0][1] == 100 + 3 + 4.5 + 6 + 7.5
    assert not resaved.hidden(LISTS)


def test_formulas_are_calculated_anew_even_where_the_reader_is_not_told_to(
    edited: Path,
) -> None:
    """The mark that tells Excel to calculate is in the file."""
    assert b'fullCalcOnLoad="1"' in decorated.parts_of(edited)["xl/workbook.xml"]


def test_a_copy_saved_by_libreoffice_is_read_and_edited(edited: Path, tmp_path: Path) -> None:
    resaved = libreoffice.convert(edited, "xlsx", tmp_path / "1")
    grid = FileGrid(resaved)
    last = grid.tables()["Results"].last_row
    grid.apply(
        [
            ResizeTable(DATA, "Results", last + 1),
            SetCell(CellRef(DATA, last + 1, 2), "หลัง LibreOffice"),
            SetCell(CellRef(DATA, last + 1, 5), dt.date(2022, 10, 1)),
        ]
    )
    assert grid.save()
    again = FileGrid(libreoffice.convert(resaved, "xlsx", tmp_path / "2"))
    assert list(again.rows(DATA)[last][1:5:3]) == ["หลัง LibreOffice", dt.date(2022, 10, 1)]
    assert again.rows(DATA)[last][6] == "ไม่มีผล"
    assert again.tables()["Results"].last_row == last + 1


def test_the_template_is_edited_without_a_new_error(tmp_path: Path) -> None:
    before, after = tmp_path / "ก่อน.xlsx", tmp_path / "หลัง.xlsx"
    before.write_bytes(template_bytes())
    grid = FileGrid(before)
    tables = grid.tables()
    plan, results = tables["Plan"], tables["Results"]
    grid.apply(
        [
            ResizeTable(plan.sheet, "Plan", plan.header_row + 30),
            ResizeTable(results.sheet, "Results", results.header_row + 60),
            SetCell(CellRef(plan.sheet, plan.header_row + 30, 2), "มาตรการที่สามสิบ"),
            SetCell(CellRef(results.sheet, results.header_row + 60, 14), dt.date(2022, 4, 1)),
        ]
    )
    grid.save(after)
    assert validator.new_errors(before, after) == []
    seen = FileGrid(libreoffice.convert(after, "xlsx", tmp_path / "lo"))
    assert seen.rows(plan.sheet)[plan.header_row + 29][1] == "มาตรการที่สามสิบ"
