"""`ita-excel split`: one workbook a unit, perhaps with its letter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.mailing import Mailing, as_object, check, mail_options, post
from ita_excel.cli.progress import occasion, working
from ita_excel.cli.value_completion import UNIT
from ita_excel.core.errors import ExitCode, OutputError
from ita_excel.core.language import Text
from ita_excel.dispatch.cover_letters import template
from ita_excel.jobs.mailing import Delivered
from ita_excel.jobs.split import Split, read_due, split
from ita_excel.store import saving
from ita_excel.thai.calendar import format_date


@declare(
    "split",
    None,
    (
        "ita-excel split ITA.xlsx -o ส่งหน่วยงาน --due 31/3/2570 --mail",
        "แยกไฟล์พร้อมร่างอีเมล",
        "the units' workbooks, with drafts of their letters",
    ),
    ("ita-excel split ITA.xlsx -o ส่งหน่วยงาน --unit กองคลัง", "เฉพาะหน่วยงานเดียว", "one unit only"),
    (
        'ita-excel split ITA.xlsx -o ส่งคืน --unit กองคลัง --rows 7,9-12 --note "ขอวันที่" --mail',
        "ส่งคืนบางแถวให้แก้ไข",
        "some rows returned for correction",
    ),
)
@workbook_argument()
@option(
    "-o",
    "--output",
    "outbox",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    th="โฟลเดอร์ที่จะเขียนไฟล์",
    en="the folder to write to",
)
@option(
    "--unit", "units", multiple=True, type=UNIT, th="เฉพาะหน่วยงานนี้ (ระบุซ้ำได้)", en="only this unit"
)
@option(
    "--due",
    callback=lambda ctx, param, value: None if value is None else read_due(value),
    th="กำหนดส่ง เช่น 31/3/2565",
    en="the due date, e.g. 31/3/2565",
)
@option(
    "--rows",
    default="",
    metavar="7,9-12",
    th="ส่งเฉพาะแถวเหล่านี้ของชีตผลการดำเนินการ เพื่อให้แก้ไข (เลขแถวที่ Excel แสดง หรือรหัส)",
    en="send only these rows of the sheet of results, for correction (numbers as Excel shows, or keys)",
)
@option(
    "--asked",
    is_flag=True,
    th="ส่งเฉพาะแถวที่ผู้ส่งงานขอให้แก้ไขครั้งล่าสุด",
    en="send only the rows that the sender above asked to be corrected last",
)
@option("--note", default="", th="สิ่งที่ขอให้แก้ไข แสดงในไฟล์และจดหมาย", en="what to correct")
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace files that exist")
@mail_options
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    outbox: Path,
    units: tuple[str, ...],
    due: dt.date | None,
    rows: str,
    asked: bool,
    note: str,
    force: bool,
    mailing: Mailing,
    as_data: bool,
) -> None:
    server = check(mailing)
    mailed = mailing.drafts or mailing.send
    # What can be refused is refused before anything is written: the letter's template, too.
    letter = (
        template("correction" if rows or asked else "dispatch", mailing.template)
        if mailed or mailing.template
        else None
    )
    with working(Text("กำลังแยกไฟล์", "splitting"), steps=2):
        done = split(
            file, occasion(), outbox, due=due, units=units, force=force,
            letter=letter if mailed else None, rows=rows, asked=asked, note=note,
            mailed=mailing.send,
        )  # fmt: skip
    if done.in_the_way:
        raise OutputError(saving.EXISTS, file=done.in_the_way[0].name)
    if not as_data:
        _report(done)
    delivered = post(file, done.posts, mailing, server, quiet=as_data)
    sent = not any(one.why for one in delivered.sent) and not (done.resent and done.notices)
    if as_data:
        emit({"file": file, **_as_object(done, mailing, delivered), "sent": bool(server and sent)})
    ctx.exit(ExitCode.OK if sent else ExitCode.DATA)


def _as_object(done: Split, mailing: Mailing, delivered: Delivered) -> dict[str, object]:
    mails = {one.dispatch: as_object(one, mailing, delivered) for one in done.posts}
    nothing = {"email": None, "draft": None, "sent": None, "why": None}
    return {
        "due": done.due,
        "workbooks": [
            *(
                {
                    "unit": one.unit.name,
                    "rows": len(one.base.rows),
                    "file": one.path,
                    "dispatch": one.base.dispatch,
                    **mails.get(one.base.dispatch, nothing),
                }
                for one in done.workbooks
            ),
            *(
                {
                    "unit": one.unit.name,
                    "rows": one.rows,
                    "file": one.attachment,
                    "dispatch": one.dispatch,
                    **mails[one.dispatch],
                }
                for one in (done.posts if done.resent else ())
            ),
        ],
        "empty_units": list(done.empty_units),
        "unknown": list(done.nobodys),
    }


def _report(done: Split) -> None:
    if done.resent:
        said = Text(
            "ไฟล์ของรอบก่อนที่ยังส่งไม่ได้ {n} ไฟล์ จะส่งไฟล์เดิมอีกครั้ง",
            "{n} workbooks of the last time were not sent: the same ones are sent again",
        )
        say(said, n=len(done.posts))
        for notice in done.notices:
            say(Text("  {notice}", "  {notice}"), notice=notice.text, err=True)
        return
    for one in done.workbooks:
        say(
            Text("  {unit}: {n} แถว → {file}", "  {unit}: {n} rows → {file}"),
            unit=one.unit.name,
            n=len(one.base.rows),
            file=click.format_filename(one.path),
        )
    say(
        Text("แยกแล้ว {n} ไฟล์ กำหนดส่ง {due}", "{n} workbooks made, due {due}"),
        n=len(done.workbooks),
        due=format_date(done.due) if done.due else Text("ไม่ได้กำหนด", "not set"),
    )
    for notice in done.notices:
        say(Text("  {notice}", "  {notice}"), notice=notice.text, err=True)
