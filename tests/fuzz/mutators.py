"""Ways to damage a file: its bytes, its zip file, its XML, its mail, what it is packed in."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable

from tests.hostile import containers
from tests.hostile.packages import zipped

Mutator = Callable[[bytes, random.Random], bytes]

NASTY = (
    "", "0", "-1", "1", "x", "1.5", "1e400", "nan", "99999999999999999999", "4294967296", "2147483648",
    "65536", "1048577", "16385", "A", "1A", "A0", "a1", "XFD1048576", "XFE1", "ZZZZ99999999999999",
    "A1:XFD1048576", "A1:", ":A1", "A:A", "1:1", "$A$1", "#REF!", "true", "s", "e", "d", "str",
    "../../../etc/passwd", "/", "http://127.0.0.1:9/", "file:///dev/zero", "%00", "%2e%2e/", "\ufffe",
    "ก" * 300, "(" * 300, "=" * 40_000, " " * 40_000, "0" * 5000, "2022-99-99", "9" * 400 + "-01-01",
)  # fmt: skip


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 60))):
        if made:
            made[chance.randrange(len(made))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(made)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Take a piece out, or leave the end off."""
    start = chance.randrange(len(data) + 1)
    end = len(data) if chance.random() < 0.5 else min(len(data), start + chance.randrange(2000))
    return data[:start] + data[end:]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """Put a piece in again, somewhere."""
    start, at = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randrange(5000)] * chance.choice((1, 1, 3, 200))
    return data[:at] + piece + data[at:]


_FIELDS = {
    b"PK\x01\x02": (8, 10, 12, 16, 20, 24, 28, 30, 32, 38, 42),
    b"PK\x03\x04": (6, 8, 14, 18, 22, 26, 28),
}
_END_FIELDS = (4, 6, 8, 10, 12, 16, 20)


def zip_field(data: bytes, chance: random.Random) -> bytes:
    """Change a field of a header of the zip file."""
    made = bytearray(data)
    mark = chance.choice((*_FIELDS, b"PK\x05\x06"))
    places = [m.start() for m in re.finditer(re.escape(mark), data)]
    if not places:
        return flipped(data, chance)
    at = chance.choice(places) + chance.choice(_FIELDS.get(mark, _END_FIELDS))
    value = chance.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 32)))
    form, limit = ("<L", 0xFFFFFFFF) if chance.random() < 0.6 else ("<H", 0xFFFF)
    if at + 4 <= len(made):
        struct.pack_into(form, made, at, value & limit)
    return bytes(made)


def zip_entries(data: bytes, chance: random.Random) -> bytes:
    """Leave an entry out, rename it, give it another's content, or have it twice."""
    entries = _entries(data)
    if not entries:
        return flipped(data, chance)
    at, other = chance.randrange(len(entries)), chance.randrange(len(entries))
    name, content = entries[at]
    match chance.randrange(6):
        case 0:
            del entries[at]
        case 1:
            entries[at] = (
                chance.choice(("../" + name, name.upper(), "/" + name, name + "/", "x")),
                content,
            )
        case 2:
            entries[at] = (name, entries[other][1])
        case 3:
            entries.append((name, entries[other][1]))
        case 4:
            entries[at] = (name, chance.choice((b"", b"\0" * 40_000_000, content * 3)))
        case _:
            entries[at] = (name, flipped(content, chance))
    return _packed(entries)


def xml(data: bytes, chance: random.Random) -> bytes:
    """Change one part's XML: tags, attributes, texts, what stands before it."""
    entries = _entries(data)
    places = [
        i for i, (n, c) in enumerate(entries) if c[:1] == b"<" or n.endswith((".xml", ".rels"))
    ]
    if not places:
        return flipped(data, chance)
    at = chance.choice(places)
    name, content = entries[at]
    for _ in range(chance.choice((1, 1, 1, 3))):
        content = _xml_change(content, chance)
    entries[at] = (name, content)
    return _packed(entries)


_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_TAG = re.compile(rb"</?[\w:.-]+[^<>]*>")
_TEXT = re.compile(rb">([^<>]+)<")


