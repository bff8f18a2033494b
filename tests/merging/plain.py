"""The plain three-way merge, written down anew for the machine: who said what having seen what.

Files of one unit have no names and share no sentence here: by their times alone the last is taken
to correct the others, which stay listed.

A cell is known by its row's words and a field. Nothing here imports the merge; values are compared
by a function that the machine gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Spot = tuple[str, str]  # the words of a row, a field


@dataclass(frozen=True)
class File:
    """What came back: to whom what had been sent, when, and what is typed in it."""

    name: str
    unit: str
    sent: int  # the moment
    when: int  # the moment in which it was saved
    typed: dict[Spot, tuple[object, object]]  # only what differs: as sent, as it came back
    adds: frozenset[str]  # words of rows that the unit added

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True)
class Voice:
    """What one file says of a spot, and what had been sent there."""

    file: File
    claim: tuple
    base: object
    value: object


@dataclass
class Plain:
    """The officer's master as it should be."""

    same: object
    files: list[File] = field(default_factory=list)  # in the order of their saving
    own: dict[Spot, object] = field(default_factory=dict)
    stood: dict[Spot, object] = field(default_factory=dict)
    dismissed: dict[Spot, set[tuple]] = field(default_factory=dict)
    away: set[Spot] = field(default_factory=set)  # whose row was missing at the last merge
    placed: set[str] = field(default_factory=set)  # added rows that have had their place

    def merge(self, master: dict[str, dict[str, object]], files=(), withdrawn=()) -> None:
        """`master` is what the officer has before the merge: values by words and field."""
        self._look(master)
        for gone in withdrawn:
            self.files.remove(gone)
            self._forget()
        self.files = sorted({*self.files, *files}, key=lambda f: f.name)
        spots = {spot for f in self.files for spot in f.typed}
        self.placed &= {words for f in self.files for words in f.adds}
        added = {words for f in self.files for words in f.adds} - self.placed
        self.away = {s for s in spots if s[0] not in master and s[0] not in added}
        self.placed |= {w for w in added if w in master or any(s[0] == w for s in spots)}
        for spot in spots - self.away:
            self.own.setdefault(spot, master.get(spot[0], {}).get(spot[1]))
        for known in (self.own, self.stood, self.dismissed):
            for spot in set(known) - spots:
                del known[spot]
        for spot in spots - self.away:
            self.stood[spot] = self.settle(spot)[0]

    def _look(self, master) -> None:
        """What the officer typed over what stood: the answers in sight of it are dismissed."""
        for spot, stood in self.stood.items():
            if spot[0] not in master:
                continue
            now = master[spot[0]].get(spot[1])
            if self.same(now, stood):
                continue
            if spot not in self.away:
                waiting = {(unit, value) for unit, _, value in self.settle(spot)[1]}
                mine = {v.claim for v in self.voices(spot)}
                seen = {claim for claim in mine if (claim[0], claim[2]) not in waiting}
                self.dismissed.setdefault(spot, set()).update(seen)
            self.own[spot] = now

    def _forget(self) -> None:
        for spot, claims in self.dismissed.items():
            held = {
                (f.unit, f.sent, self._form(f.typed[spot][1]))
                for f in self.files
                if spot in f.typed
            }
            claims &= held

    def _form(self, value):
        return self.same.__globals__["form"](value)

    def voices(self, spot: Spot) -> list[Voice]:
        """What each file says of the spot, in the order of their saving."""
        said = [f for f in self.files if spot in f.typed]
        return [
            Voice(f, (f.unit, f.sent, self._form(f.typed[spot][1])), *f.typed[spot]) for f in said
        ]

    def standing(self, spot: Spot) -> dict[str, list[Voice]]:
        """By unit what still stands of its files: the last value, and before it those in doubt.

        A value is replaced by who was sent it and said otherwise. A unit's own earlier value can
        have been sent to it only if it came back before.
        """
        voices = self.voices(spot)
        found: dict[str, list[Voice]] = {}
        for one in voices:
            replaced = any(
                later.file.sent > one.file.sent
                and self.same(later.base, one.value)
                and (later.file.unit != one.file.unit or one.file.when <= later.file.sent)
                for later in voices
            )
            if not replaced and one.claim not in self.dismissed.get(spot, ()):
                found.setdefault(one.file.unit, []).append(one)
        for unit, heads in found.items():
            filled = [h for h in heads if h.value is not None]
            last = (filled or heads)[-1]  # a blank takes nothing away
            found[unit] = [*(h for h in filled if not self.same(h.value, last.value)), last]
        return found

    def settle(self, spot: Spot) -> tuple[object, dict[tuple, object]]:
        """What stands, and the claims that wait for a decision."""
        own, units = self.own[spot], self.standing(spot)
        if not units:
            return own, {}
        doubts = {v.claim: v.value for heads in units.values() for v in heads[:-1]}
        open_ = [heads[-1] for _, heads in sorted(units.items())]
        if len(units) > 1:
            open_.sort(key=lambda v: v.claim)
        first = open_[0]
        known = (v for v in self.voices(spot) if v.claim not in self.dismissed.get(spot, ()))
        seen = any(self.same(v.base, own) for v in known)
        agreed = all(self.same(v.value, first.value) for v in open_)
        if not agreed and len(units) > 1:
            kept = own
            if seen and all(self.same(first.base, v.base) for v in open_):
                kept = first.base
        elif seen or self.same(first.base, own) or self.same(first.value, own):
            kept = first.value  # nobody but the unit has changed it
        else:
            kept = own
            if agreed and self.same(first.value, first.base):
                return own, self._others(own, doubts)  # put back to what had been sent
        waiting = doubts | {v.claim: v.value for v in open_}
        return kept, self._others(kept, waiting)

    def _others(self, kept: object, waiting: dict[tuple, object]) -> dict[tuple, object]:
        """Of what waits for a decision, each unit's values once that aren't kept."""
        once = {(unit, form): (unit, sent, form) for unit, sent, form in sorted(waiting)}
        return {c: waiting[c] for c in once.values() if not self.same(waiting[c], kept)}
