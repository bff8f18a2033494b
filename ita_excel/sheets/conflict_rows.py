"""The rows of `ข้อขัดแย้ง` by where they come from: units' answers, the plan, another copy of the
master, the units' answers in joint rows.

Each kind is listed anew by its own part of the program, which leaves the others as they stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.edits import append_rows
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.row_identity import CellId
from ita_excel.thai.cell_values import form

FROM_PLAN = "แผน (ชีตมาตรการ)"  # in the column of the unit
FROM_COPY = "ไฟล์หลักอีกฉบับ"
FROM_WORD = "เอกสารที่แก้ใน Word"
FROM_UNITS = "คำตอบของหน่วยงาน (รวม)"


class Origin(Enum):
    """What a row is about."""

    ANSWER = ""
    PLAN = FROM_PLAN
    COPY = FROM_COPY  # or a Word file: both are proposals that this master may take
    JOINT = FROM_UNITS


class ChosenValue(NamedTuple):
    """What was decided about a cell of the results: the value that was left, and the one that stands."""

    key: str
    heading: str
    left: Value
    stands: Value
    source: str
    reason: str


_BY_FORM = {form(origin.value): origin for origin in Origin} | {form(FROM_WORD): Origin.COPY}


def rows_of(reading: Reading, *origins: Origin) -> list[dict[str, Value]]:
    """Return the rows of these kinds as they stand, choices and all."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return []
    return [
        {c.field: block.cell(row, c.field) for c in schema.CONFLICTS.columns}
        for row in block.filled_rows()
        if _origin(block, row) in origins
    ]


def answers_rows(block: Block) -> list[int]:
    """Return the numbers of the rows that are about units' answers."""
    return [row for row in block.filled_rows() if _origin(block, row) is Origin.ANSWER]


def _origin(block: Block, row: int) -> Origin:
    return _BY_FORM.get(form(block.cell(row, "unit")), Origin.ANSWER)


def row_of(
    cell: CellId, action: str, heading: str, base: Value, ours: Value, theirs: Value
) -> dict[str, Value]:
    """Return a row about a cell of the results; nothing is chosen in it."""
    row: dict[str, Value] = dict.fromkeys(c.field for c in schema.CONFLICTS.columns)
    values = {"base": base, "ours": ours, "theirs": theirs}
    row |= {"key": cell.key, "round": cell.round, "action": action, "column": heading}
    return row | {name: as_text(value) or None for name, value in values.items()}


def typed_in(row: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a person typed into a row, and when it was found."""
    fields = ("found_at", "decision", "own", "reason")
    return {f: row.get(f) for f in fields if row.get(f) is not None}


def history_of(
    reading: Reading, command: str, moment: dt.datetime, chosen: Iterable[ChosenValue]
) -> list[Edit]:
    """Return the edits that log what was decided about cells of the results."""
    block = reading.blocks.get(schema.HISTORY.name)
    rows: list[dict[str, Value]] = [
        {
            "moment": moment.replace(microsecond=0),
            "command": command,
            "sheet": schema.CONFLICTS.sheet,
            "key": c.key,
            "column": c.heading,
            "old": as_text(c.left) or None,
            "new": as_text(c.stands) or None,
            "file": f"{c.source} (เหตุผล: {c.reason})" if c.reason else c.source,
        }
        for c in chosen
    ]
    return append_rows(block, rows) if block else []
