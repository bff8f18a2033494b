"""Which papers a person expects who names none: the report with its memo, or the papers of the plan.

While a plan has no results, or the results would be those of a year whose workbook isn't there, no
report can be made: then it is the analysis and the measures that the office needs. What was chosen
and why is always said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ita_excel.core.language import Text
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.order import Order
from ita_excel.jobs.outcome import Notice
from ita_excel.schema import AGENCY, PLAN, RESULTS
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading

OF_THE_PLAN = ("memo-analysis", "memo-measures", "measures", "analysis")


def chosen(reading: Reading, order: Order, today: dt.date) -> tuple[Order, Notice | None]:
    """Return the order with its documents, and what a person is told where they aren't the usual.

    Who named documents, a round, a unit or last year's workbook gets what they asked for. A
    workbook with rows of results of its own has its report made, or is told what it lacks.
    """
    if not order.unnamed or order.round or order.unit or order.results:
        return order, None
    why = _why_no_report(reading, order.sign or reading.agency.value.letter_date or today)
    if why is None:
        return order, None
    kinds = tuple(d.kind for d in DOCUMENTS if d.kind in OF_THE_PLAN)
    names = {d.kind: d.title for d in DOCUMENTS}
    told = [", ".join(names[kind].say(language) for kind in kinds) for language in ("th", "en")]
    text = _CHOSEN.fill(why=why, papers=Text(*told))
    return replace(order, kinds=kinds), Notice("papers", text)


def _why_no_report(reading: Reading, day: dt.date) -> Text | None:
    """Return why a workbook has no report yet, None where it has or should have one."""
    there = AGENCY.name in reading.blocks and PLAN.name in reading.blocks
    if not there or reading.every_result or not reading.plan:
        return None
    agency = reading.agency.value
    if agency.paired_year is not None or agency.fiscal_year is None:
        return None
    if agency.results_year and agency.results_year != agency.fiscal_year:
        keys = {"year": agency.results_year.year}
        return _NO_LAST_YEAR.fill(**keys)
    end = agency.fiscal_year.round_end(12 if agency.round is Round.TWELVE else 6)
    return _NO_RESULTS.fill(sheet=RESULTS.sheet) if day < end else None


_CHOSEN = Text(
    "{why} จึงทำเอกสารของแผน: {papers} (เลือกเองได้ด้วย --document)",
    "{why}, so these papers of the plan are made: {papers} (--document chooses others)",
)
_NO_RESULTS = Text(
    "ชีต “{sheet}” ยังไม่มีแถวผล และยังไม่ถึงสิ้นรอบที่รายงาน",
    "the sheet “{sheet}” has no rows yet, and the round isn't over",
)
_NO_LAST_YEAR = Text(
    "ผลการดำเนินการเป็นของปี {year} แต่ไม่ได้ระบุสมุดงานของปีนั้น (“ไฟล์ของปีก่อน” หรือ --results)",
    "the results are those of {year}, and no workbook of that year is named (in the settings, or by "
    "--results)",
)
