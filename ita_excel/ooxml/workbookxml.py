"""The workbook part: which sheets there are, hidden or not, and how the workbook calculates."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from ita_excel.core.errors import InputError, RefusedEdit
from ita_excel.core.grid import column_number
from ita_excel.core.language import Text
from ita_excel.ooxml import contenttypes
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.parts import Parts
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.zipcopy import DAMAGED

NOT_EXCEL = Text(
    "ไฟล์นี้ไม่ใช่สมุดงาน Excel (.xlsx, .xlsm) — โปรดเลือกไฟล์สมุดงาน",
    "This file is not an Excel workbook (.xlsx, .xlsm). Choose a workbook.",
)
BINARY = Text(
    "ไฟล์นี้เป็นสมุดงานแบบไบนารี (.xlsb) — โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
    "This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.",
)
LOCKED = Text(
    "โครงสร้างสมุดงานถูกป้องกันไว้ จึงแสดงหรือซ่อนแผ่นงาน “{sheet}” ไม่ได้ — "
    "โปรดยกเลิกการป้องกันโครงสร้าง (รีวิว > ป้องกันสมุดงาน) แล้วทำใหม่",
    "The workbook's structure is protected, so the sheet “{sheet}” can't be shown or hidden. "
    "Unprotect it (Review > Protect Workbook) and try again.",
)
LAST_VISIBLE = Text(
    "ซ่อนแผ่นงาน “{sheet}” ไม่ได้ เพราะเป็นแผ่นงานเดียวที่แสดงอยู่ — โปรดแสดงแผ่นงานอื่นก่อน",
    "The sheet “{sheet}” can't be hidden: it is the only one shown. Show another sheet first.",
)

_AFTER_CALC = [
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATION_NS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


class SheetInfo(NamedTuple):
    """One sheet of the workbook; `kind` is `worksheet`, `chartsheet` …"""

    name: str
    part: str
    kind: str
    state: str  # visible, hidden, veryHidden


class WorkbookPart:
    """The workbook part of a package, as it is now."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.part, self.root = _main_part(parts)
        if local(self.root) != "workbook":
            raise InputError(NOT_EXCEL)
        self.strict = etree.QName(self.root).namespace == STRICT
        targets = {r.id: r for r in parts.relationships(self.part)}
        self.sheets: dict[str, SheetInfo] = {}
        self._elements: dict[str, etree._Element] = {}
        for element in self._of("sheets", "sheet"):
            relation = next(
                (
                    targets.get(element.get(f"{{{n}}}id") or "")
                    for n in _RELATION_NS
                    if element.get(f"{{{n}}}id")
                ),
                None,
            )
            if relation is None or parts.resolve(relation.target) is None:
                raise InputError(DAMAGED, detail=element.get("name", "sheet"))
            name, state = element.get("name", ""), element.get("state", "visible")
            self.sheets[name] = SheetInfo(name, relation.target, relation.kind.lower(), state)
            self._elements[name] = element

    def _of(self, group: str, name: str) -> list[etree._Element]:
        return [e for g in children(self.root, group) for e in children(g, name)]

    def names(self) -> dict[str, str]:
        """Return the formulas of the workbook's names; those of a single sheet are left out."""
        return {
            name.get("name", ""): (name.text or "").removeprefix("=")
            for name in self._of("definedNames", "definedName")
            if name.get("localSheetId") is None
        }

    @property
    def date1904(self) -> bool:
        """Whether the workbook counts days from 1904, as old ones of the Macintosh do."""
        found = children(self.root, "workbookPr")
        return bool(found) and found[0].get("date1904") in ("1", "true")

    @property
    def protected(self) -> bool:
        """Whether sheets may not be added, removed, shown or hidden."""
        found = children(self.root, "workbookProtection")
        return bool(found) and found[0].get("lockStructure") in ("1", "true")

    def calculate_on_load(self, declared: Declared) -> None:
        """Tell Excel to calculate every formula when it opens the file."""
        found = children(self.root, "calcPr")
        if found and found[0].get("fullCalcOnLoad") in ("1", "true"):
            return
        if found:
            calc = found[0]
            declared.mark(self.part, "calcPr@fullCalcOnLoad")
        else:
            namespace = etree.QName(self.root).namespace
            calc = self.root.makeelement(f"{{{namespace}}}calcPr")
            later = (i for i, e in enumerate(self.root) if local(e) in _AFTER_CALC)
            self.root.insert(next(later, len(self.root)), calc)
            declared.mark(self.part, "+calcPr")
        calc.set("fullCalcOnLoad", "1")
        self.parts.write_xml(self.part, self.root)

    def show(self, sheet: str, visible: bool, declared: Declared) -> bool:
        """Show or hide a sheet; return False where it is so already."""
        if (self.sheets[sheet].state == "visible") == visible:
            return False
        if self.protected:
            raise RefusedEdit(LOCKED, sheet=sheet)
        shown = [s.name for s in self.sheets.values() if s.state == "visible"]
        if not visible and shown == [sheet]:
            raise RefusedEdit(LAST_VISIBLE, sheet=sheet)
        element = self._elements[sheet]
        if visible:
            del element.attrib["state"]
        else:
            element.set("state", "hidden")
            self._leave(sheet, next(s for s in shown if s != sheet), declared)
        declared.mark(self.part, f"sheet[{sheet}]@state")
        self.parts.write_xml(self.part, self.root)
        return True

    def _leave(self, sheet: str, other: str, declared: Declared) -> None:
        """Make `other` the sheet in front where `sheet`, which is to be hidden, was."""
        names = list(self.sheets)
        for view in self._of("bookViews", "workbookView"):
            if int(view.get("activeTab", "0")) == names.index(sheet):
                view.set("activeTab", str(names.index(other)))
                declared.mark(self.part, "workbookView@activeTab")
            if int(view.get("firstSheet", "0")) == names.index(sheet):
                view.set("firstSheet", str(names.index(other)))
                declared.mark(self.part, "workbookView@firstSheet")

    def stretch_names(
        self, sheet: str, columns: range, old_bottom: int, bottom: int, declared: Declared
    ) -> None:
        """Let print areas and other names that end where a table ended go as far as it does now."""
        quoted = re.escape("'" + sheet.replace("'", "''") + "'")
        area = re.compile(
            rf"((?<![\w'])(?:{quoted}|{re.escape(sheet)})!)"
            r"(\$?)([A-Z]{1,3})(\$?)(\d+):(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])"
        )

        def moved(match: re.Match[str]) -> str:
            left, right = column_number(match[3]), column_number(match[7])
            beside = left <= columns[-1] and columns[0] <= right
            if int(match[9]) != old_bottom or not beside:
                return match[0]
            return match[0][: match.start(9) - match.start()] + str(bottom)

        changed = False
        for name in self._of("definedNames", "definedName"):
            if name.text and sheet in name.text:
                new = area.sub(moved, name.text)
                if new != name.text:
                    name.text, changed = new, True
                    declared.mark(self.part, f"definedName[{name.get('name')}]/text")
        if changed:
            self.parts.write_xml(self.part, self.root)

    def drop_calc_chain(self, declared: Declared) -> None:
        """Remove the calculation chain, which Excel makes anew: its entries may be stale."""
        for chain in self.parts.related(self.part, "calcChain"):
            declared.mark(chain, "removed")
            for part, mark in self.parts.remove(chain, self.part).items():
                declared.mark(self.parts.resolve(part) or part, mark)


def _main_part(parts: Parts) -> tuple[str, etree._Element]:
    """Return the workbook part's name and its root: what the package relates to, else by type."""
    if parts.resolve(contenttypes.NAME) is None:
        raise InputError(NOT_EXCEL)
    types = parts.content_types()
    if any("sheet.binary" in kind for kind in types.values()):
        raise InputError(BINARY)
    for part in parts.related("", "officeDocument"):
        return part, parts.xml(part)
    for name, kind in types.items():
        found = parts.resolve(name)
        if found and kind.endswith("main+xml") and "sheet" in kind:
            return found, parts.xml(found)
    raise InputError(NOT_EXCEL)
