"""Writing into the open workbook, step by step, each with a way back.

Knows how a table grows in Excel: its last row is copied (formats, validations, formulas), then
what was typed in it is emptied. Refuses what would run over something, like the file store does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ita_excel.buttons.live.excel_objects import clear_links
from ita_excel.buttons.live.live_blocks import EntryBlock, entered
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import CellRef, ResizeTable, Rows, ShowSheet, TableRange
from ita_excel.ooxml.refusals import MERGED
from ita_excel.ooxml.resizing import IN_THE_WAY

_NAMED = 5  # addresses that a refusal lists


class _Kept(NamedTuple):
    """A cell below a table as it was."""

    row: int
    column: int
    content: object
    number_format: str | None  # of a date, which stays shown as one


class Writing:
    """One apply under way; `take_back` undoes what was written so far, last step first."""

    def __init__(self, sheets: Mapping[str, Any], rows: Callable[[str], Rows]) -> None:
        self._sheets, self._rows = sheets, rows  # rows: what each sheet held before
        self.undo: list[Callable[[], None]] = []

    def take_back(self) -> None:
        while self.undo:
            self.undo.pop()()

    def block(self, block: EntryBlock) -> None:
        """Enter a block of cells; RefusedEdit where one is covered by a merged range."""
        sheet = self._sheets[block.sheet]
        place = sheet.range((block.row, block.column), (block.last_row, block.last_column))
        if place.merge_cells is not False:  # None: some cells are merged, some aren't
            _refuse_covered(sheet, block)
        self.undo.append(_restorer(place, self._rows(block.sheet)))
        clear_links(place)
        place.value = block.entries

    def resize(self, edit: ResizeTable, known: TableRange) -> None:
        """Make a table end at `last_row`, growing or shrinking by whole rows."""
        last = max(edit.last_row, known.header_row + 1)
        if last == known.last_row:
            return
        sheet = self._sheets[edit.sheet]
        columns = (known.first_column, known.last_column)
        if last > known.last_row:
            kept = self._typed(edit.sheet, known.last_row + 1, last, *columns) if edit.takes else []
            self.continue_rows(edit.sheet, known.last_row, last, *columns)
            self._put_back(edit.sheet, kept)
        table = sheet.tables[edit.table]
        corner = (known.header_row, known.first_column)
        before = sheet.range(corner, (known.last_row, known.last_column))
        self.undo.append(lambda: table.resize(before))
        table.resize(sheet.range(corner, (last, known.last_column)))
        if last < known.last_row:  # formulas don't stay behind in rows that are no longer its own
            self._clear(edit.sheet, last, known.last_row, *columns, calculated=True)

    def _typed(self, name: str, first: int, last: int, left: int, right: int) -> list[_Kept]:
        """Return what stands in rows that a table takes in: formulas, or values with their format."""
        sheet = self._sheets[name]
        place = sheet.range((first, left), (last, right))
        formulas = place.formula
        if not isinstance(formulas, tuple):
            formulas = ((formulas,),)
        held = self._rows(name)
        kept: list[_Kept] = []
        for row, line in enumerate(formulas, start=first):
            values = held[row - 1] if row <= len(held) else []
            for column, formula in enumerate(line, start=left):
                value = values[column - 1] if column <= len(values) else None
                if formula in ("", None) and value is None:
                    continue
                typed = not str(formula).startswith("=") or formula == value
                dated = isinstance(value, dt.date)
                format_ = sheet.range((row, column)).number_format if dated else None
                kept.append(_Kept(row, column, entered(value) if typed else formula, format_))
        return kept

    def _put_back(self, name: str, kept: Sequence[_Kept]) -> None:
        """Put back what was typed, after its rows got the looks of the table's last row."""
        for cell in kept:
            place = self._sheets[name].range((cell.row, cell.column))
            if cell.number_format is not None:
                place.number_format = cell.number_format
            place.value = cell.content

    def continue_rows(self, name: str, last: int, new_last: int, left: int, right: int) -> None:
        """Give the rows after `last` its formats, validations and formulas."""
        sheet = self._sheets[name]
        target = sheet.range((last + 1, left), (new_last, right))
        self.undo.append(_restorer(target, self._rows(name)))
        sheet.range((last, left), (last, right)).copy(target)
        self._clear(name, last, new_last, left, right, calculated=False)

    def show(self, edit: ShowSheet) -> None:
        sheet = self._sheets[edit.sheet]
        before = sheet.visible
        if edit.visible != (before in (True, -1)):  # a very hidden sheet says 2
            self.undo.append(lambda: setattr(sheet, "visible", before))
            sheet.visible = edit.visible

    def _clear(
        self, name: str, model: int, last: int, left: int, right: int, *, calculated: bool
    ) -> None:
        """Empty, in the rows after `model`, the columns that there are calculated, or typed."""
        sheet = self._sheets[name]
        formulas = sheet.range((model, left), (model, right)).formula
        flat = formulas[0] if isinstance(formulas, tuple) else (formulas,)
        for first, end in _runs([_is_calculated(f) is calculated for f in flat]):
            place = sheet.range((model + 1, left + first), (last, left + end - 1))
            if calculated:
                self.undo.append(_restorer(place, self._rows(name)))
            place.clear_contents()


