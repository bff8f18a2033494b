"""What lies on a sheet of a BIFF8 workbook (.xls) beside the values of its cells.

Structures: [MS-XLS] Note, Obj (FtCmo, FtPictFmla), TxO, HLink; [MS-ODRAW] OfficeArtClientAnchorSheet.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ita_excel.core.besides import Beside, BesideKind
from ita_excel.ooxml.package_besides import signed

_NOTE, _OBJ, _TXO, _CONTINUE, _DRAWING, _LINK = 0x001C, 0x005D, 0x01B6, 0x003C, 0x00EC, 0x01B8
_ANCHOR = b"\x00\x00\x10\xf0\x12\x00\x00\x00"  # the head of a shape's place on the sheet
_URL = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
_FILE = bytes.fromhex("0303000000000000c000000000000046")
_CHART, _PICTURE, _DROP_DOWN, _COMMENT, _GROUP = 0x05, 0x08, 0x14, 0x19, 0x00
_FORMULA_OF_PICTURE = 0x0009  # a part of Obj that only an embedded object has
_MOST = 1000  # cells of one link

Record = tuple[int, bytes]


@dataclass(slots=True)
class _Shape:
    """One drawn thing; `text` is put together from the records that follow it."""

    kind: int
    identity: int
    embedded: bool
    row: int
    column: int
    text: str = ""
    letters: int = 0  # of the text that are still to come


def besides(records: Iterable[Record]) -> list[Beside]:
    """Return what lies on a sheet; `records` are those of its own substream, no chart's."""
    shapes: list[_Shape] = []
    notes: list[tuple[int, int, int, str]] = []
    found: list[Beside] = []
    place = (0, 0)
    for kind, body in records:
        if kind == _DRAWING:
            place = _place(body)
        elif kind == _OBJ:
            shapes.append(_shape(body, place))
            place = (0, 0)
        elif kind == _TXO and shapes and len(body) >= 12:
            shapes[-1].letters = struct.unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUE and shapes and shapes[-1].letters:
            _more_text(shapes[-1], body)
        elif kind == _NOTE and len(body) >= 8:
            row, column, _, identity = struct.unpack_from("<4H", body)
            notes.append((row + 1, column + 1, identity, _short_text(body[8:])))
        elif kind == _LINK:
            found += _link(body)
    texts = {s.identity: s.text for s in shapes}
    found += [
        Beside(row, column, BesideKind.COMMENT, signed(author, texts.get(identity, "")))
        for row, column, identity, author in notes
    ]
    found += [
        Beside(s.row, s.column, _kind(s), s.text.strip())
        for s in shapes
        if s.kind not in (_COMMENT, _DROP_DOWN, _GROUP)
    ]
    return sorted(set(found), key=lambda b: (b.row, b.column, b.kind.value, b.text))


def _kind(shape: _Shape) -> BesideKind:
    if shape.embedded:
        return BesideKind.OBJECT
    known = {_CHART: BesideKind.CHART, _PICTURE: BesideKind.PICTURE}
    return known.get(shape.kind, BesideKind.SHAPE)


def _place(body: bytes) -> tuple[int, int]:
    at = body.rfind(_ANCHOR)
    if at < 0 or len(body) < at + len(_ANCHOR) + 18:
        return 0, 0
    _, column, _, row = struct.unpack_from("<4H", body, at + len(_ANCHOR))
    return row + 1, column + 1


def _shape(body: bytes, place: tuple[int, int]) -> _Shape:
    kind = identity = 0
    embedded = False
    at = 0
    while at + 4 <= len(body):
        part, size = struct.unpack_from("<HH", body, at)
        if part == 0x15 and len(body) >= at + 8:
            kind, identity = struct.unpack_from("<HH", body, at + 4)
        embedded |= part == _FORMULA_OF_PICTURE
        at += 4 + size
    return _Shape(kind, identity, embedded, *place)


def _more_text(shape: _Shape, body: bytes) -> None:
    """Take up a piece of a shape's text; each piece says first how its letters are stored."""
    if not body:
        return
    wide = body[0] & 1
    piece = body[1 : 1 + shape.letters * (2 if wide else 1)]
    text = piece.decode("utf-16-le" if wide else "latin-1", "replace")
    shape.text += text
    shape.letters = max(0, shape.letters - len(piece) // (2 if wide else 1))


def _short_text(data: bytes) -> str:
    if len(data) < 3:
        return ""
    letters, wide = struct.unpack_from("<HB", data)
    size = letters * (2 if wide & 1 else 1)
    return data[3 : 3 + size].decode("utf-16-le" if wide & 1 else "latin-1", "replace")


def _link(body: bytes) -> Iterator[Beside]:
    """Yield the address behind each of a link's cells; nothing for a jump within the workbook."""
    if len(body) < 32:
        return
    first_row, last_row, first_column, last_column = struct.unpack_from("<4H", body)
    address = _address(body)
    if not address:
        return
    number = 0
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            number += 1
            if number > _MOST:
                return
            yield Beside(row + 1, column + 1, BesideKind.LINK, address)


def _address(body: bytes) -> str:
    at = body.find(_URL, 24)
    if at >= 0 and len(body) >= at + 20:
        size = struct.unpack_from("<I", body, at + 16)[0]
        text = body[at + 20 : at + 20 + size].decode("utf-16-le", "replace")
        return text.split("\0")[0]
    at = body.find(_FILE, 24)
    if at >= 0 and len(body) >= at + 22:
        size = struct.unpack_from("<I", body, at + 18)[0]
        return body[at + 22 : at + 22 + size].decode("cp874", "replace").split("\0")[0]
    return ""
