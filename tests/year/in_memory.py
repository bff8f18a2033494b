"""Workbooks without files: what the jobs do to a grid in memory, where a step takes milliseconds.

A unit's workbook is its cells, pickled, in a file of its name. All that knows of bytes (packages,
processes apart, formulas) is left out here and judged by the histories on disk and elsewhere.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import IO

from ita_excel.core.grid import Grid, MemoryGrid, TableRange
from ita_excel.core.values import Uncalculated, Value
from ita_excel.dispatch import answer_worker, returned, unit_workbook
from ita_excel.dispatch.returned import Opened, open_returned
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from tests.oracle.worlds import quickly

_MAGIC = b"\x80"  # begins what pickle writes
Rows = dict[str, list[list[Value]]]


@lru_cache(maxsize=32)
def _content(data: bytes) -> tuple[Rows, tuple[TableRange, ...]]:
    grid = FileGrid.from_bytes(data)
    return {s: _short(grid.rows(s)) for s in grid.sheets()}, tuple(grid.tables().values())


def _short(rows: Iterable[Sequence[Value]]) -> list[list[Value]]:
    """Return rows without what is worked out, and without the blank ends."""
    kept = [[_plain(value) for value in row] for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


@lru_cache(maxsize=1)
def _template() -> MemoryGrid:
    return MemoryGrid(*_content(template_bytes()))


def grid_of(data: bytes) -> MemoryGrid:
    """Return what a workbook holds, to be changed."""
    rows, tables = _content(data)
    return MemoryGrid(rows, tables, _template())


def copy_of(grid: MemoryGrid) -> MemoryGrid:
    """Return a grid as it is now."""
    made = MemoryGrid({}, grid.tables().values(), grid.pattern)
    made._sheets = {s: [[*row] for row in grid.rows(s)] for s in grid.sheets()}
    made._hidden = {s for s in grid.sheets() if grid.hidden(s)}
    return made


class PlainForm(MemoryGrid):
    """The form of a unit's workbook, in the place of the one that becomes a package."""

    @classmethod
    def from_bytes(cls, data: bytes) -> PlainForm:
        return cls(*_content(data))

    @property
    def package(self) -> PlainForm:
        return self

    def add_custom_xml(self, namespace: str, content: bytes) -> None:
        """The copy on the hidden sheet is enough."""

    def complete(self) -> None:
        """Nothing is left out."""

    def write_to(self, target: IO[bytes]) -> None:
        target.write(PlainBook.of(self).bytes())


class PlainBook:
    """A workbook as its cells; `saved` is when its program says so."""

    def __init__(
        self, rows: Rows, tables: tuple[TableRange, ...], saved: str | None, by: str
    ) -> None:
        self.rows, self.tables, self.saved, self.by = rows, tables, saved, by

    @classmethod
    def of(cls, grid: Grid) -> PlainBook:
        rows = {s: _short(grid.rows(s)) for s in grid.sheets()}
        return cls(rows, tuple(grid.tables().values()), None, "")

    @classmethod
    def load(cls, data: bytes) -> PlainBook:
        return cls(*pickle.loads(data))

    def bytes(self) -> bytes:
        return pickle.dumps((self.rows, self.tables, self.saved, self.by), protocol=4)


def _plain(value: Value) -> Value:
    return None if isinstance(value, Uncalculated) else value


def _open(data: bytes) -> Opened:
    if not data.startswith(_MAGIC):
        return open_returned(data)
    book = PlainBook.load(data)
    grid = MemoryGrid(book.rows, book.tables)
    base, damaged = returned._base(grid, None)
    saved = dt.datetime.fromisoformat(book.saved) if book.saved else None
    return Opened(grid, base, damaged, saved, author=book.by, sent=returned._sent(grid))


@contextlib.contextmanager
def in_memory() -> Iterator[None]:
    """Let jobs on a grid in memory write and read units' workbooks as plain cells."""
    with quickly():
        months = unit_workbook.name_months  # in hints, which cells alone don't have
        unit_workbook.name_months = lambda *_: None  # type: ignore[attr-defined]
        unit_workbook.FileGrid = PlainForm  # type: ignore[misc,assignment]
        answer_worker.open_returned = _open
        try:
            yield
        finally:
            unit_workbook.name_months = months  # type: ignore[attr-defined]
            unit_workbook.FileGrid = FileGrid  # type: ignore[misc]
            answer_worker.open_returned = open_returned
