"""Styles of another workbook taken over: fonts, fills, borders, number formats, conditional looks.

Found again where the workbook has the same already, else put behind what is there: no cell's style
gets another number.
"""

from __future__ import annotations

import copy

from lxml import etree

from ita_excel.ooxml.cellstyles import EMPTY
from ita_excel.ooxml.contents import STYLES_TYPE, Contents
from ita_excel.ooxml.partxml import children, local

_OWN_FORMATS = 164  # number formats below are built into Excel
_ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
)  # fmt: skip
_MEMBER = {
    "numFmts": "numFmt", "fonts": "font", "fills": "fill", "borders": "border",
    "cellXfs": "xf", "dxfs": "dxf", "tableStyles": "tableStyle",
}  # fmt: skip


class StyleTransfer:
    """Gives numbers in `target` for styles of `source`; `finish` writes what had to be added."""

    def __init__(self, source: Contents, target: Contents) -> None:
        self._target = target
        self._from, self._to = _styles(source), _styles(target)
        self._namespace = etree.QName(self._to).namespace
        self._cells: dict[int, int] = {}
        self._looks: dict[int, int] = {}
        self._marks: set[str] = set()

    def cell(self, number: int) -> int:
        """Return the number of a cell style."""
        if number not in self._cells:
            self._cells[number] = self._cell(number)
        return self._cells[number]

    def look(self, number: int) -> int:
        """Return the number of a differential format, such as a conditional format uses."""
        if number not in self._looks:
            found = _members(self._from, "dxfs")
            new = self._adopted(found[number]) if number < len(found) else self._made("dxf")
            self._looks[number] = self._put("dxfs", new)
        return self._looks[number]

    def table_style(self, name: str) -> None:
        """Take over a table style that the source defines itself and the target lacks."""
        mine = {e.get("name") for e in _members(self._to, "tableStyles")}
        found = [e for e in _members(self._from, "tableStyles") if e.get("name") == name]
        if not found or name in mine:
            return
        new = self._adopted(found[0])
        for element in children(new, "tableStyleElement"):
            if element.get("dxfId"):
                element.set("dxfId", str(self.look(int(element.get("dxfId", "0")))))
        self._put("tableStyles", new)

    def finish(self) -> None:
        """Write the styles part, where anything was added."""
        if not self._marks:
            return
        target = self._target
        found = target.parts.related(target.workbook.part, "styles")
        if found:
            target.parts.write_xml(found[0], self._to)
            target.declared.mark(found[0], *self._marks)
        else:
            data = etree.tostring(self._to, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.add_part("xl/styles.xml", data, STYLES_TYPE, "styles")
        self._marks.clear()

    def _cell(self, number: int) -> int:
        found = _members(self._from, "cellXfs")
        if number >= len(found):
            return 0
        new = self._adopted(found[number])
        for group, attribute in (
            ("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"),
        ):  # fmt: skip
            parts, at = _members(self._from, group), int(new.get(attribute, "0"))
            if at < len(parts):
                new.set(attribute, str(self._put(group, self._adopted(parts[at]))))
        new.set("numFmtId", str(self._number_format(int(new.get("numFmtId", "0")))))
        new.set("xfId", str(self._named(int(new.get("xfId", "0")))))
        return self._put("cellXfs", new)

    def _number_format(self, number: int) -> int:
        if number < _OWN_FORMATS:
            return number
        codes = {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in
                 _members(self._from, "numFmts")}  # fmt: skip
        there = {e.get("formatCode", ""): int(e.get("numFmtId", "0")) for e in
                 _members(self._to, "numFmts")}  # fmt: skip
        code = codes.get(number)
        if code is None:
            return 0
        if code not in there:
            there[code] = max([_OWN_FORMATS - 1, *there.values()]) + 1
            new = self._made("numFmt")
            new.set("numFmtId", str(there[code]))
            new.set("formatCode", code)
            self._put("numFmts", new)
        return there[code]

    def _named(self, number: int) -> int:
        """Return the named style (`Normal` …) that a cell style is based on."""
        names = {int(e.get("xfId", "0")): e.get("name") for e in _named_styles(self._from)}
        mine = {e.get("name"): int(e.get("xfId", "0")) for e in _named_styles(self._to)}
        return mine.get(names.get(number), 0)

    def _put(self, group_name: str, new: etree._Element) -> int:
        """Return the number of an element in its group, put in at the end where it isn't there."""
        wanted = _canonical(new)
        members = _members(self._to, group_name)
        for number, element in enumerate(members):
            if _canonical(element) == wanted:
                return number
        group = self._group(group_name)
        number = len(members)
        # A cell may name a style that isn't there: it must not become this one.
        while group_name == "cellXfs" and self._target.uses_style(number):
            group.append(copy.deepcopy(members[0]))
            number += 1
        group.append(new)
        group.set("count", str(number + 1))
        member = _MEMBER[group_name]
        self._marks |= {f"+{member}", f"{group_name}@count", f"+{group_name}"}
        return number

    def _group(self, name: str) -> etree._Element:
        found = children(self._to, name)
        if found:
            return found[0]
        group = self._made(name)
        later = set(_ORDER[_ORDER.index(name) + 1 :])
        places = (i for i, e in enumerate(self._to) if local(e) in later)
        self._to.insert(next(places, len(self._to)), group)
        return group

    def _made(self, name: str) -> etree._Element:
        return self._to.makeelement(f"{{{self._namespace}}}{name}")

    def _adopted(self, element: etree._Element) -> etree._Element:
        """Return a copy in the target's namespace (a strict workbook has another one)."""
        new = self._made(local(element))
        for name, value in element.attrib.items():
            if not str(name).startswith("{"):
                new.set(name, value)
        new.text = element.text
        for child in element:
            if isinstance(child.tag, str) and local(child) != "extLst":
                new.append(self._adopted(child))
        return new


def _styles(package: Contents) -> etree._Element:
    found = package.parts.related(package.workbook.part, "styles")
    if found:
        return package.parts.xml(found[0])
    namespace = etree.QName(package.workbook.root).namespace
    return etree.fromstring(EMPTY.format(namespace=namespace).encode())


def _members(root: etree._Element, group: str) -> list[etree._Element]:
    found = children(root, group)
    return children(found[0], _MEMBER[group]) if found else []


def _named_styles(root: etree._Element) -> list[etree._Element]:
    found = children(root, "cellStyles")
    return children(found[0], "cellStyle") if found else []


def _canonical(element: etree._Element) -> bytes:
    """Return what an element says; a copy stands alone, without the namespaces around it."""
    alone = copy.deepcopy(element)
    etree.cleanup_namespaces(alone)
    for inner in alone.iter():
        inner.tail = None
        if inner.text is not None and not inner.text.strip():
            inner.text = None
    return etree.tostring(alone, method="c14n")
