"""What one cell holds after everything that units answered for it, in whatever order it came.

Each unit's word is known (`theirs`). Where all that stands is one value, the three-way decision
gives it or ours, or a conflict for a person; where it is several, it is a conflict too. While files
of one unit rival, the oldest stays of those that were sent ours; while units do, what was sent to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value
from ita_excel.merging.ledger import CellState
from ita_excel.merging.theirs import Doubt, Replaced, Theirs, UnitsWord
from ita_excel.thai.cell_values import same_value


class MergedCell(NamedTuple):
    """A cell's value, whose it is (none: the master's own), and who disagrees.

    `doubts` are decided already, unless a person decides otherwise; `replaced` stand no more.
    """

    value: Value
    sources: tuple[Theirs, ...] = ()
    conflicts: tuple[Theirs, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    replaced: tuple[Replaced, ...] = ()

    @property
    def waiting(self) -> set[tuple[str, str]]:
        """The values about which a person may still decide, each with its unit."""
        return {said_by(t) for t in (*self.conflicts, *(d.theirs for d in self.doubts))}


def said_by(theirs: Theirs) -> tuple[str, str]:
    """Return whose value it is and which, whatever it answers."""
    return theirs.answer.unit, theirs.value_key.form


def merge_cell(state: CellState, words: Iterable[UnitsWord]) -> MergedCell:
    """Return what the cell holds. The order of the units' `words` makes no difference."""
    words = list(words)
    doubts = tuple(d for w in words for d in w.doubts)
    replaced = tuple(r for w in words for r in w.replaced)
    ours = state.ours[-1].value
    # What was sent to any unit is the base: having been sent, ours hasn't changed since.
    was_sent = any(same_value(base, ours) for w in words for base in w.bases)
    value, sources, conflicts = _decide(ours, was_sent, [w for w in words if w.standing])
    open_ = tuple(d for d in doubts if not same_value(d.theirs.value, value))
    return MergedCell(value, sources, conflicts, open_, replaced)


def _decide(
    ours: Value, was_sent: bool, words: list[UnitsWord]
) -> tuple[Value, tuple[Theirs, ...], tuple[Theirs, ...]]:
    """Return the value, whose it is, and who disagrees."""
    if not words:
        return ours, (), ()
    standing = tuple(t for w in words for t in w.standing)
    if len(words) > 1:
        standing = tuple(sorted(standing, key=lambda t: (t.answer.unit, t.sent, t.value_key.form)))
    first = standing[0]
    rivals = not all(same_value(t.value, first.value) for t in standing)
    if rivals and len(words) > 1:  # between units
        return _in_conflict(_kept(ours, standing) if was_sent else ours, standing)
    # Of rivals only one that was sent ours may take its place: the others never saw it.
    first = next((t for t in standing if same_value(t.base, ours)), first)
    match decide(ours if was_sent else first.base, ours, first.value, same_value):
        case Verdict.UNCHANGED | Verdict.SAME if not rivals:
            return ours, standing, ()
        case Verdict.THEIRS | Verdict.UNCHANGED | Verdict.SAME:
            against = tuple(t for t in standing if not same_value(t.value, first.value))
            return first.value, (first,) if rivals else standing, against
        case Verdict.OURS if not rivals:
            return ours, (), ()
        case _:
            return _in_conflict(ours, standing)


def _in_conflict(
    kept: Value, standing: tuple[Theirs, ...]
) -> tuple[Value, tuple[Theirs, ...], tuple[Theirs, ...]]:
    return kept, (), tuple(t for t in standing if not same_value(t.value, kept))


def _kept(ours: Value, latest: tuple[Theirs, ...]) -> Value:
    """Return what the cell keeps while units disagree: the one value that all of them were sent."""
    base = latest[-1].base
    return base if all(same_value(t.base, base) for t in latest) else ours
