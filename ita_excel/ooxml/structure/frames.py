"""Everything around a sheet's rows, and in the parts beside it, when a column comes.

One table says where references stand in the elements of worksheets, tables, drawings, charts and
the rest; what isn't in it and may hold a reference is refused rather than spoilt.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from ita_excel.ooxml.areas import MAX_COLUMN, Area
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.structure.references import Insertion

# By element, the attributes that hold cells or areas of the element's own sheet.
_AREAS = {
    "dimension": ("ref",), "selection": ("activeCell", "sqref"), "mergeCell": ("ref",),
    "conditionalFormatting": ("sqref",), "dataValidation": ("sqref",), "hyperlink": ("ref",),
    "protectedRange": ("sqref",), "ignoredError": ("sqref",), "autoFilter": ("ref",),
    "sortState": ("ref",), "sortCondition": ("ref",), "cellWatch": ("r",), "inputCells": ("r",),
    "scenarios": ("sqref",), "cellSmartTags": ("r",), "webPublishItem": ("sourceRef",),
    "sheetPr": ("syncRef",), "table": ("ref",), "comment": ("ref",), "threadedComment": ("ref",),
    "location": ("ref",), "sheetView": ("topLeftCell",), "customSheetView": ("topLeftCell",),
}  # fmt: skip
# Elements whose text is a formula, and attributes that are one.
_FORMULAS = frozenset(
    ["formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"]
)
_FORMULA_ATTRIBUTES = {
    "hyperlink": ("location",), "cfvo": ("val",), "controlPr": ("linkedCell", "listFillRange"),
    "sp": ("textlink",), "pic": ("textlink",), "cxnSp": ("textlink",),
    "formControlPr": ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"),
}  # fmt: skip
_SUSPECT = frozenset(["ref", "sqref", "r", "cell", "activeCell", "topLeftCell", "sourceRef"])


class Home(NamedTuple):
    """Whose references the elements of a part hold."""

    insertion: Insertion
    sheet: str

    @property
    def mine(self) -> bool:
        """Whether it is the sheet that gets the column."""
        return self.sheet == self.insertion.sheet


def move(root: etree._Element, home: Home) -> None:
    """Move every reference of a part's tree."""
    for element in list(root.iter()):
        name = local(element)
        if not name:
            continue
        if name in _FORMULAS and element.text:
            element.text = home.insertion.formula(element.text, home.sheet)
        for attribute in _FORMULA_ATTRIBUTES.get(name, ()):
            if value := element.get(attribute):
                element.set(attribute, _formula_or_value(value, home))
        if home.mine:
            _move_places(element, name, home.insertion.at)


def _formula_or_value(value: str, home: Home) -> str:
    start = value[:1] if value[:1] in ("#", "=") else ""
    return start + home.insertion.formula(value.removeprefix(start), home.sheet)


def _move_places(element: etree._Element, name: str, at: int) -> None:
    for attribute in _AREAS.get(name, ()):
        if value := element.get(attribute):
            near = name in ("sheetView", "customSheetView")
            element.set(attribute, moved_areas(value, at + 1 if near else at))
    if name == "sqref" and element.text:
        element.text = moved_areas(element.text, at)
    elif name == "pane":
        _move_pane(element, at)
    elif name == "cols":
        _move_columns(element, at)
    elif name == "colBreaks":
        _move_breaks(element, at)
    elif name in ("autoFilter",):
        _move_filter(element, at)


def moved_areas(sqref: str, at: int) -> str:
    """Return a list of areas as it is when there is a new column `at`."""
    return " ".join(_moved(Area.parse(ref), at, ref) for ref in sqref.split())


def _moved(area: Area, at: int, written: str) -> str:
    if area.right < at:
        return written
    left, right = area.left + (area.left >= at), min(area.right + 1, MAX_COLUMN)
    return Area(area.top, min(left, MAX_COLUMN), area.bottom, right).ref


def _move_pane(pane: etree._Element, at: int) -> None:
    """Let frozen columns stay frozen; a column among them makes them one more."""
    frozen = pane.get("state") in ("frozen", "frozenSplit")
    split = int(float(pane.get("xSplit", "0")))
    corner = pane.get("topLeftCell")
    among = frozen and at <= split
    if among:
        pane.set("xSplit", str(split + 1))
    if corner and (among or Area.parse(corner).left > at):
        pane.set("topLeftCell", moved_areas(corner, 1 if among else at))


def _move_columns(cols: etree._Element, at: int) -> None:
    """Move the columns' widths; a stretch that goes on past the new column is parted there."""
    for col in children(cols, "col"):
        first, last = int(col.get("min", "1")), int(col.get("max", "1"))
        if first >= at:
            col.set("min", str(first + 1))
        if last >= at:
            col.set("max", str(min(last + 1, MAX_COLUMN)))
        if first < at <= last:
            rest = copy.copy(col)
            col.set("max", str(at - 1))
            rest.set("min", str(at + 1))
            col.addnext(rest)
        if first >= MAX_COLUMN:
            cols.remove(col)


def _move_breaks(breaks: etree._Element, at: int) -> None:
    """Move page breaks: one stands to the left of the column that its `id` counts from 0."""
    for brk in children(breaks, "brk"):
        place = int(brk.get("id", "0"))
        if place >= at - 1:
            brk.set("id", str(min(place + 1, MAX_COLUMN - 1)))


def _move_filter(auto: etree._Element, at: int) -> None:
    """Count a filter's columns anew; its area has been moved already."""
    area = Area.parse(auto.get("ref", "A1"))
    for column in children(auto, "filterColumn"):
        place = int(column.get("colId", "0"))
        # The area as it is now: a column at or behind the new one is one further on.
        if area.left < at and area.left + place >= at:
            column.set("colId", str(place + 1))


def anchors(root: etree._Element, at: int) -> None:
    """Move what is drawn: its corners count columns from 0. What stays in its place stays."""
    for anchor in list(root.iter()):
        if local(anchor) not in ("twoCellAnchor", "oneCellAnchor", "anchor"):
            continue
        kind = anchor.get("editAs", "twoCell")
        if kind == "absolute":
            continue
        ends = [child for child in anchor if local(child) in ("from", "to")]
        columns = [c for end in ends for c in children(end, "col")]
        starts = [int(c.text or 0) for c in columns]
        pushed = bool(starts) and starts[0] >= at - 1
        for column, place in zip(columns, starts, strict=True):
            if pushed or (kind == "twoCell" and place >= at - 1):
                column.text = str(min(place + 1, MAX_COLUMN - 1))


def suspicious(elements: Iterable[etree._Element], known: frozenset[str]) -> str | None:
    """Return the name of an element that may hold references and isn't known; None for none."""
    for top in elements:
        for element in top.iter():
            name = local(element)
            if name in known or name in _AREAS or name in _FORMULAS:
                continue
            if _SUSPECT & {str(a) for a in element.attrib}:
                return name
    return None
