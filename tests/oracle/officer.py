"""The officer of a master between two collectings: types over results, decides conflicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random

from ita_excel.core.grid import CellRef, SetCell
from ita_excel.store.file import FileGrid
from tests.oracle.bookkeeping import ACTION, CONFLICTS, RESULTS, Book, Typed, marks_in
from tests.oracle.people import LONG, Marks

_OWN, _OWN_TEXT = "ใช้ข้อความที่พิมพ์เอง", "ข้อความที่พิมพ์เอง"
_CHOICES = (
    *("ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน"),
    *("ใช้ค่าของ {unit}", "รวมค่าโดยระบุชื่อหน่วยงาน", _OWN),
)


def works(master: Path, book: Book, marks: Marks, chance: Random) -> None:
    """Type over three results by chance, and decide some conflicts as the sheet offers it."""
    grid = FileGrid(master)
    by_mark = {t.mark: t for t in book.typed}
    edits = [*_types_over(grid, by_mark, book, marks, chance)]
    edits += _decides(grid, by_mark, book, marks, chance)
    grid.apply(edits)
    grid.save()


def _types_over(
    grid: FileGrid, by_mark: Mapping[str, Typed], book: Book, marks: Marks, chance: Random
) -> Iterator[SetCell]:
    over: set[tuple[int, int]] = set()
    rows = grid.rows(RESULTS)
    at = next(n for n, row in enumerate(rows) if ACTION in row)
    headings = list(rows[at])
    for _ in range(3):
        number = chance.randrange(at + 1, len(rows))
        action, heading = rows[number][headings.index(ACTION)], chance.choice(LONG)
        if not isinstance(action, str):
            continue
        column = headings.index(heading)
        if (number, column) in over:  # nobody sees what is typed over before it is saved
            continue
        over.add((number, column))
        _decided(by_mark, marks_in([rows[number][column]]))
        for typed in book.typed:
            if (typed.action, typed.column, typed.mark) == (action, heading, ""):
                typed.decided = True
        mark = marks.next()
        typed = Typed(f"{mark} ผู้รวบรวมพิมพ์", mark, "", action, heading, "officer", True)
        book.note(typed)
        yield SetCell(CellRef(RESULTS, number + 1, column + 1), typed.text)


def _decides(
    grid: FileGrid, by_mark: Mapping[str, Typed], book: Book, marks_: Marks, chance: Random
) -> Iterator[SetCell]:
    """Choose for some conflicts, as the sheet offers it, in any way."""
    rows = grid.rows(CONFLICTS)
    at = next(n for n, row in enumerate(rows) if "รหัส" in row)
    headings = list(rows[at])
    for number in range(at + 1, len(rows)):
        row = dict(zip(headings, rows[number], strict=False))
        marks = marks_in(rows[number])
        if not marks or chance.random() < 0.5:
            continue
        _decided(by_mark, marks)
        choice = chance.choice(_CHOICES).format(unit=row["หน่วยงาน"])
        given = {"เลือก": choice}
        if choice == _OWN:
            mark, action, column = marks_.next(), row[ACTION], str(row["คอลัมน์"])
            if not row["รหัส"] or column not in LONG:  # one row for many cells
                continue
            text = f"{mark} ผู้รวบรวมเรียบเรียง"
            own = Typed(text, mark, "", str(action), column, "officer", True)
            book.note(own)
            given |= {_OWN_TEXT: text}
        for heading, value in given.items():
            at_ = CellRef(CONFLICTS, number + 1, headings.index(heading) + 1)
            yield SetCell(at_, value)


def _decided(by_mark: Mapping[str, Typed], marks: Iterable[str]) -> None:
    """Note that the officer saw these; what waits in a district's master is in no book above it."""
    for mark in marks:
        if mark in by_mark:
            by_mark[mark].decided = True
