"""Workbooks with everything in them that officers add and that tools lose.

`workbook()` makes one from nothing; `decorate()` puts the same into one that exists. What
XlsxWriter can't make (threaded comments, slicers, validations of the 2010 extension, phonetic
hints, custom XML) is put in by hand, with no help from the code under test.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter
from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
OURS = "urn:example:officer-data"

DATA, OWN, LISTS = "ผลการดำเนินการ", "แผ่นของฉัน", "รายการ"
TABLE, FIRST, LAST = "Results", 4, 8  # data rows; the header is in row 3
HEADINGS = ("รหัส", "มาตรการ", "สถานะ", "ผล", "วันที่", "จำนวน", "ตรวจ")


def workbook(path: Path) -> Path:
    """Write a decorated workbook and return its path.

    `DATA` has a title merged over A1:G1 and the table `Results` in A3:G8 (its last column is
    calculated), `OWN` the officer's own things, `LISTS` (hidden) the values of drop-downs.
    """
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "รายงาน", "author": "เจ้าหน้าที่"})
    book.set_custom_property("เลขที่", "๑๒๓")
    data, own = book.add_worksheet(DATA), book.add_worksheet(OWN)
    lists = book.add_worksheet(LISTS)
    lists.write_column(0, 0, ["ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยกเลิก"])
    lists.hide()
    _table(book, data)
    _ornaments(book, data, own)
    book.define_name("สถานะทั้งหมด", f"='{LISTS}'!$A$1:$A$3")
    book.close()
    path.write_bytes(decorate(path.read_bytes(), DATA))
    return path


def _table(book: xlsxwriter.Workbook, data: xlsxwriter.worksheet.Worksheet) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    wrap = book.add_format({"text_wrap": True, "bg_color": "#FFF2CC", "border": 1})
    day = book.add_format({"num_format": "[$-107041E]d mmm yy", "border": 1})
    data.merge_range("A1:G1", "ผลการดำเนินการตามมาตรการ", bold)
    rows = [
        [f"M{n}", f"มาตรการที่ {n} & <ทดสอบ>", "ดำเนินการแล้ว", f"ผลที่ {n}", 44652 + n, n * 1.5]
        for n in range(1, LAST - FIRST + 2)
    ]
    columns = [{"header": h} for h in HEADINGS]
    columns[1]["format"] = columns[3]["format"] = wrap
    columns[4]["format"] = day
    columns[6]["formula"] = (
        '=IF(Results[[#This Row],[ผล]]="","ไม่มีผล",IF(Results[[#This Row],[จำนวน]]>3,"มาก","น้อย"))'
    )
    options = {"name": TABLE, "columns": columns, "data": rows, "style": "Table Style Medium 4"}
    data.add_table(FIRST - 2, 0, LAST - 1, len(HEADINGS) - 1, options)
    data.set_row(LAST - 1, 42)
    data.set_column(0, 0, 8, None, {"hidden": True})
    data.set_column(1, 3, 30, wrap)
    data.write_rich_string(FIRST - 1, 3, "ผลที่ ", bold, "สำคัญ", " มาก ", red, "แดง", wrap)
    data.write_url(FIRST, 3, "https://example.org/หลักฐาน", string="ผลที่ 2")
    status = {"validate": "list", "source": f"='{LISTS}'!$A$1:$A$3"}
    data.data_validation(FIRST - 1, 2, LAST - 1, 2, status)
    data.data_validation("F4:F8", {"validate": "decimal", "criteria": ">=", "value": 0})
    data.conditional_format(
        "C4:C8", {"type": "cell", "criteria": "==", "value": '"ยกเลิก"', "format": red}
    )
    data.conditional_format("F4:F8", {"type": "data_bar", "data_bar_2010": True})
    data.freeze_panes(3, 2)
    data.set_landscape()
    data.repeat_rows(2)


def _ornaments(
    book: xlsxwriter.Workbook,
    data: xlsxwriter.worksheet.Worksheet,
    own: xlsxwriter.worksheet.Worksheet,
) -> None:
    picture = {"image_data": io.BytesIO(png())}
    data.insert_image("I2", "logo.png", picture)
    data.insert_textbox("I12", "อย่าลืมส่งภายในวันศุกร์", {"width": 200, "height": 60})
    data.insert_button("I18", {"macro": "ไม่มี", "caption": "กด"})
    data.write_comment("B5", "ตรวจแล้ว", {"author": "หัวหน้า"})
    data.add_sparkline("H4", {"range": f"'{DATA}'!F4:F8"})
    data.set_header("&L&G", {"image_left": "logo.png", "image_data_left": io.BytesIO(png())})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{DATA}'!$F$4:$F$8", "name": "จำนวน"})
    own.insert_chart("D2", chart)
    own.write("A1", "รวม")
    own.write_formula("B1", f"=SUM('{DATA}'!F4:F8)", None, 22.5)
    own.write_formula("B2", "=B1*2", None, 45)
    own.write_array_formula("B4:B6", "{=B1*{1;2;3}}", None, 22.5)
    own.protect("", {"format_cells": True})


def decorate(source: bytes, sheet: str) -> bytes:
    """Return the workbook with hand-made parts and extensions added to one of its sheets."""
    parts = _read(source)
    part = sheet_part(parts, sheet)
    rels = _rels(part)
    root = etree.fromstring(parts[part])
    _threaded_comment(parts, rels)
    slicer = _add(
        parts,
        rels,
        "xl/slicers/slicer77.xml",
        "application/vnd.ms-excel.slicer+xml",
        "http://schemas.microsoft.com/office/2007/relationships/slicer",
        f'<slicers xmlns="{X14}"><slicer name="ตัวกรอง" cache="Slicer_Own" rowHeight="225425"/>'
        "</slicers>",
    )
    extensions = root.find(f"{{{MAIN}}}extLst")
    if extensions is None:
        extensions = etree.SubElement(root, f"{{{MAIN}}}extLst")
    for extension in _extensions(slicer):
        extensions.append(etree.fromstring(extension))
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    book_rels = _rels("xl/workbook.xml")
    item = f'<officer xmlns="{OURS}"><note>ข้อมูลของฉัน</note></officer>'
    _add(parts, book_rels, "customXml/item77.xml", None, f"{OFFICE}/customXml", item)
    _add(
        parts,
        _rels("customXml/item77.xml"),
        "customXml/itemProps77.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        f"{OFFICE}/customXmlProps",
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/'
        'customXml" ds:itemID="{2F4F5A3C-0000-4000-8000-000000000077}"><ds:schemaRefs/>'
        "</ds:datastoreItem>",
    )
    _add(
        parts,
        book_rels,
        "xl/timelineCaches/timelineCache77.xml",
        "application/vnd.ms-excel.timelineCache+xml",
        "http://schemas.microsoft.com/office/2011/relationships/timelineCache",
        '<timelineCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2010/11/'
        'main" name="Timeline_Own" sourceName="วันที่"><state minimalRefreshVersion="6" '
        'lastRefreshVersion="6" pivotCacheId="1" filterType="unknown"><bounds startDate="2022-01-01T00:00:00" '
        'endDate="2023-01-01T00:00:00"/></state>'
        "</timelineCacheDefinition>",
    )
    _phonetic(parts)
    return _write(parts)


def _threaded_comment(parts: dict[str, bytes], rels: str) -> None:
    person = "{11111111-2222-4333-8444-555555555555}"
    _add(
        parts,
        rels,
        "xl/threadedComments/threadedComment77.xml",
        "application/vnd.ms-excel.threadedcomments+xml",
        "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="B6" '
        f'dT="2022-04-01T10:00:00.00" personId="{person}" '
        'id="{AAAAAAAA-2222-4333-8444-555555555555}"><text>ขอหลักฐานเพิ่ม</text>'
        "</threadedComment></ThreadedComments>",
    )
    _add(
        parts,
        _rels("xl/workbook.xml"),
        "xl/persons/person77.xml",
        "application/vnd.ms-excel.person+xml",
        "http://schemas.microsoft.com/office/2017/10/relationships/person",
        f'<personList xmlns="{THREADED}"><person displayName="หัวหน้า" id="{person}" '
        'userId="S::a@example.org" providerId="None"/></personList>',
    )


def _extensions(slicer: str) -> list[str]:
    validation = (
        f'<ext xmlns="{MAIN}" xmlns:x14="{X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{XM}" count="1"><x14:dataValidation type="list" '
        'allowBlank="1"><x14:formula1><xm:f>สถานะทั้งหมด</xm:f></x14:formula1>'
        "<xm:sqref>D4:D8</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    )
    formats = (
        f'<ext xmlns="{MAIN}" xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}">'
        f'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{XM}">'
        '<x14:cfRule type="iconSet" priority="9" id="{BBBBBBBB-2222-4333-8444-555555555555}">'
        '<x14:iconSet iconSet="3Stars"><x14:cfvo type="percent"><xm:f>0</xm:f></x14:cfvo>'
        '<x14:cfvo type="percent"><xm:f>33</xm:f></x14:cfvo><x14:cfvo type="percent">'
        "<xm:f>67</xm:f></x14:cfvo></x14:iconSet></x14:cfRule><xm:sqref>F4:F8</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    )
    slicers = (
        f'<ext xmlns="{MAIN}" xmlns:x14="{X14}" uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}">'
        f'<x14:slicerList><x14:slicer xmlns:r="{OFFICE}" r:id="{slicer}"/></x14:slicerList></ext>'
    )
    return [validation, formats, slicers]


def _phonetic(parts: dict[str, bytes]) -> None:
    """Give the first shared string a phonetic hint, which isn't part of its text."""
    if "xl/sharedStrings.xml" not in parts:
        return
    root = etree.fromstring(parts["xl/sharedStrings.xml"])
    hint = etree.SubElement(root[0], f"{{{MAIN}}}rPh", sb="0", eb="1")
    etree.SubElement(hint, f"{{{MAIN}}}t").text = "คำอ่าน"
    etree.SubElement(root[0], f"{{{MAIN}}}phoneticPr", fontId="0")
    parts["xl/sharedStrings.xml"] = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )


