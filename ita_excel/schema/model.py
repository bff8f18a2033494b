"""The records of an ITA workbook in the field's own words: what a workbook says, not where.

A record carries both what was typed and what it means. Its fields are the sheet's columns, values
as the officer typed them (`Value`, or text stripped at the ends), so that nothing typed is lost.
Its properties give what they mean: a period, units, a round, days. `sheets.meaning` parses them,
each distinct text of a workbook once, when it is first asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from ita_excel.core.values import Value, as_text
from ita_excel.thai.calendar import FiscalYear, Period
from ita_excel.thai.normal import compare_form, same


class Round(Enum):
    """The two reports of a fiscal year."""

    SIX = "๖ เดือน"
    TWELVE = "๑๒ เดือน"

    @property
    def months(self) -> int:
        return 6 if self is Round.SIX else 12


class Status(Enum):
    """How far an action is."""

    DONE = "ดำเนินการแล้ว"
    UNDER_WAY = "อยู่ระหว่างดำเนินการ"
    NOT_DONE = "ยังไม่มีการดำเนินการ"
    CANCELLED = "ยกเลิก"

    @property
    def short(self) -> str:
        """The word over a narrow column: `อยู่ระหว่าง`, `ยังไม่มี`."""
        return self.value.removesuffix("ดำเนินการ").removesuffix("การ")


class Role(Enum):
    """What a signatory does with the memo."""

    PROPOSER = "ผู้เสนอ"
    OPINION = "ความเห็น"


UNIT_ROW = "~"  # in the รหัส of a unit's row, between that of the joint row and the unit's sign


@dataclass(frozen=True, slots=True)
class Agency:
    """The settings of the workbook (`ข้อมูลหน่วยงาน`), '' or None where not filled in."""

    name: str = ""
    short_name: str = ""
    district: str = ""
    province: str = ""
    owner: str = ""  # ส่วนราชการเจ้าของเรื่อง
    phone: str = ""
    letter_number: str = ""
    letter_date: dt.date | None = None
    fiscal_year: FiscalYear | None = None
    analysed_year: FiscalYear | None = None
    results_year: FiscalYear | None = None
    to: str = ""
    subject: str = ""
    enclosures: str = ""
    round: Round | None = None
    website: str = ""
    font: str = ""
    thai_digits: bool = True
    short_unit_names: bool = False  # do documents print units' short names?
    emblem: str = ""  # path of the emblem's picture, as typed
    shared_rows: str = ""  # แถวของวิธีการร่วม
    published_total: Value = None  # คะแนนรวมของปีที่นำมาวิเคราะห์
    due_measures: dt.date | None = None
    due_six: dt.date | None = None  # of the results of a round
    due_twelve: dt.date | None = None
    due_publication: dt.date | None = None
    other_dates: str = ""  # one a line, its date first
    last_year_file: str = ""  # ไฟล์ของปีก่อน, as typed
    kind: str = ""  # ประเภทหน่วยงาน, as typed

    @property
    def paired_year(self) -> FiscalYear | None:
        """The earlier year whose results are reported out of its own workbook; None where the
        results are this workbook's."""
        if not self.last_year_file.strip() or self.results_year == self.fiscal_year:
            return None
        return self.results_year

    @property
    def rows_year(self) -> FiscalYear | None:
        """The year in which the results of this workbook's own rows come about."""
        paired = self.paired_year is not None and self.fiscal_year is not None
        return self.fiscal_year if paired else self.results_year or self.fiscal_year


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the agency that carries out actions (`ส่วนราชการ`)."""

    name: str
    short_name: str = ""
    email: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One who signs the memo; the proposer first, then each opinion up the chain."""

    order: Value = None
    role: str = ""
    heading: str = ""  # over the opinion: ความเห็นของปลัด
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the ten ITA indicators: scores of the year analysed and of those before, 0–100, and this
    year's target."""

    number: Value = None
    name: str = ""
    instrument: str = ""  # IIT, EIT or OIT
    score: Value = None
    target: Value = None
    score_two_ago: Value = None
    score_three_ago: Value = None
    lost_items: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The office's own words of a paragraph, as typed on the sheet: under which conditions, and what."""

    key: str = ""
    document: str = ""
    paragraph: str = ""
    condition: str = ""
    text: str = ""


class NamedPart(NamedTuple):
    """A stretch of a text about people: the name of one of Units, or words that stay as typed."""

    text: str
    is_unit: bool = False


