"""That a new column changed nothing else: with the column taken out again, all is as it was.

Each part that differs is brought to a form in which an area is the set of its cells and a reference
its columns; in the new one the column is taken out of both. What then still differs was not asked
for. Shares with the writing only the finding of rows and cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ita_excel.core.grid import CellRef, column_letters, column_number
from ita_excel.core.values import Uncalculated, Value
from ita_excel.ooxml import comparing
from ita_excel.ooxml.buffers import same
from ita_excel.ooxml.cellxml import escape, unescape
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.claims import Claim
from ita_excel.ooxml.parts import Snapshot
from ita_excel.ooxml.partxml import parse
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.structure.undoing import Undo, said_tree
from ita_excel.ooxml.zipcopy import Buffer

_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*(?:"[^"]*"|'[^']*')""")
_NUMBERS = re.compile(rb"<(?:\w+:)?(?:Anchor|Column)>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?Fmla\w+>([^<]*)<")
_NAMED = 3


def unproven(before: Snapshot, after: Snapshot, step: Declared, claim: Claim) -> Iterator[str]:
    """Yield what is different beyond the claim."""
    old_names, new_names = before.names(), after.names()
    for name in old_names:
        if name not in new_names and "removed" not in step.marks.get(name, ()):
            yield f"{name}: missing"
    for name in new_names:
        if name not in old_names:
            if "added" not in step.marks.get(name, ()):
                yield f"{name}: new"
            continue
        old, new = before.read(name), after.read(name)
        # What stayed the same bytes is wrong where it refers to the sheet and should have moved.
        if _refers(name, new, claim) or not (old is new or same(old, new)):
            for what in _wrong(name, old, new, step, claim):
                yield f"{name}: {what}"


def _refers(name: str, data: Buffer, claim: Claim) -> bool:
    """Whether a part may refer to the sheet: it has the sheet's name before a `!`."""
    if not name.endswith(".xml") or name.startswith(("docProps/", "customXml/")):
        return False
    written = escape(claim.sheet.replace("'", "''"))
    return any(data.find(f"{written}{end}".encode()) >= 0 for end in ("'!", "!", "&apos;!"))


def _wrong(name: str, old: Buffer, new: Buffer, step: Declared, claim: Claim) -> Iterator[str]:
    if step.marks.get(name):
        yield from comparing.differences(name, old, new, step, False).undeclared
    elif name.endswith(".vml"):
        yield from _vml(bytes(old[:]), bytes(new[:]), claim)
    else:
        home = claim.homes.get(name, "")
        keep = Undo(claim.sheet, home, None)
        undo = Undo(claim.sheet, home, claim.at)
        if name in claim.homes and _is_sheet(old):
            before, after = Sheet(old, name, str), Sheet(new, name, str)
            yield from _rows(before, after, keep, undo, claim if name == claim.part else None)
            trees = before.frame, after.frame
        else:
            trees = parse(old, name), parse(new, name)
        yield from said_tree(trees[0], trees[1], keep, undo)


def _is_sheet(data: Buffer) -> bool:
    return data.find(b"sheetData") >= 0


def _rows(
    before: Sheet, after: Sheet, keep: Undo, undo: Undo, claim: Claim | None
) -> Iterator[str]:
    """Yield the cells that aren't what they were; `claim` where the sheet got the column."""
    at = claim.at if claim else 0
    formula = before.index.grammar.formula
    here = {row: i for i, row in enumerate(before.index.numbers)}
    values = dict(claim.values) if claim else {}
    for i, row in enumerate(after.index.numbers):
        new = _cells(after, i)
        fresh = new.pop(at, None)
        wanted = values.pop((row, at), None)
        if fresh is not None and not _holds(after, row, at, fresh, wanted):
            yield CellRef("", row, at).a1
        if wanted is not None and fresh is None:
            yield CellRef("", row, at).a1
        if row not in here:
            if new:
                yield f"row {row}"
            continue
        j = here.pop(row)
        if _tag(before, j) != _tag(after, i):
            yield f"row {row}"
        old = _cells(before, j)
        moved = {c - 1 if at and c > at else c: cell for c, cell in new.items()}
        if old.keys() != moved.keys():
            yield f"row {row}"
            continue
        for column, cell in old.items():
            if cell == moved[column] and (
                b"<" not in cell or not _moves(cell, formula, (keep, undo))
            ):
                continue
            place = (row, column), (row, column + 1 if at and column >= at else column)
            if not _same_formula(before, after, place, (cell, moved[column]), (keep, undo)):
                yield CellRef("", row, column).a1
    for row in here:
        yield f"row {row}"
    for row, column in values:
        yield CellRef("", row, column).a1


