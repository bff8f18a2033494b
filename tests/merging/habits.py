"""How people of one unit answer: `python -m tests.merging.habits [--histories 10000] [--first 0]`.

Up to three persons answer, correct, forward, share out rows, contradict each other, empty cells and
mail old files late. The simulation knows what each of them meant; the merge sees the files alone.
Nobody has counted how often people do what: `World` holds the assumptions. Prints, and ends with 1
where a limit is passed:

silent    meant, returned, and now neither in the result nor in any list: 0
buried    only in the list of what was replaced: at most 1 in 1,000 cells that were answered
needless  conflicts over cells in which only one value was meant: at most 11 per 100 corrections
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ita_excel.merging.ledger import (
    Answer,
    CellState,
    ChangedCell,
    Dispatch,
    Ledger,
    Ours,
    Provenance,
)
from ita_excel.merging.master import CellId
from ita_excel.merging.one_cell import MergedCell, merge_cell
from ita_excel.merging.theirs import their_side

UNIT = "กองคลัง"
FIELDS = ("status", "outcome", "problems", "evidence")
STATUSES = ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ")
STOCK = ("ไม่มีปัญหาและอุปสรรค", "ดำเนินการเรียบร้อยแล้ว", "เผยแพร่ทางเว็บไซต์ของหน่วยงาน", "-")
USES_STOCK = {"outcome": 0.25, "problems": 0.75, "evidence": 0.3}
BUSINESS = dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)
Cell = tuple[int, str]


@dataclass(frozen=True)
class World:
    """How often people do what; shares are weights."""

    people: tuple[float, ...] = (45, 40, 15)  # one, two, three of them
    rows_shared_out: float = 0.65
    corrects: tuple[float, ...] = (
        70,
        16,
        10,
        4,
    )  # in her file, on the attachment, ticking again, anew
    stamps: tuple[float, ...] = (76, 10, 4, 10)  # true, none, always the same, of a wrong clock
    logins: tuple[float, ...] = (50, 25, 12, 13)  # her own, a machine's, none, one for all
    reporters: tuple[float, ...] = (45, 45, 10)  # she, nobody, the head of the division
    names_herself: float = 0.6
    forwards: float = 0.25
    mailed_late: float = 0.12
    saved_by_a_clerk: float = 0.04
    sent_again: float = 0.25
    pasted_row: float = 0.05


@dataclass
class Meant:
    """A value (None: a blank) that somebody meant for a cell, instead of which ones before."""

    cell: Cell
    value: str | None
    who: int
    instead_of: set[int]
    returned: bool = False


@dataclass
class Desk:
    """A workbook open at somebody's: what it shows, and which meant values those are."""

    sent: int  # the number of the dispatch
    shows: dict[Cell, str]
    whose: dict[Cell, set[int]] = field(default_factory=dict)
    reporters: dict[int, str] = field(default_factory=dict)
    typed: set[int] = field(default_factory=set)
    head: str = ""

    def copy(self) -> Desk:
        return Desk(
            self.sent, {**self.shows}, {**self.whose}, {**self.reporters}, {*self.typed}, self.head
        )


@dataclass
class Person:
    number: int
    rows: list[int]
    login: str
    reporter: str
    names_herself: bool
    stamp: str
    clock: float  # days by which a wrong clock is off
    desk: Desk | None = None

    @property
    def name(self) -> str:
        return f"ผู้กรอกคนที่ {self.number}"


