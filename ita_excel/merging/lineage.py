"""Which of a unit's files goes on from which: by what it carries, never by its time alone.

Within one dispatch B goes on from A if its writer had A before her: B carries what A newly said.
A sentence witnesses that if it stands in no other cell of any file of the unit, and if no third
file could have given it to B; so a stock phrase is no evidence, nor is a common ancestor.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    if later.answer.dispatch != earlier.answer.dispatch:
        return False  # there the base itself says what was seen
    carried = [c for c in says if earlier.shows(c) == later.shows(c)]
    if len(carried) < part * len(says):
        return False
    own = sum(c in witnesses for c in says)
    if sum(c in witnesses for c in carried) < min(_WITNESSES, max(own, 1)):
        return False
    emptied = sum(bool(earlier.changes[c]) and not later.shows(c) for c in earlier.said)
    return emptied <= _EMPTIED and _is_later(later, earlier)


def _is_later(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether two of stamp, arrival and number of answers say so, and none the contrary."""
    if a.modified is not None and b.modified is not None and b.modified < a.modified:
        return False  # a clock that is wrong can still contradict
    more = b.filled - a.filled
    if -_EMPTIED <= more < 0:
        more = 0  # emptying a cell isn't going backwards
    signs = (saved_after(b, a), _arrived_after(b, a), more)
    return min(signs) >= 0 and sum(s > 0 for s in signs) >= 2


def saved_after(b: UnitsFile, a: UnitsFile) -> int:
    """Return 1 if b was saved after a, -1 if before, 0 if the files don't say."""
    if a.stamp is None or b.stamp is None:
        return 0
    return _sign(b.stamp - a.stamp)


def _arrived_after(b: UnitsFile, a: UnitsFile) -> int:
    if a.arrived is None or b.arrived is None:
        return 0
    return _sign(b.arrived - a.arrived)


def is_proven(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether more than time says that b, which goes on from a, came after it."""
    if saved_after(b, a) <= 0:
        return False
    if b.filled > a.filled:
        return True
    known = [(x, y) for x, y in ((b.author, a.author), (b.person, a.person)) if x and y]
    return bool(known) and all(x == y for x, y in known)


def same_hand(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether a name says that b's writer wrote a too, earlier, and no name speaks against it."""
    known = [(x, y) for x, y in _names(b, a, cell) if x and y]
    return _came_after(b, a) and bool(known) and all(x == y for x, y in known)


def later_without_names(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether b came after a, and neither names anybody: there is nothing but time to go by."""
    return _came_after(b, a) and not any(x or y for x, y in _names(b, a, cell))


def _names(b: UnitsFile, a: UnitsFile, cell: CellId) -> tuple[tuple[str, str], ...]:
    reporters = (b.reporter(cell), a.reporter(cell))
    return ((b.author, a.author), (b.person, a.person), reporters)


def _came_after(b: UnitsFile, a: UnitsFile) -> bool:
    """Whether time says that b came after a, which can be of the same writer."""
    if b.sent < a.sent or (b.sent == a.sent and b.answer.dispatch != a.answer.dispatch):
        return False  # copies sent to two people at once are of two people
    return (saved_after(b, a) or _arrived_after(b, a)) > 0


def was_sent_it(b: UnitsFile, a: UnitsFile, cell: CellId) -> bool:
    """Whether b's writer was sent a's value in a later dispatch."""
    if b.sent < a.sent or cell not in b.base or b.base[cell] != a.shows(cell):
        return False
    if b.sent == a.sent and (cell not in a.base or a.base[cell] == a.shows(cell)):
        return False  # within one second, only what a newly said shows the order
    return a.collected <= b.sent or (a.arrived is not None and a.arrived <= b.sent)


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)
