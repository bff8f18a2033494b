"""Status: how far each unit is."""

from __future__ import annotations

from dataclasses import dataclass

from ita_excel.dispatch.unit_status import (
    SharedAction,
    UnitStatus,
    shared_actions,
    unit_statuses,
)
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStatuses(Outcome):
    """How far the units are, in the order of the workbook's sheet of units, and the actions that
    several share, in the order of the results."""

    units: tuple[UnitStatus, ...]
    shared: tuple[SharedAction, ...] = ()


def status(place: Place, occasion: Occasion) -> UnitStatuses:
    """Return what each unit was sent, answered and has done; overdue is told by the moment's day.

    Changes nothing. InputError for what is no ITA workbook.
    """

    def work(opened: OpenBook) -> UnitStatuses:
        reading = opened.read()
        return UnitStatuses(
            units=tuple(unit_statuses(reading, occasion.moment.date())),
            shared=tuple(shared_actions(reading)),
        )

    return in_turn(place, occasion, work, writing=False)
