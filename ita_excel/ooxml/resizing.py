"""Growing and shrinking a table: what becomes of its rows, formulas, styles and validations.

`plan` works out everything as values and styles of cells, so that it is written in one pass with
the edits of the same batch; `stretch` changes what stands around the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import Uncalculated, Value
from ita_excel.ooxml.areas import MAX_ROW, Area
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.refusals import BlockedAreas
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.shifting import shift
from ita_excel.ooxml.tablexml import ExcelTable

IN_THE_WAY = Text(
    "ขยายตาราง {table} ถึงแถว {row} ไม่ได้ เพราะมีข้อมูลขวางอยู่ที่ {cells} ในแผ่นงาน “{sheet}” — "
    "โปรดย้ายหรือลบข้อมูลนั้นก่อน",
    "The table {table} can't grow to row {row}: {cells} in the sheet “{sheet}” stand in the way. "
    "Move or delete them first.",
)
TOO_FAR = Text(
    "ขยายตาราง {table} ถึงแถว {row} ไม่ได้ เพราะแผ่นงานมีเพียง 1,048,576 แถว — โปรดแบ่งข้อมูล",
    "The table {table} can't grow to row {row}: a sheet has 1,048,576 rows. Split the data.",
)

_ROW_ATTRIBUTES = re.compile(rb"""\s(s|customFormat|ht|customHeight)\s*=\s*["']([^"']*)["']""")
_NAMED = 5  # addresses that a refusal lists


@dataclass(slots=True)
class TableResize:
    """What a resize does to cells; the edits of the same batch go over `values`."""

    table: ExcelTable | None  # None for a plain range
    bottom: int  # of the table afterwards, totals row included
    old_last: int = 0
    new_last: int = 0
    columns: range = range(0)
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: dict[int, bytes] = field(default_factory=dict)


def plan(
    sheet: Sheet,
    name: str,
    table: ExcelTable | None,
    others: Iterable[Area],
    last_row: int,
    batch: Mapping[tuple[int, int], Value],
    takes: bool = False,
) -> TableResize | None:
    """Return what making the table end at `last_row` means; None where it ends there already.

    RefusedEdit: it would run over content that the batch doesn't set (unless it `takes` that in as
    it is), over another table, or off the sheet. Without a table the used block of the sheet is taken for one.
    """
    if table is None:
        used = _block(sheet, batch)
        if used is None:
            return None
        old, totals, columns = used.bottom, 0, range(used.left, used.right + 1)
        label, formulas, first = name, {}, used.top + 1
    else:
        old, totals = table.last_row, table.totals
        columns = range(table.area.left, table.area.right + 1)
        label, formulas, first = table.name, table.formulas, table.first_row
    last = max(last_row, first)
    if last == old:
        return None
    if last + totals > MAX_ROW:
        raise RefusedEdit(TOO_FAR, table=label, row=last)
    made = TableResize(table, last + totals, old, last, columns)
    if last > old:
        _check_room(sheet, name, label, made, totals, others, batch, takes and not totals)
    if totals:
        _move_totals(sheet, name, label, made, batch)
    if last > old:
        _grow(sheet, made, formulas, first)
    else:
        _shrink(sheet, made, formulas)
    return made


def _block(sheet: Sheet, batch: Mapping[tuple[int, int], Value]) -> Area | None:
    """Return the block of the cells that hold something and aren't written by the batch."""
    index = sheet.index
    block: Area | None = None
    for at, row in enumerate(index.numbers):
        for cell in index.cells(at):
            if (row, cell.column) not in batch and _filled(sheet, row, cell.column):
                here = Area(row, cell.column, row, cell.column)
                block = here if block is None else block.joined(here)
    return block


