"""What differs between a part as it was and as it is to be, and whether an edit declared it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from ita_excel.core.grid import CellRef, column_letters
from ita_excel.ooxml import respelling
from ita_excel.ooxml.aligning import stretches
from ita_excel.ooxml.buffers import same_stretch
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.partxml import local, parse
from ita_excel.ooxml.rowscan import RowIndex
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.zipcopy import Buffer

_SLASH = ord("/")
_NEAR = 1 << 20  # bytes that are compared at once
_PAST = 1 << 30  # a row below all rows
_PLACE = re.compile(rb'<row r="([0-9]+)"|<c r="([A-Z]{1,3})([0-9]+)"')
_KEYS = ("Id", "PartName", "Extension", "id", "name", "ref")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_KIND = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")
_HEIGHT = re.compile(rb"""\s(?:ht|customHeight)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Differences:
    """The differences of one part."""

    marks: list[str] = field(default_factory=list)
    undeclared: list[str] = field(default_factory=list)
    cells: set[tuple[int, int]] = field(default_factory=set)


def differences(
    part: str, old: Buffer, new: Buffer, declared: Declared, is_sheet: bool
) -> Differences:
    """Return how a part differs from what it was, and what of that no edit declared."""
    found = Differences()
    allowed = declared.marks.get(part, set())
    if "replaced" in allowed:
        found.marks.append("replaced")
        return found
    if not is_sheet and not allowed:  # which may be no XML at all
        found.undeclared.append("changed")
        return found
    if is_sheet:
        before, after = Sheet(old, part, str), Sheet(new, part, str)
        results = declared.results.get(part, set()) - declared.cells.get(part, set())
        touched = _Touched.of(declared, part)
        _compare_rows(
            before.index, after.index, touched._replace(cells=touched.cells | results), found
        )
        found.undeclared += _other_formulas(before, after, results)
        old_root, new_root = before.frame, after.frame
    else:
        old_root, new_root = parse(old, part), parse(new, part)
        if respelling.RESPELLED in allowed:
            found.marks.append(respelling.RESPELLED)
            if respelling.said_alike(part, old_root, new_root):
                return found
    _compare(old_root, new_root, allowed, found)
    return found


class _Touched(NamedTuple):
    """What edits declared of a sheet's rows."""

    cells: frozenset[tuple[int, int]]
    rows: Collection[int]
    heights: Collection[int]

    @classmethod
    def of(cls, declared: Declared, part: str) -> _Touched:
        return cls(
            frozenset(declared.cells.get(part, ())),
            declared.rows.get(part, set()),
            declared.heights.get(part, set()),
        )


def _other_formulas(before: Sheet, after: Sheet, results: Collection[tuple[int, int]]) -> list[str]:
    """Return the cells that were to get another result only, and have another formula or style."""
    before.find_cells(results)
    after.find_cells(results)
    return [
        CellRef("", *key).a1
        for key in sorted(results)
        if _without_result(before, key) != _without_result(after, key)
    ]


def _without_result(sheet: Sheet, key: tuple[int, int]) -> tuple[bytes, bytes]:
    cell = sheet.cell(*key)
    if cell is None:
        return b"", b""
    inside = sheet.data[cell.tag_end : cell.end]
    formula = sheet.index.grammar.formula.search(inside)
    tag = _KIND.sub(b"", sheet.data[cell.start : cell.tag_end])
    return tag, formula[0] if formula else b""


def _compare_rows(old: RowIndex, new: RowIndex, touched: _Touched, found: Differences) -> None:
    found.cells |= touched.cells
    rows = touched.rows
    plain, as_long = old.plain and new.plain, len(old.numbers) == len(new.numbers)
    if plain and as_long and _same_but(old, new, touched.cells):
        return
    before, after = _Reader(old), _Reader(new)
    last = old.numbers[-1] if old.numbers else 0
    columns: dict[int, set[int]] = {}
    if _only_declared_below(new, last, touched):
        rows = [row for row in rows if row <= last]
        columns = {row: set() for row in rows}
    else:
        columns = {row: set() for row, _ in touched.cells}
    for row, column in touched.cells:
        if row in columns:
            columns[row].add(column)
    below = 0  # the declared row above; what lies between two of them must be the same bytes
    end = _PAST if len(rows) == len(touched.rows) else last + 1
    for row in [*sorted(rows), end]:
        if row > below + 1:
            _compare_between(before, after, (below, row), found)
        below = row
        if row != end:
            _compare_tag(before, after, row, row in touched.heights, found)
            _compare_row(before, after, row, columns.get(row, set()), found)


