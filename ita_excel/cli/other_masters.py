"""What was taken from other copies of the master, and what about them waits: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

import click

from ita_excel.cli.filled import short
from ita_excel.core.language import Language, Text
from ita_excel.core.values import Value, as_text
from ita_excel.sheets.conflict_rows import FROM_WORD

if TYPE_CHECKING:
    from ita_excel.jobs.other_masters import MergedCopy
    from ita_excel.merging.copy_cells import CopyCell, CopyRow
    from ita_excel.merging.copy_conflicts import CopyConflict, CopyDecisions

_WIDTH = 60  # characters of a value
_TAKEN = Text(
    "รับ {cells} เซลล์ · เพิ่ม {added} แถว · ลบ {removed} แถว · ไฟล์คำตอบ {answers} · เลือก {conflicts}",
    "{cells} cells taken · {added} rows added · {removed} removed · {answers} files of units · "
    "{conflicts} to choose",
)
_ADDED = Text("เพิ่มแถว", "row added:")
_REMOVED = Text("ลบแถว", "row removed:")
_NEW_COLUMNS = Text("เพิ่มคอลัมน์: {names}", "columns added: {names}")
_CHOOSE = Text("ต้องเลือก", "to be chosen")
_DECIDED = Text("ตัดสินแล้ว", "decided")
_CHOSEN = {
    "ours": Text("คงค่าในไฟล์หลัก", "the master's value stays"),
    "theirs": Text("ใช้ค่าของไฟล์หลักอีกฉบับ", "the other copy's value"),
    "combined": Text("รวมทั้งสองค่า", "both values"),
    "own": Text("ใช้ข้อความที่พิมพ์เอง", "a text of one's own"),
}

_FROM_WORD = Text("ใช้ค่าของเอกสารที่แก้ใน Word", "the value of the edited Word file")


def copy_lines(copies: Iterable[MergedCopy], language: Language) -> Iterator[str]:
    """Yield what was taken from each copy: cells row by row, rows, columns, how much of each."""
    for copy in copies:
        row: tuple[str, int] | None = None
        for table in copy.taken.tables:
            for cell in table.taken:
                if row != (cell.table.name, cell.row):
                    row = (cell.table.name, cell.row)
                    yield f"  {_row(cell, language)}"
                old, new = _shown(cell.ours, language), _shown(cell.theirs, language)
                yield f"    {cell.column.heading}: {old} → {new}  [{copy.file}]"
            for added in (*table.brought_back, *table.added):
                yield click.style(f"  {_ADDED.say(language)} {_row(added, language)}", fg="green")
            for gone in table.removed:
                yield click.style(f"  {_REMOVED.say(language)} {_row(gone, language)}", fg="yellow")
        if copy.taken.columns:
            yield f"  {_NEW_COLUMNS.fill(names=', '.join(copy.taken.columns)).say(language)}"
        said = _TAKEN.fill(
            cells=copy.cells,
            added=sum(len(t.added) + len(t.brought_back) for t in copy.taken.tables),
            removed=sum(len(t.removed) for t in copy.taken.tables),
            answers=copy.taken.answers,
            conflicts=len(copy.taken.found),
        )
        yield f"  {copy.file}: {said.say(language)}"


def waiting_lines(done: CopyDecisions, language: Language) -> Iterator[str]:
    """Yield what was decided about other copies, and what waits."""
    for d in done.decisions:
        c = d.conflict
        yield f"  {_DECIDED.say(language)} {_place(c, language)}"
        old, new = _shown(d.old, language), _shown(d.value, language)
        of_word = d.taken == "theirs" and c.source == FROM_WORD
        how = _FROM_WORD if of_word else _CHOSEN[d.taken]
        yield f"    {c.column}: {old} → {new}  [{how.say(language)}]"
    numbers = count(1)  # by which `resolve --accept` knows those of Word files
    for w in done.waiting:
        c = w.conflict
        number = f" ({next(numbers)})" if c.source == FROM_WORD else ""
        yield click.style(f"  {_CHOOSE.say(language)}{number} {_place(c, language)}", fg="red")
        ours, theirs = _shown(w.ours, language), _shown(c.theirs, language)
        yield click.style(f"    {c.column}: {ours} ≠ {theirs}  [{c.source}: {c.file}]", fg="red")


def copy_objects(copies: Iterable[MergedCopy]) -> list[dict[str, Any]]:
    """Return what was taken from each copy, as JSON has it."""
    return [
        {
            "name": copy.file,
            "hash": copy.hash,
            "ancestry": copy.ancestry.value,
            "written": [
                {**_of_cell(c), "old": as_text(c.ours), "new": as_text(c.theirs)}
                for t in copy.taken.tables
                for c in t.taken
            ],
            "added_rows": _rows(r for t in copy.taken.tables for r in t.added),
            "removed_rows": _rows(r for t in copy.taken.tables for r in t.removed),
            "kept_rows": _rows(r for t in copy.taken.tables for r in t.kept),
            "brought_back": _rows(r for t in copy.taken.tables for r in t.brought_back),
            "columns": list(copy.taken.columns),
            "sheets": list(copy.taken.sheets),
            "answers": copy.taken.answers,
            "besides": [
                {"sheet": b.sheet, "cell": b.cell, "kind": b.kind.value, "text": b.text}
                for b in copy.left_there
            ],
        }
        for copy in copies
    ]


def choice_objects(done: CopyDecisions) -> list[dict[str, Any]]:
    """Return the choices about other copies, decided or not, as JSON has them."""
    decided = [{**_of_conflict(d.conflict, d.old), "decided": d.taken} for d in done.decisions]
    waiting = [{**_of_conflict(w.conflict, w.ours), "decided": None} for w in done.waiting]
    return [*decided, *waiting]


def _of_conflict(c: CopyConflict, ours: Value) -> dict[str, Any]:
    place = {"key": c.key, "round": c.round, "action": c.words, "column": c.column}
    values = {"base": as_text(c.base), "ours": as_text(ours), "theirs": as_text(c.theirs)}
    return {**place, **values, "file": c.file}


def _of_cell(c: CopyCell) -> dict[str, str]:
    place = {"sheet": c.table.sheet, "key": c.key, "round": c.round, "row": c.words}
    return {**place, "column": c.column.heading}


def _rows(rows: Iterable[CopyRow]) -> list[dict[str, str]]:
    return [{"sheet": r.table.sheet, "key": r.key, "round": r.round, "row": r.words} for r in rows]


def _row(row: CopyCell | CopyRow, language: Language) -> str:
    words = short(row.words, language, _WIDTH)
    round_ = f" ({row.round})" if row.round else ""
    return f"{row.table.sheet} › {words}{round_}"


def _place(c: CopyConflict, language: Language) -> str:
    round_ = f" ({c.round})" if c.round else ""
    return f"{short(c.words, language, _WIDTH)}{round_}"


def _shown(value: Value, language: Language) -> str:
    text = short(as_text(value), language, _WIDTH)
    return f"“{text}”" if as_text(value) else text
