"""What the people of one unit do with their workbook: a story is a list of steps from a seed.

Each step has a seed of its own, so that a story from which steps were taken out still makes sense:
that is how a history that fails is made short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from tests.oracle import words
from tests.oracle.bookkeeping import ACTION, Typed, marks_in
from tests.oracle.engines import ENGINES
from tests.oracle.unit_file import Extras, Line, Sent, Stamp, write

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


class Unit:
    """One unit: what it was sent, its people's files, and what is on its way."""

    def __init__(self, name: str, sent: Sent, marks: Marks, engines: float = 0) -> None:
        self.name, self._marks, self.engines = name, marks, engines
        self.received = [sent]
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


# --- beginning


@step(0)
def begin(unit: Unit, step: Step, chance: Random) -> str:
    which = -1 if chance.random() < 0.8 else 0
    sent = unit.received[which]
    unit.files[step.person] = File(sent, [line.copy() for line in sent.lines])
    late = f" of dispatch {len(unit.received) if which else 1}" if len(unit.received) > 1 else ""
    return f"opens the attachment{late}"


@step(0)
def forward(unit: Unit, step: Step, chance: Random) -> str:
    others = [p for p in sorted(unit.files) if p != step.person]
    if not others:
        return begin(unit, step, chance)
    other = chance.choice(others)
    unit.files[step.person] = unit.files[other].copy()
    return f"gets the file of {PEOPLE[other]} and goes on in it"


def _file(unit: Unit, step: Step, chance: Random) -> File:
    if step.person not in unit.files:
        begin(unit, step, chance)
    return unit.files[step.person]


def _line(file: File, chance: Random) -> Line | None:
    return chance.choice(file.lines) if file.lines else None


# --- answering


