"""`ita-excel due`: until when what is to be done, and the same as a calendar file."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
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
from ita_excel.jobs.due import Due, due
from ita_excel.sheets.due_dates import DueDate, DueState, Undated
from ita_excel.thai.calendar import format_date


@declare(
    "due",
    Text(
        "วันมาจากระยะเวลาและจำนวนครั้งที่รายงานในแผน รอบ ๖ และ ๑๒ เดือน และวันที่หน่วยงานกำหนดเองในชีต "
        "ข้อมูลหน่วยงาน ระยะเวลาที่อ่านไม่ออกแสดงไว้ต่างหาก ไม่มีการเดาวัน",
        "The days come from the plan's periods and frequencies, the rounds of 6 and 12 months, and the "
        "office's own dates in its settings. Periods that can't be read are listed; none is guessed.",
    ),
    ("ita-excel due ITA.xlsx", "ทุกกำหนดที่ยังไม่เสร็จ", "all that is still to be done"),
    (
        "ita-excel due ITA.xlsx --days 30",
        "ที่เกินกำหนดและใน ๓๐ วัน",
        "overdue, and in the next 30 days",
    ),
    (
        "ita-excel due ITA.xlsx --ics กำหนดการ.ics",
        "ปฏิทินสำหรับ Outlook, Google หรือโทรศัพท์ นำเข้าซ้ำได้โดยไม่เพิ่มรายการซ้ำ",
        "a calendar for Outlook, Google or a telephone; importing it again updates it",
    ),
)
@workbook_argument()
@option(
    "--days",
    type=click.IntRange(min=0),
    th="เฉพาะที่เกินกำหนดแล้ว และที่จะครบกำหนดภายในจำนวนวันนี้",
    en="only what is overdue, or due within so many days",
)
@option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    th="เขียนกำหนดทั้งหมดเป็นไฟล์ปฏิทิน (iCalendar) แทนไฟล์เดิมถ้ามี",
    en="write all dates as a calendar file (iCalendar), in place of an older one",
)
@json_option()
def command(file: Path, days: int | None, ics: Path | None, as_data: bool) -> None:
    done = due(file, occasion(), days=days, ics=ics)
    for notice in done.notices:
        say(notice.text, err=True)
    if as_data:
        emit(_as_object(file, done))
        return
    shown = done.dates if days is not None else [d for d in done.dates if d.open]
    for line in _lines(shown, done):
        click.echo(line)
    say(
        _TOTAL,
        overdue=done.count(DueState.OVERDUE),
        due=done.count(DueState.DUE),
        done=done.count(DueState.DONE),
        passed=done.count(DueState.PASSED),
    )
    if done.calendar:
        say(_WRITTEN, file=done.calendar, n=len(done.every))


def _lines(shown: list[DueDate] | tuple[DueDate, ...], done: Due) -> Iterator[str]:
    """Yield the days with what is due on each, then what has no day."""
    language = language_of()
    for day, dates in groupby(shown, lambda d: d.day):
        heading = f"{format_date(day)}  {_when(day, done.today).say(language)}"
        yield click.style(heading, bold=True, fg="red" if day < done.today else None)
        alike: dict[str, list[DueDate]] = defaultdict(list)
        for date in dates:
            alike[date.what.say(language)].append(date)
        for what, each in alike.items():
            yield f"  {what}"
            yield from (f"    - {_action(date)}" for date in each if date.action)
    if done.undated:
        yield click.style(_UNDATED.fill(n=len(done.undated)).say(language), fg="yellow")
        yield from (f"  {_undated(one).say(language)}" for one in done.undated)


def _action(date: DueDate) -> str:
    who = f"  [{shortened(date.responsible)}]" if date.responsible else ""
    return f"{shortened(date.action)}{who}"


def _undated(one: Undated) -> Text:
    language = language_of()
    said = f" {quoted(one.typed)}" if one.typed else ""
    action = f" · {shortened(one.action)}" if one.action else ""
    return Text("{at}{said} {why}{action}", "{at}{said} {why}{action}").fill(
        at=f"{one.at.sheet}!{one.at.a1}", said=said, why=one.why.say(language), action=action
    )


def _when(day: dt.date, today: dt.date) -> Text:
    days = (day - today).days
    if days == 0:
        return Text("(วันนี้)", "(today)")
    if days < 0:
        return Text("(เกินกำหนด {n} วัน)", "({n} days overdue)").fill(n=-days)
    return Text("(อีก {n} วัน)", "(in {n} days)").fill(n=days)


def _as_object(file: Path, done: Due) -> dict[str, object]:
    return {
        "file": file,
        "today": done.today,
        "dates": [_date(date, done.today) for date in done.dates],
        "undated": [
            {
                "sheet": one.at.sheet,
                "cell": one.at.a1,
                "typed": one.typed,
                "why": one.why.say(language_of()),
                "action": one.action,
            }
            for one in done.undated
        ],
        "summary": {state.value: done.count(state) for state in DueState},
        "ics": done.calendar,
    }


def _date(date: DueDate, today: dt.date) -> dict[str, object]:
    return {
        "day": date.day,
        "days": (date.day - today).days,
        "kind": date.kind,
        "state": date.state,
        "what": date.what.say(language_of()),
        "key": date.key,
        "action": date.action,
        "measure": date.measure,
        "responsible": date.responsible,
        "sheet": date.at.sheet,
        "cell": date.at.a1,
    }


_TOTAL = Text(
    "เกินกำหนด {overdue} · ยังไม่ถึงกำหนด {due} · แล้วเสร็จ {done} · ผ่านวันไปแล้ว {passed}",
    "overdue {overdue} · due {due} · done {done} · days that are over {passed}",
)
_WRITTEN = Text("เขียน {file} แล้ว ({n} รายการ)", "wrote {file} ({n} dates)")
_UNDATED = Text("ไม่ทราบกำหนด {n} รายการ", "{n} without a day")
