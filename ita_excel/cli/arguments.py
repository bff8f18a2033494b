"""The words that several commands take: a workbook, a round, a list of OIT items, a receipt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ita_excel.cli.bilingual import Decorator, option
from ita_excel.core.errors import OutputError
from ita_excel.core.language import Text

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item
    from ita_excel.schema.model import Round

WORKBOOK = click.Path(path_type=Path)


def workbook_argument() -> Decorator:
    """The command's FILE."""
    return click.argument("file", type=WORKBOOK)


def round_option() -> Decorator:
    """`--round 6|12`, given to the command as a `Round` or None."""
    return option(
        "--round",
        "round_",
        type=click.Choice(["6", "12"]),
        callback=lambda ctx, param, value: _round(value),
        th="รอบการรายงาน (เดือน) ปกติใช้รอบที่ตั้งไว้ในสมุดงาน",
        en="the round in months; by default the workbook's own",
    )


def _round(months: str | None) -> Round | None:
    from ita_excel.schema.model import Round  # a command without a round needs no schema

    return {"6": Round.SIX, "12": Round.TWELVE}[months] if months else None


def oit_option() -> Decorator:
    """`--oit FILE`: the agency's own list of OIT items, given to the command as items."""
    return option(
        "--oit",
        "items",
        type=click.Path(path_type=Path),
        callback=lambda ctx, param, value: _own_items(value),
        metavar="CSV",
        th="รายการข้อ OIT ของหน่วยงานเอง (CSV หัวคอลัมน์เดียวกับของโปรแกรม) ใช้แทนของโปรแกรม",
        en="the agency's own list of OIT items, a CSV with the columns of ours, instead of ours",
    )


def _own_items(path: Path | None) -> tuple[Item, ...]:
    if path is None:
        return ()
    from ita_excel.jobs.check import own_items  # few give a list of their own

    return own_items(path)


def receipt_option() -> Decorator:
    """`--receipt FILE`: where to write what was compared and changed."""
    return option(
        "--receipt",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=lambda ctx, param, value: value and _free_for_a_receipt(value),
        th="เขียนใบรับรองว่าแก้อะไรและส่วนใดคงเดิม (JSON)",
        en="write what was compared and changed (JSON)",
    )


def _free_for_a_receipt(path: Path) -> Path:
    """Return the path; OutputError, before anything is done, where no receipt may be written.

    An earlier receipt is replaced; anything else, above all a workbook, never.
    """
    from ita_excel.store import saving

    saving.require_writable(path)
    if path.exists() and not (path.is_file() and path.read_bytes()[:1] in (b"{", b"")):
        raise OutputError(
            Text(
                "ไม่เขียนใบรับรองทับ “{name}” เพราะไม่ใช่ใบรับรองเดิม โปรดใช้ชื่อไฟล์อื่น",
                "“{name}” is no receipt and is not replaced by one: use another name",
            ),
            name=path,
        )
    return path
