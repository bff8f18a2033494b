"""The books that are measured: the sample, and one of 20,000 rows and 16 columns."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.workbooks import sample_workbook


def sample_book(folder: Path) -> tuple[Path, str, dict[str, str]]:
    """Return the sample, a sheet of it, and texts for a column of its results."""
    from ita_excel.store.file import FileGrid

    path = sample_workbook(folder / "sample.xlsx")
    table = FileGrid(path).tables()["Results"]
    rows = range(table.header_row + 1, table.last_row + 1)
    return path, table.sheet, {f"J{row}": f"ผลการดำเนินการข้อที่ {row}" for row in rows}


def large_book(folder: Path) -> Path:
    """Return a book whose sheet `Results` has a header and 20,000 rows of 16 columns."""
    path = folder / "large.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Results")
    for row in range(20_001):
        texts = [f"ข้อความ {row % 500} {column}" for column in range(12)]
        sheet.write_row(row, 0, [*texts, *(row * column for column in range(12, 16))])
    book.close()
    return path
