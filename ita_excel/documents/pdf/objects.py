"""The objects of a PDF as typst writes one: each by itself, and a plain table of their places.

No reader of PDFs in general: whatever is laid out in another way is refused by `UnknownLayout`.
Format: ISO 32000-1, 7.5 (file structure).
"""

from __future__ import annotations

import re
import zlib

_HEAD, _TAIL = b"stream\n", b"\nendstream"


class UnknownLayout(ValueError):
    """A PDF that isn't as typst 0.15 writes one."""


def read_objects(pdf: bytes) -> dict[int, bytes]:
    """Return each object's bytes, `1 0 obj … endobj` and a line end, by its number."""
    try:
        start = int(pdf[pdf.rindex(b"startxref") + 9 :].split(None, 1)[0])
        head, free, *lines = pdf[start : pdf.rindex(b"trailer")].split(b"\n")[1:-1]
        places = [int(line[:10]) for line in lines]
    except (ValueError, IndexError) as error:
        raise UnknownLayout("no plain table of objects") from error
    if head != b"0 %d" % (len(places) + 1) or not free.startswith(b"0000000000"):
        raise UnknownLayout("a table of objects in parts")
    order = sorted(places)
    ends = dict(zip(order, [*order[1:], start], strict=True))
    objects = {number: pdf[at : ends[at]] for number, at in enumerate(places, 1)}
    for number, body in objects.items():
        if not body.startswith(b"%d 0 obj" % number) or b"endobj" not in body[-12:]:
            raise UnknownLayout(f"object {number} isn't where the table has it")
    return objects


def write_objects(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """Return the PDF with its objects replaced by these."""
    parts, table = [pdf[: pdf.index(b"1 0 obj")]], [b"0000000000 65535 f \n"]
    at = len(parts[0])
    for body in objects.values():
        parts.append(body)
        table.append(b"%010d 00000 n \n" % at)
        at += len(body)
    trailer = pdf[pdf.rindex(b"trailer") : pdf.rindex(b"startxref")]
    end = b"xref\n0 %d\n%b%bstartxref\n%d\n%%%%EOF" % (len(table), b"".join(table), trailer, at)
    return b"".join((*parts, end))


def dictionary(body: bytes) -> bytes:
    """Return what an object says before its stream."""
    return body.partition(_HEAD)[0]


def unpacked(body: bytes) -> bytes:
    """Return an object's stream."""
    try:
        packed = body[body.index(_HEAD) + len(_HEAD) : body.rindex(_TAIL)]
        return zlib.decompress(packed) if b"/FlateDecode" in dictionary(body) else packed
    except (ValueError, zlib.error) as error:
        raise UnknownLayout("a stream that can't be unpacked") from error


def repacked(body: bytes, data: bytes) -> bytes:
    """Return an object with another stream."""
    head = dictionary(body)
    packed = zlib.compress(data) if b"/FlateDecode" in head else data
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head, count=1)
    return b"%b%b%b%b\nendobj\n" % (head, _HEAD, packed, _TAIL)


def reference(body: bytes, key: bytes, before: bytes = b" ") -> int:
    """Return the number of the object that `/key` refers to."""
    found = re.search(rb"/%b%b(\d+) 0 R" % (key, before), body)
    if not found:
        raise UnknownLayout(f"no /{key.decode()}")
    return int(found[1])
