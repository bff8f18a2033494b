"""Whether the written package says what was asked: read again, value, formula and look as a date.

Reads the new package from its bytes, as whoever opens the file will. Texts are read by calamine,
which shares nothing with the writing; where it may not read all of a sheet, and what isn't the text
that was asked, is looked at in the XML. That shares with the writing only the finding of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ita_excel.core.grid import CellRef
from ita_excel.core.values import Uncalculated, Value
from ita_excel.ooxml import cellxml, sheetrows
from ita_excel.ooxml.cellstyles import Styles
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.rowscan import CellSpan
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet

Asked = Mapping[str, Mapping[tuple[int, int], Value]]  # by sheet, row and column

_MANY = 1_000  # cells of a sheet from which on it is worth reading as a whole


def unmet(before: Contents, after: Contents, asked: Asked) -> Iterator[str]:
    """Yield what was asked and isn't so, or became so where nobody asked: with its place."""
    old, new = before.original_styles(), after.styles()
    yield from _changed_looks(before, old, new)
    date1904 = after.date1904
    for name, cells in asked.items():
        sheet, former = after.sheet(name), before.original_sheet(name)
        left: Mapping[tuple[int, int], Value] = cells
        if len(cells) > _MANY:
            read = sheetrows.ordinary_rows(after, name, sheetrows.open_calamine(after))
            left = {k: wanted for k, wanted in cells.items() if not _is_text(read, *k, wanted)}
            if any(isinstance(wanted, str) for wanted in left.values()):
                left = cells  # calamine read a text otherwise: look at all of them
        sheet.find_cells(left)
        for key, wanted in left.items():
            cell = sheet.cell(*key)
            wrong = _wrong(wanted, sheet, key, cell, new, date1904)
            if wrong and not _left_alone(wanted, former, sheet, key):
                yield f"{CellRef(name, *key)}: {wrong}"


def _is_text(read: Sequence[Sequence[object]], row: int, column: int, wanted: Value) -> bool:
    """Whether a text was asked for and is read; False also where nothing is read."""
    if not isinstance(wanted, str) or row > len(read) or column > len(read[row - 1]):
        return False
    value = read[row - 1][column - 1]
    return isinstance(value, str) and value == wanted and value != ""


def _changed_looks(before: Contents, old: Styles, new: Styles) -> Iterator[str]:
    """Yield the styles that show numbers as dates, or no more, in cells that nobody wrote."""
    if new is old or new.same_as(old):
        return
    for number in range(max(old.count, 1)):
        if old.is_date(number) != new.is_date(number):
            yield f"style {number}: date"
    for number in range(max(old.count, 1), new.count):
        if new.is_date(number) and before.uses_style(number):
            yield f"style {number}: used before it was there"


def _wrong(
    wanted: Value,
    sheet: Sheet,
    key: tuple[int, int],
    cell: CellSpan | None,
    styles: Styles,
    date1904: bool,
) -> str:
    """Return how a cell differs from what was asked, '' where it doesn't."""
    if cell is None:
        return "" if wanted is None else "missing"
    if isinstance(wanted, Uncalculated):
        found = formula_text(sheet, *key)
        return "" if found == wanted.formula.removeprefix("=") else f"formula {found}"
    if sheet.formula(cell) is not None:
        return "formula"
    value = sheet.value(cell)
    if cellxml.is_temporal(wanted):
        serial = cellxml.serial(wanted, date1904)
        right = _same_number(value, serial) and styles.is_date(sheet.style(cell))
        return "" if right else f"{value!r}"
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        right = _same_number(value, wanted) and not styles.is_date(sheet.style(cell))
        return "" if right else f"{value!r}"
    return "" if type(value) is type(wanted) and value == wanted else f"{value!r}"


def _same_number(value: Value, wanted: float) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and float(format(value, ".15g")) == float(format(wanted, ".15g"))


def _left_alone(wanted: Value, former: Sheet | None, sheet: Sheet, key: tuple[int, int]) -> bool:
    """Whether the cell holds a formula that showed what was asked before: it stays."""
    if former is None or wanted is None or isinstance(wanted, Uncalculated):
        return False
    formula = formula_text(former, *key)
    return formula is not None and formula == formula_text(sheet, *key)
