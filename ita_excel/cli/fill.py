"""`ita-excel fill`: rows of results from the plan."""

from __future__ import annotations

from pathlib import Path

import click

from ita_excel.cli.arguments import round_option, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.book import in_turn, receipt_option, save
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.edits import describe
from ita_excel.cli.progress import step, working
from ita_excel.core.language import Text
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading, filling, read
from ita_excel.store.file import FileGrid


@declare(
    "fill",
    "เติมชีตผลการดำเนินการจากแผน โดยคงทุกอย่างที่พิมพ์ไว้แล้ว",
    "Make the rows of results from the plan; all that is typed stays.",
)
@workbook_argument()
@round_option()
@option("--dry-run", is_flag=True, th="แสดงสิ่งที่จะแก้โดยไม่แก้ไฟล์", en="show the edits, change nothing")
@receipt_option()
@json_option()
def command(
    file: Path, round_: Round | None, dry_run: bool, receipt: Path | None, as_data: bool
) -> None:
    def work() -> tuple[Reading, filling.Filling]:
        with working(Text("กำลังเติมข้อมูล", "filling"), steps=3):
            grid = FileGrid(file)
            reading = read(grid)
            step()
            filled = filling.fill(reading, round_)
            step()
            if not dry_run:
                save(grid, reading, filled.edits, command="fill", receipt=receipt)
        return reading, filled

    reading, filled = in_turn(file, work, writing=not dry_run)
    if as_data:
        emit(
            {
                "file": file,
                "round": filled.round.months,
                "added": filled.added,
                "kept": filled.kept,
                "skipped": filled.skipped,
                "written": not dry_run,
            }
        )
    elif dry_run:
        for line in describe(filled.edits, language_of()):
            click.echo(line)
    else:
        report(filled)
    if not dry_run and round_ and reading.agency.value.round is not round_:
        say(
            Text(
                "ในข้อมูลหน่วยงาน รอบการรายงานยังไม่ใช่ {round} โปรดแก้ไขก่อนตรวจและส่งออก",
                "the round set in the workbook is not {round}: change it before you check and export",
            ),
            round=round_.value,
            err=True,
        )


def report(filled: filling.Filling) -> None:
    """Say what filling came to."""
    say(
        Text(
            "รอบ {round}: เพิ่ม {added} แถว คงไว้ {kept} แถว",
            "round {round}: {added} rows added, {kept} kept",
        ),
        round=filled.round.value,
        added=filled.added,
        kept=filled.kept,
    )
    if filled.taken_in:
        say(
            Text(
                "รวม {n} แถวที่พิมพ์ต่อท้ายนอกตารางเข้าในตารางแล้ว",
                "{n} rows that were typed below a table are now part of it",
            ),
            n=filled.taken_in,
        )
    if filled.skipped:
        say(
            Text(
                "ข้าม {n} แถวของแผนที่ยังไม่มีวิธีการดำเนินงาน",
                "{n} rows of the plan have no action yet and were left out",
            ),
            n=filled.skipped,
            err=True,
        )
