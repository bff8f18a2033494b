"""Findings as a person reads them in a terminal, and as JSON (a contract, see README)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from ita_excel.cli.widths import padded, width
from ita_excel.core.findings import Finding, Severity, together
from ita_excel.core.language import Language, Text
from ita_excel.sheets import worst_first

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def as_json(file: Path | None, findings: Sequence[Finding], language: Language) -> dict[str, Any]:
    """Return the object that `validate --json` prints for one workbook: a finding a cause."""
    findings = together(findings)
    return {
        "file": str(file) if file else None,
        "findings": [finding_object(f, language) for f in findings],
        "summary": {s.value: sum(f.severity is s for f in findings) for s in Severity},
    }


def finding_object(finding: Finding, language: Language) -> dict[str, Any]:
    """Return a finding as JSON."""
    return {
        "rule": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.at.sheet if finding.at else None,
        "cell": finding.at.a1 if finding.at else None,
        "cells": [cell.a1 for cell in finding.cells],
        "message": finding.say(language),
        "suggestion": finding.suggestion,
    }


def as_lines(
    findings: Sequence[Finding], sheets: Sequence[str], language: Language
) -> Iterator[str]:
    """Yield the lines of a table grouped by sheet, worst first within each."""
    by_sheet: dict[str, list[Finding]] = {}
    for finding in worst_first(together(findings)):
        by_sheet.setdefault(finding.at.sheet if finding.at else "", []).append(finding)
    for sheet in sorted(by_sheet, key=lambda s: sheets.index(s) if s in sheets else -1):
        yield click.style(sheet or Text("ทั้งสมุดงาน", "the workbook").say(language), bold=True)
        found = by_sheet[sheet]
        labels = [f.severity.label.say(language) for f in found]
        cells = [f.at.a1 if f.at else "–" for f in found]
        widths = [max(map(width, column)) for column in (labels, cells)]
        for finding, label, cell in zip(found, labels, cells, strict=True):
            mark = click.style(padded(label, widths[0]), fg=_COLOURS[finding.severity])
            line = f"  {mark}  {padded(cell, widths[1])}  {finding.code}  {finding.say(language)}"
            yield line + _suggested(finding, language)
        yield ""


def summary_line(findings: Sequence[Finding], language: Language) -> str:
    """Return the one line that says how the workbook stands."""
    findings = together(findings)
    if not findings:
        return click.style(Text("✓ ไม่พบสิ่งที่ต้องแก้ไข", "✓ nothing to mend").say(language), fg="green")
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    parts = [f"{s.label.say(language)} {n}" for s, n in counts.items() if n]
    worst = next(s for s, n in counts.items() if n)
    total = Text("พบ {n} รายการ: ", "{n} findings: ").fill(n=len(findings)).say(language)
    return click.style(total + " · ".join(parts), fg=_COLOURS[worst], bold=True)


def _suggested(finding: Finding, language: Language) -> str:
    if not finding.suggestion:
        return ""
    word = Text("ข้อเสนอ", "suggestion").say(language)
    return click.style(f" ({word}: {finding.suggestion})", dim=True)