def _cells(sheet: Sheet, at: int) -> dict[int, bytes]:
    """Return the cells of a row by their columns, without their addresses."""
    index = sheet.index
    inside = bytes(index.data[index.tag_end(at) : index.content_end(at)])
    if index.all_plain:
        p = re.escape(sheet.prefix)
        found = re.findall(
            rf'<{p}c r="([A-Z]+)[0-9]+"(.*?)(?=<{p}c r="|$)'.encode(), inside, re.DOTALL
        )
        return {_number(letters): rest for letters, rest in found}
    return {
        cell.column: _ADDRESS.sub(b"", index.data[cell.start : cell.tag_end], count=1)
        + bytes(index.data[cell.tag_end : cell.end])
        for cell in index.cells(at)
    }


def _moves(cell: bytes, formula: re.Pattern[bytes], undo: tuple[Undo, Undo]) -> bool:
    """Whether a cell has a formula that can't stay as it is written."""
    if b"f" not in cell:
        return False
    found = formula.search(cell)
    if found is None:
        return False
    return _text_moves(found[2] or b"", undo) or bool(_AREA_TAG.search(found[1]))


@lru_cache(maxsize=20_000)
def _text_moves(written: bytes, undo: tuple[Undo, Undo]) -> bool:
    text = unescape(written.decode())
    return undo[0].formula(text) != undo[1].formula(text)


_AREA_TAG = re.compile(rb"""\s(?:ref|r1|r2)\s*=""")
_known_letters: dict[bytes, int] = {}


def _number(letters: bytes) -> int:
    if letters not in _known_letters:
        _known_letters[letters] = column_number(letters.decode())
    return _known_letters[letters]


def _tag(sheet: Sheet, at: int) -> bytes:
    return _SPANS.sub(b"", sheet.index.row_tag(at)).rstrip(b"/> ")


def _holds(sheet: Sheet, row: int, column: int, cell: bytes, wanted: Value) -> bool:
    """Whether a cell of the new column holds what was claimed and nothing else."""
    if wanted is None:
        return b"<" not in cell.replace(f"</{sheet.prefix}c>".encode(), b"").lstrip(b"<")[1:]
    found = sheet.cell(row, column)
    if found is None:
        return False
    if isinstance(wanted, Uncalculated):
        return formula_text(sheet, row, column) == wanted.formula.removeprefix("=")
    return sheet.value(found) == wanted and sheet.formula(found) is None


def _same_formula(
    before: Sheet,
    after: Sheet,
    place: tuple[tuple[int, int], tuple[int, int]],
    cells: tuple[bytes, bytes],
    undo: tuple[Undo, Undo],
) -> bool:
    """Whether two cells differ only in a formula that says the same."""
    grammar = before.index.grammar.formula
    without = [grammar.sub(b"<f/>", cell) for cell in cells]
    if without[0] != without[1]:
        return False
    found = [grammar.search(cell) for cell in cells]
    if found[0] is None or found[1] is None:
        return False
    texts = formula_text(before, *place[0]), formula_text(after, *place[1])
    said = [u.formula(text or "") for u, text in zip(undo, texts, strict=True)]
    return said[0] == said[1] and _kind(found[0][1], undo[0]) == _kind(found[1][1], undo[1])


_ATTRIBUTE = re.compile(rb"""(?<![\w:])([\w:]++)\s*+=\s*+["']([^"']*+)["']""")


def _kind(tag: bytes, undo: Undo) -> dict[bytes, str]:
    """Return what a formula's tag says but for sharing, which only saves room."""
    said = {k: v.decode() for k, v in _ATTRIBUTE.findall(tag)}
    if said.get(b"t") == "shared":
        return {}
    for name in (b"ref", b"r1", b"r2") if undo.mine else ():  # cells of the formula's own sheet
        if name in said:
            said[name] = undo.areas(said[name])
    return said


def _vml(old: bytes, new: bytes, claim: Claim) -> Iterator[str]:
    """Compare drawings in Office's old language, number by number."""
    for pattern in (_NUMBERS, _FORMULA):
        before, after = pattern.findall(old), pattern.findall(new)
        if len(before) != len(after):
            yield "changed"
            return
        if pattern is _NUMBERS:
            for one, other in zip(before, after, strict=True):
                if not _pushed(one, other, claim.at):
                    yield f"{one.decode()}: {other.decode()}"
        old, new = pattern.sub(b"<", old), pattern.sub(b"<", new)
    if old != new:
        yield "changed"


def _pushed(one: bytes, other: bytes, at: int) -> bool:
    a, b = [int(float(n)) for n in one.split(b",")], [int(float(n)) for n in other.split(b",")]
    places = (0, 4) if len(a) == 8 else (0,)
    return len(a) == len(b) and all(
        y == x or (i in places and y == x + 1 and x >= at - 1)
        for i, (x, y) in enumerate(zip(a, b, strict=True))
    )


def named(found: Iterator[str], sheet: str, at: int) -> list[str]:
    """Return the first few differences, with the column they came with."""
    few = [what for what, _ in zip(found, range(_NAMED), strict=False)]
    return [f"{what} ({sheet}!{column_letters(at)}:{column_letters(at)})" for what in few]
