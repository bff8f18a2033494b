"""Diff: what changed from one workbook to another, or since a backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import UsageError, system_refusals
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets.differences import WorkbookChanges, compare
from ita_excel.store import backups

_NEVER_SAVED = Text(
    "สมุดงานนี้ยังไม่เคยบันทึกลงเครื่อง จึงไม่มีไฟล์สำรองให้เทียบ โปรดบันทึกก่อน",
    "this workbook was never saved on this computer, so there is no backup to compare: save it first",
)

_NO_PAGE = Text(
    "ชื่อไฟล์ของหน้าเว็บต้องลงท้ายด้วย .html ไม่ใช่ {name}",
    "the web page's name must end in .html: {name}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Outcome):
    """What differs, and the names of what was compared. `backup`: which one was the older side."""

    differences: WorkbookChanges
    old: str
    new: str
    backup: backups.Backup | None = None


def diff(
    old: Place, occasion: Occasion, new: Place | None = None, *, backup: int | None = None
) -> Compared:
    """Return what changed from the workbook `old` to `new`.

    Without `new`, what changed in `old` itself since its backup of that number, the newest where
    None. Changes nothing. InputError where one can't be read or is no ITA workbook, or where there
    is no such backup; UsageError for a grid that stands in no file, compared with its backup.
    """
    if new is not None:
        return in_turn(
            old,
            occasion,
            lambda first: in_turn(
                new, occasion, lambda second: _compared(first, second), writing=False
            ),
            writing=False,
        )

    def since(opened: OpenBook) -> Compared:
        opened.read()  # a workbook that isn't ours has no backup of ours to look for
        with system_refusals():
            kept = backups.find(_file_of(opened), backup)
        return in_turn(
            kept.path, occasion, lambda first: _compared(first, opened, kept), writing=False
        )

    return in_turn(old, occasion, since, writing=False)


def write_page(found: Compared, page: Path, occasion: Occasion, *, force: bool = False) -> None:
    """Write what differs as a web page. OutputError where a file is in the way or can't be written.

    UsageError for a name that doesn't end in .html, so that no workbook is ever replaced by a page.
    """
    from ita_excel.documents.replacing import check_free
    from ita_excel.documents.web.differences_page import differences_page
    from ita_excel.store.together import write_all

    if page.suffix.lower() not in (".html", ".htm"):
        raise UsageError(_NO_PAGE, name=page.name)
    data = differences_page(found.differences, found.old, found.new, occasion.language)
    with system_refusals():
        check_free(page.parent, [page.name], force=force)
        write_all(page.parent, {page.name: data})


def _compared(old: OpenBook, new: OpenBook, kept: backups.Backup | None = None) -> Compared:
    # Rules draw up the native formulas; their hidden columns hold nothing that anybody typed.
    from ita_excel.rules.native.cells import HELPERS, helper_heading

    derived = {helper_heading(field) for field in HELPERS}
    first, second = ((opened.grid, opened.read()) for opened in (old, new))
    found = compare(first, second, derived.__contains__)
    return Compared(differences=found, old=_name(old), new=_name(new), backup=kept)


def _name(book: OpenBook) -> str:
    """Return the name of a workbook's file; "" for one that stands in none."""
    path = _path(book)
    return path.name if path else ""


def _file_of(book: OpenBook) -> Path:
    path = _path(book)
    if path is None:
        raise UsageError(_NEVER_SAVED)
    return path


def _path(book: OpenBook) -> Path | None:
    path = book.file or getattr(book.grid, "path", None)
    return path if isinstance(path, Path) and path.name else None
