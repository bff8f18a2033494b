"""Excel's tables, which Calc calls database ranges and keeps by workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from tests.engine.cells import Range


class Tables(base_classes.Collection, base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.all = sheet, sheet.book.calc_tables

    api = property(lambda self: self.all)
    parent = property(lambda self: self.sheet)

    def __iter__(self) -> Iterator[Any]:
        here = self.sheet.index - 1
        for name, sheet in self.sheet.book.table_sheets().items():
            if sheet == here:
                yield Table(self.sheet, name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, key: int | str) -> Any:
        tables = list(self)
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name.lower() == key.lower():
                return table
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(table.name.lower() == str(key).lower() for table in self)


class Table(base_classes.Table):
    def __init__(self, sheet: Any, name: str) -> None:
        self.sheet, self._name = sheet, name

    name = display_name = property(lambda self: self._name)
    parent = property(lambda self: self.sheet)
    api = property(lambda self: self.sheet.book.calc_table(self._name))
    show_autofilter = property(lambda self: self.api.AutoFilter)

    @property
    def range(self) -> Range:
        return Range.at(self.sheet, self.api.DataArea)

    show_totals = False  # Calc's areas of data have no such row

    def resize(self, given: Any) -> None:
        """Do what Excel's ListObject.Resize does, refusing what it refuses."""
        self.sheet.book.app.calls += 1
        new, old = given.impl, self.range
        if self.sheet.calc.isProtected():
            raise ValueError("Excel refuses: the sheet is protected")
        if new.row != old.row or new.shape[0] < 2 or not _overlap(new, old):
            raise ValueError("Excel refuses: the header row must stay, and one row below it")
        for other in self.sheet.tables:
            if other.name != self.name and _overlap(other.range, new):
                raise ValueError(f"Excel refuses: overlaps {other.name}")
        self.api.DataArea = new.cells.RangeAddress


def _overlap(a: Range, b: Range) -> bool:
    return bool(
        a.row < b.row + b.shape[0]
        and b.row < a.row + a.shape[0]
        and a.column < b.column + b.shape[1]
        and b.column < a.column + a.shape[1]
    )
