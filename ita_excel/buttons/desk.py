"""What a button has at hand: the open workbook, the person's answers, a clock, a place for logs.

Everything that a test would want to see or to answer is here and nowhere else.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ita_excel.buttons.addin.machine import Machine
from ita_excel.buttons.asking import Asking, asking_for
from ita_excel.buttons.live.live_grid import LiveGrid
from ita_excel.core.errors import MachineError, UsageError
from ita_excel.core.grid import Grid
from ita_excel.core.language import Language, Text, detect
from ita_excel.jobs.book import folder_of
from ita_excel.jobs.occasion import Occasion, Watcher

T = TypeVar("T")
_PATIENCE = 10.0  # seconds that a person has to finish typing in a cell
# What Excel answers while somebody types in a cell or a window of its own is open.
_BUSY = frozenset({-2147418111, -2147417846})  # RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER
_EVERY = 0.3  # seconds between two looks at how far a job is
_ATTEMPTS = 500  # after that a call that Excel rejects is given up


@dataclass
class Desk:
    """One press's surroundings."""

    book: Any  # xlwings.Book
    asking: Asking
    state: Path  # where lock and log are kept
    language: Language = "th"
    now: Callable[[], dt.datetime] = dt.datetime.now
    show: Callable[[Path], None] = lambda folder: open_folder(folder)
    person: str = field(default_factory=lambda: _person())
    patience: float = _PATIENCE
    cancelled: Callable[[], None] = lambda: None  # raises where the person asked to stop
    doing: Text = field(default=Text("", ""), init=False)  # what the status bar says

    @property
    def app(self) -> Any:
        return self.book.app

    @property
    def folder(self) -> Path | None:
        """The workbook's folder, where pictures lie; None for one never saved or on the web."""
        return folder_of(self.grid())

    def grid(self) -> Grid:
        return LiveGrid(self.book, self._written)

    def selected_rows(self, sheet: str) -> frozenset[int]:
        """Return the rows that the person has selected on a sheet, those hidden or filtered out apart.

        UsageError where something else is selected, or another sheet is in front.
        """
        selection = self.app.selection
        if selection is None or selection.sheet.name != sheet:
            raise UsageError(_SELECT, sheet=sheet)
        there = selection.sheet
        used = there.used_range.last_cell.row
        chosen: set[int] = set()
        for area in selection.address.replace("$", "").split(","):
            found = _AREA.fullmatch(area.rpartition("!")[2])
            # Whole columns, or a shape: which rows are meant isn't said.
            if found is None:
                raise UsageError(_SELECT, sheet=sheet)
            first, last = int(found[1]), min(int(found[2] or found[1]), used)
            chosen.update(range(first, last + 1))
        return frozenset(row for row in chosen if there.range((row, 1)).row_height)

    def progress(self, text: Text, **context: object) -> None:
        """Say in the status bar what is being done; a good moment to be cancelled."""
        self.cancelled()
        self.doing = text.fill(**context)
        self.app.status_bar = self.doing.say(self.language)

    def occasion(self) -> Occasion:
        """Return the occasion of a press: now, this person, watched in the status bar."""
        return Occasion(self.now(), self.person, self.language, _StatusBar(self))

    def wait_until_free(self) -> None:
        """Wait while somebody types in a cell; MachineError when it takes too long."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                _ = self.book.name, self.app.screen_updating
            except Exception as fault:
                if getattr(fault, "hresult", None) not in _BUSY:
                    raise
                if time.monotonic() > deadline:
                    raise MachineError(FINISH_TYPING) from fault
                time.sleep(0.1)
            else:
                return

    def _written(self, done: int, total: int) -> None:
        if done < total:
            self.progress(_WRITING, done=done, total=total)


class _StatusBar(Watcher):
    """Shows how far a job is; each part is a good moment to be cancelled."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def step(self) -> None:
        self._desk.cancelled()

    def each(self, items: Collection[T]) -> Iterator[T]:
        what, shown = self._desk.doing, time.monotonic()
        for done, item in enumerate(items):
            self._desk.cancelled()
            if time.monotonic() - shown > _EVERY:  # each look crosses to another process
                shown = time.monotonic()
                self._desk.progress(_PART, what=what, done=done, total=len(items))
            yield item
        self._desk.doing = what


def desk_of_caller() -> Desk:
    """Return the desk of the person who pressed a button in Excel."""
    sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # not free for all users
    import xlwings

    _tame(xlwings)
    book = xlwings.Book.caller()
    machine = Machine.this()
    return Desk(book, asking_for(book.app), machine.state, detect())


def _tame(xlwings: Any) -> None:
    """Keep xlwings from waiting for ever, and from ending Excel processes when it exits.

    On Windows it repeats a rejected call without end, and takes an Excel without a window for a
    dead one.
    """
    if sys.platform == "win32":
        import atexit

        atexit.unregister(xlwings._xlwindows.cleanup)
        xlwings._xlwindows.N_COM_ATTEMPTS = _ATTEMPTS


def is_busy(fault: BaseException) -> bool:
    """Whether Excel rejected a call because a person is typing, or a window is open."""
    return getattr(fault, "hresult", None) in _BUSY


def open_folder(folder: Path) -> None:
    """Show a folder to the person; where that can't be done, nothing happens."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.startfile(folder)
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen([opener, str(folder)], stderr=subprocess.DEVNULL)


def _person() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such account, or no names on this system
        return ""


_AREA = re.compile(r"[A-Z]*([0-9]+)(?::[A-Z]*([0-9]+))?")
_SELECT = Text(
    "โปรดเลือกเซลล์ของแถวที่ต้องการในชีต “{sheet}” แล้วกดปุ่มอีกครั้ง",
    "select cells of the rows that you mean on the sheet “{sheet}”, then press the button again",
)
_PART = Text("{what} {done}/{total}", "{what} {done}/{total}")
_WRITING = Text("กำลังเขียนลงสมุดงาน {done}/{total}", "writing into the workbook {done}/{total}")
FINISH_TYPING = Text(
    "Excel กำลังรอให้พิมพ์ในเซลล์หรือตอบหน้าต่างที่เปิดค้างอยู่ โปรดกด Enter หรือ Esc ให้เสร็จก่อน แล้วกดปุ่มอีกครั้ง",
    "Excel is waiting for you to finish a cell or answer a window: press Enter or Esc first, then "
    "press the button again",
)
