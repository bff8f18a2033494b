"""`ita-excel export`: memo and report, the web page and open data, of one workbook or many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from ita_excel.cli.apart import folders
from ita_excel.cli.arguments import WORKBOOK, round_option
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.checking import oit_option, pictures_of
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.failures import from_os, tell, tell_of
from ita_excel.cli.findings import as_lines, finding_object
from ita_excel.cli.progress import step, watched, working
from ita_excel.cli.several import in_order
from ita_excel.cli.values import FORMATS as FORMAT_NAMES
from ita_excel.cli.values import UNIT
from ita_excel.cli.workbooks import Workbooks, find
from ita_excel.documents.export import check_free
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.making import Making, begin
from ita_excel.documents.order import FORMATS, Format, Kind, Order
from ita_excel.errors import ExitCode, ItaExcelError
from ita_excel.filling import chosen_round
from ita_excel.language import Language, Text
from ita_excel.model import Round
from ita_excel.rules.printed import another_round, stopping
from ita_excel.schema import AGENCY, PLAN, RESULTS
from ita_excel.sheets import Reading, read, require_block
from ita_excel.store.file import FileGrid
from ita_excel.store.together import write_all
from ita_excel.thai.dates import read_date

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item

_UNREADY = Text(
    "“{file}” ยังมีข้อผิดพลาด {n} รายการ จึงยังไม่ทำเอกสาร โปรดแก้ไขก่อน หรือระบุ --draft เพื่อทำเป็นร่าง",
    "“{file}” has {n} errors, so no document was made: mend them, or give --draft to make a draft",
)


_TOTAL = Text(
    "รวม {n} สมุดงาน: เขียนเอกสาร {documents} ไฟล์ จาก {made} สมุดงาน · ไม่ได้ทำ {failed} สมุดงาน",
    "{n} workbooks: {documents} documents of {made} written · {failed} not done",
)
_OF_UNIT = Text(
    "ข้าม {file} เพราะเป็นไฟล์ที่แยกให้หน่วยงาน หากต้องการเอกสารของไฟล์นี้ โปรดระบุชื่อไฟล์เอง",
    "left out {file}: it was split off for a unit; name the file itself if you want its documents",
)


def formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[Format, ...]:
    """Return the formats of `docx,pdf`; UsageError for one that isn't there."""
    named = [f.strip().lower() for f in value.split(",") if f.strip()]
    wrong = [f for f in named if f not in FORMATS]
    if wrong or not named:
        raise click.BadParameter(", ".join(FORMATS), ctx, param)
    return tuple(f for f in FORMATS if f in named)


