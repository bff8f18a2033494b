"""A certificate as a workbook: the first page, a sheet a table, all cells for a program last.

A4 across, headings on every page, numbered pages; every text stays a text.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ita_excel.core.values import CELL_TEXT
from ita_excel.dispatch.certificate_paper import NOTHING, CertificatePaper, PaperTable

FIRST = "ใบรับรอง"
_FONT = "TH Sarabun New"
_PLAIN, _BOLD = Font(name=_FONT, size=16), Font(name=_FONT, size=16, bold=True)
_TITLE, _SMALL = Font(name=_FONT, size=20, bold=True), Font(name=_FONT, size=14, italic=True)
_SHADE = PatternFill("solid", fgColor="E7EEF7")
_THIN = Side(style="thin", color="9AA5B1")
_LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_WIDTH = 5.2  # characters to one unit of a column's share
_TALLEST = 409  # points of a row
_POINTS = 24  # of a line in 16 points


def workbook(
    made: CertificatePaper, cells: Sequence[Sequence[str]], sums: Sequence[Sequence[str]]
) -> bytes:
    """Return the bytes; `cells` is the table of all cells with its headings, `sums` the account."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = made.title[0]
    book.properties.creator = made.title[1] if len(made.title) > 1 else ""
    _first_page(book.create_sheet(FIRST), made)
    for table in made.tables[:-1]:
        _table(book.create_sheet(table.name), made.title[0], table)
    _plain(book.create_sheet(made.tables[-1].name), made.title[0], cells)
    _plain(book.create_sheet("กระทบยอด"), made.title[0], sums, filtered=False)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _first_page(sheet: Worksheet, made: CertificatePaper) -> None:
    for number, line in enumerate(made.title, start=1):
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=2)
        _put(sheet, number, 1, line, _TITLE if number == 1 else _BOLD, _CENTRED)
        sheet.row_dimensions[number].height = 30 if number == 1 else _POINTS
    sheet.column_dimensions["A"].width = 40
    sheet.column_dimensions["B"].width = 90
    row = len(made.title) + 2
    for label, value in made.facts:
        _put(sheet, row, 1, label, _BOLD, _WRAPPED, lines=True).fill = _SHADE
        _put(sheet, row, 2, value, _PLAIN, _WRAPPED, lines=True)
        _fit(sheet, row, (label, value))
        row += 1
    _printed(sheet, made.title[0])


def _table(sheet: Worksheet, title: str, table: PaperTable) -> None:
    _put(sheet, 1, 1, table.name, _TITLE, Alignment(vertical="center"))
    _put(sheet, 2, 1, table.lead, _SMALL, Alignment(vertical="center"))
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, _POINTS
    for column, (heading, share) in enumerate(table.columns, start=1):
        _put(sheet, 3, column, heading, _BOLD, _CENTRED, lines=True).fill = _SHADE
        sheet.column_dimensions[get_column_letter(column)].width = max(9, share * _WIDTH)
    rows = table.rows or ((NOTHING, *[""] * (len(table.columns) - 1)),)
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            _put(sheet, number, column, value, _PLAIN, _WRAPPED, lines=True)
        _fit(sheet, number, row)
    _fit(sheet, 3, [c.heading for c in table.columns])
    last = f"{get_column_letter(len(table.columns))}{3 + len(rows)}"
    sheet.auto_filter.ref = f"A3:{last}"
    sheet.freeze_panes = "A4"
    _printed(sheet, title, heading=3)


def _plain(
    sheet: Worksheet, title: str, rows: Sequence[Sequence[str]], *, filtered: bool = True
) -> None:
    """A table that begins at A1, for programs too: headings, widths, a filter."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            head = filtered and number == 1
            cell = _put(sheet, number, column, value, _BOLD if head else _PLAIN, _WRAPPED)
            if head:
                cell.fill = _SHADE
    for column in range(1, max(map(len, rows)) + 1):
        longest = max((len(r[column - 1]) for r in rows[:200] if len(r) >= column), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(44, max(12, longest))
    for number, row in enumerate(rows, start=1):
        _fit(sheet, number, row)
    if filtered:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(rows[0]))}{len(rows)}"
        sheet.freeze_panes = "A2"
    _printed(sheet, title, heading=1 if filtered else 0)


def _fit(sheet: Worksheet, number: int, row: Sequence[str]) -> None:
    """Give a row the height of its longest text: no program fits rows that it didn't type into."""
    lines = 1
    for column, value in enumerate(row, start=1):
        width = sheet.column_dimensions[get_column_letter(column)].width
        lines = max(lines, sum(-(-_letters(line) // max(1, int(width * 0.9))) or 1
                               for line in value.split("\n")))  # fmt: skip
    sheet.row_dimensions[number].height = min(_TALLEST, _POINTS * lines)


def _letters(line: str) -> int:
    """Return how many letters stand beside each other: Thai vowels and tones above take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in line)


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: str,
    font: Font,
    alignment: Alignment,
    *,
    lines: bool = False,
) -> Cell:
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_TEXT]
    cell = sheet.cell(row, column, text or None)
    assert isinstance(cell, Cell)
    if text:
        cell.data_type = "s"  # a value that begins with = is no formula
    cell.font, cell.alignment = font, alignment
    if lines:
        cell.border = _LINES
    return cell


def _printed(sheet: Worksheet, title: str, *, heading: int = 0) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    if heading:
        sheet.print_title_rows = f"1:{heading}"
    sheet.oddHeader.right.text = title
    sheet.oddFooter.center.text = "หน้า &P / &N"
