"""The tables of a returned workbook under the names that we gave them, whatever they are called now.

A sheet is known by its name, a name near to it, its Excel Table, or the headings on it; a column by
its heading, one near to it, or its place where its heading is gone. What was renamed is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Grid, MemoryGrid
from ita_excel.core.values import Value, as_text
from ita_excel.merging.returned_rules import LOCKED
from ita_excel.sheets.blocks import Block, find_blocks, heading_form
from ita_excel.thai.near import nearest

_NEAR = 75  # of 100: a heading or sheet name with a letter or two changed
_HEADINGS = 4  # that a sheet of another name must have, one of an answer among them
_SEARCHED = 30  # rows
# What Excel and LibreOffice put over a column of a table whose heading was cleared.
_NO_HEADING = re.compile(r"(column|คอลัมน์|colonne|spalte)\s*\d+", re.IGNORECASE)

Rows = Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class OurTables:
    """The plan and the results under our names; `names` are the sheets' own, by ours."""

    grid: Grid
    names: Mapping[str, str]
    findings: tuple[Finding, ...]


def with_our_names(grid: Grid, file: str) -> OurTables:
    """Return the tables that are there, with nearly right names and headings corrected."""
    names: dict[str, str] = {}
    sheets: dict[str, Rows] = {}
    findings: list[Finding] = []
    others = list(grid.sheets())
    for table in (schema.RESULTS, schema.PLAN):
        name = _sheet(grid, table, others)
        if name is None:
            continue
        others.remove(name)
        names[table.sheet] = name
        sheets[table.sheet], renamed = with_our_headings(table, grid.rows(name))
        if heading_form(name) != heading_form(table.sheet):
            context = {"file": file, "there": name, "sheet": table.sheet}
            findings.append(Finding(LOCKED, None, "sheet", context))
        for place, there, column in renamed:
            context = {"file": file, "there": there, "column": column}
            findings.append(Finding(LOCKED, CellRef(name, *place), "heading", context))
    return OurTables(MemoryGrid.of_rows(sheets), names, tuple(findings))


def _sheet(grid: Grid, table: schema.Table, sheets: list[str]) -> str | None:
    wanted = heading_form(table.sheet)
    exact = [s for s in sheets if heading_form(s) == wanted]
    if exact:
        return exact[0]
    range_ = grid.tables().get(table.name)
    if range_ is not None and range_.sheet in sheets:
        return range_.sheet
    near = nearest(table.sheet, sheets, _NEAR)
    return near or _by_headings(grid, table, sheets)


def _by_headings(grid: Grid, table: schema.Table, sheets: list[str]) -> str | None:
    """Return the sheet with most of the table's headings in one row, if it has enough."""
    if table is not schema.RESULTS:
        return None  # its headings are among those of the results
    known = {heading_form(h): c for c in table.columns for h in (c.heading, *c.former)}
    best, most = None, 0
    for name in sheets:
        for row in grid.rows(name)[:_SEARCHED]:
            forms = {heading_form(as_text(v)) for v in row if isinstance(v, str)}
            found = [known[f] for f in forms & known.keys()]
            if len(found) > most and any(c.unit_writes for c in found):
                best, most = name, len(found)
    return best if most >= _HEADINGS else None


def with_our_headings(
    table: schema.Table, rows: Rows
) -> tuple[Rows, list[tuple[tuple[int, int], str, str]]]:
    """Return the rows with our headings, and of each one changed its place, its words and ours."""
    found = find_blocks(MemoryGrid.of_rows({table.sheet: rows[:_SEARCHED]}), (table,), []).get(
        table.name
    )
    if found is None:
        return rows, []
    header = list(rows[found.header_row - 1])
    taken = set(found.columns.values())
    renamed = []
    missing = [c for c in table.columns if c.field not in found.columns]
    for column in missing:
        spare = [as_text(v) for n, v in enumerate(header, start=1) if n not in taken and as_text(v)]
        near = nearest(column.heading, spare, _NEAR)
        place = (
            next(n for n, v in enumerate(header, 1) if n not in taken and as_text(v) == near)
            if near is not None
            else _by_place(table, column, found, header)
        )
        if place is not None:
            renamed.append(((found.header_row, place), near or "", column.heading))
            header[place - 1] = column.heading
            taken.add(place)
    if not renamed:
        return rows, []
    corrected = list(rows)
    corrected[found.header_row - 1] = header
    return corrected, renamed


def _by_place(
    table: schema.Table, column: schema.Column, block: Block, header: list[Value]
) -> int | None:
    """Return the only column without a heading between the two that stand beside it in our form."""
    at = table.columns.index(column)
    if not 0 < at < len(table.columns) - 1:
        return None
    before, after = (block.columns.get(table.columns[at + n].field) for n in (-1, 1))
    if before is None or after is None:
        return None
    blank = list(_without_heading(header, range(before + 1, after)))
    return blank[0] if len(blank) == 1 else None


def _without_heading(header: list[Value], places: range) -> Iterator[int]:
    for place in places:
        text = as_text(header[place - 1]) if place <= len(header) else ""
        if not text.strip() or _NO_HEADING.fullmatch(text.strip()):
            yield place
