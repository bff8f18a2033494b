"""Excel Tables as the package holds them: where each stands, its columns and their formulas."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from ita_excel.core.errors import InputError
from ita_excel.core.grid import TableRange
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW, Area
from ita_excel.ooxml.parts import Parts
from ita_excel.ooxml.partxml import children
from ita_excel.ooxml.zipcopy import DAMAGED


class ExcelTable(NamedTuple):
    """One table part; `area` has header and totals row in it, as in the file."""

    part: str
    sheet: str
    name: str
    area: Area
    headers: int  # rows: 1, or 0 where the header is switched off
    totals: int
    columns: tuple[str, ...]
    formulas: dict[int, str]  # by column of the sheet: the calculated columns

    @property
    def first_row(self) -> int:
        """The first data row."""
        return self.area.top + self.headers

    @property
    def last_row(self) -> int:
        """The last data row."""
        return self.area.bottom - self.totals

    @property
    def range(self) -> TableRange:
        """The table as the core knows it."""
        a = self.area
        header = a.top if self.headers else a.top - 1
        where = (header, a.left, self.last_row, a.right)
        return TableRange(self.name, self.sheet, *where, self.totals)


def read(parts: Parts, part: str, sheet: str) -> ExcelTable:
    """Return the table of a part."""
    root = parts.xml(part)
    area, headers, totals = _frame(root, part)
    columns = [
        c for group in children(root, "tableColumns") for c in children(group, "tableColumn")
    ]
    formulas = {}
    for at, column in enumerate(columns):
        # An array formula in a column is Excel's own business: it isn't copied down.
        for formula in children(column, "calculatedColumnFormula"):
            if formula.get("array") not in ("1", "true") and formula.text:
                formulas[area.left + at] = formula.text
    return ExcelTable(
        part,
        sheet,
        root.get("displayName", "") or root.get("name", ""),
        area,
        headers,
        totals,
        tuple(c.get("name", "") for c in columns),
        formulas,
    )


def _frame(root: etree._Element, part: str) -> tuple[Area, int, int]:
    """Return a table's range and its numbers of header and totals rows; InputError if impossible."""
    try:
        area = Area.parse(root.get("ref", ""))
        headers, totals = (
            int(root.get(f"{n}RowCount", d)) for n, d in (("header", "1"), ("totals", "0"))
        )
    except ValueError as error:
        raise InputError(DAMAGED, detail=f"{part}: {root.get('ref', '')[:30]}") from error
    rows, columns = (area.top, area.bottom, MAX_ROW), (area.left, area.right, MAX_COLUMN)
    real = all(1 <= first <= last <= most for first, last, most in (rows, columns))
    if not real or {headers, totals} - {0, 1}:
        raise InputError(DAMAGED, detail=f"{part}: {root.get('ref', '')[:30]}")
    return area, headers, totals


RESIZED = ("table@ref", "autoFilter@ref", "sortState@ref", "sortCondition@ref")


def resize(parts: Parts, table: ExcelTable, bottom: int) -> None:
    """Give the table part the last row `bottom` (totals row included), its filter too.

    What that changes in the part is `RESIZED`.
    """
    root = parts.xml(table.part)
    area = Area(table.area.top, table.area.left, bottom, table.area.right)
    root.set("ref", area.ref)
    for auto in children(root, "autoFilter"):
        old = Area.parse(auto.get("ref", area.ref))
        auto.set("ref", Area(old.top, old.left, bottom - table.totals, old.right).ref)
        for sort in children(auto, "sortState"):
            _stretch(sort, bottom - table.totals)
    for sort in children(root, "sortState"):
        _stretch(sort, bottom - table.totals)
    parts.write_xml(table.part, root)


def _stretch(sort: etree._Element, bottom: int) -> None:
    for element in [sort, *children(sort, "sortCondition")]:
        if ref := element.get("ref"):
            old = Area.parse(ref)
            element.set("ref", Area(old.top, old.left, max(bottom, old.top), old.right).ref)


def rename_columns(parts: Parts, table: ExcelTable, names: dict[int, str]) -> None:
    """Give columns (by their column in the sheet) the names that their header cells have now."""
    root = parts.xml(table.part)
    columns = [
        c for group in children(root, "tableColumns") for c in children(group, "tableColumn")
    ]
    for at, name in names.items():
        # Line breaks in a header are written so in the name, as Excel does.
        columns[at - table.area.left].set("name", name.replace("\n", "_x000a_"))
    parts.write_xml(table.part, root)