@step(8)
def types(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    said = []
    for _ in range(chance.choice((1, 2, 3, 5))):
        line = _line(file, chance)
        if line is not None:
            column = chance.choice((*LONG, LONG[0], STATUS))
            said.append(unit.put(file, line, column, chance))
    return "types " + "; ".join(said)


@step(4)
def answers_a_share(unit: Unit, step: Step, chance: Random) -> str:
    """Fill in the outcome of a share of the rows, as people who divide the work."""
    file = _file(unit, step, chance)
    mine = file.lines[step.person :: 2] if chance.random() < 0.5 else file.lines
    said = [unit.put(file, line, LONG[0], chance) for line in mine]
    for line in mine:
        if chance.random() < 0.4:
            said.append(unit.put(file, line, LONG[1], chance))
    return "answers: " + "; ".join(said)


@step(3)
def corrects(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    return "corrects: " + unit.put(file, line, column, chance)


def _filled(file: File) -> list[tuple[Line, str]]:
    return [
        (line, column)
        for line in file.lines
        for column in LONG
        if line.values.get(file.sent.columns[column])
    ]


@step(1)
def empties(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    gone = line.values.pop(file.sent.columns[column])
    return f"empties “{str(gone)[:24]}” at {file.action(line)[:20]}… / {column}"


@step(1)
def corrects_in_the_attachment(unit: Unit, step: Step, chance: Random) -> str:
    """Open the attachment anew, and type only what changed."""
    begin(unit, step, chance)
    return "opens the attachment anew and " + types(unit, step, chance)


@step(0.5)
def spaces(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    at = file.sent.columns[column]
    line.values[at] = str(line.values[at]).replace(" ", "\n", 1) + " "
    return f"breaks a line at {file.action(line)[:20]}… / {column}"


# --- rows


@step(0.6)
def adds_a_row(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    columns = file.sent.columns
    line = Line({columns[ACTION]: words.new_action(chance)}, own=True)
    if chance.random() < 0.7:
        line.values[columns[ROUND]] = "๖ เดือน"
    file.lines.append(line)
    return "adds a row: " + unit.put(file, line, LONG[0], chance)


@step(0.5)
def deletes_a_row(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    if len(file.lines) < 3:
        return ""
    gone = file.lines.pop(chance.randrange(len(file.lines)))
    return f"deletes the row {file.action(gone)[:20]}…"


@step(0.5)
def copies_a_row(unit: Unit, step: Step, chance: Random) -> str:
    """A whole row, key and all; and types into the copy."""
    file = _file(unit, step, chance)
    line = _line(file, chance)
    if line is None:
        return ""
    again = line.copy()
    file.lines.insert(chance.randrange(len(file.lines) + 1), again)
    return "copies a row and types: " + unit.put(file, again, chance.choice(LONG), chance)


@step(0.4)
def copies_a_row_for_another_action(unit: Unit, step: Step, chance: Random) -> str:
    """A whole row, key and all; and types another action over its words."""
    file = _file(unit, step, chance)
    line = _line(file, chance)
    if line is None:
        return ""
    again = Line(dict(line.values), own=True)
    for column in LONG:
        again.values.pop(file.sent.columns[column], None)
    again.values[file.sent.columns[ACTION]] = words.new_action(chance)
    file.lines.append(again)
    return "copies a row, types another action over it, and " + unit.put(
        file, again, LONG[0], chance
    )


@step(0.6)
def sorts_whole_rows(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    at = file.sent.columns[chance.choice((ACTION, *LONG))]
    file.lines.sort(key=lambda one: (one.values.get(at) is None, str(one.values.get(at))))
    return "sorts whole rows"


# --- beside the table


@step(0.5)
def writes_a_note(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    if not file.lines:
        return ""
    typed = unit.put_loose("โน้ต")
    index = chance.randrange(len(file.lines))
    column = file.sent.columns[chance.choice(LONG)]
    file.extras.notes = [n for n in file.extras.notes if n[:2] != (index, column)]
    file.extras.notes.append((index, column, typed.text))
    return f"writes the note “{typed.text}”"


@step(0.4)
def links_a_cell(unit: Unit, step: Step, chance: Random) -> str:
    """The evidence is the address below other words."""
    file = _file(unit, step, chance)
    if not file.lines:
        return ""
    index = chance.randrange(len(file.lines))
    column = file.sent.columns["หลักฐาน"]
    typed = unit.put_loose("ลิงก์")
    typed.text = f"https://example.go.th/{typed.mark}"
    file.lines[index].values[column] = f"ดูที่นี่ {index}"
    file.extras.links = [n for n in file.extras.links if n[0] != index]
    file.extras.links.append((index, column, typed.text))
    return f"links a cell to {typed.text}"


@step(0.4)
def makes_an_own_sheet(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    typed = unit.put_loose("ชีตของตน")
    name = f"รายชื่อ{len(file.extras.sheets) + 1}"
    file.extras.sheets.append((name, [["ลำดับ", "ชื่อ"], ["๑", typed.text]]))
    return f"makes the sheet {name} with “{typed.text}”"


@step(0.4)
def adds_a_column(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    if not file.lines:
        return ""
    typed = unit.put_loose("คอลัมน์ของตน")
    heading = f"หมายเหตุ{len(file.extras.columns) + 1}"
    file.extras.columns.append((heading, {chance.randrange(len(file.lines)): typed.text}))
    return f"adds the column {heading} with “{typed.text}”"


@step(0.4)
def writes_below(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    taken = {down for down, _, _ in file.extras.below}
    free = [down for down in (2, 3, 6) if down not in taken]
    if not free:
        return ""
    typed = unit.put_loose("ใต้ตาราง")
    file.extras.below.append((chance.choice(free), file.sent.columns[ACTION], typed.text))
    return f"writes below the table “{typed.text}”"


@step(0.3)
def copies_the_sheet(unit: Unit, step: Step, chance: Random) -> str:
    """Copy the sheet of results, and type into the copy."""
    file = _file(unit, step, chance)
    line = _line(file, chance)
    if line is None:
        return ""
    file.extras.twin = [one.copy() for one in file.lines]
    twin = file.extras.twin[file.lines.index(line)]
    typed = unit.put_loose("สำเนาชีต", file.action(line), LONG[0])
    twin.values[file.sent.columns[LONG[0]]] = typed.text
    return f"copies the sheet and types “{typed.text}” into the copy"


@step(0.3)
def renames_the_sheet(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance)
    file.extras.renamed = chance.choice(("ผลการดำเนินงาน ", "ผล ๖ เดือน", "Sheet1", "ตอบกลับ"))
    return f"renames the sheet of results “{file.extras.renamed}”"


@step(0.2)
def pastes_a_picture(unit: Unit, step: Step, chance: Random) -> str:
    _file(unit, step, chance).extras.picture = True
    return "pastes a picture"


# --- sending


@step(0)
def sends(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance).copy()
    said = _slips(unit, step, file, chance)
    late = chance.random() < 0.1
    packed = chance.choices(("", "zip", "eml"), (8, 1, 1))[0]
    again = chance.random() < 0.08
    engine = chance.choice(ENGINES) if chance.random() < unit.engines else ""
    return said + _send(unit, step, chance, file, engine, packed, late, again)


@step(0)
def sends_as_it_is(unit: Unit, step: Step, chance: Random) -> str:
    return _send(unit, step, chance, _file(unit, step, chance).copy(), "")


@step(0)
def sends_a_sorted_column(unit: Unit, step: Step, chance: Random) -> str:
    file = _file(unit, step, chance).copy()
    _sort_alone(file)
    return "sorts a column and " + _send(unit, step, chance, file, "")


def _by(engine: str) -> Do:
    def sends_by(unit: Unit, step: Step, chance: Random) -> str:
        return _send(unit, step, chance, _file(unit, step, chance).copy(), engine)

    return sends_by


STEPS |= {f"sends by {engine}": _by(engine) for engine in ENGINES}


def _send(
    unit: Unit,
    step: Step,
    chance: Random,
    file: File,
    engine: str,
    packed: str = "",
    late: bool = False,
    again: bool = False,
) -> str:
    stamp = _stamp(unit, step, chance)
    shared = chance.random() < 0.7
    data = write(file.sent, file.lines, file.extras, stamp, shared, bool(packed))
    name = f"{unit.name}-{len(unit.parcels) + 1}{chance.choice(('', '', ' (1)', ' แก้ไข'))}"
    when = unit.clock + dt.timedelta(days=DAYS if late else 0, minutes=chance.randrange(1, 60))
    typed = tuple(_typed_in(unit, file))
    second = f"{name} ส่งซ้ำ" if again else ""
    unit.parcels.append(
        Parcel(name, data, when, step.phase + late, packed, typed, second, engine, alone=file.alone)
    )
    unit.mailed.setdefault(step.person, []).append(step.phase)
    how = (
        f" in a {packed}" if packed else "",
        ", twice" if again else "",
        ", which comes late" if late else "",
        f", saved by {engine}" if engine else "",
    )
    return f"sends {name}{''.join(how)} ({stamp.modified}, {stamp.by})"


def _typed_in(unit: Unit, file: File) -> list[Typed]:
    """Return what is in the file, as it leaves."""
    x = file.extras
    texts: list[object] = [
        v for line in (*file.lines, *(x.twin or ())) for v in line.values.values()
    ]
    texts += [t for _, _, t in (*x.notes, *x.links, *x.below)]
    texts += [t for _, rows in x.sheets for row in rows for t in row]
    texts += [t for _, column in x.columns for t in column.values()]
    found = [unit.typed[m] for m in sorted(marks_in(texts)) if m in unit.typed]
    for line in file.lines:
        for column in (*LONG, STATUS):
            text = line.values.get(file.sent.columns[column])
            stock = unit.stock.get((file.action(line), column, str(text)))
            if stock is not None:
                found.append(stock)
    return found


def _stamp(unit: Unit, step: Step, chance: Random) -> Stamp:
    """What the file says of its saving: right, missing, fixed, or of a wrong clock."""
    moment: dt.datetime | None = unit.clock
    luck = chance.random()
    if luck < 0.10:
        moment = None
    elif luck < 0.14:
        moment = dt.datetime(2006, 9, 16, tzinfo=dt.UTC)
    elif luck < 0.24:
        moment = unit.clock + dt.timedelta(days=chance.choice((-400, -3, 2, 365)))
    by = chance.choices((PEOPLE[step.person], "User", None, unit.name), (5, 2, 2, 1))[0]
    return Stamp(moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None, by)


def _slips(unit: Unit, step: Step, file: File, chance: Random) -> str:
    """What goes wrong with the rows before the file is sent: answers leave their row."""
    slip = chance.choices(
        ("", "sorts the block", "deletes a block", "pastes over", "sorts a column"),
        (75, 9, 5, 6, 5),
    )[0]
    block = file.sent.block
    lines = file.lines
    if not slip or len(lines) < 3:
        return ""
    at = file.sent.columns[LONG[0]]
    blocks = [{c: v for c, v in line.values.items() if c in block} for line in lines]
    if slip == "sorts the block":
        blocks.sort(key=lambda b: (b.get(at) is None, str(b.get(at))))
    elif slip == "deletes a block":  # what is below it moves up
        del blocks[chance.randrange(len(blocks))]
        blocks.append({})
    elif slip == "pastes over":
        source, target = chance.sample(range(len(lines)), 2)
        if lines[target].own:
            return ""
        answers = {file.sent.columns.get(c) for c in (*LONG, STATUS, DATE)}
        pasted = {c: v for c, v in blocks[source].items() if c not in answers}  # hidden cells, too
        blocks[target] = {**blocks[target], **pasted}
        for column in LONG[:2]:
            unit.put(file, lines[target], column, chance)
            blocks[target][file.sent.columns[column]] = lines[target].values[
                file.sent.columns[column]
            ]
    elif any(phase < step.phase for phase in unit.mailed.get(step.person, [])):
        _sort_alone(file)
        return f"{slip} and "
    else:
        return ""
    for line, one in zip(lines, blocks, strict=True):
        line.values = {c: v for c, v in line.values.items() if c not in block} | {
            c: v for c, v in one.items() if v is not None
        }
    return f"{slip} and "


def _sort_alone(file: File) -> None:
    """Sort the column of results by itself, the added rows with the others."""
    at = file.sent.columns[LONG[0]]
    values = sorted(
        (line.values.pop(at, None) for line in file.lines),
        key=lambda v: (v is None, words.order(str(v))),
    )
    for line, value in zip(file.lines, values, strict=True):
        if value is not None:
            line.values[at] = value
    file.alone = tuple(sorted(marks_in(values)))


def tell(chance: Random, phases: int) -> list[Step]:
    """Return a story: who does what, before which collecting."""
    people = chance.choices((1, 2, 3), (45, 40, 15))[0]
    story: list[Step] = []
    names, weights = zip(*WEIGHTS.items(), strict=True)

    def add(phase: int, what: str, person: int) -> None:
        story.append(Step(phase, what, person, chance.getrandbits(48)))

    for phase in range(phases):
        for person in range(people):
            if chance.random() > (0.8 if phase == 0 else 0.55):
                continue
            if phase == 0:
                add(phase, "forward" if person and chance.random() < 0.35 else "begin", person)
            elif chance.random() < 0.25:
                add(phase, chance.choice(("begin", "forward")), person)
            if phase == 0:
                add(phase, "answers_a_share", person)
            for _ in range(chance.choice((1, 2, 3))):
                add(phase, chance.choices(names, weights)[0], person)
            add(phase, "sends", person)
    return story
