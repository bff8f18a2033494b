"""Findings on their sheet: worst first, each with a link that jumps to its cell."""

from __future__ import annotations

from collections.abc import Iterable

from ita_excel import schema
from ita_excel.core.findings import Finding, together
from ita_excel.core.grid import CellRef, Edit
from ita_excel.core.language import Language, Text
from ita_excel.core.values import Value
from ita_excel.sheets.blocks import require_block
from ita_excel.sheets.edits import replace_rows
from ita_excel.sheets.reading import Reading

PARTIAL = Text("ตรวจบางส่วน", "partial check")


def findings_edits(
    reading: Reading,
    findings: Iterable[Finding],
    language: Language = "th",
    partial: Text | None = None,
) -> list[Edit]:
    """Return the edits that make `ผลการตรวจ` show just `findings`; none where it does already.

    `partial` says what was left unchecked, in a row over the findings that none of the counts
    counts. What has one cause is one row, which links to its first cell and lists the others.
    InputError where the workbook has lost that sheet.
    """
    block = require_block(reading.blocks, schema.FINDINGS)
    rows: list[dict[str, Value]] = []
    links: dict[tuple[int, str], CellRef] = {}
    if partial:
        note = {"severity": PARTIAL.say(language), "message": partial.say(language)}
        rows.append({**dict.fromkeys(("rule", "sheet", "cell", "suggestion")), **note})
    for index, finding in enumerate(worst_first(together(findings)), start=len(rows)):
        at = finding.at
        rows.append(
            {
                "severity": finding.severity.label.say(language),
                "rule": finding.code,
                "sheet": at.sheet if at else None,
                "cell": at.a1 if at else None,
                "message": finding.say(language),
                "suggestion": finding.suggestion,
            }
        )
        if at:
            links[index, "cell"] = at
    return replace_rows(block, rows, links)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by severity; within one they keep their order."""
    return sorted(findings, key=lambda f: f.severity.rank)
