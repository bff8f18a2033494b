"""One sheet's edits, carried out: refuse, leave out what changes nothing, then write.

The order matters and is here for that reason: tables are planned before cells, cells that hold
what they should are dropped before anything is refused, and the frame is written last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import Uncalculated, Value, as_text
from ita_excel.ooxml import (
    cellxml,
    fitting,
    hyperlinks,
    refusals,
    resizing,
    sharedformulas,
    tablexml,
)
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.batch import SheetBatch
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.rowscan import CellSpan
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.splicing import CellEdits, spliced
from ita_excel.ooxml.tablexml import ExcelTable

BAD_HEADER = Text(
    "หัวตารางของ {table} ที่ {cell} ต้องเป็นข้อความและไม่ซ้ำกับหัวอื่น — โปรดตั้งชื่อคอลัมน์ใหม่",
    "The heading of the table {table} at {cell} must be a text unlike the other headings. "
    "Choose another name for the column.",
)
USED_HEADER = Text(
    "เปลี่ยนหัวตาราง “{old}” ของ {table} ไม่ได้ เพราะมีสูตรอ้างถึงหัวนี้ — โปรดเปลี่ยนใน Excel ซึ่งแก้สูตรให้ด้วย",
    "The heading “{old}” of the table {table} can't be changed: formulas refer to it. Change it in "
    "Excel, which changes the formulas too.",
)

Key = tuple[int, int]


@dataclass(slots=True)
class SheetChange:
    """What an edit did to a sheet: the cells that changed, and whether formulas came or went."""

    sheet: str
    values: dict[Key, Value] = field(default_factory=dict)
    formulas: bool = False


def write_sheet(package: Contents, name: str, batch: SheetBatch) -> SheetChange:
    """Make the edits of one sheet; RefusedEdit leaves clearing up to the caller."""
    sheet = package.sheet(name)
    refusals.check_plain(sheet, name)
    areas = refusals.BlockedAreas(sheet, package.parts)
    tables = [t for t in package.tables().values() if t.sheet == name]
    plans = [p for p in _plans(sheet, name, batch, tables, areas) if p]
    values: dict[Key, Value] = {}
    styles: dict[Key, int] = {}
    rows: dict[int, bytes] = {}
    for made in plans:
        values |= made.values
        styles |= made.styles
        rows |= made.rows
    values |= batch.values
    change = _only_changes(package, name, tables, values, styles, batch.values)
    areas.check(name, values)
    part = sheet.part
    _write_headers(package, tables, values)
    for made in plans:
        if made.table:
            tablexml.resize(package.parts, made.table, made.bottom)
            package.declared.mark(made.table.part, *tablexml.RESIZED)
            if made.new_last > made.old_last:
                bottom = made.table.area.bottom
                package.workbook.stretch_names(
                    name, made.columns, bottom, made.bottom, package.declared
                )
    if values or styles or rows:
        formulas = sharedformulas.passed_on(sheet, values)
        change.formulas |= bool(formulas)
        heights = fitting.fitted(sheet, package.styles(), values, styles, rows)
        _declare(package, sheet, {*values, *styles, *formulas}, rows)
        if rows or heights:
            package.declared.height(part, {*rows, *heights})
        edits = CellEdits(values, styles, rows, formulas, heights)
        package.parts.write(part, sheet.collect(spliced(sheet, edits, package.date1904)))
    marks = _frame(package.sheet(name), name, batch, plans, {*values, *styles})
    if marks:
        package.declared.mark(part, *marks)
        framed = package.sheet(name)
        package.parts.write(part, framed.collect(framed.with_frame()))
    change.values = values
    return change


def _plans(
    sheet: Sheet,
    name: str,
    batch: SheetBatch,
    tables: list[ExcelTable],
    areas: refusals.BlockedAreas,
) -> list[resizing.TableResize | None]:
    found = []
    for wanted, last_row in batch.sizes.items():
        table = next((t for t in tables if t.name.lower() == wanted.lower()), None)
        others = [t.area for t in tables if t is not table]
        blocked = resizing.blocked_areas(areas, others)
        takes = wanted in batch.takes
        found.append(resizing.plan(sheet, name, table, blocked, last_row, batch.values, takes))
    return found


def _only_changes(
    package: Contents,
    name: str,
    tables: list[ExcelTable],
    values: dict[Key, Value],
    styles: dict[Key, int],
    asked: Mapping[Key, Value],
) -> SheetChange:
    """Drop the values that the cells hold already, and find the styles of the others."""
    sheet, change = package.sheet(name), SheetChange(name)
    neighbours = _Neighbours(sheet, tables)
    last = sheet.last_row
    sheet.find_cells([key for key in values if key[0] <= last])
    for key in sorted(values):
        new, cell = values[key], sheet.cell(*key) if key[0] <= last else None
        if cell is None:
            if new is None:
                del values[key]
                continue
            style = styles.get(key)
            if style is None:
                style = neighbours.style(key, styles)
                if style:
                    styles[key] = style
            change.formulas |= isinstance(new, Uncalculated)
        else:
            style = styles.get(key)
            shown = sheet.style(cell) if style is None else style
            as_date = key in asked and _is_number(new) and package.styles().is_date(shown)
            if not as_date and _same(package, sheet, key, cell, new, style):
                del values[key]
                continue
            change.formulas |= isinstance(new, Uncalculated) or sheet.formula(cell) is not None
        if isinstance(new, str):
            continue
        if cellxml.is_temporal(new) or (key in asked and _is_number(new)):
            _show_as_what_it_is(package, sheet, key, cell, new, styles)
    if package.styles().changed:  # written once: each writing makes the styles anew
        package.write_styles(package.styles())
    return change


def _is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _show_as_what_it_is(
    package: Contents,
    sheet: Sheet,
    key: Key,
    cell: CellSpan | None,
    value: Value,
    styles: dict[Key, int],
) -> None:
    style = styles.get(key, sheet.style(cell) if cell else 0)
    known = package.styles()
    fit = known.dated(style, value) if cellxml.is_temporal(value) else known.undated(style)
    if fit != style:
        styles[key] = fit


def _same(
    package: Contents, sheet: Sheet, key: Key, cell: CellSpan, new: Value, style: int | None
) -> bool:
    """Whether a cell holds `new` already; the same text in rich runs or as a formula counts.

    A formula that shows nothing isn't nothing, and a number that is shown as a date is a date.
    """
    if isinstance(new, Uncalculated):
        return formula_text(sheet, *key) == new.formula.removeprefix("=")
    old = sheet.value(cell)
    if new is None:
        return old is None and sheet.formula(cell) is None
    if isinstance(new, str):
        return isinstance(old, str) and old == new
    if cellxml.is_temporal(new):
        number = isinstance(old, (int, float)) and not isinstance(old, bool)
        shown = package.styles().is_date(sheet.style(cell) if style is None else style)
        return number and shown and old == cellxml.serial(new, package.date1904)
    return (type(old) is type(new) and old == new) or (
        isinstance(old, (int, float))
        and isinstance(new, (int, float))
        and isinstance(old, bool) == isinstance(new, bool)
        and old == new
    )


class _Neighbours:
    """The style of a cell that isn't there yet: that of the one above it in the same table."""

    def __init__(self, sheet: Sheet, tables: list[ExcelTable]) -> None:
        self._sheet, self._tables = sheet, tables
        self._found: dict[Key, int] = {}  # of cells that aren't there yet
        self._rows: dict[int, int | None] = {}
        self._columns: dict[int, int] = {}  # asked for at every new cell of a table that grows

    def style(self, key: Key, styles: Mapping[Key, int]) -> int:
        found = self._found[key] = self._look(key, styles)
        return found

    def _look(self, key: Key, styles: Mapping[Key, int]) -> int:
        row, column = key
        for table in self._tables:
            inside = table.area.left <= column <= table.area.right
            if inside and table.first_row < row <= table.last_row:
                above = (row - 1, column)
                if above in styles:
                    return styles[above]
                if above in self._found:
                    return self._found[above]
                cell = self._sheet.cell(*above)
                if cell is not None:
                    return self._sheet.style(cell)
        if row not in self._rows:
            self._rows[row] = self._sheet.row_style(row)
        own = self._rows[row]
        if own is not None:
            return own
        if column not in self._columns:
            self._columns[column] = self._sheet.column_style(column)
        return self._columns[column]


