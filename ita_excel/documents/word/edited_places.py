"""Of what an edited place is: rows and columns of tables, values in a line, blocks side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ita_excel.documents.word.made_from import PrintedPlace
from ita_excel.documents.word.reading_back import (
    Block,
    ReadCell,
    ReadParagraph,
    ReadRow,
    ReadTable,
)
from ita_excel.documents.word.side_by_side import Pair, aligned

Lines = tuple[str, ...]


class TableNames:
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


def texts_by_place(base: Sequence[PrintedPlace], ours: Sequence[PrintedPlace]) -> dict[str, str]:
    """Return what today's document says at each place of the base, '' where it no more does.

    Paragraphs are counted: one that was left out or put in since moves those behind it, so they are
    known by what they say. One that was put in belongs to that above.
    """
    before, after = _in_groups(base), _in_groups(ours)
    found: dict[str, str] = {}
    for group, places in before.items():
        now = after.get(group, [])
        names = [p.name for p in places]
        last = ""
        for i, j in aligned([tidy(p.text) for p in places], [tidy(p.text) for p in now]):
            text = tidy(now[j].text) if j is not None else ""
            if i is not None:
                last = names[i]
                found[last] = text
            elif last and text:
                found[last] = f"{found[last]}\n{text}" if found[last] else text
    return found


def _in_groups(places: Sequence[PrintedPlace]) -> dict[str, list[PrintedPlace]]:
    """Return places that are no cells: counted paragraphs together, others each by itself."""
    found: dict[str, list[PrintedPlace]] = {}
    for place in places:
        if not place.in_table:
            head, _, last = place.name.rpartition(".")
            found.setdefault(head if last.isdigit() else place.name, []).append(place)
    return found


def field_beside(pairs: Sequence[Pair], place: int, fields: Sequence[str], main: str) -> str:
    """Return the field of a paragraph that was put in: that of the one above, or of the next."""
    above = next((i for i, _ in reversed(pairs[:place]) if i is not None), None)
    below = next((i for i, _ in pairs[place:] if i is not None), None)
    for i in (above, below):
        if i is not None and fields[i]:
            return fields[i]
    return main


def blocks_beside(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """Return the blocks side by side: tables with tables, paragraphs with paragraphs."""
    mine, theirs = (
        [i for i, b in enumerate(s) if isinstance(b, ReadTable)] for s in (before, after)
    )
    tables = aligned(
        [first_words(before[i]) for i in mine], [first_words(after[j]) for j in theirs]
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
    return tidy(block.text) if isinstance(block, ReadParagraph) else first_words(block)


def first_words(block: Block) -> str:
    """Return what a table's first row says."""
    if isinstance(block, ReadParagraph):
        return block.text
    return row_text(block.rows[0]) if block.rows else ""


def row_text(row: ReadRow) -> str:
    return " | ".join(c.text for c in row)


def looks_of(cell: ReadCell) -> Lines:
    return tuple(p.look for p in cell.paragraphs)


def values_in(before: str, after: str, places: Sequence[tuple[int, int]]) -> list[str] | None:
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
    return [tidy(value) for value in found]


def tidy(text: str) -> str:
    """Return a text as it is compared: blanks of all kinds are one space, but for tabs."""
    return re.sub(r"[ \u00a0\u202f]+", " ", text).strip(" ")


def squeezed(text: str) -> str:
    return " ".join(text.split())


def same_text(a: str, b: str) -> bool:
    return squeezed(a) == squeezed(b)
