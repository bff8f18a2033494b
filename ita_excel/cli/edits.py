"""Edits as lines for a person: what `--dry-run` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ita_excel.core.grid import Edit, ResizeTable, SetCell
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
            case _:
                text = Text("ชีต {name} แสดง/ซ่อน", "sheet {name} shown or hidden").fill(
                    name=edit.sheet
                )
        yield text.say(language)
    if none:
        yield Text("ไม่มีอะไรต้องแก้", "nothing to change").say(language)
