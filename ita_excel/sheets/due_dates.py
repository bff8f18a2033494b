"""Until when what is to be done: each action and its reports, each round, each paper.

Days come from the plan's periods and frequencies, from the rounds of the fiscal year (31 March,
30 September) and from the office's own dates in the settings, which stand before the rounds' ends.
What can't be read is returned as such: no day is ever guessed. Whether something is done is known
of actions, reports and rounds by the results; of papers and of the office's own dates it isn't.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from ita_excel import schema
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.schema.model import Action, Result, Round, Status
from ita_excel.sheets.carrying import unconfirmed
from ita_excel.sheets.own_dates import OTHER, PAPERS, ROUNDS, listed
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.reporting_days import reporting_days
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_thai


class DueKind(Enum):
    """What is due."""

    ACTION = "action"  # its period, or one of several, ends
    REPORT = "report"  # one of the reports a year that the plan promises
    ROUND = "round"  # all results of a round, from which memo and report are made
    PAPER = "paper"  # a step of the papers for which the office set a day
    OWN = "own"  # anything else that the office wrote down


class DueState(Enum):
    """How it stands on a day. `PASSED`: the day is over, and whether it was done isn't known here."""

    OVERDUE = "overdue"
    DUE = "due"
    PASSED = "passed"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DueDate:
    """Something with its day. `name` is the same in every run, also when the day changes.

    `action`, `measure` and `responsible` are the plan's words, '' for what isn't about one action;
    `key` is the action's รหัส, '' also where the row has none yet.
    """

    kind: DueKind
    day: dt.date
    state: DueState
    what: Text
    name: str
    at: CellRef
    key: str = ""
    action: str = ""
    measure: str = ""
    responsible: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in (DueState.OVERDUE, DueState.DUE)


@dataclass(frozen=True, slots=True)
class Undated:
    """Something without a day: what was typed ('' for nothing), where, and why it gives none."""

    at: CellRef
    typed: str
    why: Text
    action: str = ""


@dataclass(frozen=True, slots=True)
class DueDates:
    """All days of a workbook, the earliest first; and what gives none, in the sheets' order."""

    dates: tuple[DueDate, ...] = ()
    undated: tuple[Undated, ...] = ()

    def next_of(self, key: str) -> DueDate | None:
        """Return the earliest day of an action that is still open; None for none."""
        return next((d for d in self.dates if key and d.key == key and d.open), None)


def due_dates(reading: Reading, today: dt.date) -> DueDates:
    """Return until when what is to be done, as it stands on `today`."""
    year = reading.agency.value.fiscal_year
    found: list[DueDate | Undated] = []
    if year is None:
        at = reading.agency.at("fiscal_year") or CellRef(schema.AGENCY.sheet, 1, 1)
        return DueDates(undated=(Undated(at, "", _NO_YEAR),))
    found += _of_settings(reading, today)
    answered = _answered(reading)
    for round_ in Round:
        found += _of_round(reading, year, round_, answered, today)
    for record in reading.plan:
        found += _of_action(record, year, answered, today)
    dates = [one for one in found if isinstance(one, DueDate)]
    order = list(DueKind)
    return DueDates(
        tuple(sorted(dates, key=lambda d: (d.day, order.index(d.kind)))),
        tuple(one for one in found if isinstance(one, Undated)),
    )


def round_day(reading: Reading, round_: Round | None) -> dt.date | None:
    """Return the office's own day for the results of a round; None where it set none."""
    return getattr(reading.agency.value, ROUNDS[round_]) if round_ else None


def _state(day: dt.date, today: dt.date, *, done: bool | None, cancelled: bool = False) -> DueState:
    if cancelled:
        return DueState.CANCELLED
    if done:
        return DueState.DONE
    if day >= today:
        return DueState.DUE
    return DueState.PASSED if done is None else DueState.OVERDUE


def _of_settings(reading: Reading, today: dt.date) -> Iterator[DueDate | Undated]:
    """Yield the papers and the office's own dates, and which of its dates can't be read."""
    for field in (*PAPERS, *ROUNDS.values()):
        at, typed = reading.agency.at(field), reading.agency.typed(field)
        day = getattr(reading.agency.value, field)
        if at is None or as_text(typed) == "":
            continue
        if day is None:
            yield Undated(at, as_text(typed), _NO_DATE)
        elif field in PAPERS:
            state = _state(day, today, done=None)
            yield DueDate(DueKind.PAPER, day, state, PAPERS[field], field, at)
    at, again = reading.agency.at(OTHER), Counter[str]()
    for line in listed(reading.agency.value) if at else ():
        assert at
        if line.day is None:
            yield Undated(at, line.typed, _NO_DATE)
            continue
        again[line.what] += 1
        name = f"{OTHER}/{line.what}/{again[line.what]}"
        what = Text(line.what, line.what)
        yield DueDate(DueKind.OWN, line.day, _state(line.day, today, done=None), what, name, at)


@dataclass(frozen=True, slots=True)
class _Answered:
    """What the results say, by the action's รหัส: the rows of each round that say something."""

    rows: dict[tuple[str, Round | None], list[Result]]
    kept: frozenset[Round | None]  # rounds of which there are any rows

    def of(self, key: str) -> list[Result]:
        """Return the rows of an action, the later round first."""
        return [r for round_ in (Round.TWELVE, Round.SIX, None) for r in self.at(key, round_)]

    def at(self, key: str, round_: Round | None) -> list[Result]:
        return self.rows.get((key, round_), []) if key else []


