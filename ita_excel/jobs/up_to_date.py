"""Workbooks of older versions are brought up to date by the jobs that write into new columns."""

from __future__ import annotations

from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.outcome import Notice
from ita_excel.rules.native import helper_headings
from ita_excel.sheets import Reading
from ita_excel.sheets.blocks import version_in
from ita_excel.sheets.lacking import NAME, lacks_something, shows_wiring


class UpToDate(NamedTuple):
    """What a workbook says once it is up to date, and what was done to it."""

    reading: Reading
    notices: tuple[Notice, ...] = ()


def up_to_date(opened: OpenBook, reading: Reading, *, dry_run: bool = False) -> UpToDate:
    """Bring a workbook of ours up to date where it is older or plainly lacks something of ours.

    `reading` is what it says now. It is logged, and saved with what the caller writes; the notice
    says what was done, or in a `dry_run`, whose caller saves nothing, what would be.
    """
    grid = opened.grid
    if shows_wiring(grid):
        is_ours = any(name.startswith(NAME) for name in grid.names())
    else:
        is_ours = version_in(reading.blocks.get(schema.META.name)) is not None
    helpers = helper_headings(schema.PLAN).values()
    calculated = opened.calculated if opened.file is not None else None
    if not is_ours or not lacks_something(reading.blocks, grid, helpers, calculated):
        return UpToDate(reading)
    from ita_excel.jobs.upgrade import bring_up_to_date  # for few workbooks
    from ita_excel.sheets.upgrading import summary

    try:
        done = bring_up_to_date(opened)
    except RefusedEdit as refused:  # what was asked for can be done all the same
        return UpToDate(opened.read(), (Notice("not_upgraded", _REFUSED.fill(why=refused.text)),))
    if not done.changes:
        return UpToDate(opened.read())
    said = (_WOULD if dry_run else _DONE).fill(what=summary(done.changes))
    return UpToDate(opened.read(), (Notice("upgraded", said, Severity.INFO),))


_DONE = Text(
    "ปรับปรุงไฟล์ให้เป็นปัจจุบันแล้ว: {what}",
    "the workbook was brought up to date: {what}",
)
_WOULD = Text(
    "จะปรับปรุงไฟล์ให้เป็นปัจจุบันด้วย: {what}",
    "the workbook would be brought up to date, too: {what}",
)
_REFUSED = Text(
    "ยังปรับปรุงไฟล์ให้เป็นปัจจุบันไม่ได้ ({why})",
    "the workbook could not be brought up to date ({why})",
)
