"""Upgrade: a workbook of an older version is brought up to date, and what was lost of ours put back.

Sheets and columns come first, then settings, then what ties cells together: each step reads what
the one before has made. A file is saved once, after the last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.grid import WiredGrid
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.sheets import Reading, append_rows, history, read
from ita_excel.sheets.lacking import shows_wiring
from ita_excel.sheets.upgrading import (
    Change,
    Kept,
    UpgradeStep,
    grouped,
    sentence,
)

COMMAND = "upgrade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded(Outcome):
    """What was added and put back, and what stayed because a person made it.

    `version` is that of the workbook before, None where it named none.
    """

    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    version: int | None = None


def upgrade(
    place: Place, occasion: Occasion, *, dry_run: bool = False, receipt: Path | None = None
) -> Upgraded:
    """Bring a workbook up to date and put back what is lost of ours; what is typed stays.

    `dry_run` changes nothing. A unit's workbook and one of a newer version stay as they are. Raises
    InputError for what is no ITA workbook, OutputError where it can't be saved.
    """

    def work(opened: OpenBook) -> Upgraded:
        done = bring_up_to_date(opened, only_look=dry_run and opened.file is None)
        if dry_run or not done.changes:
            return done
        written = opened.write(opened.read(), (), COMMAND, receipt=receipt)
        changed = written.changed or opened.file is None
        return Upgraded(
            changes=done.changes, kept=done.kept, version=done.version, changed=changed,
            notices=(*done.notices, *written.notices),
        )  # fmt: skip

    return in_turn(place, occasion, work, writing=not dry_run)


def bring_up_to_date(opened: OpenBook, *, only_look: bool = False) -> Upgraded:
    """Make the edits and log them, without saving; `only_look` stops before the first."""
    from ita_excel.rules.native.checks import SENTENCES
    from ita_excel.sheets import restoring, upgrading
    from ita_excel.store.file import FileGrid
    from ita_excel.store.shipped import template_bytes

    reading, grid = opened.read(), opened.grid
    left = _left_alone(reading)
    if left:
        return Upgraded(notices=(left,), version=reading.version)
    form = cast(WiredGrid, FileGrid.from_bytes(template_bytes()))
    template = read(form)
    steps: list[Callable[[Reading], UpgradeStep]] = [
        lambda now: upgrading.sheets_and_columns(now, grid, template, form),
        upgrading.missing_settings,
    ]
    if shows_wiring(grid):  # else the version stays: the file's next upgrade does the rest
        wired = grid
        steps += [
            upgrading.version,
            lambda now: restoring.restore(now, wired, template, form, SENTENCES.__contains__),
        ]
    changes: list[Change] = []
    kept: tuple[Kept, ...] = ()
    now = reading
    for step in steps:
        found = step(now)
        changes += found.changes
        kept = (*kept, *found.kept)
        if only_look:
            continue
        if found.edits:
            grid.apply(found.edits)
            now = read(grid)
    if changes and not only_look:
        _log(now, opened, changes)
    notices = (Notice("kept", _KEPT.fill(n=len(kept)), Severity.INFO),) if kept else ()
    return Upgraded(changes=tuple(changes), kept=kept, version=reading.version, notices=notices)


def _log(reading: Reading, opened: OpenBook, changes: list[Change]) -> None:
    block = reading.blocks.get(schema.HISTORY.name)
    if block is None:
        return
    source = history.Source(COMMAND, opened.occasion.moment)
    rows = [
        history.remark(source, c.sheet, c.at, c.name, sentence(c).say("th"))
        for c in grouped(changes)
    ]
    opened.grid.apply(append_rows(block, rows))


def _left_alone(reading: Reading) -> Notice | None:
    """Return why a workbook is not to be touched; None where it may."""
    if any(key.startswith(schema.META_SENT) for key in reading.meta):
        return Notice("unit_workbook", _OF_UNIT)
    if reading.version is not None and reading.version > schema.VERSION:
        context = {"found": reading.version, "known": schema.VERSION}
        return Notice("newer", _NEWER.fill(**context))
    return None


_KEPT = Text(
    "คงไว้ {n} แห่งที่มีผู้แก้เอง (สูตร รายการให้เลือก หรือถ้อยคำในรายการ)",
    "{n} places were left as somebody made them (formulas, drop-downs, words of lists)",
)
_OF_UNIT = Text(
    "ไฟล์นี้เป็นไฟล์ที่ส่งให้หน่วยงานกรอก จึงคงไว้ตามที่ส่ง โปรดปรับปรุงที่ไฟล์หลัก",
    "this is a workbook sent to a unit and stays as it was sent: upgrade the master instead",
)
_NEWER = Text(
    "ไฟล์นี้ใช้โครงสร้างรุ่นที่ {found} แต่โปรแกรมรู้จักถึงรุ่นที่ {known} จึงไม่ได้แก้ไขสิ่งใด โปรดปรับปรุงโปรแกรม",
    "the workbook is of schema version {found}, the program knows up to {known}: nothing was "
    "changed; update the program",
)
