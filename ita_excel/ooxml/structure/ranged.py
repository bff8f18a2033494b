"""Elements that hold in areas of a sheet, as validations and conditional formats do."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.partxml import children, local


def areas(element: etree._Element) -> list[Area]:
    """Return the areas that a validation or a conditional format holds in."""
    sqref = element.get("sqref")
    if sqref is None:
        inner = children(element, "sqref")
        sqref = inner[0].text if inner else ""
    return Area.parse_all(sqref or "")


def set_areas(element: etree._Element, found: Sequence[Area]) -> None:
    """Write areas; an element that is left without any goes, its group with the last of them."""
    if not found:
        _remove(element)
        return
    text = " ".join(area.ref for area in found)
    inner = children(element, "sqref")
    if element.get("sqref") is not None or not inner:
        element.set("sqref", text)
    else:
        inner[0].text = text


_GROUPS = frozenset(["dataValidations", "conditionalFormattings", "ext", "extLst"])


def _remove(element: etree._Element) -> None:
    """Take an element out, and the groups that it leaves empty."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    if parent.get("count"):
        parent.set("count", str(len(children(parent, local(element)))))
    if not len(parent) and local(parent) in _GROUPS:
        _remove(parent)
