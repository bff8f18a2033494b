"""The Word template of the analysis: landscape, with the scores, their chart and the measures."""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.content.analysis import ANSWER_COLUMNS, POINT_COLUMNS, score_columns
from ita_excel.documents.word.building.markup import groups_table, loop, paragraph, section


def body() -> str:
    """Return the body of the analysis."""
    return "".join(
        [
            loop("for line in title"),
            paragraph("{{ line }}", "ITAReportTitle"),
            loop("endfor"),
            loop("for paragraph in paragraphs"),
            paragraph("{{ paragraph }}", "ITAIndented"),
            loop("endfor"),
            paragraph("{{ scores.heading }}", "Heading2"),
            paragraph("{{ scores.lead }}", "ITALead"),
            loop("if 'before' in scores.columns"),
            groups_table("scores", score_columns("", "")),
            loop("else"),
            groups_table("scores", score_columns(None, "")),
            loop("endif"),
            loop("if chart"),
            paragraph("{{ chart }}", "ITAPicture"),
            paragraph("{{ points.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            loop("else"),
            paragraph("{{ points.heading }}", "Heading2"),
            loop("endif"),
            paragraph("{{ points.lead }}", "ITALead"),
            groups_table("points", POINT_COLUMNS),
            paragraph("{{ measures.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            paragraph("{{ measures.lead }}", "ITALead"),
            groups_table("measures", ANSWER_COLUMNS),
            paragraph("{{ closing }}", "ITAIndented"),
            paragraph("", "ITANothing"),
            section(style.REPORT),
        ]
    )
