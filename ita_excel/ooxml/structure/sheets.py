"""A sheet copied from another workbook, the pattern: cells, styles, tables, drawings, names."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddSheet
from ita_excel.core.language import Text
from ita_excel.core.structure_edits import NO_PATTERN, NO_SUCH_SHEET, SHEET_EXISTS
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.relationships import OFFICE, OFFICE_STRICT
from ita_excel.ooxml.structure.copying import PartCopies
from ita_excel.ooxml.structure.references import Reference, replaced, sheet_name
from ita_excel.ooxml.structure.styletransfer import StyleTransfer
from ita_excel.ooxml.workbookxml import LOCKED

MISSING = Text(
    "เพิ่มแผ่นงาน “{sheet}” ไม่ได้ เพราะสูตรในแผ่นนี้อ้างแผ่นงาน “{other}” ซึ่งไม่มีในสมุดงาน — โปรดเพิ่มแผ่นนั้นก่อน",
    "The sheet “{sheet}” can't be added: its formulas refer to the sheet “{other}”, which the "
    "workbook doesn't have. Add that sheet first.",
)
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORMULAS = frozenset(["f", "formula", "formula1", "formula2", "calculatedColumnFormula"])
_WORD = re.compile(r"[\w.\\?\u0e00-\u0e7f]+")
_LATER = frozenset(["calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"])  # fmt: skip


def add_sheet(
    package: Contents, edit: AddSheet, pattern: Contents | None, coming: Collection[str] = ()
) -> None:
    """Copy the sheet in; RefusedEdit leaves clearing up to the caller.

    `coming` are sheets that are added after this one, to which it may refer already.
    """
    there = {name.casefold() for name in package.sheets}
    if edit.sheet.casefold() in there:
        raise RefusedEdit(SHEET_EXISTS, sheet=edit.sheet)
    if pattern is None or edit.sheet not in pattern.sheets or not pattern.is_worksheet(edit.sheet):
        raise RefusedEdit(NO_PATTERN, sheet=edit.sheet)
    if edit.after is not None and edit.after not in package.sheets:
        raise RefusedEdit(NO_SUCH_SHEET, sheet=edit.after)
    if package.workbook.protected:
        raise RefusedEdit(LOCKED, sheet=edit.sheet)
    styles = StyleTransfer(pattern, package)
    info = pattern.workbook.sheets[edit.sheet]
    root = pattern.parts.xml(info.part)
    known = there | {edit.sheet.casefold()} | {name.casefold() for name in coming}
    _restyle(pattern, root, styles)
    copies = PartCopies(pattern, package, styles)
    name = copies.free_name("xl/worksheets/sheet.xml")
    copies.related(info.part, name)
    used = [e.text or "" for e in root.iter() if local(e) in _FORMULAS]
    used += [f for table in copies.tables for f in table.formulas]
    for formula in used:
        other = next((s for s in _sheets_in(formula) if s.casefold() not in known), None)
        if other is not None:
            raise RefusedEdit(MISSING, sheet=edit.sheet, other=other)
    styles.finish()
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    identity = package.add_part(name, copies.in_kind(data), _SHEET_TYPE, "worksheet")
    _list(package, edit, identity, info.state)
    _copy_names(package, pattern, edit, used, known)
    _title(package, edit)
    package.workbook.drop_calc_chain(package.declared)


def _restyle(pattern: Contents, root: etree._Element, styles: StyleTransfer) -> None:
    """Give a sheet's tree the target's numbers of styles, and texts of its own."""
    shared: dict[str, etree._Element] = {}
    for element in list(root.iter()):
        name = local(element)
        attribute = {"c": "s", "row": "s", "col": "style"}.get(name)
        if attribute and element.get(attribute):
            element.set(attribute, str(styles.cell(int(element.get(attribute, "0")))))
        if element.get("dxfId"):
            element.set("dxfId", str(styles.look(int(element.get("dxfId", "0")))))
        if name == "c" and element.get("t") == "s":
            _own_text(pattern, element, shared)
        if name == "sheetView":
            element.attrib.pop("tabSelected", "")  # two selected sheets are edited together


def _own_text(pattern: Contents, cell: etree._Element, shared: dict[str, etree._Element]) -> None:
    """Write a shared string into the cell itself, with its rich text."""
    if not shared:
        part = pattern.parts.related(pattern.workbook.part, "sharedStrings")
        items = children(pattern.parts.xml(part[0]), "si") if part else []
        shared.update({str(number): item for number, item in enumerate(items)})
    value = children(cell, "v")
    item = shared.get((value[0].text or "").strip()) if value else None
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    new = etree.SubElement(cell, f"{{{etree.QName(cell).namespace}}}is")
    for child in item if item is not None else []:
        new.append(etree.fromstring(etree.tostring(child, with_tail=False)))


def _sheets_in(formula: str) -> list[str]:
    """Return the sheets of this workbook that a formula refers to."""
    found: list[str] = []

    def note(reference: Reference) -> None:
        if reference.sheet and "[" not in reference.sheet:
            found.extend(sheet_name(reference.sheet).split(":"))

    replaced(formula, note)
    return found


def _list(package: Contents, edit: AddSheet, identity: str, state: str) -> None:
    """Put the sheet into the workbook's list, and count those behind it anew."""
    workbook = package.workbook
    root, part, mark = workbook.root, workbook.part, package.declared.mark
    group = children(root, "sheets")[0]
    elements = children(group, "sheet")
    at = len(elements) if edit.after is None else package.sheets.index(edit.after) + 1
    new = group.makeelement(f"{{{etree.QName(group).namespace}}}sheet")
    new.set("name", edit.sheet)
    new.set("sheetId", str(max([int(e.get("sheetId", "0")) for e in elements], default=0) + 1))
    if not edit.visible:
        new.set("state", state if state != "visible" else "hidden")
    new.set(f"{{{OFFICE_STRICT if workbook.strict else OFFICE}}}id", identity)
    group.insert(at, new)
    mark(part, f"+sheet[{edit.sheet}]", "+sheet")
    for name in _names(root):
        place = name.get("localSheetId", "")
        if place.isdigit() and int(place) >= at:
            name.set("localSheetId", str(int(place) + 1))
            mark(part, "definedName@localSheetId")
    for view in (v for g in children(root, "bookViews") for v in children(g, "workbookView")):
        for attribute in ("activeTab", "firstSheet"):
            if int(view.get(attribute, "0")) >= at:
                view.set(attribute, str(int(view.get(attribute, "0")) + 1))
                mark(part, f"workbookView@{attribute}")
    package.parts.write_xml(part, root)
    package.workbook_again()


