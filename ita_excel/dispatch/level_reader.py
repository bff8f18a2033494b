"""What a returned workbook says of the level below it, where its unit made it a master of its own.

Called in the process apart, as `returned` is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import Grid
from ita_excel.core.values import Value, as_text
from ita_excel.merging import divisions, ledger_sheet, levels
from ita_excel.merging.base import NAMESPACE, Base
from ita_excel.merging.divisions import Division, Divisions
from ita_excel.merging.ledger import Ledger
from ita_excel.merging.master import EDITABLE, CellId, Master, is_proposal
from ita_excel.sheets.blocks import find_blocks
from ita_excel.store.file import FileGrid
from ita_excel.thai.cell_values import same_value

MASTER_MARK = b'level="master"'  # on the root of the custom XML part of a unit's own master


@dataclass(frozen=True, slots=True)
class Level:
    """A returned workbook as one of two levels. `below` is None where its record is lost."""

    own_master: bool = False
    later: tuple[Base, ...] = ()  # what it was sent after the first time
    below: Divisions | None = None
    asked: str = ""  # what the sender asked for with it
    answered: Mapping[CellId, Value] = field(
        default_factory=dict
    )  # what the sender was answered last


def level_of(grid: Grid, base: Base | None) -> Level:
    """Return what level a workbook is of; that of a plain unit's workbook says nothing."""
    meta = _meta(grid)
    asked = levels.asked(meta, base.dispatch) if base else ""
    split_on = bool(base) and any(key.startswith("merge:") for key in meta)
    if not (levels.is_own_master(meta) or split_on or _marked(grid)):
        return Level(asked=asked, answered=levels.answered(meta))
    try:
        later = levels.received(meta)[1:]
    except ValueError:
        later = ()
    return Level(True, later, _below(grid, base, later) if meta else None, asked)


def _meta(grid: Grid) -> Mapping[str, Value]:
    block = find_blocks(grid, (schema.META,), []).get(schema.META.name)
    if block is None:
        return {}
    return {as_text(block.cell(r, "key")): block.cell(r, "value") for r in block.filled_rows()}


def _marked(grid: Grid) -> bool:
    if not isinstance(grid, FileGrid):
        return False
    content = grid.package.custom_xml(NAMESPACE)
    return content is not None and MASTER_MARK in content[:500]


def _below(grid: Grid, base: Base | None, later: tuple[Base, ...]) -> Divisions | None:
    from ita_excel.dispatch.unit_status import unit_statuses  # a plain unit's workbook needs none
    from ita_excel.merging.all_cells import Fate, merge_results
    from ita_excel.sheets import read

    try:
        reading = read(grid)
        ledger = ledger_sheet.load(reading.meta)
        master = Master(reading)
        merged = merge_results(master, ledger)
        found = unit_statuses(reading, dt.date.min)
    except (InputError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return None  # the record of another's master may be damaged in any way
    own = levels.own_unit([b for b in (base, *later) if b])
    units = [
        Division(s.unit, s.sent, s.due, s.returned, s.rows, s.owed if s.sent else s.rows)
        for s in found
        if s.unit != own
    ]
    paths = _paths(master, ledger, own)
    fates = merged.fates
    open_ = frozenset(conflict.cell for conflict in merged.conflicts)
    return Divisions(tuple(units), paths, fates[Fate.CONFLICT], fates[Fate.ASIDE], open_)


def _paths(master: Master, ledger: Ledger, own: str) -> dict[CellId, tuple[divisions.Path, ...]]:
    """Return by whose hands each value came that stands in the results now.

    One that nobody below wrote, or that was typed over here, has none; what people of the unit
    itself, `own`, answered has an empty one.
    """
    found: dict[CellId, dict[divisions.Path, None]] = {}
    for answer in sorted(ledger.answers.values(), key=lambda a: (a.saved, a.hash)):
        for change in answer.changes:
            cell = change.cell
            record = master.find(cell.row, answer.actions.get(cell.row, ""))
            if change.value is None or not (cell.field in EDITABLE or is_proposal(cell.row)):
                continue
            if not same_value(change.value, master.value(record, cell.field)):
                continue
            handed = answer.below.paths.get(cell) if answer.below else None
            for path in handed or ((),):
                hands = path if answer.unit == own else (*path, answer.unit)
                found.setdefault(cell, {})[hands] = None
    return {cell: tuple(paths) for cell, paths in found.items()}
