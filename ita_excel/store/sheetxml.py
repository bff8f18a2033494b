"""One worksheet part: its rows as bytes, everything around them as a small tree.

A worksheet is a head (views, columns …), the rows, and a tail (merged cells, validations …). The
rows are the bulk and are only spliced, see `rowscan`; head and tail together, with the rows left
out, are the `frame`, a small document that is parsed and changed with lxml.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from ita_excel.errors import InputError
from ita_excel.grid import column_letters
from ita_excel.store import cellxml
from ita_excel.store.areas import Area
from ita_excel.store.parts import children, local, parse, serialize
from ita_excel.store.rowscan import Cell, RowIndex
from ita_excel.store.zipcopy import DAMAGED, Buffer
from ita_excel.values import Uncalculated, Value

_DATA = re.compile(rb"""<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^>]*>""")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ATTRIBUTE = rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')"""
_T = re.compile(_ATTRIBUTE % b"t")
_S = re.compile(_ATTRIBUTE % b"s")
_DROPPED = re.compile(rb"""\s(?:t|vm|cm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")

# The order of a worksheet's children, for what may have to be put in (ECMA-376, CT_Worksheet).
ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]


class Sheet:
    """A worksheet's XML as it is; `with_cells` and `with_frame` give the bytes as they would be."""

    def __init__(self, data: Buffer, part: str, texts: Callable[[int], str]) -> None:
        """Take the bytes of `part`; `texts` gives the shared string of a number."""
        self.part, self.texts, self.source = part, texts, data
        self.data = _ascii_compatible(data, part)
        tag = _DATA.search(self.data, 0)
        if not tag:
            raise InputError(DAMAGED, detail=part)
        self.prefix = tag[1].decode()
        self._tag = tag[0]
        self.head_end = tag.end()
        self.self_closed = tag[0].endswith(b"/>")
        close = self.data.rfind(f"</{self.prefix}sheetData".encode())
        self.rows_end = self.head_end if self.self_closed else close
        if self.rows_end < self.head_end:
            raise InputError(DAMAGED, detail=part)
        self._index: RowIndex | None = None
        self._frame: etree._Element | None = None
        # The first cells of shared formulas: kept here by `sharing`, which alone knows them.
        self.shared: dict[int, list[tuple[tuple[int, int], Area, str]]] | None = None

    @property
    def index(self) -> RowIndex:
        """Where the rows stand."""
        if self._index is None:
            self._index = RowIndex(self.data, self.head_end, self.rows_end, self.prefix)
        return self._index

    @property
    def frame(self) -> etree._Element:
        """The worksheet without its rows; a change to it must be taken over by `with_frame`."""
        if self._frame is None:
            rest = self.data[self.rows_end :]
            self._frame = parse(self.data[: self.head_end] + rest, self.part)
        return self._frame

    def child(self, name: str) -> etree._Element | None:
        """Return the worksheet's child of a name, None where there is none."""
        found = children(self.frame, name)
        return found[0] if found else None

    def ensure(self, name: str) -> etree._Element:
        """Return the worksheet's child of a name, put in at its place where there is none."""
        found = self.child(name)
        if found is not None:
            return found
        namespace = etree.QName(self.frame).namespace
        new = self.frame.makeelement(f"{{{namespace}}}{name}")
        later = set(ORDER[ORDER.index(name) + 1 :])
        at = next((i for i, c in enumerate(self.frame) if _ordered(c) in later), len(self.frame))
        self.frame.insert(at, new)
        return new

    def column_style(self, column: int) -> int:
        """Return the style of a column's empty cells."""
        cols = self.child("cols")
        for col in children(cols, "col") if cols is not None else []:
            if int(col.get("min", "0")) <= column <= int(col.get("max", "0")):
                return int(col.get("style", "0"))
        return 0

    def row_style(self, row: int) -> int | None:
        """Return the style that the row gives to its empty cells, None where it gives none."""
        at = self.index.find(row)
        if at < 0:
            return None
        tag = self.index.row_tag(at)
        return _style(tag) if b"customFormat" in tag else None

    def cell(self, row: int, column: int) -> Cell | None:
        """Return where a cell stands, None where the sheet doesn't have it."""
        at = self.index.find(row)
        return None if at < 0 else self.index.cell(at, row, column)

    def style(self, cell: Cell) -> int:
        """Return the number of a cell's style."""
        return _style(self.data[cell.start : cell.tag_end])

    def formula(self, cell: Cell) -> str | None:
        """Return a cell's own formula text, None where it has none ('' below a shared one)."""
        if cell.tag_end == cell.end:
            return None
        found = self.index.grammar.formula.search(self.data, cell.tag_end, cell.end)
        if not found:
            return None
        return cellxml.decode(cellxml.unescape((found[2] or b"").decode()))

    def value(self, cell: Cell) -> Value:
        """Return what a cell holds; a date is the number that Excel stores for it."""
        if cell.tag_end == cell.end:
            return None
        tag, inside = self.data[cell.start : cell.tag_end], self.data[cell.tag_end : cell.end]
        found = _T.search(tag)
        kind = (found[1] or found[2]).decode() if found else "n"
        if kind == "inlineStr":
            return cellxml.as_stored(plain_text(self._inline(inside)), kind)
        stored = self.index.grammar.value.search(inside)
        if stored is None:
            formula = self.formula(cell)
            return None if formula is None else Uncalculated(f"={formula}")
        raw = cellxml.unescape((stored[2] or b"").decode())
        if kind == "s":
            return cellxml.as_stored(self.texts(int(raw)), "str") if raw.strip() else None
        if not raw and kind != "str":
            return None
        return cellxml.as_stored(raw, kind)

    def _inline(self, inside: bytes) -> etree._Element:
        end = inside.rfind(b"</")
        return parse(f"<c{self._declared()}>".encode() + inside[:end] + b"</c>", self.part)

    def _declared(self) -> str:
        pairs = self.frame.nsmap.items()
        return "".join(f' xmlns{":" + p if p else ""}="{u}"' for p, u in pairs)

    def used(self) -> Area | None:
        """Return the block of the cells that are written, from the first row and column on."""
        numbers = self.index.numbers
        if not numbers:
            return None
        last = max(
            (c[-1].column for c in map(self.index.cells, range(len(numbers))) if c), default=1
        )
        return Area(1, 1, numbers[-1], last)

    def with_cells(
        self,
        values: Mapping[tuple[int, int], Value],
        styles: Mapping[tuple[int, int], int],
        rows: Mapping[int, bytes],
        formulas: Mapping[tuple[int, int], bytes],
        date1904: bool,
    ) -> Iterator[bytes | memoryview]:
        """Yield the sheet's bytes with some cells changed.

        `values` by row and column; `styles` for cells that get another style than they have (or
        are only styled); `rows` gives the attributes of rows that have to be made; `formulas` the
        `<f>` elements that take the place of those that cells have.
        """
        keys = sorted({*values, *styles, *formulas})
        by_row: dict[int, list[int]] = {row: [] for row in sorted(rows)}
        for row, column in keys:
            by_row.setdefault(row, []).append(column)
        view, at = memoryview(self.data), 0
        if self.self_closed and by_row:
            yield self.data[: self.head_end - 2] + b">"
            at = self.head_end
        for row in sorted(by_row):
            columns = by_row[row]
            for start, end, new in self._row(
                row, columns, values, styles, rows, formulas, date1904
            ):
                yield view[at:start]
                yield new
                at = end
        if self.self_closed and by_row:
            yield f"</{self.prefix}sheetData>".encode()
        yield view[at:]

    def _row(
        self,
        row: int,
        columns: list[int],
        values: Mapping[tuple[int, int], Value],
        styles: Mapping[tuple[int, int], int],
        rows: Mapping[int, bytes],
        formulas: Mapping[tuple[int, int], bytes],
        date1904: bool,
    ) -> Iterator[tuple[int, int, bytes]]:
        """Yield the splices of one row, in their order."""
        index, p = self.index, self.prefix
        at = index.find(row)

        def written(column: int, cell: Cell | None) -> bytes:
            key = (row, column)
            a1 = f"{column_letters(column)}{row}"
            if cell is None:
                start = f'<{p}c r="{a1}"'
            else:
                slash = 2 if self.data[cell.tag_end - 2] == 47 else 1
                tag = self.data[cell.start : cell.tag_end - slash].rstrip()
                if key not in values:
                    head = _with_style(tag, styles[key]) if key in styles else tag
                    rest = self.data[cell.tag_end - slash : cell.end]
                    if key in formulas:
                        rest = index.grammar.formula.sub(lambda _: formulas[key], rest)
                    return head + rest
                start = _DROPPED.sub(b"", tag).decode()
            if key in styles:
                start = _with_style(start.encode(), styles[key]).decode()
            inside, kind = cellxml.content(values.get(key), p, date1904, a1)
            if not inside:
                return f"{start}/>".encode()
            return f"{start}{kind}>{inside}</{p}c>".encode()

        if at < 0:
            place = index.starts[-1 - at] if -1 - at < len(index.starts) else index.end
            cells = b"".join(written(c, None) for c in columns)
            attributes = rows.get(row, b"").decode()
            yield (
                place,
                place,
                f'<{p}row r="{row}"{attributes}>'.encode() + cells + (f"</{p}row>".encode()),
            )
            return
        if not columns:
            return
        tag = index.row_tag(at)
        wider = _widen(tag, columns[0], columns[-1])
        if index.is_empty_tag(at):
            cells = b"".join(written(c, None) for c in columns)
            new = wider[:-2].rstrip() + b">" + cells + f"</{p}row>".encode()
            yield index.starts[at], index.tag_ends[at], new
            return
        if wider != tag:
            yield index.starts[at], index.tag_ends[at], wider
        all_cells: list[Cell] | None = None
        for column in columns:
            cell = index.cell(at, row, column) if all_cells is None else None
            if cell is None:
                all_cells = all_cells or index.cells(at)
                cell = next((c for c in all_cells if c.column == column), None)
            if cell is not None:
                yield cell.start, cell.end, written(column, cell)
                continue
            assert all_cells is not None
            place = next((c.start for c in all_cells if c.column > column), index.content_end(at))
            yield place, place, written(column, None)

    def with_frame(self) -> bytes:
        """Return the sheet's bytes with the changes that were made to `frame`."""
        data = next(c for c in self.frame if local(c) == "sheetData")
        mark = f"rows-{secrets.token_hex(12)}"
        data.text = mark
        whole = serialize(self.frame, self.data)
        data.text = None
        head, _, tail = whole.partition(mark.encode())
        return b"".join((head, self.data[self.head_end : self.rows_end], tail))


def plain_text(element: etree._Element) -> str:
    """Return the text of a string item: its runs joined, the phonetic hints left out."""
    return "".join(
        t.text or ""
        for t in element.iter()
        if local(t) == "t" and not any(local(a) == "rPh" for a in t.iterancestors())
    )


def _ordered(element: etree._Element) -> str:
    """Return the name that places a child; for alternatives, that of what they hold."""
    name = local(element)
    if name == "AlternateContent":
        return next((local(e) for e in element.iter() if local(e) in ORDER), name)
    return name


def _style(tag: bytes) -> int:
    found = _S.search(tag)
    return int(found[1] or found[2]) if found else 0


def _with_style(tag: bytes, style: int) -> bytes:
    """Return a cell's start tag (without its end) with another style."""
    bare = _S.sub(b"", tag)
    return bare + f' s="{style}"'.encode() if style else bare


def _widen(tag: bytes, first: int, last: int) -> bytes:
    """Return a row's start tag whose `spans`, where it has any, takes the columns in."""

    def wide(match: re.Match[bytes]) -> bytes:
        low, high = min(int(match[2]), first), max(int(match[3]), last)
        return match[1] + f"{low}:{high}".encode() + match[4]

    return _SPANS.sub(wide, tag) if b"spans" in tag else tag


def _ascii_compatible(data: Buffer, part: str) -> Buffer:
    """Return the same XML in UTF-8 where it is in an encoding that can't be scanned as bytes."""
    start = data[:200]
    named = _ENCODING.search(start)
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:8]
    if not wide and (not named or named[1].upper() in (b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII")):
        return data
    return serialize(parse(data, part), data)
