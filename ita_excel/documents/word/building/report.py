"""The Word template of the report: landscape, with tables of groups."""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.content.report_tables import (
    EVIDENCE_COLUMNS,
    PLAN_COLUMNS,
    RESULT_COLUMNS,
)
from ita_excel.documents.content.shared_actions import UNIT_COLUMNS
from ita_excel.documents.content.summary import SUMMARY_COLUMNS
from ita_excel.documents.word.building.markup import (
    SHADED,
    cell,
    control_row,
    groups_table,
    loop,
    paragraph,
    section,
    table,
    two_beside,
)
from ita_excel.documents.word.building.styles import twips


def body() -> str:
    """Return the report's body."""
    return "".join(
        [
            loop("for line in title"),
            paragraph("{{ line }}", "ITAReportTitle"),
            loop("endfor"),
            paragraph("{{ plan.heading }}", "Heading2"),
            paragraph("{{ plan.lead }}", "ITALead"),
            groups_table("plan", PLAN_COLUMNS),
            paragraph("{{ summary.heading }}", "Heading2"),
            paragraph("{{ summary.lead }}", "ITALead"),
            _summary(),
            paragraph("{{ results.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            paragraph("{{ results.lead }}", "ITALead"),
            groups_table("results", RESULT_COLUMNS),
            loop("if evidence"),
            paragraph("{{ evidence.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            groups_table("evidence", EVIDENCE_COLUMNS),
            loop("endif"),
            loop("if units"),
            paragraph("{{ units.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            groups_table("units", UNIT_COLUMNS),
            loop("endif"),
            loop("if photos"),
            paragraph(
                "{{ annex }}", "Heading2", extra='<w:pageBreakBefore/><w:jc w:val="center"/>'
            ),
            _photos(),
            loop("endif"),
            paragraph("", "ITANothing"),
            section(style.REPORT),
        ]
    )


def _summary() -> str:
    """Return the table of numbers: four statuses and their sum."""
    widths = [twips(c.width) for c in SUMMARY_COLUMNS]
    heads = [cell(widths[0], paragraph("{{ summary.first }}", "ITAHeading"), SHADED)]
    heads += [
        cell(w, paragraph(f"{{{{ summary.statuses[{i}] }}}}", "ITAHeading"), SHADED)
        for i, w in enumerate(widths[1:])
    ]

    def row(name: str, first: str, other: str) -> str:
        cells = [cell(widths[0], paragraph(f"{{{{ {name}.measure }}}}", first))]
        for i, width in enumerate(widths[1:]):
            number = paragraph(f"{{{{ {name}.numbers[{i}] }}}}", other)
            cells.append(cell(width, number))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"

    return table(widths, heads, [
        control_row("for row in summary.rows", len(widths), widths),
        row("row", "ITAMeasure", "ITACellCentred"),
        control_row("endfor", len(widths), widths),
        row("summary.total", "ITAHeading", "ITAHeading"),
    ])  # fmt: skip


def _photos() -> str:
    """Return the annex: two photos a row, each over its caption."""
    width = twips(style.REPORT.text_width / 2)
    cells = [
        cell(
            width,
            paragraph(f"{{{{ row[{i}].picture }}}}", "ITAPicture")
            + paragraph(f"{{{{ row[{i}].caption }}}}", "ITACaption"),
        )
        for i in range(2)
    ]
    return two_beside(width, "photos", "".join(cells))
