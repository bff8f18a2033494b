"""The stored results of formulas: worked out from what the cells hold, put beside the formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ita_excel.core.grid import CellRef, Rows
from ita_excel.core.values import CellError, Uncalculated, Value
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.calculation.criteria import CellValue
from ita_excel.ooxml.calculation.evaluating import At, Formula, formula
from ita_excel.ooxml.calculation.outcomes import BAD_REFERENCE, Failed, Unknown
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.formulacells import KIND, FormulaCell
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.zipcopy import Buffer, Piece


class Cells(Protocol):
    """A workbook whose formulas are worked out: what its cells hold, and its package."""

    @property
    def package(self) -> Contents: ...

    def sheets(self) -> Sequence[str]: ...

    def rows(self, sheet: str) -> Rows: ...

    def invisible(self, sheet: str, row: int, column: int) -> str | None:
        """Return the text of a cell that `rows` calls blank; None where it has none."""
        ...


class FormulasByText(dict[str, Formula | None]):
    """Formulas by their texts, each read once; None for one that isn't understood."""

    def __missing__(self, text: str) -> Formula | None:
        try:
            found = formula(text)
        except Unknown:
            found = None
        self[text] = found
        return found


def formulas(by_sheet: Mapping[str, list[FormulaCell]], read: FormulasByText) -> dict[At, Formula]:
    """Return the formulas of cells, without those that aren't understood."""
    return {
        (sheet, cell.row, cell.column): known
        for sheet, cells in by_sheet.items()
        for cell in cells
        if (known := read[cell.text]) is not None
    }


class CellsAsSource:
    """The values that formulas read: what the grid holds, dates as numbers, blanks that aren't."""

    def __init__(self, cells: Cells) -> None:
        self.cells, self.date1904 = cells, cells.package.date1904
        self._rows: dict[str, Rows] = {}

    def _of(self, sheet: str) -> Rows:
        rows = self._rows.get(sheet)
        if rows is None:
            if sheet not in self.cells.sheets():
                raise Failed(BAD_REFERENCE)
            rows = self._rows[sheet] = self.cells.rows(sheet)
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
            return self.cells.invisible(sheet, row, column)
        if isinstance(value, Uncalculated):
            raise Unknown(value.formula)
        if isinstance(value, (str, int, float, CellError)):
            return value
        return cellxml.serial(value, self.date1904)


def write_results(
    package: Contents, name: str, cells: list[FormulaCell], results: Mapping[At, CellValue]
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
