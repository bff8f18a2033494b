"""A unit's workbook as a file: taken apart once, changed as people change it, written quickly.

Knows the file format and nothing of the product: columns are known by their headings, cells that
may be written by their style's protection.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_SHEET = f"{_TYPES}.spreadsheetml.worksheet+xml"
RESULTS = "ผลการดำเนินการ"
ASKED = "ผู้กรอกไฟล์นี้"  # stands before the cell for the name
Value = str | float | None
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63606060600000000500017aa857500000000049454e44ae426082"
)


def letters(column: int) -> str:
    """Return the letters of a column's number from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass(slots=True)
class Line:
    """One row below the heading: the values by column; formulas and styles stay in their place."""

    values: dict[int, Value]
    own: bool = False  # a row that the unit added

    def copy(self) -> Line:
        return Line(dict(self.values), self.own)


@dataclass
class Extras:
    """What else people leave in a file."""

    notes: list[tuple[int, int, str]] = field(default_factory=list)  # index of a line, column
    links: list[tuple[int, int, str]] = field(default_factory=list)
    sheets: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    columns: list[tuple[str, dict[int, str]]] = field(default_factory=list)  # heading, by line
    below: list[tuple[int, int, str]] = field(default_factory=list)  # rows below, column
    renamed: str = ""  # what the sheet of results is called
    twin: list[Line] | None = None  # a copy of the sheet of results, with its lines
    picture: bool = False
    person: str = ""  # who says to have filled in the file

    def copy(self) -> Extras:
        twin = None if self.twin is None else [line.copy() for line in self.twin]
        return Extras(
            self.notes[:], self.links[:], self.sheets[:], self.columns[:], self.below[:],
            self.renamed, twin, self.picture, self.person,
        )  # fmt: skip


class Sent:
    """A workbook as it was sent, taken apart."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.sheet = self._part_of(RESULTS)
        root = etree.fromstring(self.parts[self.sheet])
        strings = self._strings()
        rows = {int(row.get("r")): row for row in root.iter(f"{MAIN}row")}
        content = {number: _values(row, strings) for number, row in rows.items()}
        self.header = next(n for n, values in content.items() if RESULTS in values.values())
        self.columns = {
            str(v): c for c, v in content[self.header].items() if isinstance(v, str) and v
        }
        self.width = max(self.columns.values())
        self.above = content
        first = self.header + 1
        self.formulas, self.styles, self.attributes = {}, {}, {}
        for number, row in rows.items():
            self.attributes[number] = {k: v for k, v in row.attrib.items() if k not in "r spans"}
            for cell in row.iter(f"{MAIN}c"):
                place = number, _column(cell)
                self.styles[place] = cell.get("s", "0")
                formula = cell.find(f"{MAIN}f")
                if formula is not None:
                    self.formulas[place] = formula.text or ""
        self.last = max(n for n, values in content.items() if any(values.values()))
        self.lines = [
            Line({c: v for c, v in content[n].items() if (n, c) not in self.formulas})
            for n in range(first, self.last + 1)
        ]
        unlocked = self._unlocked_styles()
        number, label = next((n, c) for n, row in content.items() for c in row if row[c] == ASKED)
        self.person = next(at for at in sorted(self.styles) if at > (number, label)
                           and self.styles[at] in unlocked)  # fmt: skip
        open_ = [c for c in range(1, self.width + 1) if self.styles.get((first, c)) in unlocked]
        # What a person selects: from the first to the last of the columns that can be written.
        self.block = range(min(open_), max(open_) + 1)
        whole = self.parts[self.sheet]
        self.head = whole[: whole.index(b"<sheetData>")]
        self.tail = whole[whole.index(b"</sheetData>") + len(b"</sheetData>") :]

    def _part_of(self, name: str) -> str:
        book = self.parts["xl/workbook.xml"].decode()
        id_ = re.search(rf'name="{name}"[^>]*r:id="(\w+)"', book)
        assert id_, name
        rels = self.parts["xl/_rels/workbook.xml.rels"].decode()
        for rel in re.findall(r"<Relationship [^>]*>", rels):
            if f'Id="{id_[1]}"' in rel:
                target = re.search(r'Target="([^"]+)"', rel)
                assert target
                return "xl/" + target[1].removeprefix("/xl/")
        raise LookupError(name)

    def _strings(self) -> list[str]:
        part = self.parts.get("xl/sharedStrings.xml")
        if part is None:
            return []
        items = etree.fromstring(part).iter(f"{MAIN}si")
        return ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in items]

    def _unlocked_styles(self) -> set[str]:
        formats = etree.fromstring(self.parts["xl/styles.xml"]).find(f"{MAIN}cellXfs")
        assert formats is not None
        return {
            str(number)
            for number, xf in enumerate(formats)
            if (found := xf.find(f"{MAIN}protection")) is not None
            and found.get("locked") in ("0", "false")
        }


def _column(cell: etree._Element) -> int:
    number = 0
    for letter in str(cell.get("r")):
        if letter.isalpha():
            number = number * 26 + ord(letter) - 64
    return number


def _values(row: etree._Element, strings: list[str]) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for cell in row.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            found[_column(cell)] = "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
        elif value is not None and value.text:
            text = value.text
            shown = strings[int(text)] if kind == "s" else text
            found[_column(cell)] = float(text) if kind == "n" else shown
    return {c: v for c, v in found.items() if v not in ("", None)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says of its saving."""

    modified: str | None  # ISO, UTC
    by: str | None


