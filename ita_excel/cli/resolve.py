"""`ita-excel resolve`: what was chosen on the sheet of conflicts, applied."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option
from ita_excel.cli.book import in_turn
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.merged import by_option, exit_code, lines, summary
from ita_excel.cli.merged_data import merged_object
from ita_excel.merging.merge import MergedMaster, Moment, merge
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid


@declare(
    "resolve",
    "ใช้ค่าที่เลือกไว้ในชีต “ข้อขัดแย้ง” และบันทึกเหตุผลในประวัติ",
    "Apply what was chosen on the sheet of conflicts, and log it with the reason.",
)
@workbook_argument()
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show it, change nothing")
@by_option()
@json_option()
@click.pass_context
def command(ctx: click.Context, file: Path, dry_run: bool, by: str, as_data: bool) -> None:
    def work() -> MergedMaster:
        grid = FileGrid(file)
        merged = merge(read(grid), Moment("resolve", dt.datetime.now(), by))
        if not dry_run:
            grid.apply(merged.edits)
            grid.save()
        return merged

    merged = in_turn(file, work, writing=not dry_run)
    if as_data:
        emit({"file": file, "saved": not dry_run, **merged_object(merged, language_of())})
        ctx.exit(exit_code(merged))
    for line in lines(merged, language_of()):
        click.echo(line)
    summary(merged, dry_run)
    ctx.exit(exit_code(merged))
