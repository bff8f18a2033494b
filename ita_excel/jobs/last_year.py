"""Last year's workbook: where the results of a report are those of the year before, they are read there.

Named in the settings (`ไฟล์ของปีก่อน`, beside the workbook) or by whoever asks. Nothing of it is
changed; it must be of the same agency, and of the year that is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.errors import InputError, ItaExcelError
from ita_excel.core.findings import Finding, together
from ita_excel.core.language import Text
from ita_excel.documents.order import Order
from ita_excel.jobs.book import OpenBook, in_turn
from ita_excel.jobs.check import pictures_beside
from ita_excel.jobs.occasion import Occasion
from ita_excel.rules.printed import Errors
from ita_excel.rules.prints import Prints
from ita_excel.schema import PLAN, RESULTS, UNITS
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, require_block
from ita_excel.sheets.unit_rows import of_unit
from ita_excel.thai.normal import same

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

# What a report prints of last year's workbook: its results, in the order of its plan.
PRINTED = Prints(
    tables=(UNITS, PLAN, RESULTS),
    settings=frozenset({"fiscal_year"}),
    columns={PLAN.name: frozenset({"key", "text"})},
)
_NAMED = 5  # findings; the check lists all


@dataclass(frozen=True, slots=True)
class LastYearBook:
    """Last year's workbook: its file, its folder, where its evidence lies, and what it says.

    In the reading results and workbook are of one year.
    """

    file: Path
    reading: Reading


class NotReady(ItaExcelError):
    """Errors in last year's workbook keep its results from being printed; exit code 1."""

    def __init__(self, book: LastYearBook, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        found = together(findings)
        told = [f"{f.code} {f.at or ''}".strip() for f in found[:_NAMED]]
        named = ", ".join([*told, *(["…"] if len(found) > _NAMED else [])])
        super().__init__(_NOT_READY, name=book.file.name, n=len(found), found=named)


def with_last_year(
    opened: OpenBook, reading: Reading, order: Order
) -> tuple[Reading, LastYearBook | None]:
    """Return the reading as it is to be printed, and the workbook whose results are printed.

    None where results are the workbook's own. InputError where the file isn't there, can't be
    read, or is of another agency or year.
    """
    agency = reading.agency.value
    if order.results is None and agency.paired_year is None:
        return reading, None
    file = order.results or Path(opened.folder or "", agency.last_year_file.strip())
    if not file.is_file():
        raise InputError(_NOT_THERE, file=file)
    last = in_turn(file, Occasion(opened.occasion.moment), lambda it: it.read(), writing=False)
    require_block(last.blocks, RESULTS)
    theirs = last.agency.value
    if not same(theirs.name, agency.name):
        raise InputError(_OTHER_AGENCY, file=file.name, theirs=theirs.name, ours=agency.name)
    wanted = agency.paired_year or (
        agency.results_year if agency.results_year != agency.fiscal_year else None
    )
    year = theirs.fiscal_year
    if year is None or year == agency.fiscal_year or (wanted and year != wanted):
        told = wanted.year if wanted else Text("ปีก่อน", "the year before")
        raise InputError(_OTHER_YEAR, file=file.name, year=year.year if year else "-", wanted=told)
    ours = replace(agency, results_year=year, last_year_file=str(file))
    its = replace(theirs, results_year=year, last_year_file="")
    return (
        replace(reading, agency=reading.agency._replace(value=ours)),
        LastYearBook(file, replace(last, agency=last.agency._replace(value=its))),
    )


def final_round(last: LastYearBook) -> Round:
    """Return the round that last year's workbook reported last: the 12 months where it has rows of them."""
    rounds = {row.value.in_round for row in last.reading.every_result}
    return Round.SIX if rounds == {Round.SIX} else Round.TWELVE


def for_order(book: LastYearBook, order: Order, round_: Round) -> LastYearBook:
    """Return the workbook as it is printed: a round's rows, of the unit that was asked for."""
    return replace(book, reading=of_unit(book.reading, order.unit).for_round(round_))


def require_ready(
    book: LastYearBook, order: Order, round_: Round, items: Sequence[Item] = ()
) -> None:
    """Raise NotReady where there are errors in what is printed of it."""
    errors = Errors(
        book.reading,
        round_,
        unit=order.unit,
        picture=pictures_beside(book.file.parent),
        items=items,
    )
    if found := errors.stopping([PRINTED], in_our_font=order.in_our_font):
        raise NotReady(book, found)


def without_results(prints: Prints) -> Prints:
    """Return what is printed of a workbook whose report has the results of last year's."""
    return replace(prints, tables=tuple(t for t in prints.tables if t is not RESULTS))


FINAL_ROUND = Text(
    "ผลการดำเนินการเป็นของปี {year} จึงพิมพ์รอบสุดท้ายของปีนั้น คือรอบ {round} (เลือกรอบอื่นได้ด้วย --round)",
    "the results are those of {year}, so its last round is printed, {round} (--round chooses another)",
)
_NOT_READY = Text(
    "ไฟล์ของปีก่อน “{name}” ยังมีข้อผิดพลาด {n} รายการในส่วนที่พิมพ์ ({found}) จึงยังไม่ทำเอกสาร "
    "โปรดตรวจด้วย ita-excel validate แล้วแก้ไขในไฟล์นั้น หรือระบุ --draft เพื่อทำเป็นร่าง",
    "last year's workbook “{name}” has {n} errors in what is printed of it ({found}), so no document "
    "was made: check it with ita-excel validate and correct them there, or give --draft",
)
_NOT_THERE = Text(
    "ไม่พบไฟล์ของปีก่อน “{file}” โปรดวางไว้ข้างสมุดงานนี้ แก้ชื่อใน “ไฟล์ของปีก่อน” หรือระบุ --results",
    "last year's workbook “{file}” isn't there: put it beside this workbook, correct its name in the "
    "settings, or give --results",
)
_OTHER_AGENCY = Text(
    "“{file}” เป็นของ “{theirs}” ไม่ใช่ของ “{ours}” จึงไม่นำผลมาใช้ โปรดตรวจไฟล์ของปีก่อน",
    "“{file}” is that of “{theirs}”, not of “{ours}”: check which is last year's workbook",
)
_OTHER_YEAR = Text(
    "“{file}” เป็นของปีงบประมาณ {year} ไม่ใช่ {wanted} จึงไม่นำผลมาใช้ โปรดตรวจไฟล์ของปีก่อนและปีของผลการดำเนินการ",
    "“{file}” is of fiscal year {year}, not of {wanted}: check which is last year's workbook, and the "
    "year of the results",
)