def write(
    sent: Sent, lines: list[Line], extras: Extras, stamp: Stamp, shared: bool, small: bool
) -> bytes:
    """Return the bytes of the file. `shared`: texts in a part of their own, as Excel has them.

    Packing takes most of the time, so it is done only for a `small` file.
    """
    parts = dict(sent.parts)
    strings: dict[str, int] | None = {} if shared else None
    parts[sent.sheet] = _sheet(sent, lines, extras, strings)
    _name_range(parts, sent, len(lines))
    if extras.renamed:
        _rename(parts, extras.renamed)
    if extras.notes:
        _notes(parts, sent, extras.notes)
    for number, (_, _, url) in enumerate(extras.links):
        rel = f'<Relationship Id="rLink{number}" Type="{_REL}/hyperlink" TargetMode="External" '
        _relate(parts, sent.sheet, rel + f"Target={quoteattr(url)}/>")
    if extras.picture:
        _picture(parts, sent)
    for name, rows in extras.sheets:
        _add_sheet(parts, name, _plain_sheet(rows))
    if extras.twin is not None:
        twin = _sheet(sent, extras.twin, Extras(), strings)
        _add_sheet(parts, f"{RESULTS} (2)", re.sub(rb"<tableParts.*?</tableParts>", b"", twin))
    if strings is not None:
        _keep_strings(parts, strings)
    parts["docProps/core.xml"] = core(stamp)
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, how, 1)
    return out.getvalue()


def _cell(place: str, style: str, value: Value, strings: dict[str, int] | None) -> str:
    if value is None:
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, float):
        return f'<c r="{place}" s="{style}"><v>{value:g}</v></c>'
    if strings is not None:
        number = strings.setdefault(value, len(strings))
        return f'<c r="{place}" s="{style}" t="s"><v>{number}</v></c>'
    text = f'<t xml:space="preserve">{escape(value)}</t>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{text}</is></c>'


def _sheet(sent: Sent, lines: list[Line], extras: Extras, strings: dict[str, int] | None) -> bytes:
    out = []
    below: dict[int, dict[int, Value]] = {}
    for down, column, text in extras.below:
        below.setdefault(sent.header + len(lines) + down, {})[column] = text
    last = max([sent.header + len(lines), sent.last, *below])
    for number in range(1, last + 1):
        index = number - sent.header - 1
        if number <= sent.header:
            values = dict(sent.above.get(number, {}))
            if extras.person and number == sent.person[0]:
                values[sent.person[1]] = extras.person
        else:
            values = dict(lines[index].values) if index < len(lines) else below.get(number, {})
        for more, (heading, column) in enumerate(extras.columns, start=sent.width + 1):
            values[more] = heading if number == sent.header else column.get(index)
        cells = []
        for c in range(1, max([sent.width, *values]) + 1):
            style = sent.styles.get((min(number, sent.last), c), "0")
            formula = sent.formulas.get((number, c))
            place = f"{letters(c)}{number}"
            if formula is not None and index < len(lines):
                cells.append(f'<c r="{place}" s="{style}"><f>{escape(formula)}</f></c>')
            else:
                cells.append(_cell(place, style, values.get(c), strings))
        more_ = "".join(f" {k}={quoteattr(v)}" for k, v in sent.attributes.get(number, {}).items())
        out.append(f'<row r="{number}"{more_}>{"".join(cells)}</row>')
    data = "".join(out).encode()
    return sent.head + b"<sheetData>" + data + b"</sheetData>" + _after(sent, extras)


