"""How far the units are: who was sent what, who answered, what is done, what is overdue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from ita_excel.merging import ledger_sheet
from ita_excel.merging.all_cells import merge_results
from ita_excel.merging.below import BelowUnit
from ita_excel.merging.ledger import Dispatch, Ledger
from ita_excel.merging.master import Master
from ita_excel.merging.sending import share_out
from ita_excel.schema.model import Result, Status
from ita_excel.sheets import Reading, Record


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One unit. Moments are ISO texts, '' where it didn't happen."""

    unit: str
    sent: str
    due: str
    returned: str
    files: int
    done: int
    under_way: int
    not_done: int
    cancelled: int
    blank: int
    conflicts: int
    overdue: bool
    below: tuple[BelowUnit, ...] = ()  # divisions, as the unit's own master told last


def unit_statuses(reading: Reading, today: dt.date) -> list[UnitStatus]:
    """Return how far each unit is, in the order of the workbook's units."""
    ledger = ledger_sheet.load(reading.meta)
    result = merge_results(Master(reading), ledger)
    open_ = Counter(c.theirs.answer.unit for c in result.conflicts)
    return [
        _status_of(share.unit, share.results, ledger, open_[share.unit], today)
        for share in share_out(reading).units
    ]


def unanswered(reading: Reading) -> list[Dispatch]:
    """Return the latest dispatch of each unit that hasn't answered it."""
    ledger = ledger_sheet.load(reading.meta)
    answered = {c.dispatch for c in ledger.answers.values()}
    latest = [_latest(ledger, unit) for unit in dict.fromkeys(_units(ledger))]
    return [d for d in latest if d and d.id not in answered]


def _units(ledger: Ledger) -> list[str]:
    return [d.unit for d in sorted(ledger.dispatches.values(), key=lambda d: (d.sent, d.unit))]


def _latest(ledger: Ledger, unit: str) -> Dispatch | None:
    sent = [d for d in ledger.dispatches.values() if d.unit == unit]
    return max(sent, key=lambda d: (d.sent, d.id), default=None)


def _status_of(
    unit: str,
    results: tuple[Record[Result], ...],
    ledger: Ledger,
    conflicts: int,
    today: dt.date,
) -> UnitStatus:
    sent = _latest(ledger, unit)
    answers = [c for c in ledger.answers.values() if sent is not None and c.dispatch == sent.id]
    statuses = Counter(r.value.state for r in results)
    due = sent.due if sent else ""
    return UnitStatus(
        unit,
        sent.sent if sent else "",
        due,
        max((c.saved for c in answers), default=""),
        len(answers),
        statuses[Status.DONE],
        statuses[Status.UNDER_WAY],
        statuses[Status.NOT_DONE],
        statuses[Status.CANCELLED],
        statuses[None],
        conflicts,
        bool(sent and due and not answers and dt.date.fromisoformat(due) < today),
        _below(unit, ledger),
    )


def _below(unit: str, ledger: Ledger) -> tuple[BelowUnit, ...]:
    """Return how far a unit's divisions were when it last sent its own master."""
    told = [a for a in ledger.answers.values() if a.unit == unit and a.below]
    last = max(told, key=lambda a: (a.saved, a.hash), default=None)
    return last.below.units if last and last.below else ()
