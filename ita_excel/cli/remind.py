"""`ita-excel remind`: letters to the units that haven't answered."""

from __future__ import annotations

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
from ita_excel.jobs.remind import remind


@declare(
    "remind",
    "ติดตามหน่วยงานที่ยังไม่ส่งคืน (ปกติเขียนเป็นร่างอีเมล)",
    "Remind the units that haven't answered (by default as drafts).",
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
        say(Text("ทุกหน่วยงานที่ส่งไปตอบกลับแล้ว", "every unit has answered"))
        return
    for sent in done.dispatches:
        say(
            Text("  {unit}: กำหนดส่ง {due}", "  {unit}: due {due}"),
            unit=sent.unit,
            due=due_text(sent.due),
            err=as_data,
        )
    mailing = replace(mailing, drafts=drafts)
    sent_all = post(done.posts, mailing, server, quiet=as_data)
    if as_data:
        reminders = [
            {"unit": sent.unit, "due": sent.due or None, **as_object(one, mailing)}
            for sent, one in zip(done.dispatches, done.posts, strict=True)
        ]
        emit({"file": file, "reminders": reminders, "sent": bool(server and sent_all)})
    ctx.exit(ExitCode.OK if sent_all else ExitCode.DATA)
