"""`ita-excel validate`: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ita_excel.cli.arguments import WORKBOOK, oit_option, receipt_option
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.chosen_rules import CODE, codes
from ita_excel.cli.failures import tell_notices, tell_of
from ita_excel.cli.findings import as_json, as_lines, summary_line
from ita_excel.cli.progress import occasion, watched, working
from ita_excel.cli.workbooks import find
from ita_excel.core.errors import ExitCode, ItaExcelError, UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.check import Checked, check, require_rules

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

_NOT_WRITTEN = Text(
    "ตรวจเพียงบางกฎ จึงไม่ได้เขียนลงชีต “ผลการตรวจ” (ระบุ --write หากต้องการ)",
    "only some rules were checked, so the sheet “ผลการตรวจ” was left alone (--write fills it)",
)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one workbook, or why it could not be checked.

    No `file` where a folder or pattern held none.
    """

    file: Path | None
    done: Checked = field(default_factory=Checked)
    error: ItaExcelError | None = None

    @property
    def code(self) -> int:
        if self.error:
            return self.error.exit_code
        return ExitCode.DATA if self.done.wrong else ExitCode.OK


@declare(
    "validate",
    None,
    (
        'ita-excel validate "ITA 2570.xlsx"',
        "ตรวจและเขียนผลลงชีต",
        "check, and fill the sheet of findings",
    ),
    (
        'ita-excel validate "งาน/*.xlsx" --no-write',
        "ตรวจหลายไฟล์โดยไม่แก้ไฟล์",
        "check many and change none",
    ),
    (
        "ita-excel validate ITA.xlsx --online",
        "ตรวจพร้อมเปิดลิงก์หลักฐาน",
        "check, and open the links of the evidence",
    ),
    (
        "ita-excel validate ITA.xlsx --fix --rule T604",
        "แก้ช่องว่างที่เกินเท่านั้น",
        "mend spare spaces only",
    ),
)
@click.argument("files", metavar="FILE...", type=WORKBOOK, nargs=-1, required=True)
@option("--json", "as_data", is_flag=True, th="พิมพ์ผลเป็น JSON", en="print the findings as JSON")
@option(
    "--write/--no-write",
    default=None,
    th="เขียนผลลงชีต “ผลการตรวจ” ด้วย (ปกติเขียน เว้นแต่ใช้ --rule --ignore หรือ --json)",
    en="also fill the sheet “ผลการตรวจ” (the default, but not with --rule, --ignore or --json)",
)
@option(
    "--fix",
    is_flag=True,
    th="แก้เฉพาะสิ่งที่แก้ได้อย่างปลอดภัย และแสดงว่าแก้อะไร",
    en="mend what can be mended safely, and list it",
)
@option(
    "--rule",
    "only",
    multiple=True,
    type=CODE,
    metavar="P305",
    th="ตรวจเฉพาะกฎนี้",
    en="check this rule only",
)
@option(
    "--ignore", multiple=True, type=CODE, metavar="A208", th="ไม่ตรวจกฎนี้", en="leave this rule out"
)
@option(
    "--online",
    is_flag=True,
    th="เปิดลิงก์ในช่องหลักฐานด้วย ว่าเปิดได้โดยไม่ต้องเข้าสู่ระบบ และไม่ใช่ของปีก่อนหรือข้ออื่น (ใช้อินเทอร์เน็ต)",
    en="also open the links of the evidence: do they answer without a login, and aren't last year's "
    "or another item's? (needs the internet)",
)
@oit_option()
@receipt_option()
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    as_data: bool,
    write: bool | None,
    fix: bool,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    online: bool,
    items: tuple[Item, ...],
    receipt: Path | None,
) -> None:
    only, ignore = codes(only), codes(ignore)
    require_rules(only, ignore)
    job = check
    if fix:
        from ita_excel.jobs.fix import fix as job
    # A list for a machine isn't written unasked, as one of some rules isn't.
    writes = False if as_data and write is None else write
    found = find(files)
    if receipt and len(found.files) > 1:
        raise UsageError(Text("--receipt ใช้ได้กับไฟล์เดียว", "--receipt goes with one file only"))
    outcomes = []
    for file in watched(found.files):
        try:
            with working(Text("กำลังตรวจ", "checking"), steps=3):
                done = job(file, occasion(), only=only, ignore=ignore, items=items,
                           write=writes, receipt=receipt, online=online)  # fmt: skip
            outcome = FileOutcome(file, done, done.unsaved)
        except ItaExcelError as error:
            outcome = FileOutcome(file, error=error)
        tell_notices(outcome.done)
        outcomes.append(outcome)
        if not as_data:
            show(outcome, named=found.several)
    outcomes += [FileOutcome(None, error=problem) for problem in found.problems]
    if as_data:
        data = [as_object(o) for o in outcomes]
        click.echo(json.dumps(data if found.several else data[0], ensure_ascii=False, indent=2))
    if (only or ignore) and write is None and not as_data:
        say(_NOT_WRITTEN, err=True)
    for outcome in outcomes:
        if outcome.error:
            tell_of(outcome.file if found.several else None, outcome.error, language_of())
    if found.several and not as_data:
        _total(outcomes)
    ctx.exit(max((o.code for o in outcomes), default=0))


def _total(outcomes: Sequence[FileOutcome]) -> None:
    """Say how all workbooks stand, after what was said of each."""
    codes = [o.code for o in outcomes]
    say(
        Text(
            "รวม {n} สมุดงาน: ไม่มีข้อที่ต้องแก้ไข {clean} · มีข้อที่ต้องแก้ไข {wrong} · ตรวจไม่ได้ {failed}",
            "{n} workbooks: {clean} without errors · {wrong} with errors · {failed} not checked",
        ),
        n=sum(o.file is not None for o in outcomes),
        clean=codes.count(ExitCode.OK),
        wrong=codes.count(ExitCode.DATA),
        failed=sum(code > ExitCode.DATA for code in codes),
    )


def show(outcome: FileOutcome, *, named: bool = False) -> None:
    """Print what became of one workbook for a person."""
    if named and outcome.file:
        click.echo(click.style(f"── {click.format_filename(outcome.file)}", bold=True))
    if outcome.done.fixes and not outcome.error:
        from ita_excel.cli.dry_run import describe

        say(Text("แก้แล้ว {n} เซลล์", "{n} cells mended"), n=len(outcome.done.fixes))
        for line in describe(outcome.done.fixes, language_of()):
            click.echo(f"  {line}")
        click.echo()
    if outcome.error and not outcome.done.findings:
        return
    for line in as_lines(outcome.done.findings, outcome.done.sheets, language_of()):
        click.echo(line)
    click.echo(summary_line(outcome.done.findings, language_of()))


def as_object(outcome: FileOutcome) -> dict[str, Any]:
    """Return the object that `--json` prints for one workbook."""
    data = as_json(outcome.file, outcome.done.findings, language_of())
    if outcome.done.fixes and not outcome.error:
        from ita_excel.cli.dry_run import describe

        data["fixed"] = list(describe(outcome.done.fixes, language_of()))
    if outcome.error:
        data["error"] = outcome.error.say(language_of())
    return data