def _only_declared_below(new: RowIndex, last: int, touched: _Touched) -> bool:
    """Whether the rows below row `last` and their cells are all declared; False where unsure.

    Quick, for the many rows of a table that grew: no row or cell is taken apart.
    """
    first = bisect_right(new.numbers, last)
    if first == len(new.numbers) or not new.plain or new.grammar.prefix:
        return False
    written = new.data[new.starts[first] : new.end]
    places = _PLACE.findall(written)
    if len(places) != written.count(b"<row") + written.count(b"<c"):
        return False  # some are written in another way
    columns = {column_letters(c).encode(): c for c in {c for _, c in touched.cells}}
    number, row = b"", 0
    for row_number, letters, cells_row in places:
        if row_number:
            number, row = row_number, int(row_number)
            if row not in touched.rows:
                return False
        elif cells_row != number or (row, columns.get(letters)) not in touched.cells:
            return False
    return True


def _compare_between(
    before: _Reader, after: _Reader, rows: tuple[int, int], found: Differences
) -> None:
    """Compare what stands between two declared rows, which has to be the same bytes."""
    old, new = before.index, after.index
    if same_stretch(old.data, before.between(*rows), new.data, after.between(*rows)):
        return
    for other in sorted({*before.rows(*rows), *after.rows(*rows)}):
        if before.whole(old.find(other)) != after.whole(new.find(other)):
            _compare_row(before, after, other, set(), found)
            found.undeclared.append(f"row {other}")


def _compare_tag(
    before: _Reader, after: _Reader, row: int, fitted: bool, found: Differences
) -> None:
    a, b = before.index.find(row), after.index.find(row)
    if a < 0:
        return  # a new row
    old, new = before.tag(a), after.tag(b)
    if fitted and _HEIGHT.findall(old) != _HEIGHT.findall(new):
        found.marks.append(f"row[{row}]@ht")
        old, new = _HEIGHT.sub(b"", old), _HEIGHT.sub(b"", new)
    if old != new:
        found.undeclared.append(f"row {row}")


def _compare_row(
    before: _Reader, after: _Reader, row: int, touched: set[int], found: Differences
) -> None:
    a, b = before.index.find(row), after.index.find(row)
    if a >= 0 and b >= 0 and before.without(a, row, touched) == after.without(b, row, touched):
        return
    left, right = before.cells(a, touched), after.cells(b, touched)
    for column in left.keys() | right.keys():
        if left.get(column) != right.get(column):
            found.undeclared.append(CellRef("", row, column).a1)


class _Reader:
    """The bytes of a sheet's rows and cells by their place in its index; nothing for -1."""

    def __init__(self, index: RowIndex) -> None:
        self.index = index

    def rows(self, above: int, below: int) -> Sequence[int]:
        """The rows between two rows."""
        numbers = self.index.numbers
        return numbers[bisect_right(numbers, above) : bisect_left(numbers, below)]

    def between(self, above: int, below: int) -> tuple[int, int]:
        """From where to where the rows between two rows stand, whether these are there or not."""
        index = self.index
        first, last = bisect_right(index.numbers, above), bisect_left(index.numbers, below)
        return (0, 0) if first == last else (index.starts[first], index.row_end(last - 1))

    def whole(self, at: int) -> bytes:
        index = self.index
        return index.data[index.starts[at] : index.row_end(at)] if at >= 0 else b""

    def tag(self, at: int) -> bytes:
        tag = _SPANS.sub(b"", self.index.row_tag(at)) if at >= 0 else b""
        return tag.rstrip(b"/> ")

    def without(self, at: int, row: int, columns: Collection[int]) -> bytes:
        """What stands between a row's tags but for some of its cells, which are found quickly."""
        index = self.index
        position, end = index.tag_end(at), index.content_end(at)
        kept = []
        for column in sorted(columns):
            cell = index.cell(at, row, column)
            if cell is not None and cell.start >= position:
                kept.append(index.data[position : cell.start])
                position = cell.end
        return b"".join([*kept, index.data[position:end]])

    def cells(self, at: int, without: Collection[int]) -> dict[int, bytes]:
        if at < 0:
            return {}
        data = self.index.data
        every = self.index.cells(at)
        return {c.column: data[c.start : c.end] for c in every if c.column not in without}


