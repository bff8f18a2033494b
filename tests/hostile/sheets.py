"""One returned workbook, its sheet of results written as no honest program would write it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping

Change = Callable[[str, bytes], bytes | None]


def repacked(data: bytes, change: Change, added: Mapping[str, bytes] | None = None) -> bytes:
    """Return a package whose parts `change(name, content)` gives; None leaves a part out."""
    out = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore"),  # that a name stands there twice: it should
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, sheet: str) -> str:
    """Return the name of a sheet's part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        book = package.read("xl/workbook.xml").decode()
        relations = package.read("xl/_rels/workbook.xml.rels").decode()
    tag = next(t for t in re.findall(r"<sheet [^>]*>", book) if f'name="{sheet}"' in t)
    identity = re.search(r'r:id="([^"]+)"', tag)[1]
    relation = next(
        t for t in re.findall(r"<Relationship [^>]*>", relations) if f'Id="{identity}"' in t
    )
    return "xl/" + re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)[1]


def in_part(part: str, change: Callable[[bytes], bytes]) -> Change:
    """Return the change of one part only."""
    return lambda name, content: change(content) if name == part else content


def replaced(pattern: bytes, new: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    """Return what replaces the first matches of a pattern; it must have one."""

    def change(content: bytes) -> bytes:
        made, times = re.subn(pattern, lambda m: m.expand(new), content, count=count)
        assert times, f"{pattern!r} is not in the sheet any more"
        return made

    return change


_CELL = rb'(<c r=")[A-Z]+\d+("[^>]*[^/]>)'  # a filled one


def cells() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """Yield changes of one cell's or row's own writing, by name."""
    for reference in (
        "ZZZZ99999999999999", "1A", "A", "1", "", "A0", "A-1", "A99999999999", "A4294967297",
        "XFE1", "XFD1048577", "AAAAAAAA1", "A1:B2", "$A$1", "ก1", "a1", " A1", "A1 ", "A1.5", "A1048576",
    ):  # fmt: skip
        yield f"cell at {reference!r}", replaced(_CELL, rb"\g<1>" + reference.encode() + rb"\2")
    for number in (
        "99999999999999999999", "4294967297", "1048577", "0", "-1", "x", "", "1.5", "1e9", "๑",
    ):  # fmt: skip
        yield f"row {number!r}", replaced(rb'<row r="\d+"', f'<row r="{number}"'.encode())
    for kind in ("s", "e", "b", "d", "n", "str", "inlineStr", "x", ""):
        for value in ("คำ", "-1", "99999999999999999999", "1e400", "", "nan", "1" * 5000):
            new = f'<c r="C4" t="{kind}"><v>{value}</v></c>'.encode()
            yield (
                f"t={kind!r} with {value[:12]!r}",
                replaced(rb'<c r="C4"[^>]*?(?:/>|>.*?</c>)', new.replace(b"\\", b"")),
            )
    for style in ("-1", "x", "99999999999", "1.5", ""):
        yield (
            f"style {style!r}",
            replaced(rb'(<c r="[A-Z]+\d+" s=")\d+', rb"\g<1>" + style.encode()),
        )
    yield "the last cell of all", _last(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield (
        "two far corners",
        _last(
            b'<row r="99998"><c r="XFD99998"><v>1</v></c></row>'
            b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
        ),
    )
    yield "the last row", _last(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    yield "rows backwards", _last(b'<row r="2"><c r="A2"><v>1</v></c></row>')
    yield "a row twice", _last(b'<row r="4"><c r="A4"><v>1</v></c></row>')
    yield (
        "a shared formula of none",
        _last(b'<row r="1001"><c r="A1001"><f t="shared" si="99"/></c></row>'),
    )
    yield (
        "a shared formula without number",
        _last(b'<row r="1001"><c r="A1001"><f t="shared" ref="A1:ZZZZ9" si="x">1</f></c></row>'),
    )
    yield (
        "a character that is none",
        _last(b'<row r="1001"><c r="A1001" t="str"><f>1</f><v>&#99999999999;&#x0;</v></c></row>'),
    )
    yield "unfinished", lambda c: c[: len(c) // 2]
    yield "no end", lambda c: c.replace(b"</sheetData>", b"")
    yield "no rows", lambda c: re.sub(rb"(?s)<sheetData>.*</sheetData>", b"<sheetData/>", c)
    yield "not UTF-8", lambda c: c.replace("ผ".encode(), b"\xff\xfe")
    yield "utf-16", lambda c: c.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    yield "an unknown encoding", lambda c: c.replace(b"UTF-8", b"EBCDIC-9", 1)
    yield "utf-7", lambda c: c.replace(b"UTF-8", b"UTF-7", 1)


def _last(rows: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")


DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY a "ha">%s]>'


def xml() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """Yield changes of a part's XML as a whole."""
    laughs = b"".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, 10)
    ).replace(b"&a0;", b"&a;")
    outside = b'<!ENTITY o SYSTEM "file:///etc/passwd">'
    for name, more, use in (
        ("billion laughs", laughs, b"&a9;"),
        ("an entity from outside", outside, b"&o;"),
        ("a parameter entity", b'<!ENTITY %% p SYSTEM "http://127.0.0.1:9/x"> %%p;', b"x"),
    ):
        rows = b'<row r="1002"><c r="A1002" t="inlineStr"><is><t>' + use + b"</t></is></c></row>"

        def change(content: bytes, more: bytes = more, rows: bytes = rows) -> bytes:
            start = content.index(b"<worksheet")
            return content[:start] + DOCTYPE % more + _last(rows)(content[start:])

        yield name, change
    yield "100,000 levels deep", _last(b"<row>" * 100_000 + b"</row>" * 100_000)
    yield (
        "deep after the rows",
        lambda c: c.replace(
            b"</worksheet>", b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"
        ),
    )
    yield (
        "200,000 attributes",
        lambda c: c.replace(
            b"</worksheet>",
            b"<a " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/></worksheet>",
        ),
    )
    yield (
        "200,000 name spaces",
        lambda c: c.replace(
            b"</worksheet>",
            b"<a "
            + b" ".join(b'xmlns:a%d="u%d"' % (n, n) for n in range(200_000))
            + b"/></worksheet>",
        ),
    )
    yield (
        "an attribute of 20 MB",
        lambda c: c.replace(b"</worksheet>", b'<a b="' + b"x" * 20_000_000 + b'"/></worksheet>'),
    )
    yield "a comment of 20 MB", _last(b"<!--" + b"x" * 20_000_000 + b"-->")
    yield "an open quotation mark", _last(b'<row r="1003><c r="A1003"' + b"<c " * 50_000)
    yield (
        "200,000 merged ranges",
        lambda c: c.replace(
            b"</sheetData>",
            b"</sheetData><mergeCells>"
            + b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 200_001))
            + b"</mergeCells>",
        ),
    )
