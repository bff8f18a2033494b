"""Cells in which two copies of a master differ and which another memory than their base decides."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.threeway import Verdict
from ita_excel.merging.copy_cells import CopyCell
from ita_excel.sheets.derived_cells import Derived
from ita_excel.thai.cell_values import same_value


class ResultsArbiter:
    """Decides cells of the results by what both remember to have written there."""

    def __init__(self, ours: Derived, theirs: Derived) -> None:
        self._pairs = ((ours.copied, theirs.copied), (ours.carried, theirs.carried))

    def __call__(self, cell: CopyCell) -> Verdict | None:
        if cell.column.field == "key":
            return our_key(cell)
        for ours, theirs in self._pairs:
            here, there = cell.cell in ours, cell.cell in theirs
            untouched_here = here and same_value(ours[cell.cell], cell.ours)
            untouched_there = there and same_value(theirs[cell.cell], cell.theirs)
            if untouched_here and untouched_there:
                return Verdict.OURS  # it follows its source at the next fill
            if untouched_here and there:
                return Verdict.THEIRS
            if untouched_there and here:
                return Verdict.OURS
        return None


def our_key(cell: CopyCell) -> Verdict | None:
    """Let a row keep its รหัส, and get theirs where it has none."""
    if cell.column.field != "key":
        return None
    return Verdict.THEIRS if cell.ours is None else Verdict.OURS


def is_combined_anew(cell: CopyCell, ours: Derived, theirs: Derived) -> bool:
    """Whether a joint row's cell is combined by both, and the other's says only what units answered.

    It is then combined from the units' rows of both. Where ours was never combined, the other's
    value is taken with its memory, as any other cell.
    """
    if cell.table is not schema.RESULTS or cell.cell not in ours.combined:
        return False
    return cell.cell in theirs.combined and same_value(cell.theirs, theirs.combined[cell.cell])
