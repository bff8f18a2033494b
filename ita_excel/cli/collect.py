"""`ita-excel collect`: what the units sent back, merged into the master."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.book import in_turn
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.findings import finding_object
from ita_excel.cli.merged import by_option, exit_code, lines, summary
from ita_excel.cli.merged_data import merged_object
from ita_excel.cli.progress import watched, working
from ita_excel.cli.workbooks import expanded
from ita_excel.core.apart import readers
from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.language import Text
from ita_excel.dispatch.collect import STATES, Collected, FileReport, State, collect
from ita_excel.dispatch.inbox import Found, Place, Refused, look, places
from ita_excel.merging.merge import Moment
from ita_excel.sheets import Reading, read
from ita_excel.store.file import FileGrid

if TYPE_CHECKING:
    from ita_excel.dispatch.certificate import Certificate

_NOTHING = Text(
    "ไม่พบไฟล์ตอบกลับ (.xlsx .xlsm .ods .xls .zip .eml) ที่ {places} โปรดตรวจชื่อไฟล์และโฟลเดอร์",
    "there is no returned workbook (.xlsx, .xlsm, .ods, .xls, .zip, .eml) in {places}: "
    "check the names",
)
_TOTALS = {
    State.MERGED: Text("มีคำตอบ {n}", "{n} with answers"),
    State.KNOWN: Text("รวมไว้ก่อน {n}", "{n} merged before"),
    State.WITHDRAWN: Text("ถอนออกไว้ {n}", "{n} withdrawn"),
    State.BLANK: Text("ยังว่าง {n}", "{n} blank"),
    State.REFUSED: Text("ใช้ไม่ได้ {n}", "{n} refused"),
}
_COLOURS = {
    State.MERGED: "green",
    State.KNOWN: "bright_black",
    State.WITHDRAWN: "bright_black",
    State.BLANK: "yellow",
    State.REFUSED: "red",
}


@declare(
    "collect",
    "รวมไฟล์ที่หน่วยงานส่งคืนเข้าไฟล์หลัก ไม่เขียนทับค่าใดโดยไม่บอก\n\nINBOX คือไฟล์ โฟลเดอร์ .zip หรือ .eml",
    "Merge what the units sent back into the master; nothing is overwritten in silence.\n\n"
    "INBOX is a file, a folder, a .zip or an .eml.",
)
@click.argument("master", type=WORKBOOK)
@click.argument("inbox", type=WORKBOOK, nargs=-1, required=True)
@option("--dry-run", is_flag=True, th="แสดงผลการรวมโดยไม่แก้ไฟล์หลัก", en="show it all, change nothing")
@option(
    "--certificate",
    "certified",
    type=click.Path(path_type=Path, dir_okay=False),
    th="เขียนใบรับรองที่มาของทุกค่า (.xlsx .csv หรือ .json)",
    en="write where every value comes from (.xlsx, .csv or .json)",
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
    by: str,
    as_data: bool,
) -> None:
    if certified:
        from ita_excel.dispatch.certificate import check_free

        check_free(certified, [master, *inbox])
    readers.warm()  # it starts while the master is read

    def work() -> tuple[Collected, Certificate | None]:
        grid = FileGrid(master)
        reading = read(grid)
        moment = Moment("collect", dt.datetime.now(), by)
        with working(Text("กำลังอ่านและรวมไฟล์", "reading and merging"), steps=2):
            result = collect(reading, _found(places(expanded(inbox)), grid.sha256), moment)
        # A folder that nobody has answered into yet is no mistake; a name that leads nowhere is.
        if not result.files and not any(place.is_dir() for place in inbox):
            raise InputError(_NOTHING, places=", ".join(map(str, inbox)))
        account = _account(reading, result) if certified else None
        if not dry_run:
            with working(Text("กำลังบันทึก", "saving")):
                grid.apply(result.merged.edits)
                grid.save()
        return result, account

    result, account = in_turn(master, work, writing=not dry_run)
    if as_data:
        if certified and account:
            _write(certified, account)
        told = merged_object(result.merged, language_of())
        files = [_as_object(report) for report in result.files]
        emit({"file": master, "saved": not dry_run, "files": files, **told})
        ctx.exit(exit_code(result.merged, _errors(result)))
    if not result.files:
        say(_NOTHING, err=True, places=", ".join(map(str, inbox)))
    _tell_all(result, dry_run)
    if certified and account:
        _write(certified, account)
        said = Text("ใบรับรองที่มาของทุกค่า: {file}", "where every value comes from: {file}")
        say(said, file=certified)
    if result.files:
        _total(result)
    summary(result.merged, dry_run)
    ctx.exit(exit_code(result.merged, _errors(result)))


def _tell_all(result: Collected, dry_run: bool) -> None:
    """Say what became of each file, and of each value in it that isn't simply taken over."""
    for report in result.files:
        _tell(report, dry_run)
    for line in lines(result.merged, language_of()):
        click.echo(line)
    for finding in result.merged.findings:
        _tell_finding(finding)


def _account(reading: Reading, result: Collected) -> Certificate:
    from ita_excel.dispatch.certificate import certificate  # few ask for it

    return certificate(reading, result.merged)


def _write(path: Path, account: Certificate) -> None:
    from ita_excel.dispatch.certificate import write_certificate

    write_certificate(path, account)


def _found(inbox: Sequence[Place], master: str) -> Iterator[Found | Refused]:
    """Yield what lies there but for the master itself, which may lie in the same folder."""
    for place in watched(inbox):
        for found in look(place):
            if not (isinstance(found, Found) and found.sha256 == master):
                yield found


def _total(result: Collected) -> None:
    """Say what became of how many files."""
    counts = Counter(report.state for report in result.files)
    parts = [text.fill(n=counts[state]) for state, text in _TOTALS.items() if counts[state]]
    said = Text(*(" · ".join(texts) for texts in zip(*parts, strict=True)))
    say(Text("ไฟล์ตอบกลับ {n} ไฟล์: {what}", "{n} files: {what}"), n=len(result.files), what=said)


def _as_object(report: FileReport) -> dict[str, Any]:
    language = language_of()
    return {
        "name": report.name,
        "state": report.state.value,
        "hash": report.hash,
        "unit": report.answer.unit if report.answer else None,
        "older": report.older,
        "why": report.why.say(language) if report.why else None,
        "findings": [finding_object(f, language) for f in report.findings],
    }


def _errors(result: Collected) -> bool:
    refused = any(r.state is State.REFUSED for r in result.files)
    return refused or any(f.severity is Severity.ERROR for r in result.files for f in r.findings)


def _tell(report: FileReport, dry_run: bool) -> None:
    language = language_of()
    will = dry_run and report.state is State.MERGED
    word = Text("จะรวม", "to be merged") if will else STATES[report.state]
    state = click.style(word.say(language), fg=_COLOURS[report.state])
    unit = f" [{report.answer.unit}]" if report.answer else ""
    click.echo(f"{state}  {report.name}{unit}")
    if report.older:
        older = Text(
            "เก่ากว่าคำตอบที่รวมไว้แล้ว ค่าที่ใหม่กว่าไม่ถูกแทนที่",
            "older than an answer merged before: the newer values stay",
        )
        click.echo(f"    {older.say(language)}")
    if report.why:
        click.echo(f"    {report.why.say(language)}")
    for finding in report.findings:
        _tell_finding(finding)


def _tell_finding(finding: Finding) -> None:
    language = language_of()
    label = finding.severity.label.say(language)
    at = f" {finding.at}" if finding.at else ""
    click.echo(f"    {label} {finding.code}{at}: {finding.say(language)}")
