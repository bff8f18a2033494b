"""Which findings keep a document from being made: the errors in what it prints, and no others.

What a document prints is part of its declaration. An error in a row of another round than the one
that is printed, or of another unit, is in none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from ita_excel import schema
from ita_excel.catalogue import wording
from ita_excel.catalogue.oit import Item
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.rules.declaring import RuleCheck
from ita_excel.rules.engine import validate
from ita_excel.rules.prints import Prints
from ita_excel.rules.published import UNPRINTABLE
from ita_excel.schema.model import Action, Result, Round
from ita_excel.sheets import Block, Reading
from ita_excel.sheets.structure import MISSING, ROWS_OUTSIDE

_OF_THE_YEAR = frozenset({"R408"})  # about all rounds together, which only the last can lack
NOT_FILLED, _OF_RESULTS = "R401", "R"
# Personal data doesn't keep the office's own papers back; publication has a guard of its own.
_OF_PUBLICATION = ("V701", "V702")


_OTHER_ROUND = Text(
    "สมุดงานตั้งรอบการรายงานไว้ที่ {usual} แต่เอกสารนี้เป็นของรอบ {round} "
    "โปรดตรวจเลขที่หนังสือ วันที่ และเรื่องในบันทึกข้อความก่อนลงนาม",
    "the round set in the workbook is {usual}, these documents are of {round}: check the memo's "
    "number, date and subject before it is signed",
)


def stopping(
    reading: Reading,
    prints: Collection[Prints],
    round_: Round,
    *,
    sign: dt.date | None = None,
    unit: str | None = None,
    picture: Callable[[str], bool] | None = None,
    items: Sequence[Item] = (),
    in_our_font: bool = True,
    each: Callable[[Sequence[RuleCheck]], Iterable[RuleCheck]] = iter,
) -> list[Finding]:
    """Return the findings for which documents that print this must not be made.

    `round_`, `sign` and `unit` are what will be printed; `reading` is the workbook as it stands. A
    letter that bears the date of another round's is stopped too where that date lies before the end
    of the round that it would report. Where nothing is set `in_our_font`, as on a web page, letters
    that it lacks stop nothing.
    """
    errors = Errors(reading, round_, sign=sign, unit=unit, picture=picture, items=items, each=each)
    return errors.stopping(prints, in_our_font=in_our_font)


class Errors:
    """The errors of a workbook that is to be printed: looked for once, asked for each document.

    What is taken is what `stopping` says.
    """

    def __init__(
        self,
        reading: Reading,
        round_: Round,
        *,
        sign: dt.date | None = None,
        unit: str | None = None,
        picture: Callable[[str], bool] | None = None,
        items: Sequence[Item] = (),
        each: Callable[[Sequence[RuleCheck]], Iterable[RuleCheck]] = iter,
    ) -> None:
        self._other = reading.agency.value.round is not round_
        self._printed = reading.for_round(round_).signed(sign)
        self._round, self._unit, self._signed = round_, unit, sign is not None
        self._found = validate(
            self._printed,
            ignore=_OF_PUBLICATION,
            picture=picture,
            items=items,
            errors=True,
            each=each,
        )

    def stopping(self, prints: Collection[Prints], *, in_our_font: bool = True) -> list[Finding]:
        """Return the findings for which documents that print this must not be made."""
        page = PrintedPart(
            self._printed, tuple(prints), self._round, self._unit, signed=self._signed
        )
        wrong = [
            f for f in self._found if page.shows(f) and (in_our_font or f.variant != UNPRINTABLE)
        ]
        if not any(f.code == NOT_FILLED for f in wrong):  # no error yet, but nothing to print
            wrong += [f for f in self._not_filled if page.shows(f)]
        if self._other and any(p.letter for p in prints):
            wrong += self._too_early
        return wrong

    @cached_property
    def _not_filled(self) -> list[Finding]:
        return validate(self._printed, only=(NOT_FILLED,))

    @cached_property
    def _too_early(self) -> list[Finding]:
        dates = validate(self._printed, only=("A204",))
        return [finding for finding in dates if finding.variant == "too_early"]


def another_round(reading: Reading, prints: Collection[Prints], round_: Round) -> tuple[Text, ...]:
    """Say where a letter would bear number and subject of another round's letter."""
    usual = reading.agency.value.round
    if usual is None or usual is round_ or not any(p.letter for p in prints):
        return ()
    return (_OTHER_ROUND.fill(usual=usual.value, round=round_.value),)


