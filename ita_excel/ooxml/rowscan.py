"""Finding rows and cells in the bytes of a worksheet without parsing it.

A sheet of 320,000 cells costs a parser a second and a scan twenty milliseconds, and what is not
parsed can't change. Works on any ASCII-compatible encoding and any namespace prefix; comments,
CDATA and processing instructions between rows are stepped over. Rows and cells without `r` stand
one after their predecessor, as the standard says.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import cached_property, lru_cache
from operator import lt
from typing import NamedTuple

from ita_excel.core.errors import InputError
from ita_excel.core.grid import column_letters, column_number
from ita_excel.core.language import Text
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW
from ita_excel.ooxml.buffers import count
from ita_excel.ooxml.zipcopy import DAMAGED, Buffer

DISORDER = Text(
    "แผ่นงานนี้มีแถวเรียงผิดลำดับหรือซ้ำกัน (แถว {row}) จึงแก้ไขโดยปลอดภัยไม่ได้ — โปรดเปิดด้วย Excel แล้วบันทึกใหม่",
    "The sheet's rows are out of order or doubled (row {row}), so it can't be edited safely. "
    "Open it in Excel and save it again.",
)

# Up to the next `<`, which no tag contains: else one that is never closed is looked for to the
# end of the sheet, from each cell anew.
ATTRIBUTES = rb"""[^<>"']*(?>(?:"[^<"]*"[^<>"']*|'[^<']*'[^<>"']*)*)"""
_SKIP = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_R = re.compile(rb"""\sr\s*=\s*["']\s*([A-Z]*)(\d+)""")


class Grammar(NamedTuple):
    """The patterns of one namespace prefix (with its colon; usually empty)."""

    prefix: str
    row: re.Pattern[bytes]  # a row's start tag
    rows: re.Pattern[bytes]  # the same, or a comment or the like, which has no group
    rows_quick: re.Pattern[bytes]  # the beginning of a row as nearly all programs write it
    cells: re.Pattern[bytes]
    cell_end: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]

    def column(self, letters: str) -> re.Pattern[bytes]:
        """Return the pattern for the plainly written cells of a column: row, tag, whole."""
        p = re.escape(self.prefix)
        text = rf'<{p}c r="{letters}(\d+)"([^<>]*>)(?:(?<=/>)|.*?</{p}c>)'
        return re.compile(text.encode(), re.DOTALL)


@lru_cache(maxsize=16)
def grammar(prefix: str) -> Grammar:
    """Return the patterns for elements that are written with `prefix`."""
    p = re.escape(prefix.encode())
    row = rb"<" + p + rb"row(?=[\s/>])(" + ATTRIBUTES + rb")>"
    cell = rb"<" + p + rb"c(?=[\s/>])(" + ATTRIBUTES + rb")>"

    def element(name: bytes) -> re.Pattern[bytes]:
        tag = p + name
        inside = rb"(?:(?<=/>)|(.*?)</" + tag + rb"\s*>)"
        return re.compile(rb"<" + tag + rb"(?=[\s/>])(" + ATTRIBUTES + rb")>" + inside, re.DOTALL)

    return Grammar(
        prefix,
        re.compile(row),
        re.compile(_SKIP + rb"|" + row, re.DOTALL),
        re.compile(rb"<" + p + rb'row r="(\d+)"'),
        re.compile(_SKIP + rb"|" + cell, re.DOTALL),
        re.compile(rb"</" + p + rb"c\s*>"),
        element(b"f"),
        element(b"v"),
    )


class CellSpan(NamedTuple):
    """Where a cell stands: its column, `<`, the end of its start tag, and its end."""

    column: int
    start: int
    tag_end: int
    end: int
    rest: int = 0  # where its address ends in a plainly written one; 0 where nobody looked


class RowIndex:
    """Where each row of a sheet's data begins; found once, in one pass."""

    def __init__(self, data: Buffer, start: int, end: int, prefix: str) -> None:
        """Look at `data[start:end]`, what is between `<sheetData>` and `</sheetData>`."""
        self.data, self.start, self.end = data, start, end
        self.grammar = grammar(prefix)
        self._open = f"<{prefix}c".encode()
        self._close = f"</{prefix}c>".encode()
        self._row_close = f"</{prefix}row".encode()
        # Of the row that was asked for last: whoever looks at a row asks for each of its cells.
        self._tag_of = self._content_of = (-1, 0)

    @property
    def numbers(self) -> array[int]:
        """The rows' numbers, ascending."""
        return self._rows[0]

    @property
    def starts(self) -> array[int]:
        """Where each row begins."""
        return self._rows[1]

    @cached_property
    def _rows(self) -> tuple[array[int], array[int]]:
        if self.plain:
            begin = f"<{self.grammar.prefix}row".encode()
            quick = [
                (m[1], m.start())
                for m in self.grammar.rows_quick.finditer(self.data, self.start, self.end)
            ]
            numbers = [int(digits) for digits, _ in quick]
            every = count(self.data, begin, self.start, self.end)
            if len(numbers) == every and all(map(lt, numbers, numbers[1:])):
                _check_ends(numbers)
                return array("l", numbers), array("q", [start for _, start in quick])
        return self._scan()

    @cached_property
    def plain(self) -> bool:
        """Whether there are no comments and the like between the rows."""
        return not any(self._has(mark) for mark in (b"!", b"?"))

    def _check_closed(self) -> None:
        """Refuse a comment or the like that never ends: each would be looked for to the end."""
        for begin, end in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")):
            last = self.data.rfind(begin, self.start, self.end)
            if last >= 0 and self.data.find(end, last, self.end) < 0:
                raise InputError(DAMAGED, detail=begin.decode())

    def _has(self, mark: bytes) -> bool:
        """Whether `<` and `mark` stand together; the mark alone is the quicker search."""
        find = self.data.find
        return (
            find(mark, self.start, self.end) >= 0 and find(b"<" + mark, self.start, self.end) >= 0
        )

    def _scan(self) -> tuple[array[int], array[int]]:
        """Find the rows whatever stands between them and however they are numbered."""
        self._check_closed()
        numbers, starts = array("l"), array("q")
        number = 0
        for match in self.grammar.rows.finditer(self.data, self.start, self.end):
            if match[1] is None:
                continue  # a comment
            found = _R.search(match[1])
            below, number = number, int(found[2][:9]) if found else number + 1
            if number <= below:
                raise InputError(DISORDER, row=number)
            _check_ends([number])
            numbers.append(number)
            starts.append(match.start())
        return numbers, starts

    def tag_end(self, at: int) -> int:
        """Return where the start tag of a row ends."""
        if self._tag_of[0] == at:
            return self._tag_of[1]
        match = self.grammar.row.match(self.data, self.starts[at])
        if match is None:
            raise InputError(DAMAGED, detail=f"row {self.numbers[at]}")
        self._tag_of = at, match.end()
        return match.end()

    def column(self, column: int) -> dict[int, CellSpan]:
        """Return the plainly written cells of a column by their rows, found in one pass.

        Plainly is as Excel and the libraries do: `<c r="A1"`, and nothing but rows and cells.
        """
        found: dict[int, CellSpan] = {}
        if not self.plain:
            return found
        pattern = self.grammar.column(column_letters(column))
        for match in pattern.finditer(self.data, self.start, self.end):
            (start, end), (tag, tag_end) = match.span(), match.span(2)
            found[int(match[1])] = CellSpan(column, start, tag_end, end, tag)
        return found

    @cached_property
    def all_plain(self) -> bool:
        """Whether every cell is written plainly, so that a cell not found so isn't there."""
        p = self.grammar.prefix
        marks = (f'<{p}c r="'.encode(), f"<{p}c".encode())
        plainly, every = (count(self.data, mark, self.start, self.end) for mark in marks)
        return self.plain and plainly == every

    def find(self, row: int) -> int:
        """Return the place of a row in the index, or -1 - the place where it would go."""
        at = bisect_left(self.numbers, row)
        return at if at < len(self.numbers) and self.numbers[at] == row else -1 - at

    def row_end(self, at: int) -> int:
        """Return where the row at a place of the index ends, its end tag included."""
        tag_end = self.tag_end(at)
        if self.is_empty_tag(at):
            return tag_end
        below = self.starts[at + 1] if at + 1 < len(self.starts) else self.end
        close = self.data.rfind(self._row_close, tag_end, below)
        if close < 0:
            raise InputError(DAMAGED, detail=f"row {self.numbers[at]}")
        return self.data.find(b">", close) + 1

    def content_end(self, at: int) -> int:
        """Return where a row's content ends: at its end tag."""
        if self._content_of[0] != at:
            end = self.tag_end(at)
            if not self.is_empty_tag(at):
                end = self.data.rfind(self._row_close, end, self.row_end(at))
            self._content_of = at, end
        return self._content_of[1]

    def is_empty_tag(self, at: int) -> bool:
        """Whether the row is written `<row …/>`."""
        tag_end = self.tag_end(at)
        return bytes(self.data[tag_end - 2 : tag_end]) == b"/>"

    def row_tag(self, at: int) -> bytes:
        """Return the start tag of a row."""
        return bytes(self.data[self.starts[at] : self.tag_end(at)])

    def cells(self, at: int) -> list[CellSpan]:
        """Return the cells of a row in their order."""
        found: list[CellSpan] = []
        column, position, end = 0, self.tag_end(at), self.content_end(at)
        while match := self.grammar.cells.search(self.data, position, end):
            position = match.end()
            if match[1] is None:
                continue
            letters = _R.search(match[1])
            column = column_number(letters[1].decode()) if letters else column + 1
            if column > MAX_COLUMN:
                raise InputError(DAMAGED, detail=f"row {self.numbers[at]}")
            if not match[1].endswith(b"/"):
                position = self._cell_end(position, end)
            found.append(CellSpan(column, match.start(), match.end(), position))
        return found

    def cell(self, at: int, row: int, column: int) -> CellSpan | None:
        """Return one cell of a row, quickly where it is written as Excel writes it."""
        start, end = self.tag_end(at), self.content_end(at)
        wanted = f' r="{column_letters(column)}{row}"'.encode()
        data = self.data
        place = data.find(wanted, start, end)
        if place >= 0:
            begin = place - len(self._open)
            if bytes(data[begin:place]) == self._open:
                tag_end = data.find(b">", place, end) + 1
                if data[tag_end - 2] == 47:  # "/"
                    return CellSpan(column, begin, tag_end, tag_end)
                return CellSpan(column, begin, tag_end, self._cell_end(tag_end, end))
        return next((c for c in self.cells(at) if c.column == column), None)

    def place_after(self, at: int, column: int) -> int | None:
        """Return where a row's content ends if all its cells stand before `column`, else None."""
        end = self.content_end(at)
        last = self.data.rfind(self._open + b' r="', self.tag_end(at), end)
        if last < 0 or not self.plain:
            return None
        found = _R.search(self.data, last, end)
        return end if found and column_number(found[1].decode()) < column else None

    def _cell_end(self, position: int, end: int) -> int:
        close = self.data.find(self._close, position, end)
        if close >= 0:
            return close + len(self._close)
        match = self.grammar.cell_end.search(self.data, position, end)
        return match.end() if match else end


def _check_ends(numbers: list[int]) -> None:
    """Refuse rows, in ascending order, that no sheet has."""
    if numbers and not 1 <= numbers[0] <= numbers[-1] <= MAX_ROW:
        raise InputError(DAMAGED, detail=f"row {min(numbers[-1], 10**9)}")
