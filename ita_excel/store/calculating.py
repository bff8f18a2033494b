"""The stored results of our own formulas, written along with what an edit changes.

Ours is a formula that stands in the shipped template, wherever its references have moved to. An
officer's formula, and one of ours that an officer changed, keeps the result it has: Excel works
it out when it opens the file (`fullCalcOnLoad`), and what it would give isn't known here.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.core.grid import CellRef, Rows
from ita_excel.core.values import CellError, Uncalculated, Value
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.calculation.outcomes import BAD_REFERENCE, Failed, Unknown
from ita_excel.ooxml.formulacells import KIND, FormulaCell, at_a_glance, formula_cells
from ita_excel.ooxml.partxml import children

if TYPE_CHECKING:
    from ita_excel.ooxml.calculation.criteria import CellValue
    from ita_excel.ooxml.calculation.evaluating import At, Formula
    from ita_excel.ooxml.package import Package
    from ita_excel.ooxml.sheetxml import Sheet
    from ita_excel.ooxml.zipcopy import Buffer, Piece
    from ita_excel.store.file import FileGrid

_MARK = "ita_results_check"  # a name that every one of ours defines


def calculate(
    grid: FileGrid, changed: Mapping[tuple[str, int], set[int]], everything: bool = False
) -> list[tuple[CellRef, Value]]:
    """Write the results of our formulas that depend on what changed, or have none; return them.

    `changed` are the rows that changed, by sheet and column; with `everything`, which the template
    asks for while it is built, every formula counts as ours.
    """
    from ita_excel.ooxml.calculation.dependents import affected
    from ita_excel.ooxml.calculation.evaluating import Calculation

    package = grid.package
    names = _names(package)
    chosen = formula_cells if everything else our_cells
    sheets = _sheets(package) if everything else _to_look_at(grid, names, changed)
    by_sheet = {sheet: list(chosen(package.sheet(sheet))) for sheet in sheets}
    formulas = _formulas(by_sheet)
    if not formulas:
        return []
    source = _Source(grid)
    wanted = {column: set(rows) for column, rows in changed.items()}
    for sheet, cells in by_sheet.items():
        for cell in cells:
            if cell.stored is None:
                wanted.setdefault((sheet, cell.column), set()).add(cell.row)
    try:
        todo = affected(Calculation(source, names, formulas), formulas, wanted)
    except (Unknown, RecursionError):  # a name that isn't understood: then every formula
        todo = set(formulas)
    calculation = Calculation(source, names, {at: formulas[at] for at in todo})
    results = calculation.results(_in_order(todo))
    written: list[tuple[CellRef, Value]] = []
    for sheet in {sheet for sheet, _, _ in results}:
        grid.rows(sheet)  # calamine reads the file as it was: have it before the package moves on
    for sheet, cells in by_sheet.items():
        written += _write(package, sheet, cells, results)
    return written


def _to_look_at(
    grid: FileGrid, names: Mapping[str, str], changed: Iterable[tuple[str, int]]
) -> list[str]:
    """Return the sheets with formulas that may give something else now, or have no result.

    A plan of 20,000 rows has 740,000 formulas, and most commands change nothing they depend on.
    """
    from ita_excel.ooxml.calculation.dependents import touched_columns
    from ita_excel.ooxml.calculation.evaluating import Calculation, formula

    package = grid.package
    found: dict[str, set[int]] = {}
    known: list[tuple[tuple[str, int], Formula]] = []
    needed: set[str] = set()
    for name in _sheets(package):
        seen = at_a_glance(package.sheet(name))
        if seen is None:
            needed.add(name)
            seen = {(cell.column, cell.text) for cell in formula_cells(package.sheet(name))}
        found[name] = {column for column, _ in seen}
        for column, text in seen:
            with suppress(Unknown):
                known.append(((name, column), formula(text)))
    try:
        touched = touched_columns(Calculation(_Source(grid), names, {}), known, changed)
    except (Unknown, RecursionError):  # a name that isn't understood, or names in names in names
        return list(found)
    return [
        n for n, columns in found.items() if n in needed or any((n, c) in touched for c in columns)
    ]


def is_ours(package: Package) -> bool:
    """Whether a workbook was made from our template."""
    return _MARK in _names(package)


def _in_order(cells: set[At]) -> list[At]:
    """The lists first, row by row: each row there reads the one above."""
    return sorted(cells, key=lambda at: (at[0] != schema.LISTS_SHEET, *at))


def _sheets(package: Package) -> list[str]:
    return [s for s in schema.SHEETS if s in package.sheets and package.is_worksheet(s)]


def _names(package: Package) -> dict[str, str]:
    """Return the formulas of the workbook's names; those of a single sheet aren't ours."""
    root = package.workbook.root
    found = [n for group in children(root, "definedNames") for n in children(group, "definedName")]
    return {
        n.get("name", ""): (n.text or "").removeprefix("=")
        for n in found
        if n.get("localSheetId") is None
    }


def _formulas(by_sheet: Mapping[str, list[FormulaCell]]) -> dict[At, Formula]:
    from ita_excel.ooxml.calculation.evaluating import formula

    read: dict[str, Formula | None] = {}
    found: dict[At, Formula] = {}
    for sheet, cells in by_sheet.items():
        for cell in cells:
            if cell.text not in read:
                try:
                    read[cell.text] = formula(cell.text)
                except Unknown:
                    read[cell.text] = None
            known = read[cell.text]
            if known is not None:
                found[sheet, cell.row, cell.column] = known
    return found


class _Source:
    """The values that formulas read: what the grid holds, dates as numbers, blanks that aren't."""

    def __init__(self, grid: FileGrid) -> None:
        self.grid, self.date1904 = grid, grid.package.date1904
        self._rows: dict[str, Rows] = {}

    def _of(self, sheet: str) -> Rows:
        rows = self._rows.get(sheet)
        if rows is None:
            if sheet not in self.grid.sheets():
                raise Failed(BAD_REFERENCE)
            rows = self._rows[sheet] = self.grid.rows(sheet)
        return rows

    def last_row(self, sheet: str) -> int:
        return len(self._of(sheet))

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        rows = self._of(sheet)
        if row > len(rows):
            return None
        line = rows[row - 1]
        value = line[column - 1] if column <= len(line) else None
        if value is None:
            return self.grid.invisible(sheet, row, column)
        if isinstance(value, Uncalculated):
            raise Unknown(value.formula)
        if isinstance(value, (str, int, float, CellError)):
            return value
        return cellxml.serial(value, self.date1904)


