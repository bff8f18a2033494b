"""The finished file: the same bytes every time, clean for Microsoft's own validator, and written
as Excel writes, for readers that know no other way.

Knows what openpyxl leaves to be desired: times of day in the package, the order of elements in a
font, empty values beside formulas, drawings without prefixes, absolute targets. Knows nothing of
the workbook's content.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ita_excel.ooxml import respelling

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TERMS = "{http://purl.org/dc/terms/}"
_TIME = (2024, 1, 1, 0, 0, 0)  # of every entry of the package
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
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for sheet, part in _sheet_parts(parts).items():
        parts[part] = _finish_sheet(parts[part], numbers_as_text.get(sheet, ""))
    parts["xl/styles.xml"] = _finish_styles(parts["xl/styles.xml"])
    # openpyxl names its own version here: another version, another file.
    parts["docProps/app.xml"] = _APPLICATION
    parts["docProps/core.xml"] = _finish_properties(parts["docProps/core.xml"])
    return zipped({name: respelling.as_excel(name, data) or data for name, data in parts.items()})


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    from lxml import etree

    targets = {
        r.get("Id"): str(r.get("Target")).lstrip("/")
        for r in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    sheets = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")
    return {str(s.get("name")): targets[s.get(f"{_REL}id")] for s in sheets}


def _finish_sheet(part: bytes, numbers_as_text: str) -> bytes:
    from lxml import etree

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
    return _text(root)


def _before(root: _Element, new: _Element, followers: tuple[str, ...]) -> None:
    """Insert `new` before the first of the children that must follow it."""
    for place, child in enumerate(root):
        if child.tag in {f"{_MAIN}{name}" for name in followers}:
            root.insert(place, new)
            return
    root.append(new)


def _finish_styles(part: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(part)
    for font in root.iter(f"{_MAIN}font"):
        font[:] = sorted(font, key=lambda c: _FONT_ORDER.index(etree.QName(c).localname))
    return _text(root)


def _finish_properties(part: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(part)
    for moment in (*root.iter(f"{_TERMS}created"), *root.iter(f"{_TERMS}modified")):
        moment.text = _MOMENT
    return _text(root)


def _text(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the package; [Content_Types].xml first, as Office writes it, then by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as on Windows: the same bytes from every machine
            package.writestr(entry, parts[name])
    return out.getvalue()
