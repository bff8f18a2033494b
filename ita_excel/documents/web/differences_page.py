"""What changed between two workbooks, as one web page and in sentences."""

from __future__ import annotations

from typing import Any

from ita_excel.core.language import Language, Text
from ita_excel.sheets.differences import ChangeKind, RowChange, SheetChanges, WorkbookChanges

KINDS = {
    ChangeKind.ADDED: Text("เพิ่มแถว", "row added"),
    ChangeKind.REMOVED: Text("ลบแถว", "row removed"),
    ChangeKind.CHANGED: Text("แก้ไข", "changed"),
}
HEADINGS = (
    Text("สิ่งที่เกิดขึ้น", "what happened"),
    Text("แถว", "row"),
    Text("คอลัมน์", "column"),
    Text("เดิม", "before"),
    Text("ใหม่", "now"),
)
NOTHING = Text("ไม่มีอะไรเปลี่ยนแปลง", "nothing changed")
_TITLE = Text("สิ่งที่เปลี่ยนแปลง: {old} → {new}", "what changed: {old} → {new}")
_COUNTS = Text(
    "เพิ่ม {added} แถว ลบ {removed} แถว แก้ไข {changed} แถว",
    "{added} rows added, {removed} removed, {changed} changed",
)
_MOVED = Text(" ย้ายที่ {moved} แถว", ", {moved} moved")
_APPEARED = Text("ชีตที่เพิ่มขึ้น: {names}", "new sheets: {names}")
_DISAPPEARED = Text("ชีตที่หายไป: {names}", "sheets that are gone: {names}")
_ROW = Text("แถวที่ {row}", "row {row}")
_ROW_NOW = Text("แถวที่ {old} เดิม แถวที่ {new} ปัจจุบัน", "row {old} before, row {new} now")
_ROUND = Text("รอบ {round}", "round {round}")


def differences_page(found: WorkbookChanges, old: str, new: str, language: Language) -> bytes:
    """Return the page: self-contained, without scripts; everything typed is escaped."""
    from ita_excel.documents.web.rendering import environment  # most ask for no page

    title = _TITLE.fill(old=old, new=new).say(language)
    context: dict[str, Any] = {
        "language": language,
        "title": title,
        "summary": "" if found else NOTHING.say(language),
        "lines": [line.say(language) for line in sheet_lines(found)],
        "headings": [heading.say(language) for heading in HEADINGS],
        "sheets": [
            {
                "name": sheet.sheet,
                "summary": counted(sheet).say(language),
                "rows": [
                    {
                        "kind": row.kind.value,
                        "what": KINDS[row.kind].say(language),
                        "words": row.words,
                        "where": where(row, language),
                        "cells": row.cells,
                    }
                    for row in sheet.rows
                ],
            }
            for sheet in found.sheets
        ],
    }
    return environment().get_template("differences.html").render(context).encode()


def counted(sheet: SheetChanges) -> Text:
    """Return how many rows of a sheet were added, removed, changed, moved."""
    counts = _COUNTS.fill(**{kind.value: sheet.count(kind) for kind in ChangeKind})
    moved = _MOVED.fill(moved=sheet.moved) if sheet.moved else Text("", "")
    return Text(counts.th + moved.th, counts.en + moved.en)


def sheet_lines(found: WorkbookChanges) -> list[Text]:
    """Return a line on the sheets that only one of the workbooks has."""
    both = ((_APPEARED, found.appeared), (_DISAPPEARED, found.disappeared))
    return [text.fill(names=", ".join(names)) for text, names in both if names]


def where(row: RowChange, language: Language) -> str:
    """Return where a row stands, and of which round it is."""
    numbers = [n for n in (row.old_row, row.new_row) if n is not None]
    if len(set(numbers)) > 1:
        place = _ROW_NOW.fill(old=row.old_row, new=row.new_row)
    else:
        place = _ROW.fill(row=numbers[0])
    parts = [place, *([_ROUND.fill(round=row.round)] if row.round else [])]
    return " · ".join(part.say(language) for part in parts)
