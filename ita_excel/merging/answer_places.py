"""Whose answers stand in each row of a returned file, where they were moved apart from its key.

The second key among the answers goes along with them. What happened shows only in the file as a
whole: sorted, shifted by cells that were deleted or inserted, or copied. Else nobody knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ita_excel.merging.master import EDITABLE, RowId
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.sheets.meaning import round_name


class PlacedRow(NamedTuple):
    """A row and what its key and words say it is; None for an added row, and beside no row."""

    row: ReturnedRow
    home: RowId | None
    added: bool = False  # by the unit: it has no second key, or that of the row that it copies

    @property
    def stray(self) -> RowId | None:
        """Which other row the answers say that they are of; None where they don't."""
        return None if self.row.guard == self.home else self.row.guard

    @property
    def copied(self) -> RowId:
        """Which row it was copied from, as its รหัส says."""
        return RowId(self.row.text("key"), round_name(self.row.text("round")))

    @property
    def vacant(self) -> bool:
        """Whether neither answers nor second key are left in the row."""
        return self.row.guard is None and not any(self.row.text(f) for f in EDITABLE)


@dataclass(slots=True)
class AnswerPlaces:
    """By the rows' places in the list."""

    moved: dict[int, RowId] = field(default_factory=dict)  # whose answers stand there
    apart: set[int] = field(default_factory=set)  # nobody knows whose
    silent: set[int] = field(default_factory=set)  # its answers were taken out: it says nothing
    lost: list[RowId] = field(default_factory=list)  # rows whose answers were deleted
    handed: dict[int, int] = field(default_factory=dict)  # an added row's, and where that one is


def answer_places(rows: Sequence[PlacedRow]) -> AnswerPlaces:
    """Return whose answers stand in the rows, as far as they aren't the rows' own."""
    places = AnswerPlaces()
    strays = {n: guard for n, r in enumerate(rows) if (guard := r.stray)}
    if strays and _same_again(rows, strays):
        places.moved = strays
        places.silent = {n for n, r in enumerate(rows) if r.vacant and r.home}
        return places
    own = Counter(r.home for r in rows if r.home is not None and r.row.guard == r.home)
    homes = Counter(r.home for r in rows)
    # A second key that also stands in its own row was copied, and the copy answers for its new row.
    # Of a row that was copied whole there are two, and each answer may be of either.
    guards = {n: guard for n, guard in strays.items() if own[guard] < max(homes[guard], 1)}
    if not guards:
        return places
    twice = _too_often(rows, homes)
    if twice:  # which of them was moved, and which was copied, shows nowhere
        places.apart = twice
        if _sorted_with_copies(rows, homes):
            places.moved = {n: guard for n, guard in guards.items() if n not in twice}
        else:
            places.apart |= guards.keys()
        return places
    for n, row in enumerate(rows):
        if row.vacant and row.home in guards.values():
            places.silent.add(n)
    bare = _bare(rows, guards)
    if _sorted(rows, guards, bare):
        places.moved = guards
        _hand_over(places, rows, bare)
    elif _shifted(rows, guards):
        places.moved = guards
        kept = {*guards.values(), *own}
        places.lost = [r.home for r in rows if r.home is not None and r.home not in kept]
        _hand_on(places, rows)
    else:
        places.apart = {*guards, *bare}
    return places


def _too_often(rows: Sequence[PlacedRow], homes: Counter[RowId | None]) -> set[int]:
    """Return the rows whose second key stands in more rows than the key that it belongs to."""
    found = Counter(r.row.guard for r in rows if r.row.guard is not None)
    return {
        n
        for n, r in enumerate(rows)
        if r.row.guard is not None and found[r.row.guard] > max(homes[r.row.guard], 1)
    }


def _sorted_with_copies(rows: Sequence[PlacedRow], homes: Counter[RowId | None]) -> bool:
    """Whether the second keys are those of all rows, once more of each that an added row copied."""
    keys = Counter(r.row.guard for r in rows)
    copied = Counter(r.copied for r in rows if r.added)
    return keys == Counter({home: n for home, n in homes.items() if home}) + copied


def _same_again(rows: Sequence[PlacedRow], strays: dict[int, RowId]) -> bool:
    """Whether each second key is there as often as its row, which may have been copied whole."""
    keys = Counter(r.row.guard for r in rows if r.row.guard is not None)
    again = keys == Counter(r.home for r in rows if r.home is not None)
    return again and all(rows[n].home is not None for n in strays) and not _bare(rows, strays)


def _bare(rows: Sequence[PlacedRow], guards: dict[int, RowId]) -> list[int]:
    """Return the rows with answers of an added row: without a second key, theirs being elsewhere."""
    moved = {*guards.values()} if any(r.added for r in rows) else set()
    return [n for n, r in enumerate(rows) if r.home in moved and not r.vacant and not r.row.guard]


def _sorted(rows: Sequence[PlacedRow], guards: dict[int, RowId], bare: Sequence[int]) -> bool:
    """Whether the moved answers are those of the same rows in another order."""
    homes = {rows[n].home for n in (*guards, *bare) if not rows[n].added}
    added = sum(rows[n].added for n in guards)
    once = len({*guards.values()}) == len(guards) and added == len(bare)
    return once and homes == {*guards.values()}


def _hand_over(places: AnswerPlaces, rows: Sequence[PlacedRow], bare: Sequence[int]) -> None:
    """Give an added row what was sorted away from it; of several nobody knows which is whose."""
    added = [n for n, r in enumerate(rows) if r.added]
    if len(added) == 1:
        places.handed = dict.fromkeys(bare, added[0])
    elif bare:
        held = {n for n in added if n not in places.moved and not rows[n].vacant}
        places.apart = {*bare, *held}


def _hand_on(places: AnswerPlaces, rows: Sequence[PlacedRow]) -> None:
    """Give the added rows below shifted answers theirs, which were shifted with them."""
    order = {r.home: n for n, r in enumerate(rows) if r.home is not None}
    last = max(places.moved)
    up = order[places.moved[last]] - last
    for n in range(last + 1, len(rows) - up if up > 0 else 0):
        if rows[n + up].added and not rows[n].vacant:
            places.handed[n] = n + up


def _shifted(rows: Sequence[PlacedRow], guards: dict[int, RowId]) -> bool:
    """Whether all answers below some row stand higher, or lower, in the order that they had.

    A deletion leaves blank cells at the end; an insertion leaves them where it was, and pushes the
    last answers below the last row. What was cut and pasted by hand does neither.
    """
    first, last = min(guards), max(guards)
    places = _in_order(rows, [guard for _, guard in sorted(guards.items())], first)
    together = len(guards) == last - first + 1
    in_order = places[0] >= 0 and all(a < b for a, b in pairwise(places))
    after = rows[last + 1 :]
    if places[0] > first:
        ends = all(r.row.guard is None for r in after)
    else:
        ends = not after and rows[last].home is None
    return together and in_order and ends


def _in_order(rows: Sequence[PlacedRow], guards: Sequence[RowId], first: int) -> list[int]:
    """Return where the rows of second keys stand, -1 for none; of a row copied whole, the next one.

    `first` is the place of the first second key: shifted up, its row stands below.
    """
    there: dict[RowId, list[int]] = {}
    for n, row in enumerate(rows):
        if row.home is not None:
            there.setdefault(row.home, []).append(n)
    found: list[int] = []
    for guard in guards:
        places = there.get(guard, [-1])
        after = found[-1] if found else first
        found.append(next((n for n in places if n > after), places[-1]))
    return found
