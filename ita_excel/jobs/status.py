"""Status: how far each unit is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ita_excel.core.language import Text
from ita_excel.dispatch.unit_status import (
    SharedAction,
    UnitStatus,
    shared_actions,
    unit_statuses,
)
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets.due_dates import DueDate, DueState, due_dates

SOON = dt.timedelta(days=30)
_DEADLINES = Text(
    "กำหนดเวลาตามแผน: เกินกำหนด {overdue} รายการ ครบกำหนดใน {days} วัน {soon} รายการ (ดูด้วย ita-excel due)",
    "the plan's due dates: {overdue} overdue, {soon} within {days} days (see ita-excel due)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStatuses(Outcome):
    """How far the units are, in the order of the workbook's sheet of units, and the actions that
    several share, in the order of the results."""

    units: tuple[UnitStatus, ...]
    shared: tuple[SharedAction, ...] = ()
    due: tuple[DueDate, ...] = ()  # what is overdue or due soon, the earliest first

    def of_dates(self, state: DueState) -> int:
        """Return how many of the plan's due dates are overdue, or due soon."""
        return sum(date.state is state for date in self.due)

    @property
    def deadlines(self) -> Text | None:
        """Say how many of the plan's due dates press; None where none does."""
        overdue, soon = self.of_dates(DueState.OVERDUE), self.of_dates(DueState.DUE)
        return _DEADLINES.fill(overdue=overdue, soon=soon, days=SOON.days) if self.due else None


def status(place: Place, occasion: Occasion) -> UnitStatuses:
    """Return what each unit was sent, answered and has done; overdue is told by the moment's day.

    Changes nothing. InputError for what is no ITA workbook.
    """

    def work(opened: OpenBook) -> UnitStatuses:
        reading, today = opened.read(), occasion.moment.date()
        known, last = due_dates(reading, today), today + SOON
        return UnitStatuses(
            units=tuple(unit_statuses(reading, today)),
            shared=tuple(shared_actions(reading)),
            due=tuple(date for date in known.dates if date.open and date.day <= last),
        )

    return in_turn(place, occasion, work, writing=False)
