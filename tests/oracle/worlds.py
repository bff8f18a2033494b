"""A master, its units' stories, and a collecting after each part of them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path
from random import Random

from ita_excel.core.apart import readers, worker
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.sheets import read, set_field
from ita_excel.store.file import FileGrid
from tests import command
from tests.dispatch.files import SENT, make_master, split_to_people
from tests.oracle import words
from tests.oracle.bookkeeping import (
    ACTION,
    CONFLICTS,
    RESULTS,
    Book,
    Typed,
    Verdict,
    look,
    marks_in,
)
from tests.oracle.engines import cells_of, saved_by
from tests.oracle.people import LONG, Marks, Parcel, Step, Unit
from tests.oracle.stories import tell
from tests.oracle.unit_file import Sent

UNITS_IN_A_WORLD = 25
SEVERAL = 4  # every so many units have two addresses


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


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """Leave out what costs most and is judged elsewhere: reading in processes apart, what
    formulas give.
    """
    apart, warm, calculate = readers.ask, readers.warm, FileGrid.calculate

    def ask(work, said, data, *_, **__):
        try:
            yield from worker.load(work)(said, data)
        except (InputError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise BrokenReader(f"{type(error).__name__}: {error}") from error

    readers.ask, readers.warm = ask, lambda *_: None  # type: ignore[assignment]
    FileGrid.calculate = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        readers.ask, readers.warm = apart, warm
        FileGrid.calculate = calculate  # type: ignore[method-assign]


class BrokenReader(Exception):
    """A file broke its reader: there it would be refused, here it is a fault."""


@dataclass
class World:
    """Some units' stories on one master. `take` says what is run: by number, unit's and step's."""

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
        inbox = self.folder / "inbox"
        inbox.mkdir(parents=True)
        master = self.folder / "master.xlsx"
        shutil.copyfile(self.office.master, master)
        book, marks = Book(), Marks()
        units = {
            name: Unit(name, self.office.sent[name], marks, self.engines) for name in self.stories
        }
        chance = Random(f"{self.seed}-officer")
        count = Count(units=units)
        phases = 1 + max((s.phase for story in self.stories.values() for s in story), default=0)
        returned: set[int] = set()
        for phase in range(phases):
            if phase:
                with quickly():
                    self._officer(master, units, marks, book, chance, phase)
            for name, story in self.stories.items():
                for step in story:
                    if step.phase == phase:
                        units[name].do(step)
            arrived = [
                (unit, p) for unit in units.values() for p in unit.parcels if p.phase == phase
            ]
            arrived = [(unit, self._saved_again(parcel)) for unit, parcel in arrived]
            sent = {name: (u, p) for u, p in arrived for name in self._deliver(inbox, p)}
            count.files += len(sent)
            output, refused = self._collect(master, inbox, phase, last=phase == phases - 1)
            count.collects += 1
            for name, (unit, parcel) in sent.items():
                if name not in output:
                    typed = Typed(name, "", unit.name, "", "", "file")
                    count.verdicts.append(Verdict("a file without a line", unit.name, typed))
                if name in refused:
                    count.refused[refused[name]] += 1
                    continue
                for typed in parcel.typed:
                    if id(typed) not in returned:
                        returned.add(id(typed))
                        typed.returned = True
                        book.note(typed)
            book.came(p for name, (_, p) in sent.items() if name not in refused)
            count.verdicts += self._kept(sent)
            seen = look(master, self.folder / f"{phase}.json")
            found = book.judge(seen, output)
            count.verdicts += found
        count.values, count.alone = book.values, book.alone
        return count

    # --- what comes

    def _saved_again(self, parcel: Parcel) -> Parcel:
        """Let another program save the file; what it leaves out did not come back."""
        if not parcel.engine:
            return parcel
        ending, data = saved_by(parcel.engine, parcel.data, self.folder / "engines")
        left = marks_in(cells_of(data))
        typed = tuple(t for t in parcel.typed if not t.mark or t.mark in left)
        return replace(parcel, ending=ending, data=data, typed=typed)

    def _deliver(self, inbox: Path, parcel: Parcel) -> list[str]:
        """Lay a parcel into the inbox; return under which names the command knows its files."""
        name, data = f"{parcel.name}.{parcel.ending}", parcel.data
        names = [name]
        if parcel.packed == "zip":
            path = inbox / f"{name}.zip"
            with zipfile.ZipFile(path, "w") as packed:
                packed.writestr(zipfile.ZipInfo(name, parcel.when.timetuple()[:6]), data)
        elif parcel.packed == "eml":
            path = inbox / f"{name}.eml"
            path.write_bytes(_mail(name, data, parcel))
        else:
            path = inbox / name
            path.write_bytes(data)
        moment = parcel.when.timestamp()
        os.utime(path, (moment, moment))
        if parcel.again_as:
            again = inbox / f"{parcel.again_as}.{parcel.ending}"
            again.write_bytes(data)
            os.utime(again, (moment + 600, moment + 600))
            names.append(again.name)
        return names

    def _kept(self, sent: dict[str, tuple[Unit, Parcel]]) -> Iterator[Verdict]:
        """Yield the files of which no copy is kept beside the master."""
        kept = {
            hashlib.sha256(path.read_bytes()).digest()
            for path in (self.folder / ".ita-inbox").rglob("*")
            if path.is_file()
        }
        for name, (unit, parcel) in sent.items():
            if parcel.answered and hashlib.sha256(parcel.data).digest() not in kept:
                typed = Typed(name, "", unit.name, "", "", "file")
                yield Verdict("a file that isn't kept", unit.name, typed)

    def _collect(
        self, master: Path, inbox: Path, phase: int, last: bool
    ) -> tuple[str, dict[str, str]]:
        """Collect, and return what was printed, and the files that were refused with the reason."""
        certificate = self.folder / f"{phase}.json"
        asked = ["collect", master, inbox, "--by", "ผู้รวบรวม"]
        if last:
            asked += ["--certificate", certificate]
        plain = hashlib.sha256(f"{self.seed}-{phase}".encode()).digest()[0] < 64
        if not plain:
            asked.append("--json")
        if self.apart:
            ran = command_apart(*asked)
        else:
            with quickly():
                ran = command.run(*asked)
        assert ran.code in (0, 1), (ran.code, ran.err)
        if plain:
            return ran.out + ran.err, _refused_in_lines(ran.out)
        said = json.loads(ran.out)
        return json.dumps(said, ensure_ascii=False), {
            f["name"]: "; ".join(x["rule"] for x in f["findings"]) or str(f["why"])
            for f in said["files"]
            if f["state"] == "refused"
        }

    # --- the officer, between two collectings

    def _officer(
        self,
        master: Path,
        units: dict[str, Unit],
        marks: Marks,
        book: Book,
        chance: Random,
        phase: int,
    ) -> None:
        """Type over results, decide conflicts, send out again; often none of it."""
        if chance.random() < 0.5:
            self._edit(master, units, marks, book, chance)
        if chance.random() < 0.25:
            again = chance.sample(sorted(units), min(2, len(units)))
            moment = SENT.replace(day=1 + 10 * phase, hour=7)
            out = _attachments(master, self.folder / f"out{phase}", sent=moment, units=again)
            for name, attached in out.items():
                units[name].received.append(attached)
                units[name].told.append(f"  before collecting {phase + 1}, it is sent out again")

    def _edit(
        self, master: Path, units: dict[str, Unit], marks: Marks, book: Book, chance: Random
    ) -> None:
        grid = FileGrid(master)
        by_mark = {t.mark: t for t in book.typed}
        edits = []
        over: set[tuple[int, int]] = set()
        rows = grid.rows(RESULTS)
        at = next(n for n, row in enumerate(rows) if ACTION in row)
        headings = list(rows[at])
        for _ in range(3):
            number = chance.randrange(at + 1, len(rows))
            action, heading = rows[number][headings.index(ACTION)], chance.choice(LONG)
            if not isinstance(action, str):
                continue
            column = headings.index(heading)
            if (number, column) in over:  # nobody sees what is typed over before it is saved
                continue
            over.add((number, column))
            for mark in marks_in([rows[number][column]]):
                by_mark[mark].decided = True
            for typed in book.typed:
                if (typed.action, typed.column, typed.mark) == (action, heading, ""):
                    typed.decided = True
            mark = marks.next()
            typed = Typed(f"{mark} ผู้รวบรวมพิมพ์", mark, "", action, heading, "officer", True)
            book.note(typed)
            edits.append(SetCell(CellRef(RESULTS, number + 1, column + 1), typed.text))
        edits += self._decisions(grid, by_mark, book, marks, chance)
        grid.apply(edits)
        grid.save()

    def _decisions(
        self, grid: FileGrid, by_mark: dict[str, Typed], book: Book, marks_: Marks, chance: Random
    ) -> Iterator[SetCell]:
        """Choose for some conflicts, as the sheet offers it, in any way."""
        rows = grid.rows(CONFLICTS)
        at = next(n for n, row in enumerate(rows) if "รหัส" in row)
        headings = list(rows[at])
        for number in range(at + 1, len(rows)):
            row = dict(zip(headings, rows[number], strict=False))
            marks = marks_in(rows[number])
            if not marks or chance.random() < 0.5:
                continue
            for mark in marks:
                by_mark[mark].decided = True
            choice = chance.choice(_CHOICES).format(unit=row["หน่วยงาน"])
            given = {"เลือก": choice}
            if choice == _OWN:
                mark, action, column = marks_.next(), row[ACTION], str(row["คอลัมน์"])
                if not row["รหัส"] or column not in LONG:  # one row for many cells
                    continue
                text = f"{mark} ผู้รวบรวมเรียบเรียง"
                own = Typed(text, mark, "", str(action), column, "officer", True)
                book.note(own)
                given |= {_OWN_TEXT: text}
            for heading, value in given.items():
                at_ = CellRef(CONFLICTS, number + 1, headings.index(heading) + 1)
                yield SetCell(at_, value)