class History:
    """Some days of one unit. `answers` are what came back, `meant` what people meant."""

    def __init__(self, seed: int, world: World) -> None:
        self.world, self.chance = world, random.Random(seed)
        chance = self.chance
        self.rows = chance.randint(5, 9)
        self.meant: list[Meant] = []
        self.answers: list[tuple[Answer, float, set[int], set[tuple[Cell, str]]]] = []
        self.counts: Counter[str] = Counter()
        self.own = {
            (row, name): f"เดิมของแถว {row} ช่อง {name}"
            for row in range(self.rows)
            for name in FIELDS
            if chance.random() < 0.08
        }
        self.sent = [(0.0, dict(self.own))]
        self.attachment = Desk(0, dict(self.own))
        self.people = list(self._people())
        days = chance.randint(2, 6)
        again = chance.randrange(1, days) if chance.random() < world.sent_again else None
        for day in range(days):
            if day == again:
                self._send_again(day)
            self._act(chance.choice(self.people), day + 0.1 + chance.random() * 0.4)

    def _pick(self, weights: Iterable[float]) -> int:
        weights = tuple(weights)
        return self.chance.choices(range(len(weights)), weights)[0]

    def _people(self) -> Iterable[Person]:
        chance, world = self.chance, self.world
        many = self._pick(world.people) + 1
        shared_out = many > 1 and chance.random() < world.rows_shared_out
        logins, reporters = self._pick(world.logins), self._pick(world.reporters)
        for n in range(many):
            some = [r for r in range(self.rows) if chance.random() < 0.8] or [0]
            login = (f"login{n}", "User", "", "กองคลัง01")[logins]
            reporter = (f"ผู้กรอกคนที่ {n}", "", "ผู้อำนวยการกอง")[reporters]
            stamp = ("true", "none", "same", "wrong")[self._pick(world.stamps)]
            rows = list(range(n, self.rows, many)) if shared_out else some
            herself = chance.random() < world.names_herself
            yield Person(n, rows, login, reporter, herself, stamp, chance.uniform(-3, 3))

    # --- what people do

    def _act(self, who: Person, now: float) -> None:
        chance = self.chance
        others = [p.desk for p in self.people if p is not who and p.desk]
        if others and chance.random() < self.world.forwards:
            desk = chance.choice(others).copy()
            self._complete(who, desk)
        elif who.desk is None:
            desk = self.attachment.copy()
            self._answer(who, desk, 0.75)
        elif who.desk.sent != self.attachment.sent and chance.random() < 0.7:
            desk = self.attachment.copy()
            self._correct(who, desk)
        else:
            desk = self._again(who, who.desk)
        if who.names_herself and (not desk.head or chance.random() < 0.5):
            desk.head = who.name  # else a colleague's name stays
        who.desk = desk
        self._return(who, desk, now)

    def _again(self, who: Person, old: Desk) -> Desk:
        """She answers another time: in her own file, or on the attachment that she has."""
        how = self._pick(self.world.corrects)
        if how == 0:
            desk = old.copy()
            self._correct(who, desk)
            if self.chance.random() < 0.5:
                self._answer(who, desk, 0.3, empty_only=True)
            return desk
        desk = Desk(old.sent, dict(self.sent[old.sent][1]))
        if how == 3:  # all of hers anew, and what she leaves out is meant
            for cell, value in old.shows.items():
                whose = old.whose.get(cell, set())
                if any(self.meant[n].who == who.number for n in whose):
                    if self.chance.random() < 0.8:
                        self._type(who, desk, cell, value, whose)
                    else:
                        self._mean(who, desk, cell, None, whose)
            return desk
        self._correct(who, desk, seen=old)
        if how == 2:  # and she ticks the short answers again
            for cell, value in old.shows.items():
                whose = old.whose.get(cell, set())
                short = value in STOCK or cell[1] == "status"
                if short and whose and cell not in desk.shows and self.chance.random() < 0.7:
                    desk.shows[cell], desk.whose[cell] = value, whose
                    desk.typed |= whose
        return desk

    def _answer(self, who: Person, desk: Desk, share: float, empty_only: bool = False) -> None:
        chance = self.chance
        for cell in ((row, name) for row in who.rows for name in FIELDS):
            if chance.random() < share and not (empty_only and cell in desk.shows):
                self._type(who, desk, cell, self._words(cell[1]))
        if len(who.rows) > 1 and chance.random() < self.world.pasted_row:
            source, target = chance.sample(who.rows, 2)
            for name in FIELDS:
                if (source, name) in desk.shows:
                    self._type(who, desk, (target, name), desk.shows[source, name])

    def _complete(self, who: Person, desk: Desk) -> None:
        """She fills in what a colleague left empty, and at times corrects one thing of hers."""
        chance = self.chance
        for cell in ((row, name) for row in range(self.rows) for name in FIELDS):
            if cell not in desk.shows and chance.random() < 0.5:
                self._type(who, desk, cell, self._words(cell[1]))
        if desk.whose and chance.random() < 0.4:
            self._type(who, desk, chance.choice(sorted(desk.whose)), self._own_words())
            self.counts["corrections"] += 1

    def _correct(self, who: Person, desk: Desk, seen: Desk | None = None) -> None:
        """She changes one to three of her own values, and at times empties one."""
        chance, before = self.chance, seen or desk
        hers = {m.cell for m in self.meant if m.who == who.number} & before.shows.keys()
        cells = sorted(hers) or sorted(before.shows)
        for cell in chance.sample(cells, min(len(cells), chance.randint(1, 3))):
            words = chance.choice(STATUSES) if cell[1] == "status" else self._own_words()
            self._type(who, desk, cell, words, before.whose.get(cell, set()))
            self.counts["corrections"] += 1
        left = [c for c in cells if c in desk.shows]
        if seen is None and left and chance.random() < 0.15:
            cell = chance.choice(left)
            self._mean(who, desk, cell, None, desk.whose.get(cell, set()))
            desk.shows.pop(cell)
            desk.whose.pop(cell, None)

    def _words(self, name: str) -> str:
        if name == "status":
            return self.chance.choice(STATUSES)
        if self.chance.random() < USES_STOCK[name]:
            return self.chance.choice(STOCK)
        return self._own_words()

    def _own_words(self) -> str:
        self.counts["sentences"] += 1
        return f"เล่าด้วยถ้อยคำของตนเองครั้งที่ {self.counts['sentences']}"

    def _type(
        self, who: Person, desk: Desk, cell: Cell, value: str, instead: Iterable[int] = ()
    ) -> None:
        if desk.shows.get(cell) == value and not instead:
            return
        number = self._mean(who, desk, cell, value, {*desk.whose.get(cell, ()), *instead})
        desk.shows[cell], desk.whose[cell] = value, {number}
        if who.reporter:
            desk.reporters[cell[0]] = who.reporter

    def _mean(
        self, who: Person, desk: Desk, cell: Cell, value: str | None, instead: Iterable[int]
    ) -> int:
        hers = {n for n, m in enumerate(self.meant) if (m.cell, m.who) == (cell, who.number)}
        self.meant.append(Meant(cell, value, who.number, {*instead, *hers}))
        desk.typed.add(len(self.meant) - 1)
        return len(self.meant) - 1

    # --- files

    def _return(self, who: Person, desk: Desk, now: float) -> None:
        chance = self.chance
        stamp = {"true": now, "none": None, "same": 0.0, "wrong": now + who.clock}[who.stamp]
        late = chance.random() < self.world.mailed_late
        arrived = now + (chance.uniform(0.5, 2.5) if late else 0.02)
        login = who.login
        if chance.random() < self.world.saved_by_a_clerk:
            stamp, login = arrived, "สารบรรณ"
        base = self.sent[desk.sent][1]
        changes = [
            ChangedCell(cell_id(cell), base.get(cell), desk.shows.get(cell))
            for cell in sorted({*base, *desk.shows})
            if base.get(cell) != desk.shows.get(cell)
        ]
        changes += [
            ChangedCell(cell_id((row, "reported_by")), None, said)
            for row, said in sorted(desk.reporters.items())
        ]
        name = f"ไฟล์ที่ {len(self.answers):02}"
        seen = Provenance(
            moment(stamp) if stamp is not None else "", moment(arrived), login, desk.head
        )
        answer = Answer(
            *(name, name, UNIT, f"D{desk.sent}", moment(arrived), moment(99)),
            changes=tuple(changes),
            provenance=seen,
        )
        self.answers.append((answer, arrived, {*desk.typed}, {*desk.shows.items()}))

    def _send_again(self, now: float) -> None:
        shown = {c: m.value for c, m in self.merged(now).items()}
        values = {c: v for c, v in (self.own | shown).items() if isinstance(v, str)}
        whose = {
            cell: {
                n
                for n, m in enumerate(self.meant)
                if (m.cell, m.value, m.returned) == (cell, value, True)
            }
            for cell, value in values.items()
        }
        self.sent.append((now, values))
        self.attachment = Desk(len(self.sent) - 1, dict(values), whose)

    def merged(self, until: float = 99) -> dict[Cell, MergedCell]:
        """What the merge makes of the files that have arrived."""
        here = [one for one in self.answers if one[1] <= until]
        for _, _, typed, _ in here:
            for number in typed:
                self.meant[number].returned = True
        sent = [
            Dispatch(f"D{n}", UNIT, moment(when), "", "", ())
            for n, (when, _) in enumerate(self.sent)
        ]
        answers = {a.hash: a for a, *_ in here}
        side = their_side(Ledger({d.id: d for d in sent}, answers))
        found = {}
        for cell in side.by_cell:
            if cell.field in FIELDS:
                spot = (int(cell.key), cell.field)
                own = self.own.get(spot)
                found[spot] = merge_cell(CellState((Ours(own),), own), side.words(cell))
        return found