@functools.cache
def _shipped() -> frozenset[str]:
    """Return the formulas that stand in the cells of the template."""
    from ita_excel.ooxml.package import Package
    from ita_excel.store.shipped import template_bytes

    package = Package(template_bytes())
    return frozenset(
        cell.text for name in _sheets(package) for cell in formula_cells(package.sheet(name))
    )


@functools.cache
def _skeletons() -> frozenset[str]:
    from ita_excel.ooxml.calculation.tokens import skeleton

    return frozenset(skeleton(text) for text in _shipped())


def our_cells(sheet: Sheet) -> Iterator[FormulaCell]:
    """Yield the cells that hold a formula of ours."""
    from ita_excel.ooxml.calculation.tokens import skeleton

    known: dict[str, bool] = {}
    for cell in formula_cells(sheet):
        if cell.text not in known:
            known[cell.text] = cell.text in _shipped()
            if not known[cell.text]:
                try:
                    known[cell.text] = skeleton(cell.text) in _skeletons()
                except Unknown:
                    known[cell.text] = False
        if known[cell.text]:
            yield cell


def _write(
    package: Package, name: str, cells: list[FormulaCell], results: Mapping[At, CellValue]
) -> list[tuple[CellRef, Value]]:
    """Put the results that differ from the stored ones into a sheet; return these cells."""
    sheet = package.sheet(name)
    changes: list[tuple[FormulaCell, bytes]] = []
    written: list[tuple[CellRef, Value]] = []
    for cell in cells:
        at = (name, cell.row, cell.column)
        if at in results:
            new = _cell_xml(sheet, cell, results[at])
            if new is not None:
                changes.append((cell, new))
                written.append((CellRef(*at), results[at]))
    if changes:
        keys = {(cell.row, cell.column) for cell, _ in changes}
        package.declared.result(sheet.part, keys)
        package.parts.write(sheet.part, sheet.collect(_spliced(sheet.data, changes)))
    return written


def _spliced(data: Buffer, changes: list[tuple[FormulaCell, bytes]]) -> Iterator[Piece]:
    view, at = memoryview(data), 0
    for cell, new in changes:
        yield view[at : cell.start]
        yield new
        at = cell.end
    yield view[at:]


def _cell_xml(sheet: Sheet, cell: FormulaCell, value: CellValue) -> bytes | None:
    """Return a cell with its formula as it is and another result; None where it has that."""
    inside, kind = _stored(value)
    now = cell.kind.replace(b"'", b'"').replace(b' t="n"', b"")
    if cell.stored is not None and now == kind and _same(cell.stored, inside, kind):
        return None
    p = sheet.prefix.encode()
    tag = KIND.sub(b"", sheet.data[cell.start : cell.tag_end - 1]) + kind + b">"
    formula = sheet.data[cell.formula[0] : cell.formula[1]]
    return tag + formula + b"<" + p + b"v>" + inside + b"</" + p + b"v></" + p + b"c>"


def _stored(value: CellValue) -> tuple[bytes, bytes]:
    if isinstance(value, bool):
        return str(int(value)).encode(), b' t="b"'
    if isinstance(value, CellError):
        return cellxml.escape(value.name).encode(), b' t="e"'
    if isinstance(value, str):
        return cellxml.escape(cellxml.encode(value)).encode(), b' t="str"'
    return repr(value or 0).encode(), b""


def _same(old: bytes, new: bytes, kind: bytes) -> bool:
    if kind:
        return cellxml.unescape(old.decode()) == cellxml.unescape(new.decode())
    try:
        one, other = float(old), float(new)
    except ValueError:
        return False
    return format(one, ".14g") == format(other, ".14g")