def _write_headers(
    package: Contents, tables: list[ExcelTable], values: Mapping[Key, Value]
) -> None:
    """Keep the names of a table's columns the same as its header cells."""
    for table in tables:
        if not table.headers:
            continue
        span = range(table.area.left, table.area.right + 1)
        names = {
            c: as_text(values[table.area.top, c]) for c in span if (table.area.top, c) in values
        }
        if not names:
            continue
        after = [names.get(c, old).lower() for c, old in zip(span, table.columns, strict=False)]
        for column, heading in names.items():
            is_text = isinstance(values[table.area.top, column], str)
            if not is_text or after.count(heading.lower()) > 1:
                cell = CellRef(table.sheet, table.area.top, column)
                raise RefusedEdit(BAD_HEADER, table=table.name, cell=cell)
            old = table.columns[column - table.area.left]
            if package.mentions_column(old):
                raise RefusedEdit(USED_HEADER, old=old, table=table.name)
        marks = [f"tableColumn[{table.columns[c - table.area.left]}]@name" for c in names]
        tablexml.rename_columns(
            package.parts, table, {c: str(values[table.area.top, c]) for c in names}
        )
        package.declared.mark(table.part, "tableColumn@name", *marks)


def _declare(package: Contents, sheet: Sheet, keys: set[Key], rows: Mapping[int, bytes]) -> None:
    package.declared.cell(sheet.part, keys)
    package.declared.row(sheet.part, {row for row, _ in keys} | set(rows))


def _frame(
    sheet: Sheet, name: str, batch: SheetBatch, plans: list[resizing.TableResize], written: set[Key]
) -> set[str]:
    """Change what stands around the rows: ranges, links and the sheet's dimension."""
    marks: set[str] = set()
    for made in plans:
        marks |= resizing.stretch(sheet, made)
    marks |= hyperlinks.set_links(sheet, name, batch.links)
    dimension = sheet.child("dimension")
    if written and dimension is not None and dimension.get("ref"):
        rows, columns = {r for r, _ in written}, {c for _, c in written}
        new = Area(min(rows), min(columns), max(rows), max(columns))
        old = Area.parse(dimension.get("ref", "A1"))
        if old.joined(new) != old:
            dimension.set("ref", old.joined(new).ref)
            marks.add("dimension@ref")
    return marks
