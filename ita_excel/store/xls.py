"""An old .xls: its values by calamine, and what calamine doesn't tell of it.

Which cells hold an error or come from a formula is found here, which walks the records of the
workbook stream (MS-XLS 2.1.4) inside the compound file (MS-CFB). An error that showed as a blank
would look as if the unit had removed its answer. Some damaged files make calamine end the whole
process: call it in one apart.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ita_excel.core import limits
from ita_excel.core.besides import Beside
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Value, clean
from ita_excel.ooxml.opening import ENCRYPTED
from ita_excel.store import xls_besides

BROKEN = Text(
    "ไฟล์ .xls เสียหาย อ่านไม่ได้ โปรดขอไฟล์ใหม่ หรือบันทึกเป็น .xlsx",
    "the .xls file is damaged: ask for it again, or save it as .xlsx",
)
_END = 0xFFFFFFFA
_BOUNDSHEET, _BOF, _EOF, _FORMULA, _BOOLERR = 0x0085, 0x0809, 0x000A, 0x0006, 0x0205
_FILEPASS = 0x002F  # what follows it is encrypted (MS-XLS 2.4.117)
# Records that hold one cell or several; all begin with row and column.
_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00BE, 0x00FD, 0x00D6})
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass(slots=True)
class XlsSheets:
    """All sheets in their order, and which of their cells a formula gave."""

    rows: dict[str, list[list[Value]]]
    formulas: set[CellRef] = field(default_factory=set)
    macros: bool = False
    besides: dict[str, list[Beside]] = field(default_factory=dict)  # by sheet


@dataclass(slots=True)
class _OddCells:
    """What is special in one sheet; rows and columns from 1."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0
    besides: list[Beside] = field(default_factory=list)


def read_xls(data: bytes) -> XlsSheets:
    """Return the sheets; InputError: damaged, too big, or with a password.

    Errors, and which cells a formula gave, are looked for in the file itself: calamine tells neither.
    """
    odd = _odd_cells(data)
    if any(o.last_row * o.last_column > limits.ANSWER_CELLS for o in odd):
        raise InputError(limits.TOO_BIG_SHEET)
    found = XlsSheets(by_calamine(data, BROKEN), macros="_VBA_PROJECT".encode("utf-16-le") in data)
    for (name, rows), of_sheet in zip(found.rows.items(), odd, strict=False):
        for (row, column), error in of_sheet.errors.items():
            put(rows, row, column, CellError(error))
        found.formulas |= {CellRef(name, *place) for place in of_sheet.formulas}
        found.besides[name] = of_sheet.besides
    return found


def put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Put a value into rows, which grow to hold it; rows and columns from 1."""
    rows += [[] for _ in range(row - len(rows))]
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value


def by_calamine(data: bytes, broken: Text) -> dict[str, list[list[Value]]]:
    """Return the rows of all sheets, in order; InputError (`broken`) where the file is damaged."""
    from ita_excel.ooxml import calamine

    try:
        book = calamine.open_book(data)
        return {
            name: [[clean(v) for v in row] for row in calamine.rows_of(book, name)]
            for name in book.sheet_names
        }
    except calamine.NotRead as error:
        raise InputError(broken) from error


def _odd_cells(data: bytes) -> list[_OddCells]:
    """Return the special cells sheet by sheet, in the workbook's order.

    InputError: damaged, or with a password.
    """
    try:
        stream = _stream(data, ("Workbook", "Book"))
        starts: list[int] = []
        for kind, body, _ in _records(stream, 0):
            if kind == _FILEPASS:
                raise InputError(ENCRYPTED)
            if kind == _BOUNDSHEET:
                starts += struct.unpack_from("<I", body)
        return [_sheet(stream, start) for start in starts]
    except (struct.error, IndexError, ValueError) as error:
        raise InputError(BROKEN) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield the records from `at` to the end of its substream: kind, body, depth."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        else:
            yield kind, body, depth


def _sheet(stream: bytes, start: int) -> _OddCells:
    found = _OddCells()
    others: list[xls_besides.Record] = []
    for kind, body, depth in _records(stream, start):
        if depth == 1 and kind not in _CELLS:
            others.append((kind, body))
        if kind not in _CELLS or depth != 1 or len(body) < 6:
            continue
        row, column = struct.unpack_from("<HH", body)
        place = (row + 1, column + 1)
        found.last_row = max(found.last_row, place[0])
        found.last_column = max(found.last_column, place[1])
        if kind == _FORMULA:
            found.formulas.add(place)
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                found.errors[place] = ERRORS.get(body[8], "#N/A")
        elif kind == _BOOLERR and body[7] == 1:
            found.errors[place] = ERRORS.get(body[6], "#N/A")
    found.besides = xls_besides.besides(others)
    return found


def _stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """Return a stream of a compound file; ValueError where there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    fat = _fat(data, size)
    directory = _chain(data, size, fat, struct.unpack_from("<I", data, 48)[0])
    for at in range(0, len(directory) - 127, 128):
        entry = directory[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
        if name in names:
            start, size_of = struct.unpack_from("<II", entry, 116)
            if size_of < 4096:  # in the small streams: no workbook is that small
                raise ValueError("too small for a workbook")
            return _chain(data, size, fat, start)[:size_of]
    raise ValueError("no workbook stream")


def _fat(data: bytes, size: int) -> list[int]:
    sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if more >= _END:
            break
        numbers = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += [s for s in numbers[:-1] if s < _END]
        more = numbers[-1]
    fat: list[int] = []
    for sector in sectors:
        fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return fat


def _chain(data: bytes, size: int, fat: list[int], start: int) -> bytes:
    pieces: list[bytes] = []
    sector = start
    while sector < _END:
        if len(pieces) > len(fat):
            raise ValueError("a chain that never ends")
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
    return b"".join(pieces)
