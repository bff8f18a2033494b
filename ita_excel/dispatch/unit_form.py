"""The empty workbook for a unit: the template with everything locked but what a unit writes.

Made of the template and never of the master, so that no other unit's rows, no signatory and no
score can be left inside. The lock has no password: it guards against slips, not against people.
"""

from __future__ import annotations

import copy
import io
import zipfile
from functools import lru_cache

from lxml import etree

from ita_excel import schema
from ita_excel.core.grid import column_number
from ita_excel.store.shipped import template_bytes

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What helps to read stays allowed. In this part of the format 0 means: not forbidden.
_PROTECTION = {
    "sheet": "1",
    "objects": "1",
    "scenarios": "1",
    "formatCells": "0",
    "formatColumns": "0",
    "formatRows": "0",
    "sort": "0",
    "autoFilter": "0",
}
_BEFORE_PROTECTION = {
    f"{_MAIN}{name}"
    for name in ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData",
                 "sheetCalcPr")
}  # fmt: skip


@lru_cache(maxsize=1)
def unit_form() -> bytes:
    """Return the bytes of the locked, empty workbook."""
    with zipfile.ZipFile(io.BytesIO(template_bytes())) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    by_name = {info.filename: data for info, data in parts.items()}
    styles = _Styles(by_name["xl/styles.xml"])
    for sheet, part in _sheet_parts(by_name).items():
        if sheet != schema.META.sheet:  # nobody sees it; the tool writes there
            by_name[part] = _locked(by_name[part], sheet, styles)
    by_name["xl/styles.xml"] = styles.data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for info in parts:
            package.writestr(info, by_name[info.filename])
    return out.getvalue()


class _Styles:
    """The styles part, with a locked twin for each style that isn't locked."""

    def __init__(self, data: bytes) -> None:
        self._root = etree.fromstring(data)
        self._xfs = self._root.find(f"{_MAIN}cellXfs")
        self._twins: dict[int, int] = {}

    @property
    def data(self) -> bytes:
        return _text(self._root)

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


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str]:
    targets = {
        r.get("Id"): str(r.get("Target")).lstrip("/")
        for r in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
    found = {str(s.get("name")): targets[s.get(f"{_REL}id")] for s in sheets}
    return {n: t if t.startswith("xl/") else f"xl/{t}" for n, t in found.items()}


def _locked(part: bytes, sheet: str, styles: _Styles) -> bytes:
    root = etree.fromstring(part)
    open_columns = (
        {n for n, c in enumerate(schema.RESULTS.columns, start=1) if c.unit_writes}
        if sheet == schema.RESULTS.sheet
        else set()
    )
    for cell in root.iter(f"{_MAIN}c"):
        letters = "".join(c for c in str(cell.get("r")) if c.isalpha())
        if column_number(letters) not in open_columns:
            cell.set("s", str(styles.locked(int(cell.get("s", "0")))))
    for old in root.findall(f"{_MAIN}sheetProtection"):
        root.remove(old)
    place = sum(child.tag in _BEFORE_PROTECTION for child in root)
    root.insert(place, etree.Element(f"{_MAIN}sheetProtection", _PROTECTION))
    return _text(root)


def _text(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
