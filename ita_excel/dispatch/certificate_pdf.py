"""A certificate as a PDF by typst, of the same content as the workbook: PDF/A, A4 across."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ita_excel.dispatch.certificate_paper import NOTHING, CertificatePaper, PaperTable
from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    Properties,
    Section,
)
from ita_excel.documents.pdf import rendering
from ita_excel.schema.model import Round
from ita_excel.thai.digits import to_thai

_FIRST_PAGE = "สาระสำคัญ"
_LABEL = 7.0  # cm, of the first page's labels


class CertificateContent(NamedTuple):
    """What is printed, in reading order."""

    properties: Properties
    round: Round
    title: tuple[str, ...]
    facts: Section
    files: Section
    replaced: Section
    conflicts: Section
    aside: Section
    overlooked: Section
    origins: Section

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from self.title
        for section in self[3:]:
            assert isinstance(section, Section)
            yield section.heading
            yield from [section.lead] if section.lead else []
            yield from (column.heading for column in section.table.columns)
            for group in section.table.groups:
                yield from (p.whole for p in group.measure)
                yield from (p.whole for row in group.rows for cell in row.cells for p in cell)


def pdf(made: CertificatePaper, agency: str, day: dt.date) -> bytes:
    """Return the bytes of the certificate's PDF, the same for the same content."""
    properties = Properties(made.title[0], agency, day, draft=False, thai_digits=True, font="",
                            names=(agency,) if agency else ())  # fmt: skip
    facts = PaperTable(_FIRST_PAGE, "", (), made.facts)
    tables = [_section(table, number) for number, table in enumerate(made.tables, start=1)]
    content = CertificateContent(properties, Round.SIX, made.title, _facts(facts), *tables)
    return rendering.job(content, "certificate", style.REPORT, {})()


def _facts(table: PaperTable) -> Section:
    width = style.REPORT.text_width
    columns = (PrintedColumn("เรื่อง", _LABEL), PrintedColumn("ข้อมูล", width - _LABEL))
    return Section(table.name, "", PrintedTable(table.name, columns, _groups(table.rows)))


def _section(table: PaperTable, number: int) -> Section:
    scale = style.REPORT.text_width / sum(c.width for c in table.columns)
    columns = tuple(PrintedColumn(c.heading, c.width * scale) for c in table.columns)
    rows = table.rows or ((NOTHING, *[""] * (len(columns) - 1)),)
    heading = f"{to_thai(str(number))}. {table.name}"
    return Section(heading, table.lead, PrintedTable(table.name, columns, _groups(rows)))


def _groups(rows: tuple[tuple[str, ...], ...]) -> tuple[Group, ...]:
    return tuple(
        Group(_cell(first), (PrintedRow(tuple(map(_cell, rest))),)) for first, *rest in rows
    )


def _cell(text: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line) for line in text.split("\n") if line.strip())
