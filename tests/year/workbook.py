"""The office's workbook as a file: read by zip and XML alone, changed cell by cell as in Excel.

Nothing of what the product makes of a sheet is used: columns are known by their headings.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
from lxml import etree

from ita_excel.core.grid import CellRef, MemoryGrid, ResizeTable, SetCell
from ita_excel.store.file import FileGrid
from tests.oracle.worlds import quickly

PLAN, RESULTS, CONFLICTS, ASIDE = "มาตรการ", "ผลการดำเนินการ", "ข้อขัดแย้ง", "แถวที่จับคู่ไม่ได้"
AGENCY, UNITS = "ข้อมูลหน่วยงาน", "ส่วนราชการ"
TABLES = {
    PLAN: "Plan",
    RESULTS: "Results",
    CONFLICTS: "Conflicts",
    AGENCY: "Agency",
    UNITS: "Units",
}
FORMULAS = ("ตรวจ",)
_HELPERS = "ช่วยตรวจ"  # columns of formulas beside the table
HEADER = 3  # the row of the headings in each of these sheets
Value = str | int | float | None
Cells = list[Value]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MARK = re.compile(r"Q[B-M]{5}Q")
_LETTERS = str.maketrans("0123456789", "BCDFGHJKLM")  # a document may write digits as Thai ones


def mark(number: int) -> str:
    """Return the mark of a number."""
    return f"Q{number:05}Q".translate(_LETTERS)


def marks_in(text: object) -> set[str]:
    """Return the marks in a text."""
    return set(_MARK.findall(str(text)))


class Sheets:
    """What stands in a workbook's sheets, by plain XML."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self._parts = {
                name: package.read(name) for name in package.namelist() if name.endswith(".xml")
            }
            rels = package.read("xl/_rels/workbook.xml.rels")
        targets = {r.get("Id"): str(r.get("Target")) for r in etree.fromstring(rels)}
        book = etree.fromstring(self._parts["xl/workbook.xml"])
        self._part = {
            sheet.get("name"): "xl/" + targets[sheet.attrib[key]].removeprefix("/xl/")
            for sheet in book.iter(f"{_MAIN}sheet")
            for key in sheet.attrib
            if key.endswith("}id")
        }
        tables = [
            etree.fromstring(data) for name, data in self._parts.items() if "/tables/" in name
        ]
        self.last = {t.get("name"): _place(str(t.get("ref")).split(":")[1])[1] for t in tables}
        shared = self._parts.get("xl/sharedStrings.xml")
        self._strings = [_text(i) for i in etree.fromstring(shared)] if shared else []

    def rows(self, sheet: str) -> list[Cells]:
        """Return the rows from the headings on; those at the end that hold nothing are left out."""
        root = etree.fromstring(self._parts[self._part[sheet]])
        found: dict[int, dict[int, Value]] = {}
        for row in root.iter(f"{_MAIN}row"):
            for cell in row:
                if (value := self._value(cell)) is not None:
                    column, number = _place(str(cell.get("r")))
                    found.setdefault(number, {})[column] = value
        return _table(found)

    def _value(self, cell: etree._Element) -> Value:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell) or None
        text = cell.findtext(f"{_MAIN}v")
        if not text:
            return None
        if kind == "s":
            return self._strings[int(text)] or None
        return (float(text) if "." in text else int(text)) if kind == "n" else text


class GridSheets:
    """The same of a grid in memory."""

    def __init__(self, grid: MemoryGrid) -> None:
        self._grid = grid
        self.last = {name: table.last_row for name, table in grid.tables().items()}

    def rows(self, sheet: str) -> list[Cells]:
        found: dict[int, dict[int, Value]] = {}
        for number, row in enumerate(self._grid.rows(sheet)[HEADER - 1 :], HEADER):
            for column, value in enumerate(row):
                if isinstance(value, str | int | float) and value != "":
                    found.setdefault(number, {})[column] = value
        return _table(found)


def _table(found: dict[int, dict[int, Value]]) -> list[Cells]:
    """Return rows of equal length from the headings on, without the columns of formulas beside."""
    headings = found.get(HEADER, {})
    ours = [c for c, h in headings.items() if not str(h).startswith(_HELPERS)]
    width = next(c for c in range(len(headings) + 1) if c not in ours)
    return [
        [found.get(n, {}).get(c) for c in range(width)]
        for n in range(HEADER, max(found, default=HEADER) + 1)
    ]


