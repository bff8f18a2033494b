"""A master, its units' stories, and a collecting after each part of them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from ita_excel.core.grid import Edit
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests.dispatch.files import SENT, make_master, split_to_people
from tests.oracle import officer, words
from tests.oracle.collecting import Count, Desk
from tests.oracle.people import Marks, Step, Unit
from tests.oracle.quick import quickly
from tests.oracle.stories import tell
from tests.oracle.unit_file import Sent

UNITS_IN_A_WORLD = 25
SEVERAL = 4  # every so many units have two addresses
TYPES, SENDS_AGAIN = 0.5, 0.25  # how often an officer does it before a collecting


@dataclass
class Office:
    """A master that was split: made once, and copied for each world."""

    master: Path
    sent: dict[str, list[Sent]]  # each unit's attachments: one for each of its addresses


def open_office(folder: Path, seed: int, units: int = UNITS_IN_A_WORLD) -> Office:
    """Make a master with actions by chance, and split it."""
    chance = Random(f"office-{seed}")
    names = [f"กองที่ {n}" for n in range(1, units + 1)]
    owners = [name for name in names for _ in range(chance.randrange(4, 10))]
    owners += ["ทุกส่วน/กอง"] * 2
    texts = words.actions(chance, len(owners))
    rows = [
        {"key": f"K{n:04}", "text": text, "responsible": owner}
        for n, (text, owner) in enumerate(zip(texts, owners, strict=True))
    ]
    folder.mkdir(parents=True)
    master = make_master(folder / "master.xlsx", rows, names)
    _give_addresses(master, names[::SEVERAL])
    return Office(master, _attachments(master, folder / "out", sent=SENT))


def _give_addresses(master: Path, units: list[str]) -> None:
    """Give some units a second address, so that each of two people gets a workbook of her own."""
    grid = FileGrid(master)
    edits: list[Edit] = []
    for record in read(grid).units:
        if record.value.name in units:
            both = f"{record.value.email}, second.{record.value.email}"
            edits += set_field(record.block, record.row, "email", both)
    grid.apply(edits)
    grid.save()


def _attachments(master: Path, out: Path, **options: object) -> dict[str, list[Sent]]:
    found = split_to_people(master, out, **options)
    return {name: [Sent(p.read_bytes()) for p in paths] for name, paths in found.items()}


@dataclass
class World:
    """Some units' stories on one master: each unit's steps, by chance where none are given."""

    office: Office
    seed: str
    folder: Path
    engines: float = 0  # how many of the files another program saves once more
    stories: dict[str, list[Step]] = field(default_factory=dict)
    apart: bool = False  # by the true command, in a process of its own

    def __post_init__(self) -> None:
        if not self.stories:
            chance = Random(self.seed)
            phases = chance.choice((2, 2, 2, 3))
            self.stories = {name: tell(chance, phases) for name in self.office.sent}

    def run(self) -> Count:
        """Run the stories and return what was found."""
        shutil.rmtree(self.folder, ignore_errors=True)
        marks = Marks()
        units = {
            name: Unit(name, self.office.sent[name], marks, self.engines) for name in self.stories
        }
        count = Count(units=units)
        desk = Desk(self.folder, self.seed, count, self.apart)
        shutil.copyfile(self.office.master, desk.master)
        chance = Random(f"{self.seed}-officer")
        phases = 1 + max((s.phase for story in self.stories.values() for s in story), default=0)
        for phase in range(phases):
            if phase:
                with quickly():
                    self._officer(desk, units, marks, chance, phase)
            for name, story in self.stories.items():
                for step in story:
                    if step.phase == phase:
                        units[name].do(step)
            arrived = [(u.name, p) for u in units.values() for p in u.parcels if p.phase == phase]
            desk.collect(arrived, str(phase), last=phase == phases - 1)
        count.values, count.alone = desk.book.values, desk.book.alone
        return count

    def _officer(
        self, desk: Desk, units: dict[str, Unit], marks: Marks, chance: Random, phase: int
    ) -> None:
        """Type over results, decide conflicts, send out again; often none of it."""
        if chance.random() < TYPES:
            officer.works(desk.master, desk.book, marks, chance)
        if chance.random() < SENDS_AGAIN:
            again = chance.sample(sorted(units), min(2, len(units)))
            moment = SENT.replace(day=1 + 10 * phase, hour=7)
            out = _attachments(desk.master, self.folder / f"out{phase}", sent=moment, units=again)
            for name, attached in out.items():
                units[name].received.append(attached)
                units[name].told.append(f"  before collecting {phase + 1}, it is sent out again")
