"""Which of a unit's files goes on from which: by what it carries, never by its time alone.

Within one dispatch B goes on from A if its writer had A before her: B carries what A newly said.
A sentence witnesses that if it stands in no other cell of any file of the unit, and if no third
file could have given it to B; so a stock phrase is no evidence, nor is a common ancestor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ita_excel.merging.master import CellId
from ita_excel.merging.returned_file import UnitsFile

_WITNESSES = 2  # so many own sentences are carried, or all where there are fewer, but one at least
_CARRIED = 0.5  # at least this part of what a file newly says is carried unchanged
_NEARLY_WHOLE = 0.8  # a file that carries so much of all that another says is likely to go on
_EMPTIED = 1  # at most so many of its answers are blank in the later one


@dataclass(frozen=True)
class Lineage:
    """A unit's files in their order. Pairs are (later, earlier) by their places.

    `follows`: goes on from it; `likely`: carries nearly all of it; `parents`: those that a file
    goes on from without another in between.
    """

    files: Sequence[UnitsFile]
    follows: frozenset[tuple[int, int]]
    likely: frozenset[tuple[int, int]]
    parents: Sequence[Sequence[int]]


def lineage(files: Sequence[UnitsFile]) -> Lineage:
    """Return what goes on from what among a unit's files, given in their order."""
    own = _own_sentences(files)
    givers = [_givers(a, files, own[a]) for a in range(len(files))]
    follows: set[tuple[int, int]] = set()
    likely: set[tuple[int, int]] = set()
    parents: list[list[int]] = []
    newly: list[list[CellId]] = []
    for b, later in enumerate(files):
        before = []
        for a in range(b):
            if later.answer.dispatch != files[a].answer.dispatch:
                continue  # there the base itself says what was seen
            witnesses = {c for c, others in givers[a].items() if others <= {b}}
            if _goes_on(later, files[a], newly[a], witnesses, _CARRIED):
                before.append(a)
            if _goes_on(later, files[a], files[a].said, own[a], _NEARLY_WHOLE):
                likely.add((b, a))
        follows |= {(b, a) for a in before}
        near = [a for a in before if not any((m, a) in follows for m in before)]
        parents.append(near)
        newly.append(_newly(later, [files[a] for a in near]))
    return Lineage(files, frozenset(follows), frozenset(likely), parents)


def _newly(file: UnitsFile, parents: Sequence[UnitsFile]) -> list[CellId]:
    """Return the cells in which a file says other than each file that it goes on from."""
    cells = dict.fromkeys([*file.said, *(c for p in parents for c in p.said)])
    return [c for c in cells if all(p.shows(c) != file.shows(c) for p in parents)]


def _own_sentences(files: Sequence[UnitsFile]) -> list[set[CellId]]:
    """Return for each file the cells whose sentence stands in no other cell of any file."""
    places: dict[str, set[CellId]] = {}
    for file in files:
        for cell in file.sentences:
            places.setdefault(file.changes[cell], set()).add(cell)
    return [{c for c in f.sentences if len(places[f.changes[c]]) == 1} for f in files]


def _givers(a: int, files: Sequence[UnitsFile], own: Collection[CellId]) -> dict[CellId, set[int]]:
    """Return which files show the same own sentences and aren't surely later than the file."""
    file = files[a]
    others = [
        (n, z)
        for n, z in enumerate(files)
        if n != a and not (saved_after(z, file) > 0 and _arrived_after(z, file) > 0)
    ]
    return {c: {n for n, z in others if z.shows(c) == file.changes[c]} for c in own}


def _goes_on(
    later: UnitsFile,
    earlier: UnitsFile,
    says: Collection[CellId],
    witnesses: Collection[CellId],
    part: float,
) -> bool:
    """Whether the later file's writer had before her what the earlier one `says`."""
    says = [c for c in says if not later.is_silent(c)]
    carried = [c for c in says if earlier.shows(c) == later.shows(c)]
    own = sum(c in witnesses for c in says)
    witnessed = sum(c in witnesses for c in carried) >= min(_WITNESSES, max(own, 1))
    emptied = sum(bool(earlier.changes[c]) and _is_blank(later, c) for c in earlier.said)
    enough = len(carried) >= part * len(says) and emptied <= _EMPTIED
    return witnessed and enough and _is_later(later, earlier)


def _is_blank(file: UnitsFile, cell: CellId) -> bool:
    return not file.shows(cell) and not file.is_silent(cell)


def _is_later(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether two of stamp, arrival and number of answers say so, and none the contrary."""
    more = b.filled - a.filled
    more = 0 if -_EMPTIED <= more < 0 else more  # emptying a cell isn't going backwards
    signs = (saved_after(b, a), _arrived_after(b, a), more)
    against = min(*signs, _after(b.modified, a.modified)) < 0  # a wrong clock can contradict, too
    return not against and sum(s > 0 for s in signs) >= 2


def saved_after(b: UnitsFile, a: UnitsFile) -> int:
    """Return 1 if b was saved after a, -1 if before, 0 if the files don't say."""
    return _after(b.stamp, a.stamp)


def _arrived_after(b: UnitsFile, a: UnitsFile) -> int:
    return _after(b.arrived, a.arrived)


def _after(b: float | None, a: float | None) -> int:
    return 0 if a is None or b is None else (b > a) - (b < a)


def is_proven(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether more than time says that b, which goes on from a, came after it."""
    names = ((b.author, a.author), (b.person, a.person))
    return saved_after(b, a) > 0 and (b.filled > a.filled or _agree(names))


def same_hand(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether a name says that b's writer wrote a too, earlier, and no name speaks against it."""
    return _came_after(b, a) and _agree(_names(b, a, cell))


def later_without_names(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether b came after a, and neither names anybody: there is nothing but time to go by."""
    return _came_after(b, a) and not any(x or y for x, y in _names(b, a, cell))


def _agree(names: Iterable[tuple[str, str]]) -> bool:
    """Whether some names are known of both, and those are the same."""
    known = [(x, y) for x, y in names if x and y]
    return bool(known) and all(x == y for x, y in known)


def _names(b: UnitsFile, a: UnitsFile, cell: CellId) -> tuple[tuple[str, str], ...]:
    reporters = (b.reporter(cell), a.reporter(cell))
    return ((b.author, a.author), (b.person, a.person), reporters)


def _came_after(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether time says that b came after a, which can be of the same writer."""
    # Copies sent to two people at once are of two people.
    at_once = b.sent == a.sent and b.answer.dispatch != a.answer.dispatch
    return b.sent >= a.sent and not at_once and (saved_after(b, a) or _arrived_after(b, a)) > 0


def was_sent_it(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether b's writer was sent a's value in a later dispatch."""
    value = a.shows(cell)
    return (
        b.sent >= a.sent
        and b.base.get(cell) == value
        # Within one second, only what a newly said shows the order.
        and (b.sent > a.sent or a.base.get(cell, value) != value)
        and (a.collected <= b.sent or (a.arrived is not None and a.arrived <= b.sent))
    )
