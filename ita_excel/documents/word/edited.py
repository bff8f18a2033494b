"""What a person changed in a Word file since it was made: cell by cell, paragraph by paragraph.

Three documents are compared: as it was made (the file remembers it), as it is now, and as the
workbook would print it today. Runs in a process apart, for the file comes from outside.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.documents.word import made_from
from ita_excel.documents.word.formatting_seen import same_shape
from ita_excel.documents.word.made_from import Memory, PrintedPlace
from ita_excel.documents.word.reading_back import (
    OBJECT,
    Block,
    ReadCell,
    ReadDocument,
    ReadParagraph,
    ReadRow,
    ReadTable,
    read,
)
from ita_excel.documents.word.side_by_side import Pair, aligned
from ita_excel.ooxml.zipping import unzipped

Lines = tuple[str, ...]


class CellEdit(NamedTuple):
    """What a cell of a table says of one field: as it was made, today (None: no more), and edited.

    `row` is รหัส, round and unit; `column` the column's name, `section` the table's.
    """

    section: str
    row: Lines
    column: str
    field: str
    base: Lines
    ours: Lines | None
    theirs: Lines


class TextEdit(NamedTuple):
    """A paragraph or a line of a letter's head by its place in the content, three times as above."""

    place: str
    base: str
    ours: str | None
    theirs: str


class Untaken(NamedTuple):
    """A change that has no home in the workbook: what was done, where, and what it says."""

    what: str  # a key of `WHAT`
    where: str
    text: str


class WordEdits(NamedTuple):
    """All that a person changed; nothing where the file is as it was made."""

    about: dict[str, str]
    cells: tuple[CellEdit, ...] = ()
    texts: tuple[TextEdit, ...] = ()
    untaken: tuple[Untaken, ...] = ()
    edited: bool = False
    tracked: int = 0
    comments: int = 0


WHAT = {
    "added": Text("เพิ่มย่อหน้า", "a paragraph was added"),
    "removed": Text("ลบย่อหน้า", "a paragraph was removed"),
    "fixed": Text("แก้ข้อความที่โปรแกรมพิมพ์เอง", "a text that the program makes was changed"),
    "row_added": Text("เพิ่มแถวในตาราง", "a row was added to a table"),
    "row_removed": Text("ลบแถวในตาราง", "a row of a table was removed"),
    "table_added": Text("เพิ่มตาราง", "a table was added"),
    "table_removed": Text("ลบตาราง", "a table was removed"),
    "columns": Text("เพิ่มหรือลบคอลัมน์ของตาราง", "columns of a table were added or removed"),
    "picture": Text("เพิ่ม ลบ หรือย้ายรูปภาพ", "a picture was added, removed or moved"),
    "look": Text("แก้รูปแบบตัวอักษรหรือการจัดวาง", "formatting was changed"),
    "gone": Text("แก้แถวหรือข้อความที่สมุดงานไม่พิมพ์แล้ว", "of what the workbook prints no more"),
    "last_year": Text(
        "แก้ผลของปีก่อน ซึ่งอยู่ในสมุดงานของปีก่อน", "of last year's results, in their own workbook"
    ),
    "joint": Text("แก้แถวรวมของหลายหน่วยงาน", "of a row that is combined from several units' rows"),
    "unclear": Text("แก้ข้อความที่ใส่ลงเซลล์เดียวไม่ได้", "of what one cell can't say"),
    "page": Text("แก้ขนาดกระดาษหรือขอบกระดาษ", "the paper or its margins were changed"),
    "margin": Text("แก้หัวกระดาษหรือท้ายกระดาษ", "a header or footer was changed"),
}
NOT_WORD = Text(
    "ไม่ใช่ไฟล์ Word (.docx) ที่อ่านได้ หรือเข้ารหัสผ่านไว้ โปรดเปิดด้วย Word แล้วบันทึกเป็น .docx ที่ไม่มีรหัสผ่าน",
    "no Word file (.docx) that can be read, or one with a password: open it in Word and save it as "
    ".docx without a password",
)


@dataclass(frozen=True, slots=True)
class _Made:
    """A document with what it remembers of itself."""

    document: ReadDocument
    memory: Memory

    def place_of(self) -> dict[int, list[PrintedPlace]]:
        """Return the places by the number of their paragraph."""
        found: dict[int, list[PrintedPlace]] = {}
        for place in self.memory.places:
            found.setdefault(place.paragraph, []).append(place)
        return found


