"""History: what the tool changed, when, and from whose file; all of it, or of a row, a unit, a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ita_excel import schema
from ita_excel.core.cell_addresses import CellRef
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets import Reading, require_block
from ita_excel.thai.dates import read_date
from ita_excel.thai.normal import compare_form

_AS_THEY_ARE = ("command", "sheet", "key", "column", "old", "new", "file", "unit")
_NO_DAY = Text(
    "อ่านวันที่ “{typed}” ไม่ได้ โปรดพิมพ์อย่าง 2022-04-01 หรือ ๑ เม.ย. ๖๕",
    "“{typed}” is no date that can be read: type it as 2022-04-01 or ๑ เม.ย. ๖๕",
)

_NO_ROW = Text(
    "ไม่รู้ว่า “{typed}” คือแถวใด โปรดระบุชื่อชีตด้วย เช่น มาตรการ!G7 หรือรหัสประจำแถว หรือข้อความบางส่วนของวิธีการดำเนินงาน",
    "which row is “{typed}”? Give its sheet, too (มาตรการ!G7), its key, or a part of the action's words",
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change, as `ประวัติ` has it: `words` are what the row is known by, where it has a key.

    `moment` is local time; None where somebody emptied the cell. `at` is where the cell stood then.
    """

    moment: dt.datetime | None
    command: str
    sheet: str
    at: str
    key: str
    words: str
    column: str
    old: str
    new: str
    file: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRead(Outcome):
    """The entries asked for, the oldest first; `total` counts those that the workbook has."""

    entries: tuple[HistoryEntry, ...]
    total: int


def history(
    place: Place, occasion: Occasion, *, row: str = "", unit: str = "", day: str = ""
) -> HistoryRead:
    """Return the changes that the tool logged in a workbook; each filter that is "" lets all pass.

    `row` is a key, a cell with its sheet (`มาตรการ!G7`: what that row is now) or a part of an action's words; `unit` any name
    of a unit, `day` a date as it is typed in Thai or as 2022-04-01. Changes nothing. InputError for
    what is no ITA workbook or has lost its sheet `ประวัติ`, UsageError for a day that can't be read.
    """

    def work(opened: OpenBook) -> HistoryRead:
        reading = opened.read()
        date = _day(day, reading)
        known = list(_entries(reading))
        is_of_row = _of_row(reading, row) if row else None
        units = {unit, *reading.directory.find(unit).units} if unit else set()
        chosen = [
            entry
            for entry in known
            if (is_of_row is None or is_of_row(entry))
            and (not unit or entry.unit in units)
            and (date is None or (entry.moment is not None and entry.moment.date() == date))
        ]
        return HistoryRead(entries=tuple(chosen), total=len(known))

    return in_turn(place, occasion, work, writing=False)


def _day(typed: str, reading: Reading) -> dt.date | None:
    if not typed:
        return None
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        found = read_date(typed, reading.agency.value.fiscal_year)
    if found is None:
        raise UsageError(_NO_DAY, typed=typed)
    return found


def _entries(reading: Reading) -> Iterator[HistoryEntry]:
    block = require_block(reading.blocks, schema.HISTORY)
    words = {
        r.value.key: r.value.text
        for records in (reading.every_result, reading.plan)
        for r in records
    }
    for row in block.filled_rows():
        said = {c.field: as_text(block.cell(row, c.field)) for c in schema.HISTORY.columns}
        moment = block.cell(row, "moment")
        if isinstance(moment, dt.date) and not isinstance(moment, dt.datetime):
            moment = dt.datetime.combine(moment, dt.time.min)  # midnight, as readers return it
        yield HistoryEntry(
            moment=moment if isinstance(moment, dt.datetime) else None,
            words=words.get(said["key"], "") if said["key"] else "",
            at=said["cell"],
            **{f: said[f] for f in _AS_THEY_ARE},
        )


def _of_row(reading: Reading, row: str) -> Callable[[HistoryEntry], bool]:
    """Return what tells whether an entry is of the row that was asked for."""
    keys = {r.value.key for records in (reading.plan, reading.every_result) for r in records}
    if row.strip() in keys - {""}:
        return lambda entry: entry.key == row.strip()
    sheet, _, cell = row.rpartition("!")
    try:
        at = CellRef.parse(sheet, cell.strip())
    except ValueError:
        words = compare_form(row)
        return lambda entry: entry.key == row.strip() or words in compare_form(entry.words)
    blocks = [b for b in reading.blocks.values() if compare_form(b.sheet) == compare_form(sheet)]
    if not blocks:
        raise UsageError(_NO_ROW, typed=row)
    key = as_text(blocks[0].cell(at.row, "key")) if blocks[0].table.main != "key" else ""
    if key:  # the row itself, wherever it stood before
        return lambda entry: entry.key == key
    return lambda entry: entry.sheet == blocks[0].sheet and _row_of(entry.at) == at.row


def _row_of(address: str) -> int | None:
    try:
        return CellRef.parse("", address).row
    except ValueError:
        return None
