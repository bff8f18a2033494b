"""`ita-excel split`: one workbook a unit, perhaps with its letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option, say
from ita_excel.cli.book import in_turn, make_folder
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.mailing import Mailing, Post, as_object, check, mail_options, post
from ita_excel.cli.progress import step, watched, working
from ita_excel.cli.values import UNIT
from ita_excel.core.errors import ExitCode, UsageError
from ita_excel.core.language import Text
from ita_excel.dispatch import letters
from ita_excel.dispatch.letters import letter_to
from ita_excel.dispatch.split import SplitPlan, UnitWorkbook, plan_split, unknown_rows
from ita_excel.dispatch.writing import require_free, take_back, write
from ita_excel.merging.sending import record_of
from ita_excel.sheets import Reading, read
from ita_excel.store import saving
from ita_excel.store.file import FileGrid
from ita_excel.thai.dates import format_date, read_date


def read_due(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Read `--due`: 2565-03-31, 31/3/2565, ๓๑ มีนาคม ๒๕๖๕."""
    if value is None:
        return None
    found = read_date(value)
    if found is None:
        raise UsageError(
            Text(
                "อ่านวันที่ “{value}” ไม่ได้ ตัวอย่าง: 31/3/2565 หรือ “31 มี.ค. 65”",
                "“{value}” is no date; write 31/3/2565 or 2022-03-31",
            ),
            value=value,
        )
    return found


@declare(
    "split",
    "แยกสมุดงานเป็นไฟล์ของแต่ละหน่วยงาน มีเฉพาะแถวของหน่วยงานนั้น",
    "Make a workbook for each unit, with only that unit's rows.",
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
@option("--due", callback=read_due, th="กำหนดส่ง เช่น 31/3/2565", en="the due date, e.g. 31/3/2565")
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
    force: bool,
    mailing: Mailing,
    as_data: bool,
) -> None:
    server = check(mailing)
    # What can be refused is refused before anything is written: the letter's template, too.
    template = letters.template("dispatch", mailing.template)

    def work() -> tuple[SplitPlan, list[Post]]:
        grid = FileGrid(file)
        reading = read(grid)
        plan = plan_split(reading, outbox, dt.datetime.now().astimezone(), due, units)
        posts = _posts(reading, plan, template) if mailing.drafts or mailing.send else []
        require_free(plan, force)
        saving.require_writable(file)
        make_folder(outbox)
        with working(Text("กำลังแยกไฟล์", "splitting"), steps=2):
            put = write(reading, plan, force, _watched)
            step()
            try:
                grid.apply(plan.edits)
                grid.save()
            except BaseException:
                take_back(put)
                raise
        return plan, posts

    plan, posts = in_turn(file, work)
    if not as_data:
        _report(plan, due)
    sent = post(posts, mailing, server, quiet=as_data)
    if as_data:
        emit({"file": file, **_as_object(plan, due, posts, mailing), "sent": bool(server and sent)})
    ctx.exit(ExitCode.OK if sent else ExitCode.DATA)


def _watched(workbooks: Sequence[UnitWorkbook]) -> Iterator[UnitWorkbook]:
    return watched(workbooks)


def _posts(reading: Reading, plan: SplitPlan, template: letters.Letter) -> list[Post]:
    return [
        Post(p.unit, letter_to(template, reading, p.unit, record_of(p.base)), p.path,
             p.path.with_suffix(".eml"))
        for p in plan.workbooks
    ]  # fmt: skip


def _as_object(
    plan: SplitPlan, due: dt.date | None, posts: Sequence[Post], mailing: Mailing
) -> dict[str, object]:
    mails = {one.unit.name: as_object(one, mailing) for one in posts}
    nothing = {"email": None, "draft": None}
    return {
        "due": due,
        "workbooks": [
            {
                "unit": p.unit.name,
                "rows": len(p.base.rows),
                "file": p.path,
                **mails.get(p.unit.name, nothing),
            }
            for p in plan.workbooks
        ],
        "empty_units": list(plan.empty_units),
        "unknown": list(unknown_rows(plan.shares)),
    }


def _report(plan: SplitPlan, due: dt.date | None) -> None:
    for one in plan.workbooks:
        say(
            Text("  {unit}: {n} แถว → {file}", "  {unit}: {n} rows → {file}"),
            unit=one.unit.name,
            n=len(one.base.rows),
            file=click.format_filename(one.path),
        )
    say(
        Text("แยกแล้ว {n} ไฟล์ กำหนดส่ง {due}", "{n} workbooks made, due {due}"),
        n=len(plan.workbooks),
        due=format_date(due) if due else Text("ไม่ได้กำหนด", "not set"),
    )
    if due and due < dt.date.today():
        say(
            Text(
                "  กำหนดส่ง {due} ผ่านมาแล้ว หากพิมพ์ปีผิด โปรดสั่งใหม่พร้อม --force",
                "  the due date {due} is past: if the year is wrong, run it again with --force",
            ),
            due=format_date(due),
            err=True,
        )
    for unit in plan.empty_units:
        say(
            Text("  {unit}: ไม่มีแถวที่รับผิดชอบในรอบนี้", "  {unit}: no rows in this round"),
            unit=unit,
            err=True,
        )
    for action in unknown_rows(plan.shares):
        say(
            Text(
                "  ไม่ได้ส่งให้ใคร เพราะไม่รู้จักผู้รับผิดชอบ: {action}",
                "  sent to nobody, because the responsible unit is unknown: {action}",
            ),
            action=action,
            err=True,
        )
