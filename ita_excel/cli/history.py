"""`ita-excel history`: what the tool changed, day by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.progress import occasion
from ita_excel.cli.quoting import quoted, shortened
from ita_excel.core.language import Text
from ita_excel.jobs.history import HistoryEntry, history
from ita_excel.thai.calendar import format_date

_NONE = Text("ไม่มีรายการที่ตรงตามที่ระบุ จากทั้งหมด {total} รายการ", "none of {total} changes is meant")
_SOME = Text("{n} จาก {total} รายการ", "{n} of {total} changes")
_NO_MOMENT = Text("ไม่ทราบเวลา", "at an unknown time")
_FROM = Text("จาก {source}", "from {source}")


@declare(
    "history",
    None,
    ("ita-excel history ITA.xlsx", "ทั้งหมด", "all of it"),
    ("ita-excel history ITA.xlsx --unit กองคลัง", "ที่มาจากหน่วยงานหนึ่ง", "from one unit"),
    ("ita-excel history ITA.xlsx --row มาตรการ!G7", "ของแถวหนึ่ง", "of one row"),
    ("ita-excel history ITA.xlsx --day 2022-04-01", "ของวันหนึ่ง", "of one day"),
)
@workbook_argument()
@option(
    "--row",
    default="",
    th="ชีต!เซลล์ในแถวนั้น รหัสประจำแถว หรือข้อความบางส่วนของวิธีการดำเนินงาน",
    en="SHEET!CELL in that row, its key, or a part of the action's words",
)
@option("--unit", default="", th="ที่มาจากหน่วยงานนี้", en="what came from this unit")
@option("--day", default="", th="วันที่ เช่น ๑ เม.ย. ๖๕", en="a date, as 2022-04-01")
@json_option()
def command(file: Path, row: str, unit: str, day: str, as_data: bool) -> None:
    found = history(file, occasion(), row=row, unit=unit, day=day)
    if as_data:
        listed = [asdict(entry) for entry in found.entries]
        emit({"file": file, "total": found.total, "entries": listed})
        return
    if not found.entries:
        say(_NONE, total=found.total)
        return
    for date, entries in groupby(found.entries, _date):
        heading = format_date(date) if date else _NO_MOMENT.say(language_of())
        click.echo(click.style(heading, bold=True))
        for entry in entries:
            _print(entry)
    say(_SOME, n=len(found.entries), total=found.total)


def _date(entry: HistoryEntry) -> dt.date | None:
    return entry.moment.date() if entry.moment else None


def _print(entry: HistoryEntry) -> None:
    time = f"{entry.moment:%H:%M}" if entry.moment else "--:--"
    source = " · ".join(part for part in (entry.unit, entry.file) if part)
    whose = f" ({_FROM.fill(source=source).say(language_of())})" if source else ""
    place = "!".join(part for part in (entry.sheet, entry.at) if part)
    words = f" “{shortened(entry.words)}”" if entry.words else ""
    click.echo(f"  {time} {entry.command}: {place} {entry.column}{words}{whose}")
    click.echo(f"        {quoted(entry.old)} → {quoted(entry.new)}")
