"""Single cells gathered into rectangles for Excel, and values made safe to enter.

Excel treats what a program puts into a cell like something typed: on a Thai machine `ต.ค. 64`
becomes a date of 1964, `๑๒` a number and `=x` a formula. An apostrophe in front keeps a text a
text; Excel doesn't show it and it isn't part of the value.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ita_excel.core.grid import CellRef, SetCell
from ita_excel.core.values import CellError, Uncalculated, Value, clean

_LONGEST_TYPED = 80  # no number or date that Excel recognises is longer
_WORDS = {"true", "false", "จริง", "เท็จ"}

Entry = None | bool | float | str | dt.datetime


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """A rectangle of entries, row by row, on one sheet; rows and columns counted from 1."""

    sheet: str
    row: int
    column: int
    entries: list[list[Entry]]

    @property
    def last_row(self) -> int:
        return self.row + len(self.entries) - 1

    @property
    def last_column(self) -> int:
        return self.column + len(self.entries[0]) - 1


def blocks(cells: Iterable[SetCell]) -> list[EntryBlock]:
    """Return the fewest rectangles, found greedily, that cover just these cells.

    A cell named twice keeps its last value.
    """
    wanted = {edit.at: edit for edit in cells}
    found: list[EntryBlock] = []
    growing: dict[tuple[str, int, int], EntryBlock] = {}  # by sheet, first and last column
    for run in _runs(wanted):
        first, width = run[0], len(run)
        shape = (first.sheet, first.column, width)
        row = [_linked(wanted[at]) for at in run]
        above = growing.get(shape)
        if above and above.last_row == first.row - 1:
            above.entries.append(row)
        else:
            growing[shape] = EntryBlock(first.sheet, first.row, first.column, [row])
            found.append(growing[shape])
    return found


def _runs(cells: Iterable[CellRef]) -> Iterator[list[CellRef]]:
    """Yield neighbours within a row, sheet by sheet, top down."""
    rows: dict[tuple[str, int], list[CellRef]] = defaultdict(list)
    for at in sorted(cells):
        rows[at.sheet, at.row].append(at)
    for row in rows.values():
        run = [row[0]]
        for at in row[1:]:
            if at.column == run[-1].column + 1:
                run.append(at)
            else:
                yield run
                run = [at]
        yield run


def _linked(edit: SetCell) -> Entry:
    """Return what to enter for an edit: the value, or the formula of a link that shows it."""
    if edit.link is None:
        return entered(clean(edit.value))
    place = f"#'{_doubled(edit.link.sheet, chr(39))}'!{edit.link.a1}"
    shown = entered(clean(edit.value))
    label = str(edit.value) if isinstance(shown, str) else shown
    quoted = f'"{_doubled(label, chr(34))}"' if isinstance(label, str) else label
    return f'=HYPERLINK("{_doubled(place, chr(34))}",{quoted})'


def entered(value: Value) -> Entry:
    """Return what to hand to Excel so that the cell holds `value` exactly."""
    match value:
        case str():
            return f"'{value}" if _would_change(value) else value
        case None | bool():
            return value
        case int() | float():
            return float(value)  # Excel knows no 64-bit integers
        case dt.datetime():
            return value
        case dt.date():
            return dt.datetime.combine(value, dt.time())
        case dt.time():
            return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
        case dt.timedelta():
            return value / dt.timedelta(days=1)
        case CellError():
            return value.name
        case Uncalculated():
            return value.formula


def _would_change(text: str) -> bool:
    if text[0] in "=+-@'":
        return True
    if len(text) > _LONGEST_TYPED:
        return False
    return any(letter.isdigit() for letter in text) or text.strip().casefold() in _WORDS


def _doubled(text: str, quote: str) -> str:
    return text.replace(quote, quote * 2)
