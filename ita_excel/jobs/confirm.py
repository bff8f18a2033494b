"""Confirm: answers carried over from the 6-month rows still hold, an officer says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ita_excel import schema
from ita_excel.core.errors import InputError, UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.jobs.up_to_date import UpToDate, up_to_date
from ita_excel.sheets import Reading, set_field
from ita_excel.sheets.carrying import CarriedRow, marks, unconfirmed
from ita_excel.sheets.row_numbers import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Outcome):
    """What was confirmed: numbers of rows of `ผลการดำเนินการ`; `left` wait still.

    `others` were named and have nothing to confirm.
    """

    rows: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def confirm(
    place: Place,
    occasion: Occasion,
    *,
    rows: Collection[int] | None = None,
    unit: str | None = None,
    dry_run: bool = False,
) -> Confirmed:
    """Mark rows whose answers were carried over as confirmed; all else stays.

    `rows` are the sheet's row numbers, None all that wait; `unit` leaves only the rows for which it
    is responsible. `dry_run` changes nothing. UsageError for a unit that the workbook doesn't know,
    InputError where the workbook has lost what this needs, OutputError where it can't be saved.
    """

    def work(opened: OpenBook) -> Confirmed:
        reading, upgraded = UpToDate(opened.read())
        if not dry_run:
            reading, upgraded = up_to_date(opened, reading)
        occasion.watcher.step()
        _require_column(reading, dry_run)
        if unit is not None and not reading.directory.find(unit).units:
            raise UsageError(_NO_UNIT, unit=unit)
        waiting = list(unconfirmed(reading))
        chosen = [w for w in waiting if not w.behind and _is_meant(w, rows, unit)]
        numbers = tuple(w.twelve.row for w in chosen)
        done = Confirmed(
            rows=numbers,
            left=tuple(w.twelve.row for w in waiting if w not in chosen),
            others=tuple(sorted(_results(reading) & set(rows or ()) - set(numbers))),
            notices=(*upgraded, *_behind(waiting)),
        )
        if dry_run:
            return done
        edits = [
            edit
            for w in chosen
            for edit in set_field(w.twelve.block, w.twelve.row, "confirmed", schema.CONFIRMED)
        ]
        written = opened.write(reading, edits, "confirm", others=marks(reading))
        return Confirmed(
            rows=done.rows,
            left=done.left,
            others=done.others,
            changed=written.changed or bool(upgraded),
            notices=(*done.notices, *written.notices),
        )

    return in_turn(place, occasion, work, writing=not dry_run)


def told(done: Confirmed) -> tuple[Text, ...]:
    """Return what was confirmed and what is left, a sentence each."""
    lines = [_NONE]
    if done.rows:
        lines = [_DONE.fill(n=len(done.rows), rows=shown(done.rows))]
    if done.others:
        lines.append(_OTHERS.fill(rows=shown(done.others)))
    if done.left:
        lines.append(_LEFT.fill(n=len(done.left), rows=shown(done.left)))
    return tuple(lines)


def _is_meant(row: CarriedRow, rows: Collection[int] | None, unit: str | None) -> bool:
    record = row.twelve
    return (rows is None or record.row in rows) and (unit is None or record.value.concerns(unit))


def _behind(waiting: Iterable[CarriedRow]) -> tuple[Notice, ...]:
    rows = [row.twelve.row for row in waiting if row.behind]
    return (Notice("behind", _BEHIND.fill(rows=shown(rows))),) if rows else ()


def _results(reading: Reading) -> set[int]:
    return {record.row for record in reading.every_result}


def _require_column(reading: Reading, dry_run: bool) -> None:
    """Raise InputError where nothing could be marked; a dry run of an older workbook may look."""
    block = reading.blocks.get(schema.RESULTS.name)
    column = schema.RESULTS.column("confirmed")
    older = dry_run and (reading.version or 1) < column.since
    if block is None or (column.field not in block.columns and not older):
        raise InputError(_NO_COLUMN, sheet=schema.RESULTS.sheet, column=column.heading)


_DONE = Text("ยืนยันตามเดิม {n} แถว (แถวที่ {rows})", "{n} rows confirmed as they stand (rows {rows})")
_NONE = Text(
    "ไม่มีแถวที่รอการยืนยันในแถวที่เลือก",
    "no row that waits for confirmation is among those chosen",
)
_OTHERS = Text(
    "แถวที่ {rows} ไม่ใช่ผลที่รอการยืนยัน จึงคงไว้ตามเดิม",
    "rows {rows} have nothing to confirm and stay as they are",
)
_LEFT = Text(
    "ยังรอการแก้ไขหรือยืนยัน {n} แถว (แถวที่ {rows})",
    "{n} rows still wait to be changed or confirmed (rows {rows})",
)
_BEHIND = Text(
    "ผลรอบ ๖ เดือนแก้ไขแล้วหลังยกมา จึงยังไม่ยืนยันแถวที่ {rows} โปรดสั่งเติมข้อมูล (fill) ก่อน",
    "the 6-month answers were corrected since, so rows {rows} can't be confirmed yet: run fill first",
)
_NO_UNIT = Text(
    "ไม่มีหน่วยงาน “{unit}” ในชีตส่วนราชการ โปรดใช้ชื่อหรือชื่อย่อที่มีในชีตนั้น",
    "there is no unit “{unit}” on the sheet ส่วนราชการ: use a name or short name from there",
)
_NO_COLUMN = Text(
    "ชีต “{sheet}” ไม่มีคอลัมน์ “{column}” โปรดสั่ง ita-excel upgrade เพื่อเพิ่มคอลัมน์",
    "the sheet “{sheet}” has no column “{column}”: run ita-excel upgrade to add it",
)
