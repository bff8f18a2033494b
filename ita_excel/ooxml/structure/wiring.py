"""What ties the cells of a workbook together, read and set: names, validations, column formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from ita_excel.core.grid import SetColumnFormula, SetName, SetValidation, Validation, ValidationAt
from ita_excel.core.structure_edits import Wiring, cut
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.formulacells import formula_cells
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.structure.ranged import areas, set_areas

# The attributes of a validation by the fields that they fill; true ones are written as 1.
_TEXTS = {
    "kind": "type", "operator": "operator", "style": "errorStyle", "title": "promptTitle",
    "prompt": "prompt", "error_title": "errorTitle", "error": "error",
}  # fmt: skip
_FLAGS = {"blank": "allowBlank", "refuses": "showErrorMessage", "prompts": "showInputMessage"}
_TRUE = ("1", "true")
_AFTER_NAMES = frozenset(["calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"])  # fmt: skip


def formulas(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet by row and column, shared ones worked out."""
    found = {(cell.row, cell.column): cell.text for cell in formula_cells(sheet)}
    if sheet.data.find(b"array", sheet.head_end, sheet.rows_end) >= 0:
        for at, row in enumerate(sheet.index.numbers):
            for cell in sheet.index.cells(at):
                text = sheet.formula(cell)
                if text is not None and (row, cell.column) not in found:
                    found[row, cell.column] = formula_text(sheet, row, cell.column) or text
    return found


def validations(sheet: Sheet) -> list[ValidationAt]:
    """Return the validations of a sheet, those of the 2010 extension too."""
    return [
        ValidationAt(tuple((a.top, a.left, a.bottom, a.right) for a in areas(e)), _rule(e))
        for e in sheet.frame.iter()
        if local(e) == "dataValidation"
    ]


def apply(contents: Contents, edits: Iterable[Wiring]) -> bool:
    """Make the edits; return whether anything changed that a formula may depend on."""
    changed = False
    for edit in edits:
        if isinstance(edit, SetName):
            changed |= _set_name(contents, edit)
        elif isinstance(edit, SetValidation):
            _set_validation(contents, edit)
        else:
            _set_column_formula(contents, edit)
    return changed


def _defined(root: etree._Element) -> list[etree._Element]:
    return [n for g in children(root, "definedNames") for n in children(g, "definedName")]


def _set_name(contents: Contents, edit: SetName) -> bool:
    workbook = contents.workbook
    root, declared = workbook.root, contents.declared
    wanted = edit.refers_to.removeprefix("=")
    found = [
        n
        for n in _defined(root)
        if n.get("localSheetId") is None and n.get("name", "").lower() == edit.name.lower()
    ]
    if found and (found[0].text or "").removeprefix("=") == wanted:
        return False
    if found:
        found[0].text = wanted
        declared.mark(workbook.part, f"definedName[{found[0].get('name')}]/text")
    else:
        group = _names_group(contents)
        new = group.makeelement(f"{{{etree.QName(group).namespace}}}definedName")
        new.set("name", edit.name)
        new.set("hidden", "1")
        new.text = wanted
        group.append(new)
        declared.mark(workbook.part, f"+definedName[{edit.name}]")
    contents.parts.write_xml(workbook.part, root)
    return True


def _names_group(contents: Contents) -> etree._Element:
    root = contents.workbook.root
    groups = children(root, "definedNames")
    if groups:
        return groups[0]
    new = root.makeelement(f"{{{etree.QName(root).namespace}}}definedNames")
    later = (i for i, e in enumerate(root) if local(e) in _AFTER_NAMES)
    root.insert(next(later, len(root)), new)
    contents.declared.mark(contents.workbook.part, "+definedNames")
    return new


def _set_validation(contents: Contents, edit: SetValidation) -> None:
    sheet = contents.sheet(edit.sheet)
    wanted = Area(edit.first_row, edit.column, edit.last_row, edit.column)
    elements = [e for e in sheet.frame.iter() if local(e) == "dataValidation"]
    there = [e for e in elements if any(a.meets(wanted) for a in areas(e))]
    if len(there) == 1 and _rule(there[0]) == edit.rule and _covers(areas(there[0]), wanted):
        return
    out = (wanted.top, wanted.left, wanted.bottom, wanted.right)
    for element in there:
        corners = ((a.top, a.left, a.bottom, a.right) for a in areas(element))
        set_areas(element, [Area(*left) for left in cut(corners, out)])
    if edit.rule != Validation():
        group = sheet.ensure("dataValidations")
        group.append(_element(group, edit.rule, wanted))
        group.set("count", str(len(children(group, "dataValidation"))))
    contents.declared.mark(
        sheet.part, "dataValidation@sqref", "+dataValidation", "-dataValidation",
        "dataValidations@count", "+dataValidations", "-dataValidations", "sqref/text", "-ext",
        "-extLst",
    )  # fmt: skip
    contents.parts.write(sheet.part, sheet.collect(sheet.with_frame()))


def _covers(areas: Sequence[Area], wanted: Area) -> bool:
    return any(
        a.holds(wanted.top, wanted.left) and a.holds(wanted.bottom, wanted.right) for a in areas
    )


def _rule(element: etree._Element) -> Validation:
    found: dict[str, str | bool] = {
        field: element.get(name, "") for field, name in _TEXTS.items() if element.get(name)
    }
    for field, name in _FLAGS.items():
        found[field] = element.get(name) in _TRUE
    found["drop_down"] = element.get("showDropDown") not in _TRUE  # the file says when to hide it
    for name in ("formula1", "formula2"):
        inner = children(element, name)
        if inner:
            found[name] = "".join(map(str, inner[0].itertext())).strip().removeprefix("=")
    return Validation(**found)  # type: ignore[arg-type]


def _element(group: etree._Element, rule: Validation, area: Area) -> etree._Element:
    namespace = etree.QName(group).namespace
    new = group.makeelement(f"{{{namespace}}}dataValidation")
    plain = Validation()
    for field, name in _TEXTS.items():
        if getattr(rule, field) != getattr(plain, field):
            new.set(name, getattr(rule, field))
    for field, name in _FLAGS.items():
        if getattr(rule, field):
            new.set(name, "1")
    if not rule.drop_down:
        new.set("showDropDown", "1")
    new.set("sqref", area.ref)
    for name in ("formula1", "formula2"):
        if text := getattr(rule, name):
            etree.SubElement(new, f"{{{namespace}}}{name}").text = text
    return new


def _set_column_formula(contents: Contents, edit: SetColumnFormula) -> None:
    table = next(
        (t for t in contents.tables().values() if t.name.lower() == edit.table.lower()), None
    )
    if table is None or not table.area.left <= edit.column <= table.area.right:
        return
    root = contents.parts.xml(table.part)
    columns = [c for g in children(root, "tableColumns") for c in children(g, "tableColumn")]
    column = columns[edit.column - table.area.left]
    found = children(column, "calculatedColumnFormula")
    wanted = edit.formula.removeprefix("=")
    if found and found[0].text == wanted:
        return
    if not found:
        new = column.makeelement(f"{{{etree.QName(column).namespace}}}calculatedColumnFormula")
        column.insert(0, new)
        found = [new]
    found[0].text = wanted
    found[0].attrib.pop("array", "")
    contents.parts.write_xml(table.part, root)
    contents.declared.mark(
        table.part, "+calculatedColumnFormula", "calculatedColumnFormula/text",
        "calculatedColumnFormula@array",
    )  # fmt: skip