class Responsible(NamedTuple):
    """Whom a text names. `every` means all units; `unknown` are parts that name no unit."""

    units: tuple[str, ...] = ()  # names of Units, in the order named
    posts: tuple[str, ...] = ()  # นิติกร, ผู้บริหาร …
    every: bool = False
    unknown: tuple[str, ...] = ()
    wording: tuple[NamedPart, ...] = ()  # the text again, cut at the units that it names

    def includes(self, unit: str) -> bool:
        """Whether `unit` (a name of Units) is responsible."""
        return self.every or unit in self.units

    def among(self, names: Sequence[str]) -> Sequence[str]:
        """Return those responsible of all `names` of Units, each once."""
        return names if self.every else tuple(dict.fromkeys(self.units))


@dataclass(frozen=True, slots=True)
class ReportDays:
    """The days in a cell of `วันที่รายงาน`; `unread` is the first part that is no day, else ''.

    `count` says how many parts there are, read or not; `days` is empty where one can't be read.
    """

    days: tuple[dt.date, ...] = ()
    unread: str = ""
    count: int = 0


class EvidencePart(NamedTuple):
    """A stretch of a line of evidence; `href` is where a web address leads, else ''."""

    text: str
    href: str = ""


class EvidenceLine(NamedTuple):
    """A line of evidence without its bullet: its parts in order, and whether it names a file."""

    text: str
    parts: tuple[EvidencePart, ...]
    is_file: bool = False  # by its name alone, a picture's too
    is_picture: bool = False
    ends_as_file: bool = False  # perhaps a file's name with spaces, perhaps a sentence


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Meanings(NamedTuple):
    """What the typed values of one workbook mean, by value; each is parsed when first looked up."""

    periods: Mapping[tuple[Value, Value], Period | None] = _NOTHING
    unread_sides: Mapping[tuple[Value, Value], str] = _NOTHING
    people: Mapping[str, Responsible] = _NOTHING
    rounds: Mapping[str, Round | None] = _NOTHING
    statuses: Mapping[str, Status | None] = _NOTHING
    items: Mapping[str, tuple[str, ...]] = _NOTHING
    unread_items: Mapping[str, str] = _NOTHING
    indicators: Mapping[str, tuple[int, ...]] = _NOTHING
    unread_indicators: Mapping[str, str] = _NOTHING
    numbers: Mapping[Value, int | None] = _NOTHING
    amounts: Mapping[Value, float | None] = _NOTHING
    odd_links: Mapping[str, tuple[str, ...]] = _NOTHING
    evidence: Mapping[str, tuple[EvidenceLine, ...]] = _NOTHING
    report_days: Mapping[Value, ReportDays] = _NOTHING


_NOT_READ = Meanings()  # of a record made by hand: `sheets.meaning.understood` gives it its own


def _key(typed: Value) -> Value:
    return (
        as_text(typed) if isinstance(typed, bool) else typed
    )  # True and 1 are one key, not one value


class Row:
    """What rows of the plan and of the results have in common."""

    __slots__ = ()
    responsible: str
    start: Value
    end: Value
    meanings: Meanings

    @property
    def period(self) -> Period | None:
        """From `start` to `end`; None where they can't be read, or the fiscal year is missing."""
        return self.meanings.periods[self.start, self.end]

    @property
    def who(self) -> Responsible:
        """The units and posts that `responsible` names."""
        return self.meanings.people[self.responsible]

    def concerns(self, unit: str) -> bool:
        """Whether `unit`, in whatever form, is among those that `responsible` names."""
        asked = self.meanings.people[unit].units or (unit,)
        return any(self.who.includes(name) for name in asked) or same(unit, self.responsible)

    def day(self, field: str) -> dt.date | None:
        """Return the one day in a field; None for none, several, or one that can't be read."""
        days = self.meanings.report_days[_key(getattr(self, field))].days
        return days[0] if len(days) == 1 else None

    def amount(self, field: str) -> float | None:
        """Return the number in a field, typed as number or as text in any digits; None for others."""
        return self.meanings.amounts[_key(getattr(self, field))]


