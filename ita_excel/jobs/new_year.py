"""New year: the workbook of the next fiscal year out of this one's, which stays as it is.

What moved with the year, and what a person must look at, is on the new workbook's sheet `ประวัติ`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.core.values import CELL_TEXT, Value
from ita_excel.dispatch.filenames import safe_name
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.new import Founded, blank, require_free
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import Reading, append_rows, nextyear, read
from ita_excel.sheets.next_cells import LeftCell, MovedCell
from ita_excel.thai.calendar import FiscalYear

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class NewYear(Founded):
    """Next year's workbook.

    `moved` are the cells whose dates, years or items moved, `left` what is to be looked at. Drafts in
    the plan: `unfinished` actions of this year, `suggested` ones, and those `waiting` since this year.
    """

    moved: tuple[MovedCell, ...] = ()
    left: tuple[LeftCell, ...] = ()
    unfinished: int = 0
    suggested: int = 0
    waiting: int = 0


def new_year(
    place: Place,
    occasion: Occasion,
    target: Path | str,
    *,
    force: bool = False,
    items: Sequence[Item] = (),
) -> NewYear:
    """Write next year's workbook: plan, units, signatories, settings and own columns are carried over.

    `target` is the new file, or a folder, in which it is named after year and agency; `items` the
    agency's own list of OIT items. InputError where the workbook names no fiscal year; UsageError for a name that is
    no workbook's; OutputError where the file is there already (unless `force`: then a backup is
    kept of it) or can't be written.
    """

    def work(opened: OpenBook) -> NewYear:
        reading = opened.read()
        year, name = _named(reading)
        file = Path(target)
        if file.is_dir():
            file /= name
        require_free(file, force=force)
        grid = blank(file)
        form = read(grid)
        last = _from(file, opened.file)
        made = nextyear.carry(reading, form, str(uuid.uuid4()), items, last)
        left = (*made.left, *_own_sheets(opened))
        grid.apply([*made.edits, *_history(form, occasion, made.moved, left)])
        grid.save(file, force=force)
        return NewYear(
            file=file, year=year, changed=True, moved=made.moved, left=left,
            unfinished=made.unfinished, suggested=made.suggested, waiting=made.waiting,
        )  # fmt: skip

    return in_turn(place, occasion, work, writing=False)


def _from(file: Path, last: Path | None) -> str:
    """Return how the new workbook names this one: beside it by its name, elsewhere by its path."""
    if last is None:
        return ""
    last, folder = last.resolve(), file.resolve().parent
    return last.name if last.parent == folder else str(last)


def usual_name(place: Place, occasion: Occasion) -> tuple[FiscalYear, str]:
    """Return the next year, and what its workbook is called in a folder; InputError as above."""
    return in_turn(place, occasion, lambda opened: _named(opened.read()), writing=False)


def told(done: NewYear) -> tuple[Text, ...]:
    """Return what a person should know, a sentence each: drafts, what moved, what to look at."""
    lines = []
    if done.unfinished or done.suggested or done.waiting:
        drafts = _DRAFTS.fill(
            unfinished=done.unfinished, suggested=done.suggested, waiting=done.waiting, mark=schema.DRAFT, sheet=schema.PLAN.sheet,
            column=schema.PLAN.column("draft").heading,
        )  # fmt: skip
        lines.append(drafts)
    if done.moved:
        lines.append(_MOVED.fill(n=len(done.moved), sheet=schema.HISTORY.sheet))
    if done.left:
        lines.append(_LEFT.fill(n=len(done.left), sheet=schema.HISTORY.sheet))
    return tuple(lines)


def line_of(left: LeftCell) -> Text:
    """Return what is to be looked at, in one line: where, what stands there, why."""
    place = f"{left.at.sheet}!{left.at.a1} {left.heading}" if left.at else left.heading
    return _LINE.fill(place=place or "-", what=" ".join(left.what.split())[:80], why=left.why)


def _history(
    form: Reading, occasion: Occasion,
    moved: Sequence[MovedCell], left: Sequence[LeftCell],
) -> list[Edit]:  # fmt: skip
    """Return the edits that log what moved and what is to be looked at, by cell."""
    block = form.blocks.get(schema.HISTORY.name)
    if block is None:
        return []
    row: dict[str, Value] = {
        "moment": occasion.moment.replace(microsecond=0), "command": "new-year",
    }  # fmt: skip
    rows: list[dict[str, Value]] = []
    for cell in moved:
        at = {"sheet": cell.at.sheet, "cell": cell.at.a1, "column": cell.heading}
        rows.append(row | at | {"old": cell.old[:CELL_TEXT], "new": cell.new[:CELL_TEXT]})
    for one in left:
        rows.append(
            row
            | {"sheet": one.at.sheet if one.at else None, "cell": one.at.a1 if one.at else None,
               "column": one.heading or None, "old": one.what[:CELL_TEXT],
               "new": _LOOK.fill(why=one.why).say(occasion.language)}
        )  # fmt: skip
    return append_rows(block, rows)


def _own_sheets(opened: OpenBook) -> Iterator[LeftCell]:
    """Yield the sheets that an office added itself: they stay in this year's workbook."""
    ours = {*schema.SHEETS}
    for sheet in opened.grid.sheets():
        if sheet not in ours:
            yield LeftCell(None, "", sheet, _OWN_SHEET)


def _named(reading: Reading) -> tuple[FiscalYear, str]:
    year = nextyear.next_year(reading)
    return year, f"{safe_name(f'ITA {year.year} {reading.agency.value.name}')}.xlsx"


_DRAFTS = Text(
    "มีแถวร่างในชีต “{sheet}”: วิธีการที่ยังไม่แล้วเสร็จ {unfinished} แถว ข้อเสนอแนะ {suggested} แถว ร่างเดิมที่ยังไม่ได้รับ {waiting} แถว "
    "ลบคำว่า {mark} ในคอลัมน์ {column} เพื่อรับเข้าแผน หรือลบแถว",
    "drafts on the sheet “{sheet}”: {unfinished} unfinished actions, {suggested} suggestions, {waiting} older drafts. Clear "
    "{mark} in the column {column} to accept one, or delete the row",
)
_MOVED = Text(
    "เลื่อนวันที่ ปี หรือเลขข้อ {n} เซลล์ ดูชีต “{sheet}”",
    "dates, years or items moved in {n} cells: see the sheet “{sheet}”",
)
_LEFT = Text(
    "โปรดตรวจ {n} รายการที่เลื่อนเองไม่ได้หรือไม่แน่ใจ (อยู่ในชีต “{sheet}” ด้วย):",
    "look at {n} things that couldn't be moved, or not surely (on the sheet “{sheet}”, too):",
)
_LINE = Text("{place}: “{what}” {why}", "{place}: “{what}” {why}")
_LOOK = Text("โปรดตรวจ: {why}", "look at it: {why}")
_OWN_SHEET = Text(
    "ชีตของท่านเอง ยังอยู่ในสมุดงานปีก่อน โปรดคัดลอกเองหากใช้ต่อ",
    "a sheet of your own, which stays in this year's workbook: copy it if you still need it",
)
