"""One worksheet part: its rows as bytes, everything around them as a small tree.

A worksheet is a head (views, columns …), the rows, and a tail (merged cells, validations …). The
rows are the bulk and are only spliced, see `rowscan`; head and tail together, with the rows left
out, are the `frame`, a small document that is parsed and changed with lxml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from operator import itemgetter

from lxml import etree

from ita_excel.core.errors import InputError
from ita_excel.core.values import Uncalculated, Value
from ita_excel.ooxml import cellxml, zipcopy
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.buffers import collected
from ita_excel.ooxml.partxml import children, local, parse, serialize
from ita_excel.ooxml.rowscan import CellSpan, RowIndex
from ita_excel.ooxml.zipcopy import DAMAGED, Buffer, Piece

_DATA = re.compile(rb"""<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>]*>""")
_ENCODING = re.compile(rb"""<\?xml[^<>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ATTRIBUTE = rb"""\s%s\s*=\s*(?:"([^"]*)"|'([^']*)')"""
# A text without runs, as programs write it, this one too: no tree is needed to read it.
_PLAIN_INLINE = re.compile(rb'<is><t(?: xml:space="preserve")?>([^<\r]*+)</t></is></c>')
_T = re.compile(_ATTRIBUTE % b"t")
_S = re.compile(_ATTRIBUTE % b"s")

_OFTEN = 200  # bytes; what is longer is seldom written twice
_MANY = 200  # cells from which on one pass over the whole sheet is cheaper

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
        self._formula = f"<{self.prefix}f".encode()
        self._shared_text = f"<{self.prefix}v>".encode()
        self._index: RowIndex | None = None
        self._frame: etree._Element | None = None
        self._columns: dict[int, dict[int, CellSpan]] = {}
        self._covering: dict[int, list[Area]] = {}  # merged areas by column, from above
        self._values: dict[bytes, Value] = {}
        # The first cells of shared formulas: kept here by `sharedformulas`, which alone knows them.
        self.shared: dict[int, list[tuple[tuple[int, int], Area, str]]] | None = None

    @property
    def index(self) -> RowIndex:
        """Where the rows stand."""
        if self._index is None:
            self._index = RowIndex(self.data, self.head_end, self.rows_end, self.prefix)
        return self._index

    @property
    def last_row(self) -> int:
        """The last row that is there, 0 for none: cells below it needn't be looked for."""
        numbers = self.index.numbers
        return numbers[-1] if numbers else 0

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

    def merged(self) -> list[Area]:
        """Return the areas of merged cells."""
        merged = self.child("mergeCells")
        cells = children(merged, "mergeCell") if merged is not None else []
        return [Area.parse(element.get("ref", "A1")) for element in cells]

    def covered(self, row: int, column: int) -> bool:
        """Whether a merged area covers a cell: it shows its first cell alone."""
        if column not in self._covering:
            areas = (a for a in self.merged() if a.left <= column <= a.right)
            self._covering[column] = sorted(areas)
        areas_here = self._covering[column]
        at = bisect_right(areas_here, row, key=itemgetter(0)) - 1
        if at < 0 or not areas_here[at].holds(row, column):
            return False
        return (areas_here[at].top, areas_here[at].left) != (row, column)

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
            if _number(col.get("min")) <= column <= _number(col.get("max")):
                return _number(col.get("style"))
        return 0

    def row_style(self, row: int) -> int | None:
        """Return the style that the row gives to its empty cells, None where it gives none."""
        at = self.index.find(row)
        if at < 0:
            return None
        tag = self.index.row_tag(at)
        return _style(tag) if b"customFormat" in tag else None

    def cell(self, row: int, column: int) -> CellSpan | None:
        """Return where a cell stands, None where the sheet doesn't have it."""
        if column in self._columns:
            found = self._columns[column].get(row)
            if found is not None or self.index.all_plain:
                return found
        at = self.index.find(row)
        return None if at < 0 else self.index.cell(at, row, column)

    def find_cells(self, keys: Collection[tuple[int, int]]) -> None:
        """Find the cells of columns that are wanted often in one pass, so that `cell` knows them."""
        if len(keys) <= _MANY:
            return
        for column, times in Counter(map(itemgetter(1), keys)).items():
            if times > _MANY and column not in self._columns:
                self._columns[column] = self.index.column(column)

    def style(self, cell: CellSpan) -> int:
        """Return the number of a cell's style."""
        return _style(self.data[cell.start : cell.tag_end])

    def formula(self, cell: CellSpan) -> str | None:
        """Return a cell's own formula text, None where it has none ('' below a shared one)."""
        if self.data.find(self._formula, cell.tag_end, cell.end) < 0:
            return None
        found = self.index.grammar.formula.search(self.data, cell.tag_end, cell.end)
        if not found:
            return None
        return cellxml.decode(cellxml.unescape((found[2] or b"").decode()))

    def value(self, cell: CellSpan) -> Value:
        """Return what a cell holds; a date is the number that Excel stores for it."""
        if cell.tag_end == cell.end:
            return None
        if not cell.rest or cell.end - cell.rest > _OFTEN:
            return self._value(cell)
        # But for their addresses the cells of a column are often the same bytes.
        written = self.data[cell.rest : cell.end]
        try:
            return self._values[written]
        except KeyError:
            value = self._values[written] = self._value(cell)
            return value

    def _value(self, cell: CellSpan) -> Value:
        if self.data.find(b' t="s"', cell.start, cell.tag_end) > 0:
            at = self.data.find(self._shared_text, cell.tag_end, cell.end)
            number = self.data[at + len(self._shared_text) : cell.end].partition(b"<")[0]
            if at > 0 and number.isdigit() and len(number) < 10:
                return cellxml.as_stored(self.texts(int(number)), "str")
        tag, inside = self.data[cell.start : cell.tag_end], self.data[cell.tag_end : cell.end]
        found = _T.search(tag)
        kind = (found[1] or found[2] or b"n").decode() if found else "n"
        if kind == "inlineStr":
            if plain := _PLAIN_INLINE.fullmatch(inside):
                return cellxml.as_stored(cellxml.unescape(plain[1].decode()), kind)
            return cellxml.as_stored(plain_text(self._inline(inside)), kind)
        stored = self.index.grammar.value.search(inside)
        raw = cellxml.unescape((stored[2] or b"").decode()) if stored else ""
        if stored is None or (kind == "n" and not raw.strip()):  # openpyxl writes <v></v>
            formula = self.formula(cell)
            return None if formula is None else Uncalculated(f"={formula}")
        if kind == "s":
            return self._shared(raw.strip(), cell)
        if not raw and kind != "str":
            return None
        return cellxml.as_stored(raw, kind)

    def _shared(self, number: str, cell: CellSpan) -> Value:
        if not number:
            return None
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            at = self.data[cell.start : cell.tag_end][:60].decode(errors="replace")
            raise InputError(DAMAGED, detail=f"{self.part}: {at}{number[:20]}")
        return cellxml.as_stored(self.texts(int(number)), "str")

    def _inline(self, inside: bytes) -> etree._Element:
        end = inside.rfind(b"</")
        return parse(f"<c{self._declared()}>".encode() + inside[:end] + b"</c>", self.part)

    def _declared(self) -> str:
        pairs = self.frame.nsmap.items()
        return "".join(f' xmlns{":" + p if p else ""}="{u}"' for p, u in pairs)

    def collect(self, pieces: Iterable[Piece]) -> Buffer:
        """Return the pieces of the sheet as it is to be, kept as its bytes are now."""
        return collected(pieces, large=len(self.data) > zipcopy.IN_FILE_ABOVE)

    def has_formulas(self) -> bool:
        """Whether any cell has a formula."""
        at, find = self.head_end, self.data.find
        if find(b"f", at, self.rows_end) < 0:
            return False
        while (at := find(self._formula, at, self.rows_end)) >= 0:
            at += len(self._formula)
            if self.data[at] in b"> /\n\r\t":
                return True
        return False

    def with_frame(self) -> Iterator[Piece]:
        """Yield the sheet's bytes with the changes that were made to `frame`."""
        import secrets

        data = next(c for c in self.frame if local(c) == "sheetData")
        mark = f"rows-{secrets.token_hex(12)}"
        data.text = mark
        whole = serialize(self.frame, self.data)
        data.text = None
        head, _, tail = whole.partition(mark.encode())
        yield head
        yield memoryview(self.data)[self.head_end : self.rows_end]
        yield tail


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


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _style(tag: bytes) -> int:
    found = _S.search(tag)
    number = found[1] or found[2] or b"" if found else b""
    return int(number) if number.isdigit() and len(number) < 10 else 0


def _ascii_compatible(data: Buffer, part: str) -> Buffer:
    """Return the same XML in UTF-8 where it is in an encoding that can't be scanned as bytes."""
    start = data[:200]
    named = _ENCODING.search(start)
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:8]
    if not wide and (not named or named[1].upper() in (b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII")):
        return data
    return serialize(parse(data, part), data)