def _names(root: etree._Element) -> list[etree._Element]:
    return [n for g in children(root, "definedNames") for n in children(g, "definedName")]


def _copy_names(
    package: Contents,
    pattern: Contents,
    edit: AddSheet,
    formulas: list[str],
    known: Collection[str],
) -> None:
    """Copy the sheet's own names, and those of the workbook that it needs and that are missing."""
    workbook = package.workbook
    root = workbook.root
    index, old_index = package.sheets.index(edit.sheet), pattern.sheets.index(edit.sheet)
    there = {n.get("name", "").casefold() for n in _names(root) if n.get("localSheetId") is None}
    wanted = _needed(pattern, edit.sheet, formulas)
    new: list[etree._Element] = []
    for name in _names(pattern.workbook.root):
        scope = name.get("localSheetId")
        mine = scope is not None and scope == str(old_index)
        label = name.get("name", "").casefold()
        missing = scope is None and label in wanted and label not in there
        fits = all(s.casefold() in known for s in _sheets_in(name.text or ""))
        if (mine or missing) and fits:
            copy = root.makeelement(f"{{{etree.QName(root).namespace}}}definedName")
            for attribute, value in name.attrib.items():
                copy.set(attribute, value)
            copy.text = name.text
            if mine:
                copy.set("localSheetId", str(index))
            new.append(copy)
    if not new:
        return
    groups = children(root, "definedNames")
    if not groups:
        groups = [root.makeelement(f"{{{etree.QName(root).namespace}}}definedNames")]
        later = (i for i, e in enumerate(root) if local(e) in _LATER)
        root.insert(next(later, len(root)), groups[0])
        package.declared.mark(workbook.part, "+definedNames")
    for copy in new:
        groups[0].append(copy)
        package.declared.mark(workbook.part, f"+definedName[{copy.get('name')}]")
    package.parts.write_xml(workbook.part, root)
    package.workbook_again()


def _needed(pattern: Contents, sheet: str, formulas: list[str]) -> set[str]:
    """Return the names that formulas use, and those in these names, and those of the sheet."""
    texts = {
        n.get("name", "").casefold(): n.text or ""
        for n in _names(pattern.workbook.root)
        if n.get("localSheetId") is None
    }
    found = {
        name
        for name, text in texts.items()
        if sheet.casefold() in (s.casefold() for s in _sheets_in(text))
    }
    todo = [*formulas, *(texts[name] for name in found)]
    while todo:
        for word in _WORD.findall(todo.pop()):
            label = word.casefold()
            if label in texts and label not in found:
                found.add(label)
                todo.append(texts[label])
    return found


def _title(package: Contents, edit: AddSheet) -> None:
    """Name the sheet among the titles that Explorer shows, where the file lists them rightly."""
    parts = package.parts
    found = parts.related("", "extended-properties")
    if not found:
        return
    root = parts.xml(found[0])
    counts = [e for g in children(root, "HeadingPairs") for e in g.iter() if local(e) == "i4"]
    vectors = [v for g in children(root, "TitlesOfParts") for v in children(g, "vector")]
    if not counts or not vectors or counts[0].text != str(len(package.sheets) - 1):
        return
    vector = vectors[0]
    new = vector.makeelement(f"{{{etree.QName(vector).namespace}}}lpstr")
    new.text = edit.sheet
    vector.insert(package.sheets.index(edit.sheet), new)
    vector.set("size", str(len(children(vector, "lpstr"))))
    counts[0].text = str(len(package.sheets))
    parts.write_xml(found[0], root)
    package.declared.mark(found[0], "+lpstr", "vector@size", "i4/text", "lpstr/text")
