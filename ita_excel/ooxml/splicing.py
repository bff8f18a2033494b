"""Writing cells: the bytes of a sheet with the changed cells put between what stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from ita_excel.core.grid import column_letters
from ita_excel.core.values import Value
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.fitting import HEIGHT
from ita_excel.ooxml.rowscan import CellSpan
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.zipcopy import Piece

Key = tuple[int, int]
Splice = tuple[int, int, bytes]  # from, to, what stands there now

_DROPPED = re.compile(rb"""\s(?:t|vm|cm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")
_HEIGHTS = re.compile(rb"""\s(?:ht|customHeight)\s*=""")


@dataclass(frozen=True, slots=True)
class CellEdits:
    """What to write into one sheet, by row and column."""

    values: Mapping[Key, Value]
    styles: Mapping[Key, int]  # for cells that get another style, or are only styled
    rows: Mapping[int, bytes]  # attributes for rows that are made, or have no height of their own
    formulas: Mapping[Key, bytes]  # `<f>` elements in place of those that cells have
    heights: Mapping[int, bytes]  # the new `ht` attribute of rows, b"" to take it away


def spliced(sheet: Sheet, edits: CellEdits, date1904: bool) -> Iterator[Piece]:
    """Yield the sheet's bytes with the edits made; what no edit names is passed on as it is."""
    writer = _Writer(sheet, edits, date1904)
    more = edits.styles or edits.formulas
    keys = sorted({*edits.values, *edits.styles, *edits.formulas} if more else edits.values)
    last = sheet.last_row
    sheet.find_cells([key for key in keys if key[0] <= last])
    splices: list[Splice] = []
    rows: dict[int, list[int]] = {row: [] for row in (*edits.rows, *edits.heights)}
    for key in keys:
        cell = sheet.cell(*key) if key[0] <= last else None
        if cell is not None:
            splices.append((cell.start, cell.end, writer.cell(key, cell)))
        else:
            rows.setdefault(key[0], []).append(key[1])
    for row in sorted(rows):
        splices += writer.row(row, rows[row])
    # Stable: what is put in at one place stays in its order, and before what is replaced there.
    splices.sort(key=itemgetter(0, 1))
    view, at = memoryview(sheet.data), 0
    if sheet.self_closed and splices:
        yield sheet.data[: sheet.head_end - 2] + b">"
        at = sheet.head_end
    for start, end, new in splices:
        yield view[at:start]
        yield new
        at = end
    if sheet.self_closed and splices:
        yield f"</{sheet.prefix}sheetData>".encode()
    yield view[at:]


class _Writer:
    """Makes the bytes of cells and rows."""

    def __init__(self, sheet: Sheet, edits: CellEdits, date1904: bool) -> None:
        self.sheet, self.edits, self.date1904 = sheet, edits, date1904
        self._letters: dict[int, str] = {}
        # Cells are often the same but for the address: a status, a unit, a moment.
        self._rests: dict[tuple[bytes, str], bytes] = {}
        self._new_rests: dict[tuple[int | None, type, Value], bytes] = {}
        self._begins: dict[int, str] = {}  # of new cells, by column

    def _a1(self, key: Key) -> str:
        letters = self._letters.get(key[1])
        if letters is None:
            letters = self._letters[key[1]] = column_letters(key[1])
        return f"{letters}{key[0]}"

    def cell(self, key: Key, cell: CellSpan) -> bytes:
        """Return a cell that is there already, with its value, style or formula changed."""
        data, edits = self.sheet.data, self.edits
        value = edits.values.get(key)
        if not (cell.rest and isinstance(value, str)) or key in edits.styles:
            return self._changed(key, cell)
        known = (data[cell.rest : cell.tag_end], value)
        if known not in self._rests:
            self._rests[known] = self._changed(key, cell)[cell.rest - cell.start :]
        return data[cell.start : cell.rest] + self._rests[known]

    def _changed(self, key: Key, cell: CellSpan) -> bytes:
        data, edits = self.sheet.data, self.edits
        slash = 2 if data[cell.tag_end - 2] == 47 else 1
        tag = data[cell.start : cell.tag_end - slash].rstrip()
        if key in edits.styles:
            style = edits.styles[key]
            tag = _STYLE.sub(b"", tag) + (f' s="{style}"'.encode() if style else b"")
        if key in edits.values:
            tag = tag.replace(b' t="s"', b"")  # the ordinary case, quickly
            if b" t" in tag or b"m=" in tag or b"m =" in tag or b"\n" in tag:
                tag = _DROPPED.sub(b"", tag)
            return self._filled(tag, key)
        rest = data[cell.tag_end - slash : cell.end]
        if key in edits.formulas:
            new = edits.formulas[key]
            rest = self.sheet.index.grammar.formula.sub(lambda _: new, rest)
        return tag + rest

    def _new(self, key: Key) -> bytes:
        row, column = key
        style, value = self.edits.styles.get(key), self.edits.values.get(key)
        known = (style, type(value), value)  # 1 and True are equal
        rest = self._new_rests.get(known)
        if rest is None:
            rest = self._filled(f'" s="{style}"'.encode() if style else b'"', key)
            self._new_rests[known] = rest
        begin = self._begins.get(column)
        if begin is None:
            begin = f'<{self.sheet.prefix}c r="{column_letters(column)}'
            self._begins[column] = begin
        return f"{begin}{row}".encode() + rest

    def _filled(self, tag: bytes, key: Key) -> bytes:
        value, p = self.edits.values.get(key), self.sheet.prefix
        inside, kind = cellxml.content(value, p, self.date1904, self._a1(key))
        return tag + (f"{kind}>{inside}</{p}c>".encode() if inside else b"/>")

    def row(self, row: int, columns: list[int]) -> Iterator[Splice]:
        """Yield the splices that put new cells, in ascending columns, into a row."""
        index, p = self.sheet.index, self.sheet.prefix
        at = index.find(row)
        if at < 0:
            place = index.starts[-1 - at] if -1 - at < len(index.starts) else index.end
            given = self.edits.rows.get(row, b"") + self.edits.heights.get(row, b"")
            tag = f'<{p}row r="{row}"'.encode() + given + b">"
            yield place, place, tag + self._cells(row, columns) + f"</{p}row>".encode()
            return
        tag = index.row_tag(at)
        wider = self._row_tag(tag, row, columns)
        if index.is_empty_tag(at):
            if wider != tag or columns:
                filled = self._cells(row, columns) + f"</{p}row>".encode()
                new = wider[:-2].rstrip() + b">" + filled if columns else wider
                yield index.starts[at], index.tag_end(at), new
            return
        if wider != tag:
            yield index.starts[at], index.tag_end(at), wider
        cells: list[CellSpan] | None = None
        for column in columns:
            place_after = index.place_after(at, column) if cells is None else None
            if place_after is None:
                cells = index.cells(at) if cells is None else cells
                beyond = (c.start for c in cells if c.column > column)
                place_after = next(beyond, index.content_end(at))
            yield place_after, place_after, self._new((row, column))

    def _cells(self, row: int, columns: list[int]) -> bytes:
        return b"".join(self._new((row, column)) for column in columns)

    def _row_tag(self, tag: bytes, row: int, columns: list[int]) -> bytes:
        """Return a row's start tag with `spans` that take the columns in, and with a height."""
        if columns and b"spans" in tag:

            def wide(match: re.Match[bytes]) -> bytes:
                low, high = min(int(match[2]), columns[0]), max(int(match[3]), columns[-1])
                return match[1] + f"{low}:{high}".encode() + match[4]

            tag = _SPANS.sub(wide, tag)
        wanted = self.edits.rows.get(row, b"")
        if b" ht=" in wanted and not _HEIGHTS.search(tag):
            tag = _with(tag, b"".join(re.findall(rb'\s(?:ht|customHeight)="[^"]*"', wanted)))
        if row in self.edits.heights:
            tag = _with(HEIGHT.sub(b"", tag), self.edits.heights[row])
        return tag


def _with(tag: bytes, attributes: bytes) -> bytes:
    slash = 2 if tag.endswith(b"/>") else 1
    return tag[:-slash].rstrip() + attributes + tag[-slash:]
