"""Due: until when what is to be done, what is overdue, and the same as a calendar file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.sheets import Reading
from ita_excel.sheets.due_dates import DueDate, DueState, Undated, due_dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Due(Outcome):
    """What is due, the earliest first, as it stands on `today`, and what has no day.

    `dates` are those that were asked for, `every` all of them; the calendar file holds all.
    """

    today: dt.date
    dates: tuple[DueDate, ...] = ()
    every: tuple[DueDate, ...] = ()
    undated: tuple[Undated, ...] = ()
    calendar: Path | None = None

    def count(self, state: DueState) -> int:
        """Return how many of all dates stand so."""
        return sum(date.state is state for date in self.every)


def due(
    place: Place, occasion: Occasion, *, days: int | None = None, ics: str | Path | None = None
) -> Due:
    """Return what is due; with `days` only what is overdue or due within so many days.

    `ics` names the calendar file to write, in place of an older one. The workbook isn't changed.
    UsageError for a calendar file of another ending, InputError for what is no ITA workbook,
    OutputError where the calendar file can't be written.
    """
    target = _target(ics)
    today = occasion.moment.date()

    def work(opened: OpenBook) -> Due:
        reading = opened.read()
        found = due_dates(reading, today)
        asked = found.dates
        if days is not None:
            last = today + dt.timedelta(days=min(days, _MOST_DAYS))
            asked = tuple(d for d in asked if d.open and d.day <= last)
        if target:
            _write(target, reading, found.dates, occasion)
        unnamed = {d.at.row for d in found.dates if d.action and not d.key}
        notices = [Notice("no_key", _NO_KEY.fill(n=len(unnamed)))] if unnamed and target else []
        return Due(
            today=today, dates=asked, every=found.dates, undated=found.undated, calendar=target,
            notices=tuple(notices),
        )  # fmt: skip

    return in_turn(place, occasion, work, writing=False)


_MOST_DAYS = 36_500


def _target(ics: str | Path | None) -> Path | None:
    if ics is None:
        return None
    target = Path(ics)
    if target.suffix.lower() != ".ics":
        raise UsageError(_OTHER_ENDING, file=target.name)
    return target


def _write(target: Path, reading: Reading, dates: tuple[DueDate, ...], occasion: Occasion) -> None:
    from ita_excel.dispatch.calendar_file import calendar, require_calendar_file
    from ita_excel.store import saving

    data = calendar(reading, dates, occasion.moment, occasion.language)
    if target.is_file():
        with target.open("rb") as there:
            require_calendar_file(there.read(64), target.name)
    saving.replace_bytes(target, data)


_OTHER_ENDING = Text(
    "“{file}” ไม่ใช่ชื่อไฟล์ปฏิทิน ชื่อต้องลงท้ายด้วย .ics",
    "“{file}” is no calendar file: its name ends in .ics",
)
_NO_KEY = Text(
    "{n} วิธีการในแผนยังไม่มีรหัสประจำแถว โปรดสั่ง fill แล้วทำไฟล์ปฏิทินอีกครั้งก่อนนำเข้า มิฉะนั้นการนำเข้าครั้งหลังจะเพิ่มรายการซ้ำ",
    "{n} actions of the plan have no key yet: run fill and make the file again before you import "
    "it, or a later import will add them a second time",
)
