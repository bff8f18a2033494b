"""What stands below a table: rows that belong to it, what may be one, remarks, notes.

Rows typed below a table are frequent: LibreOffice doesn't let tables grow, and not everybody knows
the table's handle. What is surely a row is read as one and taken into the table by the next write;
what may be one stays where it is and is told. The evidence is what a row has: the text that makes
it one (`Table.main`) and at least one more of the columns that people fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Rows
from ita_excel.core.values import Value, as_text
from ita_excel.schema import Table, Writer
from ita_excel.sheets.structure import OUTSIDE, ROWS_OUTSIDE
from ita_excel.thai.normal import compare_form

# How what stands alone below a table begins: a note, a signature, a sum, a date of issue.
_NOTE_WORDS = (
    r"หมายเหตุ|ที่มา|แหล่งข้อมูล|ข้อมูล\s*ณ|ลงชื่อ|\(?\s*ลงชื่อ|ตำแหน่ง|ผู้รายงาน|ผู้จัดทำ|จัดทำโดย|ผู้รับรอง|ผู้ตรวจ|"
    r"ผู้เสนอ|ผู้อนุมัติ|รวม(?!พลัง|กลุ่ม|ถึง)|ยอดรวม|รายงาน\s*ณ|วันที่รายงาน"
)
_SURE_NOTE = rf"\s*+({_NOTE_WORDS})"
_NOTE = rf"\s*+({_NOTE_WORDS}|\*|\(|\.{{3}}|…|_{{3}})"
_UNIT = r"\s*(สำนัก|กอง|ฝ่าย|งาน|ศูนย์|ส่วน|หน่วย|โรงเรียน|กลุ่ม|แผนก)"
_LONGEST_UNIT = 60  # letters
_FEWEST_AFTER_A_GAP = 3  # filled cells of a row that stands below blank ones
_WIDEST_GAP = 5  # blank rows, below which something is no longer taken for the same table


class _Kind(Enum):
    BLANK = "blank"
    ROW = "row"
    PERHAPS = "perhaps"  # told as an error: a person must say
    REMARK = "remark"  # told as a warning
    NOTE = "note"  # nothing to tell


class Below(NamedTuple):
    """The last row that belongs to the table, and what is wrong with what stands below it."""

    last_row: int
    findings: tuple[Finding, ...]


def look_below(
    table: Table, sheet: str, columns: Mapping[str, int], rows: Rows, end: int, totals: int
) -> Below:
    """Judge what stands below a table whose last row is `end`, with `totals` rows after it.

    Rows below a totals row are never taken for the table's: nobody knows what they are.
    """
    if len(rows) <= end + totals:
        return Below(end, ())
    typed = [
        c.field
        for c in table.columns
        if c.field in columns and (c.writer is not Writer.COMPUTED or table is schema.AGENCY)
    ]
    judge = _Judge(table, rows, {f: columns[f] for f in typed})
    last, gap, joined = end, 0, not totals
    told: list[tuple[_Kind, str, int]] = []
    for number in range(end + totals + 1, len(rows) + 1):
        kind = judge.kind(number, gap)
        if kind is _Kind.BLANK:
            gap += 1
            continue
        if kind is _Kind.ROW and joined:
            last = number
        else:
            joined = False
        variant = "rows" if last == number else "apart" if kind is _Kind.ROW else "perhaps"
        told.append((kind, variant, number))
        gap = 0
    first = min(columns.values())
    return Below(last, tuple(_findings(sheet, first, told)))


def _findings(sheet: str, column: int, told: list[tuple[_Kind, str, int]]) -> Iterator[Finding]:
    """Yield one finding for neighbours of which the same is to be said."""
    for (kind, variant), group in groupby(told, key=lambda one: one[:2]):
        numbers = [number for _, _, number in group]
        context = {"first": numbers[0], "last": numbers[-1]}
        at = CellRef(sheet, numbers[0], column)
        if kind is _Kind.REMARK:
            yield Finding(OUTSIDE, at, "rows", context)
        elif kind is not _Kind.NOTE:
            yield Finding(ROWS_OUTSIDE, at, variant, context)


class _Judge:
    """Tells what a row below a table is."""

    def __init__(self, table: Table, rows: Rows, columns: Mapping[str, int]) -> None:
        self._table, self._rows, self._columns = table, rows, columns
        self._headings = {
            f: {compare_form(h) for h in (table.column(f).heading, *table.column(f).former)}
            for f in columns
        }

    def kind(self, number: int, gap: int) -> _Kind:
        """Return what a row is that stands below `gap` blank ones."""
        filled = self._filled(number)
        writers = {f: self._table.column(f).writer for f in filled}
        if all(w is Writer.KEY for w in writers.values()):
            return _Kind.BLANK  # only hidden keys are left of a row that was emptied
        texts = [as_text(v) for v in filled.values()]
        if self._is_note(texts):
            return _Kind.NOTE
        if len(filled) > 1 and self._is_heading(filled):
            return _Kind.PERHAPS
        if self._is_row(filled, gap):
            return _Kind.ROW
        own = self._table.main in filled
        if gap and (len(filled) == 1 or not own):
            return _Kind.REMARK
        return _Kind.PERHAPS

    def _filled(self, number: int) -> dict[str, Value]:
        row = self._rows[number - 1]
        at = {f: c - 1 for f, c in self._columns.items() if c <= len(row)}
        return {f: row[c] for f, c in at.items() if row[c] is not None}

    @staticmethod
    def _is_note(texts: list[str]) -> bool:
        if re.match(_SURE_NOTE, texts[0]) and len(texts) <= 3:
            return True
        return all(re.match(_NOTE, text) for text in texts)

    def _is_heading(self, filled: Mapping[str, Value]) -> bool:
        """Whether the row is a heading row again: what follows may be a table of its own."""
        same = sum(compare_form(as_text(v)) in self._headings[f] for f, v in filled.items())
        return same * 2 > len(filled)

    def _is_row(self, filled: Mapping[str, Value], gap: int) -> bool:
        own = filled.get(self._table.main)
        if not isinstance(own, str):
            return False
        if self._table is schema.AGENCY:
            settings = (k for s in schema.SETTINGS for k in (s.key, *s.former))
            return compare_form(own) in map(compare_form, settings)
        if self._table is schema.UNITS and len(filled) == 1:
            return not gap and len(own) <= _LONGEST_UNIT and bool(re.match(_UNIT, own))
        if gap:
            return gap <= _WIDEST_GAP and len(filled) >= _FEWEST_AFTER_A_GAP
        return len(filled) >= 2