def _text(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{_MAIN}t"))


def _place(a1: str) -> tuple[int, int]:
    letters = a1.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(a1[len(letters) :])


def by_openpyxl(path: Path, sheet: str) -> list[Cells]:
    """Return the same rows as another reader sees them."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = [list(row) for row in book[sheet].iter_rows(min_row=HEADER, values_only=True)]
    book.close()
    headings = sum(v is not None for v in rows[0])
    return [list(row[:headings]) for row in rows]


class Table:
    """One sheet as an image: rows may be changed, moved, added; `write` puts them into the file."""

    def __init__(self, sheets: Sheets | GridSheets, sheet: str) -> None:
        headings, *rows = sheets.rows(sheet)
        self.sheet, self.headings = sheet, [str(h) for h in headings]
        self.rows: list[Cells] = [list(row) for row in rows]
        self._kept = [self.headings.index(h) for h in self.headings if h not in FORMULAS]
        while self.rows and not self.filled(self.rows[-1]):
            self.rows.pop()
        self._before = [list(row) for row in self.rows]
        self._last = sheets.last.get(TABLES.get(sheet), HEADER)

    def filled(self, row: Cells) -> bool:
        return any(row[c] is not None for c in self._kept)

    def at(self, heading: str) -> int:
        return self.headings.index(heading)

    def blank(self) -> Cells:
        return [None] * len(self.headings)

    def value(self, row: Cells, heading: str) -> Value:
        """Return a cell; None where the workbook is of a version without the column."""
        return row[self.at(heading)] if heading in self.headings else None

    def sort(self, heading: str, backwards: bool) -> None:
        """Sort all rows as Excel does: numbers, then texts, and blank cells last in any order."""
        at = self.at(heading)
        held = [row for row in self.rows if row[at] is not None]
        held.sort(key=lambda row: _sort_key(row[at]), reverse=backwards)
        self.rows = held + [row for row in self.rows if row[at] is None]

    def edits(self, grows: bool = True) -> list[SetCell | ResizeTable]:
        """Return what must be written. Without `grows`, new rows stand below the table."""
        made: list[SetCell | ResizeTable] = []
        last = max(HEADER + len(self.rows), self._last) if grows else self._last
        if (fewer := len(self._before) - len(self.rows)) > 0:
            last = max(self._last - fewer, HEADER + 1)
        if last != self._last:
            made.append(ResizeTable(self.sheet, TABLES[self.sheet], last))
            self._last = last
        nothing = self.blank()
        for n in range(max(len(self.rows), len(self._before))):
            old = self._before[n] if n < len(self._before) else nothing
            new = self.rows[n] if n < len(self.rows) else nothing
            made += [
                SetCell(CellRef(self.sheet, HEADER + 1 + n, c + 1), new[c])
                for c in self._kept
                if old[c] != new[c]
            ]
        self._before = [list(row) for row in self.rows]
        return made


def _sort_key(value: Value) -> tuple[int, float, str]:
    return (1, 0, value) if isinstance(value, str) else (0, value or 0, "")


def change(path: Path, edits: Sequence[SetCell | ResizeTable]) -> None:
    """Write cells into the file as Excel would leave them; no formula that is read here changes."""
    if edits:
        with quickly():
            grid = FileGrid(path)
            grid.apply(edits)
            grid.save()


def put(path: Path, sheet: str, where: Callable[[dict[str, Value]], bool], **new: Value) -> None:
    """Type into the rows of a sheet of which `where` is true."""
    type_into(path, (sheet, lambda row: new if where(row) else {}))


def type_into(
    path: Path, *sheets: tuple[str, Callable[[dict[str, Value]], Mapping[str, Value]]]
) -> None:
    """Type into rows of sheets what a function says of each row, and save once."""
    edits, read = [], Sheets(path)
    for sheet, said in sheets:
        table = Table(read, sheet)
        for row in table.rows:
            for heading, value in said(dict(zip(table.headings, row, strict=True))).items():
                row[table.at(heading)] = value
        edits += table.edits()
    change(path, edits)
