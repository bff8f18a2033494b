"""What a fill came to, row by row and as JSON: updated, kept, to be chosen, added, no action any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from ita_excel.cli.widths import in_columns
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text

if TYPE_CHECKING:
    from ita_excel.schema.model import Result
    from ita_excel.sheets import Record
    from ita_excel.sheets.copied_cells import CopiedCell
    from ita_excel.sheets.filling import Filling

CHOOSE = Text(
    "โปรดเลือกในชีต “ข้อขัดแย้ง” แล้วสั่ง ita-excel resolve",
    "choose on the sheet “ข้อขัดแย้ง”, then run ita-excel resolve",
)
_LISTED = 20  # rows of a kind; --json has them all
_HEADINGS = (
    Text("ผล", "what"),
    Text("รอบ", "round"),
    Text("วิธีการดำเนินงาน", "action"),
    Text("คอลัมน์", "column"),
    Text("ในแถว", "in the row"),
    Text("ในแผน", "in the plan"),
)
UPDATED = Text("ปรับตามแผน", "updated")
KEPT = Text("คงไว้", "kept")
KEPT_UNKNOWN = Text("คงไว้ (ไม่ทราบว่าใครแก้)", "kept (who changed isn't known)")
CHOICE = Text("ต้องเลือก", "to be chosen")
ADDED = Text("เพิ่ม", "added")
GONE = Text("ไม่มีในแผนแล้ว", "no action any more")
_MORE = Text("  … อีก {n} รายการ ({what})", "  … and {n} more ({what})")
_KEPT_BEFORE = Text(
    "คงไว้เหมือนครั้งก่อน {n} เซลล์ที่ต่างจากแผน (ดูทั้งหมดด้วย --all)",
    "{n} cells that differ from the plan were kept as before (--all lists them)",
)
_EMPTY = Text("(ว่าง)", "(empty)")


def table(filled: Filling, language: Language, *, every: bool = False) -> Iterator[str]:
    """Yield the lines of the table; none where nothing differs from the plan.

    Cells that are kept are listed once; later fills count them, unless `every` is asked for.
    """
    kept = [c for c in filled.kept_cells if every or not c.told]
    kinds = [
        (UPDATED, [_cell(UPDATED, c, language) for c in filled.updated]),
        (CHOICE, [_cell(CHOICE, c, language) for c in filled.choices]),
        (KEPT, [_cell(KEPT if c.known else KEPT_UNKNOWN, c, language) for c in kept]),
        (ADDED, [_whole(ADDED, filled.round.value, a, language) for a in filled.added_rows]),
        (GONE, [_whole(GONE, r.value.round, r.value.text, language)
                for r in filled.without_action]),
    ]  # fmt: skip
    rows = [row for _, found in kinds for row in found[: None if every else _LISTED]]
    if rows:
        yield from in_columns([[h.say(language) for h in _HEADINGS], *rows])
    if len(kept) < len(filled.kept_cells):
        yield _KEPT_BEFORE.fill(n=len(filled.kept_cells) - len(kept)).say(language)
    if every:
        return
    for what, found in kinds:
        if len(found) > _LISTED:
            yield _MORE.fill(n=len(found) - _LISTED, what=what).say(language)


def as_object(filled: Filling) -> dict[str, Any]:
    """Return the table as JSON has it."""
    return {
        "added_rows": list(filled.added_rows),
        "updated": _objects(filled.updated),
        "kept_cells": _objects(filled.kept_cells),
        "choices": _objects(filled.choices),
        "without_action": [_row_object(r) for r in filled.without_action],
    }


def _cell(what: Text, c: CopiedCell, language: Language) -> list[str]:
    return [
        _coloured(what, language),
        c.cell.round,
        short(c.action, language, 30),
        c.heading,
        *(short(as_text(v), language, 36) for v in (c.held, c.plan)),
    ]


def _whole(what: Text, round_: str, action: str, language: Language) -> list[str]:
    return [_coloured(what, language), round_, short(action, language, 30), "", "", ""]


def _coloured(what: Text, language: Language) -> str:
    colour = {CHOICE: "red", GONE: "yellow", UPDATED: "green", ADDED: "green"}.get(what)
    return click.style(what.say(language), fg=colour) if colour else what.say(language)


def short(text: str, language: Language, most: int) -> str:
    """Return a text on one line, cut where it is long; a word for none."""
    one_line = " ".join(text.split())
    if not one_line:
        return _EMPTY.say(language)
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"


def _objects(cells: Iterable[CopiedCell]) -> list[dict[str, Any]]:
    return [
        {
            "key": c.cell.key,
            "round": c.cell.round,
            "action": c.action,
            "column": c.heading,
            "cell": c.at.a1,
            "row": as_text(c.held),
            "plan": as_text(c.plan),
            "base": as_text(c.base) if c.known else None,
        }
        for c in cells
    ]


def _row_object(record: Record[Result]) -> dict[str, Any]:
    row = record.value
    at = record.at("text")
    return {"key": row.key, "round": row.round, "action": row.text, "cell": at.a1}