def signing_date(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Return the date a person typed in any form that the workbook takes."""
    if value is None:
        return None
    date = read_date(value)
    if date is None:
        raise click.BadParameter(value, ctx, param)
    return date


@declare(
    "export",
    "ทำบันทึกข้อความและรายงานผลเป็น Word, PDF, หน้าเว็บ และข้อมูลเปิด",
    "Make the memo and the report: Word, PDF, web page, open data.",
)
@click.argument("files", metavar="FILE...", type=WORKBOOK, nargs=-1, required=True)
@option(
    "-o", "--output", "folder", required=True, metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    th="โฟลเดอร์ที่จะเก็บเอกสาร", en="the folder for the documents",
)  # fmt: skip
@option(
    "--only", type=click.Choice(list(get_args(Kind))),
    th="ทำเฉพาะบันทึกข้อความ (memo) หรือรายงาน (report)", en="make only the memo or the report",
)  # fmt: skip
@option(
    "--format", "wanted", default="docx,pdf", show_default=True, callback=formats, type=FORMAT_NAMES,
    metavar="docx,pdf,html,csv,json", th="รูปแบบไฟล์ คั่นด้วยจุลภาค", en="formats, separated by commas",
)  # fmt: skip
@option("--all", "every", is_flag=True, th="ทุกรูปแบบ", en="every format")
@round_option()
@option(
    "--unit",
    type=UNIT,
    metavar="NAME",
    th="เฉพาะหน่วยงานนี้",
    en="only what this unit is responsible for",
)
@option(
    "--sign", metavar="DATE", callback=signing_date,
    th="วันที่ของบันทึก แทนที่ตั้งไว้ เช่น “๑ เมษายน ๒๕๖๕”", en="the memo's date instead of the workbook's",
)  # fmt: skip
@option(
    "--draft", is_flag=True, th="ทำแม้ข้อมูลยังมีข้อผิดพลาด พิมพ์คำว่า “ร่าง” ทุกหน้า",
    en="even if the data has errors; prints “ร่าง” (draft) on every page",
)  # fmt: skip
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่ ไฟล์เดิมเก็บเป็นไฟล์สำรอง",
        en="replace files that exist; backups of them are kept")  # fmt: skip
@option("--public", is_flag=True, th="PDF นี้จะเผยแพร่ จึงห้ามมีข้อมูลส่วนบุคคล",
        en="the PDF is for publication: refuse personal data in it")  # fmt: skip
@option("--allow-personal-data", is_flag=True, th="ยอมให้มีข้อมูลส่วนบุคคลในสิ่งที่เผยแพร่",
        en="allow personal data in what is published")  # fmt: skip
@option(
    "--templates", metavar="DIR", type=click.Path(path_type=Path),
    th="ใช้แม่แบบ Word ของหน่วยงาน (ดู ita-excel templates) PDF ทำจากไฟล์ Word นั้นด้วย Word หรือ LibreOffice "
    "ส่วนหน้าเว็บและข้อมูลเปิดไม่ใช้แม่แบบ",
    en="the agency's own Word templates; PDFs are made from those Word files by Word or LibreOffice; "
    "web page and open data know no templates",
)  # fmt: skip
@option(
    "--pdf-from", type=click.Choice(["word"]),
    th="ทำ PDF จากไฟล์ Word ด้วย Word หรือ LibreOffice", en="make the PDF from the Word file",
)  # fmt: skip
@oit_option()
@json_option()
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    folder: Path,
    only: Kind | None,
    wanted: tuple[Format, ...],
    every: bool,
    round_: Round | None,
    unit: str | None,
    sign: dt.date | None,
    draft: bool,
    force: bool,
    public: bool,
    allow_personal_data: bool,
    templates: Path | None,
    pdf_from: str | None,
    items: tuple[Item, ...],
    as_data: bool,
) -> None:
    order = Order(
        formats=FORMATS if every else wanted,
        round=round_,
        unit=unit,
        sign=sign,
        draft=draft,
        force=force,
        public=public,
        allow_personal_data=allow_personal_data,
        templates=templates,
        pdf_from_word=pdf_from == "word",
    )
    if only:
        order = replace(order, kinds=(only,))
    ctx.exit(run(find(files), folder, order, items, as_data=as_data))


def run(
    found: Workbooks,
    folder: Path,
    order: Order,
    items: Sequence[Item] = (),
    *,
    as_data: bool = False,
) -> int:
    """Make the documents of each workbook; return the exit code, the worst of all.

    Several workbooks: one that can't be done is told and stops none of the others. `as_data` prints
    what became of each as JSON.
    """
    language = language_of()
    make = partial(made_of, order=order, items=tuple(items), language=language)
    places = folders(found, folder, order) if found.several else {found.files[0]: folder}
    left_out = [file for file in found.files if file not in places]
    _tell_left_out(left_out)
    files = list(places)
    worst = written = failed = 0
    done: list[dict[str, object]] = []
    with closing(in_order(make, files)) as results:
        for file in watched(files):
            try:
                with working(Text("กำลังทำเอกสาร", "making documents"), steps=4):
                    made = next(results)
                for line in () if as_data else made.findings:
                    click.echo(line)
                paths = _written(made, places[file], order)
            except ItaExcelError as error:
                if not found.several and not as_data:
                    raise
                done.append(_as_object(file, made, [], error.text, language))
                tell_of(file, error, language)
                worst = max(worst, error.exit_code)
                failed += 1
                continue
            written += len(paths)
            lacks = made.shortfall[0] if made.shortfall else None
            done.append(_as_object(file, made, paths, lacks, language))
            for path in () if as_data else paths:
                click.echo(click.format_filename(path))
            for note in made.notes:
                click.echo(note.say(language), err=True)
            if made.shortfall:
                text, code = made.shortfall
                tell(text, language)
                worst = max(worst, code)
    for problem in found.problems:
        tell(problem.text, language)
        worst = max(worst, problem.exit_code)
        done.append(_as_object(None, None, [], problem.text, language))
    if as_data:
        emit({"folder": folder, "workbooks": done, "left_out": left_out})
    elif found.several:
        say(_TOTAL, n=len(files), documents=written, made=len(files) - failed, failed=failed)
    return worst


def _as_object(
    file: Path | None,
    made: Made | None,
    paths: Sequence[Path],
    error: Text | None,
    language: Language,
) -> dict[str, object]:
    return {
        "file": file,
        "documents": list(paths),
        "findings": list(made.found) if made else [],
        "notes": [note.say(language) for note in made.notes] if made else [],
        "error": error.say(language) if error else None,
    }


def _tell_left_out(files: Sequence[Path]) -> None:
    for file in files:
        say(_OF_UNIT, file=click.format_filename(file), err=True)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one workbook: its documents by name, or the error that left it without.

    `findings` are lines to print and `found` the same as data, `notes` sentences; `shortfall` says why a PDF is not among the
    documents. Travels between processes, so the error is a sentence and an exit code.
    """

    file: Path
    documents: Mapping[str, bytes]
    findings: tuple[str, ...] = ()
    error: tuple[Text, int] | None = None
    shortfall: tuple[Text, int] | None = None
    notes: tuple[Text, ...] = ()
    found: tuple[dict[str, Any], ...] = ()


class Unmade(ItaExcelError):
    """A workbook's documents could not be made."""

    def __init__(self, text: Text, exit_code: int) -> None:
        super().__init__(text)
        self.exit_code = ExitCode(exit_code)


def made_of(file: Path, order: Order, items: Sequence[Item], language: Language) -> Made:
    """Make the documents of one workbook in memory; print nothing."""
    try:
        reading = read(FileGrid(file))
        for table in (AGENCY, PLAN, RESULTS):
            require_block(reading.blocks, table)
        asked, round_ = reading, chosen_round(reading, order.round)
        reading = reading.for_round(round_)
        step()
        # Most workbooks are ready: while the PDFs are made is time to see whether this one is.
        begun = _begun(file, reading, order)
        step()
        unready = None if order.draft else _unready(file, asked, order, round_, items, language)
        if unready:
            if isinstance(begun, Making):
                begun.stop()
            return unready
        if isinstance(begun, Exception):
            raise begun
        step()
        documents, lacks = begun.finish(), begun.shortfall
        shortfall = (lacks.text, int(lacks.exit_code)) if lacks else None
        notes = (*begun.notes, *another_round(asked, order.kinds, round_))
        return Made(file, documents, shortfall=shortfall, notes=notes)
    except ItaExcelError as error:
        return Made(file, {}, error=(error.text, error.exit_code))
    except OSError as error:
        told = from_os(error)
        return Made(file, {}, error=(told.text, told.exit_code))


def _begun(file: Path, reading: Reading, order: Order) -> Making | Exception:
    """Begin with the documents; an error has to wait until the findings are known.

    Any error: what is wrong with a workbook is found by the rules, not by how documents fail.
    """
    try:
        return begin(reading.workbook, file.parent, order)
    except PersonalData as error:
        return error.at(reading)
    except Exception as error:  # noqa: BLE001 (raised as soon as nothing better can be said)
        return error


def _unready(
    file: Path,
    reading: Reading,
    order: Order,
    round_: Round,
    items: Sequence[Item],
    language: Language,
) -> Made | None:
    """Return the errors in what would be printed; None where there are none."""
    wrong = stopping(
        reading,
        order.kinds,
        round_,
        sign=order.sign,
        unit=order.unit,
        in_our_font=order.in_our_font,
        picture=pictures_of(file),
        items=items,
        each=watched,
    )
    if not wrong:
        return None
    lines = as_lines(wrong, [b.sheet for b in reading.blocks.values()], language)
    text = _UNREADY.fill(file=file.name, n=len(wrong))
    found = tuple(finding_object(f, language) for f in wrong)
    return Made(file, {}, tuple(lines), (text, ExitCode.DATA), found=found)


def _written(made: Made, folder: Path, order: Order) -> list[Path]:
    """Write the documents of a workbook."""
    if made.error:
        raise Unmade(*made.error)
    check_free(folder, made.documents, force=order.force)
    return write_all(folder, made.documents) if made.documents else []
