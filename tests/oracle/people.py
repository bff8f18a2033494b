"""The people of one unit, their files, and what is on its way; steps declare what they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tests.oracle import words
from tests.oracle.bookkeeping import ACTION, Typed
from tests.oracle.unit_file import Extras, Line, Sent

LONG = ("ผลการดำเนินการ", "ปัญหา/อุปสรรค", "ข้อเสนอแนะ", "หลักฐาน", "ผู้รายงาน")
STATUS = "สถานะ"
ROUND, DATE = "รอบ", "วันที่รายงาน"
PEOPLE = ("สมศรี", "มานพ", "วิภา")
FIRST_DAY = dt.datetime(2022, 3, 1, 9, tzinfo=dt.UTC)
DAYS = 10  # between two collectings


class Step(NamedTuple):
    """Something that a person does before the `phase`-th collecting."""

    phase: int
    what: str
    person: int
    seed: int


@dataclass
class File:
    """A workbook on somebody's disk."""

    sent: Sent
    lines: list[Line]
    extras: Extras = field(default_factory=Extras)
    alone: tuple[str, ...] = ()  # marks in a column that was sorted by itself
    strayed: tuple[str, ...] = ()  # those of them that it took to another row

    def copy(self) -> File:
        return File(self.sent, [line.copy() for line in self.lines], self.extras.copy())

    def action(self, line: Line) -> str:
        return str(line.values.get(self.sent.columns[ACTION]) or "")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that is on its way to the officer. `packed`: as it is, in a zip, in a mail."""

    name: str  # without its ending
    data: bytes
    when: dt.datetime
    phase: int
    packed: str
    typed: tuple[Typed, ...]
    again_as: str = ""  # it comes a second time, under this name
    engine: str = ""  # the program that saves it once more
    ending: str = "xlsx"
    alone: tuple[str, ...] = ()  # marks in a column that was sorted by itself
    strayed: tuple[str, ...] = ()  # those of them that it took to another row
    answered: bool = True  # it says anything besides what was sent


class Unit:
    """One unit: what it was sent, its people's files, and what is on its way."""

    def __init__(self, name: str, sent: Sequence[Sent], marks: Marks, engines: float = 0) -> None:
        self.name, self._marks, self.engines = name, marks, engines
        self.received = [sent]  # of each dispatch one attachment, or one for each address
        self.files: dict[int, File] = {}
        self.mailed: dict[int, list[int]] = {}  # in which phases somebody sent a file
        self.parcels: list[Parcel] = []
        self.typed: dict[str, Typed] = {}
        self.stock: dict[tuple[str, str, str], Typed] = {}
        self.told: list[str] = []
        self.clock = FIRST_DAY

    def do(self, step: Step) -> None:
        """Do a step; one that makes no sense now is left out."""
        chance = Random(step.seed)
        self.clock = max(
            self.clock, FIRST_DAY + dt.timedelta(days=DAYS * step.phase)
        ) + dt.timedelta(minutes=chance.randrange(20, 400))
        said = STEPS[step.what](self, step, chance)
        if said:
            self.told.append(f"  before collecting {step.phase + 1}, {PEOPLE[step.person]} {said}")

    # --- typing

    def mark(self) -> str:
        return self._marks.next()

    def put(self, file: File, line: Line, column: str, chance: Random) -> str:
        """Type a value into a cell: mostly a sentence of one's own, sometimes one like others'."""
        at, action = file.sent.columns[column], file.action(line)
        if column == STATUS or chance.random() < 0.12:
            text = chance.choice(words.STATES if column == STATUS else words.STOCK)
            typed = Typed(text, "", self.name, action, column, "own row" if line.own else "cell")
            typed = self.stock.setdefault((action, column, text), typed)
        else:
            mark = self.mark()
            text = words.marked(chance, mark)
            kind = "own row" if line.own else "cell"
            typed = self.typed[mark] = Typed(text, mark, self.name, action, column, kind)
        line.values[at] = text
        return f"“{text[:24]}” at {action[:20]}… / {column}"

    def put_loose(self, kind: str, action: str = "", column: str = "") -> Typed:
        mark = self.mark()
        text = f"{mark} ข้อความ{kind}"
        self.typed[mark] = typed = Typed(text, mark, self.name, action, column, kind)
        return typed


class Marks:
    """Marks that stand nowhere else."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last += 1
        return f"Q{self._last:06}Q"


Do = Callable[[Unit, Step, Random], str]
STEPS: dict[str, Do] = {}
WEIGHTS: dict[str, float] = {}


def step(weight: float) -> Callable[[Do], Do]:
    """Declare a step; how often people do it, beside the others."""

    def declare(do: Do) -> Do:
        STEPS[do.__name__] = do
        WEIGHTS[do.__name__] = weight
        return do

    return declare
