"""`ita-excel collect`: what the units sent back, merged into the master."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.findings import finding_object
from ita_excel.cli.merged import by_option, lines, summary
from ita_excel.cli.merged_data import merged_object
from ita_excel.cli.other_masters import copy_lines, copy_objects
from ita_excel.cli.progress import occasion, working
from ita_excel.cli.workbooks import expanded
from ita_excel.core.errors import ExitCode
from ita_excel.core.findings import Finding
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.dispatch import kept_copies
from ita_excel.dispatch.collect import OLDER, STATES, FileReport, State
from ita_excel.jobs.collect import Collected, collect

_TOTALS = {
    State.MERGED: Text("มีคำตอบ {n}", "{n} with answers"),
    State.KNOWN: Text("รวมไว้ก่อน {n}", "{n} merged before"),
    State.WITHDRAWN: Text("ถอนออกไว้ {n}", "{n} withdrawn"),
    State.RECEIVED: Text("งานจากผู้ส่ง {n}", "{n} from above"),
    State.BLANK: Text("ยังว่าง {n}", "{n} blank"),
    State.COPY: Text("ไฟล์หลักอีกฉบับ {n}", "{n} other copies of the master"),
    State.REFUSED: Text("ใช้ไม่ได้ {n}", "{n} refused"),
}
_KEPT = Text(
    "สำเนาไฟล์ตอบกลับ {n} ไฟล์อยู่ในโฟลเดอร์ {folder} ข้างไฟล์หลัก",
    "copies of {n} returned files are in the folder {folder} beside the master",
)
_COLOURS = {
    State.MERGED: "green",
    State.KNOWN: "bright_black",
    State.WITHDRAWN: "bright_black",
    State.RECEIVED: "green",
    State.BLANK: "yellow",
    State.COPY: "green",
    State.REFUSED: "red",
}


@declare(
    "collect",
    Text(
        "INBOX คือไฟล์ โฟลเดอร์ .zip .7z .eml หรือ .msg ถ้าระบุสำเนาของไฟล์หลักที่เจ้าหน้าที่อีกคนทำต่อ จะรวมงานของทั้งสองฉบับ",
        "INBOX is a file, a folder, a .zip, .7z, .eml or .msg. A copy of the master on which "
        "another officer worked is merged as a whole when you name it.",
    ),
    (
        "ita-excel collect ITA.xlsx ตอบกลับ --dry-run",
        "ดูก่อนว่าจะรวมอะไร",
        "see first what would be merged",
    ),
    (
        "ita-excel collect ITA.xlsx ตอบกลับ/*.zip --certificate ที่มา.xlsx",
        "รวม พร้อมใบรับรองที่มาของทุกค่า",
        "merge, and certify where each value comes from",
    ),
    (
        "ita-excel collect ITA.xlsx ITA-สำเนา.xlsx",
        "รวมไฟล์หลักที่สองคนทำคนละฉบับ",
        "merge two copies of the master",
    ),
)
@click.argument("master", type=WORKBOOK)
@click.argument("inbox", type=WORKBOOK, nargs=-1, required=True)
@option("--dry-run", is_flag=True, th="แสดงผลการรวมโดยไม่แก้ไฟล์หลัก", en="show it all, change nothing")
@option(
    "--certificate",
    "certified",
    type=click.Path(path_type=Path, dir_okay=False),
    th="เขียนใบรับรอง: ไฟล์ ผู้ส่ง ค่าที่ถูกแทนที่ และที่มาของทุกค่า (.xlsx .pdf .csv หรือ .json)",
    en="certify files, senders, what was replaced, each value's origin (.xlsx, .pdf, .csv, .json)",
)
@option(
    "--base",
    type=WORKBOOK,
    th="ไฟล์หลักก่อนแยกกันทำ เมื่อรวมสำเนาที่โปรแกรมไม่ทราบฉบับตั้งต้น",
    en="the master before two copies parted, where they don't say it themselves",
)
@by_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    master: Path,
    inbox: tuple[Path, ...],
    dry_run: bool,
    certified: Path | None,
    base: Path | None,
    by: str,
    as_data: bool,
) -> None:
    with working(Text("กำลังอ่านและรวมไฟล์", "reading and merging"), steps=2):
        done = collect(
            master,
            occasion(by),
            expanded(inbox),
            dry_run=dry_run,
            certificate=certified,
            base=base,
        )
    if as_data:
        files = [_as_object(report) for report in done.files]
        copies = {"copies": copy_objects(done.others)} if done.others else {}
        head = {"file": master, "saved": not dry_run, "files": files}
        emit({**head, **copies, **merged_object(done)})
    else:
        _report(done, certified)
    ctx.exit(ExitCode.DATA if done.wrong else ExitCode.OK)


def _report(done: Collected, certified: Path | None) -> None:
    """Say what became of each file, of each value in it that isn't simply taken over, and of all."""
    for report in done.files:
        _tell(report, done.dry_run)
    for line in copy_lines(done.others, language_of()):
        click.echo(line)
    for line in lines(done.master, language_of()):
        click.echo(line)
    for finding in done.master.findings:
        _tell_finding(finding)
    if certified:
        said = Text("ใบรับรองที่มาของทุกค่า: {file}", "where every value comes from: {file}")
        say(said, file=certified)
    if done.files:
        _total(done.files)
    if done.kept:
        say(_KEPT, n=done.kept, folder=kept_copies.FOLDER)
    summary(done)


def _total(reports: Sequence[FileReport]) -> None:
    """Say what became of how many files."""
    counts = Counter(report.state for report in reports)
    parts = [text.fill(n=counts[state]) for state, text in _TOTALS.items() if counts[state]]
    said = Text(*(" · ".join(texts) for texts in zip(*parts, strict=True)))
    say(Text("ไฟล์ตอบกลับ {n} ไฟล์: {what}", "{n} files: {what}"), n=len(reports), what=said)


def _as_object(report: FileReport) -> dict[str, Any]:
    language = language_of()
    return {
        "name": report.name,
        "state": report.state.value,
        "hash": report.hash,
        "unit": report.answer.unit if report.answer else None,
        "older": report.older,
        "kept": report.kept or None,
        "overlooked": [
            {
                "kind": thing.variant,
                "place": thing.place,
                "action": thing.action,
                "column": thing.column,
                "value": as_text(thing.value),
            }
            for thing in report.overlooked
        ],
        "why": report.why.say(language) if report.why else None,
        "findings": [finding_object(f, language) for f in report.findings],
    }


def _tell(report: FileReport, dry_run: bool) -> None:
    language = language_of()
    will = dry_run and report.state is State.MERGED
    word = Text("จะรวม", "to be merged") if will else STATES[report.state]
    state = click.style(word.say(language), fg=_COLOURS[report.state])
    unit = f" [{report.answer.unit}]" if report.answer else ""
    click.echo(f"{state}  {report.name}{unit}")
    if report.older:
        click.echo(f"    {OLDER.say(language)}")
    if report.why:
        click.echo(f"    {report.why.say(language)}")
    for finding in report.findings:
        _tell_finding(finding)


def _tell_finding(finding: Finding) -> None:
    language = language_of()
    label = finding.severity.label.say(language)
    at = f" {finding.at}" if finding.at else ""
    click.echo(f"    {label} {finding.code}{at}: {finding.say(language)}")
