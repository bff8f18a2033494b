"""The office's workbook, as a file that commands work on, and as a grid in memory for its jobs.

Both do the same for the machine; what they return is as the command line says it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import secrets
import shutil
import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Protocol

import openpyxl

from ita_excel.core.errors import ItaExcelError
from ita_excel.core.grid import MemoryGrid, ResizeTable, SetCell
from ita_excel.documents.order import Order
from ita_excel.jobs.check import check
from ita_excel.jobs.collect import collect
from ita_excel.jobs.confirm import confirm
from ita_excel.jobs.export import make
from ita_excel.jobs.fill import fill, read_months
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.jobs.resolve import resolve
from ita_excel.jobs.split import split
from ita_excel.jobs.upgrade import upgrade
from ita_excel.jobs.withdraw import withdraw
from tests import libreoffice
from tests.command import run
from tests.oracle.worlds import quickly
from tests.year.in_memory import copy_of, grid_of, in_memory
from tests.year.workbook import GridSheets, Sheets, change

CHANCE = 0  # what keys and names of sendings are made from
Edits = Sequence[SetCell | ResizeTable]


@dataclass(frozen=True)
class Ran:
    """What a step ended with, and all that it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Report:
    """A report as open data and as a page, none where something stops it."""

    ran: Ran
    data: str = ""
    page: str = ""


class Master(Protocol):
    """The office's workbook in use."""

    def sheets(self) -> Sheets | GridSheets: ...
    def type(self, edits: Edits) -> None: ...
    def changes(self) -> object: ...
    def fill(self, months: int) -> Ran: ...
    def fill_tried(self, months: int) -> None: ...
    def split(self, out: Path, units: Collection[str]) -> tuple[Ran, dict[str, Path]]: ...
    def collect(self, files: Sequence[Path]) -> Ran: ...
    def resolve(self) -> Ran: ...
    def withdraw(self, file: str) -> Ran: ...
    def confirm(self, rows: Sequence[int] | None) -> Ran: ...
    def validate(self) -> Ran: ...
    def upgrade(self) -> Ran: ...
    def restore(self) -> Ran: ...
    def report(self, months: int, *, draft: bool) -> Report: ...
    def saved_by(self, program: str) -> None: ...


class OnDisk:
    """A file; each step is a command."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder, self.path = folder, folder / "สมุด.xlsx"
        self.path.write_bytes(data)
        self.unsaved: list[SetCell | ResizeTable] = []
        self._chance = Random(CHANCE)

    def sheets(self) -> Sheets:
        return Sheets(self.path)

    def type(self, edits: Edits) -> None:
        """Keep what was typed until the file is saved: before a program reads it."""
        self.unsaved += edits

    def save(self) -> None:
        with quickly(), _in_a_test(self._chance):
            change(self.path, self.unsaved)
        self.unsaved.clear()

    def changes(self) -> bytes:
        self.save()
        return self.path.read_bytes()

    def fill(self, months: int) -> Ran:
        return self._run("fill", self.path, "--round", months)

    def fill_tried(self, months: int) -> None:
        self._run("fill", self.path, "--round", months, "--dry-run")

    def split(self, out: Path, units: Collection[str]) -> tuple[Ran, dict[str, Path]]:
        chosen = [word for unit in units for word in ("--unit", unit)]
        self.save()
        with quickly(), _in_a_test(self._chance):
            ran = run("split", self.path, "-o", out, *chosen, "--json")
        made = json.loads(ran.out)["workbooks"] if ran.code in (0, 1) else ()
        return Ran(ran.code, ran.out + ran.err), {m["unit"]: out / m["file"] for m in made}

    def collect(self, files: Sequence[Path]) -> Ran:
        return self._run("collect", self.path, *files)

    def resolve(self) -> Ran:
        return self._run("resolve", self.path)

    def withdraw(self, file: str) -> Ran:
        return self._run("withdraw", self.path, file)

    def confirm(self, rows: Sequence[int] | None) -> Ran:
        return self._run("confirm", self.path, *(["--all"] if rows is None else rows))

    def validate(self) -> Ran:
        return self._run("validate", self.path)

    def upgrade(self) -> Ran:
        return self._run("upgrade", self.path)

    def restore(self) -> Ran:
        return self._run("restore", self.path)

    def report(self, months: int, *, draft: bool) -> Report:
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        asked = ("export", self.path, "-o", out, "--only", "report", "--format", "json,html")
        ran = self._run(*asked, "--round", months, *(["--draft"] if draft else []))
        if ran.code:
            return Report(ran)
        [data], [page] = out.glob("*.json"), out.glob("*.html")
        return Report(ran, data.read_text("utf-8"), page.read_text("utf-8"))

    def saved_by(self, program: str) -> None:
        self.save()
        if program == "LibreOffice":
            made = libreoffice.convert(self.path, "xlsx", self.folder / "office")
            shutil.copyfile(made, self.path)
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it leaves out what it doesn't know
                openpyxl.load_workbook(self.path).save(self.path)

    def _run(self, *words: object) -> Ran:
        self.save()
        with quickly(), _in_a_test(self._chance):
            ran = run(*words)
        return Ran(ran.code, ran.out + ran.err)


@contextlib.contextmanager
def _in_a_test(chance: Random) -> Iterator[None]:
    """No power fails here, so don't wait for the disk; keys are the same in each run."""
    fsync, choice, token = os.fsync, secrets.choice, secrets.token_hex
    os.fsync, secrets.choice = (lambda *_: None), chance.choice
    secrets.token_hex = lambda n=32: chance.randbytes(n).hex()
    try:
        yield
    finally:
        os.fsync, secrets.choice, secrets.token_hex = fsync, choice, token


