"""What a new column of a table looks like: taken from a pattern's column, else from its neighbour."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

from ita_excel.core.grid import AddColumn
from ita_excel.core.structure_edits import cut
from ita_excel.ooxml.areas import MAX_ROW, Area
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.shifting import shift
from ita_excel.ooxml.structure.ranged import areas, set_areas
from ita_excel.ooxml.structure.styletransfer import StyleTransfer
from ita_excel.ooxml.tablexml import ExcelTable


@dataclass(slots=True)
class PatternColumn:
    """The column of the pattern whose looks a new column takes."""

    package: Contents
    sheet: Sheet
    table: ExcelTable
    column: int
    styles: StyleTransfer

    @classmethod
    def find(
        cls, pattern: Contents | None, target: Contents, edit: AddColumn
    ) -> PatternColumn | None:
        """Return the pattern's column of the same table and heading; None where there is none."""
        if pattern is None:
            return None
        table = next(
            (t for t in pattern.tables().values() if t.name.lower() == edit.table.lower()), None
        )
        wanted = edit.heading.replace("\n", "_x000a_").casefold()
        names = [name.casefold() for name in table.columns] if table else []
        if table is None or wanted not in names:
            return None
        column = table.area.left + names.index(wanted)
        transfer = StyleTransfer(pattern, target)
        return cls(pattern, pattern.sheet(table.sheet), table, column, transfer)

    def style(self, row: int) -> int:
        """Return the target's number for the style of a cell of the pattern's column."""
        cell = self.sheet.cell(row, self.column)
        number = self.sheet.style(cell) if cell else self.sheet.column_style(self.column)
        return self.styles.cell(number) if number else 0

    @property
    def formula(self) -> str | None:
        """The formula of its cells, as the table's first data row has it."""
        return self.table.formulas.get(self.column)

    def width(self) -> dict[str, str]:
        """Return the attributes that a `col` takes from it: width, hidden, style."""
        cols = self.sheet.child("cols")
        for col in children(cols, "col") if cols is not None else []:
            if int(col.get("min", "0")) <= self.column <= int(col.get("max", "0")):
                found = {str(k): str(v) for k, v in col.attrib.items() if k not in ("min", "max")}
                if found.get("style"):
                    found["style"] = str(self.styles.cell(int(found["style"])))
                return found
        return {}


@dataclass(slots=True)
class Place:
    """Where the new column comes in the target."""

    sheet: Sheet  # as it is with the column moved in
    at: int
    beside: int  # the column that it takes after, where it is now
    first_row: int  # of the data
    last_row: int


def set_width(place: Place, pattern: PatternColumn | None) -> None:
    """Give the new column its width; without a pattern that of its neighbour, but never hidden."""
    attributes = pattern.width() if pattern else {}
    cols = place.sheet.child("cols")
    if not attributes and cols is not None:
        for col in children(cols, "col"):
            if int(col.get("min", "0")) <= place.beside <= int(col.get("max", "0")):
                skip = ("min", "max", "hidden", "collapsed", "outlineLevel")
                attributes = {str(k): str(v) for k, v in col.attrib.items() if k not in skip}
    if not attributes:
        return
    cols = place.sheet.ensure("cols")
    new = cols.makeelement(f"{{{etree.QName(cols).namespace}}}col")
    new.set("min", str(place.at))
    new.set("max", str(place.at))
    for name, value in attributes.items():
        new.set(name, value)
    later = (i for i, c in enumerate(cols) if int(c.get("min", "0")) > place.at)
    cols.insert(next(later, len(cols)), new)


def set_validations(place: Place, pattern: PatternColumn | None) -> None:
    """Let validations reach into the new column, or give it those of the pattern."""
    elements = [e for e in place.sheet.frame.iter() if local(e) == "dataValidation"]
    if pattern is None:
        for element in elements:
            _reach(element, place, every=True)
        return
    for element in elements:
        now = areas(element)
        out = (1, place.at, MAX_ROW, place.at)
        left = [Area(*corners) for corners in cut([_corners(a) for a in now], out)]
        if left != now:
            set_areas(element, left)
    group: etree._Element | None = None
    for element in _over(pattern, "dataValidations", "dataValidation"):
        group = place.sheet.ensure("dataValidations") if group is None else group
        new = _taken_over(element, pattern, place)
        bottom = max(_bottom(element, pattern, place), place.last_row)
        new.set("sqref", Area(place.first_row, place.at, bottom, place.at).ref)
        group.append(new)
    if group is not None:
        group.set("count", str(len(children(group, "dataValidation"))))


