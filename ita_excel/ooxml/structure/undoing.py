"""Taking a column out of what a part says: areas as sets of cells, references as their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ita_excel.core.grid import column_letters, column_number
from ita_excel.ooxml.areas import MAX_COLUMN, Area
from ita_excel.ooxml.calculation.tokens import AREA
from ita_excel.ooxml.partxml import children, local

_LETTER = r"[\w.$\\\u0e00-\u0e7f]"
_REFERENCE = re.compile(rf"(?<!{_LETTER}){AREA}", re.VERBOSE)
# What is no place for references: texts, structured references and other workbooks.
_APART = re.compile(
    r'"(?>(?:[^"]|"")*)"?|\[(?>(?:[^\[\]\']|\'.|\[(?>(?:[^\[\]\']|\'.)*)\])*)(?:\][^\s(),;+*/^&=<>-]*)?'
)
_AREAS = ("ref", "sqref", "r", "activeCell", "syncRef", "sourceRef")
_FORMULAS = ("location", "textlink", "linkedCell", "listFillRange", "fmlaLink", "fmlaRange", "fmlaGroup",
             "fmlaTxbx", "val")  # fmt: skip
_TEXTS = frozenset([
    "formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula",
    "definedName",
])  # fmt: skip
_SCROLLED = frozenset(["pane", "sheetView", "customSheetView"])
_GROUPS = frozenset([
    "dataValidations", "conditionalFormattings", "mergeCells", "extLst", "ext", "cols",
])  # fmt: skip
_SOURCES = frozenset(["worksheetSource", "rangeSet", "dataRef"])
_GONE = "gone"


class Undo:
    """Says what areas and formulas mean; without the column `at` of a sheet, where it is given."""

    def __init__(self, sheet: str, home: str, at: int | None) -> None:
        self.sheet, self.home, self.at = sheet.casefold(), home.casefold(), at

    @property
    def mine(self) -> bool:
        """Whether the part is that of the sheet itself."""
        return self.home == self.sheet

    def column(self, column: int) -> int | None:
        """Return a column without the new one; None for that itself."""
        if self.at is None or column < self.at:
            return column
        return None if column == self.at else column - 1

    def span(self, left: int, right: int) -> tuple[int, int] | None:
        """Return the columns that are left of a stretch, None for none."""
        if self.at is None or right < self.at:
            return left, right
        first = left if left <= self.at else left - 1
        # What reached to the sheet's last column was cut off there.
        last = right if right == MAX_COLUMN else right - 1
        return (first, last) if first <= last else None

    def areas(self, sqref: str) -> str:
        """Return the cells of a list of areas in one form, whatever areas they are written as."""
        columns: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for area in Area.parse_all(sqref):
            span = self.span(area.left, area.right)
            if span is not None:
                columns.setdefault((area.top, area.bottom), []).append(span)
        said = []
        for rows, spans in sorted(columns.items()):
            joined: list[list[int]] = []
            for left, right in sorted(spans):
                if joined and left <= joined[-1][1] + 1:
                    joined[-1][1] = max(joined[-1][1], right)
                else:
                    joined.append([left, right])
            said += [f"{rows[0]}:{rows[1]} {a}:{b}" for a, b in joined]
        return "; ".join(said)

    def formula(self, text: str, *, of_name: bool = False) -> str:
        """Return a formula with its references to the sheet as they are without the column."""
        out: list[str] = []
        at = 0
        for apart in _APART.finditer(text):
            out += [self._moved(text[at : apart.start()], of_name), apart[0]]
            at = apart.end()
        return "".join([*out, self._moved(text[at:], of_name)])

    def _moved(self, text: str, of_name: bool) -> str:
        return _REFERENCE.sub(lambda m: self._reference(m, of_name), text)

    def _reference(self, match: re.Match[str], of_name: bool) -> str:
        g = match.groups()
        sheet = (g[0] or g[1] or "").replace("''", "'")
        if (sheet.casefold() or self.home) != self.sheet or self.at is None:
            return match[0]
        prefix = match[0][: match[0].rfind("!") + 1]
        cell, other, columns = g[2:6], g[6:10], g[10:14]
        ends = (
            [(columns[0], columns[1], ""), (columns[2], columns[3], "")]
            if columns[1]
            else [(c[0], c[1], f"{c[2]}{c[3]}") for c in (cell, other) if c[1]]
        )
        numbers = [column_number(end[1]) for end in ends]
        if not ends or max(numbers) > MAX_COLUMN:
            return match[0]
        new = []
        for (fixed, _, row), number in zip(ends, numbers, strict=True):
            moved: int | None = number
            if fixed or not of_name:
                moved = self._corner(number, min(numbers), max(numbers))
            if moved is None:
                return _GONE
            new.append(f"{fixed}{column_letters(moved)}{row}")
        return prefix + ":".join(new)

    def _corner(self, number: int, left: int, right: int) -> int | None:
        span = self.span(left, right)
        if span is None:
            return None
        return span[0] if number == left else span[1]


def said_tree(old: etree._Element, new: etree._Element, keep: Undo, undo: Undo) -> Iterator[str]:
    """Yield what two trees say differently, apart from the column; both are changed for that."""
    anchors = [_take_anchors(root) for root in (old, new)]
    at = undo.at or 0
    moved = list(zip(*anchors, strict=False))
    if len(anchors[0]) != len(anchors[1]) or not all(
        b == a or (keep.mine and b == a + 1 and a >= at - 1) for a, b in moved
    ):
        yield "anchors"
    _say(old, keep)
    _say(new, undo)
    if etree.tostring(old, method="c14n") != etree.tostring(new, method="c14n"):
        yield next(_first(old, new), local(new))


def _first(old: etree._Element, new: etree._Element) -> Iterator[str]:
    """Yield the names of the innermost elements that differ."""
    if old.tag != new.tag or old.items() != new.items() or old.text != new.text:
        yield f"{local(old)}:{local(new)}"
    for one, other in zip(old, new, strict=False):
        if etree.tostring(one, method="c14n") != etree.tostring(other, method="c14n"):
            yield from _first(one, other)
    if len(old) != len(new):
        yield f"{local(old)} ({len(old)}:{len(new)})"


def _take_anchors(root: etree._Element) -> list[int]:
    found = []
    for element in root.iter():
        if local(element) == "col" and element.text and element.text.strip().isdigit():
            found.append(int(element.text))
            element.text = None
    return found


def _say(root: etree._Element, undo: Undo) -> None:
    for element in list(root.iter()):
        name = local(element)
        if not name:
            continue
        if name in _TEXTS and element.text:
            of_name = name == "definedName"
            element.text = undo.formula(element.text, of_name=of_name)
        for attribute in _FORMULAS:
            value = element.get(attribute)
            if value and (attribute != "val" or name == "cfvo"):
                element.set(attribute, undo.formula(value))
        if undo.mine:
            _say_places(element, name, undo)
        elif name in _SOURCES and str(element.get("sheet", "")).casefold() == undo.sheet:
            element.set("ref", undo.areas(element.get("ref", "")))
    for group in list(root.iter()):
        if local(group) in _GROUPS and not len(group) and group.getparent() is not None:
            _drop(group)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
    if local(parent) in _GROUPS and not len(parent) and parent.getparent() is not None:
        _drop(parent)


def _say_places(element: etree._Element, name: str, undo: Undo) -> None:
    if name in ("tableColumns", "dataValidations", "mergeCells"):
        element.attrib.pop("count", "")
    if name == "dimension":
        element.attrib.clear()  # what the cells say
    if name in _SCROLLED:
        element.attrib.pop("topLeftCell", "")
    if name == "autoFilter":
        left = Area.parse(element.get("ref", "A1")).left
        for column in children(element, "filterColumn"):
            place = undo.column(left + int(column.get("colId", "0")))
            column.set("colId", str(place))
    if name == "table":
        _say_table(element, undo)
    for attribute in _AREAS:
        if value := element.get(attribute):
            element.set(attribute, undo.areas(value))
            if not element.get(attribute) and element.getparent() is not None:
                _drop(element)
                return
    if name == "sqref" and element.text:
        element.text = undo.areas(element.text)
        owner = element.getparent()
        if not element.text and owner is not None and owner.getparent() is not None:
            _drop(owner)
    elif name == "pane" and element.get("state") in ("frozen", "frozenSplit"):
        split = int(float(element.get("xSplit", "0")))
        element.set("xSplit", str(split - (undo.at is not None and split > undo.at)))
    elif name == "cols":
        _say_columns(element, undo)
    elif name == "colBreaks":
        for brk in children(element, "brk"):
            place = int(brk.get("id", "0"))
            brk.set("id", str(place - (undo.at is not None and place >= undo.at)))


def _say_table(table: etree._Element, undo: Undo) -> None:
    """Take the column's own entry out of the table that got it."""
    area = Area.parse(table.get("ref", "A1"))
    if undo.at is None or not area.left <= undo.at <= area.right:
        return
    for group in children(table, "tableColumns"):
        columns = children(group, "tableColumn")
        if len(columns) == area.size_across:
            group.remove(columns[undo.at - area.left])


def _say_columns(cols: etree._Element, undo: Undo) -> None:
    """Write widths as stretches of columns that are alike."""
    said: list[tuple[int, int, tuple[tuple[str, str], ...]]] = []
    for col in list(cols):
        span = undo.span(int(col.get("min", "1")), int(col.get("max", "1")))
        looks = tuple(
            sorted((str(k), str(v)) for k, v in col.attrib.items() if k not in ("min", "max"))
        )
        cols.remove(col)
        if span is None:
            continue
        if said and said[-1][1] + 1 == span[0] and said[-1][2] == looks:
            said[-1] = (said[-1][0], span[1], looks)
        else:
            said.append((*span, looks))
    for one in said:
        etree.SubElement(cols, "said").text = repr(one)
