"""`ita-excel withdraw`: take one returned file's answer out of the master again."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.book import in_turn
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.merged import by_option, exit_code, lines, summary
from ita_excel.cli.merged_data import merged_object
from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Answer, Ledger
from ita_excel.merging.merge import MergedMaster, Moment, merge
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid


@declare(
    "withdraw",
    "ถอนคำตอบของไฟล์หนึ่งออกจากไฟล์หลัก ระบุไฟล์นั้น หรือชื่อที่ใช้ตอนรวม",
    "Take a returned file out of the master again; name the file, or what it was called.",
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
    def work() -> tuple[Answer, MergedMaster]:
        grid = FileGrid(master)
        reading = read(grid)
        chosen = which(ledger_sheet.load(reading.meta), returned)
        merged = merge(reading, Moment("withdraw", dt.datetime.now(), by), withdraw=[chosen.hash])
        if not dry_run:
            grid.apply(merged.edits)
            grid.save()
        return chosen, merged

    chosen, merged = in_turn(master, work, writing=not dry_run)
    if as_data:
        taken = {"file": chosen.file, "unit": chosen.unit, "hash": chosen.hash}
        told = merged_object(merged, language_of())
        emit({"file": master, "saved": not dry_run, "withdrawn": taken, **told})
        ctx.exit(exit_code(merged))
    say(
        Text("ถอน “{file}” ของ {unit}", "withdrawing “{file}” of {unit}"),
        file=chosen.file,
        unit=chosen.unit,
    )
    for line in lines(merged, language_of()):
        click.echo(line)
    summary(merged, dry_run)
    ctx.exit(exit_code(merged))


def which(ledger: Ledger, returned: Path) -> Answer:
    """Return the answer that a path or name means; InputError for none or several."""
    if returned.is_file():
        data = files.read(returned, limits.WORKBOOK)
        found = [ledger.answers.get(hashlib.sha256(data).hexdigest())]
        known = [c for c in found if c]
        if known:
            return known[0]
    name = str(returned)
    named = [c for c in ledger.answers.values() if name in (c.file, c.file.rpartition("/")[2])]
    if len(named) == 1:
        return named[0]
    listed = ", ".join(sorted(c.file for c in named or ledger.answers.values()))
    raise InputError(
        Text(
            "มีหลายไฟล์ชื่อ “{name}” ({files}) โปรดระบุตัวไฟล์",
            "several files are called “{name}” ({files}): name the file itself",
        )
        if named
        else Text(
            "ไฟล์หลักไม่ได้รวมไฟล์ “{name}” ไฟล์ที่รวมแล้วคือ {files}",
            "the master has not merged “{name}”; it has merged {files}",
        ),
        name=name,
        files=listed or "-",
    )
