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
from ita_excel.core.errors import ExitCode, UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.resolve import WordChoices, resolve

_BOTH_ALL = Text("เลือก all ได้เพียงอย่างเดียว", "only one of the two can be all")


def numbers(ctx: click.Context, param: click.Parameter, value: str) -> tuple[int, ...] | None:
    """Return the numbers of `1,3`, None for `all`; UsageError for anything else."""
    said = [part.strip() for part in value.split(",") if part.strip()]
    if [part.casefold() for part in said] == ["all"]:
        return None
    if not all(part.isdecimal() for part in said):
        raise click.BadParameter(value, ctx, param)
    return tuple(int(part) for part in said)


@declare(
    "resolve",
    None,
    (
        "ita-excel resolve ITA.xlsx --by หัวหน้าสำนักปลัด",
        "ใช้สิ่งที่เลือกในชีต ข้อขัดแย้ง",
        "apply what was chosen on the sheet of conflicts",
    ),
    (
        "ita-excel resolve ITA.xlsx --accept 1,3 --refuse all",
        "รับข้อเสนอที่ 1 และ 3 จากไฟล์ Word ที่แก้ ที่เหลือไม่รับ",
        "accept proposals 1 and 3 of an edited Word file, refuse the others",
    ),
)
@workbook_argument()
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show it, change nothing")
@option(
    "--accept", callback=numbers, metavar="1,3|all", default="",
    th="รับข้อเสนอจากเอกสารที่แก้ใน Word ตามหมายเลข หรือ all", en="accept these proposals of edited Word files, or all",
)  # fmt: skip
@option(
    "--refuse", callback=numbers, metavar="2,4|all", default="",
    th="ไม่รับข้อเสนอเหล่านี้ หรือ all (ที่เหลือทั้งหมด)", en="refuse these, or all (that are left)",
)  # fmt: skip
@by_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    dry_run: bool,
    accept: tuple[int, ...] | None,
    refuse: tuple[int, ...] | None,
    by: str,
    as_data: bool,
) -> None:
    if accept is None and refuse is None:
        raise UsageError(_BOTH_ALL)
    done = resolve(file, occasion(by), dry_run=dry_run, said=WordChoices(accept, refuse))
    if as_data:
        emit({"file": file, "saved": not dry_run, **merged_object(done)})
    else:
        report(done)
    ctx.exit(ExitCode.DATA if done.wrong else ExitCode.OK)
