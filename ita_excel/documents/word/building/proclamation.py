"""The Word template of announcements and orders: the emblem in the middle, the head signs."""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.content.proclamations import MEMBER_COLUMNS
from ita_excel.documents.word.building.markup import (
    loop,
    paragraph,
    plain_table,
    section,
)


def body() -> str:
    """Return the body of a proclamation."""
    return "".join(
        [
            paragraph("{{ emblem }}", "ITASeal"),
            loop("for line in title"),
            paragraph("{{ line }}", "ITAReportTitle"),
            loop("endfor"),
            paragraph("", "ITARule"),
            loop("for paragraph in paragraphs"),
            paragraph("{{ paragraph }}", "ITAIndented"),
            loop("endfor"),
            loop("if members"),
            plain_table("members", MEMBER_COLUMNS),
            loop("endif"),
            loop("for duty in duties"),
            paragraph("{{ duty }}", "ITAIndented"),
            loop("endfor"),
            paragraph("{{ effect }}", "ITAIndented", extra="<w:keepNext/>"),
            loop("if closing"),
            paragraph("{{ closing }}", "ITAIndented", extra="<w:keepNext/>"),
            loop("endif"),
            paragraph("{{ dated }}", "ITADated"),
            paragraph("", "ITASignSpace"),
            paragraph("{{ chief.name }}", "ITASignature", extra="<w:keepNext/>"),
            paragraph("{{ chief.position }}", "ITASignature"),
            paragraph("", "ITANothing"),
            section(style.PROCLAMATION),
        ]
    )