def _xml_change(content: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(10)
    found = list((_ATTRIBUTE if kind < 4 else _TEXT if kind < 6 else _TAG).finditer(content))
    if not found:
        return flipped(content, chance)
    match = chance.choice(found)
    start, end = match.span()
    nasty = chance.choice(NASTY).encode("utf-8", "surrogatepass")
    match kind:
        case 0 | 1:
            new = match[1] + b'="' + nasty + b'"'
        case 2:
            new = b""
        case 3:
            new = match[0] + b" " + match[0]
        case 4 | 5:
            new = b">" + nasty + b"<"
        case 6:
            new = b""
        case 7:
            new = match[0] * chance.choice((2, 50, 20_000))
        case 8:
            new = (
                chance.choice(
                    (b"<!--", b"<![CDATA[", b"<?x ", b"&a;", b"&#0;", b"&#x110000;", b"]]>")
                )
                + match[0]
            )
        case _:
            doctype = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
            first = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
            return content[:first] + doctype + content[first:]
    return content[:start] + new + content[end:]


def mail(data: bytes, chance: random.Random) -> bytes:
    """Change a line of a message's head, its boundaries, the way it is coded."""
    lines = data.split(b"\n")
    heads = [
        i for i, line in enumerate(lines[:400]) if b":" in line or b"--" in line or b"=" in line
    ]
    if not heads:
        return flipped(data, chance)
    at = chance.choice(heads)
    nasty = chance.choice(NASTY).encode("utf-8", "surrogatepass")
    key = lines[at].partition(b":")[0]
    match chance.randrange(7):
        case 0:
            lines[at] = key + b": " + nasty
        case 1:
            lines[at] = lines[at] * chance.choice((2, 500))
        case 2:
            del lines[at]
        case 3:
            lines.insert(at, chance.choice((b"Content-Type: message/rfc822", b"Content-Type: multipart/mixed",
                                            b"Content-Transfer-Encoding: quoted-printable", b"", b"--")))  # fmt: skip
        case 4:
            lines[at] = (
                key
                + b': a; filename="'
                + b"=?utf-8?b?4LiB?= " * chance.choice((3, 800))
                + b'.xlsx"'
            )
        case 5:
            lines[at] = key + b"; filename*0*=utf-8''%E0%B8%81; filename*1*=%ZZ; filename*x=1.xlsx"
        case _:
            lines[at:at] = lines[max(0, at - 5) : at] * chance.choice((2, 300))
    return b"\n".join(lines)


def packed(data: bytes, chance: random.Random) -> bytes:
    """Pack a file into an archive, that into another, with odd names."""
    made = data
    copies = chance.choice((1, 1, 30))
    for _ in range(chance.choice((1, 2, 5))):
        name = chance.choice(
            ("a.zip", "../a.xlsx", "a.xlsx", "ก.eml", "a.xls", "~$a.xlsx", "A.ZIP")
        )
        made, copies = _packed([(name, made)] * copies), 1
    return made


def mailed(data: bytes, chance: random.Random) -> bytes:
    """Attach a file to a message under an odd name."""
    name = chance.choice(
        (b'"a.xlsx"', b'"a.zip"', b'"b.eml"', b"=?utf-8?b?4LiB?=.xlsx", b'"..\\\\a.ods"')
    )
    return containers.mail(name, data)


def text(data: bytes, chance: random.Random) -> bytes:
    """Change a text: a field, a line, the encoding."""
    said = data.decode("utf-8", "replace")
    nasty = chance.choice(NASTY)
    places = [m.start() for m in re.finditer(r"[,\n:{}]", said)] or [0]
    at = chance.choice(places)
    match chance.randrange(6):
        case 0:
            said = said[:at] + nasty + said[at:]
        case 1:
            said = said[:at] + said[at + chance.randrange(9) :]
        case 2:
            said = said * chance.choice((2, 3000))
        case 3:
            said = said.replace(",", '"' * chance.randrange(1, 4), 1)
        case 4:
            said = said[:at] + "{" * chance.choice((1, 50_000)) + said[at:]
        case _:
            return said.encode(chance.choice(("utf-16", "cp874", "utf-8-sig", "utf-32")), "replace")
    return said.encode("utf-8", "surrogatepass")


_LARGEST = 20_000_000  # bytes: what is larger takes longer, and rightly so
BYTES: tuple[Mutator, ...] = (flipped, cut, doubled)
ZIP: tuple[Mutator, ...] = (zip_field, zip_entries)
OF_KIND: dict[str, tuple[Mutator, ...]] = {
    ".xlsx": (*BYTES, *ZIP, xml, xml, xml, xml),
    ".ods": (*BYTES, *ZIP, xml, xml, xml),
    ".xls": BYTES,
    ".zip": (*BYTES, *ZIP, packed),
    ".eml": (*BYTES, mail, mail, mail, mailed),
    "text": (*BYTES, text, text, text),
    ".docx": (*BYTES, *ZIP, xml, xml, xml),
    "picture": BYTES,
}


def damaged(data: bytes, kind: str, chance: random.Random) -> bytes:
    """Return the file damaged in one or several ways that its kind knows."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        made = chance.choice(OF_KIND[kind])(data, chance)
        data = made if len(made) < _LARGEST else data
    return data


def _entries(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [
                (i.filename, package.read(i))
                for i in package.infolist()
                if i.file_size < 50_000_000
            ]
    except Exception:  # noqa: BLE001 (damaged already: then its bytes are damaged further)
        return []


def _packed(entries: list[tuple[str, bytes]]) -> bytes:
    with warnings.catch_warnings(action="ignore"):
        return zipped(*entries)
