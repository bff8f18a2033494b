"""How far the units are: who was sent what, who answered, what is done, what is overdue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ita_excel.core.language import Text
from ita_excel.merging import ledger_sheet
from ita_excel.merging.all_cells import merge_results
from ita_excel.merging.divisions import Division
from ita_excel.merging.ledger import Dispatch, Ledger
from ita_excel.merging.master import Master
from ita_excel.merging.sending import Share, share_out
from ita_excel.merging.standing import Standing, standings
from ita_excel.schema.model import Status
from ita_excel.sheets import Reading
from ita_excel.sheets.unit_rows import RowsBeneath, by_unit, shared, sharers


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
    rows: int = 0  # of what it was sent last; of what it would be sent, where nothing was
    answered: int = 0  # rows in which it wrote something, on whichever dispatch
    owed: int = 0  # rows that wait for it
    opened: str = ""  # when a file came back with nothing filled in
    not_sent: str = ""  # why the server didn't take the last one, '-' where it wasn't tried yet
    below: tuple[Division, ...] = ()  # divisions, as the unit's own master told last


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit that owes rows: what it was sent last, and the actions that wait for its answer.

    `mailed`: it is known how the message with its workbook fared. `keys` are the actions' รหัส.
    """

    dispatch: Dispatch
    rows: int
    actions: tuple[str, ...]
    mailed: bool
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedAction:
    """A joint row of the round reported, and which of the units that share it have said something."""

    key: str
    round: str
    action: str
    answered: tuple[str, ...]
    missing: tuple[str, ...]


def missing_sharers(shared: SharedAction) -> Text | None:
    """Return who of the units that share an action has said nothing; None where all have."""
    if not shared.missing:
        return None
    words = " ".join(shared.action.split())
    return _SHARED.fill(
        action=words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…",
        answered=len(shared.answered),
        n=len(shared.answered) + len(shared.missing),
        units=", ".join(shared.missing),
    )


_SHOWN = 60  # characters of an action
_SHARED = Text(
    "ร่วมกัน “{action}”: ตอบแล้ว {answered} จาก {n} หน่วยงาน ยังขาด {units}",
    "shared “{action}”: {answered} of {n} units have answered, missing: {units}",
)


def shared_actions(reading: Reading) -> list[SharedAction]:
    """Return how far each shared action is whose units answer in rows of their own."""
    if not by_unit(reading):
        return []
    rows = RowsBeneath(reading)
    found = []
    for record, joint in shared(reading, reading.agency.value.round):
        own = {unit: rows.of(joint, unit) for unit in sharers(reading, record)}
        if any(own.values()):
            said = [u for u, row in own.items() if row and (row.value.state or row.value.outcome)]
            missing = tuple(unit for unit in own if unit not in said)
            found.append(SharedAction(*joint, record.value.text, tuple(said), missing))
    return found


def unit_statuses(reading: Reading, today: dt.date) -> list[UnitStatus]:
    """Return how far each unit is, in the order of the workbook's units."""
    ledger = ledger_sheet.load(reading.meta)
    master = Master(reading)
    result = merge_results(master, ledger)
    open_ = Counter(c.theirs.answer.unit for c in result.conflicts)
    known = standings(master, ledger)
    below = _below(ledger)
    return [
        _status_of(share, known.get(share.unit), open_[share.unit], below, today)
        for share in share_out(reading).units
    ]


def owing(reading: Reading) -> list[Owing]:
    """Return the units that owe rows of what they were sent last, in the order of sending.

    Where several people of a unit got a workbook each, each that sent none back has a line.
    """
    ledger = ledger_sheet.load(reading.meta)
    master = Master(reading)
    return [
        Owing(
            dispatch,
            len(unit.rows),
            tuple(master.rows[row].value.text for row in unit.owed),
            dispatch.id in ledger.mailed,
            tuple(master.rows[row].value.action_key for row in unit.owed),
        )
        for unit in standings(master, ledger).values()
        if unit.owed and unit.last
        for dispatch in _copies(ledger, unit.last)
    ]


def _copies(ledger: Ledger, last: Dispatch) -> list[Dispatch]:
    """Return what was sent with a dispatch to people of one unit, but for who has answered."""
    if not last.address:
        return [last]
    together = [
        d
        for d in ledger.dispatches.values()
        if (d.unit, d.sent) == (last.unit, last.sent) and d.address
    ]
    answered = {a.dispatch for a in ledger.answers.values()}
    return [d for d in together if d.id not in answered] or together


def _status_of(
    share: Share,
    known: Standing | None,
    conflicts: int,
    below: Mapping[str, tuple[Division, ...]],
    today: dt.date,
) -> UnitStatus:
    statuses = Counter(r.value.state for r in share.results)
    out = known.out if known else None
    due = out.due if out else ""
    return UnitStatus(
        share.unit,
        out.sent if out else "",
        due,
        known.returned if known else "",
        known.files if known else 0,
        statuses[Status.DONE],
        statuses[Status.UNDER_WAY],
        statuses[Status.NOT_DONE],
        statuses[Status.CANCELLED],
        statuses[None],
        conflicts,
        bool(known and known.owed and due and dt.date.fromisoformat(due) < today),
        len(known.rows) if known else len(share.results),
        len(known.answered) if known else 0,
        len(known.owed) if known else 0,
        known.opened if known else "",
        (known.why or "-") if known and known.waiting else "",
        below.get(share.unit, ()),
    )


def _below(ledger: Ledger) -> dict[str, tuple[Division, ...]]:
    """Return how far units' divisions were when each last sent its own master."""
    told = sorted((a for a in ledger.answers.values() if a.below), key=lambda a: (a.saved, a.hash))
    return {a.unit: a.below.units for a in told if a.below}