def work(words: dict[str, Any], data: bytes) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Say what was changed in a file; called in the process apart.

    `data` is the file, behind it today's (from `length` on); `memory` what is known of the first
    where it says nothing itself.
    """
    length = int(words["length"])
    found = edits(data[:length], data[length:], str(words.get("memory", "")))
    yield {"edits": None if found is None else found._asdict()}, b""


def edits(edited: bytes, today: bytes, memory: str = "") -> WordEdits | None:
    """Return what was changed in a Word file; None where nobody knows how it was made.

    `today`: as it would be made now, b"" where that isn't asked. InputError for what can't be read.
    """
    parts = _parts(edited)
    known = made_from.unpacked(made_from.packed_in(parts)) or made_from.unpacked(memory)
    try:
        now = read(parts)
        if known is None:
            return None
        base = _Made(read({n: t.encode() for n, t in known.parts.items()}), known)
    except (SyntaxError, LookupError, ValueError, RecursionError) as error:
        raise InputError(NOT_WORD) from error
    ours = None
    if today:
        its = _parts(today)
        remembered = made_from.unpacked(made_from.packed_in(its))
        ours = _Made(read(its), remembered) if remembered else None
    return _Comparison(base, now, ours).result()


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        parts = unzipped(data, limits.TEMPLATE_PARTS)
        parts["word/document.xml"]
    except (zipfile.BadZipFile, LookupError, OSError, ValueError, RuntimeError, EOFError,
            NotImplementedError) as error:  # fmt: skip
        raise InputError(NOT_WORD) from error
    return parts


@dataclass(slots=True)
class _Comparison:
    """Collects what differs between a document as it was made and as it is."""

    base: _Made
    now: ReadDocument
    ours: _Made | None
    cells: list[CellEdit] = field(default_factory=list)
    texts: list[TextEdit] = field(default_factory=list)
    untaken: list[Untaken] = field(default_factory=list)
    _places: dict[int, list[PrintedPlace]] = field(default_factory=dict)
    _ours_cells: dict[tuple[str, Lines, str, str], Lines] = field(default_factory=dict)
    _ours_rows: set[tuple[str, Lines]] = field(default_factory=set)
    _ours_texts: dict[str, str] = field(default_factory=dict)
    _looks: list[str] = field(default_factory=list)

    def result(self) -> WordEdits:
        self._places = self.base.place_of()
        if self.ours:
            self._read_ours(self.ours)
        before, after = self.base.document.blocks, self.now.blocks
        pairs = _blocks(before, after)
        for i, j in pairs:
            self._block(before[i] if i is not None else None, after[j] if j is not None else None)
        self._whole()
        about = {n: str(getattr(self.base.memory.about, n)) for n in _SAID}
        changed = bool(self.cells or self.texts or self.untaken)
        return WordEdits(
            about,
            tuple(self.cells),
            tuple(self.texts),
            tuple(self.untaken),
            changed or self._spaces() or bool(self.now.tracked or self.now.comments),
            self.now.tracked,
            self.now.comments,
        )

    def _spaces(self) -> bool:
        """Whether anything differs, be it a space."""
        before, after = ([p.text for p in d.paragraphs()] for d in (self.base.document, self.now))
        return before != after

    def _whole(self) -> None:
        """Compare what is of the document as a whole: pages, headers, formatting."""
        before, after = self.base.document, self.now
        pages = list(zip(before.pages, after.pages, strict=False))
        if len(before.pages) != len(after.pages) or not all(same_shape(a, b) for a, b in pages):
            self.untaken.append(Untaken("page", "", ""))
        for text in sorted(set(after.margins) ^ set(before.margins)):
            self.untaken.append(Untaken("margin", "", text))
        if self._looks:
            self.untaken.append(Untaken("look", self._looks[0], str(len(self._looks))))

    def _block(self, before: Block | None, after: Block | None) -> None:
        if isinstance(before, ReadTable) and isinstance(after, ReadTable):
            self._table(before, after)
        elif isinstance(before, ReadTable):
            self.untaken.append(Untaken("table_removed", "", _first_words(before)))
        elif isinstance(after, ReadTable):
            self.untaken.append(Untaken("table_added", "", _first_words(after)))
        elif before is None and after is not None:
            if after.text.strip():
                kind = "picture" if not after.text.replace(OBJECT, "").strip() else "added"
                self.untaken.append(Untaken(kind, "", after.text))
        elif before is not None and after is None:
            if before.text.strip():
                self.untaken.append(Untaken("removed", self._where(before), before.text))
        elif before is not None and after is not None:
            self._pair(before, after)

    def _pair(self, before: ReadParagraph, after: ReadParagraph) -> None:
        """Compare a paragraph with what became of it."""
        if _same(before.text, after.text):
            if before.look != after.look:
                self._looks.append(before.text[:_SHOWN])
            return
        if before.text.count(OBJECT) != after.text.count(OBJECT):
            self.untaken.append(Untaken("picture", self._where(before), after.text))
        places = [p for p in self._places.get(before.number, ()) if not p.in_table]
        line, now = (p.text.removeprefix("\f") for p in (before, after))
        values = _values(line, now, [(p.offset, len(p.text)) for p in places])
        if values is None:
            self.untaken.append(Untaken("fixed", _tidy(before.text), _tidy(after.text)))
            return
        for place, value in zip(places, values, strict=True):
            if not _same(place.text, value):
                ours = self._ours_texts.get(place.name)
                self.texts.append(TextEdit(place.name, _tidy(place.text), ours, value))

    def _where(self, paragraph: ReadParagraph) -> str:
        return " ".join(place.name for place in self._places.get(paragraph.number, ()))

    def _table(self, before: ReadTable, after: ReadTable) -> None:
        names = _Names(before, self._places, self.base.memory.rows)
        pairs = aligned(*([_row_text(r) for r in t.rows] for t in (before, after)))
        for i, j in pairs:
            if i is None:
                self._lonely("row_added", after.rows[j or 0])
            elif j is None:
                self._lonely("row_removed", before.rows[i])
            else:
                self._row(names, i, before.rows[i], after.rows[j])

    def _lonely(self, what: str, row: ReadRow) -> None:
        self.untaken.append(Untaken(what, "", " | ".join(c.text for c in row if c.text)))

    def _row(self, names: _Names, number: int, before: ReadRow, after: ReadRow) -> None:
        if [c.column for c in before] != [c.column for c in after]:
            self.untaken.append(Untaken("columns", "", " | ".join(c.text for c in after)))
            return
        for one, other in zip(before, after, strict=True):
            if one.text == other.text and _looks_of(one) == _looks_of(other):
                continue
            self._cell(names, number, one, other)

    def _cell(self, names: _Names, number: int, before: ReadCell, after: ReadCell) -> None:
        """Give each paragraph of an edited cell to the field that it belongs to."""
        pairs = aligned(*([_tidy(p.text) for p in c.paragraphs] for c in (before, after)))
        fields = [names.field_of(p) for p in before.paragraphs]
        main = names.main_field(before, number)
        given: dict[str, list[str]] = {}
        for name in [*fields, main]:
            given.setdefault(name, [])
        for place, (i, j) in enumerate(pairs):
            if i is not None and j is not None:
                one, other = before.paragraphs[i], after.paragraphs[j]
                if one.look != other.look and _same(one.text, other.text):
                    self._looks.append(one.text[:_SHOWN])
            if j is not None:
                name = fields[i] if i is not None else _beside(pairs, place, fields, main)
                given.setdefault(name, []).append(_tidy(after.paragraphs[j].text))
        row = names.rows.get(number)
        for name, theirs in given.items():
            base = [
                _tidy(p.text) for p, f in zip(before.paragraphs, fields, strict=True) if f == name
            ]
            if list(map(_squeezed, base)) == list(map(_squeezed, theirs)):
                continue
            column = names.columns.get(before.column, "")
            if OBJECT in "".join(base) + "".join(theirs):
                self.untaken.append(Untaken("picture", column, "\n".join(theirs)))
            elif not row or not column or not name:
                self.untaken.append(Untaken("fixed", "\n".join(base), "\n".join(theirs)))
            else:
                self.cells.append(self._edit(names.section, row, column, name, base, theirs))

    def _edit(
        self, section: str, row: Lines, column: str, name: str, base: list[str], theirs: list[str]
    ) -> CellEdit:
        ours: Lines | None = self._ours_cells.get((section, row, column, name), ())
        if (section, row) not in self._ours_rows:
            ours = None
        return CellEdit(section, row, column, name, tuple(base), ours, tuple(theirs))

    def _read_ours(self, ours: _Made) -> None:
        places = ours.place_of()
        for place in ours.memory.places:
            if not place.in_table:
                self._ours_texts[place.name] = _tidy(place.text)
        for block in ours.document.blocks:
            if not isinstance(block, ReadTable):
                continue
            names = _Names(block, places, ours.memory.rows)
            for number, cells in enumerate(block.rows):
                row = names.rows.get(number)
                if row is None:
                    continue
                self._ours_rows.add((names.section, row))
                for cell in cells:
                    column = names.columns.get(cell.column, "")
                    for p in cell.paragraphs:
                        at = (names.section, row, column, names.field_of(p))
                        self._ours_cells[at] = (*self._ours_cells.get(at, ()), _tidy(p.text))


class _Names:
    """What the rows and columns of a table are in the workbook, by the places in it."""

    def __init__(
        self,
        table: ReadTable,
        places: Mapping[int, Sequence[PrintedPlace]],
        rows: Mapping[str, Sequence[Sequence[str]]],
    ) -> None:
        self._fields: dict[int, str] = {}
        self.section = ""
        self.rows: dict[int, Lines] = {}
        votes: dict[int, Counter[str]] = {}
        for number, row in enumerate(table.rows):
            for cell in row:
                for p in cell.paragraphs:
                    for place in places.get(p.number, ()):
                        if not place.in_table:
                            continue
                        section, at, column, name = place.name.split(".")
                        self._fields[p.number] = name
                        self.section = self.section or section
                        votes.setdefault(cell.column, Counter())[column] += 1
                        known = rows.get(section, ())
                        if at.isdigit() and int(at) < len(known) and any(known[int(at)]):
                            self.rows[number] = tuple(known[int(at)])
        self.columns = {column: c.most_common(1)[0][0] for column, c in votes.items()}

    def field_of(self, paragraph: ReadParagraph) -> str:
        return self._fields.get(paragraph.number, "")

    def main_field(self, cell: ReadCell, row: int) -> str:
        """Return the field of what is typed into a cell that said nothing; '' where it has none."""
        if cell.goes_on or row not in self.rows:
            return ""
        column = self.columns.get(cell.column, "")
        return "text" if (self.section, column) in _TEXTS else column


_TEXTS = {("plan", "method"), ("measures", "method")}
_SAID = ("workbook", "kind", "round", "unit", "agency", "year", "shared", "last")
_SHOWN = 60


def _beside(pairs: Sequence[Pair], place: int, fields: Sequence[str], main: str) -> str:
    """Return the field of a paragraph that was put in: that of the one above, or of the next."""
    above = next((i for i, _ in reversed(pairs[:place]) if i is not None), None)
    below = next((i for i, _ in pairs[place:] if i is not None), None)
    for i in (above, below):
        if i is not None and fields[i]:
            return fields[i]
    return main


def _blocks(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """Return the blocks side by side: tables with tables, paragraphs with paragraphs."""
    mine, theirs = (
        [i for i, b in enumerate(s) if isinstance(b, ReadTable)] for s in (before, after)
    )
    tables = aligned(
        [_first_words(before[i]) for i in mine], [_first_words(after[j]) for j in theirs]
    )
    found: list[Pair] = []
    at, there = 0, 0
    ends = [(mine[a], theirs[b]) for a, b in tables if a is not None and b is not None]
    for i, j in [*ends, (len(before), len(after))]:
        texts = aligned(
            [_block_text(b) for b in before[at:i]], [_block_text(b) for b in after[there:j]]
        )
        for a, b in texts:
            one, other = (None if a is None else a + at), (None if b is None else b + there)
            alike = one is None or other is None or type(before[one]) is type(after[other])
            found += [(one, other)] if alike else [(one, None), (None, other)]
        if i < len(before) and j < len(after):
            found.append((i, j))
        at, there = i + 1, j + 1
    return found


def _block_text(block: Block) -> str:
    return _tidy(block.text) if isinstance(block, ReadParagraph) else _first_words(block)


def _first_words(block: Block) -> str:
    """Return what a table's first row says."""
    if isinstance(block, ReadParagraph):
        return block.text
    return _row_text(block.rows[0]) if block.rows else ""


