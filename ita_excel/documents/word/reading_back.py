"""What a Word document says and how it looks: paragraphs, tables, headers, read from its parts.

Whoever saved it last: what counts is what a reader sees. Tracked insertions are read as there,
tracked deletions as gone; comments are counted. A look is what formatting comes to, styles and
all, so that a program that writes the same look in another way has changed nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from ita_excel.documents.word.formatting_seen import Looks, Shape
from ita_excel.documents.word.packaging import parse, w

OBJECT = "\ufffc"  # a picture, a chart, an embedded file
_HEADERS = re.compile(r"word/(?:header|footer)\d*\.xml")
_COUNTED = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


class ReadParagraph(NamedTuple):
    """A paragraph: its text, a bullet before it where it has one, its look, and its number."""

    text: str
    look: str
    number: int


class ReadCell(NamedTuple):
    """A cell by the column of the table's grid; `goes_on`: the cell above reaches into it."""

    column: int
    paragraphs: tuple[ReadParagraph, ...]
    goes_on: bool

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


ReadRow = tuple[ReadCell, ...]


class ReadTable(NamedTuple):
    """A table's rows, and how wide its columns are in twips."""

    rows: tuple[ReadRow, ...]
    widths: tuple[int, ...] = ()


Block = ReadParagraph | ReadTable


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document from top to bottom, with what stands above and below its pages."""

    blocks: tuple[Block, ...]
    margins: tuple[str, ...]  # what headers and footers say besides numbers of pages
    pages: tuple[Shape, ...]
    tracked: int = 0  # changes that wait to be accepted
    comments: int = 0

    def paragraphs(self) -> Iterator[ReadParagraph]:
        """Yield all paragraphs, those of cells too."""
        for block in self.blocks:
            if isinstance(block, ReadParagraph):
                yield block
            else:
                yield from (p for row in block.rows for cell in row for p in cell.paragraphs)


def read(parts: Mapping[str, bytes]) -> ReadDocument:
    """Return what a package's document says; KeyError or lxml's SyntaxError where it is none."""
    reader = _Reader(Looks(parts.get("word/styles.xml")))
    root = parse(parts["word/document.xml"])
    body = root.find(w("body"))
    if body is None:
        raise KeyError("body")
    reader.numbers = {id(p): i for i, p in enumerate(reader.keep(root.iter(w("p"))))}
    blocks = tuple(reader.blocks(body))
    margins = {
        text
        for name, data in parts.items()
        if _HEADERS.fullmatch(name)
        for text in [reader.margin(parse(data))]
        if text
    }
    pages = tuple(Looks.page(section) for section in root.iter(w("sectPr")))
    comments = len(list(root.iter(w("commentReference"))))
    return ReadDocument(blocks, tuple(sorted(margins)), pages, reader.tracked, comments)


@dataclass(slots=True)
class _Reader:
    """Reads the elements of one document."""

    looks: Looks
    numbers: dict[int, int] = field(default_factory=dict)
    tracked: int = 0
    _kept: list[etree._Element] = field(default_factory=list)  # so that their ids stay theirs

    def keep(self, elements: Iterable[etree._Element]) -> list[etree._Element]:
        self._kept = list(elements)
        return self._kept

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Yield paragraphs and tables; one whose end was deleted goes on in the next."""
        before: list[ReadParagraph] = []
        for element in _flat(parent):
            if element.tag == w("tbl"):
                yield from before
                before = []
                yield self._table(element)
                continue
            one = self._paragraph(element)
            if before:
                one = ReadParagraph(before[0].text + one.text, one.look, before[0].number)
            before = [one]
            if element.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is None:
                yield one
                before = []
            else:
                self.tracked += 1
        yield from before

    def margin(self, root: etree._Element) -> str:
        """Return what a header or footer says."""
        texts = ("".join(t for t, _ in self._texts(p)) for p in root.iter(w("p")))
        said = "\n".join(_tidy(t).strip() for t in texts)
        return said.strip(" -\n")  # the lines beside a page's number

    def _table(self, table: etree._Element) -> ReadTable:
        rows = []
        for row in _inside(table, w("tr")):
            change = row.find(f"{w('trPr')}/{w('del')}")
            self.tracked += change is not None
            if change is None:
                rows.append(tuple(self._cells(row)))
        widths = [_number(c.get(w("w"))) for c in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        return ReadTable(tuple(rows), tuple(widths))

    def _cells(self, row: etree._Element) -> Iterator[ReadCell]:
        column = 0
        skipped = row.find(f"{w('trPr')}/{w('gridBefore')}")
        if skipped is not None:
            column = _number(skipped.get(w("val")))
        for cell in _inside(row, w("tc")):
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            goes_on = merge is not None and merge.get(w("val"), "continue") == "continue"
            inner = [b for b in self._within(cell) if b.text or b.look]
            yield ReadCell(column, tuple(p for p in inner if p.text.strip()), goes_on)
            column += max(1, _number(span.get(w("val")))) if span is not None else 1

    def _within(self, cell: etree._Element) -> Iterator[ReadParagraph]:
        """Yield a cell's paragraphs, with those of tables that stand in it."""
        for block in self.blocks(cell):
            if isinstance(block, ReadParagraph):
                yield block
            else:
                for row in block.rows:
                    for inner in row:
                        yield from inner.paragraphs

    def _paragraph(self, element: etree._Element) -> ReadParagraph:
        texts = [(_tidy(text), run) for text, run in self._texts(element)]
        text = "".join(text for text, _ in texts)
        if self.looks.listed(element):
            text = f"- {text}"
        if self.looks.begins_page(element) and not text.startswith("\f"):
            text = f"\f{text}"  # LibreOffice writes the one as the other
        look = self.looks.of(element, [(t, run) for t, run in texts if t.strip()])
        return ReadParagraph(text, look, self.numbers.get(id(element), -1))

    def _texts(self, element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield what the runs of a paragraph say, each with its run."""
        fields: list[
            list[str]
        ] = []  # of each field that is open: its instruction, "=" once it shows
        for run in self._runs(element):
            for child in run:
                shown = not any(_COUNTED.match(f[0]) or f[1] != "=" for f in fields)
                if child.tag == w("fldChar"):
                    kind = child.get(w("fldCharType"))
                    if kind == "begin":
                        fields.append(["", ""])
                    elif fields and kind == "separate":
                        fields[-1][1] = "="
                    elif fields and kind == "end":
                        fields.pop()
                elif child.tag == w("instrText") and fields:
                    fields[-1][0] += child.text or ""
                elif shown and (text := _said(child)):
                    yield text, run

    def _runs(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if child.tag == w("r"):
                yield child
            elif child.tag in (w("del"), w("moveFrom")):
                self.tracked += 1
            elif child.tag == w("fldSimple") and _COUNTED.match(child.get(w("instr"), "")):
                continue
            elif child.tag in _HOLDERS:
                self.tracked += child.tag in (w("ins"), w("moveTo"))
                yield from self._runs(child)


_HOLDERS = frozenset(
    w(n)
    for n in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "bdo", "dir",
              "customXml")
)  # fmt: skip
_PICTURES = frozenset(w(n) for n in ("drawing", "pict", "object"))
_PLAIN = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-", w("sym"): "□"}
_NOTES = frozenset((w("footnoteReference"), w("endnoteReference")))


def _said(child: etree._Element) -> str:
    if child.tag == w("t"):
        return child.text or ""
    if child.tag == w("br"):
        return "\f" if child.get(w("type")) == "page" else "\n"
    if child.tag in _PLAIN:
        return _PLAIN[child.tag]
    if child.tag == _ALTERNATIVE:
        return next((_object(c) for c in child.iter(_CHOICE)), "")
    if child.tag in _PICTURES:
        return _object(child)
    return "※" if child.tag in _NOTES else ""


def _object(element: etree._Element) -> str:
    """Return what stands for a picture, with what a text box in it says."""
    return OBJECT + "".join(t.text or "" for t in element.iter(w("t")))


def _flat(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables of a body or cell, out of content controls too."""
    for child in parent:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")):
            yield from _flat(child)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, out of content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _inside(child, tag)


def _tidy(text: str) -> str:
    """Return a text as it reads: no-break spaces are spaces, what can't be seen isn't there."""
    return _INVISIBLE.sub("", text.replace("\u00a0", " ").replace("\u202f", " "))


def _number(text: str | None) -> int:
    try:
        return int(float(text or ""))
    except ValueError:
        return 0