def _after(sent: Sent, extras: Extras) -> bytes:
    """Return what follows the cells, with the links of this file."""
    tail = sent.tail
    if extras.links:
        links = "".join(
            f'<hyperlink ref="{letters(c)}{sent.header + 1 + i}" xmlns:r="{_REL}" r:id="rLink{n}"/>'
            for n, (i, c, _) in enumerate(extras.links)
        )
        tail = _before(tail, f"<hyperlinks>{links}</hyperlinks>", _AFTER_LINKS)
    if extras.picture:
        tail = _before(tail, f'<drawing xmlns:r="{_REL}" r:id="rPicture"/>', _AFTER_DRAWING)
    if extras.notes:
        tail = _before(tail, f'<legacyDrawing xmlns:r="{_REL}" r:id="rShapes"/>', _AFTER_NOTES)
    return tail


_AFTER_NOTES = (b"<tableParts", b"<extLst", b"</worksheet>")
_AFTER_DRAWING = (b"<legacyDrawing", *_AFTER_NOTES)
_AFTER_LINKS = (b"<printOptions", b"<pageMargins", b"<pageSetup", b"<headerFooter", b"<drawing",
                *_AFTER_DRAWING)  # fmt: skip


def _before(tail: bytes, element: str, marks: tuple[bytes, ...]) -> bytes:
    at = min(tail.index(mark) for mark in marks if mark in tail)
    return tail[:at] + element.encode() + tail[at:]


def _name_range(parts: dict[str, bytes], sent: Sent, count: int) -> None:
    """Let the table end with its last row, as Excel does where a row is added or deleted."""
    rels = parts[_rels_of(sent.sheet)].decode()
    target = re.search(r'Target="\.\./(tables/[^"]+)"', rels)
    assert target
    name, last = f"xl/{target[1]}", sent.header + max(count, 1)
    table = parts[name].decode()
    parts[name] = re.sub(r'ref="(A\d+:[A-Z]+)\d+"', rf'ref="\g<1>{last}"', table).encode()


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _relate(parts: dict[str, bytes], part: str, rel: str) -> None:
    rels = _rels_of(part)
    parts[rels] = parts[rels].replace(b"</Relationships>", rel.encode() + b"</Relationships>")


def _declare(parts: dict[str, bytes], part: str, kind: str) -> None:
    types = parts["[Content_Types].xml"]
    said = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace(b"</Types>", said.encode())


def _rename(parts: dict[str, bytes], name: str) -> None:
    book = parts["xl/workbook.xml"].decode()
    book = book.replace(f'name="{RESULTS}"', f"name={quoteattr(name)}")
    quoted = escape(name.replace("'", "''"))
    book = re.sub(rf"'{RESULTS}'!|(?<=[>,(=]){RESULTS}!", lambda _: f"'{quoted}'!", book)
    parts["xl/workbook.xml"] = book.encode()


