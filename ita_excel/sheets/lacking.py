"""Whether a workbook is older than this program, or has lost something of ours: a quick look.

Every `fill` begins with it. What then brings the workbook up to date is the business of upgrading.py
and restoring.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard

from ita_excel import schema
from ita_excel.core.grid import CellRef, Grid, WiredGrid
from ita_excel.schema import Table
from ita_excel.sheets.blocks import Block, heading_form, headings, version_in

NAME = "ita_"  # begins the names of ours
BROKEN = "#REF!"  # what Excel leaves where cells were deleted to which a formula referred
OWN_SHEETS = (  # that only the program fills
    *(schema.GUIDE, schema.DASHBOARD, schema.LISTS_SHEET),
    *(t.sheet for t in schema.TABLES if t not in tuple(schema.officers_tables())),
)
_FEW_ROWS = 200


def shows_wiring(grid: Grid) -> TypeGuard[WiredGrid]:
    """Whether a grid shows what ties its cells together; a workbook open in Excel may not."""
    return hasattr(grid, "names") and hasattr(grid, "validations")


def lacks_something(
    blocks: Mapping[str, Block],
    grid: Grid,
    helpers: Iterable[str],
    calculated: Callable[[CellRef], bool] | None,
) -> bool:
    """Whether a workbook is older, or has plainly lost something of ours: a quick look.

    `helpers` are the headings of the plan's hidden columns. `calculated` says whether a cell holds
    a formula: drop-downs and, in small tables, formulas are looked at, too. None for an open
    workbook, where asking for them takes long.
    """
    if (version_in(blocks.get(schema.META.name)) or 0) < schema.VERSION:
        return True
    there = {heading_form(sheet) for sheet in grid.sheets()}
    there |= {heading_form(block.table.sheet) for block in blocks.values()}
    if any(heading_form(sheet) not in there for sheet in OWN_SHEETS):
        return True
    names = grid.names() if shows_wiring(grid) else {}
    if any(BROKEN in text for name, text in names.items() if name.startswith(NAME)):
        return True
    for block in blocks.values():
        if any(
            is_ours(block.table, c) and c.field not in block.columns for c in block.table.columns
        ):
            return True
    plan = blocks.get(schema.PLAN.name)
    if plan is not None and not {heading_form(h) for h in helpers} <= headings(plan).keys():
        return True
    if calculated is None or not shows_wiring(grid):
        return False
    officers = [b for b in blocks.values() if b.table in (schema.PLAN, schema.RESULTS)]
    return any(_lacks_choices(b, grid) or _lacks_formulas(b, calculated) for b in officers)


def _lacks_choices(block: Block, grid: WiredGrid) -> bool:
    """Whether some column that offers a list has no list at all in its first row."""
    row = block.header_row + 1
    lists = [
        (left, right)
        for rule in grid.validations(block.sheet)
        if rule.rule.kind == "list" and BROKEN not in rule.rule.formula1
        for top, left, bottom, right in rule.areas
        if top <= row <= bottom
    ]
    columns = [block.columns.get(c.field) for c in block.table.columns if c.choices]
    return any(n and not any(left <= n <= right for left, right in lists) for n in columns)


def _lacks_formulas(block: Block, calculated: Callable[[CellRef], bool]) -> bool:
    """Whether a cell of ตรวจ has neither formula nor text, in a table of few rows."""
    column, last = block.columns.get("check"), block.range.last_row if block.range else 0
    if column is None or last - block.header_row > _FEW_ROWS:
        return False
    return any(
        block.cell(row, "check") is None and not calculated(CellRef(block.sheet, row, column))
        for row in range(block.header_row + 1, last + 1)
    )


def is_ours(table: Table, column: schema.Column) -> bool:
    """Whether the program fills a column: then an empty one in its place loses nothing.

    It knows rows by their words, too, and so can give each its รหัส again.
    """
    if column.writer is schema.Writer.KEY and column.field == "key":
        return True
    return column.writer is schema.Writer.COMPUTED or table not in schema.officers_tables()
