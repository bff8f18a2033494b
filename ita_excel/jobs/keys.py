"""Rows get back the รหัส that are theirs, and copies of rows one of their own: for `fill` and `fix`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.findings import Severity
from ita_excel.core.grid import CellRef, Edit, Grid, MemoryGrid, SetCell
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.outcome import Notice
from ita_excel.schema import Table
from ita_excel.sheets import Block, Reading, last_written, read
from ita_excel.sheets.filling import new_key
from ita_excel.sheets.row_keys import Because, NewKey, SettledKeys, settle_keys
from ita_excel.sheets.row_numbers import shown
from ita_excel.sheets.typed_tables import value_at


class KeysSettled(NamedTuple):
    """What the workbook says with all รหัส in their rows, and what a person should know of it."""

    reading: Reading
    notices: tuple[Notice, ...] = ()
    changed: bool = False


def settled(
    opened: OpenBook, reading: Reading, command: str, *, dry_run: bool = False
) -> KeysSettled:
    """Give the rows of plan and results their รหัส, with history; the caller saves.

    `reading` is what the workbook says now. With `dry_run` only the reading that is returned has
    them.
    """
    found, notices = to_fix(reading)
    if not found.edits:
        return KeysSettled(reading, notices)
    grid: Grid = MemoryGrid.of(opened.grid) if dry_run else opened.grid
    edits: list[Edit] = list(found.edits)
    from ita_excel.sheets import history  # not for a dry run

    edits += history.entries(reading, found.edits, history.Source(command, opened.occasion.moment))
    grid.apply(edits)
    return KeysSettled(read(grid), notices, not dry_run)


def to_fix(reading: Reading) -> tuple[SettledKeys, tuple[Notice, ...]]:
    """Return which รหัส are to be put right, as edits that the caller makes and logs."""
    if not last_written.is_master(reading.meta):
        return SettledKeys(), ()
    found = settle_keys(reading, new_key)
    return found, tuple(_notices(found))


def renamed_back(opened: OpenBook, reading: Reading) -> tuple[Notice, ...]:
    """Give the column of รหัส its heading back where somebody called it something else."""
    if not last_written.is_master(reading.meta):
        return ()
    memory = last_written.load(reading.meta)
    notices = []
    for table in (schema.PLAN, schema.RESULTS):
        block = reading.blocks.get(table.name)
        kept = memory.contents.get(table.name) if memory else None
        if block is None or kept is None or "key" in block.columns:
            continue
        keys = {as_text(kept.cell(row, "key")) for row in kept.filled_rows()} - {""}
        column = _holding(block, keys)
        if column is None:
            continue
        heading = table.column("key").heading
        at = CellRef(block.sheet, block.header_row, column)
        was = as_text(value_at(block, at.row, at.column))
        opened.grid.apply([SetCell(at, heading)])
        said = _RENAMED.fill(sheet=block.sheet, was=was or at.a1, heading=heading)
        notices.append(Notice("keys", said, Severity.INFO))
    return tuple(notices)


def _holding(block: Block, keys: set[str]) -> int | None:
    """Return the column that holds half of the รหัส, if there is one that the schema doesn't know."""
    known = set(block.columns.values())
    width = max((len(row) for row in block.rows), default=0)
    rows = list(block.filled_rows())
    for column in range(1, width + 1):
        held = {as_text(value_at(block, row, column)) for row in rows}
        if column not in known and keys and 2 * len(held & keys) >= len(keys):
            return column
    return None


def _notices(found: SettledKeys) -> Iterator[Notice]:
    for new in found.given:
        if new.because is Because.COPY:
            said = _COPY.fill(sheet=new.table.sheet, row=new.row, of=new.of)
            yield Notice("keys", said, Severity.INFO)
    for table in (schema.PLAN, schema.RESULTS):
        for because, text, severity in (
            (Because.WORDS, _WORDS, Severity.INFO),
            (Because.ALIKE, _ALIKE, Severity.WARNING),
        ):
            rows = _rows(found.given, table, because)
            if rows:
                said = text.fill(sheet=table.sheet, n=len(rows), rows=shown(rows))
                yield Notice("keys", said, severity)
    for table, group in found.doubtful:
        yield Notice("keys", _DOUBT.fill(sheet=table.sheet, rows=shown(sorted(group))))


def _rows(given: Sequence[NewKey], table: Table, because: Because) -> list[int]:
    return [new.row for new in given if new.table is table and new.because is because]


_COPY = Text(
    "แถวที่ {row} ของชีต “{sheet}” คัดลอกมาจากแถวที่ {of} จึงได้รหัสใหม่ ผลที่รายงานไว้ยังเป็นของแถวที่ {of}",
    "row {row} of “{sheet}” is a copy of row {of} and has a รหัส of its own now; what was reported "
    "stays with row {of}",
)
_WORDS = Text(
    "ใส่รหัสเดิมกลับใน {n} แถวของชีต “{sheet}” ตามข้อความของแถว (แถวที่ {rows})",
    "{n} rows of “{sheet}” have their รหัส back, by their words (rows {rows})",
)
_ALIKE = Text(
    "ใส่รหัสเดิมกลับใน {n} แถวของชีต “{sheet}” ตามข้อความที่ใกล้เคียงกัน โปรดตรวจสอบ (แถวที่ {rows})",
    "{n} rows of “{sheet}” have a รหัส back by words that are only nearly the same: check them "
    "(rows {rows})",
)
_DOUBT = Text(
    "แถวที่ {rows} ของชีต “{sheet}” มีรหัสเดียวกัน และข้อความไม่บอกว่าแถวใดคัดลอกมา จึงไม่ได้แก้ "
    "โปรดลบรหัสของแถวที่คัดลอกมา แล้วสั่งเติมข้อมูล (fill) อีกครั้ง",
    "rows {rows} of “{sheet}” have one รหัส, and their words don't say which is the copy, so nothing "
    "was changed: empty the รหัส of the copy, then run fill again",
)
_RENAMED = Text(
    "หัวคอลัมน์รหัสของชีต “{sheet}” ถูกเปลี่ยนเป็น “{was}” จึงเปลี่ยนกลับเป็น “{heading}”",
    "the column of รหัส in “{sheet}” was called “{was}”; it is “{heading}” again",
)