def _filled(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is not None and (sheet.value(cell) is not None or sheet.formula(cell) is not None)


def _check_room(
    sheet: Sheet,
    name: str,
    label: str,
    made: TableResize,
    totals: int,
    others: Iterable[Area],
    batch: Mapping[tuple[int, int], Value],
    takes: bool,
) -> None:
    top = made.old_last + totals + 1
    room = Area(top, made.columns[0], max(made.new_last + totals, top), made.columns[-1])
    blocking = [area.ref for area in others if area.meets(room)]
    index = sheet.index
    at = index.find(room.top)
    at = at if at >= 0 else -1 - at
    while not takes and at < len(index.numbers) and index.numbers[at] <= room.bottom:
        row = index.numbers[at]
        for cell in index.cells(at):
            key = (row, cell.column)
            set_now = key in batch and row <= made.new_last
            if cell.column in made.columns and not set_now and _filled(sheet, *key):
                blocking.append(CellRef(name, *key).a1)
        at += 1
    if blocking:
        more = " …" if len(blocking) > _NAMED else ""
        cells = ", ".join(blocking[:_NAMED]) + more
        raise RefusedEdit(IN_THE_WAY, table=label, row=made.new_last, cells=cells, sheet=name)


def blocked_areas(areas: BlockedAreas, others: Iterable[Area]) -> list[Area]:
    """Return the areas that a growing table can't take in: merged, array, pivot, other tables."""
    return [area for area, _ in areas.found] + list(others)


def _move_totals(
    sheet: Sheet, name: str, label: str, made: TableResize, batch: Mapping[tuple[int, int], Value]
) -> None:
    """Put the totals row below the new last row; its old place becomes an ordinary row."""
    old_row, new_row = made.old_last + 1, made.new_last + 1
    for column in made.columns:
        if new_row < old_row and (new_row, column) not in batch and _filled(sheet, new_row, column):
            a1 = CellRef(name, new_row, column).a1
            raise RefusedEdit(IN_THE_WAY, table=label, row=made.new_last, cells=a1, sheet=name)
        cell = sheet.cell(old_row, column)
        made.values[new_row, column] = None
        made.values[old_row, column] = None
        if cell is not None:
            formula = formula_text(sheet, old_row, column)
            stored = sheet.value(cell)
            made.values[new_row, column] = Uncalculated(f"={formula}") if formula else stored
            made.styles[new_row, column] = sheet.style(cell)
        above = sheet.cell(made.old_last, column)
        made.styles[old_row, column] = sheet.style(above) if above else 0


def _grow(sheet: Sheet, made: TableResize, formulas: Mapping[int, str], first: int) -> None:
    """Give the new rows the style, height and formulas of the last row above."""
    source = made.old_last
    at = sheet.index.find(source)
    found = _ROW_ATTRIBUTES.findall(sheet.index.row_tag(at)) if at >= 0 else []
    # A height that isn't set by hand belongs to that row's text: Excel finds the new row's own.
    by_hand = dict(found).get(b"customHeight") in (b"1", b"true")
    attributes = b"".join(
        b' %s="%s"' % (name, value)
        for name, value in found
        if by_hand or name in (b"s", b"customFormat")
    )
    for row in range(source + 1, made.new_last + 1):
        made.rows[row] = attributes
    for column in made.columns:
        above = sheet.cell(source, column)
        style = sheet.style(above) if above else 0
        own = formula_text(sheet, source, column)
        formula, origin = (own, source) if own else (formulas.get(column), first)
        for row in range(source + 1, made.new_last + 1):
            free = row > sheet.last_row
            unstyled = style and (row, column) not in made.styles
            if unstyled and (free or not _styled(sheet, row, column)):
                made.styles[row, column] = style
            if formula and (free or not _filled(sheet, row, column)):
                made.values[row, column] = Uncalculated("=" + shift(formula, row - origin, 0))


def _styled(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is not None and sheet.style(cell) != 0


def _shrink(sheet: Sheet, made: TableResize, formulas: Mapping[int, str]) -> None:
    """Take the calculated formulas out of the rows that are left outside; styles stay."""
    for column in made.columns:
        calculated = column in formulas or formula_text(sheet, made.new_last, column) is not None
        for row in range(made.new_last + 1, made.old_last + 1):
            cell = sheet.cell(row, column)
            if calculated and cell is not None and sheet.formula(cell) is not None:
                made.values.setdefault((row, column), None)


_RANGED = frozenset(["dataValidation", "conditionalFormatting", "protectedRange", "ignoredError"])


def stretch(sheet: Sheet, made: TableResize) -> set[str]:
    """Let what covered the last row cover the new rows too; return what changed in the frame.

    Data validations, conditional formats (those of the 2010 extension as well), protected ranges
    and a sheet's own filter. A validation never runs into the area of another.
    """
    if made.new_last <= made.old_last:
        return set()
    marks: set[str] = set()
    elements = [e for e in sheet.frame.iter() if isinstance(e.tag, str)]
    taken = [
        area
        for e in elements
        if local(e) == "dataValidation"
        for area in Area.parse_all(_sqref(e) or "")
    ]
    for element in elements:
        sqref = _sqref(element) if local(element) in _RANGED else None
        if sqref:
            others = taken if local(element) == "dataValidation" else []
            areas = Area.parse_all(sqref)
            new = " ".join(_stretched(a, made, others).ref for a in areas)
            if new != " ".join(a.ref for a in areas):
                marks.add(_set_sqref(element, new))
    return marks


def _sqref(element: etree._Element) -> str | None:
    if element.get("sqref"):
        return element.get("sqref")
    inner = children(element, "sqref")
    return inner[0].text if inner else None


def _set_sqref(element: etree._Element, sqref: str) -> str:
    if element.get("sqref"):
        element.set("sqref", sqref)
        return f"{local(element)}@sqref"
    children(element, "sqref")[0].text = sqref
    return "sqref/text"


def _stretched(area: Area, made: TableResize, others: Iterable[Area]) -> Area:
    covers = area.top <= made.old_last <= area.bottom and (
        area.left <= made.columns[-1] and made.columns[0] <= area.right
    )
    if not covers or area.bottom >= made.new_last:
        return area
    bottom = made.new_last
    for other in others:
        beside = other.left <= area.right and area.left <= other.right
        if beside and area.bottom < other.top <= bottom:
            bottom = other.top - 1
    return Area(area.top, area.left, bottom, area.right)
