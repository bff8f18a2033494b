"""`ita-excel papers`: which papers can be made, what the others lack, when each was last made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.arguments import oit_option, round_option, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.export import documents
from ita_excel.cli.failures import tell_notices
from ita_excel.cli.findings import as_lines, finding_object
from ita_excel.cli.progress import occasion
from ita_excel.cli.value_completion import DOCUMENTS as DOCUMENT_NAMES
from ita_excel.cli.widths import in_columns
from ita_excel.core.findings import Finding, Severity, together
from ita_excel.core.language import Language, Text
from ita_excel.jobs.papers import Papers, PaperState, papers
from ita_excel.schema.model import Round
from ita_excel.thai.calendar import format_date

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

_HEADINGS = (
    Text("เอกสาร", "document"),
    Text("ชื่อในคำสั่ง", "kind"),
    Text("พร้อม", "ready"),
    Text("ทำล่าสุด", "last made"),
    Text("ที่ต้องแก้ก่อน", "to correct first"),
)
_SIGNING_HEADINGS = (
    _HEADINGS[0],
    _HEADINGS[1],
    Text("พร้อมลงนาม", "ready to sign"),
    Text("ต้องแก้", "to correct"),
    Text("ควรตรวจ", "to look at"),
)
_SIGN = Text("✓ พร้อมลงนาม", "✓ ready to be signed")
_LOOK = Text("ควรตรวจ {n} เรื่องข้างต้นก่อน", "look at the {n} things above first")
_DONT_SIGN = Text("ยังไม่พร้อมลงนาม: ต้องแก้ {n} เรื่อง", "not ready to be signed: {n} to correct")
_READY, _NOT_READY = Text("พร้อม", "yes"), Text("ยังไม่พร้อม", "no")
_LAST_YEAR = Text("ไฟล์ของปีก่อน", "last year's file")
_WHAT_IS_MISSING = Text("สิ่งที่ต้องแก้ก่อน:", "To correct first:")


@declare(
    "papers",
    Text(
        "เอกสารแต่ละฉบับพร้อมเมื่อข้อมูลที่พิมพ์ในฉบับนั้นไม่มีข้อผิดพลาด ข้อมูลส่วนอื่นของสมุดงานไม่เกี่ยว "
        "ถ้อยคำของเอกสารเปลี่ยนได้ในชีต ถ้อยคำ",
        "A document is ready when what it prints has no errors, whatever the rest of the workbook has. "
        "Its words can be changed on the sheet ถ้อยคำ.",
    ),
    ("ita-excel papers ITA.xlsx", "เอกสารใดทำได้แล้ว", "which documents can be made"),
    (
        "ita-excel papers ITA.xlsx --check",
        "พร้อมลงนามหรือไม่: เลขที่หนังสือ โทรศัพท์ ปี ความเห็น สิ่งที่ส่งมาด้วย",
        "ready to sign? Number, telephone, years, opinions, enclosures",
    ),
    (
        "ita-excel papers ITA.xlsx --check --document analysis,memo",
        "รายงานการวิเคราะห์พร้อมบันทึกเสนอ",
        "the analysis with its memo",
    ),
    ("ita-excel papers ITA.xlsx --json", "สำหรับโปรแกรมอื่น", "for other programs"),
)
@workbook_argument()
@option(
    "--check", is_flag=True,
    th="ตรวจก่อนลงนาม (ไม่ระบุ --document = เอกสารที่ export ทำเอง) จบด้วยรหัส 1 หากยังมีเรื่องต้องแก้",
    en="ask whether they are ready to be signed (without --document those that export makes unasked); "
    "exit code 1 while something must be corrected",
)  # fmt: skip
@option(
    "--document", "chosen", callback=documents, type=DOCUMENT_NAMES, metavar="KIND,…",
    th="เฉพาะเอกสารเหล่านี้ คั่นด้วยจุลภาค เช่น analysis,memo",
    en="only these documents, separated by commas, e.g. analysis,memo",
)  # fmt: skip
@round_option()
@oit_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    check: bool,
    chosen: tuple[str, ...] | None,
    round_: Round | None,
    items: tuple[Item, ...],
    as_data: bool,
) -> None:
    done = papers(file, occasion(), round=round_, items=items, kinds=chosen or (), check=check)
    language = language_of()
    tell_notices(done)
    if as_data:
        states = [_as_object(state, language, check=check) for state in done.papers]
        emit({"file": file, "papers": states} | (_signing(done, language) if check else {}))
    else:
        for line in _checked(done, language) if check else _lines(done, language):
            click.echo(line)
    ctx.exit(1 if check and not all(state.signable for state in done.papers) else 0)


def _signing(done: Papers, language: Language) -> dict[str, object]:
    found = [finding_object(f, language) for f in together(done.to_sign)]
    return {"ready_to_sign": all(s.signable for s in done.papers), "to_sign": found}


def _checked(done: Papers, language: Language) -> Iterator[str]:
    """Yield which papers can be signed, and what must be seen to or looked at first."""
    rows = [[heading.say(language) for heading in _SIGNING_HEADINGS]]
    rows += [_signing_row(state, language) for state in done.papers]
    yield from in_columns(rows)
    for problem in dict.fromkeys(s.problem.text for s in done.papers if s.problem):
        yield f"\n{problem.say(language)}"
    found = [*done.findings, *done.to_sign]
    if found:
        yield ""
        yield from as_lines(found, done.sheets, language)
    if all(state.signable for state in done.papers):
        yield click.style(_SIGN.say(language), fg="green")
        if found:
            yield _LOOK.fill(n=len(together(found))).say(language)
    else:
        yield click.style(_DONT_SIGN.fill(n=_errors(found)).say(language), fg="red", bold=True)


def _errors(found: list[Finding]) -> int:
    return sum(f.severity is Severity.ERROR for f in together(found))


def _signing_row(state: PaperState, language: Language) -> list[str]:
    ready = (
        _READY.say(language) if state.signable else click.style(_NOT_READY.say(language), fg="red")
    )
    found = [*state.missing, *state.to_sign]
    by_severity = [
        dict.fromkeys(f.code for f in found if (f.severity is Severity.ERROR) is must)
        for must in (True, False)
    ]
    must, look = by_severity
    if state.problem:
        must[_LAST_YEAR.say(language)] = None
    return [state.document.title.say(language), state.document.kind, ready, ", ".join(must),
            ", ".join(code for code in look if code not in must)]  # fmt: skip


def _lines(done: Papers, language: Language) -> Iterator[str]:
    rows = [[heading.say(language) for heading in _HEADINGS]]
    rows += [_row(state, language) for state in done.papers]
    yield from in_columns(rows)
    problems = (state.problem.text for state in done.papers if state.problem)
    notes = (note for state in done.papers for note in state.notes)
    for note in dict.fromkeys([*problems, *notes]):
        yield ""
        yield note.say(language)
    if done.findings:
        yield ""
        yield _WHAT_IS_MISSING.say(language)
        yield from as_lines(done.findings, done.sheets, language)


def _row(state: PaperState, language: Language) -> list[str]:
    ready = _READY.say(language) if state.ready else click.style(_NOT_READY.say(language), fg="red")
    codes = dict.fromkeys(finding.code for finding in together(state.missing))
    if state.problem:
        codes[_LAST_YEAR.say(language)] = None
    made = format_date(state.last.moment.date(), style="short") if state.last else "-"
    return [
        state.document.title.say(language), state.document.kind, ready, made, ", ".join(codes)
    ]  # fmt: skip


def _as_object(state: PaperState, language: Language, *, check: bool) -> dict[str, object]:
    last = state.last
    signing = {
        "ready_to_sign": state.signable,
        "to_sign": [finding_object(f, language) for f in together(state.to_sign)],
    }
    return {
        "kind": state.document.kind,
        "title": state.document.title.say(language),
        "formats": list(state.document.formats),
        "ready": state.ready,
        "missing": [finding_object(f, language) for f in together(state.missing)],
        "problem": state.problem.say(language) if state.problem else None,
        "notes": [note.say(language) for note in state.notes],
        "last_made": {"moment": last.moment, "folder": last.folder, "files": list(last.files)}
        if last
        else None,
    } | (signing if check else {})
