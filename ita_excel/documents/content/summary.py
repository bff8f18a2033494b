"""The summary before section 2: how many actions of each measure are how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
)
from ita_excel.documents.content.report_tables import Pages
from ita_excel.documents.content.round_outcomes import StatusCount
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Result, Status
from ita_excel.thai.normal import compare_form

_NUMBERS = (*(status.value for status in Status), "รวม")
SUMMARY_COLUMNS = (
    PrintedColumn("มาตรการ/แนวทาง", style.REPORT.text_width - style.NUMBER * len(_NUMBERS)),
    *(PrintedColumn(heading, style.NUMBER, centred=True) for heading in _NUMBERS),
)


def summary_table(results: Sequence[Result], pages: Pages) -> PrintedTable:
    """Return the numbers by measure and status, with their sums below."""
    writer = pages.writer
    counts = _count(results)
    groups = [
        Group(
            pages.measure(members[0].measure),
            (_row(_count(members), writer),),
        )
        for members in (list(g) for _, g in groupby(results, lambda r: compare_form(r.measure)))
    ]
    total = Group((Paragraph("รวมทั้งหมด"),), (_row(counts, writer),), total=True)
    return PrintedTable("จำนวนรายการตามมาตรการและสถานะ", SUMMARY_COLUMNS, (*groups, total))


def _count(results: Sequence[Result]) -> StatusCount:
    return Counter(r.state for r in results)


def _row(counts: StatusCount, writer: TextWriter) -> PrintedRow:
    numbers = [*(counts[s] for s in Status), counts.total()]
    return PrintedRow(tuple((Paragraph(writer.count(n)),) for n in numbers))
