"""Whether the cells of a worksheet stand where cells can stand, told from the bytes in one pass.

calamine believes a cell's reference and makes room for all that lies before it: a cell called
`ZZZZ99999999999999` ends the whole process. So the references are looked at before it is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ita_excel.core.errors import InputError
from ita_excel.core.grid import column_number
from ita_excel.core.language import Text
from ita_excel.ooxml.areas import MAX_COLUMN
from ita_excel.ooxml.buffers import count
from ita_excel.ooxml.rowscan import ATTRIBUTES
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.zipcopy import DAMAGED

BAD_CELL = Text(
    "แผ่นงาน “{sheet}” มีเซลล์ที่เขียนตำแหน่งไว้ผิด (“{cell}” ในแถว {row}) ซึ่ง Excel ไม่บันทึกเช่นนั้น — "
    "โปรดขอไฟล์ใหม่จากผู้ส่ง หรือใช้สำเนาใน .ita-backup",
    "The sheet “{sheet}” has a cell at an impossible place (“{cell}” in row {row}), as Excel never "
    "saves it. Ask for the file again, or use a copy in .ita-backup.",
)
_REFERENCE = re.compile(rb"""\sr\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Extent(NamedTuple):
    """How far a sheet's cells reach."""

    columns: int
    plain: bool  # every cell is written as Excel writes it, with its reference first


def extent(sheet: Sheet, name: str) -> Extent:
    """Return how far the cells reach; InputError for one that stands where none can stand."""
    return _quick(sheet) or _slow(sheet, name)


def cells(sheet: Sheet) -> int:
    """Return how many cells a plainly written sheet has."""
    return count(sheet.data, f'<{sheet.prefix}c r="'.encode(), sheet.index.start, sheet.index.end)


def _quick(sheet: Sheet) -> Extent | None:
    """Return the extent of a sheet that is written as Excel writes it, None for others."""
    index = sheet.index
    if not index.plain or not index.numbers:
        return None
    if broken := _broken_row(sheet.prefix).search(sheet.data, index.start, index.end):
        raise InputError(DAMAGED, detail=" ".join(broken[0].decode("ascii", "replace").split()))
    # A row number with more digits than the last row's is a cell that stands elsewhere.
    odd, far = _patterns(sheet.prefix, len(str(index.numbers[-1])))
    if odd.search(sheet.data, index.start, index.end):
        return None
    letters = {m[1] for m in far.finditer(sheet.data, index.start, index.end)}
    widest = max((column_number(found.decode()) for found in letters), default=26)
    return Extent(widest, plain=True) if widest <= MAX_COLUMN else None


@lru_cache(maxsize=32)
def _patterns(prefix: str, digits: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return what finds a cell that isn't plain, and one beyond column Z."""
    cell = rb"<" + re.escape(prefix.encode()) + rb"c"
    reference = rb' r="[A-Z]{1,3}[1-9][0-9]{0,%d}"' % (digits - 1)
    return (
        re.compile(cell + rb"(?!" + reference + rb"|[A-Za-z])"),  # <color> is no cell
        re.compile(cell + rb' r="([A-Z]{2,3})[0-9]'),
    )


@lru_cache(maxsize=4)
def _broken_row(prefix: str) -> re.Pattern[bytes]:
    """Return what finds a row's start tag that holds a `<` or never ends.

    calamine takes what comes up to the next `>` for attributes: the row's first cell would be lost.
    """
    tag = rb"<" + re.escape(prefix.encode()) + rb"row(?=[\s/>])"
    return re.compile(tag + rb"(?!" + ATTRIBUTES + rb">)[^<]{0,40}")


def _slow(sheet: Sheet, name: str) -> Extent:
    """Look at each cell; some have no reference and stand after the one before."""
    index = sheet.index
    widest = 0
    for at, row in enumerate(index.numbers):
        column = 0
        for cell in index.cells(at):
            written = _REFERENCE.search(sheet.data[cell.start : cell.tag_end])
            column += 1
            if written:
                said = (written[1] or written[2] or b"").strip()
                parsed = _CELL.fullmatch(said)
                column = column_number(parsed[1].decode()) if parsed else 0
                if not parsed or int(parsed[2]) != row:
                    raise _bad(name, said, row)
            if not 1 <= column <= MAX_COLUMN:
                raise _bad(name, b"", row)
            widest = max(widest, column)
    return Extent(widest, plain=False)


def _bad(name: str, reference: bytes, row: int) -> InputError:
    shown = reference[:30].decode(errors="replace")
    return InputError(BAD_CELL, sheet=name, cell=shown, row=row)
