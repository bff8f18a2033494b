"""What a person changed in a Word file since it was made: cell by cell, paragraph by paragraph.

Three documents are compared: as it was made (the file remembers it), as it is now, and as the
workbook would print it today. Runs in a process apart, for the file comes from outside.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.documents.word import made_from
from ita_excel.documents.word.edited_places import (
    Lines,
    TableNames,
    blocks_beside,
    field_beside,
    first_words,
    looks_of,
    row_text,
    same_text,
    squeezed,
    texts_by_place,
    tidy,
    values_in,
)
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
from ita_excel.documents.word.side_by_side import aligned
from ita_excel.ooxml.zipping import unzipped


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
    _above: tuple[str, str, str] | None = None  # place, base and edited text of the paragraph above

    def result(self) -> WordEdits:
        self._places = self.base.place_of()
        if self.ours:
            self._read_ours(self.ours)
        before, after = self.base.document.blocks, self.now.blocks
        pairs = blocks_beside(before, after)
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
            self.untaken.append(Untaken("table_removed", "", first_words(before)))
        elif isinstance(after, ReadTable):
            self.untaken.append(Untaken("table_added", "", first_words(after)))
        elif before is None and after is not None:
            self._put_in(after)
        elif before is not None and after is None:
            self._taken_out(before)
        elif before is not None and after is not None:
            self._pair(before, after)
            whole = self._whole_place(before)
            self._above = (whole, tidy(before.text), tidy(after.text)) if whole else None

    def _put_in(self, after: ReadParagraph) -> None:
        """Note a paragraph that was put in: behind one of the workbook's it may be a line of that."""
        if not after.text.strip():
            return
        if OBJECT in after.text:
            self.untaken.append(Untaken("picture", "", after.text))
        elif self._above is None or not self._above[0].startswith(_OF_LINES):
            self.untaken.append(Untaken("added", "", after.text))
        else:
            place, base, theirs = self._above
            self._above = place, base, f"{theirs}\n{tidy(after.text)}"
            self.texts = [t for t in self.texts if t.place != place]
            ours = self._ours_texts.get(place)
            self.texts.append(TextEdit(place, base, ours, self._above[2]))

    def _taken_out(self, before: ReadParagraph) -> None:
        if not before.text.strip():
            return
        place = self._whole_place(before)
        if place:
            base = tidy(before.text)
            self.texts.append(TextEdit(place, base, self._ours_texts.get(place), ""))
        else:
            self.untaken.append(Untaken("removed", self._where(before), before.text))

    def _whole_place(self, paragraph: ReadParagraph) -> str:
        """Return the place of which a paragraph says all, and nothing else; '' where there is none."""
        places = self._places.get(paragraph.number, ())
        if (
            len(places) == 1
            and not places[0].in_table
            and same_text(places[0].text, paragraph.text)
        ):
            return places[0].name
        return ""

    def _pair(self, before: ReadParagraph, after: ReadParagraph) -> None:
        """Compare a paragraph with what became of it."""
        if same_text(before.text, after.text):
            if before.look != after.look:
                self._looks.append(before.text[:_SHOWN])
            return
        if before.text.count(OBJECT) != after.text.count(OBJECT):
            self.untaken.append(Untaken("picture", self._where(before), after.text))
        places = [p for p in self._places.get(before.number, ()) if not p.in_table]
        line, now = (p.text.removeprefix("\f") for p in (before, after))
        values = values_in(line, now, [(p.offset, len(p.text)) for p in places])
        if values is None:
            self.untaken.append(Untaken("fixed", tidy(before.text), tidy(after.text)))
            return
        for place, value in zip(places, values, strict=True):
            if not same_text(place.text, value):
                ours = self._ours_texts.get(place.name)
                self.texts.append(TextEdit(place.name, tidy(place.text), ours, value))

    def _where(self, paragraph: ReadParagraph) -> str:
        return " ".join(place.name for place in self._places.get(paragraph.number, ()))

    def _table(self, before: ReadTable, after: ReadTable) -> None:
        names = TableNames(before, self._places, self.base.memory.rows)
        pairs = aligned(*([row_text(r) for r in t.rows] for t in (before, after)))
        for i, j in pairs:
            if i is None:
                self._lonely("row_added", after.rows[j or 0])
            elif j is None:
                self._lonely("row_removed", before.rows[i])
            else:
                self._row(names, i, before.rows[i], after.rows[j])

    def _lonely(self, what: str, row: ReadRow) -> None:
        self.untaken.append(Untaken(what, "", " | ".join(c.text for c in row if c.text)))

    def _row(self, names: TableNames, number: int, before: ReadRow, after: ReadRow) -> None:
        if [c.column for c in before] != [c.column for c in after]:
            self.untaken.append(Untaken("columns", "", " | ".join(c.text for c in after)))
            return
        for one, other in zip(before, after, strict=True):
            if one.text == other.text and looks_of(one) == looks_of(other):
                continue
            self._cell(names, number, one, other)

    def _cell(self, names: TableNames, number: int, before: ReadCell, after: ReadCell) -> None:
        """Give each paragraph of an edited cell to the field that it belongs to."""
        pairs = aligned(*([tidy(p.text) for p in c.paragraphs] for c in (before, after)))
        fields = [names.field_of(p) for p in before.paragraphs]
        main = names.main_field(before, number)
        given: dict[str, list[str]] = {}
        for name in [*fields, main]:
            given.setdefault(name, [])
        for place, (i, j) in enumerate(pairs):
            if i is not None and j is not None:
                one, other = before.paragraphs[i], after.paragraphs[j]
                if one.look != other.look and same_text(one.text, other.text):
                    self._looks.append(one.text[:_SHOWN])
            if j is not None:
                name = fields[i] if i is not None else field_beside(pairs, place, fields, main)
                given.setdefault(name, []).append(tidy(after.paragraphs[j].text))
        row = names.rows.get(number)
        for name, theirs in given.items():
            base = [
                tidy(p.text) for p, f in zip(before.paragraphs, fields, strict=True) if f == name
            ]
            if list(map(squeezed, base)) == list(map(squeezed, theirs)):
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
        self._ours_texts = texts_by_place(self.base.memory.places, ours.memory.places)
        for block in ours.document.blocks:
            if not isinstance(block, ReadTable):
                continue
            names = TableNames(block, places, ours.memory.rows)
            for number, cells in enumerate(block.rows):
                row = names.rows.get(number)
                if row is None:
                    continue
                self._ours_rows.add((names.section, row))
                for cell in cells:
                    column = names.columns.get(cell.column, "")
                    for p in cell.paragraphs:
                        at = (names.section, row, column, names.field_of(p))
                        self._ours_cells[at] = (*self._ours_cells.get(at, ()), tidy(p.text))


_SAID = ("workbook", "kind", "round", "unit", "agency", "year", "shared", "last")
_SHOWN = 60
_OF_LINES = ("paragraphs.", "duties.")  # where one sentence may be several paragraphs
