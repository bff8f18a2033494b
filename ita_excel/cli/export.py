"""`ita-excel export`: memo and report, the web page and open data, of one workbook or many."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.arguments import WORKBOOK, oit_option, round_option
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import option
from ita_excel.cli.data import json_option
from ita_excel.cli.value_completion import DOCUMENTS as DOCUMENT_NAMES
from ita_excel.cli.value_completion import FORMATS as FORMAT_NAMES
from ita_excel.cli.value_completion import UNIT
from ita_excel.cli.workbooks import find
from ita_excel.core.errors import ExitCode, UsageError
from ita_excel.core.language import Text
from ita_excel.documents.content.material import SharedAs
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.order import FORMATS, KINDS, ROWS_OR_ANNEX, Order, kinds_named
from ita_excel.schema.model import Round
from ita_excel.thai.dates import read_date

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


def formats(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    """Return the formats of `docx,pdf`; UsageError for one that isn't there."""
    named = [f.strip().lower() for f in value.split(",") if f.strip()]
    wrong = [f for f in named if f not in FORMATS]
    if wrong or not named:
        raise click.BadParameter(", ".join(FORMATS), ctx, param)
    return tuple(f for f in FORMATS if f in named)


def documents(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[str, ...] | None:
    """Return the kinds of `analysis,memo`; UsageError for one that isn't there."""
    if value is None:
        return None
    named = [name.strip().lower() for name in value.split(",") if name.strip()]
    if not named or any(name not in KINDS for name in named):
        raise click.BadParameter(", ".join(KINDS), ctx, param)
    return kinds_named(named)


def signing_date(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Return the date a person typed in any form that the workbook takes."""
    if value is None:
        return None
    date = read_date(value)
    if date is None:
        raise click.BadParameter(value, ctx, param)
    return date


_ONLY_OR_DOCUMENT = Text(
    "ใช้ --only หรือ --document อย่างใดอย่างหนึ่ง", "give either --only or --document, not both"
)


def _shared(by_unit: bool, annex: bool) -> SharedAs:
    if by_unit and annex:
        raise UsageError(ROWS_OR_ANNEX)
    return SharedAs.ROWS if by_unit else SharedAs.ANNEX if annex else SharedAs.JOINT


@declare(
    "export",
    None,
    (
        'ita-excel export "ITA 2570.xlsx" -o ส่ง',
        "บันทึกข้อความและรายงาน เป็น Word และ PDF",
        "memo and report, as Word and PDF",
    ),
    (
        "ita-excel export งาน -o เว็บ --only report --format html,csv --public",
        "เผยแพร่รายงานของทุกสมุดงานในโฟลเดอร์",
        "publish the reports of a whole folder",
    ),
    (
        'ita-excel export "ITA 2570.xlsx" -o เสนอ --document analysis,order,memo',
        "รายงานการวิเคราะห์และคำสั่ง พร้อมบันทึกเสนอ",
        "analysis and order, each with its memo",
    ),
    (
        "ita-excel export ITA.xlsx -o ส่ง --annex",
        "ผลของแต่ละหน่วยงานในวิธีการร่วมเป็นภาคผนวก",
        "with an annex of each unit's results of shared actions",
    ),
    (
        'ita-excel export "ITA 2570.xlsx" -o ส่ง --results "ITA 2569.xlsx" --round 12',
        "มาตรการของปีนี้ กับผลการดำเนินการของปีก่อน",
        "this year's measures with last year's results",
    ),
    (
        'ita-excel export "ITA 2570.xlsx" -o ส่ง --keep-edits',
        "นำสิ่งที่แก้ในไฟล์ Word กลับเข้าสมุดงานเป็นข้อเสนอ",
        "take what was edited in Word into the workbook, as proposals",
    ),
    (
        "ita-excel export ITA.xlsx -o ร่าง --draft --round 12",
        "ร่างของรอบ 12 เดือน",
        "a draft of the twelve-month round",
    ),
)
@click.argument("files", metavar="FILE...", type=WORKBOOK, nargs=-1, required=True)
@option(
    "-o", "--output", "folder", required=True, metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    th="โฟลเดอร์ที่จะเก็บเอกสาร", en="the folder for the documents",
)  # fmt: skip
@option(
    "--only", type=click.Choice(list(KINDS)),
    th=f"ทำเฉพาะ{' หรือ '.join(f'{d.title.th} ({d.kind})' for d in DOCUMENTS)}",
    en=f"make only {' or '.join(f'the {d.title.en}' for d in DOCUMENTS)}",
)  # fmt: skip
@option(
    "--document", "chosen", callback=documents, type=DOCUMENT_NAMES, metavar="KIND,…",
    th="ทำเอกสารเหล่านี้ คั่นด้วยจุลภาค: " + ", ".join(f"{d.kind} ({d.title.th})" for d in DOCUMENTS)
    + " หากระบุ memo พร้อมกับเอกสารอื่น จะได้บันทึกเสนอของแต่ละฉบับ",
    en="make these documents, separated by commas: "
    + ", ".join(f"{d.kind} ({d.title.en})" for d in DOCUMENTS)
    + "; memo beside others is the memo of each of them",
)  # fmt: skip
@option(
    "--format", "wanted", default="docx,pdf", show_default=True, callback=formats, type=FORMAT_NAMES,
    metavar=",".join(FORMATS), th="รูปแบบไฟล์ คั่นด้วยจุลภาค", en="formats, separated by commas",
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
@option("--by-unit", is_flag=True,
        th="วิธีการที่หลายหน่วยงานรับผิดชอบ: พิมพ์แถวของแต่ละหน่วยงานใต้แถวรวม",
        en="of actions that several units share print each unit's row below the joint one")  # fmt: skip
@option("--annex", is_flag=True,
        th="วิธีการที่หลายหน่วยงานรับผิดชอบ: พิมพ์แถวรวม และผลของแต่ละหน่วยงานในภาคผนวก",
        en="of actions that several units share print the joint row, and each unit's in an annex")  # fmt: skip
@option(
    "--results", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    th="สมุดงานของปีก่อน: รายงานพิมพ์มาตรการของปีนี้ และผลการดำเนินการจากไฟล์นั้น แทน “ไฟล์ของปีก่อน” ที่ตั้งไว้",
    en="last year's workbook: the report prints this year's measures and the results of that file, "
    "instead of the one in the settings",
)  # fmt: skip
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
@option("--keep-edits", is_flag=True,
        th="นำสิ่งที่แก้ใน Word กลับเข้าสมุดงานเป็นข้อเสนอ ให้เลือกทีละข้อในชีต ข้อขัดแย้ง ฉบับที่แก้เก็บไว้เสมอ",
        en="take what was edited in the Word files into the workbook as proposals, to be chosen one by one "
        "on the sheet of conflicts; the edited files are always kept")  # fmt: skip
@option("--edited", "edited", multiple=True, metavar="DOCX",
        type=click.Path(path_type=Path, dir_okay=False),
        th="ไฟล์ Word ที่แก้แล้วซึ่งอยู่ที่อื่น ใช้แบบเดียวกับ --keep-edits",
        en="an edited Word file that lies elsewhere, taken as by --keep-edits")  # fmt: skip
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
    only: str | None,
    chosen: tuple[str, ...] | None,
    wanted: tuple[str, ...],
    every: bool,
    round_: Round | None,
    unit: str | None,
    by_unit: bool,
    annex: bool,
    results: Path | None,
    sign: dt.date | None,
    draft: bool,
    force: bool,
    keep_edits: bool,
    edited: tuple[Path, ...],
    public: bool,
    allow_personal_data: bool,
    templates: Path | None,
    pdf_from: str | None,
    items: tuple[Item, ...],
    as_data: bool,
) -> None:
    from ita_excel.cli.exporting import run  # not for --help

    order = Order(
        formats=FORMATS if every else wanted,
        round=round_,
        unit=unit,
        sign=sign,
        results=results,
        draft=draft,
        force=force,
        public=public,
        allow_personal_data=allow_personal_data,
        templates=templates,
        pdf_from_word=pdf_from == "word",
        shared=_shared(by_unit, annex),
    )
    if only and chosen:
        raise UsageError(_ONLY_OR_DOCUMENT)
    if only or chosen:
        order = replace(order, kinds=chosen or (str(only),))
    else:
        order = replace(order, unnamed=True)
    if keep_edits or edited:
        from ita_excel.cli import keeping_edits

        kept = keeping_edits.run(find(files), folder, order, edited, as_data=as_data)
        if kept.wrong:
            ctx.exit(ExitCode.DATA)
        order = replace(order, force=True)  # what was edited is kept beside
    ctx.exit(run(find(files), folder, order, items, as_data=as_data))
