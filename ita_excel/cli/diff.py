"""`ita-excel diff`: what changed between two workbooks, or since a backup."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click

from ita_excel.cli.arguments import WORKBOOK
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.progress import occasion
from ita_excel.cli.quoting import LONGEST, quoted, shortened
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.documents.web.differences_page import KINDS, NOTHING, counted, sheet_lines, where
from ita_excel.jobs.diff import Compared, diff, write_page
from ita_excel.sheets.differences import ChangeKind, RowChange

_SIGNS = {
    ChangeKind.ADDED: ("+", "green"),
    ChangeKind.REMOVED: ("-", "red"),
    ChangeKind.CHANGED: ("~", "yellow"),
}
_BOTH = Text(
    "ระบุไฟล์ที่สอง หรือ --backup อย่างใดอย่างหนึ่ง",
    "give a second workbook or --backup, not both",
)
_SINCE = Text(
    "เทียบกับไฟล์สำรองรุ่นที่ {n} ({moment:%Y-%m-%d %H:%M})",
    "compared with backup {n} of {moment:%Y-%m-%d %H:%M}",
)
_PAGE = Text("เขียนหน้าเว็บแล้ว: {path}", "web page: {path}")


@declare(
    "diff",
    Text(
        "เทียบทีละแถวทีละช่องตามรหัสประจำแถว แม้แถวถูกเรียงใหม่ ไม่เปลี่ยนแปลงไฟล์ใด",
        "Compared row by row and cell by cell, by the rows' keys, also after sorting. No "
        "workbook is changed.",
    ),
    ("ita-excel diff เดิม.xlsx ใหม่.xlsx", "สองไฟล์", "two workbooks"),
    ("ita-excel diff ITA.xlsx", "ตั้งแต่ไฟล์สำรองรุ่นล่าสุด", "since the latest backup"),
    ("ita-excel diff ITA.xlsx --backup 3 --html ต่าง.html", "เป็นหน้าเว็บ", "as a web page"),
)
@click.argument("old", type=WORKBOOK)
@click.argument("new", type=WORKBOOK, required=False)
@option(
    "--backup",
    "number",
    type=int,
    metavar="N",
    th="เทียบกับไฟล์สำรองหมายเลขนี้ (ดูจาก restore --list)",
    en="compare with the backup of this number (see restore --list)",
)
@option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    th="เขียนเป็นหน้าเว็บลงไฟล์นี้",
    en="write it as a web page",
)
@option("--force", is_flag=True, th="เขียนทับไฟล์ที่มีอยู่", en="replace the page if it exists")
@json_option()
def command(
    old: Path, new: Path | None, number: int | None, page: Path | None, force: bool, as_data: bool
) -> None:
    if new is not None and number is not None:
        raise UsageError(_BOTH)
    found = diff(old, occasion(), new, backup=number)
    if page:
        write_page(found, page, occasion(), force=force)
    if as_data:
        emit(_as_object(found, page))
        return
    if found.backup:
        say(_SINCE, n=found.backup.number, moment=found.backup.modified)
    _print(found)
    if page:
        say(_PAGE, path=page)


def _print(found: Compared) -> None:
    if not found.differences:
        say(NOTHING)
    for line in sheet_lines(found.differences):
        say(line)
    for sheet in found.differences.sheets:
        click.echo(f"\n{click.style(sheet.sheet, bold=True)}: {counted(sheet).say(language_of())}")
        for row in sheet.rows:
            _print_row(row)


def _print_row(row: RowChange) -> None:
    sign, colour = _SIGNS[row.kind]
    what = KINDS[row.kind].say(language_of())
    head = f"{sign} {what} {where(row, language_of())}: {shortened(row.words)}".rstrip(": ")
    click.echo(click.style(head, fg=colour))
    if row.kind is not ChangeKind.CHANGED:
        return  # the row's words say which it is; the page and --json list its cells
    for cell in row.cells:
        old, new = _windows(cell.old, cell.new)
        click.echo(f"    {cell.at.a1} {cell.heading}: {quoted(old)} → {quoted(new)}")


def _windows(old: str, new: str) -> tuple[str, str]:
    """Return long texts from shortly before the first letter that differs."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = same - LONGEST // 3
    if start <= 0 or max(len(old), len(new)) <= LONGEST:
        return old, new
    while unicodedata.category(old[start]) == "Mn":  # a vowel or tone above stays on its letter
        start -= 1
    return f"…{old[start:]}", f"…{new[start:]}"


def _as_object(found: Compared, page: Path | None) -> dict[str, object]:
    differences = found.differences
    return {
        "old": found.old,
        "new": found.new,
        "backup": found.backup.number if found.backup else None,
        "sheets": [
            {
                "sheet": sheet.sheet,
                "moved": sheet.moved,
                "rows": [
                    {
                        "change": row.kind.value,
                        "words": row.words,
                        "round": row.round or None,
                        "old_row": row.old_row,
                        "new_row": row.new_row,
                        "cells": [
                            {"column": c.heading, "cell": c.at.a1, "old": c.old, "new": c.new}
                            for c in row.cells
                        ],
                    }
                    for row in sheet.rows
                ],
            }
            for sheet in differences.sheets
        ],
        "new_sheets": differences.appeared,
        "lost_sheets": differences.disappeared,
        "page": page,
    }
