"""What one cell holds after everything that units answered for it, in whatever order it came.

A value that was sent out again with another one as its base has been replaced by that one. What
is left are the latest values; where they are one, the three-way decision gives it or ours,
or a conflict for a person; where they are several, it is a conflict too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value
from ita_excel.merging.ledger import CellState
from ita_excel.merging.theirs import Theirs
from ita_excel.thai.cell_values import same_value


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell's value, whose it is (none: the master's own), and who disagrees."""

    value: Value
    sources: tuple[Theirs, ...] = ()
    conflicts: tuple[Theirs, ...] = ()


def merge_cell(state: CellState, theirs: Iterable[Theirs]) -> MergedCell:
    """Return what the cell holds. The order of `theirs` makes no difference."""
    ours = state.ours[-1].value
    decided = state.decided
    open_ = [t for t in theirs if t.value_key not in decided]
    if not open_:
        return MergedCell(ours)
    was_sent = any(same_value(t.base, ours) for t in open_)
    latest = sorted(_latest(open_), key=lambda t: (t.answer.unit, t.sent, t.value_key.form))
    value = latest[0].value
    if all(same_value(t.value, value) for t in latest):
        # What was sent to any unit is the base: having been sent, ours hasn't changed since.
        verdict = decide(ours if was_sent else latest[0].base, ours, value, same_value)
    else:
        verdict = Verdict.CONFLICT  # between units
    match verdict:
        case Verdict.UNCHANGED | Verdict.SAME:
            return MergedCell(ours, tuple(latest))
        case Verdict.THEIRS:
            return MergedCell(value, tuple(latest))
        case Verdict.OURS:
            return MergedCell(ours)
        case Verdict.CONFLICT:
            kept = _kept(ours, latest) if was_sent else ours
            against = tuple(t for t in latest if not same_value(t.value, kept))
            return MergedCell(kept, (), against)


def _kept(ours: Value, latest: list[Theirs]) -> Value:
    """Return what the cell keeps while units disagree: the one value that all of them were sent."""
    base = latest[-1].base
    if same_value(base, ours) or not all(same_value(t.base, base) for t in latest):
        return ours
    return base


def _latest(open_: list[Theirs]) -> list[Theirs]:
    """Return the values that no later one was derived from or, from the same unit, replaced."""
    return [
        earlier
        for earlier in open_
        if not any(
            t.sent > earlier.sent
            and (t.answer.unit == earlier.answer.unit or same_value(t.base, earlier.value))
            for t in open_
        )
    ]
