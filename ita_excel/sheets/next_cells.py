"""One cell of this year's workbook in next year's: what moves with the year, and what a person must look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel.catalogue import oit
from ita_excel.catalogue.certainty import Certainty
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.schema.model import Action
from ita_excel.thai.calendar import FiscalYear, Period
from ita_excel.thai.periods import read_period
from ita_excel.thai.year_later import day_later, year_later


class MovedCell(NamedTuple):
    """A cell of next year's workbook that says something else than this year's."""

    at: CellRef
    heading: str
    old: str
    new: str


class LeftCell(NamedTuple):
    """What a person must look at: `what` stands there, or stood in this year's workbook, and why."""

    at: CellRef | None
    heading: str
    what: str
    why: Text


@dataclass(slots=True)
class Carrying:
    """The year that is left, and what was noted of cells on the way into the next."""

    year: FiscalYear
    items: Sequence[oit.Item] = ()  # the agency's own list
    moved: list[MovedCell] = field(default_factory=list)
    left: list[LeftCell] = field(default_factory=list)

    @property
    def next(self) -> FiscalYear:
        return FiscalYear(self.year.year + 1)

    def value(self, at: CellRef, heading: str, value: Value) -> Value:
        """Return a value with its dates and years moved; None, noted, for one that is no value."""
        value = self.kept(at, heading, value)
        if isinstance(value, dt.datetime):
            day = day_later(value.date())
            new: Value = value.replace(year=day.year, month=day.month, day=day.day)
        elif isinstance(value, dt.date):
            new = day_later(value)
        elif isinstance(value, str):
            new = self._text(at, heading, value)
        else:
            return value
        if new != value:
            self.moved.append(MovedCell(at, heading, as_text(value), as_text(new)))
        return new

    def kept(self, at: CellRef, heading: str, value: Value) -> Value:
        """Return a value as it is; None, noted, for one that is no value."""
        if isinstance(value, (CellError, Uncalculated)):
            self.left.append(LeftCell(at, heading, as_text(value), _NO_VALUE))
            return None
        return value

    def _text(self, at: CellRef, heading: str, text: str) -> str:
        later = year_later(text, self.year)
        self.left += (LeftCell(at, heading, said, _STAYS) for said in later.left)
        self.left += (LeftCell(at, heading, said, _NO_SUCH_DAY) for said in later.doubtful)
        return later.text

    def period(
        self, at: CellRef, heading: str, typed: tuple[Value, Value], period: Period | None
    ) -> tuple[Value, Value]:
        """Return the cells of a period a year later: as typed where that says it, else in our words."""
        if period is None:
            said = " - ".join(as_text(v) for v in typed if v is not None)
            if said:
                self.left.append(LeftCell(at, heading, said, _NO_PERIOD))
            return typed
        later = period.later(1)
        start, end = (_period_cell(v, self.year) for v in typed)
        if read_period(start, end, self.next) != later:
            start, end = later.label() if later.parts else later.start.label(), None
            if not later.parts:
                end = later.end.label()
        if (start, end) != typed:
            old, new = (" - ".join(as_text(v) for v in pair if v is not None)
                        for pair in (typed, (start, end)))  # fmt: skip
            self.moved.append(MovedCell(at, heading, old, new))
        return start, end

    def codes(self, at: CellRef, heading: str, action: Action) -> str:
        """Return the OIT items of an action by their codes of the next year."""
        if not action.oit or not action.items:
            return action.oit
        now: list[str] = []
        for code in action.items:
            new, why = self._code(code)
            now.append(new)
            if why:
                self.left.append(LeftCell(at, heading, code, why))
        if tuple(now) == action.items:
            return action.oit
        if action.unread_items:
            self.left.append(LeftCell(at, heading, action.oit, _WORDS.fill(now=", ".join(now))))
            return action.oit
        new_text = ", ".join(dict.fromkeys(now))
        self.moved.append(MovedCell(at, heading, action.oit, new_text))
        return new_text

    def _code(self, code: str) -> tuple[str, Text | None]:
        """Return the code of an item in the next year, and what is doubtful about it."""
        if self.next not in oit.known_years(self.items):
            return code, None  # said once, of the whole plan
        former = oit.find(code, self.year, self.items)
        if former is None:
            return code, _NO_ITEM.fill(year=self.year.year)
        same = oit.equivalents(code, self.year, self.next, self.items)
        if any(item.code == code for item in same):
            return code, None
        if not same:
            return code, _NO_SUCH_ITEM.fill(year=self.next.year, title=former.title)
        if len(same) > 1:
            both = ", ".join(item.label for item in same)
            return code, _SEVERAL.fill(title=former.title, now=both)
        sure = {same[0].certainty, former.certainty} == {Certainty.SURE}
        return same[0].code, None if sure else _PROBABLY.fill(now=same[0].label)


def _period_cell(value: Value, year: FiscalYear) -> Value:
    if isinstance(value, str):
        return year_later(value, year).text
    if isinstance(value, dt.datetime):
        return day_later(value.date())
    return day_later(value) if isinstance(value, dt.date) else value


def unknown_items(carrying: Carrying, actions: Sequence[Action]) -> Iterator[LeftCell]:
    """Yield the one remark of a plan with items into a year whose list nobody knows."""
    if carrying.next in oit.known_years(carrying.items):
        return
    codes = dict.fromkeys(code for action in actions for code in action.items)
    if codes:
        yield LeftCell(None, "", ", ".join(codes), _NO_LIST.fill(year=carrying.next.year))


_NO_VALUE = Text(
    "สูตรไม่มีผลที่ใช้ได้ จึงเว้นว่างไว้", "a formula without a usable result, so the cell is left blank"
)
_STAYS = Text(
    "มีปีหรือวันที่ซึ่งอาจไม่เลื่อนตามปี จึงคงไว้", "a year or day that may not move with the year, so it stays"
)
_NO_SUCH_DAY = Text(
    "ปีถัดไปไม่มีวันที่ 29 กุมภาพันธ์ จึงเป็นวันที่ 28", "the next year has no 29 February: it became the 28th"
)
_NO_PERIOD = Text("อ่านระยะเวลาไม่ออก จึงคงไว้", "a period that can't be read, so it stays")
_WORDS = Text(
    "มีข้อความปนกับเลขข้อ จึงคงไว้ ปีถัดไปคือ {now}",
    "words beside the item, so it stays; next year it is {now}",
)
_NO_ITEM = Text("ปี {year} ไม่มีข้อนี้ จึงคงไว้", "{year} has no such item, so it stays")
_NO_SUCH_ITEM = Text(
    "ไม่ทราบว่าข้อนี้ ({title}) เป็นข้อใดในปี {year} จึงคงไว้",
    "nobody knows which item of {year} this is ({title}), so it stays",
)
_SEVERAL = Text(
    "ข้อนี้ ({title}) แยกเป็นหลายข้อในปีถัดไป: {now} จึงคงไว้",
    "this item ({title}) is several of the next year: {now}; it stays",
)
_PROBABLY = Text(
    "เปลี่ยนเป็น {now} ซึ่งยังไม่ยืนยัน โปรดตรวจกับคู่มือ",
    "became {now}, which is not verified: check the manual",
)
_NO_LIST = Text(
    "ยังไม่มีรายการข้อ OIT ของปี {year} จึงคงเลขข้อเดิม โปรดตรวจกับคู่มือเมื่อประกาศ",
    "the OIT items of {year} aren't known yet, so the codes stay: check them when the manual is out",
)