def cell_id(cell: Cell) -> CellId:
    return CellId(str(cell[0]), "๖ เดือน", cell[1])


def moment(days: float) -> str:
    return (BUSINESS + dt.timedelta(days=days)).isoformat(timespec="microseconds")


def judged(history: History) -> Counter[str]:
    """Compare what the merge made of the files with what people meant."""
    count, merged = Counter(history.counts), history.merged()
    returned = [m for m in history.meant if m.returned]
    overtaken = {n for m in returned for n in m.instead_of}
    in_files = {shown for *_, shown_by in history.answers for shown in shown_by}
    standing: dict[Cell, set[str]] = {}
    for number, meant in enumerate(history.meant):
        if meant.returned and number not in overtaken:
            values = standing.setdefault(meant.cell, set())
            if meant.value is not None and (meant.cell, meant.value) in in_files:
                values.add(meant.value)
    count["cells"] += len(standing)
    for cell, values in standing.items():
        made = merged.get(cell, MergedCell(history.own.get(cell)))
        listed = {t.value for t in (*made.conflicts, *(d.theirs for d in made.doubts))}
        told = {r.earlier.value for r in made.replaced}
        for value in values - {made.value} - listed:
            count["buried" if value in told else "silent"] += 1
        if made.conflicts:
            count["needed" if len(values) > 1 else "needless"] += 1
        elif made.doubts:
            count["presumed rightly" if values == {made.value} else "presumed wrongly"] += 1
    return count


