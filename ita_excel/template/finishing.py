"""The finished file: the same bytes every time, clean for Microsoft's own validator, and written
as Excel writes, for readers that know no other way.

Knows what openpyxl leaves to be desired: times of day in the package, the order of elements in a
font, empty values beside formulas, drawings without prefixes, absolute targets. Knows nothing of
the workbook's content.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from ita_excel.ooxml import respelling
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.partxml import as_part
from ita_excel.ooxml.zipping import zipped

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TERMS = "{http://purl.org/dc/terms/}"
TIME = (2024, 1, 1, 0, 0, 0)  # of every entry of the package
_MOMENT = "2024-01-01T00:00:00Z"
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>ita-excel</Application></Properties>"
)
# CT_Font of ECMA-376 as the Open XML SDK wants it.
_FONT_ORDER = [
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
]


def finish(raw: bytes, numbers_as_text: Mapping[str, str]) -> bytes:
    """Return the package that openpyxl saved in its final form.

    `numbers_as_text` are the ranges by sheet in which Excel shall not complain of such numbers.
    """
    package = Package(raw)
    parts = {name: bytes(package.parts.read(name)[:]) for name in package.parts.names()}
    for name, sheet in package.workbook.sheets.items():
        parts[sheet.part] = _finish_sheet(parts[sheet.part], numbers_as_text.get(name, ""))
    parts["xl/styles.xml"] = _finish_styles(parts["xl/styles.xml"])
    # openpyxl names its own version here: another version, another file.
    parts["docProps/app.xml"] = _APPLICATION
    parts["docProps/core.xml"] = _finish_properties(parts["docProps/core.xml"])
    spelled = {name: respelling.as_excel(name, data) or data for name, data in parts.items()}
    return zipped(spelled, TIME)


def _finish_sheet(part: bytes, numbers_as_text: str) -> bytes:
    root = etree.fromstring(part)
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.find(f"{_MAIN}v")
        if cell.find(f"{_MAIN}f") is not None and value is not None:
            cell.remove(value)  # an empty one; a reader may take it for a text of nothing
    if numbers_as_text:
        ignored = etree.Element(f"{_MAIN}ignoredErrors")
        etree.SubElement(
            ignored, f"{_MAIN}ignoredError", sqref=numbers_as_text, numberStoredAsText="1"
        )
        _before(root, ignored, ("drawing", "legacyDrawing", "tableParts", "extLst"))
    return as_part(root)


def _before(root: etree._Element, new: etree._Element, followers: tuple[str, ...]) -> None:
    """Insert `new` before the first of the children that must follow it."""
    for place, child in enumerate(root):
        if child.tag in {f"{_MAIN}{name}" for name in followers}:
            root.insert(place, new)
            return
    root.append(new)


def _finish_styles(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda c: _FONT_ORDER.index(etree.QName(c).localname))
    return as_part(root)


def _finish_properties(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for moment in (*root.iter(f"{_TERMS}created"), *root.iter(f"{_TERMS}modified")):
        moment.text = _MOMENT
    return as_part(root)
