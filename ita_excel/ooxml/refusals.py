"""Where a sheet must not be edited: doing so would harm what spans several cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW, Area
from ita_excel.ooxml.parts import Parts
from ita_excel.ooxml.partxml import children, parse
from ita_excel.ooxml.sheetxml import Sheet

MERGED = Text(
    "เซลล์ {cell} อยู่ในช่วงที่ผสานไว้ {area} จึงเขียนไม่ได้ — โปรดยกเลิกการผสานเซลล์ หรือเขียนที่เซลล์แรก",
    "Cell {cell} lies inside the merged range {area} and can't be written. "
    "Unmerge the range, or write to its first cell.",
)
ARRAY = Text(
    "เซลล์ {cell} เป็นส่วนหนึ่งของสูตรอาร์เรย์หรือตารางข้อมูล {area} จึงเขียนไม่ได้ — โปรดลบสูตรนั้นก่อน",
    "Cell {cell} is part of the array formula or data table {area} and can't be written. "
    "Delete that formula first.",
)
PIVOT = Text(
    "เซลล์ {cell} อยู่ในตารางสาระสำคัญ (PivotTable) {area} จึงเขียนไม่ได้ — โปรดย้ายตารางนั้นไปที่อื่น",
    "Cell {cell} lies in the PivotTable {area} and can't be written. Move that table elsewhere.",
)
OUTSIDE = Text(
    "เซลล์ {cell} อยู่นอกขอบเขตแผ่นงานของ Excel — โปรดตรวจตำแหน่งเซลล์",
    "Cell {cell} is outside Excel's sheet. Check the address.",
)
ALTERNATIVES = Text(
    "แผ่นงาน “{sheet}” เก็บเซลล์ไว้ในรูปแบบพิเศษ (AlternateContent) จึงแก้ไขโดยปลอดภัยไม่ได้ — "
    "โปรดเปิดด้วย Excel แล้วบันทึกใหม่",
    "The sheet “{sheet}” keeps cells in alternatives (AlternateContent), so it can't be edited "
    "safely. Open it in Excel and save it again.",
)

_SPANNING = re.compile(
    rb"""<(?:[\w.-]+:)?f(?=\s)[^<>]*?\st\s*=\s*["'](?:array|dataTable)["'][^<>]*>"""
)
_REF = re.compile(rb"""\sref\s*=\s*["']([^"']*)["']""")
_FEW = 10_000  # cells: below this an area's cells are listed, above it compared one by one


class BlockedAreas:
    """The areas of one sheet that must not be written into, each with its sentence."""

    def __init__(self, sheet: Sheet, parts: Parts) -> None:
        self.found: list[tuple[Area, Text]] = []
        self.found += [(area, MERGED) for area in sheet.merged()]
        for match in _spanning(sheet):
            if ref := _REF.search(match):
                area = Area.parse(ref[1].decode())
                if area.size > 1:
                    self.found.append((area, ARRAY))
        for part in parts.related(sheet.part, "pivotTable"):
            for place in children(parse(parts.read(part), part), "location"):
                self.found.append((Area.parse(place.get("ref", "A1")), PIVOT))
        self._listed: dict[tuple[int, int], tuple[Area, Text]] = {}
        self._large: list[tuple[Area, Text]] = []
        for area, text in self.found:
            if area.size > _FEW:
                self._large.append((area, text))
                continue
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self._listed[row, column] = (area, text)

    def check(self, name: str, cells: Iterable[tuple[int, int]]) -> None:
        """Raise RefusedEdit for the first of the cells that must not be written."""
        if not self.found:
            return
        for key in cells:
            hit = self._listed.get(key) or next(
                (found for found in self._large if found[0].holds(*key)), None
            )
            if hit is None:
                continue
            area, text = hit
            if text is MERGED and key == (area.top, area.left):
                continue
            raise RefusedEdit(text, cell=CellRef(name, *key), area=area.ref)


def _spanning(sheet: Sheet) -> list[bytes]:
    data, start, end = sheet.data, sheet.head_end, sheet.rows_end
    if not sheet.has_formulas():
        return []
    if data.find(b"array", start, end) < 0 and data.find(b"dataTable", start, end) < 0:
        return []
    return [m[0] for m in _SPANNING.finditer(data, start, end)]


def check_place(name: str, cells: Iterable[tuple[int, int]]) -> None:
    """Raise RefusedEdit for a cell that no sheet has."""
    for row, column in cells:
        if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
            raise RefusedEdit(OUTSIDE, cell=CellRef(name, row, column))


def check_plain(sheet: Sheet, name: str) -> None:
    """Raise RefusedEdit for a sheet that keeps its rows in alternatives."""
    if sheet.data.find(b"AlternateContent", sheet.head_end, sheet.rows_end) >= 0:
        raise RefusedEdit(ALTERNATIVES, sheet=name)
