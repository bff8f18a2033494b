"""The stored results of our own formulas, written along with what an edit changes.

Ours is a formula that stands in the shipped template, wherever its references have moved to. An
officer's formula, and one of ours that an officer changed, keeps the result it has: Excel works
it out when it opens the file (`fullCalcOnLoad`), and what it would give isn't known here.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ita_excel import schema
from ita_excel.calculation.outcomes import BAD_REFERENCE, Failed, Unknown
from ita_excel.grid import CellRef, column_number
from ita_excel.patterns import late
from ita_excel.store import cellxml
from ita_excel.store.buffers import count
from ita_excel.store.parts import children
from ita_excel.store.sharing import formula_text
from ita_excel.values import CellError, Uncalculated, Value

if TYPE_CHECKING:
    from ita_excel.calculation.criteria import Cell
    from ita_excel.calculation.evaluating import At, Formula
    from ita_excel.store.file import FileGrid
    from ita_excel.store.ooxml import Package
    from ita_excel.store.sheetxml import Sheet
    from ita_excel.store.zipcopy import Buffer, Piece

_MARK = "ita_results_check"  # a name that every one of ours defines
_OF_MANY = late(rb"""\st\s*=\s*["'](?:array|dataTable)["']""")
_SHARED = late(rb"""\st\s*=\s*["']shared["']""")
_KIND = late(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")


class Found(NamedTuple):
    """A cell with a formula, as it stands in a sheet's bytes."""

    row: int
    column: int
    text: str
    start: int
    tag_end: int  # of the cell's start tag
    formula: tuple[int, int]  # the whole `<f>`
    end: int
    kind: bytes  # the `t` of the stored result, with a space before it
    stored: bytes | None  # its text, None where there is none


def calculate(
    grid: FileGrid, changed: Mapping[tuple[str, int], set[int]], everything: bool = False
) -> list[tuple[CellRef, Value]]:
    """Write the results of our formulas that depend on what changed, or have none; return them.

    `changed` are the rows that changed, by sheet and column; with `everything`, which the template
    asks for while it is built, every formula counts as ours.
    """
    package = grid.package
    names = _names(package)
    from ita_excel.calculation.dependents import affected
    from ita_excel.calculation.evaluating import Calculation

    chosen = formula_cells if everything else our_cells
    by_sheet = {sheet: list(chosen(package.sheet(sheet))) for sheet in _sheets(package)}
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
    except Unknown:  # a name that isn't understood: then every formula
        todo = set(formulas)
    calculation = Calculation(source, names, {at: formulas[at] for at in todo})
    results = calculation.results(_in_order(todo))
    written: list[tuple[CellRef, Value]] = []
    for sheet in {sheet for sheet, _, _ in results}:
        grid.rows(sheet)  # calamine reads the file as it was: have it before the package moves on
    for sheet, cells in by_sheet.items():
        written += _write(package, sheet, cells, results)
    return written


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


def _formulas(by_sheet: Mapping[str, list[Found]]) -> dict[At, Formula]:
    from ita_excel.calculation.evaluating import formula

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

    def last_row(self, sheet: str) -> int:
        if sheet not in self.grid.sheets():
            raise Failed(BAD_REFERENCE)
        return len(self.grid.rows(sheet))

    def value(self, sheet: str, row: int, column: int) -> Cell:
        if row > self.last_row(sheet):
            return None
        line = self.grid.rows(sheet)[row - 1]
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
    from ita_excel.store.ooxml import Package
    from ita_excel.store.shipped import template_bytes

    package = Package(template_bytes())
    return frozenset(
        cell.text for name in _sheets(package) for cell in formula_cells(package.sheet(name))
    )


@functools.cache
def _skeletons() -> frozenset[str]:
    from ita_excel.calculation.tokens import skeleton

    return frozenset(skeleton(text) for text in _shipped())


def our_cells(sheet: Sheet) -> Iterator[Found]:
    """Yield the cells that hold a formula of ours."""
    from ita_excel.calculation.tokens import skeleton

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


def formula_cells(sheet: Sheet) -> Iterator[Found]:
    """Yield the cells of a sheet that hold a formula of their own (no array's, no data table's)."""
    if not sheet.has_formulas():
        return
    quick = list(_written_plainly(sheet)) if sheet.index.plain else []
    p = sheet.prefix
    marks = [f"<{p}f{end}".encode() for end in (">", " ", "/>")]
    if len(quick) == sum(count(sheet.data, m, sheet.head_end, sheet.rows_end) for m in marks):
        yield from (cell for cell in quick if cell is not None)
        return
    for at, row in enumerate(sheet.index.numbers):
        for cell in sheet.index.cells(at):
            found = _closely(sheet, row, cell.column, cell.start, cell.tag_end, cell.end)
            if found is not None:
                yield found


def _written_plainly(sheet: Sheet) -> Iterator[Found | None]:
    p = sheet.prefix
    pattern = late(
        rf'<{p}c r="([A-Z]{{1,3}})(\d+)"([^>]*)>(<{p}f([^>]*?)(?:/>|>([^<]*)</{p}f>))'
        rf"(?:<{p}v[^>]*?(?:/>|>([^<]*)</{p}v>))?</{p}c>".encode()
    )
    columns: dict[bytes, int] = {}
    texts: dict[bytes, str] = {}
    for m in pattern.finditer(sheet.data, sheet.head_end, sheet.rows_end):
        letters, digits, tag, _, of, written, stored = m.groups()
        column = columns.get(letters) or columns.setdefault(
            letters, column_number(letters.decode())
        )
        row = int(digits)
        if _OF_MANY.search(of):
            yield None
            continue
        if _SHARED.search(of):
            text = formula_text(sheet, row, column) or ""
        else:
            written = written or b""
            text = texts.get(written) or texts.setdefault(
                written, cellxml.decode(cellxml.unescape(written.decode()))
            )
        kind = _KIND.search(tag)
        kept = _result(kind[0] if kind else b"", stored)
        span = m.span(4)
        yield Found(
            row,
            column,
            text,
            m.start(),
            m.end(3) + 1,
            span,
            m.end(),
            kind[0] if kind else b"",
            kept,
        )


def _result(kind: bytes, stored: bytes | None) -> bytes | None:
    """Return the text of a stored result; an empty one is a result only of texts."""
    if stored:
        return stored
    return b"" if b"str" in kind and stored is not None else None


def _closely(
    sheet: Sheet, row: int, column: int, start: int, tag_end: int, end: int
) -> Found | None:
    """Return a cell's formula however it is written, None where it has none that can be ours."""
    grammar = sheet.index.grammar
    formula = grammar.formula.search(sheet.data, tag_end, end)
    if formula is None or _OF_MANY.search(formula[1]):
        return None
    value = grammar.value.search(sheet.data, formula.end(), end)
    rest = sheet.data[value.end() if value else formula.end() : end]
    if sheet.data[tag_end : formula.start()].strip() or rest.count(b"<") != 1:
        return None  # something else in the cell, which nobody here understands
    kind = _KIND.search(sheet.data[start:tag_end])
    kept = _result(kind[0] if kind else b"", (value[2] or b"") if value else None)
    text = formula_text(sheet, row, column) or ""
    spans = start, tag_end, formula.span(), end
    return Found(row, column, text, *spans, kind[0] if kind else b"", kept)


def _write(
    package: Package, name: str, cells: list[Found], results: Mapping[At, Cell]
) -> list[tuple[CellRef, Value]]:
    """Put the results that differ from the stored ones into a sheet; return these cells."""
    sheet = package.sheet(name)
    changes: list[tuple[Found, bytes]] = []
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


def _spliced(data: Buffer, changes: list[tuple[Found, bytes]]) -> Iterator[Piece]:
    view, at = memoryview(data), 0
    for cell, new in changes:
        yield view[at : cell.start]
        yield new
        at = cell.end
    yield view[at:]


def _cell_xml(sheet: Sheet, cell: Found, value: Cell) -> bytes | None:
    """Return a cell with its formula as it is and another result; None where it has that."""
    inside, kind = _stored(value)
    now = cell.kind.replace(b"'", b'"').replace(b' t="n"', b"")
    if cell.stored is not None and now == kind and _same(cell.stored, inside, kind):
        return None
    p = sheet.prefix.encode()
    tag = _KIND.sub(b"", sheet.data[cell.start : cell.tag_end - 1]) + kind + b">"
    formula = sheet.data[cell.formula[0] : cell.formula[1]]
    return tag + formula + b"<" + p + b"v>" + inside + b"</" + p + b"v></" + p + b"c>"


def _stored(value: Cell) -> tuple[bytes, bytes]:
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
