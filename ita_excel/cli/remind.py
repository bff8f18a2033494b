"""`ita-excel remind`: letters to the units that owe rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.mailing import Mailing, as_object, check, mail_options, post
from ita_excel.cli.progress import occasion
from ita_excel.core.errors import ExitCode
from ita_excel.core.language import Text
from ita_excel.dispatch.cover_letters import template
from ita_excel.dispatch.unit_guide import due_text
from ita_excel.dispatch.unit_status import Owing
from ita_excel.jobs.remind import remind
from ita_excel.sheets.due_dates import DueDate, DueState
from ita_excel.thai.calendar import format_date

_UNTIL = Text("    - {action} (กำหนด {day})", "    - {action} (due {day})")
_LATE = Text("    - {action} (เกินกำหนด {day})", "    - {action} (overdue since {day})")
_LISTED = 10  # actions of one unit on the screen; its letter names more


@declare(
    "remind",
    None,
    (
        "ita-excel remind ITA.xlsx -o ส่งหน่วยงาน",
        "ร่างอีเมลติดตาม แนบไฟล์ที่แยกไว้",
        "drafts, with the workbooks attached again",
    ),
)
@workbook_argument()
@option(
    "-o",
    "--output",
    "outbox",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    th="โฟลเดอร์ของร่างอีเมล และของไฟล์ที่แยกไว้ (แนบให้อีกครั้งถ้ามี)",
    en="the folder of drafts, and of the split workbooks, which are attached again",
)
@mail_options
@json_option()
@click.pass_context
def command(ctx: click.Context, file: Path, outbox: Path, mailing: Mailing, as_data: bool) -> None:
    server = check(mailing)
    drafts = mailing.drafts or not mailing.send
    letter = template("reminder", mailing.template)
    done = remind(file, occasion(), outbox, letter=letter, drafts=False)
    if not done.posts and as_data:
        emit({"file": file, "reminders": [], "sent": False})
        return
    if not done.posts:
        say(Text("ทุกหน่วยงานที่ส่งไปตอบกลับครบทุกแถวแล้ว", "every unit has answered every row"))
        return
    for owed, days in zip(done.owing, done.due, strict=True):
        _tell(owed, days, as_data)
    mailing = replace(mailing, drafts=drafts)
    delivered = post(file, done.posts, mailing, server, quiet=as_data)
    sent_all = not any(one.why for one in delivered.sent)
    if as_data:
        reminders = [
            {
                "unit": late.dispatch.unit,
                "due": late.dispatch.due or None,
                "dispatch": late.dispatch.id,
                "rows": late.rows,
                "owed": list(late.actions),
                "owed_due": [date.day if date else None for date in days],
                **as_object(one, mailing, delivered),
            }
            for late, days, one in zip(done.owing, done.due, done.posts, strict=True)
        ]
        emit({"file": file, "reminders": reminders, "sent": bool(server and sent_all)})
    ctx.exit(ExitCode.OK if sent_all else ExitCode.DATA)


def _tell(late: Owing, days: Sequence[DueDate | None], as_data: bool) -> None:
    """Say which actions a unit owes, and until when each is due."""
    said = Text(
        "  {unit}: กำหนดส่ง {due} ค้าง {n} จาก {rows} แถว",
        "  {unit}: due {due}, owes {n} of {rows} rows",
    )
    sent = late.dispatch
    say(
        said,
        err=as_data,
        unit=sent.unit,
        due=due_text(sent.due),
        n=len(late.actions),
        rows=late.rows,
    )
    for action, date in list(zip(late.actions, days, strict=True))[:_LISTED]:
        words = " ".join(action.split())
        if date is None:
            say(Text("    - {action}", "    - {action}"), err=as_data, action=words)
        else:
            text = _LATE if date.state is DueState.OVERDUE else _UNTIL
            say(text, err=as_data, action=words, day=format_date(date.day, style="short"))
    if len(late.actions) > _LISTED:
        more = Text("    … และอีก {n} รายการ", "    … and {n} more")
        say(more, err=as_data, n=len(late.actions) - _LISTED)
