"""`ita-excel fill`: rows of results from the plan."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import receipt_option, round_option, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.failures import tell_notices
from ita_excel.cli.filled import CHOOSE, as_object, table
from ita_excel.cli.joint_data import joint_object
from ita_excel.cli.progress import occasion, working
from ita_excel.core.errors import ExitCode
from ita_excel.core.grid import SetCell
from ita_excel.core.language import Text
from ita_excel.jobs.fill import Filled, fill
from ita_excel.schema import META
from ita_excel.schema.model import Round
from ita_excel.sheets.filling import Filling


@declare(
    "fill",
    Text(
        "เมื่อแผนเปลี่ยน ช่องที่ไม่มีใครแก้จะตามแผน ช่องที่แก้ไว้คงเดิม ส่วนช่องที่เปลี่ยนทั้งสองฝ่ายให้เลือกในชีต “ข้อขัดแย้ง”",
        "Where the plan has changed, cells that nobody touched follow it, changed ones stay, and what changed on both sides is listed for you on the sheet “ข้อขัดแย้ง”.",
    ),
    (
        'ita-excel fill "ITA 2570.xlsx"',
        "ทำแถวผลของรอบที่ตั้งไว้",
        "rows of results for the round that is set",
    ),
    (
        'ita-excel fill "ITA 2570.xlsx" --round 12 --dry-run',
        "ดูก่อนว่าจะเพิ่มอะไร",
        "see first what would be added",
    ),
)
@workbook_argument()
@round_option()
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show the edits, change nothing")
@option(
    "--sheet-order",
    is_flag=True,
    th="ให้รายงานเรียงมาตรการตามที่ชีตมาตรการเรียงอยู่ (การเรียงชีตอย่างเดียวไม่เปลี่ยนรายงาน)",
    en="print measures as the plan's sheet has them now (sorting alone doesn't change reports)",
)
@option(
    "--all",
    "every",
    is_flag=True,
    th="แสดงทุกรายการในตาราง รวมช่องที่คงไว้และบอกไปแล้ว",
    en="list everything in the table, kept cells that were listed before, too",
)
@receipt_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    round_: Round | None,
    dry_run: bool,
    sheet_order: bool,
    every: bool,
    receipt: Path | None,
    as_data: bool,
) -> None:
    with working(Text("กำลังเติมข้อมูล", "filling"), steps=3):
        done = fill(
            file,
            occasion(),
            round=round_,
            dry_run=dry_run,
            receipt=receipt,
            sheet_order=sheet_order,
        )
    filled = done.filling
    if as_data:
        emit(
            {
                "file": file,
                "round": filled.round.months,
                "added": filled.added,
                "kept": filled.kept,
                "skipped": filled.skipped,
                "written": not dry_run,
                **as_object(filled),
                **({"unit_rows": filled.unit_rows} if filled.unit_rows else {}),
                **joint_object(done.joint),
            }
        )
    else:
        report(done, every=every)
        if dry_run:
            _show_edits(filled)
    tell_notices(done)
    if done.wrong and not dry_run and not as_data:
        say(CHOOSE, err=True)
    ctx.exit(ExitCode.DATA if done.wrong else ExitCode.OK)


def _show_edits(filled: Filling) -> None:
    from ita_excel.cli.dry_run import describe

    seen = (e for e in filled.edits if not (isinstance(e, SetCell) and e.at.sheet == META.sheet))
    for line in describe(seen, language_of()):
        click.echo(line)


def report(done: Filled, *, every: bool = False) -> None:
    """Say what filling came to."""
    filled, language = done.filling, language_of()
    say(
        Text(
            "รอบ {round}: เพิ่ม {added} แถว คงไว้ {kept} แถว",
            "round {round}: {added} rows added, {kept} kept",
        ),
        round=filled.round.value,
        added=filled.added,
        kept=filled.kept,
    )
    for line in table(filled, language, every=every):
        click.echo(line)
    if filled.taken_in:
        say(
            Text(
                "รวม {n} แถวที่พิมพ์ต่อท้ายนอกตารางเข้าในตารางแล้ว",
                "{n} rows that were typed below a table are now part of it",
            ),
            n=filled.taken_in,
        )
