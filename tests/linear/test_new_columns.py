"""A column put into a long table, and the proof of it: seconds for 10,000 rows, and linear."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from ita_excel.core.grid import AddColumn
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.structure.references import Insertion
from tests.linear.clock import seconds

COLUMNS = 16


def table(path: Path, rows: int) -> bytes:
    """Return a workbook with a table of texts and a calculated column, and formulas that use it."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet, other = book.add_worksheet("S"), book.add_worksheet("O")
    for row in range(1, rows + 1):
        sheet.write_row(row, 0, [f"ค่า {row % 97}-{n}" for n in range(COLUMNS - 1)])
        other.write_formula(row, 0, f"=LEN(S!K{row + 1})&S!$B{row + 1}")
    columns = [{"header": f"C{n}"} for n in range(COLUMNS)]
    columns[-1]["formula"] = "=LEN(T[[#This Row],[C3]])"
    sheet.add_table(0, 0, rows, COLUMNS - 1, {"name": "T", "columns": columns})
    book.close()
    return path.read_bytes()


def with_column(data: bytes) -> None:
    package = Package(data)
    package.apply([AddColumn("S", "T", "ใหม่", 9)])
    out = io.BytesIO()
    package.write_to(out)
    assert not package.receipt(out.getvalue()).undeclared


def test_ten_thousand_rows_take_seconds_and_four_times_the_rows_four_times_as_long(
    tmp_path: Path,
) -> None:
    short, long = table(tmp_path / "a.xlsx", 2500), table(tmp_path / "b.xlsx", 10_000)
    few, many = (seconds(lambda d=data: with_column(d), 20.0, tries=3) for data in (short, long))  # type: ignore[misc]
    assert many < 6.0  # three on a machine with nothing else to do
    assert many < 8 * few


@pytest.mark.parametrize(
    "piece", ["A1:", "'", "[", "$", '"', "A1!", "ก:", "(", "C1,", "[[", "'x'!", "\\", "{"]
)
def test_no_formula_makes_moving_it_slow(piece: str) -> None:
    insertion = Insertion("ก", 2, ("ก", "ข"))
    formula = piece * (8192 // len(piece))
    assert seconds(lambda: insertion.formula(formula, "ก"), 2.0) < 1.0
