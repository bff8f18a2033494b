"""What identifies a row or a cell of the results, wherever it stands today."""

from __future__ import annotations

from typing import NamedTuple


class RowId(NamedTuple):
    """A row of the results: its รหัส and the round's name."""

    key: str
    round: str


class CellId(NamedTuple):
    """A cell of the results: its row, and the field of the record."""

    key: str
    round: str
    field: str

    @property
    def row(self) -> RowId:
        return RowId(self.key, self.round)