class InMemory:
    """A grid; each step is a job."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder, self.grid = folder, grid_of(data)
        self._before: MemoryGrid | None = None
        self._chance = Random(CHANCE)

    def sheets(self) -> GridSheets:
        return GridSheets(self.grid)

    def type(self, edits: Edits) -> None:
        tables = self.grid.tables()
        for edit in edits:
            if isinstance(edit, ResizeTable) and edit.last_row < tables[edit.table].last_row:
                for row in self.grid.rows(edit.sheet)[edit.last_row :]:
                    row[:] = [None] * len(row)  # type: ignore[index]
        self.grid.apply(edits)

    def changes(self) -> object:
        return {s: [list(r) for r in self.grid.rows(s)] for s in self.grid.sheets()}

    def fill(self, months: int) -> Ran:
        return self._do(lambda: fill(self.grid, _now(), round=months))

    def fill_tried(self, months: int) -> None:
        self._do(lambda: fill(self.grid, _now(), round=months, dry_run=True))

    def split(self, out: Path, units: Collection[str]) -> tuple[Ran, dict[str, Path]]:
        made: dict[str, Path] = {}

        def work() -> Outcome:
            done = split(self.grid, _now(), out, units=units)
            made.update({book.unit.name: book.path for book in done.workbooks})
            return done

        return self._do(work), made

    def collect(self, files: Sequence[Path]) -> Ran:
        return self._do(lambda: collect(self.grid, _now(), files))

    def resolve(self) -> Ran:
        return self._do(lambda: resolve(self.grid, _now()))

    def withdraw(self, file: str) -> Ran:
        return self._do(lambda: withdraw(self.grid, _now(), file))

    def confirm(self, rows: Sequence[int] | None) -> Ran:
        return self._do(lambda: confirm(self.grid, _now(), rows=rows))

    def validate(self) -> Ran:
        return self._do(lambda: check(self.grid, _now()))

    def upgrade(self) -> Ran:
        return self._do(lambda: upgrade(self.grid, _now()))

    def restore(self) -> Ran:
        """Nothing is kept of a grid but by whoever holds it."""
        assert self._before is not None
        self.grid, self._before = self._before, None
        return Ran(0, "")

    def report(self, months: int, *, draft: bool) -> Report:
        wanted = Order(("report",), ("json", "html"), round=read_months(months), draft=draft)
        documents: dict[str, bytes] = {}

        def work() -> Outcome:
            done = make(self.grid, _now(), order=wanted)
            documents.update(done.documents)
            return done

        ran = self._do(work, writes=False)
        by_kind = {name.rpartition(".")[2]: data.decode() for name, data in documents.items()}
        return Report(ran, by_kind.get("json", ""), by_kind.get("html", ""))

    def saved_by(self, program: str) -> None:
        """Nothing is left of a file but its cells, which stay."""

    def _do(self, work: Callable[[], Outcome], *, writes: bool = True) -> Ran:
        if writes:
            self._before = copy_of(self.grid)
        with in_memory(), _in_a_test(self._chance):
            try:
                done = work()
            except ItaExcelError as error:
                return Ran(int(error.exit_code), error.text.th)
        return Ran(int(done.wrong), _said(done))


def _now() -> Occasion:
    return Occasion(dt.datetime.now(), "ผู้ทดสอบ")


def _said(done: Outcome) -> str:
    """Return what a shell could say of an outcome: rules, files, actions sent to nobody."""
    said = [notice.text.th for notice in done.notices]
    said += [finding.rule.code for finding in done.findings]
    said += [file.name for file in getattr(done, "files", ())]
    return "\n".join([*said, *getattr(done, "nobodys", ())])
