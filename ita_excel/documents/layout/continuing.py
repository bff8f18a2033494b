"""Tables over several pages: each page says whose measure and which row it goes on with, `(ต่อ)`.

A merged cell shows its text on its first page only, and a row taller than a page leaves all cells
blank but the tall one. So it is worked out beforehand which row begins a page: there the measure
gets a new cell, and a row that fits no page is cut. Typst sets rows as high as they are counted
here; Word and LibreOffice end some lines elsewhere, so theirs may be a row off.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedCell,
    PrintedRow,
    PrintedTable,
    Properties,
    Section,
)
from ita_excel.documents.layout.linebreaks import em
from ita_excel.documents.layout.linecount import cut, line_count

CONTINUED = "(ต่อ)"
LABEL_GAP = 0.3  # ems between a label and its text
_POINT, _LINE = style.POINT, style.LINE
_CELL_SIZE, _SIZE = float(style.CELL), float(style.TEXT)  # points
_PAGE = style.REPORT
_ROOM = (_PAGE.height - _PAGE.top - _PAGE.bottom) / _POINT  # of a page, in points
_WIDTH, _INDENT = _PAGE.text_width / _POINT / _SIZE, style.INDENT / _POINT / _SIZE  # ems
# points around headings
_ABOVE, _BELOW, _LEAD_BELOW = style.ABOVE_HEADING, style.BELOW_HEADING, style.BELOW_LEAD
_SPLIT = 2.2 / _POINT  # a row that leaves less of a page free is cut where it begins
_WORTH = 6  # lines that a part of a row should have
_REPEATED = 6  # lines that a cell may have to be said again on the next page
_MOST = int(_ROOM / _CELL_SIZE / _LINE) + 2  # lines: more than any page has


@dataclass(frozen=True, slots=True)
class Paper:
    """What differs between programs, in points.

    `padding` is above and below a cell's text, `before_first` above a page's first heading.
    """

    padding: float
    before_first: float = 0.0


TYPST = Paper(2 * style.CELL_ABOVE / _POINT)
WORD = Paper(2 * style.WORD_CELL_ABOVE / _POINT, _ABOVE)


def continued(
    section: Section, properties: Properties, paper: Paper, title: Sequence[str] = ()
) -> Section:
    """Return the section with its table made ready for the pages that it will have.

    It begins a page, below the lines of `title` where there are some.
    """
    pages = _Pages(section, properties.names, paper, title)
    return section._replace(table=pages.table(section.table))


class _Pages:
    """Fills pages with the rows of a table."""

    def __init__(
        self, section: Section, names: tuple[str, ...], paper: Paper, title: Sequence[str]
    ) -> None:
        columns = section.table.columns
        self._names, self._padding = names, paper.padding
        self._rooms = [(c.width - 2 * style.INSET) / _POINT / _CELL_SIZE for c in columns]
        self._leading = [c.centred for c in columns[1:]]  # such columns say which row it is
        heads = zip(columns, self._rooms, strict=True)
        tallest = max(line_count(c.heading, room, names, bold=True) for c, room in heads)
        self._full = _ROOM - self._height(tallest)
        self._tall = _ROOM - _SPLIT
        self._left = self._full - self._above(section, title, paper)
        self._begun = False  # a first row stays with its headings

    def table(self, table: PrintedTable) -> PrintedTable:
        groups = tuple(part for group in table.groups for part in self._parts(group))
        return table._replace(groups=groups)

    def _parts(self, group: Group) -> Iterator[Group]:
        """Yield a group in as many parts as it has pages."""
        measure, waiting = group.measure, deque(group.rows)
        tall = self._height(self._lines(measure, 0, bold=True))
        while waiting:
            rows: list[PrintedRow] = []
            used, full_page = 0.0, False
            while waiting and not full_page:
                height = self._row_height(waiting[0])
                if len(group.rows) == 1:
                    height = max(height, min(tall, self._full))
                if height <= self._left:
                    rows.append(waiting.popleft())
                elif self._begun and (height <= self._tall or self._left < self._height(_WORTH)):
                    full_page = True
                    continue
                else:
                    first, rest = self._cut(waiting.popleft())
                    rows.append(first)
                    waiting.appendleft(rest)
                    full_page, height = True, self._left
                self._left -= height
                used, self._begun = used + height, True
            if rows:
                yield Group(measure, tuple(rows), group.total)
                measure = _again(group.measure)
            self._left = self._full if full_page else self._left - max(tall - used, 0.0)

    def _cut(self, row: PrintedRow) -> tuple[PrintedRow, PrintedRow]:
        """Return what of a row fits the page, and the row that goes on with it on the next."""
        lines = int((self._left - self._padding) / (_CELL_SIZE * _LINE))
        first, rest = [], []
        for place, cell in enumerate(row.cells):
            here, there = self._cut_cell(cell, place + 1, lines)
            first.append(here)
            rest.append(self._next(cell, there, place))
        return row._replace(cells=tuple(first)), row._replace(cells=tuple(rest))

    def _cut_cell(
        self, cell: PrintedCell, column: int, lines: int
    ) -> tuple[PrintedCell, PrintedCell]:
        here: list[Paragraph] = []
        for place, paragraph in enumerate(cell):
            needed = self._lines((paragraph,), column)
            if needed > lines:
                if lines < 1 or needed == 1:
                    return tuple(here), cell[place:]
                room = self._rooms[column] - _start(paragraph)
                head, tail = cut(paragraph.text, room, self._names, lines)
                here.append(paragraph._replace(text=head))
                kind = "text" if paragraph.kind in ("numbered", "bullet") else paragraph.kind
                return tuple(here), (Paragraph(tail, kind, "", paragraph.href), *cell[place + 1 :])
            here.append(paragraph)
            lines -= needed
        return tuple(here), ()

    def _next(self, cell: PrintedCell, rest: PrintedCell, place: int) -> PrintedCell:
        """Return what a cell says on the next page: its rest, or which row it is."""
        label = cell[0].label if cell else ""
        again = Paragraph(CONTINUED, "numbered" if label else "text", label)
        if place:
            short = self._leading[place] and self._lines(cell, place + 1) <= _REPEATED
            return rest or (cell if short else ())
        if rest or not cell or self._lines(cell, 1) > _REPEATED:
            return (again, *rest) if cell else ()
        return (*cell[:-1], _marked(cell[-1]))

    def _lines(self, cell: PrintedCell, column: int, *, bold: bool = False) -> int:
        """Return the lines of a cell; of one that fits no page, more than a page has."""
        room, names, found = self._rooms[column], self._names, 0
        for p in cell:
            found += line_count(p.text, room - _start(p), names, bold=bold, most=_MOST)
            if found >= _MOST:
                break
        return found

    def _row_height(self, row: PrintedRow) -> float:
        return self._height(max((self._lines(c, i) for i, c in enumerate(row.cells, 1)), default=1))

    def _height(self, lines: int) -> float:
        return lines * _CELL_SIZE * _LINE + self._padding

    def _above(self, section: Section, title: Iterable[str], paper: Paper) -> float:
        """Return the height of what stands above the table on its first page."""
        names = self._names
        lines = [line_count(line, _WIDTH, names, bold=True) for line in title]
        heading = line_count(section.heading, _WIDTH, names, bold=True)
        height = (sum(lines) + heading) * _SIZE * _LINE + _BELOW
        height += _ABOVE if lines else paper.before_first
        if section.lead:
            lead = line_count(section.lead, _WIDTH, names, first=_INDENT)
            height += lead * _SIZE * _LINE + _LEAD_BELOW
        return height


def _start(paragraph: Paragraph) -> float:
    """Return how far in a paragraph's text begins, in ems."""
    return round(em(paragraph.label) + LABEL_GAP, 3) if paragraph.label else 0


def _again(measure: PrintedCell) -> PrintedCell:
    return (*measure[:-1], _marked(measure[-1])) if measure else ()


def _marked(paragraph: Paragraph) -> Paragraph:
    if paragraph.text.endswith(CONTINUED):
        return paragraph
    return paragraph._replace(text=f"{paragraph.text} {CONTINUED}".strip())
