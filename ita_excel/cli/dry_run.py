"""Edits as lines for a person: what `--dry-run` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ita_excel.core.grid import (
    AddColumn,
    AddSheet,
    Edit,
    ResizeTable,
    SetCell,
    SetName,
    ShowSheet,
    column_letters,
)
from ita_excel.core.language import Language, Text
from ita_excel.core.values import as_text


def describe(edits: Iterable[Edit], language: Language) -> Iterator[str]:
    """Yield one line an edit."""
    none = True
    for edit in edits:
        none = False
        match edit:
            case SetCell():
                value = as_text(edit.value)
                text = Text("{at} ← {value}", "{at} ← {value}").fill(
                    at=edit.at, value=f"“{value}”" if value else Text("(ว่าง)", "(empty)")
                )
            case ResizeTable():
                text = Text("ตาราง {table} ถึงแถว {row}", "table {table} ends at row {row}").fill(
                    table=edit.table, row=edit.last_row
                )
            case ShowSheet():
                text = Text("ชีต {name} แสดง/ซ่อน", "sheet {name} shown or hidden").fill(
                    name=edit.sheet
                )
            case AddColumn():
                text = Text(
                    "ชีต {name} เพิ่มคอลัมน์ “{heading}”", "sheet {name}: column “{heading}” added"
                ).fill(name=edit.sheet, heading=edit.heading)
            case AddSheet():
                text = Text("เพิ่มชีต {name}", "sheet {name} added").fill(name=edit.sheet)
            case SetName():
                text = Text("ชื่อ {name} กำหนดใหม่", "name {name} defined").fill(name=edit.name)
            case _:
                text = Text(
                    "ชีต {name} คอลัมน์ {column} ตั้งกฎหรือสูตรใหม่",
                    "sheet {name}, column {column}: rule or formula set",
                ).fill(name=edit.sheet, column=column_letters(edit.column))
        yield text.say(language)
    if none:
        yield Text("ไม่มีอะไรต้องแก้", "nothing to change").say(language)