def check_room(
    edit: ResizeTable,
    area: tuple[int, int, int],
    rows: Rows,
    written: set[CellRef],
    others: Mapping[str, TableRange],
) -> None:
    """Raise RefusedEdit where something stands in the rows that a table would take in.

    `area` is the table's last row now, its first and its last column.
    """
    last, left, right = area
    blocking = [
        at.a1
        for number, row in enumerate(rows[last : edit.last_row], start=last + 1)
        for column, value in enumerate(row[left - 1 : right], start=left)
        if not edit.takes
        and value is not None
        and (at := CellRef(edit.sheet, number, column)) not in written
    ]
    blocking += [
        CellRef(other.sheet, other.header_row, other.first_column).a1
        for other in others.values()
        if other.sheet == edit.sheet
        and last < other.header_row <= edit.last_row
        and other.first_column <= right
        and left <= other.last_column
    ]
    if blocking:
        cells = ", ".join(blocking[:_NAMED]) + (" …" if len(blocking) > _NAMED else "")
        raise RefusedEdit(
            IN_THE_WAY, table=edit.table, row=edit.last_row, cells=cells, sheet=edit.sheet
        )


def _refuse_covered(sheet: Any, block: EntryBlock) -> None:
    for row in range(block.row, block.last_row + 1):
        for column in range(block.column, block.last_column + 1):
            at = CellRef(block.sheet, row, column)
            area = covering(sheet, at)
            if area is not None:
                raise RefusedEdit(MERGED, cell=at, area=area)


def covering(sheet: Any, at: CellRef) -> str | None:
    """Return the merged area that covers a cell, None for a cell of its own and for its first."""
    cell = sheet.range((at.row, at.column))
    if not cell.merge_cells:
        return None
    area = cell.merge_area
    first = (area.row, area.column) == (at.row, at.column)
    return None if first else str(area.address).replace("$", "")


def _restorer(place: Any, held: Rows) -> Callable[[], None]:
    """Remember a block's formulas; return what puts them, and the values that it held, back."""
    formulas = place.formula
    if not isinstance(formulas, tuple):
        formulas = ((formulas,),)
    top, left = place.row, place.column

    def was(row: int, column: int, formula: object) -> object:
        values = held[row - 1] if row <= len(held) else []
        value = values[column - 1] if column <= len(values) else None
        typed = not str(formula).startswith("=") or formula == value  # a text may begin with =
        return entered(value) if typed else formula

    def restore() -> None:
        place.value = [
            [was(row, column, formula) for column, formula in enumerate(line, start=left)]
            for row, line in enumerate(formulas, start=top)
        ]

    return restore


def _is_calculated(formula: object) -> bool:
    """Whether it is a formula that every row repeats (a link belongs to its own row)."""
    text = str(formula)
    return text.startswith("=") and not text.upper().startswith("=HYPERLINK(")


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of true flags."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None
