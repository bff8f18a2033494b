"""The plain three-way merge, written down anew for the machine: who said what having seen what.

A cell is known by its row's words and a field. Nothing here imports the merge; values are compared
by a function that the machine gives.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Spot = tuple[str, str]  # the words of a row, a field


@dataclass(frozen=True)
class File:
    """What came back: to whom what had been sent (the number orders), and what is typed in it."""

    name: str
    unit: str
    sent: int
    typed: dict[Spot, tuple[object, object]]  # only what differs: as sent, as it came back
    adds: frozenset[str]  # words of rows that the unit added

    def __hash__(self) -> int:
        return hash(self.name)


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
                waiting = {claim for claim, _ in self.settle(spot)[1].items()}
                mine = {claim for claim, _, _ in self.voices(spot)}
                self.dismissed.setdefault(spot, set()).update(mine - waiting)
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

    def voices(self, spot: Spot) -> list[tuple[tuple, object, object]]:
        """Each unit's last word in answer to each sending: claim, as sent, as answered."""
        last = {}
        for file in self.files:
            if spot in file.typed:
                base, value = file.typed[spot]
                last[file.unit, file.sent] = (
                    (file.unit, file.sent, self._form(value)),
                    base,
                    value,
                )
        return list(last.values())

    def settle(self, spot: Spot) -> tuple[object, dict[tuple, object]]:
        """What stands, and the claims that wait for a decision."""
        voices = [v for v in self.voices(spot) if v[0] not in self.dismissed.get(spot, ())]
        own = self.own[spot]
        open_ = [
            (claim, base, value)
            for claim, base, value in voices
            if not any(
                later[1] > claim[1] and (later[0] == claim[0] or self.same(saw, value))
                for later, saw, _ in voices
            )
        ]
        if not open_:
            return own, {}
        seen = any(self.same(base, own) for _, base, _ in voices)
        sides = [value for _, _, value in open_] + ([] if seen else [own])
        if all(self.same(sides[0], side) for side in sides):
            return sides[0], {}
        kept = own
        if seen and all(self.same(open_[0][1], base) for _, base, _ in open_):
            kept = open_[0][1]
        return kept, {claim: v for claim, _, v in open_ if not self.same(v, kept)}