def _same_but(old: RowIndex, new: RowIndex, cells: Collection[tuple[int, int]]) -> bool:
    """Whether the rows are the same bytes but for some cells that both have.

    Quick, and good for sheets that are written plainly; where it says no, look closer.
    """
    opening, closing = f"<{old.grammar.prefix}c r=", f"</{old.grammar.prefix}c>".encode()
    letters = {column: column_letters(column) for column in {column for _, column in cells}}
    left, right, a, b = old.data, new.data, old.start, new.start
    for row, column in sorted(cells):
        mark = f'{opening}"{letters[column]}{row}"'.encode()
        here, there = left.find(mark, a, old.end), right.find(mark, b, new.end)
        if here < 0 or there < 0 or here - a != there - b:
            return False
        near = here - a < _NEAR
        same = (
            left[a:here] == right[b:there]
            if near
            else same_stretch(left, (a, here), right, (b, there))
        )
        if not same:
            return False
        a, b = left.find(b">", here) + 1, right.find(b">", there) + 1
        if left[a - 2] != _SLASH:
            a = left.find(closing, a) + len(closing)
        if right[b - 2] != _SLASH:
            b = right.find(closing, b) + len(closing)
    return same_stretch(left, (a, old.end), right, (b, new.end))


def _compare(
    old: etree._Element, new: etree._Element, allowed: Collection[str], found: Differences
) -> None:
    for exact, general in _walk(old, new):
        found.marks.append(exact)
        if exact not in allowed and general not in allowed:
            found.undeclared.append(exact)


def _name(element: etree._Element) -> tuple[str, str]:
    """Return an element's name with what identifies it, and without."""
    name = local(element) or "comment"
    key = next((element.get(k) for k in _KEYS if element.get(k)), None) if name else None
    return (f"{name}[{key}]" if key else name), name


def _walk(old: etree._Element, new: etree._Element) -> list[tuple[str, str]]:
    """Return the marks of everything in which two elements of one name differ."""
    if _canonical(old) == _canonical(new):
        return []
    exact, general = _name(old)
    found: list[tuple[str, str]] = []
    if old.tag != new.tag:
        found.append((f"{exact}:{_name(new)[0]}", general))
    for attribute in sorted({*map(str, old.attrib), *map(str, new.attrib)}):
        if old.get(attribute) != new.get(attribute):
            short = attribute.rpartition("}")[2]
            found.append((f"{exact}@{short}", f"{general}@{short}"))
    if _text(old.text) != _text(new.text):
        found.append((f"{exact}/text", f"{general}/text"))
    return found + _walk_children(list(old), list(new))


def _walk_children(old: list[etree._Element], new: list[etree._Element]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    before, after = [_canonical(e) for e in old], [_canonical(e) for e in new]
    for same, a, b in stretches(before, after):
        if same:
            continue
        gone, come = old[a.start : a.stop], new[b.start : b.stop]
        # A changed element is told from one gone and another come by its name and place.
        for named, c, d in stretches([_key(e) for e in gone], [_key(e) for e in come]):
            left, right = gone[c.start : c.stop], come[d.start : d.stop]
            if named:
                for one, other in zip(left, right, strict=True):
                    found += _walk(one, other)
                continue
            found += [("-" + _name(e)[0], "-" + _name(e)[1]) for e in left]
            found += [("+" + _name(e)[0], "+" + _name(e)[1]) for e in right]
    return found


def _key(element: etree._Element) -> tuple[object, str | None]:
    """Return what stays the same when an element is changed in place."""
    name = local(element)
    if name == "dataValidation":  # its cells may change; another rule is another element
        rule = [f"{k!s}={v!s}" for k, v in sorted(element.attrib.items()) if k != "sqref"]
        for child in element:
            if local(child) != "sqref":
                rule.append(f"{local(child)}={''.join(map(str, child.itertext()))}")
        return element.tag, "\n".join(rule)
    by = {"hyperlink": "ref", "Relationship": "Id", "Override": "PartName"}.get(name)
    return element.tag, element.get(by) if by else None


def _canonical(element: etree._Element) -> bytes:
    if not isinstance(element.tag, str):
        return etree.tostring(element, with_tail=False)
    return etree.tostring(element, method="c14n", with_tail=False)


def _text(text: str | None) -> str:
    return text if text and text.strip() else ""
