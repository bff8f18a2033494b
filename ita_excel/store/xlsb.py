"""An .xlsb, Excel's binary workbook: its values by calamine, and what calamine doesn't tell of it.

Which cells hold an error or come from a formula is found here, in the records of the sheets' parts
(MS-XLSB 2.1.4): an error that showed as a blank would look as if the unit had removed its answer.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Value
from ita_excel.ooxml.zipcopy import BROKEN_ZIP
from ita_excel.store.xls import ERRORS, by_calamine, put

BROKEN = Text(
    "ไฟล์ .xlsb เสียหาย อ่านไม่ได้ โปรดขอไฟล์ใหม่ หรือบันทึกเป็น .xlsx",
    "the .xlsb file is damaged: ask for it again, or save it as .xlsx",
)
_OTHERS = Text(
    "ไฟล์ .xlsb นี้โปรแกรมอื่นที่ไม่ใช่ Excel เป็นผู้เขียน จึงอ่านไม่ครบ โปรดเปิดด้วย Excel แล้วบันทึกเป็น .xlsx",
    "this .xlsb file was written by a program other than Excel and can't be read completely: open "
    "it in Excel and save it as .xlsx",
)
_ROW, _SHEET = 0, 156  # BrtRowHdr, BrtBundleSh
_ERROR_CELLS = (3, 11)  # BrtCellError, BrtFmlaError
_FORMULA_CELLS = (8, 9, 10, 11)
_CELLS = frozenset(range(1, 12))
_SHORT_CELLS = frozenset(range(12, 19))  # BrtShort…: without a column. SheetJS writes them
_WORKBOOK = "xl/workbook.bin"


@dataclass(slots=True)
class XlsbSheets:
    """All sheets in their order, which of their cells a formula gave, and the package's parts."""

    rows: dict[str, list[list[Value]]]
    formulas: set[CellRef] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    core: bytes = b""  # docProps/core.xml


def is_xlsb(data: bytes) -> bool:
    """Whether a package holds a binary workbook."""
    return _WORKBOOK.encode() in data


def read_xlsb(data: bytes) -> XlsbSheets:
    """Return the sheets; InputError: damaged, or too big."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            core = _part(package, "docProps/core.xml") if "docProps/core.xml" in names else b""
            odd = {name: _odd_cells(_part(package, part)) for name, part in _sheets(package)}
    except (*BROKEN_ZIP, KeyError, struct.error, IndexError, ValueError, etree.LxmlError) as error:
        raise InputError(BROKEN) from error
    found = XlsbSheets(by_calamine(data, BROKEN), parts=names, core=core)
    for name, cells in odd.items():
        for row, column, wrong in cells:
            if wrong:
                put(found.rows.setdefault(name, []), row, column, CellError(wrong))
            found.formulas.add(CellRef(name, row, column))
    return found


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as stream:
        content = stream.read(limits.ANSWER_PART + 1)
    if len(content) > limits.ANSWER_PART:
        raise InputError(limits.TOO_BIG_SHEET)
    return content


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each sheet."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(_part(package, "xl/_rels/workbook.bin.rels"), parser)
    targets = {e.get("Id"): e.get("Target", "") for e in root}
    there = set(package.namelist())
    for kind, body in _records(_part(package, _WORKBOOK)):
        if kind == _SHEET:
            relation, at = _text(body, 8)
            name, _ = _text(body, at)
            part = posixpath.normpath(posixpath.join("xl", targets.get(relation, ""))).lstrip("/")
            if part in there and "worksheets/" in part:
                yield name, part


def _text(body: bytes, at: int) -> tuple[str, int]:
    """Return an XLWideString and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    if length > 0xFFFF or end > len(body):
        raise ValueError("a text beyond its record")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records: their kind and body. Both head numbers take seven bits of each byte."""
    at, end = 0, len(stream)
    while at < end:
        kind = stream[at] & 0x7F
        if stream[at] & 0x80:
            at += 1
            kind |= (stream[at] & 0x7F) << 7
        at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = stream[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, stream[at : at + size]
        at += size


def _odd_cells(stream: bytes) -> list[tuple[int, int, str]]:
    """Return row, column and error ('' for none) of the cells that a formula or an error fills.

    InputError for what calamine can't read, or too much.
    """
    found = []
    row = last_row = last_column = 0
    for kind, body in _records(stream):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
            last_row = max(last_row, row + 1)
        elif kind in _SHORT_CELLS:  # calamine passes over them, as if they were blank
            raise InputError(_OTHERS)
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", body)
            last_column = max(last_column, column + 1)
            if last_row * last_column > limits.ANSWER_CELLS:
                raise InputError(limits.TOO_BIG_SHEET)
            if kind in _ERROR_CELLS:
                found.append((row + 1, column + 1, ERRORS.get(body[8], "#N/A")))
            elif kind in _FORMULA_CELLS:
                found.append((row + 1, column + 1, ""))
    return found
