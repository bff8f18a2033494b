"""`ita-excel validate`: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.book import save, workbook_argument
from ita_excel.cli.findings import as_json, as_lines, summary_line
from ita_excel.errors import ExitCode
from ita_excel.findings import Finding, Severity
from ita_excel.grid import Grid
from ita_excel.language import Text
from ita_excel.rules.engine import validate
from ita_excel.schema import FINDINGS
from ita_excel.sheets import Reading, findings_edits, read
from ita_excel.store.file import FileGrid


@declare(
    "validate",
    "ตรวจสมุดงาน บอกสิ่งที่ต้องแก้พร้อมตำแหน่งเซลล์",
    "Check a workbook: what is wrong, in which cell, and what to do.",
)
@workbook_argument()
@option("--json", "as_data", is_flag=True, th="พิมพ์ผลเป็น JSON", en="print the findings as JSON")
@option(
    "--write/--no-write",
    default=True,
    th="เขียนผลลงชีต “ผลการตรวจ” ด้วย (ปกติเขียน)",
    en="also fill the sheet “ผลการตรวจ” (the default)",
)
@click.pass_context
def command(ctx: click.Context, file: Path, as_data: bool, write: bool) -> None:
    grid = FileGrid(file)
    reading = read(grid)
    findings = validate(reading)
    show(file, findings, grid, as_data=as_data)
    if write:
        store(grid, reading, findings)
    if any(f.severity is Severity.ERROR for f in findings):
        ctx.exit(ExitCode.DATA)


def show(file: Path, findings: list[Finding], grid: Grid, *, as_data: bool = False) -> None:
    """Print the findings for a person, or as JSON."""
    if as_data:
        click.echo(json.dumps(as_json(file, findings, language_of()), ensure_ascii=False, indent=2))
        return
    for line in as_lines(findings, grid.sheets(), language_of()):
        click.echo(line)
    click.echo(summary_line(findings, language_of()))


def store(grid: FileGrid, reading: Reading, findings: list[Finding]) -> None:
    """Fill `ผลการตรวจ`; where the workbook has lost that sheet, say so and write nothing."""
    if FINDINGS.name not in reading.blocks:
        say(
            Text(
                "ไม่ได้เขียนผลลงสมุดงาน เพราะไม่มีชีต “{name}”",
                "nothing was written into the workbook: it has no sheet “{name}”",
            ),
            name=FINDINGS.sheet,
            err=True,
        )
        return
    save(grid, reading, findings_edits(reading, findings), "validate")
