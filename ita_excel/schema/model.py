"""The records of an ITA workbook in the field's own words: what a workbook says, not where.

Values stay as the officer typed them (`Value` or text stripped at the ends); reading a period or
a unit out of them is the business of the rules and documents, so that nothing typed is lost here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from ita_excel.core.values import Value
from ita_excel.thai.calendar import FiscalYear


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


class Role(Enum):
    """What a signatory does with the memo."""

    PROPOSER = "ผู้เสนอ"
    OPINION = "ความเห็น"


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
    emblem: str = ""  # path of the emblem's picture, as typed


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
    """One of the ten ITA indicators with last year's score, 0–100, and this year's target."""

    number: Value = None
    name: str = ""
    instrument: str = ""  # IIT, EIT or OIT
    score: Value = None
    target: Value = None


@dataclass(frozen=True, slots=True)
class Action:
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


@dataclass(frozen=True, slots=True)
class Result:
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


@dataclass(frozen=True, slots=True)
class Workbook:
    """All that one workbook says: one agency, one fiscal year."""

    agency: Agency = Agency()
    units: tuple[Unit, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    plan: tuple[Action, ...] = ()
    results: tuple[Result, ...] = ()
