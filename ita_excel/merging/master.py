"""Which row or cell of the results is meant, and what stands there in the master."""

from __future__ import annotations

from functools import cached_property

from ita_excel import schema
from ita_excel.core.values import Value
from ita_excel.schema.model import Result
from ita_excel.sheets import Block, Reading, Record, require_block
from ita_excel.sheets.copied_cells import COPIED
from ita_excel.sheets.row_identity import CellId, RowId
from ita_excel.thai.normal import compare_form

__all__ = [
    "COPIED",
    "EDITABLE",
    "HEADINGS",
    "CellId",
    "Master",
    "RowId",
    "is_proposal",
    "proposal_id",
    "row_id",
]

EDITABLE = tuple(c.field for c in schema.RESULTS.columns if c.unit_writes)
HEADINGS = {c.field: c.heading for c in schema.RESULTS.columns}


def row_id(result: Result) -> RowId:
    """Return what identifies a row of the results."""
    return RowId(result.key, result.round_name)


def proposal_id(round_: str, action: str) -> RowId:
    """Return the identity of a row that a unit added: the same for whoever adds the same."""
    import hashlib  # few units add rows

    digest = hashlib.sha256(f"{round_}\n{compare_form(action)}".encode()).hexdigest()
    return RowId(schema.PROPOSED_KEY + digest[:8].upper(), round_)


def is_proposal(row: RowId) -> bool:
    """Whether the row was first added by a unit."""
    return row.key.startswith(schema.PROPOSED_KEY)


class Master:
    """A reading of the master as the merge looks at it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def block(self) -> Block:
        """The table of results; InputError where the master has lost it."""
        return require_block(self.reading.blocks, schema.RESULTS)

    @cached_property
    def rows(self) -> dict[RowId, Record[Result]]:
        """The first row of each identity; rows without a รหัส have none."""
        found: dict[RowId, Record[Result]] = {}
        for record in self.reading.every_result:
            if record.value.key:
                found.setdefault(row_id(record.value), record)
        return found

    @cached_property
    def _by_text(self) -> dict[tuple[str, str], Record[Result]]:
        found: dict[tuple[str, str], Record[Result]] = {}
        for record in self.reading.results:
            known_by = (record.value.round_name, compare_form(record.value.text))
            if known_by[1]:
                found.setdefault(known_by, record)
        return found

    def find(self, row: RowId, action: str = "") -> Record[Result] | None:
        """Return the row; one that a unit added is also found by its text; None if nowhere.

        The officer may have typed the same row, or two units may have added it.
        """
        found = self.rows.get(row)
        if found is None and is_proposal(row):
            found = self._by_text.get((row.round, compare_form(action)))
        return found

    def value(self, record: Record[Result] | None, field: str) -> Value:
        """Return what stands in a field of a row, None for no row."""
        return None if record is None else self.block.cell(record.row, field)
