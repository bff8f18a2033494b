"""`ita-excel upgrade`: workbooks of older versions become those of today's, with what was lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.failures import tell_of
from ita_excel.cli.progress import working
from ita_excel.cli.workbooks import find
from ita_excel.core.errors import ItaExcelError
from ita_excel.core.language import Text
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.upgrade import Upgraded, upgrade
from ita_excel.sheets.upgrading import Change, Kept, grouped, sentence


@declare(
    "upgrade",
    None,
    (
        'ita-excel upgrade "ITA 2570.xlsx" --dry-run',
        "ดูก่อนว่าจะเพิ่มหรือนำอะไรกลับมา",
        "see first what would be added and put back",
    ),
    ('ita-excel upgrade "งาน/*.xlsx"', "ปรับปรุงหลายไฟล์", "bring many up to date"),
)
@click.argument("files", metavar="FILE...", type=WORKBOOK, nargs=-1, required=True)
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show what would be done")
@json_option()
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], dry_run: bool, as_data: bool) -> None:
    found = find(files)
    data: list[dict[str, Any]] = []
    failures: list[tuple[Path | None, ItaExcelError]] = [(None, p) for p in found.problems]
    for file in found.files:
        try:
            with working(Text("กำลังปรับปรุง", "upgrading")):
                done = upgrade(file, Occasion(), dry_run=dry_run)
        except ItaExcelError as error:
            failures.append((file, error))
            data.append({"file": file, "error": error.say(language_of())})
            continue
        data.append(_as_object(file, done))
        if not as_data:
            _show(file if found.several else None, done, dry_run=dry_run)
    if as_data:
        emit(data if found.several else data[0])
    for place, failure in failures:
        tell_of(place if found.several else None, failure, language_of())
    ctx.exit(max((failure.exit_code for _, failure in failures), default=0))


def _show(file: Path | None, done: Upgraded, *, dry_run: bool) -> None:
    if file:
        click.echo(click.style(f"── {click.format_filename(file)}", bold=True))
    for change in grouped(done.changes):
        click.echo(f"  {sentence(change).say(language_of())}")
    if not done.changes and not done.notices:
        say(Text("ไฟล์เป็นปัจจุบันและครบถ้วนแล้ว", "the workbook is up to date and lacks nothing"))
    elif done.changes and dry_run:
        say(Text("ยังไม่ได้แก้ไฟล์ (--dry-run)", "nothing was changed (--dry-run)"))
    elif done.changes:
        say(
            Text(
                "ปรับปรุงแล้ว ไฟล์ก่อนแก้เก็บไว้ใน .ita-backup",
                "done; what the file was before is in .ita-backup",
            )
        )
    for notice in done.notices:
        say(notice.text, err=True)
    for kept in done.kept:
        click.echo(f"  {kept.at} {kept.name}", err=True)


def _as_object(file: Path, done: Upgraded) -> dict[str, Any]:
    return {
        "file": file,
        "version": done.version,
        "changes": [_change(c) for c in done.changes],
        "kept": [_kept(k) for k in done.kept],
        "notes": [notice.text.say(language_of()) for notice in done.notices],
        "written": done.changed,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "part": change.part.value,
        "sheet": change.sheet or None,
        "cell": change.at.a1 if change.at else None,
        "name": change.name or None,
        "new": change.new,
        "count": change.count,
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {"part": kept.part.value, "sheet": kept.sheet, "cell": kept.at.a1, "name": kept.name}
