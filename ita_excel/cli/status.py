"""`ita-excel status`: how far the units are."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.progress import occasion
from ita_excel.cli.status_below import below_lines, shared_lines
from ita_excel.cli.widths import in_columns
from ita_excel.core.language import Text
from ita_excel.dispatch.unit_status import UnitStatus
from ita_excel.jobs.status import SOON, status
from ita_excel.sheets.due_dates import DueState
from ita_excel.thai.calendar import format_date

_HEADINGS = (
    Text("หน่วยงาน", "unit"),
    Text("ส่งไป", "sent"),
    Text("กำหนดส่ง", "due"),
    Text("ส่งคืน", "returned"),
    Text("ตอบ", "answered"),
    Text("แล้ว", "done"),
    Text("ระหว่าง", "under way"),
    Text("ยังไม่", "not done"),
    Text("ยกเลิก", "cancelled"),
    Text("ว่าง", "blank"),
    Text("ขัดแย้ง", "conflicts"),
    Text("หมายเหตุ", "note"),
)
_OVERDUE = Text("เกินกำหนด", "overdue")
_NOT_SENT = Text("ส่งอีเมลไม่สำเร็จ", "not mailed")
_OPENED = Text("เปิดแล้ว ยังไม่กรอก", "opened, nothing filled in")


@declare(
    "status",
    None,
    ("ita-excel status ITA.xlsx", "ตารางความคืบหน้า", "a table of how far they are"),
    ("ita-excel status ITA.xlsx --json", "สำหรับโปรแกรมอื่น", "for other programs"),
)
@workbook_argument()
@json_option()
def command(file: Path, as_data: bool) -> None:
    done = status(file, occasion())
    found = done.units
    if as_data:
        shared = {"shared": [asdict(s) for s in done.shared]} if done.shared else {}
        due = {
            "overdue": done.of_dates(DueState.OVERDUE),
            "soon": done.of_dates(DueState.DUE),
            "days": SOON.days,
        }
        emit({"file": file, "units": [asdict(s) for s in found], **shared, "due": due})
        return
    for line in in_columns([[h.say(language_of()) for h in _HEADINGS], *map(_row, found)]):
        click.echo(line)
    for line in (*below_lines(found, language_of()), *shared_lines(done.shared, language_of())):
        click.echo(line)
    if done.deadlines:
        say(done.deadlines)


def _row(s: UnitStatus) -> list[str]:
    numbers = (s.done, s.under_way, s.not_done, s.cancelled, s.blank, s.conflicts)
    return [
        s.unit,
        _day(s.sent),
        _day(s.due),
        _day(s.returned),
        f"{s.answered}/{s.rows}" if s.sent or s.returned else "-",
        *(str(n) if n else "-" for n in numbers),
        " · ".join(_notes(s)),
    ]


def _notes(s: UnitStatus) -> list[str]:
    """Return what is odd about a unit's standing, in a few words each."""
    language = language_of()
    notes = [click.style(_OVERDUE.say(language), fg="red")] if s.overdue else []
    if s.not_sent:
        why = "" if s.not_sent == "-" else f": {s.not_sent}"
        notes.append(click.style(f"{_NOT_SENT.say(language)}{why}", fg="red"))
    if s.opened and not s.answered:
        notes.append(_OPENED.say(language))
    return notes


def _day(text: str) -> str:
    if not text:
        return "-"
    if "T" in text:
        return format_date(dt.datetime.fromisoformat(text).astimezone().date(), style="short")
    return format_date(dt.date.fromisoformat(text[:10]), style="short")
