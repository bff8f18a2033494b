"""Hyperlinks of a sheet that jump to a cell of the same workbook."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from ita_excel.core.grid import CellRef
from ita_excel.ooxml.partxml import children
from ita_excel.ooxml.sheetxml import Sheet

_SAID = ("id", "location", "display", "tooltip", "uid")

Key = tuple[int, int]


def location(target: CellRef) -> str:
    """Return a cell as a link names it: `'ชีต'!H7`."""
    sheet = target.sheet.replace("'", "''")
    return f"'{sheet}'!{target.a1}"


def set_links(sheet: Sheet, name: str, links: Mapping[Key, CellRef | None]) -> set[str]:
    """Make each cell jump to its link, or nowhere; return what changed in the frame.

    A link to the web or to a file stays where None is asked for.
    """
    if not links:
        return set()
    group = sheet.child("hyperlinks")
    there: dict[str, list[etree._Element]] = {}  # found once: a sheet may have thousands
    for element in children(group, "hyperlink") if group is not None else []:
        there.setdefault(element.get("ref", ""), []).append(element)
    marks: set[str] = set()
    for key, link in links.items():
        if link is None and not there:
            continue  # thousands of plain cells on a sheet without links
        a1 = CellRef(name, *key).a1
        old = there.get(a1, [])
        if not _differs(old, link):
            continue
        gone = [e for e in old if link is not None or not _external(e)]
        for element in gone:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
            # A link put in place of another may differ from it in all that it says.
            marks.add(f"-hyperlink[{a1}]")
            marks.update(f"hyperlink[{a1}]@{said}" for said in _SAID)
        there[a1] = [e for e in old if e not in gone]
        if link is not None:
            if group is None:
                marks.add("+hyperlinks")
                group = sheet.ensure("hyperlinks")
            there[a1].append(_added(group, a1, link))
            marks.add(f"+hyperlink[{a1}]")
    if group is not None and not len(group):  # an empty list of links is against the schema
        sheet.frame.remove(group)
        marks |= {"-hyperlinks", "+hyperlinks"}
    return marks


def _differs(there: list[etree._Element], link: CellRef | None) -> bool:
    inside = [e for e in there if e.get("location")]
    if link is None:
        return any(not _external(e) for e in inside)
    return [e.get("location") for e in inside] != [location(link)]


def _added(group: etree._Element, a1: str, link: CellRef) -> etree._Element:
    new = etree.SubElement(group, f"{{{etree.QName(group).namespace}}}hyperlink")
    new.set("ref", a1)
    new.set("location", location(link))
    new.set("display", location(link))
    return new


def _external(element: etree._Element) -> bool:
    return any(name.endswith("}id") for name in map(str, element.attrib))
