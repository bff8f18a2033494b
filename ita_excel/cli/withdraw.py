"""`ita-excel withdraw`: take one returned file's contribution out of the master again."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.merged import by_option, report
from ita_excel.cli.merged_data import merged_object
from ita_excel.cli.progress import occasion
from ita_excel.core.errors import ExitCode
from ita_excel.core.language import Text
from ita_excel.jobs.withdraw import withdraw


@declare(
    "withdraw",
    None,
    (
        'ita-excel withdraw ITA.xlsx "ITA 2570 6 เดือน กองคลัง.xlsx"',
        "ถอนคำตอบของกองคลังออก",
        "take one unit's answer out again",
    ),
)
@click.argument("master", type=WORKBOOK)
@click.argument("returned", type=WORKBOOK)
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show it, change nothing")
@by_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context, master: Path, returned: Path, dry_run: bool, by: str, as_data: bool
) -> None:
    done = withdraw(master, occasion(by), returned, dry_run=dry_run)
    taken = done.answer
    if as_data:
        withdrawn = {"file": taken.file, "unit": taken.unit, "hash": taken.hash}
        told = merged_object(done)
        emit({"file": master, "saved": not dry_run, "withdrawn": withdrawn, **told})
    else:
        say(
            Text("ถอน “{file}” ของ {unit}", "withdrawing “{file}” of {unit}"),
            file=taken.file,
            unit=taken.unit,
        )
        report(done)
    ctx.exit(ExitCode.DATA if done.wrong else ExitCode.OK)
