"""The rows of a worksheet when a column comes: addresses, spans and formulas, in one pass of bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from ita_excel.core.grid import CellRef, column_letters, column_number
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.areas import MAX_COLUMN, Area
from ita_excel.ooxml.sharedformulas import first_cells, formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.splicing import CellEdits, spliced
from ita_excel.ooxml.structure.references import Insertion

# What stands in the new column: by row and the style of the cell beside it (None for no cell).
NewCell = Callable[[int, int | None], bytes]

_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])([0-9]+):([0-9]+)(["'])""")
_ADDRESS = re.compile(rb"""(\sr\s*=\s*["'])\s*([A-Z]+)(?=[0-9]+\s*["'])""")
_AREA = re.compile(rb"""(\s(?:ref|r1|r2)\s*=\s*["'])([^"']*)(?=["'])""")
_MARKED = re.compile(rb"""\st\s*=\s*["'](?:shared|array|dataTable)["']""")


def shifted(sheet: Sheet, insertion: Insertion, beside: int, new_cell: NewCell) -> bytes:
    """Return the bytes of a sheet with the new column in its rows; the frame is left as it is.

    `beside` is the column whose cells show what style the new ones may take.
    """
    index = sheet.index
    plain = index.all_plain
    mover = _Mover(sheet, insertion)
    out: list[bytes] = [bytes(sheet.data[: sheet.head_end])]
    position = sheet.head_end
    for at, row in enumerate(index.numbers):
        start, tag_end = index.starts[at], index.tag_end(at)
        end = index.content_end(at)
        out.append(bytes(sheet.data[position:start]))
        inside = bytes(sheet.data[tag_end:end])
        tag = bytes(sheet.data[start:tag_end])
        if plain:
            new = mover.plain_row(row, inside, beside, new_cell)
        else:
            new = mover.any_row(at, row, beside, new_cell)
        wider = _wider(tag, insertion.at)
        if tag.endswith(b"/>") and new:
            close = f"</{sheet.prefix}row>".encode()
            out += [wider[:-2].rstrip() + b">", new, close]
        else:
            out += [wider, new]
        position = max(end, tag_end)
    out.append(bytes(sheet.data[position:]))
    return b"".join(out)


def with_moved_formulas(sheet: Sheet, insertion: Insertion, home: str) -> bytes | None:
    """Return the bytes of another sheet with its formulas moved; None where none changes."""
    old = bytes(sheet.data[sheet.head_end : sheet.rows_end])
    new = _formulas(old, sheet.prefix, insertion, home, areas=False)
    if new == old:
        return None
    return bytes(sheet.data[: sheet.head_end]) + new + bytes(sheet.data[sheet.rows_end :])


def unshared(sheet: Sheet, insertion: Insertion, home: str) -> Iterator[bytes | memoryview] | None:
    """Return the sheet's bytes with shared formulas written out that can't be moved as one.

    In one that is shared along a row each cell's references move differently. None: there is none.
    """
    formulas: dict[tuple[int, int], bytes] = {}
    for number, firsts in first_cells(sheet).items():
        for _, area, text in firsts:
            mine = home == insertion.sheet
            if area.left == area.right or not (mine or insertion.formula(text, home) != text):
                continue
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    cell = sheet.cell(row, column)
                    if cell is None or not _is_shared(sheet, cell.tag_end, cell.end, number):
                        continue
                    own = formula_text(sheet, row, column) or ""
                    written = cellxml.escape(cellxml.encode(own, CellRef("", row, column).a1))
                    formulas[row, column] = f"<{sheet.prefix}f>{written}</{sheet.prefix}f>".encode()
    if not formulas:
        return None
    return spliced(sheet, CellEdits({}, {}, {}, formulas, {}), False)


def _is_shared(sheet: Sheet, start: int, end: int, number: int) -> bool:
    found = sheet.index.grammar.formula.search(sheet.data, start, end)
    return found is not None and bool(re.search(rb"""\ssi\s*=\s*["']%d["']""" % number, found[1]))


