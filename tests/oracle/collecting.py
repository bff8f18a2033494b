"""A master and the inbox that it is collected from, with the book of what was typed into answers."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from pathlib import Path

from tests import command
from tests.oracle.bookkeeping import Book, Typed, Verdict, look, marks_in
from tests.oracle.engines import cells_of, saved_by
from tests.oracle.people import Parcel, Unit
from tests.oracle.quick import command_apart, quickly

Arrived = tuple[str, Parcel]  # whose it is


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
    levels: int = 0  # histories of divisions below a unit

    def add(self, other: Count) -> None:
        """Add what another world came to."""
        self.refused += other.refused
        self.histories += other.histories
        self.levels += other.levels
        self.files += other.files
        self.values += other.values
        self.alone += other.alone
        self.collects += other.collects


@dataclass
class Desk:
    """Where one master is kept and collected."""

    folder: Path
    seed: str
    count: Count
    apart: bool = False  # by the true command, in a process of its own
    book: Book = field(default_factory=Book)
    output: str = ""  # what the last collecting printed
    refused: frozenset[str] = frozenset()  # files that the last collecting refused
    said: dict | None = None  # what the last collecting printed as data, where it was asked to
    _returned: set[int] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.inbox.mkdir(parents=True)

    @property
    def master(self) -> Path:
        return self.folder / "master.xlsx"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def collect(self, arrived: Iterable[Arrived], name: str, last: bool) -> None:
        """Lay what arrived into the inbox, collect, and look for everything that came back.

        `name` is that of this collecting; the last one is asked for a certificate.
        """
        parcels = [(unit, self._saved_again(parcel)) for unit, parcel in arrived]
        sent = {n: (u, p) for u, p in parcels for n in self._deliver(p)}
        self.count.files += len(sent)
        output, refused = self._run(name, last)
        self.output, self.refused = output, frozenset(refused)
        self.count.collects += 1
        for file, (unit, parcel) in sent.items():
            if file not in output:
                self._report("a file without a line", unit, file)
            if file in refused:
                self.count.refused[refused[file]] += 1
                continue
            for typed in parcel.typed:
                if id(typed) not in self._returned:
                    self._returned.add(id(typed))
                    typed.returned = True
                    self.book.note(typed)
        self.book.came(p for n, (_, p) in sent.items() if n not in refused)
        for file, unit in self._not_kept(sent):
            self._report("a file that isn't kept", unit, file)
        self.count.verdicts += self.book.judge(look(self.master, self._certificate(name)), output)

    def _report(self, what: str, unit: str, file: str) -> None:
        self.count.verdicts.append(Verdict(what, unit, Typed(file, "", unit, "", "", "file")))

    def _saved_again(self, parcel: Parcel) -> Parcel:
        """Let another program save the file; what it leaves out did not come back."""
        if not parcel.engine:
            return parcel
        ending, data = saved_by(parcel.engine, parcel.data, self.folder / "engines")
        left = marks_in(cells_of(data))
        typed = tuple(t for t in parcel.typed if not t.mark or t.mark in left)
        return replace(parcel, ending=ending, data=data, typed=typed)

    def _deliver(self, parcel: Parcel) -> list[str]:
        """Lay a parcel into the inbox; return under which names the command knows its files."""
        name, data = f"{parcel.name}.{parcel.ending}", parcel.data
        names = [name]
        if parcel.packed == "zip":
            path = self.inbox / f"{name}.zip"
            with zipfile.ZipFile(path, "w") as packed:
                packed.writestr(zipfile.ZipInfo(name, parcel.when.timetuple()[:6]), data)
        elif parcel.packed == "eml":
            path = self.inbox / f"{name}.eml"
            path.write_bytes(_mail(name, data, parcel))
        else:
            path = self.inbox / name
            path.write_bytes(data)
        moment = parcel.when.timestamp()
        os.utime(path, (moment, moment))
        if parcel.again_as:
            again = self.inbox / f"{parcel.again_as}.{parcel.ending}"
            again.write_bytes(data)
            os.utime(again, (moment + 600, moment + 600))
            names.append(again.name)
        return names

    def _not_kept(self, sent: dict[str, Arrived]) -> Iterator[tuple[str, str]]:
        """Yield the files of which no copy is kept beside the master, and whose they are."""
        kept = {
            hashlib.sha256(path.read_bytes()).digest()
            for path in (self.folder / ".ita-inbox").rglob("*")
            if path.is_file()
        }
        for file, (unit, parcel) in sent.items():
            if parcel.answered and hashlib.sha256(parcel.data).digest() not in kept:
                yield file, unit

    def _certificate(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _run(self, name: str, last: bool) -> tuple[str, dict[str, str]]:
        """Collect, and return what was printed, and the files that were refused with the reason."""
        asked = ["collect", self.master, self.inbox, "--by", "ผู้รวบรวม"]
        if last:
            asked += ["--certificate", self._certificate(name)]
        plain = hashlib.sha256(f"{self.seed}-{name}".encode()).digest()[0] < 64
        if not plain:
            asked.append("--json")
        if self.apart:
            ran = command_apart(*asked)
        else:
            with quickly():
                ran = command.run(*asked)
        assert ran.code in (0, 1), (ran.code, ran.err)
        self.said = None if plain else json.loads(ran.out)
        if self.said is None:
            return ran.out + ran.err, _refused_in_lines(ran.out)
        return json.dumps(self.said, ensure_ascii=False), {
            f["name"]: "; ".join(x["rule"] for x in f["findings"]) or str(f["why"])
            for f in self.said["files"]
            if f["state"] == "refused"
        }


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
