"""`ita-excel remind`: letters to the units that haven't answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.book import make_folder
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.mailing import Mailing, Post, as_object, check, mail_options, post
from ita_excel.core.errors import ExitCode
from ita_excel.core.language import Text
from ita_excel.dispatch import letters
from ita_excel.dispatch.filenames import safe_name
from ita_excel.dispatch.letters import letter_to
from ita_excel.dispatch.unit_guide import due_text
from ita_excel.dispatch.unit_status import unanswered
from ita_excel.schema.model import Unit
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid


@declare(
    "remind",
    "ติดตามหน่วยงานที่ยังไม่ส่งคืน (ปกติเขียนเป็นร่างอีเมล)",
    "Remind the units that haven't answered (by default as drafts).",
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
    reading = read(FileGrid(file))
    template = letters.template("reminder", mailing.template)
    late = unanswered(reading)
    if not late and as_data:
        emit({"file": file, "reminders": [], "sent": False})
        return
    if not late:
        say(Text("ทุกหน่วยงานที่ส่งไปตอบกลับแล้ว", "every unit has answered"))
        return
    if not mailing.send:
        mailing = replace(mailing, drafts=True)
    people = {u.value.name: u.value for u in reading.units}
    posts = []
    for sent in late:
        unit = people.get(sent.unit, Unit(sent.unit))
        workbook = outbox / sent.file if sent.file else None
        posts.append(
            Post(
                unit,
                letter_to(template, reading, unit, sent),
                workbook if workbook and workbook.is_file() else None,
                outbox / f"ติดตาม {safe_name(sent.unit)}.eml",
            )
        )
        say(
            Text("  {unit}: กำหนดส่ง {due}", "  {unit}: due {due}"),
            unit=sent.unit,
            due=due_text(sent.due),
            err=as_data,
        )
    make_folder(outbox)
    sent_all = post(posts, mailing, server, quiet=as_data)
    if as_data:
        emit(
            {
                "file": file,
                "reminders": [
                    {"unit": s.unit, "due": s.due or None, **as_object(one, mailing)}
                    for s, one in zip(late, posts, strict=True)
                ],
                "sent": bool(server and sent_all),
            }
        )
    ctx.exit(ExitCode.OK if sent_all else ExitCode.DATA)
