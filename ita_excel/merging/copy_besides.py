"""What lies on the sheets of another copy of the master and isn't taken along: notes, links, pictures.

It belongs to a cell or to the sheet, not to a value: a person sees where it is and brings it over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.cell_addresses import CellRef
from ita_excel.core.grid import Grid
from ita_excel.core.values import as_text
from ita_excel.thai.cell_values import form

LooksBeside = Callable[[str], Sequence[Beside]]  # what lies on a sheet


class LeftThere(NamedTuple):
    """One thing on a sheet of the other copy; `cell` is '' where it lies on the sheet as a whole."""

    sheet: str
    cell: str
    kind: BesideKind
    text: str


def left_there(ours: LooksBeside, theirs: LooksBeside, grid: Grid) -> Iterator[LeftThere]:
    """Yield what only the other copy, whose cells `grid` has, shows beside its values.

    A link that its cell spells out comes along with the value.
    """
    for table in schema.officers_tables():
        sheet = table.sheet
        if sheet not in grid.sheets():
            continue
        rows = grid.rows(sheet)
        known = Counter((b.kind, form(b.text)) for b in ours(sheet))
        for found in theirs(sheet):
            same = found.kind, form(found.text)
            if known[same]:
                known[same] -= 1
                continue
            cells = rows[found.row - 1] if 0 < found.row <= len(rows) else ()
            value = cells[found.column - 1] if 0 < found.column <= len(cells) else None
            if found.kind is BesideKind.LINK and found.text in as_text(value):
                continue
            at = CellRef(sheet, found.row, found.column).a1 if found.row and found.column else ""
            yield LeftThere(sheet, at, found.kind, found.text)
