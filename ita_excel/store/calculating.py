"""The stored results of our own formulas, written along with what an edit changes.

Ours is a formula that stands in the shipped template, wherever its references have moved to. An
officer's formula, and one of ours that an officer changed, keeps the result it has: Excel works
it out when it opens the file (`fullCalcOnLoad`), and what it would give isn't known here.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from ita_excel import schema
from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value
from ita_excel.ooxml.calculation.dependents import affected, needed_columns, touched_columns
from ita_excel.ooxml.calculation.evaluating import At, Calculation, Formula, formula
from ita_excel.ooxml.calculation.outcomes import Unknown
from ita_excel.ooxml.calculation.tokens import skeleton
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.formulacells import FormulaCell, formula_cells
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.storedresults import (
    Cells,
    CellsAsSource,
    FormulasByText,
    formulas,
    write_results,
)
from ita_excel.store import known_formulas
from ita_excel.store.formulas_seen import Seen, own_sheets
from ita_excel.store.shipped import template_bytes


def calculate(
    grid: Cells,
    changed: Mapping[tuple[str, int], set[int]],
    seen: Seen,
    everything: bool = False,
    renamed: bool = False,
) -> list[tuple[CellRef, Value]]:
    """Write the results of our formulas that depend on what changed, or have none; return them.

    `changed` are the rows that changed, by sheet and column, `seen` the formulas; with `everything`, which the template
    asks for while it is built, every formula counts as ours. `renamed`: names changed, on which
    any formula of ours may depend.
    """
    package = grid.package
    names = package.defined_names()
    read = FormulasByText()
    by_sheet = None if everything or renamed else _of_the_template(package, names, changed, seen)
    if by_sheet is None:
        chosen = formula_cells if everything else our_cells
        every = everything or renamed
        sheets = own_sheets(package) if every else _to_look_at(grid, names, changed, seen, read)
        by_sheet = {sheet: list(chosen(package.sheet(sheet))) for sheet in sheets}
    known = formulas(by_sheet, read)
    if not known:
        return []
    source = CellsAsSource(grid)
    wanted = {column: set(rows) for column, rows in changed.items()}
    for sheet, cells in by_sheet.items():
        for cell in cells:
            if cell.stored is None:
                wanted.setdefault((sheet, cell.column), set()).add(cell.row)
    try:
        calculation = Calculation(source, names, known)
        todo = set(known) if renamed else affected(calculation, known, wanted)
    except (Unknown, RecursionError):  # a name that isn't understood: then every formula
        todo = set(known)
    calculation = Calculation(source, names, {at: known[at] for at in todo})
    results = calculation.results(_in_order(todo))
    written: list[tuple[CellRef, Value]] = []
    for sheet in {sheet for sheet, _, _ in results}:
        grid.rows(sheet)  # calamine reads the file as it was: have it before the package moves on
    for sheet, cells in by_sheet.items():
        written += write_results(package, sheet, cells, results)
    return written


def _of_the_template(
    package: Contents, names: Mapping[str, str], changed: Iterable[tuple[str, int]], seen: Seen
) -> dict[str, list[FormulaCell]] | None:
    """Return the cells with formulas that may give something else now, or have no result.

    None where not all of the workbook's formulas are the template's.
    """
    close = {n: list(formula_cells(package.sheet(n))) for n, of in seen.items() if of is None}
    texts = {
        name: {(cell.column, cell.text) for cell in close[name]} if of is None else of
        for name, of in seen.items()
    }
    if not known_formulas.unchanged(texts, names):
        return None
    new = {(name, c.column) for name, cells in close.items() for c in cells if c.stored is None}
    columns: dict[str, set[int]] = {}
    for sheet, column in new | known_formulas.touched([*changed, *new]):
        columns.setdefault(sheet, set()).add(column)
    found = {}
    for sheet, wanted in columns.items():
        cells = close[sheet] if sheet in close else formula_cells(package.sheet(sheet))
        found[sheet] = [cell for cell in cells if cell.column in wanted]
    return found


def needs_of(
    grid: Cells, texts: known_formulas.Texts
) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """Return the columns that the formulas of each column depend on; Unknown where that isn't known."""
    known = [((sheet, column), formula(text)) for sheet, of in texts.items() for column, text in of]
    names = grid.package.defined_names()
    return needed_columns(Calculation(CellsAsSource(grid), names, {}), known)


def _to_look_at(
    grid: Cells,
    names: Mapping[str, str],
    changed: Iterable[tuple[str, int]],
    seen: Seen,
    read: FormulasByText,
) -> list[str]:
    """Return the sheets with formulas that may give something else now, or have no result.

    A plan of 20,000 rows has 740,000 formulas, and most commands change nothing they depend on.
    """
    package = grid.package
    found: dict[str, set[int]] = {}
    known: list[tuple[tuple[str, int], Formula]] = []
    needed: set[str] = set()
    for name, glance in seen.items():
        there = glance
        if there is None:
            needed.add(name)
            there = {(cell.column, cell.text) for cell in formula_cells(package.sheet(name))}
        found[name] = {column for column, _ in there}
        for column, text in there:
            of_cell = read[text]
            if of_cell is not None:
                known.append(((name, column), of_cell))
    try:
        touched = touched_columns(Calculation(CellsAsSource(grid), names, {}), known, changed)
    except (Unknown, RecursionError):  # a name that isn't understood, or names in names in names
        return list(found)
    return [
        n for n, columns in found.items() if n in needed or any((n, c) in touched for c in columns)
    ]


def _in_order(cells: set[At]) -> list[At]:
    """The lists first, row by row: each row there reads the one above."""
    return sorted(cells, key=lambda at: (at[0] != schema.LISTS_SHEET, *at))


@functools.cache
def _shipped() -> frozenset[str]:
    """Return the formulas that stand in the cells of the template."""
    package = Contents(template_bytes())
    return frozenset(
        cell.text for name in own_sheets(package) for cell in formula_cells(package.sheet(name))
    )


@functools.cache
def _skeletons() -> frozenset[str]:
    return frozenset(skeleton(text) for text in _shipped())


@functools.lru_cache(maxsize=4096)
def is_our_formula(text: str) -> bool:
    """Whether a formula stands in the template but for where its references have moved to."""
    if text in _shipped():
        return True
    try:
        return skeleton(text) in _skeletons()
    except Unknown:
        return False


def our_cells(sheet: Sheet) -> Iterator[FormulaCell]:
    """Yield the cells that hold a formula of ours."""
    return (cell for cell in formula_cells(sheet) if is_our_formula(cell.text))