class _Mover:
    """Moves the cells of one sheet."""

    def __init__(self, sheet: Sheet, insertion: Insertion) -> None:
        self.sheet, self.insertion = sheet, insertion
        p = re.escape(sheet.prefix)
        self._cell = re.compile(rf'<{p}c r="([A-Z]{{1,3}})'.encode())
        self._style = re.compile(rb'\ss="(\d+)"')
        self._letters: dict[bytes, tuple[int, bytes]] = {}
        self._formula = f"<{sheet.prefix}f".encode()

    def _moved(self, letters: bytes) -> tuple[int, bytes]:
        """Return a column's number and its letters then."""
        known = self._letters.get(letters)
        if known is None:
            number = column_number(letters.decode())
            new = column_letters(self.insertion.column(number)).encode()
            known = self._letters[letters] = (number, new)
        return known

    def _finished(self, row: bytes) -> bytes:
        if self._formula not in row:
            return row
        return _formulas(row, self.sheet.prefix, self.insertion, self.insertion.sheet, areas=True)

    def plain_row(self, row: int, inside: bytes, beside: int, new_cell: NewCell) -> bytes:
        """Return the cells of a row in which each is written as Excel writes it."""
        out: list[bytes] = []
        position, at = 0, self.insertion.at
        style: int | None = None
        place: int | None = None
        for match in self._cell.finditer(inside):
            column, new = self._moved(match[1])
            if column == beside:
                found = self._style.search(inside, match.end(), inside.find(b">", match.end()))
                style = int(found[1]) if found else 0
            if column < at:
                continue
            if place is None:
                out.append(inside[: match.start()])
                place = len(out)
                out.append(b"")
                position = match.start()
            out += [inside[position : match.start(1)], new]
            position = match.end(1)
        fresh = new_cell(row, style)
        if place is None:
            return self._finished(inside) + fresh
        out.append(inside[position:])
        return self._finished(b"".join(out[:place])) + fresh + self._finished(b"".join(out[place:]))

    def any_row(self, index_at: int, row: int, beside: int, new_cell: NewCell) -> bytes:
        """Return the cells of a row however they are written."""
        sheet, at = self.sheet, self.insertion.at
        left: list[bytes] = []
        right: list[bytes] = []
        style: int | None = None
        position = sheet.index.tag_end(index_at)
        for cell in sheet.index.cells(index_at):
            if cell.column == beside:
                style = sheet.style(cell)
            side = right if cell.column >= at else left
            side.append(bytes(sheet.data[position : cell.start]))
            tag = bytes(sheet.data[cell.start : cell.tag_end])
            if cell.column >= at:
                tag = self._readdressed(tag, row, cell.column)
            side += [tag, bytes(sheet.data[cell.tag_end : cell.end])]
            position = cell.end
        (right or left).append(bytes(sheet.data[position : sheet.index.content_end(index_at)]))
        return (
            self._finished(b"".join(left)) + new_cell(row, style) + self._finished(b"".join(right))
        )

    def _readdressed(self, tag: bytes, row: int, column: int) -> bytes:
        letters = column_letters(self.insertion.column(column)).encode()
        new, times = _ADDRESS.subn(lambda m: m[1] + letters, tag, count=1)
        if times:
            return new
        begin = len(f"<{self.sheet.prefix}c")
        return tag[:begin] + b' r="' + letters + str(row).encode() + b'"' + tag[begin:]


def _wider(tag: bytes, at: int) -> bytes:
    """Return a row's start tag with `spans` that take the new column in."""

    def wide(match: re.Match[bytes]) -> bytes:
        low, high = int(match[2]), int(match[3])
        low, high = low + (low >= at), high + (high >= at - 1)
        return match[1] + b"%d:%d" % (low, min(high, MAX_COLUMN)) + match[4]

    return _SPANS.sub(wide, tag) if b"spans" in tag else tag


def _formulas(rows: bytes, prefix: str, insertion: Insertion, home: str, *, areas: bool) -> bytes:
    """Return rows with the formulas in them moved; `areas`: so are the areas that they fill."""

    def moved(match: re.Match[bytes]) -> bytes:
        tag, text = match[1], match[2]
        if areas and _MARKED.search(tag):
            tag = _AREA.sub(lambda m: m[1] + _area(m[2].decode(), insertion.at).encode(), tag)
        if text is None:
            return opening + tag + b"/>"
        return opening + tag + b">" + _written(text, insertion, home) + closing

    opening, closing = f"<{prefix}f".encode(), f"</{prefix}f>".encode()
    return _pattern(prefix).sub(moved, rows)


@cache
def _pattern(prefix: str) -> re.Pattern[bytes]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}f((?:\s[^<>]*?)?)(?:/>|>([^<]*)</{p}f\s*>)".encode())


@cache
def _known() -> dict[tuple[Insertion, str, bytes], bytes]:
    return {}


def _written(text: bytes, insertion: Insertion, home: str) -> bytes:
    """Return the formula as it stands in XML, moved; texts are often the same in a column."""
    known = _known()
    key = (insertion, home, text)
    if key not in known:
        if len(known) > 50_000:
            known.clear()
        old = cellxml.unescape(text.decode())
        new = insertion.formula(old, home)
        known[key] = text if new == old else cellxml.escape(new).encode()
    return known[key]


def _area(ref: str, at: int) -> str:
    """Return the address of an area, or of a cell, as it is then."""
    area = Area.parse(ref)
    left, right = area.left + (area.left >= at), area.right + (area.right >= at)
    return Area(area.top, left, area.bottom, min(right, MAX_COLUMN)).ref
