"""What several rules derive from a reading, worked out once: periods, units, pairs, dates."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from ita_excel.findings import Finding
from ita_excel.model import Action, Result, Round
from ita_excel.responsible import Directory
from ita_excel.sheets import Reading, Record
from ita_excel.sheets.reading import read_round
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.periods import Period, read_period


class Book:
    """A reading as the rules look at it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.agency = reading.agency
        self.plan = reading.plan
        self.results = reading.results
        self._order = {b.sheet: i for i, b in enumerate(reading.blocks.values())}

    @property
    def fiscal_year(self) -> FiscalYear | None:
        """The workbook's fiscal year; None where it isn't a plausible one (A202)."""
        return self.agency.value.fiscal_year

    @property
    def round(self) -> Round | None:
        """The round being reported."""
        return self.agency.value.round

    @property
    def memo_date(self) -> dt.date | None:
        return self.agency.value.letter_date

    @cached_property
    def directory(self) -> Directory:
        return Directory([u.value for u in self.reading.units], self.agency.value)

    @cached_property
    def plan_by_key(self) -> dict[str, Record[Action]]:
        """The first action of each รหัส."""
        found: dict[str, Record[Action]] = {}
        for record in self.plan:
            if record.value.key:
                found.setdefault(record.value.key, record)
        return found

    @cached_property
    def plan_periods(self) -> dict[int, Period | None]:
        """The period of each action by its row; None where it can't be read."""
        return {r.row: read_period(r.value.start, r.value.end, self.fiscal_year) for r in self.plan}

    @cached_property
    def result_periods(self) -> dict[int, Period | None]:
        return {
            r.row: read_period(r.value.start, r.value.end, self.fiscal_year) for r in self.results
        }

    @cached_property
    def pairs(self) -> list[tuple[Record[Action], Record[Result]]]:
        """Each result with the action that its รหัส names."""
        return [
            (self.plan_by_key[r.value.key], r)
            for r in self.results
            if r.value.key in self.plan_by_key
        ]

    @cached_property
    def reported(self) -> tuple[Record[Result], ...]:
        """The results of the round being reported; all of them where no round is set."""
        if self.round is None:
            return self.results
        return tuple(r for r in self.results if read_round(r.value.round) is self.round)

    def place(self, finding: Finding) -> tuple[int, int, int, str]:
        """Return the key that sorts findings in sheet order, row by row."""
        at = finding.at
        if at is None:
            return (-1, 0, 0, finding.code)
        return (self._order.get(at.sheet, 99), at.row, at.column, finding.code)
