"""Workbooks whose package is wrong: the zip file itself, the parts, what they say of each other."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile.sheets import in_part, part_of, repacked, replaced

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(*entries: tuple[str, bytes], stored: bool = False) -> bytes:
    """Return a zip file of entries."""
    out = io.BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", kind) as package:
        for name, content in entries:
            package.writestr(name, content)
    return out.getvalue()


def blown_up(
    data: bytes, part: str, head: bytes, piece: bytes, times: int, tail: bytes, level: int = 9
) -> bytes:
    """Return the package with a part of `head`, `piece` many times, `tail`, made piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(times):
                stream.write(piece)
            stream.write(tail)
    return out.getvalue()


_SHEET = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_SHEET_END = b"</sheetData></worksheet>"


def bombs(book: bytes, sheet: str, megabytes: int = 900) -> Iterator[tuple[str, bytes]]:
    """Yield workbooks that are small and unpack to `megabytes`."""
    for name, make in _bombs(book, sheet, megabytes).items():
        yield name, make()


def bomb(name: str, book: bytes, sheet: str, megabytes: int) -> bytes:
    """Return one of them; to make another takes a second."""
    return _bombs(book, sheet, megabytes)[name]()


def _bombs(book: bytes, sheet: str, megabytes: int) -> dict[str, Callable[[], bytes]]:
    part = part_of(book, sheet)
    made: dict[str, Callable[[], bytes]] = {}
    for name, piece in (
        ("of spaces", b" " * 1_000_000),
        ("of empty rows", b"<row/>" * 160_000),
        ("of empty cells", b"<c/>" * 250_000),
        ("of one text", b"x" * 1_000_000),
    ):
        head, tail = _SHEET, _SHEET_END
        if name == "of empty cells":
            head, tail = head + b'<row r="1">', b"</row>" + tail
        if name == "of one text":
            head += b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
            tail = b"</t></is></c></row>" + tail
        made[f"a sheet {name}"] = partial(blown_up, book, part, head, piece, megabytes, tail)
    names = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    made["styles"] = partial(
        blown_up,
        book,
        "xl/styles.xml",
        names.replace(b"sst", b"styleSheet") + b"<fonts>",
        b"<font/>" * 140_000,
        megabytes,
        b"</fonts></styleSheet>",
    )
    head = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    made["content types"] = partial(
        blown_up, book, "[Content_Types].xml", head, b"<Default/>" * 100_000, megabytes, b"</Types>"
    )
    return made


