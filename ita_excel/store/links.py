"""Hyperlinks of a sheet that jump to a cell of the same workbook."""

from __future__ import annotations

from lxml import etree

from ita_excel.grid import CellRef
from ita_excel.store.parts import children
from ita_excel.store.sheetxml import Sheet

_SAID = ("id", "location", "display", "tooltip", "uid")


def location(target: CellRef) -> str:
    """Return a cell as a link names it: `'ชีต'!H7`."""
    sheet = target.sheet.replace("'", "''")
    return f"'{sheet}'!{target.a1}"


def _at(sheet: Sheet, a1: str) -> list[etree._Element]:
    group = sheet.child("hyperlinks")
    found = [] if group is None else children(group, "hyperlink")
    return [e for e in found if e.get("ref") == a1]


def needs(sheet: Sheet, at: CellRef, link: CellRef | None) -> bool:
    """Whether the cell's link is another than `link`; one to the web or a file is left alone."""
    inside = [e for e in _at(sheet, at.a1) if e.get("location")]
    if link is None:
        return any(not _external(e) for e in inside)
    return [e.get("location") for e in inside] != [location(link)]


def set_link(sheet: Sheet, at: CellRef, link: CellRef | None) -> set[str]:
    """Make the cell jump to `link`, or nowhere; return what changed in the frame."""
    marks: set[str] = set()
    for old in _at(sheet, at.a1):
        if link is None and _external(old):
            continue
        group = old.getparent()
        assert group is not None
        group.remove(old)
        # A link put in place of another may differ from it in all that it says.
        marks.add(f"-hyperlink[{at.a1}]")
        marks.update(f"hyperlink[{at.a1}]@{name}" for name in _SAID)
        if not len(group):  # an empty list of links is against the schema
            sheet.frame.remove(group)
            marks |= {"-hyperlinks", "+hyperlinks"}
    if link is not None:
        if sheet.child("hyperlinks") is None:
            marks.add("+hyperlinks")
        group = sheet.ensure("hyperlinks")
        namespace = etree.QName(sheet.frame).namespace
        new = etree.SubElement(group, f"{{{namespace}}}hyperlink")
        new.set("ref", at.a1)
        new.set("location", location(link))
        new.set("display", location(link))
        marks.add(f"+hyperlink[{at.a1}]")
    return marks


def _external(element: etree._Element) -> bool:
    return any(name.endswith("}id") for name in map(str, element.attrib))
