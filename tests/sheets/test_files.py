"""A real file in which an office has done everything at once to the clean workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from ita_excel import schema
from ita_excel.rules.engine import validate
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from ita_excel.thai.calendar import FiscalYear, Month
from ita_excel.thai.periods import read_period
from tests import books

BUDDHIST = "[$-D07041E]d mmm yyyy"  # Excel's Thai Buddhist calendar


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the workbook without Excel Tables: filtered, merged, computed, text for numbers."""
    path = tmp_path_factory.mktemp("office") / "แผน.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    date = book.add_format({"num_format": BUDDHIST})
    for table in schema.TABLES:
        sheet = book.add_worksheet(table.sheet)
        for column, spec in enumerate(table.columns):
            sheet.write(table.header_row - 1, column, spec.heading)
        for number, row in enumerate(books.clean().get(table.name, []), start=table.header_row):
            for column, spec in enumerate(table.columns):
                _write(sheet, number, column, spec, row.get(spec.field), date)
        if table in (schema.PLAN, schema.RESULTS):
            last = table.header_row + len(books.clean()[table.name]) - 1
            sheet.autofilter(table.header_row - 1, 0, last, len(table.columns) - 1)
            sheet.set_row(table.header_row + 1, None, None, {"hidden": True})
        if table is schema.PLAN:
            sheet.merge_range("B4:B7", "มาตรการบริหารทรัพยากรบุคคล")
            sheet.merge_range("B8:B9", "มาตรการป้องกันการทุจริต")
            sheet.write("B12", "หมายเหตุ แผนนี้ผ่านความเห็นชอบแล้ว")
    book.close()
    return path


def _write(sheet, number, column, spec, value, date) -> None:  # type: ignore[no-untyped-def]
    if value is None:
        return
    if spec.field == "number":
        sheet.write_formula(number, column, f"=ROW()-{number - value + 1}", None, value)
    elif spec.field == "times":
        sheet.write_string(number, column, str(value))
    elif spec.field == "start":
        sheet.write_datetime(number, column, dt.datetime(2021, 10, 1), date)
    elif spec.field == "end":
        sheet.write_datetime(number, column, dt.datetime(2565, 9, 30), date)
    elif spec.field == "text":
        sheet.write_formula(number, column, f'="{value}"', None, value)
    else:
        sheet.write(number, column, value)


def test_it_reads_as_the_clean_workbook(office_file: Path) -> None:
    reading = read(FileGrid(office_file))
    clean = read(books.grid(books.clean()))
    year = FiscalYear(2565)
    whole_year = (Month(2021, 10), Month(2022, 9))
    for record, wanted in zip(reading.plan, clean.plan, strict=True):
        assert record.row == wanted.row
        for field in ("key", "measure", "number", "text", "responsible", "oit"):
            assert getattr(record.value, field) == getattr(wanted.value, field)
        period = read_period(record.value.start, record.value.end, year)
        assert period and (period.start, period.end) == whole_year
    assert [r.value.status for r in reading.results] == [r.value.status for r in clean.results]
    assert reading.agency.value == clean.agency.value


def test_nothing_is_wrong_with_it(office_file: Path) -> None:
    findings = validate(read(FileGrid(office_file)))
    assert [(f.code, str(f.at), f.say("en")) for f in findings] == []


def test_errors_and_uncalculated_formulas_of_a_file_are_found_at_their_cells(
    tmp_path: Path,
) -> None:
    path = tmp_path / "broken.xlsx"
    book = xlsxwriter.Workbook(path)
    for table in schema.TABLES:
        sheet = book.add_worksheet(table.sheet)
        rows = books.clean().get(table.name, [])
        for column, spec in enumerate(table.columns):
            sheet.write(table.header_row - 1, column, spec.heading)
            for number, row in enumerate(rows, start=table.header_row):
                if row.get(spec.field) is not None:
                    sheet.write_string(number, column, str(row[spec.field]))
        if table is schema.RESULTS:
            sheet.write_formula("J5", "=Sheet9!A1", None, "#REF!")
            sheet.write_formula("I6", "=J6&K6", None, "")
    book.close()
    found = {(f.code, str(f.at)) for f in validate(read(FileGrid(path)))}
    assert ("S104", "ผลการดำเนินการ!J5") in found
    assert {code for code, _ in found} <= {"S104", "S107", "R402"}


def test_validating_a_clean_file_imports_no_heavy_library(office_file: Path) -> None:
    """The command's start is counted in tenths of a second: see tests/benchmarks."""
    import subprocess
    import sys

    script = (
        "import sys; from pathlib import Path; from ita_excel.sheets import read;"
        "from ita_excel.store.file import FileGrid; from ita_excel.rules.engine import validate;"
        "assert not validate(read(FileGrid(Path(sys.argv[1]))));"
        "print(*({m.split('.')[0] for m in sys.modules} & set(sys.argv[2:])))"
    )
    heavy = ["pandas", "openpyxl", "pythainlp", "rapidfuzz", "docx", "typst", "xlwings", "numpy"]
    done = subprocess.run(
        [sys.executable, "-c", script, str(office_file), *heavy],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