def structures(book: bytes, sheet: str) -> Iterator[tuple[str, bytes]]:
    """Yield workbooks whose zip file is not as it should be."""
    part = part_of(book, sheet)

    def with_central(change: Callable[[bytearray, int], None], name: str = part) -> bytes:
        data = bytearray(book)
        at = 0
        while (at := data.find(b"PK\x01\x02", at)) >= 0:
            length = struct.unpack_from("<H", data, at + 28)[0]
            if data[at + 46 : at + 46 + length] == name.encode():
                change(data, at)
                return bytes(data)
            at += 4
        raise LookupError(name)

    def put(place: int, form: str, value: int) -> Callable[[bytearray, int], None]:
        return lambda data, at: struct.pack_into(form, data, at + place, value)

    yield "unpacked size too small", with_central(put(24, "<L", 10))
    yield "unpacked size too big", with_central(put(24, "<L", 0x7FFFFFFF))
    yield "packed size too big", with_central(put(20, "<L", 0x7FFFFFFF))
    yield "packed size 0", with_central(put(20, "<L", 0))
    yield "checksum", with_central(put(16, "<L", 1))
    yield "encrypted", with_central(put(8, "<H", 1))
    for method in (1, 9, 12, 14, 93, 98):
        yield f"method {method}", with_central(put(10, "<H", method))
    yield "offset outside", with_central(put(42, "<L", 0x7FFFFFFE))
    yield "offset of another entry", with_central(put(42, "<L", 0))
    yield "sizes of zip64 without it", with_central(put(24, "<L", 0xFFFFFFFF))
    yield "month 15", with_central(put(14, "<H", 0xFFFF))
    yield "a name too long", with_central(put(28, "<H", 0xFFFF))
    yield "a part twice", repacked(book, lambda n, c: c, {part: b"<worksheet/>"})
    yield (
        "a part twice in other letters",
        repacked(book, lambda n, c: c, {part.upper(): b"<worksheet/>"}),
    )
    for name in ("../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "a\0b.xml", ".", "xl/"):
        yield f"an entry called {name!r}", repacked(book, lambda n, c: c, {name: b"<a/>"})
    yield (
        "60,000 entries",
        repacked(book, lambda n, c: c, {f"x/{n}": b"" for n in range(60_000)}),
    )
    yield "something before it", b"#!/bin/sh\n" + book
    yield "something after it", book + b"x" * 100_000
    yield "cut off", book[:-30]
    yield "only its end", book[-30:]
    end = bytearray(book)
    at = end.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", end, at + 8, 0xFFFF, 0xFFFF)
    yield "more entries than there are", bytes(end)
    end = bytearray(book)
    struct.pack_into("<L", end, at + 16, 0x7FFFFFFF)
    yield "a directory that lies elsewhere", bytes(end)


def relations(book: bytes, sheet: str) -> Iterator[tuple[str, bytes]]:
    """Yield workbooks whose parts say what can't be."""
    part = part_of(book, sheet)
    rels = "xl/_rels/workbook.xml.rels"

    def changed(name: str, pattern: bytes, new: bytes) -> bytes:
        return repacked(book, in_part(name, replaced(pattern, new)))

    with zipfile.ZipFile(io.BytesIO(book)) as package:
        tables = [n for n in package.namelist() if n.startswith("xl/tables/")]
    for name in (
        "[Content_Types].xml",
        "_rels/.rels",
        rels,
        "xl/workbook.xml",
        part,
        "xl/styles.xml",
    ):
        yield f"no {name}", repacked(book, lambda n, c, name=name: None if n == name else c)
        yield f"an empty {name}", repacked(book, in_part(name, lambda c: b""))
        yield f"no XML in {name}", repacked(book, in_part(name, lambda c: b"\x00\xff" * 99))
        yield f"another root in {name}", repacked(book, in_part(name, lambda c: b"<a/>"))
    yield (
        "a relation to itself",
        changed(rels, rb'Target="[^"]*sheet1.xml"', b'Target="workbook.xml"'),
    )
    yield "a relation outside", changed(rels, rb'Target="[^"]*sheet1.xml"', b'Target="../../../x"')
    yield "a percent code", changed(rels, rb'Target="[^"]*sheet1.xml"', b'Target="%zz%00%2e%2e/"')
    yield (
        "a chart sheet that is none",
        changed(rels, rb'Type="[^"]*/worksheet"', b'Type="x/chartsheet"'),
    )
    for reference in (
        "ZZZZ1:B2", "A1", "B9:A1", "A0:B1", "", "A1:XFD99999999999", "A:C", "1:3", "A1:B2:C3", "#REF!",
        "A1:C1048576", "XFD1048576:A1", "A1:ก9",
    ):  # fmt: skip
        for table in tables[:3]:
            yield (
                f"{table[10:]} at {reference!r}",
                changed(
                    table, rb'(<table[^>]*? ref=")[^"]*"', rb"\g<1>" + reference.encode() + b'"'
                ),
            )
    for attribute in ("headerRowCount", "totalsRowCount"):
        for value in ("x", "-1", "99999999999", "1.5"):
            new = f'\\1 {attribute}="{value}" ref='.encode()
            yield f"{attribute}={value}", changed(tables[0], rb"(<table[^>]*?) ref=", new)
    yield (
        "a table without columns",
        changed(tables[0], rb"(?s)<tableColumns.*</tableColumns>", b""),
    )
    for value in ("x", "-1", "99999999999", "1.5", ""):
        yield (
            f"number format {value!r}",
            changed(
                "xl/styles.xml",
                rb'(<cellXfs.*?<xf [^>]*?)numFmtId="\d+"',
                rf'\g<1>numFmtId="{value}"'.encode(),
            ),
        )
        yield (
            f"font {value!r}",
            changed(
                "xl/styles.xml",
                rb'(<cellXfs.*?<xf [^>]*?)fontId="\d+"',
                rf'\g<1>fontId="{value}"'.encode(),
            ),
        )
    yield "100 sheets of one name", changed("xl/workbook.xml", rb"(<sheet [^>]*/>)", rb"\1" * 100)
    yield (
        "a sheet without a name",
        changed("xl/workbook.xml", rb'<sheet [^>]*?name="[^"]*"', b"<sheet"),
    )
    yield (
        "a sheet without a relation",
        changed("xl/workbook.xml", rb'<sheet ([^>]*?)r:id="[^"]*"', rb"<sheet \1"),
    )


def ods(content: str, mimetype: str = ODS) -> bytes:
    """Return an OpenDocument spreadsheet with this inside its spreadsheet element."""
    return zipped(("mimetype", mimetype.encode()), ("content.xml", ods_xml(content).encode()))


def ods_xml(content: str) -> str:
    """Return the content part around a sheet's XML."""
    names = " ".join(f'xmlns:{n}="{_URN}{n}:1.0"' for n in ("office", "table", "text"))
    return (
        f"<office:document-content {names}><office:body><office:spreadsheet>{content}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def ods_bombs() -> Iterator[tuple[str, bytes]]:
    """Yield OpenDocument spreadsheets that cost much to read."""
    head, tail = ods_xml("@").split("@")
    empty = zipped(("mimetype", ODS.encode()), ("content.xml", b""))
    for name, piece in (
        ("290 MB of empty elements", b"<a/>" * 250_000),
        ("290 MB of cells", b"<table:table-cell/>" * 52_000),
        ("290 MB of one text", b"x" * 1_000_000),
        ("290 MB of tables", b"<table:table/>" * 71_000),
    ):
        yield (
            f".ods {name}",
            blown_up(empty, "content.xml", head.encode(), piece, 290, tail.encode()),
        )
    row, cell = (
        "<table:table-row {}>{}</table:table-row>",
        "<table:table-cell {}><text:p>x</text:p></table:table-cell>",
    )
    rows, columns = "table:number-rows-repeated", "table:number-columns-repeated"
    for times in ("1000000", "999999999", "9" * 20, "-1", "x", ""):
        for body in (
            row.format(f'{rows}="{times}"', cell.format("")),
            row.format("", cell.format(f'{columns}="{times}"')),
            row.format(f'{rows}="{times}"', "") + row.format("", cell.format("")),
        ):
            yield (
                f".ods repeats {times[:9]} {len(body)}",
                ods(f'<table:table table:name="S">{body}</table:table>'),
            )
    many = row.format(
        'table:number-rows-repeated="1000"', cell.format('table:number-columns-repeated="1900"')
    )
    yield (
        ".ods many sheets",
        ods("".join(f'<table:table table:name="S{n}">{many}</table:table>' for n in range(40))),
    )
    deep = "<text:span>" * 5000 + "x" + "</text:span>" * 5000
    yield (
        ".ods deep text",
        ods(
            f'<table:table table:name="S">{row.format("", cell.format("").replace("x", deep))}</table:table>'
        ),
    )
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + ods_xml("&b;")
    yield ".ods entities", zipped(("mimetype", ODS.encode()), ("content.xml", laughs.encode()))
    yield ".ods manifest of 200 MB", blown_up(
        zipped(("mimetype", ODS.encode()), ("content.xml", ods_xml("").encode())),
        "META-INF/manifest.xml", b"<a>", b"<a/>" * 250_000, 200, b"</a>",
    )  # fmt: skip
