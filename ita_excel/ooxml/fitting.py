"""Which rows get another height because an edit changed a text in them, and what height.

Only rows with a cell whose value really changes, and none whose height a person set. Beyond
`MANY` such rows the heights that they have are taken away instead: Excel fits those itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ita_excel.core.values import Value
from ita_excel.ooxml.cellstyles import Styles
from ita_excel.ooxml.heights import Heights
from ita_excel.ooxml.sheetxml import Sheet

Key = tuple[int, int]

MANY = 2_000  # rows; each takes a tenth of a millisecond
HEIGHT = re.compile(rb"""\sht\s*=\s*["']([^"']*)["']""")
_BY_HAND = re.compile(rb"""\scustomHeight\s*=\s*["'](?:1|true)["']""")


def fitted(
    sheet: Sheet,
    styles: Styles,
    values: Mapping[Key, Value],
    cell_styles: Mapping[Key, int],
    made: Mapping[int, bytes],
) -> dict[int, bytes]:
    """Return the new `ht` attribute, b'' for none, of the rows whose height is to change.

    `values` are those that change, `cell_styles` the styles of cells that get another one, `made`
    the attributes of rows that are made.
    """
    if not styles.any_wraps:
        return {}
    rows = {row for row, _ in values} - {r for r, given in made.items() if _BY_HAND.search(given)}
    if len(rows) > MANY:
        return _unfitted(sheet, rows)
    heights, merged = Heights(sheet, styles), sheet.merged()
    changed: dict[int, dict[int, Value]] = {}
    for (row, column), value in values.items():
        if row in rows:
            changed.setdefault(row, {})[column] = value
    found = {}
    for row in sorted(rows):
        at = sheet.index.find(row)
        tag = sheet.index.row_tag(at) if at >= 0 else b""
        if _BY_HAND.search(tag):
            continue
        cells = {
            column: (cell_styles.get((row, column), 0), value)
            for column, value in changed[row].items()
        }
        for cell in sheet.index.cells(at) if at >= 0 else []:
            style = cell_styles.get((row, cell.column))
            style = sheet.style(cell) if style is None else style
            is_new = cell.column in changed[row]
            value = changed[row][cell.column] if is_new else sheet.value(cell)
            cells[cell.column] = (style, value)
        for area in merged:
            if area.top <= row <= area.bottom:
                cells = {c: v for c, v in cells.items() if not area.left <= c <= area.right}
        height, now = heights.of(cells), HEIGHT.search(tag)
        if float(now[1]) != height if now else height > heights.default:
            found[row] = f' ht="{height:g}"'.encode()
    return found


def _unfitted(sheet: Sheet, rows: Collection[int]) -> dict[int, bytes]:
    index = sheet.index
    if sheet.data.find(b"ht", sheet.head_end, sheet.rows_end) < 0:
        return {}
    found = {}
    for row in rows:
        at = index.find(row)
        tag = index.row_tag(at) if at >= 0 else b""
        if HEIGHT.search(tag) and not _BY_HAND.search(tag):
            found[row] = b""
    return found