@dataclass(frozen=True, slots=True)
class Action(Row):
    """One row of the plan. `measure` is resolved: an empty cell means the measure above."""

    key: str = ""
    measure: str = ""
    measure_given: bool = False  # whether this row's own cell names the measure
    number: Value = None
    text: str = ""
    details: str = ""
    oit: str = ""
    responsible: str = ""
    start: Value = None
    end: Value = None
    times: Value = None  # รายงานผลอย่างน้อย (ครั้ง/ปี)
    serves: str = ""  # ตัวชี้วัด
    draft: str = ""  # the mark of a row that nobody has accepted yet
    meanings: Meanings = field(default=_NOT_READ, repr=False, compare=False)

    @property
    def ordinal(self) -> int | None:
        """`number` as a whole number, without the signs of a list: 2 for `(๒)`; None for others."""
        typed = self.number.strip(" .)(") if isinstance(self.number, str) else self.number
        return self.meanings.numbers[_key(typed)]

    @property
    def unread_period(self) -> str:
        """The first of `start` and `end` that can't be read by itself, '' where both can."""
        return self.meanings.unread_sides[self.start, self.end]

    @property
    def items(self) -> tuple[str, ...]:
        """The codes of the OIT items in `oit`: `O15`, each once, in order."""
        return self.meanings.items[self.oit]

    @property
    def unread_items(self) -> str:
        """What in `oit` is no code, '' where all was read."""
        return self.meanings.unread_items[self.oit]

    @property
    def indicators(self) -> tuple[int, ...]:
        """The numbers of the ITA indicators in `serves`, each once, in order."""
        return self.meanings.indicators[self.serves] if self.serves else ()

    @property
    def unread_indicators(self) -> str:
        """What in `serves` is no indicator, '' where all was read."""
        return self.meanings.unread_indicators[self.serves] if self.serves else ""

    @property
    def least_reports(self) -> int | None:
        """`times` as a whole number of reports a year; None for others."""
        return self.meanings.numbers[_key(self.times)]


@dataclass(frozen=True, slots=True)
class Result(Row):
    """One row of the results: what became of one action in one round."""

    key: str = ""  # the action's รหัส
    round: str = ""
    measure: str = ""
    measure_given: bool = False
    number: Value = None
    text: str = ""
    responsible: str = ""
    start: Value = None
    end: Value = None
    status: str = ""
    outcome: str = ""  # ผลการดำเนินการ
    problems: str = ""
    suggestions: str = ""
    evidence: str = ""
    reported_on: Value = None
    reported_by: str = ""
    confirmed: str = ""  # the mark that answers carried from round 6 still hold
    unit: str = ""  # whose row it is of an action that several units share
    meanings: Meanings = field(default=_NOT_READ, repr=False, compare=False)

    @property
    def action_key(self) -> str:
        """The รหัส of the row's action in the plan."""
        return self.key.partition(UNIT_ROW)[0]

    @property
    def in_round(self) -> Round | None:
        """The round that `round` names, None for others."""
        return self.meanings.rounds[self.round]

    @property
    def round_name(self) -> str:
        """The one name of the round, however it is written; of no round, the text as compared."""
        return self.in_round.value if self.in_round else compare_form(self.round)

    @property
    def state(self) -> Status | None:
        """What `status` means, other offices' words included; None for a blank or unknown one."""
        return self.meanings.statuses[self.status]

    @property
    def evidence_lines(self) -> tuple[EvidenceLine, ...]:
        """The lines of `evidence` that name some: none for `-` or `ไม่มี`."""
        return self.meanings.evidence[self.evidence] if self.evidence else ()

    @property
    def odd_links(self) -> tuple[str, ...]:
        """What in `evidence` was meant as a web address and can't be one."""
        return self.meanings.odd_links[self.evidence] if self.evidence else ()

    @property
    def files(self) -> tuple[str, ...]:
        """The files that `evidence` names, one a line, as typed; pictures among them."""
        return tuple(line.text for line in self.evidence_lines if line.is_file)

    @property
    def pictures(self) -> tuple[str, ...]:
        """The picture files that `evidence` names."""
        return tuple(line.text for line in self.evidence_lines if line.is_picture)

    @property
    def report_days(self) -> ReportDays:
        """The days in `reported_on`."""
        return self.meanings.report_days[_key(self.reported_on)]


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that one workbook says: one agency, one fiscal year."""

    agency: Agency = Agency()
    units: tuple[Unit, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    plan: tuple[Action, ...] = ()
    results: tuple[Result, ...] = ()  # the agency's own: of a shared action the joint row
    unit_results: tuple[Result, ...] = ()  # of shared actions: what each unit says
    meanings: Meanings = field(default=_NOT_READ, repr=False, compare=False)
    order: tuple[str, ...] = ()  # รหัส in the report's order, as far as it is remembered
    wording: tuple[Wording, ...] = ()
    identity: str = ""  # by what the workbook is known among others, '' where nothing says so
