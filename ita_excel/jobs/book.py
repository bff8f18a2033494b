"""The workbook that a job works on: opened in turn, changed with history, saved.

A path is a file: the job opens it, waits while another run of this program is at work on it, saves
it (atomically, with a backup) and begins again where somebody else saved it meanwhile. A grid is a
workbook that the caller holds, such as one open in Excel: edits are applied, saving is the caller's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from ita_excel import schema
from ita_excel.core.errors import system_refusals
from ita_excel.core.grid import CellRef, Edit, Grid, SetCell
from ita_excel.core.language import Text
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice
from ita_excel.sheets import Reading, read
from ita_excel.store.file import FileGrid

Place = str | Path | Grid
T = TypeVar("T")

_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)  # seconds, before each new attempt
_WAITING = Text(
    "กำลังรอ: โปรแกรมนี้กำลังทำงานกับ {file} อยู่ในหน้าต่างอื่น",
    "waiting: another run of this program is at work on {file}",
)
_NO_HISTORY = Text(
    "ไม่ได้บันทึกการแก้ไขไว้ เพราะสมุดงานไม่มีชีต “{sheet}”",
    "the changes were not logged: the workbook has no sheet “{sheet}”",
)


class Written(NamedTuple):
    """What became of a job's edits: whether any changed the workbook, and what is to be known."""

    changed: bool = False
    notices: tuple[Notice, ...] = ()


class OpenBook(NamedTuple):
    """A workbook that a job has in hand. `file` is None for a grid that its caller saves."""

    grid: Grid
    occasion: Occasion
    file: Path | None = None

    def read(self) -> Reading:
        """Return the records of the workbook; InputError for what is no ITA workbook."""
        return read(self.grid)

    @property
    def folder(self) -> Path | None:
        """The folder that holds the workbook, where pictures lie; None where there is none."""
        return folder_of(self.grid)

    def calculated(self, at: CellRef) -> bool:
        """Whether a cell holds a formula, which nothing may be written over."""
        known: Callable[[CellRef], bool] | None = getattr(self.grid, "calculated", None)
        return known is not None and known(at)

    def locked(self, at: CellRef) -> bool:
        """Whether nothing may be written into a cell: a formula, or covered by a merged area."""
        covered: Callable[[CellRef], bool] | None = getattr(self.grid, "covered", None)
        return self.calculated(at) or (covered is not None and covered(at))

    def write(
        self,
        reading: Reading,
        edits: Sequence[Edit],
        command: str,
        *,
        others: Sequence[Edit] = (),
        receipt: str | Path | None = None,
        passed: tuple[str, ...] = (),
    ) -> Written:
        """Make the edits with their history in one write, and save a file.

        `others` are edits that are logged already or need no history. Nothing is touched where
        nothing changes. `passed` are the fingerprints of states from which the workbook comes now,
        besides its own. `receipt` names the file for the receipt of the comparison (JSON), which
        is written also where nothing changed. OutputError where the file can't be written.
        """
        made = self.make(reading, edits, command, others=others, passed=passed)
        changed = made.changed
        if self.file and isinstance(self.grid, FileGrid):
            changed = self.grid.save()
            if receipt:
                from ita_excel.store import saving

                record = self.grid.receipt if changed else None
                saving.replace_bytes(Path(receipt), (record.to_json() if record else "{}").encode())
        return Written(changed, _unlogged(reading, [*edits, *others]) if changed else ())

    def make(
        self,
        reading: Reading,
        edits: Sequence[Edit],
        command: str,
        *,
        others: Sequence[Edit] = (),
        passed: tuple[str, ...] = (),
    ) -> Written:
        """Make the edits with their history, and save nothing yet: as `write`."""
        from ita_excel.sheets import history  # not for what only reads

        source = history.Source(command, self.occasion.moment)
        whole = [*edits, *others, *history.entries(reading, edits, source)]
        if whole:
            state = _state(reading) if _may_change_tables(whole) else None
            self.grid.apply(whole)
            if state:
                remember(self.grid, (*passed, *state))
        return Written(bool(whole), _unlogged(reading, [*edits, *others]) if whole else ())


def _may_change_tables(edits: Sequence[Edit]) -> bool:
    """Whether edits touch more than the list of findings, which no copy is compared by."""
    at = (e.at if isinstance(e, SetCell) else e for e in edits)
    return any(getattr(place, "sheet", "") != schema.FINDINGS.sheet for place in at)


def _state(reading: Reading) -> tuple[str, ...] | None:
    """Return the state of a master's tables before a write; None for what is no master."""
    from ita_excel.sheets import last_written  # not for what only reads
    from ita_excel.sheets.typed_tables import contents_of, fingerprint

    if not last_written.is_master(reading.meta):
        return None
    return (fingerprint(contents_of(reading.blocks, derived_heading)),)


def remember(grid: Grid, passed: tuple[str, ...] = ()) -> None:
    """Let a master carry what stands in it now, for whoever works on a copy of it.

    `passed` are fingerprints of states that it came from, besides those that it remembers.
    """
    from ita_excel.sheets import last_written

    edits = last_written.keep(grid, derived_heading, passed)
    if edits:
        grid.apply(edits)


def derived_heading(heading: str) -> bool:
    """Whether the column under a heading holds nothing but formulas of ours."""
    from ita_excel.rules.native.cells import HELPERS, helper_heading

    return heading in {helper_heading(field) for field in HELPERS}


def in_turn(
    place: Place, occasion: Occasion, work: Callable[[OpenBook], T], *, writing: bool = True
) -> T:
    """Return what `work` does with the workbook at `place`, which it reads and writes.

    Where somebody without turns (on another PC) saved a file meanwhile, it is opened again and the
    work is done anew. `writing` is False for work that only reads: then nobody is waited for.
    What the system refuses is an ItaExcelError, too.
    """
    with system_refusals():
        if not isinstance(place, (str, Path)):
            return work(OpenBook(place, occasion))
        file = Path(place)

        def attempt() -> T:
            return work(OpenBook(FileGrid(file), occasion, file))

        if not writing:
            return attempt()
        from ita_excel.store import saving  # not for what only reads
        from ita_excel.store.turns import turn

        why = _WAITING.fill(file=file.name)
        with turn(file, lambda: occasion.watcher.waiting(why)):
            for pause in _PAUSES:
                try:
                    return attempt()
                except saving.Changed:
                    import random  # only who waits needs it

                    time.sleep(random.uniform(pause / 2, pause))
            return attempt()


def folder_of(grid: Grid) -> Path | None:
    """Return the folder that holds a workbook; None for one never saved, on the web, in memory."""
    folder = getattr(grid, "folder", None)
    return folder if isinstance(folder, Path) else None


def _unlogged(reading: Reading, edits: Iterable[Edit]) -> tuple[Notice, ...]:
    """Say where changes of what officers type were not logged: the sheet for them is lost."""
    if schema.HISTORY.name in reading.blocks:
        return ()
    logged = {t.name for t in schema.officers_tables()}
    sheets = {block.sheet for name, block in reading.blocks.items() if name in logged}
    if not any(isinstance(e, SetCell) and e.at.sheet in sheets for e in edits):
        return ()
    return (Notice("no_history", _NO_HISTORY.fill(sheet=schema.HISTORY.sheet)),)
