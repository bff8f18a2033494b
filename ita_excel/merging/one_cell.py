"""What one cell holds after everything that units answered for it, in whatever order it came.

Their values form a small graph: one that was sent out with another's value as its base has seen
that value and replaces it. What nobody has seen stands; if that is one value, the cell holds it;
if several, it is a conflict, and the cell keeps what they all started from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ita_excel.core.values import Value
from ita_excel.merging.ledger import CellState
from ita_excel.merging.theirs import Theirs
from ita_excel.thai.comparing import form, same_value


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A cell's value, whose it is (none: the master's own), and who disagrees."""

    value: Value
    sources: tuple[Theirs, ...] = ()
    conflicts: tuple[Theirs, ...] = ()


def merge_cell(state: CellState, theirs: Iterable[Theirs]) -> MergedCell:
    """Return what the cell holds. Swapping two statements changes nothing."""
    own = state.ours[-1].value
    against = {o.claim for o in state.overruled} | {o.claim for o in state.ours if o.claim}
    live = [s for s in theirs if s.claim not in against]
    if not live:
        return MergedCell(own)
    own_seen = any(same_value(s.base, own) for s in live)
    heads = sorted(_heads(live), key=lambda s: (s.answer.unit, s.sent, s.claim.form))
    forms = {form(s.value) for s in heads} | (set() if own_seen else {form(own)})
    if len(forms) == 1:
        if form(own) in forms:  # both sides the same: ours, as it is written
            return MergedCell(own, tuple(heads))
        return MergedCell(heads[0].value, tuple(heads))
    kept = own
    bases = {form(s.base): s.base for s in heads} | {form(own): own}
    if own_seen and len(started := {form(s.base) for s in heads}) == 1:
        kept = bases[started.pop()]
    against_kept = tuple(s for s in heads if not same_value(s.value, kept))
    return MergedCell(kept, (), against_kept)


def _heads(live: list[Theirs]) -> list[Theirs]:
    """Return the statements that no later one has seen or, from the same unit, replaced."""
    return [
        s
        for s in live
        if not any(
            t.sent > s.sent and (t.answer.unit == s.answer.unit or same_value(t.base, s.value))
            for t in live
        )
    ]
