"""Which row of the results is meant, wherever it stands today."""

from __future__ import annotations

from typing import NamedTuple


class RowId(NamedTuple):
    """A row of the results: its รหัส and the round's name."""

    key: str
    round: str
