"""Turns a macro-free workbook into an .xlsm with the buttons on its guide sheet.

For offices that can't install add-ins. Adds parts and changes only what makes them known; cells,
tables and formats stay as they are. The VBA project was built from `macros/` beforehand.
"""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.jobs.wishes import BUTTONS, macro_name
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.relationships import OFFICE
from ita_excel.schema import GUIDE

# The macros as a VBA project for a workbook with the template's sheets.
WORKBOOK_PROJECT = Path(__file__).parent / "workbook_macros.bin"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PROJECT = "xl/vbaProject.bin"
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
_PROJECT_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "xl/drawings/itaButtons.vml"
# What may follow <legacyDrawing> in a sheet (ECMA-376 part 1, CT_Worksheet).
_AFTER = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
          "tableParts", "extLst")  # fmt: skip
# The buttons stand in two lines in the guide's empty row below its title, sizes in pixels.
_ROW, _ROW_POINTS, _COLUMN = 3, 66, 2
_A_LINE, _WIDTH, _HEIGHT, _GAP = 5, 128, 36, 6


def macro_workbook(workbook: bytes, project: bytes | None = None) -> bytes:
    """Return the workbook as an .xlsm; `project` is another VBA project than the built one.

    InputError where it isn't a workbook with the template's sheets.
    """
    package = Package(workbook)
    _name_for_macros(package)
    parts, book = package.parts, package.workbook.part
    parts.add(_PROJECT, project or WORKBOOK_PROJECT.read_bytes(), _PROJECT_TYPE)
    parts.relate(book, _PROJECT_RELATION, _PROJECT)
    parts.set_content_type(book, _WORKBOOK_TYPE)
    _draw_buttons(package)
    buffer = io.BytesIO()
    package.write_to(buffer)
    return buffer.getvalue()


def _name_for_macros(package: Package) -> None:
    """Give workbook and sheets the code names of the project's modules."""
    parts, sheets = package.parts, package.workbook.sheets
    book = parts.xml(package.workbook.part)
    properties = book.find(f"{{{_MAIN}}}workbookPr")
    if properties is None or GUIDE not in sheets:
        raise InputError(_NOT_OURS, sheet=GUIDE)
    properties.set("codeName", "ThisWorkbook")
    parts.write_xml(package.workbook.part, book)
    for number, sheet in enumerate(sheets.values(), start=1):
        root = parts.xml(sheet.part)
        of_sheet = root.find(f"{{{_MAIN}}}sheetPr")
        if of_sheet is None:
            of_sheet = etree.Element(f"{{{_MAIN}}}sheetPr")
            root.insert(0, of_sheet)
        of_sheet.set("codeName", f"Sheet{number}")
        parts.write_xml(sheet.part, root)


def _draw_buttons(package: Package) -> None:
    sheet = package.workbook.sheets[GUIDE].part
    relation = package.add_part(_VML, _vml().encode(), _VML_TYPE, "vmlDrawing", sheet)
    root = package.parts.xml(sheet)
    _make_room(root)
    drawing = etree.Element(f"{{{_MAIN}}}legacyDrawing", nsmap={"r": OFFICE})
    drawing.set(f"{{{OFFICE}}}id", relation)
    later = [i for i, child in enumerate(root) if etree.QName(child).localname in _AFTER]
    root.insert(later[0] if later else len(root), drawing)
    package.parts.write_xml(sheet, root)


def _make_room(sheet: etree._Element) -> None:
    rows = sheet.find(f"{{{_MAIN}}}sheetData")
    if rows is None:
        raise InputError(_NOT_OURS, sheet=GUIDE)
    row = next((r for r in rows if r.get("r") == str(_ROW)), None)
    if row is None:
        row = etree.Element(f"{{{_MAIN}}}row", r=str(_ROW))
        above = [r for r in rows if int(str(r.get("r"))) < _ROW]
        rows.insert(len(above), row)
    row.set("ht", str(_ROW_POINTS))
    row.set("customHeight", "1")


def _vml() -> str:
    shapes = "".join(
        _SHAPE.format(
            number=1025 + place,
            label=escape(of.label.th),
            macro=macro_name(button),
            column=_COLUMN,
            row=_ROW - 1,
            left=_GAP + place % _A_LINE * (_WIDTH + _GAP),
            right=(place % _A_LINE + 1) * (_WIDTH + _GAP),
            top=_GAP + place // _A_LINE * (_HEIGHT + _GAP),
            bottom=(place // _A_LINE + 1) * (_HEIGHT + _GAP),
        )
        for place, (button, of) in enumerate(BUTTONS.items())
    )
    return f"{_HEAD}{shapes}</xml>"


# Form controls in the notation that every Excel since 2000 reads.
_HEAD = """<xml xmlns:v="urn:schemas-microsoft-com:vml" \
xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" \
path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path shadowok="f" \
o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>\
<o:lock v:ext="edit" shapetype="t"/></v:shapetype>
"""
_SHAPE = """<v:shape id="_x0000_s{number}" type="#_x0000_t201" \
style="position:absolute;z-index:1;mso-wrap-style:tight" o:button="t" \
fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">\
<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>\
<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">\
<font face="TH Sarabun New" size="320" color="#000000">{label}</font></div></v:textbox>\
<x:ClientData ObjectType="Button">\
<x:Anchor>{column}, {left}, {row}, {top}, {column}, {right}, {row}, {bottom}</x:Anchor>\
<x:PrintObject>False</x:PrintObject><x:AutoFill>False</x:AutoFill>\
<x:FmlaMacro>[0]!{macro}</x:FmlaMacro>\
<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign>\
</x:ClientData></v:shape>
"""
_NOT_OURS = Text(
    "ไม่ใช่สมุดงาน ITA เพราะไม่มีชีต “{sheet}” จึงใส่ปุ่มไม่ได้ โปรดใช้ไฟล์ที่สร้างด้วยคำสั่ง ita-excel new",
    "not an ITA workbook: it has no sheet “{sheet}”, so buttons can't be put on; use a file made "
    "with ita-excel new",
)
