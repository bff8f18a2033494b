"""Ranges of cells: values and formulas in bulk, with Excel's habits about text that is typed in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from xlwings import base_classes

from tests.engine.wiring_face import ValidationFace

DATE, TIME, TEXT, LOGICAL = 2, 4, 256, 1024  # com.sun.star.util.NumberFormat
EPOCH = dt.datetime(1899, 12, 30)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CONTENTS = 1 | 2 | 4 | 16  # values, dates, strings, formulas; not notes, not formats
_RICH_TEXT = 512  # cells whose text has parts: links are among them
_VARIOUS = "AMBIGUOUS_VALUE"  # what a format is of cells that differ in it
_TYPED_LENGTH = 60  # longer than any number or date that a spreadsheet recognises
_R1C1, _A1_CONVENTION = 2, 3  # com.sun.star.sheet.AddressConvention: XL_R1C1, XL_OOX
_DIGITS = re.compile(r"[0-9]+")
_A1 = re.compile(r"([A-Z]{1,3})([0-9]+)")


class CellError:
    """An error value on its way from Calc to xlwings."""

    def __init__(self, text: str) -> None:
        self.text = text


class LockedCell(Exception):
    """What Excel answers to a write into a locked cell of a protected sheet."""


def letters(column: int) -> str:
    made = ""
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made


def number(column: str) -> int:
    made = 0
    for letter in column:
        made = made * 26 + ord(letter) - 64
    return made


def block(address: str) -> tuple[int, int, int, int]:
    """Return row, column, height and width of `$B$3:C9`."""
    corners = [_A1.fullmatch(part) for part in address.replace("$", "").upper().split(":")]
    assert all(corners), f"not an address: {address}"
    rows = sorted(int(c[2]) for c in corners if c)
    columns = sorted(number(c[1]) for c in corners if c)
    return rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


class Range(base_classes.Range):
    """A rectangle of cells. Counts the calls that touch the office: `app.calls`."""

    sheet = row = column = shape = None

    def __init__(
        self, sheet: Any, row: int, column: int, height: int = 1, width: int = 1, held: Any = None
    ) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (height, width)
        self._held = held  # the UNO range, got once: Excel's Range is one object too
        self.options: dict[str, Any] = {}

    @classmethod
    def at(cls, sheet: Any, area: Any) -> Range:
        return cls(
            sheet,
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        )

    @property
    def cells(self) -> Any:
        """The UNO range."""
        if self._held is not None:
            return self._held
        height, width = self.shape
        self._held = self.sheet.calc.getCellRangeByPosition(
            self.column - 1, self.row - 1, self.column + width - 2, self.row + height - 2
        )
        return self._held

    # xlwings drops a write where `not range.api`, and a UNO proxy is false when it is empty.
    api = property(lambda self: self)
    coords = property(lambda self: (self.sheet.name, self.row, self.column, *self.shape))
    has_array = property(lambda self: False)
    address = property(lambda self: self.get_address(True, True, False))
    max_cells_per_read = max_cells_per_write = None

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    def __call__(self, first: int, second: int | None = None) -> Range:
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
            return Range(self.sheet, self.row + row, self.column + column)
        return Range(self.sheet, self.row + first - 1, self.column + second - 1)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        def corner(row: int, column: int) -> str:
            marks = ("$" if column_absolute else "", "$" if row_absolute else "")
            return f"{marks[0]}{letters(column)}{marks[1]}{row}"

        made = corner(self.row, self.column)
        if len(self) > 1:
            last = corner(self.row + self.shape[0] - 1, self.column + self.shape[1] - 1)
            made = f"{made}:{last}"
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{made}" if external else made

    @property
    def raw_value(self) -> Any:
        self.sheet.book.app.calls += 1
        cells = self.cells
        rows = [list(row) for row in cells.getDataArray()]
        numbers = [
            (row, column)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if isinstance(value, float)
        ]
        for kind, row, column in self._formatted(DATE | TIME | LOGICAL, numbers):
            value = rows[row][column]
            rows[row][column] = bool(value) if kind & LOGICAL else _moment(value)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is None:  # how an error value arrives
                    values[column] = CellError(cells.getCellByPosition(column, row).String)
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.sheet.book.app.calls += 1
        self._refuse_locked()
        rows = self._as_rows(data)
        odd: list[tuple[int, int, Any]] = []
        plain = [
            tuple(self._plain(value, row, column, odd) for column, value in enumerate(values))
            for row, values in enumerate(rows)
        ]
        cells = self.cells
        every = [(row, column) for row in range(self.shape[0]) for column in range(self.shape[1])]
        for _, row, column in list(self._formatted(LOGICAL, every)):
            # In Calc "is a truth value" is only a number format, which a number must not inherit.
            cells.getCellByPosition(column, row).NumberFormat = 0
        cells.setDataArray(tuple(plain))
        for row, column, value in odd:
            self._typed(cells.getCellByPosition(column, row), row, column, value)

    def _as_rows(self, data: Any) -> list[list[Any]]:
        height, width = self.shape
        if not isinstance(data, (list, tuple)):
            return [[data] * width for _ in range(height)]
        rows = [list(r) for r in (data if isinstance(data[0], (list, tuple)) else [data])]
        if len(rows) != height or any(len(row) != width for row in rows):
            raise ValueError(f"not {height} x {width} values")
        return rows

    @staticmethod
    def _plain(value: Any, row: int, column: int, odd: list[tuple[int, int, Any]]) -> Any:
        """Return what `setDataArray` takes; what needs more goes to `odd` as well."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            odd.append((row, column, value))
            return float(value)
        if isinstance(value, (int, float)):
            return float(value)
        if isinstance(value, (dt.date, dt.datetime)):
            odd.append((row, column, value))
            return ""
        text = str(value)
        if text.startswith("'"):
            return text[1:]
        if text.startswith("=") or len(text) <= _TYPED_LENGTH:
            odd.append((row, column, text))
        return text

    def _typed(self, cell: Any, row: int, column: int, value: Any) -> None:
        """Enter a value as if a person had typed it: Excel does this to every text."""
        book = self.sheet.book
        if isinstance(value, bool):
            cell.NumberFormat = book.format_key("BOOLEAN")
        elif isinstance(value, dt.date):
            whole = (
                value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
            )
            cell.setValue((whole.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1))
            if not book.format_type(cell.NumberFormat) & (DATE | TIME):
                clock = "" if whole.time() == dt.time() else " HH:MM:SS"
                cell.NumberFormat = book.format_key(f"YYYY-MM-DD{clock}")
        elif value.startswith("=") and len(value) > 1:
            self._enter_formula(cell, row, column, value)
        elif not book.format_type(cell.NumberFormat) & TEXT:
            cell.FormulaLocal = value
            if cell.Type.value != "TEXT":
                book.app.converted.append(value)

    def _enter_formula(self, cell: Any, row: int, column: int, formula: str) -> None:
        position = self.sheet.position(self.row + row, self.column + column)
        cell.setTokens(self.sheet.book.parser().parseFormula(formula[1:], position))

    def _refuse_locked(self) -> None:
        if self.sheet.calc.isProtected():
            protection = self.cells.CellProtection
            if protection is None or protection.IsLocked:  # None: some are, some aren't
                raise LockedCell(f"{self.sheet.name}!{self.address}: protected sheet")

    def _formatted(
        self, wanted: int, places: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, int]]:
        """Yield format type, row and column of those `places` (from 0) that are in formats wanted.

        A block of cells has one number format or none in common; halves are asked where it has
        none. To ask for all groups of cells that look alike takes a hundred times as long.
        """
        if not places:
            return
        rows, columns = zip(*places, strict=True)
        (top, bottom), (left, right) = ((min(n), max(n)) for n in (rows, columns))
        here = self.cells.getCellRangeByPosition(left, top, right, bottom)
        if (top, left) == (bottom, right) or here.getPropertyState(
            "NumberFormat"
        ).value != _VARIOUS:
            kind = self.sheet.book.format_type(here.NumberFormat)
            if kind & wanted:
                yield from ((kind, row, column) for row, column in places)
            return
        axis = 0 if bottom - top > right - left else 1
        middle = (top + bottom if axis == 0 else left + right) // 2
        yield from self._formatted(wanted, [at for at in places if at[axis] <= middle])
        yield from self._formatted(wanted, [at for at in places if at[axis] > middle])

    @property
    def formula(self) -> Any:
        self.sheet.book.app.calls += 1
        rows = [list(row) for row in self.cells.getFormulaArray()]
        shapes: dict[str, Callable[[str], str] | None] = {}
        for row, formulas in enumerate(rows):
            for column, formula in enumerate(formulas):
                if formula.startswith("="):  # a text that begins so is given as '=
                    shape = _DIGITS.sub("#", formula)
                    same = shapes.get(shape)
                    if same is not None:
                        formulas[column] = same(formula)
                        continue
                    formulas[column] = self._printed(row, column)
                    shapes.setdefault(shape, _pattern(formula, formulas[column]))
                elif formula.startswith("'"):
                    formulas[column] = formula[1:]
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    def _printed(self, row: int, column: int) -> str:
        """Return the formula of a cell (from 0) as Excel writes it."""
        position = self.sheet.position(self.row + row, self.column + column)
        tokens = self.cells.getCellByPosition(column, row).getTokens()
        return "=" + str(self.sheet.book.parser().printFormula(tokens, position))

    @formula.setter
    def formula(self, data: Any) -> None:
        self.raw_value = data

    formula2 = formula

    def clear_contents(self) -> None:
        self.sheet.book.app.calls += 1
        self._refuse_locked()
        self.cells.clearContents(_CONTENTS)

    @property
    def merge_cells(self) -> bool | None:
        """Like Excel's: None where some of the cells are merged, others aren't."""
        cells = self.cells
        if not cells.IsMerged:  # no merged range begins here; does one reach into it?
            cursor = self.sheet.calc.createCursorByRange(cells)
            cursor.collapseToMergedArea()
            if Range.at(self.sheet, cursor.RangeAddress).coords[1:] == self.coords[1:]:
                return False
        first = self.merge_area
        ends = (first.row + first.shape[0], first.column + first.shape[1])
        inside = self.row + self.shape[0] <= ends[0] and self.column + self.shape[1] <= ends[1]
        return True if inside else None

    @property
    def merge_area(self) -> Range:
        cursor = self.sheet.calc.createCursorByRange(self(1, 1).cells)
        cursor.collapseToMergedArea()
        return Range.at(self.sheet, cursor.RangeAddress)

    def clear(self) -> None:
        self.cells.clearContents(1023)

    def copy(self, destination: Any = None) -> None:
        """Copy to a range; a single row is repeated over all rows of a taller destination."""
        assert destination is not None, "the clipboard is the officer's"
        destination = destination.impl
        if destination.sheet.book.document != self.sheet.book.document:
            self._copy_to_other_book(destination)
            return
        self.sheet.book.app.calls += 1
        destination._refuse_locked()
        source = self.cells.RangeAddress
        for row in range(0, destination.shape[0], self.shape[0]):
            there = destination.sheet.position(destination.row + row, destination.column)
            destination.sheet.calc.copyRange(there, source)

    def _copy_to_other_book(self, destination: Range) -> None:
        """Copy by way of a sheet that is there for a moment: no clipboard, no selection."""
        sheets = destination.sheet.book.calc_sheets
        at = sheets.importSheet(self.sheet.book.document, self.sheet.name, sheets.Count)
        passing = sheets.getByIndex(at)
        source = passing.getCellRangeByPosition(
            self.column - 1, self.row - 1, self.column + self.shape[1] - 2, self.row + self.shape[0] - 2
        ).RangeAddress  # fmt: skip
        for row in range(0, destination.shape[0], self.shape[0]):
            there = destination.sheet.position(destination.row + row, destination.column)
            destination.sheet.calc.copyRange(there, source)
        sheets.removeByName(passing.Name)

    def _whole_columns(self) -> Any:
        assert self.row == 1 and self.shape[0] == LAST_ROW, "only whole columns come and go"
        if self.sheet.calc.isProtected():
            raise LockedCell("Excel refuses: the sheet is protected")
        self.sheet.book.app.calls += 1
        return self.sheet.calc.Columns

    def insert(self, shift: str, copy_origin: str = "") -> None:
        assert shift == "right"
        self._whole_columns().insertByIndex(self.column - 1, self.shape[1])
        self.sheet.book.tables_moved()

    def delete(self, shift: str | None = None) -> None:
        assert shift == "left"
        self._whole_columns().removeByIndex(self.column - 1, self.shape[1])
        self.sheet.book.tables_moved()

    @property
    def row_height(self) -> float:
        """Points, as Excel says; 0 for a row that is hidden or filtered out."""
        row = self.cells.Rows.getByIndex(0)
        shown = row.IsVisible and not row.IsFiltered
        return float(row.Height) / 35.28 if shown else 0.0

    @property
    def column_width(self) -> float:
        column = self.cells.Columns.getByIndex(0)
        return column.Width / 200 if column.IsVisible else 0.0

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.cells.Columns.IsVisible = width > 0
        if width:
            self.cells.Columns.Width = round(width * 200)

    Validation = property(lambda self: ValidationFace(self.cells))

    @property
    def Hyperlinks(self) -> Any:
        """Excel's collection, of which only `Count` is asked."""
        return SimpleNamespace(Count=sum(1 for _ in self._links()))

    def ClearHyperlinks(self) -> None:
        """Excel's own method: take the links out, leave text and formats."""
        for cell in self._links():
            cell.setString(cell.String)

    def _links(self) -> Iterator[Any]:
        for area in self.cells.queryContentCells(_RICH_TEXT).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    cell = self.sheet.calc.getCellByPosition(column, row)
                    if cell.TextFields.Count:
                        yield cell

    def select(self) -> None:
        self.sheet.book.document.CurrentController.select(self.cells)

    @property
    def number_format(self) -> str | None:
        key = self.cells.NumberFormat
        formats = self.sheet.book.document.NumberFormats
        return None if key is None else formats.getByKey(key).FormatString

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.cells.NumberFormat = self.sheet.book.format_key(code)


def excel_parser(document: Any, r1c1: bool) -> Any:
    """Return Calc's parser of formulas, speaking Excel's grammar."""
    parser = document.createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, _R1C1 if r1c1 else _A1_CONVENTION
    return parser


def _pattern(calc: str, excel: str) -> Callable[[str], str] | None:
    """Return what writes Calc's formulas of one shape as Excel does, given one pair of them.

    Rows of a table have one formula with other numbers: to have each printed takes seconds. None
    where the numbers don't stand in both in the same order.
    """
    if _DIGITS.findall(calc) != _DIGITS.findall(excel):
        return None
    pieces = _DIGITS.split(excel)

    def written(formula: str) -> str:
        numbers = [*_DIGITS.findall(formula), ""]
        return "".join(part for pair in zip(pieces, numbers, strict=True) for part in pair)

    return written


def _moment(serial: float) -> dt.datetime:
    return EPOCH + dt.timedelta(milliseconds=round(serial * 86_400_000))