def png() -> bytes:
    """Return a small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\x00" + b"\xc0\x20\x20" * 24 for _ in range(24))
    head = struct.pack(">IIBBBBB", 24, 24, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def sheet_part(parts: dict[str, bytes], sheet: str) -> str:
    """Return the name of the part of a sheet."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    rels = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    for element in book.iter(f"{{{MAIN}}}sheet"):
        if element.get("name") == sheet:
            target = next(
                r.get("Target", "") for r in rels if r.get("Id") == element.get(f"{{{OFFICE}}}id")
            )
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _add(
    parts: dict[str, bytes], rels: str, name: str, content_type: str | None, kind: str, xml: str
) -> str:
    parts[name] = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
    empty = f'<Relationships xmlns="{RELS}"/>'.encode()
    root = etree.fromstring(parts.get(rels, empty))
    identity = f"rIdOwn{len(root)}"
    etree.SubElement(root, f"{{{RELS}}}Relationship", Id=identity, Type=kind, Target=f"/{name}")
    parts[rels] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if content_type:
        types = etree.fromstring(parts["[Content_Types].xml"])
        override = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{TYPES}}}Override", override)
        parts["[Content_Types].xml"] = etree.tostring(
            types, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return identity


def _read(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as z:
        return {info.filename: z.read(info) for info in z.infolist()}


def _write(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a package, in their order."""
    return _read(path.read_bytes())
