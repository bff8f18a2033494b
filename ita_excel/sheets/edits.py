"""The way back: from wanted values to the smallest list of edits that brings them about.

An edit that would change nothing is not made, so that running twice is the same as once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ita_excel.core.errors import OutputError
from ita_excel.core.grid import CellRef, Edit, ResizeTable, SetCell, ShowSheet
from ita_excel.core.language import Text
from ita_excel.core.values import Value, clean
from ita_excel.schema import Table
from ita_excel.sheets.blocks import Block, require_block

if TYPE_CHECKING:
    from ita_excel.sheets.reading import Reading

Values = Mapping[str, Value]  # field of the record -> value
_NAMED = 5  # cells that a refusal lists


def set_field(block: Block, row: int, field: str, value: Value) -> list[Edit]:
    """Return the edit that puts `value` into a field of a row; none if it is there already."""
    if field not in block.columns or block.cell(row, field) == clean(value):
        return []
    return [SetCell(block.at(row, field), value)]


def append_rows(block: Block, rows: Sequence[Values]) -> list[Edit]:
    """Return the edits that add rows after the last filled one, growing the table if need be."""
    start = max(block.filled_rows(), default=block.header_row) + 1
    edits: list[Edit] = []
    last = start + len(rows) - 1
    if rows and (last > block.last_row or block.outgrown):
        _require_room(block, last)
        edits.append(_resized(block, max(last, block.last_row)))
    below = len(block.rows) + 1  # from here on nothing stands that could be there already
    for row, values in enumerate(rows, start=start):
        if row < below:
            for field, value in values.items():
                edits += set_field(block, row, field, value)
        else:
            edits += [
                SetCell(CellRef(block.sheet, row, block.columns[field]), value)
                for field, value in values.items()
                if value is not None and field in block.columns and _shows(value)
            ]
    return edits


def _shows(value: Value) -> bool:
    """Whether a cell with this value isn't blank; what begins with a letter is told at once."""
    return (type(value) is str and value[:1].isalnum()) or clean(value) is not None


def take_in(blocks: Iterable[Block]) -> list[Edit]:
    """Return the edits by which tables take in the rows that were typed below them."""
    return [_resized(block, block.last_row) for block in blocks if block.outgrown]


def rows_below(blocks: Iterable[Block]) -> int:
    """Return how many filled rows stand below their tables, which `take_in` takes into them."""
    return sum(
        row > block.range.last_row
        for block in blocks
        if block.outgrown and block.range
        for row in block.filled_rows()
    )


def _resized(block: Block, last: int) -> ResizeTable:
    return ResizeTable(block.sheet, block.table.name, last, takes=block.outgrown)


def replace_rows(
    block: Block, rows: Sequence[Values], links: Mapping[tuple[int, str], CellRef] | None = None
) -> list[Edit]:
    """Return the edits that make the table hold just `rows`, its other columns untouched.

    `links` gives the cells that jump elsewhere, by index in `rows` and field.
    """
    links = links or {}
    linked_fields: dict[int, set[str]] = {}
    for index, field in links:
        if field in block.columns:
            linked_fields.setdefault(index, set()).add(field)
    first = block.header_row + 1
    last = max(first, first + len(rows) - 1)
    edits: list[Edit] = []
    _require_room(block, last)
    if block.last_row != last:
        edits.append(ResizeTable(block.sheet, block.table.name, last))
    for index, values in enumerate(rows):
        row = first + index
        changed = [e for field, v in values.items() for e in set_field(block, row, field, v)]
        linked = linked_fields.get(index, set()) if changed else set()
        # A link belongs to its row's values: it is written again whenever one of them changes.
        edits += [e for e in changed if not _is_at(e, block, linked)]
        for field in sorted(linked):
            edits.append(SetCell(block.at(row, field), values[field], links[index, field]))
    beyond = max(block.last_row, first)
    for row in range(first + len(rows), beyond + 1):
        for column in block.table.columns:
            edits += set_field(block, row, column.field, None)
    return edits


def replace_rows_and_show(reading: Reading, table: Table, rows: Sequence[Values]) -> list[Edit]:
    """Return `replace_rows` for a sheet that shows itself only while there is something on it.

    InputError where there are rows and the workbook has lost the sheet.
    """
    if table.name not in reading.blocks and not rows:
        return []
    block = require_block(reading.blocks, table)
    had = any(True for _ in block.filled_rows())
    edits = replace_rows(block, rows)
    if bool(rows) != had:
        edits.append(ShowSheet(block.sheet, bool(rows)))
    return edits


def _require_room(block: Block, last: int) -> None:
    """Raise OutputError where somebody typed something below the table that rows would run over."""
    inside = range(block.first_column, max(block.columns.values()) + 1)
    if block.range:
        inside = range(block.range.first_column, block.range.last_column + 1)
    taken = [
        CellRef(block.sheet, row, column).a1
        for row in range(block.last_row + 1, min(last, len(block.rows)) + 1)
        for column in inside
        if column <= len(block.rows[row - 1]) and block.rows[row - 1][column - 1] is not None
    ]
    if taken:
        raise OutputError(
            Text(
                "ตารางในชีต “{sheet}” ต้องขยายถึงแถว {row} แต่มีข้อความอยู่ที่ {cells} จึงไม่ได้แก้ไฟล์ "
                "โปรดย้ายข้อความนั้นออก หรือลากมุมขวาล่างของตารางลงมาให้ครอบคลุมหากเป็นแถวของตาราง",
                "the table on the sheet “{sheet}” must grow to row {row}, but something stands in "
                "{cells}, so nothing was changed: move it, or drag the table's lower right corner "
                "over it if it belongs to the table",
            ),
            sheet=block.sheet,
            row=last,
            cells=", ".join(taken[:_NAMED]) + (" …" if len(taken) > _NAMED else ""),
        )


def _is_at(edit: Edit, block: Block, fields: set[str]) -> bool:
    return isinstance(edit, SetCell) and edit.at.column in {block.columns[f] for f in fields}
