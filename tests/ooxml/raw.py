"""Packages written by hand, so that a test can hold every oddity of the format that it needs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    "{more}</Types>"
)


def relationships(*pairs: tuple[str, str], base: str = REL) -> str:
    """Return a relationships part; each pair is the kind and the target."""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{PACKAGE_REL}">{inner}</Relationships>'


def worksheet(rows: str, after: str = "", before: str = "") -> str:
    """Return an ordinary worksheet part around its rows."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{rows}</sheetData>{after}'
        "</worksheet>"
    )


def book(
    sheet: str | bytes,
    parts: dict[str, str | bytes] | None = None,
    *,
    workbook: str = "",
    related: tuple[tuple[str, str], ...] = (),
    types: str = "",
) -> dict[str, str | bytes]:
    """Return the parts of a workbook with one sheet `S`; `workbook` goes behind its sheets."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES.replace("{more}", types),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"), *related
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return made | (parts or {})


def write(path: Path, parts: dict[str, str | bytes]) -> Path:
    """Write the parts as a package and return its path."""
    path.write_bytes(zipped(parts))
    return path


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return the parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


def sheet_xml(path: Path) -> str:
    """Return the worksheet part of a package written from `book`."""
    with zipfile.ZipFile(path) as z:
        return z.read("xl/worksheets/sheet1.xml").decode()