def set_formats(place: Place, pattern: PatternColumn | None) -> None:
    """Let conditional formats reach into the new column, and give it those of the pattern."""
    mine = [e for e in place.sheet.frame.iter() if local(e) == "conditionalFormatting"]
    over = _over(pattern, "", "conditionalFormatting") if pattern else []
    wide = pattern is None or any(_around(e, pattern).size_across > 1 for e in over)
    for element in mine if wide else []:
        _reach(element, place, every=pattern is None)
    if pattern is None:
        return
    rules = [r for e in mine for r in children(e, "cfRule")]
    priority = max([int(r.get("priority", "0")) for r in rules], default=0)
    for element in over:
        if _around(element, pattern).size_across > 1:
            continue
        new = _taken_over(element, pattern, place)
        new.set("sqref", Area(place.first_row, place.at, place.last_row, place.at).ref)
        for rule in children(new, "cfRule"):
            priority += 1
            rule.set("priority", str(priority))
            if rule.get("dxfId"):
                rule.set("dxfId", str(pattern.styles.look(int(rule.get("dxfId", "0")))))
        _insert_format(place.sheet, new)


def _insert_format(sheet: Sheet, new: etree._Element) -> None:
    """Put a conditional format behind those that are there, or where the first has to stand."""
    there = children(sheet.frame, "conditionalFormatting")
    if there:
        there[-1].addnext(new)
    else:
        empty = sheet.ensure("conditionalFormatting")
        sheet.frame.replace(empty, new)


def _over(pattern: PatternColumn, group: str, name: str) -> list[etree._Element]:
    """Return the pattern's elements of a name that hold in the first data row of its column."""
    root = pattern.sheet.frame
    parents = children(root, group) if group else [root]
    return [
        e
        for parent in parents
        for e in children(parent, name)
        if any(a.holds(pattern.table.first_row, pattern.column) for a in areas(e))
    ]


def _around(element: etree._Element, pattern: PatternColumn) -> Area:
    return next(a for a in areas(element) if a.holds(pattern.table.first_row, pattern.column))


def _bottom(element: etree._Element, pattern: PatternColumn, place: Place) -> int:
    """Return how far down a validation reaches here: as many rows beyond the first as there."""
    below = _around(element, pattern).bottom - pattern.table.first_row
    return min(place.first_row + below, MAX_ROW)


def _taken_over(element: etree._Element, pattern: PatternColumn, place: Place) -> etree._Element:
    """Return a copy whose formulas read as Excel writes them when cells are copied here."""
    namespace = etree.QName(place.sheet.frame).namespace
    new = copy.deepcopy(element)
    new.tail = None
    for inner in new.iter():
        if isinstance(inner.tag, str):
            inner.tag = f"{{{namespace}}}{local(inner)}"
        if local(inner) in ("formula", "formula1", "formula2") and inner.text:
            rows = place.first_row - pattern.table.first_row
            inner.text = shift(inner.text, rows, place.at - pattern.column)
    etree.cleanup_namespaces(new)
    for extension in children(new, "extLst"):
        new.remove(extension)
    return new


def _reach(element: etree._Element, place: Place, *, every: bool) -> None:
    """Let areas that end at the neighbour of the new column end at the column itself.

    `every`: those of the neighbour alone too, not only those over several columns.
    """
    now = areas(element)
    new = [_reaching(area, place, every) for area in now]
    if new != now:
        set_areas(element, new)


def _reaching(area: Area, place: Place, every: bool) -> Area:
    data = area.top <= place.last_row and place.first_row <= area.bottom
    if not data or not (every or area.right > area.left):
        return area
    if place.beside < place.at and area.right == place.beside:
        return Area(area.top, area.left, area.bottom, place.at)
    if place.beside > place.at and area.left == place.beside:
        return Area(area.top, place.at, area.bottom, area.right)
    return area


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.top, area.left, area.bottom, area.right
