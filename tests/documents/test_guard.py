"""The gate before publication and the check say the same of personal data, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.documents.content.material import Material
from ita_excel.documents.declarations import MEMO, REPORT
from ita_excel.documents.guarding import PersonalData, require_publishable
from ita_excel.documents.making import begin
from ita_excel.documents.order import Order
from ita_excel.rules.engine import validate
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, read
from ita_excel.store.file import FileGrid
from tests import books
from tests.command import run
from tests.documents.formats import memo_content
from tests.workbooks import sample_workbook

ID = "1101700203450"
WRITTEN = ("1101700203450", "๑๑๐๑๗๐๐๒๐๓๔๕๐")
OPEN = Order(("report",), ("html", "csv", "json"))
FIELDS = [
    (table.name, 2, column.field)
    for table in (schema.PLAN, schema.RESULTS, schema.SIGNATORIES, schema.UNITS)
    for column in table.columns
    if column.field != "check"
] + [("Agency", 0, setting.field) for setting in schema.SETTINGS]


def planted(table: str, row: int, field: str, text: object = ID) -> tuple[Reading, CellRef]:
    place = f"{table} {row} {field}" if row else f"{table} {field}"
    tables = books.clean()
    at = books.cell(place)
    number = at.row - books.BY_NAME[table].header_row - 1
    column = books.BY_NAME[table].columns[at.column - 1].field
    tables[table][number][column] = text
    return read(books.grid(tables)), at


def refused(reading: Reading, order: Order, *, memo: bool) -> set[str]:
    """The cells that the gate names, of the report and perhaps of the memo."""
    cells: set[str] = set()
    for document in (REPORT, *([MEMO] if memo else [])):
        content = document.content(Material(reading.workbook))
        try:
            require_publishable(reading.workbook, order, document, content)
        except PersonalData as error:
            told = error.at(reading).say("en")
            cells |= {str(f.at) for f in found(reading) if f.at and f.at.a1 in told}
    return cells


def found(reading: Reading) -> list:  # type: ignore[type-arg]
    return validate(reading, only=("V701", "V702"))


@pytest.mark.parametrize(("table", "row", "field"), FIELDS)
def test_whatever_cell_is_printed_is_looked_at(
    table: str, row: int, field: str, tmp_path: Path
) -> None:
    reading, at = planted(table, row, field)
    reading = reading.for_round(Round.TWELVE)
    named = {str(f.at) for f in found(reading)}
    assert named <= {str(at)}
    allowed = Order(("report",), ("html", "csv", "json"), allow_personal_data=True)
    files = begin(reading.workbook, tmp_path, allowed).finish()
    out = [data.decode("utf-8-sig") for data in files.values()]
    out += memo_content(reading.workbook).texts()
    printed = any(written in text for text in out for written in WRITTEN)
    if printed:
        assert named == {str(at)}
    assert refused(reading, OPEN, memo=True) == named


@pytest.mark.parametrize("value", [1101700203450, 1101700203450.0])
def test_a_number_in_a_number_cell_is_seen_too(value: object) -> None:
    reading, at = planted("Results", 2, "outcome", value)
    assert [f.at for f in found(reading)] == [at]


def test_rows_that_are_not_printed_hold_nothing_back() -> None:
    reading, at = planted("Results", 1, "problems")  # of the six months
    twelve, six = reading.for_round(Round.TWELVE), reading.for_round(Round.SIX)
    assert refused(twelve, OPEN, memo=False) == set()
    assert refused(six, OPEN, memo=False) == {str(at)}


def test_one_cell_is_one_line_however_much_it_holds() -> None:
    text = "\n".join(f"{i}) 1101700203450 โทร 081-234-567{i}" for i in range(9))
    reading, at = planted("Results", 2, "outcome", text)
    findings = found(reading)
    assert [(f.at, f.code) for f in findings] == [(at, "V701"), (at, "V702")]
    assert "1…450" in findings[0].say("th")


def test_the_command_names_sheet_and_cell_as_validate_does(tmp_path: Path) -> None:
    book = sample_workbook(tmp_path / "b.xlsx")
    grid = FileGrid(book)
    at = read(grid).results[0].at("outcome")
    grid.apply([SetCell(at, "จัดอบรมแล้ว ผู้ประสาน ๑ – ๑๐๑๗ – ๐๐๒๐๓ – ๔๕ – ๐ โทร 081–234–5678")])
    grid.save()
    told = run("export", book, "-o", tmp_path / "out", "--format", "html", "--draft")
    assert told.code == 1 and not (tmp_path / "out").exists()
    said = told.out + told.err
    assert at.a1 in said and at.sheet in said and "V701" in said and "V702" in said
    checked = run("validate", book, "--no-write", "--rule", "V701", "--rule", "V702")
    assert checked.out.count(at.a1) >= 2
