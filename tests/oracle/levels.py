"""Two levels: divisions answer their district, which hands its master on to the province.

Both are collected in each part, and each has a book of its own: the district's of what its
divisions typed, the province's of what stood in the masters that it was handed.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from random import Random

from tests.oracle import officer
from tests.oracle.bookkeeping import Typed, Verdict, marks_in
from tests.oracle.collecting import Arrived, Count, Desk
from tests.oracle.districts import COPY, Hall
from tests.oracle.people import DAYS, FIRST_DAY, Marks, Step, Unit
from tests.oracle.provinces import Province, attached
from tests.oracle.quick import quickly
from tests.oracle.stories import tell
from tests.oracle.worlds import TYPES, World

RETURNS, WHOLE = 0.6, 0.2  # how often rows are returned to a district, and all of them
ANEW = 0.6  # how often somebody goes on in the newest attachment
ITSELF = 0.15  # how often a district's own people answer in what the district was sent


@dataclass
class LevelsWorld(World):
    """Some divisions' stories, their districts' and the province's."""

    office: Province

    def __post_init__(self) -> None:
        if self.stories:
            return
        chance = Random(self.seed)
        phases = chance.choice((2, 2, 2, 3))
        for district in self.office.districts.values():
            self.stories |= {name: tell(chance, phases, ANEW) for name in district.sent}
            if chance.random() < ITSELF:
                self.stories[district.name] = _itself(chance, phases)

    def run(self) -> Count:
        """Run the stories and return what was found at both levels."""
        shutil.rmtree(self.folder, ignore_errors=True)
        marks, count = Marks(), Count()
        top = Desk(self.folder / "province", self.seed, count)
        shutil.copyfile(self.office.master, top.master)
        halls = self._halls(marks, count)
        count.units = {unit.name: unit for hall in halls for unit in hall.units.values()}
        phases = 1 + max((s.phase for story in self.stories.values() for s in story), default=0)
        for phase in range(phases):
            last = phase == phases - 1
            arrived: list[Arrived] = []
            if phase:
                self._sends_again(top, halls, marks, phase)
            for hall in halls:
                if phase:
                    with quickly():
                        hall.officer(marks, phase)
                for unit in hall.units.values():
                    for step in self.stories[unit.name]:
                        if step.phase == phase:
                            unit.do(step)
                arrived += hall.works(phase, last)
            for hall in halls:
                arrived += [(hall.name, p) for p in hall.parcels if p.phase == phase]
            top.collect(arrived, str(phase), last)
            count.verdicts += _paths(top, halls)
            count.verdicts += _waiting(top, halls, {p.name for _, p in arrived})
            count.verdicts += _refused(top, halls)
        books = [top.book, *(hall.desk.book for hall in halls)]
        count.values = sum(book.values for book in books)
        count.alone = sum(book.alone for book in books)
        count.levels = len(self.stories)
        for hall in halls:
            next(iter(hall.units.values())).told += hall.told
        return count

    def _halls(self, marks: Marks, count: Count) -> list[Hall]:
        halls = []
        for name, district in self.office.districts.items():
            sent = {**district.sent, name: [district.received]}
            units = {u: Unit(u, sent[u], marks, self.engines) for u in self.stories if u in sent}
            if units:
                desk = Desk(self.folder / name, f"{self.seed}-{name}", count)
                shutil.copyfile(district.master, desk.master)
                halls.append(Hall(district, desk, units, self.seed))
        return halls

    def _sends_again(self, top: Desk, halls: list[Hall], marks: Marks, phase: int) -> None:
        """The province types, decides, and returns rows to districts, which take them in."""
        chance = Random(f"{self.seed}-province-{phase}")
        if chance.random() < TYPES:
            with quickly():
                officer.works(top.master, top.book, marks, chance)
        moment = FIRST_DAY + dt.timedelta(days=DAYS * phase, hours=-20)
        for hall in halls:
            if chance.random() > RETURNS:
                continue
            whole = chance.random() < WHOLE
            rows = chance.sample(hall.keys, min(chance.choice((1, 2, 4)), len(hall.keys)))
            options: dict[str, object] = {"units": [hall.name]}
            if not whole:
                options |= {"rows": ", ".join(rows), "note": "ขอจำนวนผู้เข้าร่วม"}
            with quickly():
                out = attached(
                    top.master, top.folder / f"out{phase} {hall.name}", moment, **options
                )
            (path,) = out[hall.name]
            hall.receives(path, phase, moment + dt.timedelta(hours=2), whole)


def _itself(chance: Random, phases: int) -> list[Step]:
    """Return a story of a district's own people, in the attachment that came from above."""
    phase = chance.randrange(phases)
    did = ("begin", chance.choice(("answers_a_share", "types")), "sends")
    return [Step(phase, what, 0, chance.getrandbits(48)) for what in did]


def _paths(top: Desk, halls: list[Hall]) -> list[Verdict]:
    """Judge by whose hands each value came, as the collecting reports it."""
    found = []
    for one in (top.said or {}).get("written", ()):
        marks = marks_in([one["new"]])
        alone = [] if re.search(r":\s", one["new"]) else one["units"]
        for hall in halls:
            # What the officer of a district put together of several values, she wrote herself.
            for mark in marks if alone == [hall.name] else ():
                path = hall.author(mark)
                if path and path not in one["paths"]:
                    typed = Typed(one["new"], mark, hall.name, one["action"], one["column"])
                    found.append(Verdict("another path", hall.name, typed, str(one["paths"])))
    return found


def _waiting(top: Desk, halls: list[Hall], arrived: set[str]) -> list[Verdict]:
    """Judge whether the province is told of what waits for a decision in a district."""
    found = []
    for hall in halls:
        for name in sorted(hall.waiting & arrived):
            file = rf"{name}( {COPY})?\.xlsx” ของ {hall.name} ยังมีข้อขัดแย้งรอตัดสิน"
            if not re.search(file, top.output):
                typed = Typed(name, "", hall.name, "", "", "file")
                found.append(Verdict("waits below in silence", hall.name, typed))
    return found


def _refused(top: Desk, halls: list[Hall]) -> list[Verdict]:
    """Judge that no district's master is refused."""
    found = []
    for hall in halls:
        for file in sorted(top.refused):
            if any(f"{p.name}." in file for p in hall.parcels):
                typed = Typed(file, "", hall.name, "", "", "file")
                found.append(Verdict("a master that is refused", hall.name, typed))
    return found
