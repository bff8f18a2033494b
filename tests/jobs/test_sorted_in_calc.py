"""LibreOffice itself sorts plan and results, whole or with merged measures; the report stays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.engine.office import Office, properties, url
from tests.jobs.test_sorted import make, report, rows

SORTS = [(schema.PLAN, "measure", False), (schema.RESULTS, "text", True)]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("calc") / "a.xlsx", rows())
    assert run("fill", path, "--round", "6").code == 0
    return path


@pytest.fixture
def book(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "สมุด.xlsx"))


def sort(
    office: Office, path: Path, table: schema.Table, field: str, up: bool, *, blank: bool = False
) -> None:
    """Sort the whole table, formulas and hidden columns too, as Data > Sort does; save as xlsx.

    `blank`: a blank row is put into the middle first.
    """
    document = office.load(path, Hidden=True)
    sheet = document.Sheets.getByName(table.sheet)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    used = cursor.RangeAddress
    texts = sheet.getCellRangeByPosition(0, 0, used.EndColumn, used.EndRow).getDataArray()
    headings = list(texts[schema.HEADER_ROW - 1])
    column = headings.index(table.column(field).heading)
    filled = [n for n, row in enumerate(texts) if row[table.number("text") - 1]]
    last = filled[-1]
    if blank:
        sheet.Rows.insertByIndex(last - 2, 1)
        last += 1
    area = sheet.getCellRangeByPosition(0, schema.HEADER_ROW, used.EndColumn, last)
    uno = office.uno
    key = uno.createUnoStruct("com.sun.star.table.TableSortField")
    key.Field, key.IsAscending = column, up
    fields = uno.Any("[]com.sun.star.table.TableSortField", (key,))
    uno.invoke(area, "sort", (properties(SortFields=fields, ContainsHeader=False),))
    document.storeToURL(url(path), properties(FilterName="Calc MS Excel 2007 XML"))
    document.close(True)


def texts(path: Path, table: schema.Table) -> list[Any]:
    found = read(FileGrid(path))
    return [r.value.text for r in (found.plan if table is schema.PLAN else found.results)]


def test_sorted_by_calc_the_report_stays(office: Office, book: Path) -> None:
    before = report(FileGrid(book))
    for table, field, up in SORTS:
        stood = texts(book, table)
        sort(office, book, table, field, up, blank=field == "text")
        assert texts(book, table) != stood, (table.sheet, field)
        assert report(FileGrid(book)) == before, (table.sheet, field)
    ran = run("fill", book, "--round", "6")
    assert ran.code == 0 and "เพิ่ม 0 แถว" in ran.out
    assert report(FileGrid(book)) == before


@pytest.mark.filterwarnings("ignore:.*xtension.*:UserWarning")
def test_calc_sorts_no_merged_measures_and_fill_moves_none(office: Office, tmp_path: Path) -> None:
    """Calc, as Excel, refuses to sort merged cells; taken apart, they are blank cells below one."""
    path = make(tmp_path / "a.xlsx", rows(every=False))
    made = openpyxl.load_workbook(path)
    sheet = made[schema.PLAN.sheet]
    del sheet.tables[schema.PLAN.name]
    column, top = schema.PLAN.number("measure"), schema.HEADER_ROW + 1
    areas = []
    for size in (4, 3, 2):
        areas.append((top, column, top + size - 1, column))
        sheet.merge_cells(None, *areas[-1])
        top += size
    made.save(path)
    right = {row["text"]: row["measure"] for row in rows()}
    sort(office, path, schema.PLAN, "text", up=True)
    assert texts(path, schema.PLAN) == list(right)
    assert run("fill", path, "--round", "6").code == 0
    assert {r.value.text: r.value.measure for r in read(FileGrid(path)).results} == right

    made = openpyxl.load_workbook(path)
    for area in areas:
        made[schema.PLAN.sheet].unmerge_cells(None, *area)
    made.save(path)
    sort(office, path, schema.PLAN, "text", up=True)
    assert texts(path, schema.PLAN) != list(right)
    run("fill", path, "--round", "6")
    assert {r.value.text: r.value.measure for r in read(FileGrid(path)).results} == right
    found = read(FileGrid(path)).plan
    wrong = [r.row for r in found if r.value.measure != right[str(r.value.text)]]
    assert wrong and "P311" in run("validate", path, "--no-write", "--json").out