def run(histories: int, first: int = 0, world: World | None = None) -> Counter[str]:
    """Return what became of everything in so many histories."""
    count: Counter[str] = Counter()
    for seed in range(first, first + histories):
        count += judged(History(seed, world or World()))
    return count


def passed(count: Counter[str]) -> list[str]:
    """Return the limits that are passed."""
    found = []
    if count["silent"]:
        found.append("silent")
    if count["buried"] * 1_000 > count["cells"]:
        found.append("buried")
    if count["needless"] * 100 > 11 * count["corrections"]:
        found.append("needless")
    return found


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.merging.habits", description=__doc__)
    words.add_argument("--histories", type=int, default=10_000)
    words.add_argument("--first", type=int, default=0, help="the first seed")
    asked = words.parse_args()
    began = time.process_time()
    count = run(asked.histories, asked.first)
    for what in ("cells", "corrections", "silent", "buried", "needed", "needless",
                 "presumed rightly", "presumed wrongly"):  # fmt: skip
        print(f"{what:18}{count[what]:9,}")
    print(f"needless per 100 corrections: {100 * count['needless'] / count['corrections']:.1f}; "
          f"{time.process_time() - began:.0f} s of CPU")  # fmt: skip
    too_many = passed(count)
    print("within the limits" if not too_many else f"passed: {', '.join(too_many)}")
    sys.exit(bool(too_many))


if __name__ == "__main__":
    main()
