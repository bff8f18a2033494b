"""`ประวัติ`: every change of a value that the tool makes, logged in the same write as the change.

The tool's own sheets (findings, conflicts, history itself) are not logged: nobody types there.
A row that is new as a whole is one entry, with its values in order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, ResizeTable, SetCell
from ita_excel.core.language import Text
from ita_excel.core.values import CELL_TEXT, Value, as_text
from ita_excel.sheets import Block, Reading, append_rows

FORMULA_FIXED = Text("แก้สูตร", "formula mended")
_WHOLE_ROW = "(ทั้งแถว)"
_TAKEN_IN = "(รวมแถวเข้าตาราง)"


class Source(NamedTuple):
    """Who changed something and from what: the command, and for a merge the returned file."""

    command: str
    moment: dt.datetime
    file: str = ""
    hash: str = ""
    unit: str = ""


def entries(reading: Reading, edits: Iterable[Edit], source: Source) -> list[Edit]:
    """Return the edits that log `edits`; none where nothing changes or `ประวัติ` is missing."""
    block = reading.blocks.get(schema.HISTORY.name)
    if block is None:
        return []
    return append_rows(block, list(rows(reading, edits, source)))


def rows(reading: Reading, edits: Iterable[Edit], source: Source) -> Iterator[dict[str, Value]]:
    """Yield a row of `ประวัติ` for each change, in the order of the edits."""
    logged = {t.name for t in schema.officers_tables()}
    blocks = {b.sheet: b for name, b in reading.blocks.items() if name in logged}
    by_row: dict[tuple[str, int], list[SetCell]] = {}
    for edit in _last_of_each_table(edits):
        if isinstance(edit, ResizeTable):
            if edit.takes and edit.sheet in blocks:
                yield _taken_in(blocks[edit.sheet], edit, source)
        elif isinstance(edit, SetCell) and edit.at.sheet in blocks:
            by_row.setdefault((edit.at.sheet, edit.at.row), []).append(edit)
    for (sheet, row), cells in by_row.items():
        block = blocks[sheet]
        fields = {column: field for field, column in block.columns.items()}
        if _is_blank(block, row) and len(cells) > 1:
            yield _whole_row(block, row, cells, source)
            continue
        key = as_text(block.cell(row, "key")) if block.table is not schema.AGENCY else ""
        for cell in cells:
            field = fields.get(cell.at.column)
            heading = block.table.column(field).heading if field else cell.at.a1
            if block.table is schema.AGENCY:  # its columns say nothing; its settings do
                heading = as_text(block.cell(row, "key"))
            old = block.cell(row, field) if field else None
            yield _entry(source, cell.at, key, heading, as_text(old), as_text(cell.value))


def fixed_formulas(
    block: Block, formulas: Iterable[tuple[CellRef, str, str]], moment: dt.datetime
) -> list[Edit]:
    """Return the edits that log formulas of ours that were put right: where, before, now."""
    source = Source(FORMULA_FIXED.th, moment)
    return append_rows(block, [_entry(source, at, "", at.a1, *both) for at, *both in formulas])


def remark(
    source: Source, sheet: str, at: CellRef | None, column: str, new: str
) -> dict[str, Value]:
    """Return a row of `ประวัติ` about something that is no cell's value: a column added, a name."""
    row = _entry(source, at or CellRef(sheet, 1, 1), "", column, "", new)
    return row if at else {field: value for field, value in row.items() if field != "cell"}


def _last_of_each_table(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield the edits, of several sizes of one table only the one that counts."""
    known = list(edits)
    counts = {(e.sheet, e.table): e for e in known if isinstance(e, ResizeTable)}
    for edit in known:
        if not isinstance(edit, ResizeTable) or counts[edit.sheet, edit.table] is edit:
            yield edit


def _taken_in(block: Block, edit: ResizeTable, source: Source) -> dict[str, Value]:
    """Tell which rows became part of the table; their cells are as they were."""
    assert block.range is not None
    old, last = block.range.last_row, block.last_row
    at = CellRef(block.sheet, old + 1, block.first_column)
    return _entry(source, at, "", _TAKEN_IN, f"ตารางถึงแถว {old}", f"ตารางถึงแถว {last}")


def _is_blank(block: Block, row: int) -> bool:
    return all(block.cell(row, field) is None for field in block.columns if field != "check")


def _whole_row(block: Block, row: int, cells: list[SetCell], source: Source) -> dict[str, Value]:
    ordered = sorted(cells, key=lambda c: c.at.column)
    key_column = block.columns.get("key")
    key = next((as_text(c.value) for c in ordered if c.at.column == key_column), "")
    new = " | ".join(as_text(c.value) for c in ordered if c.value is not None)
    return _entry(source, CellRef(block.sheet, row, block.first_column), key, _WHOLE_ROW, "", new)


def _entry(
    source: Source, at: CellRef, key: str, column: str, old: str, new: str
) -> dict[str, Value]:
    row: dict[str, Value] = {
        "moment": source.moment.replace(microsecond=0),
        "command": source.command,
        "sheet": at.sheet,
        "cell": at.a1,
        "key": key,
        "column": column,
        "old": old[:CELL_TEXT],
        "new": new[:CELL_TEXT],
        "file": source.file,
        "hash": source.hash,
        "unit": source.unit,
    }
    return {field: value or None for field, value in row.items()}
