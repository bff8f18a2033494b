"""`ita-excel resolve`: what was chosen on the sheet of conflicts, applied."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.merged import by_option, report
from ita_excel.cli.merged_data import merged_object
from ita_excel.cli.progress import occasion
from ita_excel.core.errors import ExitCode
from ita_excel.jobs.resolve import resolve


@declare(
    "resolve",
    None,
    (
        "ita-excel resolve ITA.xlsx --by หัวหน้าสำนักปลัด",
        "ใช้สิ่งที่เลือกในชีต ข้อขัดแย้ง",
        "apply what was chosen on the sheet of conflicts",
    ),
)
@workbook_argument()
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show it, change nothing")
@by_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, file: Path, dry_run: bool, by: str, as_data: bool) -> None:
    done = resolve(file, occasion(by), dry_run=dry_run)
    if as_data:
        emit({"file": file, "saved": not dry_run, **merged_object(done)})
    else:
        report(done)
    ctx.exit(ExitCode.DATA if done.wrong else ExitCode.OK)
