"""The ways to one job: a program, the command line, the buttons on a file and on an open workbook.

A case is tried in each way on a copy of one folder, and what it came to is compared: the files, the
cells of the workbook, whether something waits for a person, and the sentences that a person reads.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ita_excel import buttons, schema
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.errors import ItaExcelError
from ita_excel.core.grid import Grid
from ita_excel.core.values import Value
from ita_excel.jobs.book import Place
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.live.desks import NOW, Person

PERSON = "ผู้ทดสอบ"
Job = Callable[[Place, Occasion, Path], Outcome]


@dataclass(frozen=True)
class Case:
    """One wish in one situation.

    `prepare` makes the folder and returns the master. `job`, `words` and `person` say the same wish
    to each way, of the folder that they are given; a wish without a button has no `person`.
    `expect` looks at what the job returned, or at its error. `said` are the sentences that each
    shell must say of an outcome, beyond its notices.
    """

    name: str
    prepare: Callable[[Path], Path]
    job: Job
    words: Callable[[Path, Path], Sequence[object]]
    button: str = ""
    person: Callable[[Path], Person] = field(default=lambda folder: Person())
    expect: Callable[[Any], None] = field(default=lambda done: None)
    said: Callable[[Any], Sequence[str]] = field(default=lambda done: ())


@dataclass(frozen=True)
class Result:
    """What a way came to. `text` is all that it said."""

    files: dict[str, Any]
    cells: dict[str, Any]
    text: str = ""
    code: int | None = None  # of the command line
    warned: bool | None = None  # of a button
    done: Outcome | ItaExcelError | None = None  # of the job
    home: str = ""  # the folder that the job knew


class FileDesk(Desk):
    """A desk at which the workbook is a file; the person saves it in the end, as in Excel."""

    file: Path

    def grid(self) -> Grid:
        self.opened = FileGrid(self.file)
        return self.opened


def by_program(case: Case, folder: Path, master: Path) -> Result:
    """Call the job."""
    done: Outcome | ItaExcelError
    try:
        done = case.job(master, Occasion(NOW, PERSON), folder)
    except ItaExcelError as error:
        done = error
    cells = cells_of(FileGrid(master))
    found = Result(files_of(folder, master), cells, done=done, home=str(folder))
    _by_program[case] = found
    return found


_made: dict[object, Path] = {}  # masters by case: every test of it begins with the same folder
_by_program: dict[object, Result] = {}


def prepared(case: Case, origin: Path) -> Path:
    """Return a case's master in a folder of its own, made once for all ways."""
    key = (case.name, case.prepare)
    if key not in _made:
        _made[key] = case.prepare(origin)
    else:
        copied(_made[key].parent, origin)
    return origin / _made[key].name


def by_program_once(case: Case, folder: Path, master: Path) -> Result:
    """Return what the job came to in an earlier test of the case, or call it."""
    if case not in _by_program:
        by_program(case, folder, master)
    return _by_program[case]


def by_command(case: Case, folder: Path, master: Path) -> Result:
    """Run the command line."""
    ran = run(*case.words(master, folder))
    text = (ran.out + ran.err).replace(str(folder), "")
    return Result(files_of(folder, master), cells_of(FileGrid(master)), text, ran.code)


def by_button_on_a_file(case: Case, folder: Path, master: Path) -> Result:
    """Press the button at a desk on the file back-end, and save."""
    person = case.person(folder)
    app = SimpleNamespace(status_bar=None, screen_updating=True)
    book = SimpleNamespace(name=master.name, app=app)
    desk = FileDesk(book, person, folder.parent / "state", now=lambda: NOW, person=PERSON)
    desk.file, desk.show = master, person.shown.append
    getattr(buttons, case.button)(desk)
    desk.opened.save()
    text = "\n".join([*person.questions, person.message]).replace(str(folder), "")
    cells = cells_of(FileGrid(master))
    return Result(files_of(folder, master), cells, text, warned=person.warned[0])


def by_button_in_calc(
    case: Case, folder: Path, master: Path, open_book: Callable[[Path], Any]
) -> Result:
    """Press the button in the workbook that is open in LibreOffice."""
    person, book = case.person(folder), open_book(master)
    # As it loads a result that was stored, Calc drops the spaces at its end: Excel doesn't.
    if case.name == "a formula":
        book.impl.document.calculateAll()
    desk = Desk(
        *(book, person, folder.parent / "state"), now=lambda: NOW, person=PERSON,
        show=person.shown.append, patience=0.5,
    )  # fmt: skip
    getattr(buttons, case.button)(desk)
    text = "\n".join([*person.questions, person.message]).replace(str(folder), "")
    cells = cells_of(LiveGrid(book))
    return Result(files_of(folder, master), cells, text, warned=person.warned[0])


def cells_of(grid: Grid) -> dict[str, list[list[Value]]]:
    """Return the cells of the tables but for formulas, whose values each program works out."""
    found = {}
    there = set(grid.sheets())
    for table in schema.TABLES:
        if table.sheet not in there:
            continue
        kept = [i for i, column in enumerate(table.columns) if column.field != "check"]
        rows = [list(row) for row in grid.rows(table.sheet)[table.header_row :]]
        chosen = [[row[i] if i < len(row) else None for i in kept] for row in rows]
        while chosen and not any(value is not None for value in chosen[-1]):
            chosen.pop()
        found[table.name] = chosen
    return found


_WORKBOOKS = (".xlsx", ".xlsm")


def files_of(folder: Path, master: Path) -> dict[str, Any]:
    """Return what lies in the folder beside the master: workbooks by their cells, others whole.

    A file that no way touched is told by its content alone: reading them all would take long.

    Backups of the master are the command line's alone: in Excel the person saves.
    """
    found: dict[str, Any] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p != master):
        name = str(path.relative_to(folder))
        if name.startswith((f".ita-backup{os.sep}{master.stem}.", ".~lock.")):
            continue
        data = path.read_bytes()
        origin = folder.parent.parent / "origin" / folder.name / name
        kept = name.startswith(f".ita-inbox{os.sep}")  # byte for byte, readable or not
        if kept or (origin.is_file() and origin.read_bytes() == data):
            found[name] = sha256(data).hexdigest()
        elif path.suffix == ".eml":
            found[name] = "a message"
        else:
            found[name] = cells_of(FileGrid(path)) if path.suffix in _WORKBOOKS else data
    return found


@contextmanager
def same_chances(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let each way meet the same moment and draw the same numbers.

    A shell that asks on the way and then calls the job again draws twice.
    """
    numbers = cycle(range(1, 4))
    with monkeypatch.context() as patch:
        patch.setattr("ita_excel.cli.progress.Occasion", partial(Occasion, NOW))
        patch.setattr("ita_excel.dispatch.split._fresh_id", lambda: f"D-{next(numbers):08}")
        yield


def copied(origin: Path, folder: Path) -> Path:
    """Return a copy of the case's folder, its files as old as the originals."""
    shutil.copytree(origin, folder, copy_function=shutil.copy2)
    return folder
