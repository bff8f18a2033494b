"""Due dates as an iCalendar file (RFC 5545), for the calendars of Outlook, Google and telephones.

Each is an event of a whole day without a clock time, so that no time zone moves it to another day. Its
UID comes of the workbook and of what is due, never of the day: importing the file again updates the
events. A cancelled action is sent as cancelled, so that it goes out of the calendars.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.core.errors import OutputError
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text
from ita_excel.schema.model import Status
from ita_excel.sheets import Reading
from ita_excel.sheets.due_dates import DueDate, DueState
from ita_excel.thai.normal import compare_form

if TYPE_CHECKING:
    from icalendar import Alarm, Event

MEDIA_BEGIN = b"BEGIN:VCALENDAR"
_PRODUCT = "-//ita-excel//ITA due dates//TH"
_DOMAIN = "ita-excel.invalid"  # RFC 2606: belongs to nobody
_ZONE = "Asia/Bangkok"
# From midnight, when a whole day begins: nine in the morning a week before, and of the day itself.
_ALARMS = (dt.timedelta(hours=9 - 7 * 24), dt.timedelta(hours=9))
_COUNTED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_SUMMARY = 120  # characters of an action in the event's title


def calendar(
    reading: Reading, dates: Iterable[DueDate], moment: dt.datetime, language: Language = "th"
) -> bytes:
    """Return the dates as the text of an .ics file; `moment` is that of its making."""
    from icalendar import Calendar

    agency = reading.agency.value
    file = Calendar()
    file.add("prodid", _PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    year = agency.fiscal_year.year if agency.fiscal_year else ""
    file.add("x-wr-calname", _line(_NAME.fill(year=year, agency=agency.name).say(language)))
    file.add("x-wr-timezone", _ZONE)
    made = moment.astimezone(dt.UTC).replace(microsecond=0)
    whose = as_text(reading.meta.get(schema.META_WORKBOOK)) or f"{agency.name}/{year}"
    for one, named in _named(dates, whose):
        file.add_component(_event(one, named, made, language))
    return bytes(file.to_ical())


def _named(dates: Iterable[DueDate], workbook: str) -> Iterator[tuple[DueDate, str]]:
    """Yield each date with its UID, the same whichever day it falls on.

    Of a row that has no รหัส yet its words name the action; of rows alike the later ones count on.
    """
    alike: Counter[tuple[str, ...]] = Counter()
    for one in dates:
        words = "" if one.key else f"{compare_form(one.measure)}/{compare_form(one.action)}"
        parts = (workbook, one.key, words, one.name)
        again = f"\n{alike[parts]}" if alike[parts] else ""
        alike[parts] += 1
        named = hashlib.sha256(("\n".join(parts) + again).encode()).hexdigest()[:32]
        yield one, f"{named}@{_DOMAIN}"


def require_calendar_file(data: bytes, name: str) -> None:
    """Raise OutputError where a file that is to be replaced is no calendar file."""
    if not data.lstrip(b"\xef\xbb\xbf\r\n \t").upper().startswith(MEDIA_BEGIN):
        raise OutputError(_NO_CALENDAR, file=name)


def _event(date: DueDate, named: str, made: dt.datetime, language: Language) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", named)
    event.add("dtstamp", made)
    event.add("last-modified", made)
    # Calendars keep what they have unless this is greater; a file made later has the later word.
    event.add("sequence", max(0, int((made - _COUNTED_FROM).total_seconds()) // 60))
    event.add("dtstart", date.day)
    event.add("dtend", date.day + dt.timedelta(days=1))
    event.add("summary", _summary(date, language))
    event.add("description", _description(date, language))
    event.add("categories", ["ITA"])
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")  # nobody is busy all that day
    cancelled = date.state is DueState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if date.state is DueState.DUE:
        for before in _ALARMS:
            event.add_component(_alarm(before, _summary(date, language)))
    return event


def _alarm(when: dt.timedelta, words: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", when)
    alarm.add("description", words)
    return alarm


def _summary(date: DueDate, language: Language) -> str:
    action = _line(date.action)
    if len(action) > _SUMMARY:
        action = f"{action[:_SUMMARY]}…"
    done = "✓ " if date.state is DueState.DONE else ""
    what = _line(date.what.say(language))
    return f"{done}ITA: {what} · {action}" if action else f"{done}ITA: {what}"


def _description(date: DueDate, language: Language) -> str:
    lines = (
        (_MEASURE, date.measure), (_ACTION, date.action), (_WHO, date.responsible),
        (_STATE, STATES[date.state].say(language)),
    )  # fmt: skip
    return "\n".join(f"{label.say(language)}: {_line(text)}" for label, text in lines if text)


def _line(text: str) -> str:
    """Return a text in one line, without the control characters that the format has no place for."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in text).split())


STATES = {
    DueState.OVERDUE: Text("เกินกำหนด", "overdue"),
    DueState.DUE: Text("ยังไม่ถึงกำหนด", "due"),
    DueState.PASSED: Text("ผ่านวันนั้นแล้ว", "the day is over"),
    DueState.DONE: Text("ทำเสร็จแล้ว", "done"),
    DueState.CANCELLED: Text(Status.CANCELLED.value, "cancelled"),
}
_NAME = Text("กำหนดการ ITA {year} {agency}", "ITA {year}: due dates, {agency}")
_MEASURE, _ACTION = Text("มาตรการ", "measure"), Text("วิธีการดำเนินงาน", "action")
_WHO, _STATE = (
    Text("ผู้รับผิดชอบ", "responsible"),
    Text("สถานะเมื่อทำไฟล์นี้", "state when this file was made"),
)
_NO_CALENDAR = Text(
    "“{file}” มีอยู่แล้วและไม่ใช่ไฟล์ปฏิทิน จึงไม่เขียนทับ โปรดใช้ชื่ออื่น",
    "“{file}” exists and is no calendar file, so it isn't replaced: choose another name",
)
