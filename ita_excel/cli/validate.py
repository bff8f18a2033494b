"""`ita-excel validate`: what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from ita_excel.catalogue.oit import Item
from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.book import in_turn, receipt_option, save
from ita_excel.cli.checking import examine, oit_option
from ita_excel.cli.chosen_rules import CODE, codes, left_unchecked, looked_for
from ita_excel.cli.edits import describe
from ita_excel.cli.failures import tell_of
from ita_excel.cli.findings import as_json, as_lines, summary_line
from ita_excel.cli.progress import quiet, step, watched, working
from ita_excel.cli.workbooks import find
from ita_excel.core.errors import ExitCode, ItaExcelError, UsageError, from_os
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.rules.fixing import mend
from ita_excel.schema import FINDINGS
from ita_excel.sheets import Reading, findings_edits, read
from ita_excel.store.file import FileGrid

_NOT_WRITTEN = Text(
    "ตรวจเพียงบางกฎ จึงไม่ได้เขียนลงชีต “ผลการตรวจ” (ระบุ --write หากต้องการ)",
    "only some rules were checked, so the sheet “ผลการตรวจ” was left alone (--write fills it)",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options ask for."""

    fix: bool = False
    write: bool = True  # the findings, into the workbook
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    receipt: Path | None = None

    @property
    def partial(self) -> Text | None:
        """What is said of a check that leaves rules out; None where it is whole."""
        return left_unchecked(self.only, self.ignore)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one workbook: its findings and mends, or why it could not be done.

    No `file` where a folder or pattern held none.
    """

    file: Path | None
    sheets: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    mends: Sequence[Edit] = ()
    error: ItaExcelError | None = None

    @property
    def code(self) -> int:
        if self.error:
            return self.error.exit_code
        wrong = any(f.severity is Severity.ERROR for f in self.findings)
        return ExitCode.DATA if wrong else ExitCode.OK


@declare(
    "validate",
    "ตรวจสมุดงาน บอกสิ่งที่ต้องแก้พร้อมตำแหน่งเซลล์",
    "Check workbooks: what is wrong, in which cell, and what to do.",
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
    items: tuple[Item, ...],
    receipt: Path | None,
) -> None:
    wanted = Wanted(fix, False, looked_for(only), codes(ignore), items, receipt)
    # The sheet is read as all there is to mend: half a list, or one for a machine, isn't that.
    by_itself = not (wanted.partial or as_data)
    wanted = replace(wanted, write=by_itself if write is None else write)
    found = find(files)
    if receipt and len(found.files) > 1:
        raise UsageError(Text("--receipt ใช้ได้กับไฟล์เดียว", "--receipt goes with one file only"))
    outcomes = []
    for file in watched(found.files):
        with working(Text("กำลังตรวจ", "checking"), steps=3):
            outcome = check(file, wanted)
        outcomes.append(outcome)
        if not as_data:
            show(outcome, named=found.several)
    outcomes += [Outcome(None, error=problem) for problem in found.problems]
    if as_data:
        data = [as_object(o) for o in outcomes]
        click.echo(json.dumps(data if found.several else data[0], ensure_ascii=False, indent=2))
    if wanted.partial and write is None and not as_data:
        say(_NOT_WRITTEN, err=True)
    for outcome in outcomes:
        if outcome.error:
            tell_of(outcome.file if found.several else None, outcome.error, language_of())
    if found.several and not as_data:
        _total(outcomes)
    ctx.exit(max((o.code for o in outcomes), default=0))


def _total(outcomes: Sequence[Outcome]) -> None:
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


def check(file: Path, wanted: Wanted) -> Outcome:
    """Check one workbook, mend it where asked, and write its findings into it."""
    saves = wanted.write or wanted.fix or wanted.receipt is not None
    seen: list[Outcome] = []  # by attempts; the last stands where saving fails
    try:
        return in_turn(file, lambda: _checked(file, wanted, seen, saves), writing=saves)
    except ItaExcelError as error:
        return replace(seen[-1] if seen else Outcome(file), error=error)
    except OSError as error:
        return replace(seen[-1] if seen else Outcome(file), error=from_os(error))


def _checked(file: Path, wanted: Wanted, seen: list[Outcome], saves: bool) -> Outcome:
    grid = FileGrid(file)
    reading = read(grid)
    step()

    def look(at: Reading) -> list[Finding]:
        return examine(file, at, only=wanted.only, ignore=wanted.ignore, items=wanted.items)

    if wanted.fix:
        mending = mend(grid, look, grid.calculated)
        outcome = Outcome(file, grid.sheets(), list(mending.left), list(mending.edits))
    else:
        outcome = Outcome(file, grid.sheets(), look(reading))
    seen.append(outcome)
    step()
    shown = _shown(reading, list(outcome.findings), wanted.partial) if wanted.write else []
    if saves:
        save(grid, reading, outcome.mends, shown, "fix", wanted.receipt)
    return outcome


def _shown(reading: Reading, findings: list[Finding], partial: Text | None) -> list[Edit]:
    """Return the edits of `ผลการตรวจ`; where the workbook has lost that sheet, say so."""
    if FINDINGS.name in reading.blocks:
        return findings_edits(reading, findings, partial=partial)
    quiet()
    say(
        Text(
            "ไม่ได้เขียนผลลงสมุดงาน เพราะไม่มีชีต “{name}”",
            "nothing was written into the workbook: it has no sheet “{name}”",
        ),
        name=FINDINGS.sheet,
        err=True,
    )
    return []


def show(outcome: Outcome, *, named: bool = False) -> None:
    """Print what became of one workbook for a person."""
    if named and outcome.file:
        click.echo(click.style(f"── {click.format_filename(outcome.file)}", bold=True))
    if outcome.mends:
        say(Text("แก้แล้ว {n} เซลล์", "{n} cells mended"), n=len(outcome.mends))
        for line in describe(outcome.mends, language_of()):
            click.echo(f"  {line}")
        click.echo()
    if outcome.error and not outcome.findings:
        return
    for line in as_lines(outcome.findings, outcome.sheets, language_of()):
        click.echo(line)
    click.echo(summary_line(outcome.findings, language_of()))


def as_object(outcome: Outcome) -> dict[str, Any]:
    """Return the object that `--json` prints for one workbook."""
    data = as_json(outcome.file, outcome.findings, language_of())
    if outcome.mends:
        data["fixed"] = list(describe(outcome.mends, language_of()))
    if outcome.error:
        data["error"] = outcome.error.say(language_of())
    return data
