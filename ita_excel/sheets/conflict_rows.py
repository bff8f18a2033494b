"""The rows of `ข้อขัดแย้ง` by where they come from: units' answers, the plan, another copy of the master.

Each kind is listed anew by its own part of the program, which leaves the others as they stand.
"""

from __future__ import annotations

from enum import Enum

from ita_excel import schema
from ita_excel.core.values import Value
from ita_excel.sheets.reading import Reading
from ita_excel.thai.cell_values import form

FROM_PLAN = "แผน (ชีตมาตรการ)"  # in the column of the unit
FROM_COPY = "ไฟล์หลักอีกฉบับ"


class Origin(Enum):
    """What a row is about."""

    ANSWER = ""
    PLAN = FROM_PLAN
    COPY = FROM_COPY


_BY_FORM = {form(origin.value): origin for origin in Origin}


def rows_of(reading: Reading, *origins: Origin) -> list[dict[str, Value]]:
    """Return the rows of these kinds as they stand, choices and all."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return []
    return [
        {c.field: block.cell(row, c.field) for c in schema.CONFLICTS.columns}
        for row in block.filled_rows()
        if _BY_FORM.get(form(block.cell(row, "unit")), Origin.ANSWER) in origins
    ]
