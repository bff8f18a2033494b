"""Shared formulas: the text of a formula that another cell holds, and its loss made good.

Excel writes a formula filled down a column once, in the first cell; the others only point to it.
Whoever replaces that first cell must pass the text on to the next, else all of them are lost.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ita_excel.core.grid import CellRef
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.shifting import shift

_SHARED = re.compile(rb"""\st\s*=\s*["']shared["']""")
_SI = re.compile(rb"""\ssi\s*=\s*["'](\d+)["']""")
_REF = re.compile(rb"""\sref\s*=\s*["']([^"']+)["']""")


def _shared(sheet: Sheet, row: int, column: int) -> tuple[int, Area | None, str] | None:
    """Return number, area (None below the first cell) and own text of a shared formula."""
    cell = sheet.cell(row, column)
    if cell is None:
        return None
    found = sheet.index.grammar.formula.search(sheet.data, cell.tag_end, cell.end)
    if not found or not _SHARED.search(found[1]) or not (number := _SI.search(found[1])):
        return None
    ref, text = _REF.search(found[1]), sheet.formula(cell) or ""
    return int(number[1]), Area.parse(ref[1].decode()) if ref and text else None, text


def formula_text(sheet: Sheet, row: int, column: int) -> str | None:
    """Return a cell's formula, that of a shared one worked out; None where it has none."""
    cell = sheet.cell(row, column)
    text = sheet.formula(cell) if cell else None
    if text != "":
        return text
    mine = _shared(sheet, row, column)
    if mine is None:
        return None
    for key, area, text in first_cells(sheet).get(mine[0], []):
        if area.holds(row, column):
            return shift(text, row - key[0], column - key[1])
    return None


First = tuple[tuple[int, int], Area, str]


def first_cells(sheet: Sheet) -> dict[int, list[First]]:
    """Return the first cells of the shared formulas by number: place, area, text."""
    if sheet.shared is not None:
        return sheet.shared
    found: dict[int, list[First]] = {}
    sheet.shared = found
    index = sheet.index
    if not sheet.has_formulas() or sheet.data.find(b"shared", sheet.head_end, sheet.rows_end) < 0:
        return found
    for at, row in enumerate(index.numbers):
        end = index.row_end(at)
        if not _SHARED.search(sheet.data, index.starts[at], end):
            continue
        for cell in index.cells(at):
            mine = _shared(sheet, row, cell.column)
            if mine and mine[1]:
                found.setdefault(mine[0], []).append(((row, cell.column), mine[1], mine[2]))
    return found


def passed_on(sheet: Sheet, written: Collection[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the new `<f>` of the cells that must take over a formula from a written first cell."""
    out: dict[tuple[int, int], bytes] = {}
    p = sheet.prefix
    for number, firsts in first_cells(sheet).items():
        for key, area, text in firsts:
            if key not in written:
                continue
            left = [
                (row, column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
                if (row, column) not in written and _points(sheet, row, column, number)
            ]
            if not left:
                continue
            heir = left[0]
            rest = Area(*heir, *heir)
            for other in left[1:]:
                rest = rest.joined(Area(*other, *other))
            moved = shift(text, heir[0] - key[0], heir[1] - key[1])
            formula = cellxml.escape(cellxml.encode(moved, CellRef("", *heir).a1))
            tag = f'<{p}f t="shared" ref="{rest.ref}" si="{number}">{formula}</{p}f>'
            out[heir] = tag.encode()
    return out


def _points(sheet: Sheet, row: int, column: int, number: int) -> bool:
    mine = _shared(sheet, row, column)
    return mine is not None and mine[0] == number and mine[1] is None
