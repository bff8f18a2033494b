"""Edits gathered by sheet, so that each sheet is written in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ita_excel.core.grid import CellRef, PlainEdit, ResizeTable, SetCell, ShowSheet
from ita_excel.core.values import Value
from ita_excel.ooxml import cellxml, refusals


@dataclass(slots=True)
class SheetBatch:
    """The edits of one sheet: of several on the same cell or table the last one counts."""

    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    links: dict[tuple[int, int], CellRef | None] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    takes: set[str] = field(default_factory=set)  # tables that take in what stands below them


def gather(edits: Iterable[PlainEdit]) -> tuple[dict[str, SheetBatch], list[ShowSheet]]:
    """Return the edits by sheet, and those that show or hide sheets in their order."""
    batches: defaultdict[str, SheetBatch] = defaultdict(SheetBatch)
    shows: list[ShowSheet] = []
    for edit in edits:
        if isinstance(edit, SetCell):
            batch = batches[edit.at.sheet]
            key = (edit.at.row, edit.at.column)
            batch.values[key] = cellxml.cleaned(edit.value)
            batch.links[key] = edit.link
        elif isinstance(edit, ResizeTable):
            batch = batches[edit.sheet]
            batch.sizes[edit.table] = edit.last_row
            if edit.takes:
                batch.takes.add(edit.table)
        else:
            shows.append(edit)
    for name, batch in batches.items():
        refusals.check_place(name, batch.values)
    return dict(batches), shows