def _notes(parts: dict[str, bytes], sent: Sent, notes: list[tuple[int, int, str]]) -> None:
    said = "".join(
        f'<comment ref="{letters(c)}{sent.header + 1 + i}" authorId="0"><text><r><t>{escape(text)}'
        "</t></r></text></comment>"
        for i, c, text in notes
    )
    parts["xl/comments9.xml"] = (
        f'<comments xmlns="{MAIN[1:-1]}"><authors><author>ผู้ตอบ</author></authors>'
        f"<commentList>{said}</commentList></comments>"
    ).encode()
    shapes = "".join(
        f'<v:shape id="n{n}" type="#n" style="visibility:hidden"><x:ClientData ObjectType="Note">'
        f"<x:Row>{sent.header + i}</x:Row><x:Column>{c - 1}</x:Column></x:ClientData></v:shape>"
        for n, (i, c, _) in enumerate(notes)
    )
    parts["xl/drawings/vmlDrawing9.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
    ).encode()
    _declare(parts, "xl/comments9.xml", f"{_TYPES}.spreadsheetml.comments+xml")
    _declare(parts, "xl/drawings/vmlDrawing9.vml", f"{_TYPES}.vmlDrawing")
    rel = '<Relationship Id="{}" Type="{}/{}" Target="../{}"/>'
    _relate(parts, sent.sheet, rel.format("rNotes", _REL, "comments", "comments9.xml"))
    _relate(
        parts, sent.sheet, rel.format("rShapes", _REL, "vmlDrawing", "drawings/vmlDrawing9.vml")
    )


def _picture(parts: dict[str, bytes], sent: Sent) -> None:
    draw = "http://schemas.openxmlformats.org/drawingml/2006"
    parts["xl/media/image9.png"] = _PNG
    parts["xl/drawings/drawing9.xml"] = (
        f'<xdr:wsDr xmlns:xdr="{draw}/spreadsheetDrawing" xmlns:a="{draw}/main" xmlns:r="{_REL}">'
        "<xdr:oneCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff>"
        "<xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        '<xdr:ext cx="900000" cy="900000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="ภาพ 1"/>'
        '<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/><a:stretch/>'
        '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic>'
        "<xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
    ).encode()
    parts["xl/drawings/_rels/drawing9.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/image" Target="../media/image9.png"/>'
        "</Relationships>"
    ).encode()
    _declare(parts, "xl/drawings/drawing9.xml", f"{_TYPES}.drawing+xml")
    _declare(parts, "xl/media/image9.png", "image/png")
    rel = f'<Relationship Id="rPicture" Type="{_REL}/drawing" Target="../drawings/drawing9.xml"/>'
    _relate(parts, sent.sheet, rel)


def _plain_sheet(rows: list[list[str]]) -> bytes:
    out = "".join(
        f'<row r="{r}">'
        + "".join(_cell(f"{letters(c)}{r}", "0", v or None, None) for c, v in enumerate(row, 1))
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    head = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData>'
    return f"{head}{out}</sheetData></worksheet>".encode()


def _add_sheet(parts: dict[str, bytes], name: str, data: bytes) -> None:
    number = 90 + sum(n.startswith("xl/worksheets/sheet9") for n in parts)
    part = f"xl/worksheets/sheet{number}.xml"
    parts[part] = data
    _declare(parts, part, _SHEET)
    said = (
        f'<sheet xmlns:r="{_REL}" name={quoteattr(name)} sheetId="{number}" r:id="rOwn{number}"/>'
    )
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book.replace(b"</sheets>", said.encode() + b"</sheets>")
    rel = f'<Relationship Id="rOwn{number}" Type="{_REL}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    _relate(parts, "xl/workbook.xml", rel)


def _keep_strings(parts: dict[str, bytes], strings: dict[str, int]) -> None:
    items = "".join(f'<si><t xml:space="preserve">{escape(s)}</t></si>' for s in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN[1:-1]}">{items}</sst>'.encode()
    _declare(parts, "xl/sharedStrings.xml", f"{_TYPES}.spreadsheetml.sharedStrings+xml")
    rel = f'<Relationship Id="rStrings" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    _relate(parts, "xl/workbook.xml", rel)


def core(stamp: Stamp) -> bytes:
    """Return the document's properties. Many programs leave out one or the other."""
    by = f"<cp:lastModifiedBy>{escape(stamp.by)}</cp:lastModifiedBy>" if stamp.by else ""
    saved = (
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp.modified}</dcterms:modified>'
        if stamp.modified
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{by}{saved}</cp:coreProperties>'
    ).encode()
