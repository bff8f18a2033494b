"""Whole sheets in two copies of a master: histories are joined, people's own sheets reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ita_excel import schema
from ita_excel.core.grid import Edit, Grid
from ita_excel.core.values import Value
from ita_excel.sheets import Reading, append_rows
from ita_excel.sheets.blocks import Block, heading_form
from ita_excel.thai.cell_values import form


def differing_sheets(ours: Grid, theirs: Grid) -> Iterable[str]:
    """Yield the sheets of people's own that differ, or that only the other has."""
    known = {heading_form(name) for name in schema.SHEETS}
    here = {heading_form(name): name for name in ours.sheets()}
    tables = {t.sheet for t in ours.tables().values()} | {t.sheet for t in theirs.tables().values()}
    for name in theirs.sheets():
        if heading_form(name) in known or name in tables:
            continue
        mine = here.get(heading_form(name))
        if mine is None or _shown(ours, mine) != _shown(theirs, name):
            yield name


def _shown(grid: Grid, sheet: str) -> list[tuple[int, int, str]]:
    return [
        (r, c, form(v))
        for r, row in enumerate(grid.rows(sheet))
        for c, v in enumerate(row)
        if v is not None
    ]


def missing_entries(ours: Reading, theirs: Reading) -> list[Edit]:
    """Return what adds the entries of the other's history that ours lacks, in their order."""
    here, there = (r.blocks.get(schema.HISTORY.name) for r in (ours, theirs))
    if here is None or there is None:
        return []
    fields = [c.field for c in schema.HISTORY.columns]

    def said(block: Block, row: int) -> tuple[str, ...]:
        return tuple(form(block.cell(row, f)) for f in fields)

    known = Counter(said(here, row) for row in here.filled_rows())
    missing: list[dict[str, Value]] = []
    for row in there.filled_rows():
        entry = said(there, row)
        if known[entry]:
            known[entry] -= 1
        else:
            missing.append({f: there.cell(row, f) for f in fields})
    return append_rows(here, missing)
