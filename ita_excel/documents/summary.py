"""The summary before section 2: how many actions of each measure are how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ita_excel.documents.parts import Column, Group, Paragraph, Row, Table
from ita_excel.documents.tables import Pages
from ita_excel.documents.writing import Writer
from ita_excel.model import Result, Status
from ita_excel.sheets.reading import read_status
from ita_excel.thai.normal import compare_form

UNKNOWN = "ไม่ระบุสถานะ"
_Count = Counter[Status | None]


def summary_paragraph(results: Sequence[Result], writer: Writer) -> str:
    """Return the numbers in a sentence, each status with its share of all actions."""
    measures = len({compare_form(r.measure) for r in results})
    counts = _count(results)
    head = f"มาตรการทั้งหมด {writer.count(measures)} มาตรการ รวม {writer.count(len(results))} รายการ"
    parts = [
        f"{_name(status)} {writer.count(counts[status])} รายการ "
        f"(ร้อยละ {writer.count(round(100 * counts[status] / len(results), 2))})"
        for status in _columns(counts)
        if counts[status]
    ]
    return " ".join([head, *parts])


def summary_table(results: Sequence[Result], pages: Pages) -> Table:
    """Return the numbers by measure and status, with their sums below."""
    writer = pages.writer
    counts = _count(results)
    statuses = _columns(counts)
    columns = (
        Column("มาตรการ/แนวทาง", 25.2 - 3.4 * (len(statuses) + 1)),
        *(Column(_name(status), 3.4, centred=True) for status in statuses),
        Column("รวม", 3.4, centred=True),
    )
    groups = [
        Group(
            pages.measure(members[0].measure),
            (_row(_count(members), statuses, writer),),
        )
        for members in (list(g) for _, g in groupby(results, lambda r: compare_form(r.measure)))
    ]
    total = Group((Paragraph("รวมทั้งหมด"),), (_row(counts, statuses, writer),), total=True)
    return Table("จำนวนรายการตามมาตรการและสถานะ", columns, (*groups, total))


def _count(results: Sequence[Result]) -> _Count:
    return Counter(read_status(r.status) for r in results)


def _columns(counts: _Count) -> list[Status | None]:
    return [*Status, *([None] if counts[None] else [])]


def _name(status: Status | None) -> str:
    return status.value if status else UNKNOWN


def _row(counts: _Count, statuses: list[Status | None], writer: Writer) -> Row:
    numbers = [*(counts[s] for s in statuses), counts.total()]
    return Row(tuple((Paragraph(writer.count(n)),) for n in numbers))
