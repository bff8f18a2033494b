"""What a new column is said to have done: the claim that `proof` examines."""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.core.values import Value


class Claim(NamedTuple):
    """What a new column is said to have done."""

    sheet: str
    part: str  # of the sheet
    at: int
    values: dict[tuple[int, int], Value]  # of the new column's cells
    homes: dict[str, str]  # by part: the sheet whose references it holds
