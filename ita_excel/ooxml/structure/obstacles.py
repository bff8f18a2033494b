"""Where a column can't come without harm: refused, with nothing changed, rather than spoilt."""

from __future__ import annotations

import re

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import column_letters
from ita_excel.core.language import Text
from ita_excel.ooxml.areas import MAX_COLUMN, Area
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.refusals import MERGED, BlockedAreas, check_plain
from ita_excel.ooxml.sheetxml import ORDER, Sheet
from ita_excel.ooxml.structure import frames
from ita_excel.ooxml.structure.references import Insertion
from ita_excel.ooxml.tablexml import ExcelTable

IN_THE_WAY = Text(
    "เพิ่มคอลัมน์ที่ {column} ในแผ่นงาน “{sheet}” ไม่ได้ เพราะ {what} คร่อมอยู่ — "
    "โปรดย้ายสิ่งนั้นออกก่อน หรือเพิ่มคอลัมน์ใน Excel",
    "No column can come in at {column} of the sheet “{sheet}”: {what} lies across it. Move that away "
    "first, or insert the column in Excel.",
)
UNKNOWN = Text(
    "เพิ่มคอลัมน์ในแผ่นงาน “{sheet}” โดยปลอดภัยไม่ได้ เพราะสมุดงานมีส่วนที่โปรแกรมไม่รู้จัก ({what}) — "
    "โปรดเพิ่มคอลัมน์ใน Excel",
    "A column can't be put into the sheet “{sheet}” safely: the workbook has something that the "
    "program doesn't know ({what}). Insert the column in Excel.",
)
FULL = Text(
    "เพิ่มคอลัมน์ในแผ่นงาน “{sheet}” ไม่ได้ เพราะใช้ถึงคอลัมน์สุดท้าย (XFD) แล้ว — โปรดลบคอลัมน์ที่ไม่ใช้ก่อน",
    "No column can come into the sheet “{sheet}”: it is in use up to the last column (XFD). Delete "
    "columns that aren't used first.",
)

# What a worksheet may be related to that has no places in the sheet, or whose places are moved.
_RELATED = frozenset(
    [
        "table",
        "comments",
        "threadedcomment",
        "vmldrawing",
        "drawing",
        "pivottable",
        "hyperlink",
        "printersettings",
        "image",
        "oleobject",
        "package",
        "ctrlprop",
        "control",
        "slicer",
        "timeline",
        "customproperty",
        "activexcontrolbinary",
        "legacydrawing",
    ]
)
_EXTRA = frozenset(["AlternateContent", "sheetData"])
_WRITTEN = re.compile(rb"<!\[CDATA\[|<!--|<\?")


def check_rows(sheet: Sheet, name: str) -> None:
    """Raise RefusedEdit for a sheet whose rows are written as no spreadsheet program writes them."""
    check_plain(sheet, name)
    if not sheet.index.plain:
        raise RefusedEdit(UNKNOWN, sheet=name, what="sheetData")


def check(package: Contents, sheet: Sheet, insertion: Insertion, table: ExcelTable | None) -> None:
    """Raise RefusedEdit for what can't be moved, or not safely."""
    name, at = insertion.sheet, insertion.at
    for area, text in BlockedAreas(sheet, package.parts).found:
        if text is not MERGED and area.left < at <= area.right:
            _refuse(insertion, area.ref)
    for other in package.tables().values():
        across = other.area.left < at <= other.area.right
        if other.sheet == name and across and (table is None or other.name != table.name):
            _refuse(insertion, other.name)
    _check_end(package, sheet, name)
    _check_kinds(package, sheet, name, table)
    known = frozenset(["row", "c", "brk", "col", "pane"])
    strange = [e for e in sheet.frame if local(e) and local(e) not in {*ORDER, *_EXTRA}]
    if strange:
        raise RefusedEdit(UNKNOWN, sheet=name, what=local(strange[0]))
    odd = frames.suspicious(children(sheet.frame, "extLst"), known)
    if odd:
        raise RefusedEdit(UNKNOWN, sheet=name, what=odd)


def _refuse(insertion: Insertion, what: str) -> None:
    column = column_letters(insertion.at)
    raise RefusedEdit(IN_THE_WAY, column=column, sheet=insertion.sheet, what=what)


def _check_end(package: Contents, sheet: Sheet, name: str) -> None:
    """Refuse a sheet that has something in its last column, which nothing may push off."""
    last = sheet.index.column(MAX_COLUMN) if sheet.index.all_plain else None
    if last is None:
        found = any(
            cell.column == MAX_COLUMN
            for at in range(len(sheet.index.numbers))
            for cell in sheet.index.cells(at)
        )
    else:
        found = bool(last)
    tables = [t for t in package.tables().values() if t.sheet == name]
    merged = [e for e in sheet.frame.iter() if local(e) == "mergeCell"]
    ends = [t.area.right for t in tables] + [Area.parse(e.get("ref", "A1")).right for e in merged]
    if found or MAX_COLUMN in ends:
        raise RefusedEdit(FULL, sheet=name)


def _check_kinds(package: Contents, sheet: Sheet, name: str, table: ExcelTable | None) -> None:
    """Refuse kinds of parts whose places in the sheet aren't known."""
    parts = package.parts
    for relation in parts.relationships(sheet.part):
        if relation.kind.lower() not in _RELATED:
            raise RefusedEdit(UNKNOWN, sheet=name, what=relation.kind)
    kinds = {r.kind.lower() for r in parts.relationships(package.workbook.part)}
    for kind in ("revisionheaders", "volatiledependencies", "usernames"):
        if kind in kinds:
            raise RefusedEdit(UNKNOWN, sheet=name, what=kind)
    if table is not None:
        root = parts.xml(table.part)
        if root.get("tableType", "worksheet") != "worksheet" or parts.relationships(table.part):
            raise RefusedEdit(UNKNOWN, sheet=name, what=f"{table.name}: {root.get('tableType')}")
        if len(table.columns) != table.area.size_across:  # some libraries leave columns out
            raise RefusedEdit(UNKNOWN, sheet=name, what=f"{table.name}: tableColumns")
    for info in package.workbook.sheets.values():
        if info.kind not in ("worksheet", "chartsheet", "dialogsheet"):
            raise RefusedEdit(UNKNOWN, sheet=name, what=info.kind)
