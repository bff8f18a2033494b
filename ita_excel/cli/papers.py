"""`ita-excel papers`: which papers can be made, what the others lack, when each was last made."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.arguments import oit_option, round_option, workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.findings import as_lines, finding_object
from ita_excel.cli.progress import occasion
from ita_excel.cli.widths import in_columns
from ita_excel.core.findings import together
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
    ("ita-excel papers ITA.xlsx --json", "สำหรับโปรแกรมอื่น", "for other programs"),
)
@workbook_argument()
@round_option()
@oit_option()
@json_option()
def command(file: Path, round_: Round | None, items: tuple[Item, ...], as_data: bool) -> None:
    done = papers(file, occasion(), round=round_, items=items)
    language = language_of()
    if as_data:
        emit({"file": file, "papers": [_as_object(state, language) for state in done.papers]})
        return
    for line in _lines(done, language):
        click.echo(line)


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


def _as_object(state: PaperState, language: Language) -> dict[str, object]:
    last = state.last
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
    }
