"""Columns and sheets put into the open workbook, as the pattern has them, each with a way back.

The pattern is opened beside it for a moment: Excel itself copies formats, validations, conditional
formats and whole sheets from one open workbook to the other. Formulas are entered anew, because
Excel lets copied ones refer to the workbook that they come from.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

from ita_excel.buttons.live.live_blocks import blocks
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddColumn, AddSheet, CellRef, SetCell, TableRange, column_letters
from ita_excel.core.structure_edits import NO_PATTERN, NO_SUCH_SHEET, SHEET_EXISTS
from ita_excel.core.values import Uncalculated
from ita_excel.ooxml.areas import MAX_ROW
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.shifting import shift
from ita_excel.ooxml.structure import wiring
from ita_excel.ooxml.structure.copying import TABLE_EXISTS
from ita_excel.ooxml.structure.obstacles import IN_THE_WAY
from ita_excel.ooxml.tablexml import ExcelTable

Undo = list[Callable[[], None]]
_HIDDEN, _VERY_HIDDEN = 0, 2  # Excel's XlSheetVisibility


class OpenPattern:
    """The pattern: its package, and the same workbook open in Excel once it is needed."""

    def __init__(self, app: Any, data: bytes) -> None:
        self._app, self._data = app, data
        self.package = Package(data)
        self._book: Any = None
        self._stack = contextlib.ExitStack()

    def sheet(self, name: str) -> Any:
        """Return a sheet of the pattern as Excel has it."""
        if self._book is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="ita-"))
            path = Path(folder) / "ita-pattern.xlsx"
            path.write_bytes(self._data)
            self._book = self._app.books.open(str(path))
            self._stack.callback(self._book.close)
        return self._book.sheets[name]

    def close(self) -> None:
        """Close it in Excel."""
        self._stack.close()

    def column(self, edit: AddColumn) -> tuple[ExcelTable, int] | None:
        """Return the pattern's table and the column of the same heading; None where it has none."""
        table = next(
            (t for t in self.package.tables().values() if t.name.lower() == edit.table.lower()),
            None,
        )
        wanted = edit.heading.replace("\n", "_x000a_").casefold()
        names = [name.casefold() for name in table.columns] if table else []
        if table is None or wanted not in names:
            return None
        return table, table.area.left + names.index(wanted)


@contextlib.contextmanager
def open_pattern(app: Any, data: Callable[[], bytes], active: Any) -> Iterator[OpenPattern]:
    """Hand out the pattern; at the end it is closed and the person's workbook in front again."""
    pattern = OpenPattern(app, data())
    try:
        yield pattern
    finally:
        pattern.close()
        with contextlib.suppress(Exception):
            active.activate()


def add_column(
    sheet: Any,
    edit: AddColumn,
    table: TableRange | None,
    others: Iterator[TableRange],
    pattern: OpenPattern,
    undo: Undo,
    last_row: int,
) -> None:
    """Put a column in; `table` None is a plain range that goes down to `last_row`."""
    at = edit.at
    for other in others:
        if other.sheet == edit.sheet and other.first_column < at <= other.last_column:
            raise RefusedEdit(
                IN_THE_WAY, column=column_letters(at), sheet=edit.sheet, what=other.name
            )
    whole = sheet.range((1, at), (MAX_ROW, at))
    if table is not None and at in (table.first_column, table.last_column + 1):
        _at_the_end(sheet, edit, table, whole, undo)
    else:
        undo.append(lambda: whole.delete("left"))
        whole.insert("right")
    header = table.header_row if table else edit.header_row
    last = table.last_row if table else max(last_row, header + 1)
    data = sheet.range((header + 1, at), (last, at))
    found = pattern.column(edit)
    if found is not None:
        _take_looks(pattern, found, sheet.range((header, at)), data, at)
    sheet.range((header, at)).value = edit.heading


def _at_the_end(sheet: Any, edit: AddColumn, table: TableRange, whole: Any, undo: Undo) -> None:
    """Put the column beside the table, which Excel doesn't take in by itself, and widen it."""
    known = sheet.tables[edit.table]
    bottom = table.last_row + table.totals
    first = edit.at == table.first_column
    left = table.first_column
    right = table.last_column + 1
    undo.append(lambda: whole.delete("left"))
    whole.insert("right")
    narrow = sheet.range(
        (table.header_row, left + 1 if first else left), (bottom, right if first else right - 1)
    )
    undo.append(lambda: known.resize(narrow))
    sheet.range((table.header_row, edit.at)).value = edit.heading
    known.resize(sheet.range((table.header_row, left), (bottom, right)))


def _take_looks(
    pattern: OpenPattern, found: tuple[ExcelTable, int], heading: Any, data: Any, at: int
) -> None:
    """Copy formats, validations and conditional formats of the pattern's column, then its formula."""
    table, column = found
    source = pattern.sheet(table.sheet)
    first = source.range((table.first_row, column))
    source.range((table.area.top, column)).copy(heading)
    first.copy(data)
    data.clear_contents()
    formula = table.formulas.get(column)
    if formula:
        data.formula = "=" + shift(formula, data.row - table.first_row, at - column)
    heading.column_width = first.column_width


def add_sheet(
    book: Any,
    sheets: MutableMapping[str, Any],
    edit: AddSheet,
    tables: set[str],
    pattern: OpenPattern,
    undo: Undo,
) -> None:
    """Copy a sheet of the pattern behind another one; RefusedEdit where it can't be."""
    if edit.sheet.casefold() in {name.casefold() for name in sheets}:
        raise RefusedEdit(SHEET_EXISTS, sheet=edit.sheet)
    if edit.sheet not in pattern.package.sheets:
        raise RefusedEdit(NO_PATTERN, sheet=edit.sheet)
    if edit.after is not None and edit.after not in sheets:
        raise RefusedEdit(NO_SUCH_SHEET, sheet=edit.after)
    mine = [t.name for t in pattern.package.tables().values() if t.sheet == edit.sheet]
    taken = next((name for name in mine if name in tables), None)
    if taken is not None:
        raise RefusedEdit(TABLE_EXISTS, table=taken)
    source = pattern.sheet(edit.sheet)
    source.visible = True  # a very hidden sheet can't be copied
    after = sheets[edit.after] if edit.after else book.sheets[-1]
    new = source.copy(after=after)
    undo.append(new.delete)
    if new.name != edit.sheet:
        new.name = edit.sheet
    _enter_formulas(new, edit.sheet, pattern.package)
    state = pattern.package.workbook.sheets[edit.sheet].state
    if not edit.visible:
        new.visible = _VERY_HIDDEN if state == "veryHidden" else _HIDDEN
    names = [sheet.name for sheet in book.sheets]
    known = {**sheets, edit.sheet: new}
    sheets.clear()
    sheets.update({name: known[name] for name in names})


def _enter_formulas(new: Any, name: str, package: Package) -> None:
    """Enter the formulas anew where Excel let them refer to the pattern's file."""
    wanted = wiring.formulas(package.sheet(name))
    if not wanted:
        return
    rows, columns = max(row for row, _ in wanted), max(column for _, column in wanted)
    there = new.range((1, 1), (rows, columns)).formula
    if not isinstance(there, tuple):
        there = ((there,),)
    wrong = [
        SetCell(CellRef(name, row, column), Uncalculated(f"={text}"))
        for (row, column), text in sorted(wanted.items())
        if there[row - 1][column - 1] != f"={text}"
    ]
    for block in blocks(wrong):
        place = new.range((block.row, block.column), (block.last_row, block.last_column))
        place.value = block.entries
