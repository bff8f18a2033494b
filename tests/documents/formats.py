"""Contents and files of memo and report by themselves, as tests want them: no order, no folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from ita_excel.documents import style
from ita_excel.documents.content import memo, report
from ita_excel.documents.content.elements import Memo, Report
from ita_excel.documents.content.material import Material
from ita_excel.documents.data.datasets import csv_package, json_package
from ita_excel.documents.making import begin
from ita_excel.documents.order import Order
from ita_excel.documents.pdf.rendering import job
from ita_excel.documents.pictures import Picture
from ita_excel.documents.replacing import check_free
from ita_excel.documents.web.rendering import web_page
from ita_excel.documents.word import rendering
from ita_excel.schema.model import Round, Workbook
from ita_excel.store.together import write_all

_Pictures = Mapping[str, Picture] | None


def memo_content(
    workbook: Workbook,
    round: Round | None = None,
    *,
    draft: bool = False,
    sign: dt.date | None = None,
    unit: str | None = None,
) -> Memo:
    return memo.memo_content(Material(workbook, round, draft, sign, unit))


def report_content(
    workbook: Workbook,
    round: Round | None = None,
    *,
    draft: bool = False,
    sign: dt.date | None = None,
    unit: str | None = None,
    pictures: Collection[str] = (),
    missing: Collection[str] = (),
) -> Report:
    return report.report_content(Material(workbook, round, draft, sign, unit, pictures, missing))


def memo_docx(made: Memo, template: bytes | None = None, emblem: Picture | None = None) -> bytes:
    return rendering.word_file(made, "memo", template, {made.emblem: emblem} if emblem else {})


def report_docx(made: Report, template: bytes | None = None, pictures: _Pictures = None) -> bytes:
    return rendering.word_file(made, "report", template, pictures or {})


def memo_pdf(made: Memo, emblem: Picture | None = None) -> bytes:
    return job(made, "memo", style.MEMO, {made.emblem: emblem} if emblem else {})()


def report_pdf(made: Report, pictures: _Pictures = None) -> bytes:
    return job(made, "report", style.REPORT, pictures or {})()


def report_html(made: Report, pictures: _Pictures = None) -> bytes:
    return web_page(made, "report", style.REPORT, pictures or {})


def csv_files(made: Report, workbook: Workbook) -> dict[str, bytes]:
    """The CSV of `plan` and of `results`, without what describes them."""
    files = csv_package(
        made, workbook, "report", "รายงานผล", lambda ending, name: f"{name}.{ending}"
    )
    return {"plan": files["มาตรการ.csv"], "results": files["ผลการดำเนินการ.csv"]}


def json_file(made: Report, workbook: Workbook) -> bytes:
    files = json_package(
        made, workbook, "report", "รายงานผล", lambda ending, name: f"{name}.{ending}"
    )
    return files["ข้อมูลเปิด.json"]


def export(workbook: Workbook, source: Path, out_dir: Path, order: Order) -> list[Path]:
    """Make and write what is ordered, as the command does for one workbook beside its pictures."""
    files = render(workbook, source.parent, order)
    check_free(out_dir, files, force=order.force)
    return cast(list[Path], write_all(out_dir, files) if files else [])


def render(workbook: Workbook, folder: Path, order: Order) -> dict[str, bytes]:
    """The files that are ordered by name, none of them written."""
    making = begin(workbook, folder, order)
    files = making.finish()
    if making.shortfall:
        raise making.shortfall
    return files
