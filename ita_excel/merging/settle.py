"""What one cell holds after everything that was said about it, whoever said it first.

Statements form a small graph: one that was sent out with another's value as its base has seen
that value and replaces it. What nobody has seen stands; if that is one value, the cell holds it;
if several, it is a conflict, and the cell keeps what they all started from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ita_excel.core.values import Value, as_text
from ita_excel.merging.decide import form, same_value
from ita_excel.merging.ledger import (
    Cell,
    CellState,
    Change,
    Claim,
    Contribution,
    Dispatch,
    Ledger,
    Stray,
)
from ita_excel.schema import RESULTS, Kind


class Fate(Enum):
    """What became of one value that a unit typed."""

    MERGED = "merged"  # it stands in the master
    CONFLICT = "conflict"  # it waits for a decision
    OVERRULED = "overruled"  # the officer decided against it
    REPLACED = "replaced"  # a later answer took its place
    ASIDE = "aside"  # on the set-aside sheet


@dataclass(frozen=True, slots=True)
class Statement:
    """A unit's last word on a cell in answer to one dispatch."""

    contribution: Contribution
    sent: str
    change: Change

    @property
    def claim(self) -> Claim:
        c = self.contribution
        return Claim(c.unit, c.dispatch, form(self.change.value))


@dataclass(frozen=True, slots=True)
class Settled:
    """A cell's value, whose it is (none: the master's own), and who disagrees."""

    value: Value
    sources: tuple[Statement, ...] = ()
    conflicts: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What all units together say: by cell, and beside any cell."""

    by_cell: dict[Cell, list[Statement]]
    strays: tuple[tuple[Contribution, Stray], ...]


def statements(ledger: Ledger) -> Said:
    """Return the standing answers."""
    answers: dict[tuple[str, str], list[Contribution]] = {}
    for contribution in ledger.contributions.values():
        answers.setdefault((contribution.unit, contribution.dispatch), []).append(contribution)
    by_cell: dict[Cell, list[Statement]] = {}
    strays: list[tuple[Contribution, Stray]] = []
    for (_, dispatch), files in sorted(answers.items()):
        sent = ledger.dispatches.get(dispatch, _UNKNOWN).sent
        standing, current = _standing(files)
        for contribution, change in standing.values():
            by_cell.setdefault(change.cell, []).append(Statement(contribution, sent, change))
        strays += _once((c, stray) for c in current for stray in c.strays)
    return Said(by_cell, tuple(strays))


_UNKNOWN = Dispatch("", "", "", "", "", ())


def _once(strays: Iterable[tuple[Contribution, Stray]]) -> Iterator[tuple[Contribution, Stray]]:
    """Leave out what a unit's several files to one dispatch say alike."""
    seen = set()
    for contribution, stray in strays:
        same = (stray.key, stray.round, stray.action, stray.column, form(stray.value))
        if same not in seen:
            seen.add(same)
            yield contribution, stray


def _standing(
    files: list[Contribution],
) -> tuple[dict[Cell, tuple[Contribution, Change]], list[Contribution]]:
    """Return what a unit's files to one dispatch say together, and which of them still count.

    A file that repeats an earlier answer's sentence goes on from it: it replaces it whole, so that
    what was emptied in it is empty. One that repeats none is a colleague's copy of the same
    workbook, and is laid over cell by cell, so that neither's work is lost.
    """
    standing: dict[Cell, tuple[Contribution, Change]] = {}
    current: list[Contribution] = []
    for file in sorted(files, key=lambda c: (c.saved, c.hash)):
        changes = {change.cell: (file, change) for change in file.changes}
        if any(
            _is_sentence(cell, change) and same_value(change.value, standing[cell][1].value)
            for cell, (_, change) in changes.items()
            if cell in standing
        ):
            standing, current = changes, [file]
        else:
            standing |= changes
            current.append(file)
    return standing, current


_FREE = frozenset(c.field for c in RESULTS.columns if c.unit_writes and c.kind is Kind.LONG_TEXT)
_SENTENCE = 12  # characters: what two people don't write alike by chance, as they do with `-`


def _is_sentence(cell: Cell, change: Change) -> bool:
    return cell.field in _FREE and len(as_text(change.value)) >= _SENTENCE


def settle(state: CellState, said: Iterable[Statement]) -> Settled:
    """Return what the cell holds. Swapping two statements changes nothing."""
    own = state.own[-1].value
    against = {o.claim for o in state.overruled} | {o.claim for o in state.own if o.claim}
    live = [s for s in said if s.claim not in against]
    if not live:
        return Settled(own)
    own_seen = any(same_value(s.change.base, own) for s in live)
    heads = sorted(_heads(live), key=lambda s: (s.contribution.unit, s.sent, s.claim.form))
    forms = {form(s.change.value) for s in heads} | (set() if own_seen else {form(own)})
    if len(forms) == 1:
        if form(own) in forms:  # both sides the same: ours, as it is written
            return Settled(own, tuple(heads))
        return Settled(heads[0].change.value, tuple(heads))
    kept = own
    bases = {form(s.change.base): s.change.base for s in heads} | {form(own): own}
    if own_seen and len(started := {form(s.change.base) for s in heads}) == 1:
        kept = bases[started.pop()]
    against_kept = tuple(s for s in heads if not same_value(s.change.value, kept))
    return Settled(kept, (), against_kept)


def _heads(live: list[Statement]) -> list[Statement]:
    """Return the statements that no later one has seen or, from the same unit, replaced."""
    return [
        s
        for s in live
        if not any(
            t.sent > s.sent
            and (
                t.contribution.unit == s.contribution.unit
                or same_value(t.change.base, s.change.value)
            )
            for t in live
        )
    ]