def private(
    reading: Reading, prints: Collection[Prints], round_: Round, unit: str | None = None
) -> list[Finding]:
    """Return the findings of personal data in what documents that print this show."""
    printed = reading.for_round(round_)
    page = PrintedPart(printed, tuple(prints), round_, unit, signed=False)
    return [f for f in validate(printed, only=_OF_PUBLICATION) if page.shows(f)]


class PrintedPart:
    """What will be printed, asked finding by finding."""

    def __init__(
        self,
        reading: Reading,
        prints: Sequence[Prints],
        round_: Round,
        unit: str | None,
        *,
        signed: bool,
    ) -> None:
        self.reading, self.prints, self.round, self.unit = reading, prints, round_, unit
        self.signed = signed
        self._prints_results = any(schema.RESULTS in p.tables for p in prints)
        self._of_sheet = {self._sheet(t): t for p in prints for t in p.sheets}

    def shows(self, finding: Finding) -> bool:
        """Whether what is wrong stands in what is printed."""
        if finding.code in _OF_THE_YEAR and self.round is not Round.TWELVE:
            return False
        if finding.code.startswith(_OF_RESULTS) and not self._prints_results:
            return False  # also where it stands in the plan: an action that has no results yet
        if finding.variant == "setting":
            named = {s.key: s.field for s in schema.SETTINGS}
            return self._setting(named.get(str(finding.context.get("name")), ""))
        at = finding.at
        if at is None and finding.code != MISSING.code:  # of the workbook as a whole
            return True
        table = self._of_sheet.get(at.sheet if at else str(finding.context.get("name")))
        if table is None:
            return False
        block = self.reading.blocks.get(table.name)
        if at is None or block is None or finding.code == ROWS_OUTSIDE.code:
            return True  # one finding for many rows, whoever they concern
        return self._cell(table, block, at, finding)

    def _sheet(self, table: schema.Table) -> str:
        block = self.reading.blocks.get(table.name)
        return block.sheet if block else table.sheet

    def _setting(self, field: str) -> bool:
        if field == "letter_date" and self.signed:  # another date is printed
            return False
        return any(field in p.settings for p in self.prints)

    def _cell(self, table: schema.Table, block: Block, at: CellRef, finding: Finding) -> bool:
        field = self._fields[table.name].get(at.column)
        its = [p for p in self.prints if table in p.sheets]
        if field and not any(p.has_column(table, field) for p in its):
            return False
        if table is schema.AGENCY:
            setting = self._setting_at.get(at.row)
            return self._setting(setting) if setting else True
        named = finding.context.get("row_numbers")  # one finding for several rows
        rows = named if isinstance(named, tuple) else (at.row,)
        if table is schema.PLAN:
            actions = [self._plan.get(row) for row in rows]
            return any(action is None or self._concerns(action) for action in actions)
        if table is schema.WORDING:
            kind = self._worded.get(at.row)
            return any(p.words == kind for p in its)
        if table is schema.RESULTS and at.row in self._results:
            return any(self._prints_row(self._results[row]) for row in rows)
        return True

    def _prints_row(self, result: Result) -> bool:
        return result.in_round in (self.round, None) and self._concerns(result)

    @cached_property
    def _fields(self) -> dict[str, dict[int, str]]:
        blocks = self.reading.blocks.items()
        return {name: {n: f for f, n in block.columns.items()} for name, block in blocks}

    @cached_property
    def _setting_at(self) -> dict[int, str]:
        return {row: field for field, row in self.reading.agency.rows.items()}

    @cached_property
    def _plan(self) -> dict[int, Action]:
        return {r.row: r.value for r in self.reading.plan}

    @cached_property
    def _results(self) -> dict[int, Result]:
        return {r.row: r.value for r in self.reading.every_result}

    @cached_property
    def _worded(self) -> dict[int, str | None]:
        rows = self.reading.wording
        return {r.row: wording.named("document", r.value.document) for r in rows}

    def _concerns(self, row: Action | Result) -> bool:
        return self.unit is None or row.concerns(self.unit)