def _row_text(row: ReadRow) -> str:
    return " | ".join(c.text for c in row)


def _looks_of(cell: ReadCell) -> Lines:
    return tuple(p.look for p in cell.paragraphs)


def _values(before: str, after: str, places: Sequence[tuple[int, int]]) -> list[str] | None:
    """Return what became of the values in a line, which stood at these places of that length.

    None where more than values was changed, or where nobody can tell where one ends.
    """
    if not places:
        return None
    fixed, at = [], 0  # before, between and behind the values
    for offset, length in places:
        fixed.append(before[at:offset])
        at = offset + length
    end = before[at:].rstrip()
    if not after.startswith(fixed[0]) or not all(fixed[1:]):
        return None
    rest, found = after[len(fixed[0]) :], []
    for piece in fixed[1:]:
        there = rest.find(piece)
        if there < 0:
            return None
        found.append(rest[:there])
        rest = rest[there + len(piece) :]
    rest = rest.rstrip()
    if not rest.endswith(end):
        return None
    found.append(rest.removesuffix(end) if end else rest)
    return [_tidy(value) for value in found]


def _tidy(text: str) -> str:
    """Return a text as it is compared: blanks of all kinds are one space, but for tabs."""
    return re.sub(r"[ \u00a0\u202f]+", " ", text).strip(" ")


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _same(a: str, b: str) -> bool:
    return _squeezed(a) == _squeezed(b)
