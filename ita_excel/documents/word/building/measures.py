"""The Word template of the measures: landscape, with the plan's table."""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.content.report_tables import PLAN_COLUMNS
from ita_excel.documents.word.building.markup import groups_table, loop, paragraph, section


def body() -> str:
    """Return the body of the measures."""
    return "".join(
        [
            loop("for line in title"),
            paragraph("{{ line }}", "ITAReportTitle"),
            loop("endfor"),
            paragraph("{{ plan.heading }}", "Heading2"),
            paragraph("{{ plan.lead }}", "ITALead"),
            groups_table("plan", PLAN_COLUMNS),
            paragraph("", "ITANothing"),
            section(style.REPORT),
        ]
    )
