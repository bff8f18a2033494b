"""What differs between a part as it was and as it is to be, and whether an edit declared it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lxml import etree

from ita_excel.grid import CellRef, column_letters, column_number
from ita_excel.store.changes import Declared
from ita_excel.store.parts import local, parse
from ita_excel.store.rowscan import RowIndex
from ita_excel.store.sheetxml import Sheet
from ita_excel.store.zipcopy import Buffer

# Above this many touched rows the quick comparison of the whole is tried first.
_MANY = 200
_KEYS = ("Id", "PartName", "Extension", "id", "name", "ref")
_ROW_TAG = re.compile(rb"""\s(?:r|spans|s|customFormat|ht|customHeight)=(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Found:
    """The differences of one part."""

    marks: list[str] = field(default_factory=list)
    undeclared: list[str] = field(default_factory=list)
    cells: set[tuple[int, int]] = field(default_factory=set)


def differences(part: str, old: Buffer, new: Buffer, declared: Declared, is_sheet: bool) -> Found:
    """Return how a part differs from what it was, and what of that no edit declared."""
    found = Found()
    allowed = declared.marks.get(part, set())
    if "replaced" in allowed:
        found.marks.append("replaced")
        return found
    if is_sheet:
        before, after = Sheet(old, part, str), Sheet(new, part, str)
        cells = declared.cells.get(part, set())
        _compare_rows(before.index, after.index, cells, declared.rows.get(part, set()), found)
        old_root, new_root = before.frame, after.frame
    else:
        old_root, new_root = parse(old, part), parse(new, part)
    if is_sheet or allowed:
        _compare(old_root, new_root, allowed, found)
    else:
        found.undeclared.append("changed")
    return found


def _compare_rows(
    old: RowIndex,
    new: RowIndex,
    cells: Collection[tuple[int, int]],
    rows: Collection[int],
    found: Found,
) -> None:
    found.cells |= set(cells)
    if len(rows) > _MANY and _without(old, cells) == _without(new, cells):
        return
    before, after = _Reader(old), _Reader(new)
    columns: dict[int, set[int]] = {}
    for row, column in cells:
        columns.setdefault(row, set()).add(column)
    for row in sorted({*old.numbers, *new.numbers}):
        a, b = old.find(row), new.find(row)
        if row not in rows:
            if before.whole(a) != after.whole(b):
                found.undeclared.append(f"row {row}")
            continue
        if before.tag(a) != after.tag(b) and a >= 0:
            found.undeclared.append(f"row {row}")
        touched = columns.get(row, set())
        left, right = before.cells(a, touched), after.cells(b, touched)
        if left != right:
            for column in left.keys() | right.keys():
                if left.get(column) != right.get(column):
                    found.undeclared.append(CellRef("", row, column).a1)


class _Reader:
    """The bytes of a sheet's rows and cells by their place in its index; nothing for -1."""

    def __init__(self, index: RowIndex) -> None:
        self.index = index

    def whole(self, at: int) -> bytes:
        index = self.index
        return index.data[index.starts[at] : index.row_end(at)] if at >= 0 else b""

    def tag(self, at: int) -> bytes:
        tag = _ROW_TAG.sub(b"", self.index.row_tag(at)) if at >= 0 else b""
        return tag.rstrip(b"/> ")

    def cells(self, at: int, without: Collection[int]) -> dict[int, bytes]:
        if at < 0:
            return {}
        data = self.index.data
        every = self.index.cells(at)
        return {c.column: data[c.start : c.end] for c in every if c.column not in without}


def _without(index: RowIndex, cells: Collection[tuple[int, int]]) -> bytes:
    """Return the rows with the cells cut out; good for sheets that are written plainly."""
    prefix = re.escape(index.grammar.prefix.encode())
    letters = "|".join(sorted({column_letters(c) for c in {c for _, c in cells}}))
    pattern = re.compile(
        rb"<%sc r=\"(%s)(\d+)\"[^>]*(?:(?<=/)>|>.*?</%sc>)" % (prefix, letters.encode(), prefix),
        re.DOTALL,
    )
    numbers = {name.encode(): column_number(name) for name in letters.split("|")}
    wanted = cells if isinstance(cells, set) else set(cells)

    def cut(match: re.Match[bytes]) -> bytes:
        return b"" if (int(match[2]), numbers[match[1]]) in wanted else match[0]

    return pattern.sub(cut, index.data[index.start : index.end])


def _compare(
    old: etree._Element, new: etree._Element, allowed: Collection[str], found: Found
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
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    matcher = SequenceMatcher(None, before[start:], after[start:], autojunk=False)
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        if what == "equal":
            continue
        gone, come = old[start + a1 : start + a2], new[start + b1 : start + b2]
        # A changed element is told from one gone and another come by its name and place.
        pairs = SequenceMatcher(None, [_key(e) for e in gone], [_key(e) for e in come], False)
        for same, c1, c2, d1, d2 in pairs.get_opcodes():
            if same == "equal":
                for left, right in zip(gone[c1:c2], come[d1:d2], strict=True):
                    found += _walk(left, right)
                continue
            found += [("-" + _name(e)[0], "-" + _name(e)[1]) for e in gone[c1:c2]]
            found += [("+" + _name(e)[0], "+" + _name(e)[1]) for e in come[d1:d2]]
    return found


def _key(element: etree._Element) -> tuple[object, str | None]:
    """Return what stays the same when an element is changed in place."""
    name = local(element)
    by = {"hyperlink": "ref", "Relationship": "Id", "Override": "PartName"}.get(name)
    return element.tag, element.get(by) if by else None


def _canonical(element: etree._Element) -> bytes:
    if not isinstance(element.tag, str):
        return etree.tostring(element, with_tail=False)
    return etree.tostring(element, method="c14n", with_tail=False)


def _text(text: str | None) -> str:
    return text if text and text.strip() else ""
