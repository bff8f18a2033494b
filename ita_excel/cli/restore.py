"""`ita-excel restore`: bring back what a workbook or a document was before it was replaced."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.progress import occasion
from ita_excel.core.language import Text
from ita_excel.jobs.restore import backups_of, restore
from ita_excel.store.backups import NONE_AT_ALL, Backup


@declare(
    "restore",
    None,
    ("ita-excel restore ITA.xlsx --list", "มีรุ่นใดบ้าง", "which versions there are"),
    ("ita-excel restore ITA.xlsx --version 3", "นำรุ่นที่ 3 กลับมา", "bring the third back"),
)
@workbook_argument()
@option("--list", "listing", is_flag=True, th="แสดงไฟล์สำรองที่มี", en="list the backups there are")
@option(
    "--version", "number", type=int, metavar="N", th="หมายเลขรุ่นจาก --list", en="a number of --list"
)
@json_option()
def command(file: Path, listing: bool, number: int | None, as_data: bool) -> None:
    if listing:
        _list(file, as_data)
        return
    backup = restore(file, occasion(), number=number).backup
    if as_data:
        emit({"file": file, "restored": _as_object(backup)})
        return
    say(
        Text(
            "นำรุ่นที่ {n} ({moment:%Y-%m-%d %H:%M}) กลับมาแล้ว รุ่นก่อนนำกลับเก็บเป็นไฟล์สำรองด้วย",
            "brought back backup {n} of {moment:%Y-%m-%d %H:%M}; what it replaced is a backup now",
        ),
        n=backup.number,
        moment=backup.modified,
    )


def _list(file: Path, as_data: bool) -> None:
    found = backups_of(file)
    if as_data:
        emit({"file": file, "backups": [_as_object(b) for b in found]})
        return
    if not found:
        say(NONE_AT_ALL, name=file.name)
    for backup in found:
        click.echo(f"{backup.number:>4}  {backup.modified:%Y-%m-%d %H:%M:%S}  {backup.size:>10,}")


def _as_object(backup: Backup) -> dict[str, object]:
    return {"version": backup.number, "modified": backup.modified, "size": backup.size}