def _answered(reading: Reading) -> _Answered:
    waiting = {row.twelve.row for row in unconfirmed(reading)}  # says only what round 6 said
    found: dict[tuple[str, Round | None], list[Result]] = {}
    for record in reading.results:
        row = record.value
        if record.row not in waiting and (row.state is not None or row.outcome):
            found.setdefault((row.action_key, row.in_round), []).append(row)
    return _Answered(found, frozenset(r.value.in_round for r in reading.results))


def _of_round(
    reading: Reading, year: FiscalYear, round_: Round, answered: _Answered, today: dt.date
) -> Iterator[DueDate]:
    actions = [r.value for r in reading.plan if _counts(r.value)]
    at = reading.agency.at(ROUNDS[round_]) or reading.agency.at("round")
    if not actions or at is None:
        return
    open_ = sum(not answered.at(action.key, round_) for action in actions)
    # An office may report once a year: of a round that was never begun nothing is said.
    later = reading.agency.value.round is Round.TWELVE and round_ is Round.SIX
    skipped = later and round_ not in answered.kept
    day = round_day(reading, round_) or year.round_end(6 if round_ is Round.SIX else 12)
    yield DueDate(
        DueKind.ROUND,
        day,
        _state(day, today, done=None if skipped else not open_),
        _ROUND.fill(
            round=round_.value, months=round_.months, n=len(actions) - open_, of=len(actions)
        ),
        f"round/{round_.months}",
        at,
    )


def _counts(action: Action) -> bool:
    return bool(action.text)


def _of_action(
    record: Record[Action], year: FiscalYear, answered: _Answered, today: dt.date
) -> Iterator[DueDate | Undated]:
    action = record.value
    if not _counts(action):
        return
    rows = answered.of(action.key)
    state = next((row.state for row in rows if row.state), None)
    cancelled = state is Status.CANCELLED

    def due(kind: DueKind, day: dt.date, done: bool, what: Text, name: str, field: str) -> DueDate:
        return DueDate(
            kind, day, _state(day, today, done=done, cancelled=cancelled), what, name,
            record.at(field), action.key, action.text, action.measure, action.responsible,
        )  # fmt: skip

    yield from _ends(record, due, done=state is Status.DONE)
    yield from _reports(record, year, due, sum(max(1, row.report_days.count) for row in rows))


def _ends(
    record: Record[Action], due: Callable[..., DueDate], *, done: bool
) -> Iterator[DueDate | Undated]:
    """Yield the end of an action's period, or of each of several."""
    action, period = record.value, record.value.period
    if period is None or period.backwards:
        typed = " - ".join(t for t in map(as_text, (action.start, action.end)) if t)
        why = _BACKWARDS if period else (_NO_PERIOD if typed else _BLANK_PERIOD)
        field = "start" if "start" in record.block.columns else "text"
        yield Undated(record.at(field), typed, why, action.text)
        return
    field = "end" if "end" in record.block.columns else "text"
    parts = period.parts or (period,)
    for number, part in enumerate(parts, 1):
        what = _END if len(parts) == 1 else _PART.fill(part=part.label(), n=number, of=len(parts))
        yield due(DueKind.ACTION, part.end.last_day, done, what, f"end/{number}", field)


def _reports(
    record: Record[Action], year: FiscalYear, due: Callable[..., DueDate], made: int
) -> Iterator[DueDate | Undated]:
    """Yield the reports that the plan promises; the first `made` of them are there."""
    action, period = record.value, record.value.period
    if "times" not in record.block.columns:
        return
    times = action.least_reports
    if times is None or not 1 <= times <= 12:
        typed = as_text(action.times)
        why = _NO_TIMES if typed else _BLANK_TIMES
        yield Undated(record.at("times"), typed, why, action.text)
        return
    begins = None if period is None or period.backwards else period.start
    days = reporting_days(year, times, begins)
    for number, day in enumerate(days, 1):
        what = _REPORT.fill(n=to_thai(str(number)), of=to_thai(str(len(days))))
        yield due(DueKind.REPORT, day, number <= made, what, f"report/{number}", "times")


_NO_YEAR = Text(
    "ยังไม่ได้ระบุปีงบประมาณ จึงไม่ทราบกำหนดใดเลย", "the fiscal year is missing: no day can be known"
)
_NO_DATE = Text(
    "อ่านวันที่ไม่ออก โปรดเขียน เช่น ๓๑ มีนาคม ๒๕๗๐", "not a date: write it as ๓๑ มีนาคม ๒๕๗๐ or 31/3/2570"
)
_BLANK_PERIOD = Text("ยังไม่ได้ระบุระยะเวลา", "no period is given")
_NO_PERIOD = Text("อ่านระยะเวลาไม่ออก", "the period can't be read")
_BACKWARDS = Text("ระยะเวลาสิ้นสุดก่อนเริ่ม", "the period ends before it starts")
_BLANK_TIMES = Text("ยังไม่ได้ระบุจำนวนครั้งที่รายงาน", "how often to report isn't given")
_NO_TIMES = Text(
    "จำนวนครั้งที่รายงานไม่ใช่จำนวนเต็ม ๑ ถึง ๑๒", "how often to report is no whole number from 1 to 12"
)
_ROUND = Text(
    "ส่งผลและจัดทำรายงานรอบ {round} (มีผลแล้ว {n} จาก {of} วิธีการ)",
    "results and report of the round of {months} months ({n} of {of} actions have results)",
)
_END = Text("ครบกำหนดดำเนินการ", "to be done")
_PART = Text("ครบกำหนดดำเนินการช่วง {part}", "to be done, period {n} of {of} ({part})")
_REPORT = Text("รายงานผลครั้งที่ {n} จาก {of}", "report {n} of {of}")
