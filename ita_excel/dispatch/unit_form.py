"""The empty workbook for a unit: the template with everything locked but what a unit writes.

Made of the template and never of the master, so that no other unit's rows, no signatory and no
score can be left inside. The lock has no password: it guards against slips, not against people.
"""

from __future__ import annotations

import copy
import io
from functools import lru_cache

from lxml import etree

from ita_excel import schema
from ita_excel.core.grid import AddColumn, column_number
from ita_excel.dispatch import filled_in_by
from ita_excel.dispatch.unit_screen import lay_out
from ita_excel.ooxml.package import Package
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
# What helps to read stays allowed. In this part of the format 0 means: not forbidden. Sorting stays
# forbidden: Excel sorts no locked cell, so it would sort the answers away from their actions.
_PROTECTION = {
    "sheet": "1",
    "objects": "1",
    "scenarios": "1",
    "formatCells": "0",
    "formatColumns": "0",
    "formatRows": "0",
    "autoFilter": "0",
}
_BEFORE_PROTECTION = {
    f"{_MAIN}{name}"
    for name in ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData",
                 "sheetCalcPr")
}  # fmt: skip


@lru_cache(maxsize=4)
def unit_form(*, shared: bool = False, carried: bool = False) -> bytes:
    """Return the bytes of the locked, empty workbook.

    `shared` and `carried` say what its rows will be like (`unit_screen.widths`).
    """
    package = _with_guard()
    lay_out(package, shared=shared, carried=carried)
    parts = package.parts
    styles = _Styles(parts.xml(_STYLES))
    for name, sheet in package.workbook.sheets.items():
        if name != schema.META.sheet:  # nobody sees it; the tool writes there
            locked = _locked(parts.xml(sheet.part), name, styles)
            if name == schema.RESULTS.sheet:
                filled_in_by.ask(locked)
            parts.write_xml(sheet.part, locked)
    parts.write_xml(_STYLES, styles.root)
    out = io.BytesIO()
    package.write_to(out)
    return out.getvalue()


def _with_guard() -> Package:
    """Return the template with the second key's column among the unit's."""
    results = schema.RESULTS
    grid = FileGrid.from_bytes(template_bytes())
    at = results.number(schema.GUARD_BEFORE)
    column = AddColumn(results.sheet, results.name, schema.GUARD.heading, at, results.header_row)
    grid.apply([column])
    parts = grid.package.parts
    part = grid.package.workbook.sheets[results.sheet].part
    root = parts.xml(part)
    for col in root.iter(f"{_MAIN}col"):
        if col.get("min") == col.get("max") == str(at):
            col.set("hidden", "1")
    parts.write_xml(part, root)
    return grid.package


def guard_column() -> int:
    """Return where the second key stands in a unit's results, counted from 1."""
    return schema.RESULTS.number(schema.GUARD_BEFORE)


class _Styles:
    """The styles part, with a locked twin for each style that isn't locked."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._xfs = root.find(f"{_MAIN}cellXfs")
        self._twins: dict[int, int] = {}

    def locked(self, style: int) -> int:
        """Return the number of the style that is like `style`, and locked."""
        assert self._xfs is not None
        xf = self._xfs[style]
        protection = xf.find(f"{_MAIN}protection")
        if protection is None or protection.get("locked") not in ("0", "false"):
            return style
        if style not in self._twins:
            twin = copy.deepcopy(xf)
            twin_protection = twin.find(f"{_MAIN}protection")
            assert twin_protection is not None
            twin_protection.set("locked", "1")
            self._xfs.append(twin)
            self._xfs.set("count", str(len(self._xfs)))
            self._twins[style] = len(self._xfs) - 1
        return self._twins[style]


def _open_columns() -> set[int]:
    """Return the columns of the results that a unit writes, and the second key's among them."""
    columns = list(schema.RESULTS.columns)
    columns.insert(guard_column() - 1, schema.GUARD)
    return {n for n, c in enumerate(columns, start=1) if c.unit_writes or c is schema.GUARD}


def _locked(root: etree._Element, sheet: str, styles: _Styles) -> etree._Element:
    open_columns = _open_columns() if sheet == schema.RESULTS.sheet else set()
    for cell in root.iter(f"{_MAIN}c"):
        letters = "".join(c for c in str(cell.get("r")) if c.isalpha())
        if column_number(letters) not in open_columns:
            cell.set("s", str(styles.locked(int(cell.get("s", "0")))))
    for old in root.findall(f"{_MAIN}sheetProtection"):
        root.remove(old)
    place = sum(child.tag in _BEFORE_PROTECTION for child in root)
    root.insert(place, etree.Element(f"{_MAIN}sheetProtection", _PROTECTION))
    return root