_OWN, _OWN_TEXT = "ใช้ข้อความที่พิมพ์เอง", "ข้อความที่พิมพ์เอง"
_CHOICES = (
    *("ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน"),
    *("ใช้ค่าของ {unit}", "รวมค่าโดยระบุชื่อหน่วยงาน", _OWN),
)


def _mail(name: str, data: bytes, parcel: Parcel) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "unit@example.go.th", "plan@example.go.th"
    message["Subject"], message["Date"] = "ส่งแบบรายงาน", parcel.when
    message.set_content("ตามแนบ")
    message.add_attachment(
        data,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename=name,
    )
    return message.as_bytes()


def _refused_in_lines(out: str) -> dict[str, str]:
    """Return the names in the lines that say that a file isn't merged."""
    begins = "ไม่รวม  "
    return {
        line.removeprefix(begins).split(" [")[0].strip(): "in words"
        for line in out.splitlines()
        if line.startswith(begins)
    }


def command_apart(*said: object) -> command.Ran:
    """Run the true command, which reads each file in a process apart."""
    done = subprocess.run(
        [sys.executable, "-m", "ita_excel", "--lang", "th", *map(str, said)],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    return command.Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@dataclass
class Count:
    """What some worlds came to."""

    units: dict[str, Unit] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    histories: int = 0
    files: int = 0
    values: int = 0
    alone: int = 0
    collects: int = 0

    def add(self, other: Count) -> None:
        """Add what another world came to."""
        self.refused += other.refused
        self.histories += other.histories
        self.files += other.files
        self.values += other.values
        self.alone += other.alone
        self.collects += other.collects
