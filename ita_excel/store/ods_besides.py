"""What lies on the sheets of an OpenDocument spreadsheet beside the values of its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from ita_excel.core.besides import Beside, BesideKind
from ita_excel.ooxml.package_besides import formula_link, signed

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _DRAW = (
    f"{{{_URN}{n}:1.0}}" for n in ("table", "office", "text", "drawing")
)
_HREF = "{http://www.w3.org/1999/xlink}href"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MARKS = (b"annotation", b"href", b"HYPERLINK(", b"urn:oasis:names:tc:opendocument:xmlns:drawing")
_SHAPES = {
    f"{_DRAW}{n}"
    for n in ("custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path",
              "connector", "caption", "measure", "regular-polygon", "control")
}  # fmt: skip


def may_hold(content: bytes) -> bool:
    """Whether a closer look is worth it: most files hold none of this."""
    return any(mark in content for mark in _MARKS)


def besides(table: etree._Element, charts: Collection[str]) -> list[Beside]:
    """Return what lies on a sheet, by its place; `charts` are the objects that are charts."""
    found: list[Beside] = []
    for shapes in table.iter(f"{_TABLE}shapes"):
        found += _things(shapes, 0, 0, charts)
    row = 0
    for element in table.iter(f"{_TABLE}table-row"):
        first = row + 1
        row += _repeated(element, "rows")
        column = 0
        for cell in element:
            if cell.tag in _CELLS:
                at = column + 1
                column += _repeated(cell, "columns")
                address = formula_link(cell.get(f"{_TABLE}formula", ""))
                if address:
                    found.append(Beside(first, at, BesideKind.LINK, address))
                if len(cell):
                    found += _things(cell, first, at, charts)
    return sorted(set(found), key=lambda b: (b.row, b.column, b.kind.value, b.text))


def _repeated(element: etree._Element, what: str) -> int:
    written = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 1


def _things(
    cell: etree._Element, row: int, column: int, charts: Collection[str]
) -> Iterator[Beside]:
    for element in cell.iter():
        if element.tag == f"{_OFFICE}annotation":
            author = element.findtext(_CREATOR) or ""
            yield Beside(row, column, BesideKind.COMMENT, signed(author, _words(element)))
        elif element.tag == f"{_TEXT}a" and not str(element.get(_HREF, "#")).startswith("#"):
            yield Beside(row, column, BesideKind.LINK, str(element.get(_HREF)))
        elif element.tag == f"{_DRAW}frame":
            yield Beside(row, column, *_framed(element, charts))
        elif element.tag in _SHAPES:
            yield Beside(row, column, BesideKind.SHAPE, _words(element))


def _framed(frame: etree._Element, charts: Collection[str]) -> tuple[BesideKind, str]:
    """Return what lies in a frame: an object comes with a picture of itself."""
    said = frame.findtext("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc") or ""
    inside = frame.find(f"{_DRAW}object")
    if inside is not None:
        name = str(inside.get(_HREF, "")).removeprefix("./").rstrip("/")
        return (BesideKind.CHART if name in charts else BesideKind.OBJECT), said
    if frame.find(f"{_DRAW}object-ole") is not None or frame.find(f"{_DRAW}plugin") is not None:
        return BesideKind.OBJECT, said
    if frame.find(f"{_DRAW}text-box") is not None:
        return BesideKind.SHAPE, _words(frame)
    return BesideKind.PICTURE, said


def _words(element: etree._Element) -> str:
    lines = ["".join(str(t) for t in p.itertext()) for p in element.iter(f"{_TEXT}p")]
    return "\n".join(line for line in lines if line.strip())
