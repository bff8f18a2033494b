"""A master of its own for a unit that has divisions: made of the workbook that it was sent.

It keeps the dispatch and what was sent, so that whoever sent the work knows it when it comes back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.core.values import Value, as_text
from ita_excel.dispatch.level_reader import MASTER_MARK
from ita_excel.dispatch.unit_guide import due_text
from ita_excel.dispatch.unit_workbook import custom_xml
from ita_excel.merging import levels
from ita_excel.merging.base import NAMESPACE, Base
from ita_excel.merging.master import proposal_id
from ita_excel.rules.native import formula
from ita_excel.sheets import (
    Block,
    Reading,
    append_rows,
    newbook,
    read,
    replace_rows,
    require_block,
    set_field,
)
from ita_excel.store.file import FileGrid


def make(grid: FileGrid, sent: Reading, above: Sequence[Base], asked: str) -> None:
    """Turn an empty workbook into the master of the unit that was sent the workbook `sent`.

    `above` is what it was sent, oldest first; `asked` are the words that came with it. InputError
    where a table that this needs is lost.
    """
    form = read(grid)
    base = above[-1]
    edits: list[Edit] = []
    settings = require_block(form.blocks, schema.AGENCY)
    for field, value in _settings(sent, base).items():
        edits += set_field(settings, form.agency.rows[field], "value", value)
    edits += replace_rows(form.blocks[schema.UNITS.name], [_own_unit(sent, base)])
    for table in (schema.PLAN, schema.RESULTS):
        rows = list(_rows(require_block(sent.blocks, table), table))
        edits += replace_rows(form.blocks[table.name], rows)
    edits += newbook.identify(form, base.dispatch)
    kept = [row for n, one in enumerate(above, 1) for row in levels.received_rows(n, one)]
    kept += levels.asked_rows(base.dispatch, asked)
    edits += append_rows(form.blocks[schema.META.name], kept)
    edits.append(SetCell(CellRef(schema.GUIDE, schema.NOTE_ROW, 1), _note(base)))
    grid.apply(edits)
    marked = custom_xml(above[0]).replace(b"<dispatch ", b"<dispatch " + MASTER_MARK + b" ", 1)
    grid.package.add_custom_xml(NAMESPACE, marked)


def _settings(sent: Reading, base: Base) -> dict[str, Value]:
    """Return the settings that were sent along, under the unit's own name."""
    values = {s.field: sent.agency.typed(s.field) for s in schema.SETTINGS}
    values |= {"name": base.unit, "short_name": _own_unit(sent, base).get("short_name")}
    return {field: value for field, value in values.items() if value is not None}


def _own_unit(sent: Reading, base: Base) -> dict[str, Value]:
    """Return the unit itself, the first of its divisions: rows that it answers by itself are its."""
    unit = next((u.value for u in sent.units if u.value.name == base.unit), None)
    if unit is None:
        return {"name": base.unit}
    return {
        "name": unit.name,
        "short_name": unit.short_name or None,
        "email": unit.email or None,
        "contact": unit.contact or None,
    }


def _rows(block: Block, table: schema.Table) -> Iterator[dict[str, Value]]:
    """Yield the rows as they stand, what was typed already among it; a row added gets a key."""
    fields = [c.field for c in table.columns if not formula(table, c.field)]
    for number in block.filled_rows():
        row = {field: block.cell(number, field) for field in fields if field in block.columns}
        if table is schema.RESULTS and not as_text(row.get("key")) and as_text(row.get("text")):
            row["key"] = proposal_id(as_text(row.get("round")), as_text(row["text"])).key
        yield row


def _note(base: Base) -> str:
    sent = dt.datetime.fromisoformat(base.sent) if base.sent else None
    on = f" เมื่อ {due_text(sent.date().isoformat())}" if sent else ""
    return (
        f"ไฟล์หลักของ {base.unit} · งานที่ได้รับจาก {base.agency}{on} · "
        f"เมื่อรวบรวมครบแล้ว ส่งไฟล์นี้ทั้งไฟล์กลับภายใน {due_text(base.due)}"
    )
