"""What `--fix` writes: the safe remedies of findings, and only those, as edits.

Several rules may fix one cell, each knowing only its own part. So the remedies are applied in
rounds, one a cell, on a copy in memory that is read and validated again until nothing is left to
fix: none is lost, and fixing what is fixed changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ita_excel.core.errors import ItaExcelError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import CellRef, Edit, Grid, ResizeTable, Rows, SetCell, TableRange
from ita_excel.core.language import Text
from ita_excel.core.values import Value, clean
from ita_excel.sheets import Reading, read, take_in
from ita_excel.sheets.structure import ROWS_OUTSIDE

Validate = Callable[[Reading], Sequence[Finding]]
Calculated = Callable[[CellRef], bool]
_ROUNDS = 20  # a cell has never needed more than one for each rule that fixes


@dataclass(frozen=True, slots=True)
class FixedGrid:
    """What fixing did: one edit a cell or table, the findings fixed, and those left for people."""

    edits: tuple[Edit, ...]
    before: Mapping[CellRef, Value]  # what stood in each cell of `edits`
    fixed: tuple[Finding, ...]
    left: tuple[Finding, ...]


def _typed(at: CellRef) -> bool:
    return False


def safe_edits(findings: Iterable[Finding], calculated: Calculated = _typed) -> list[SetCell]:
    """Return the edits of the fixable findings, the first of each cell.

    A cell that `calculated` names holds a formula: what it shows is corrected at its source, by a
    person, and never by a text in the formula's place.
    """
    chosen: dict[CellRef, SetCell] = {}
    for finding in findings:
        if finding.fixable and finding.at is not None and not calculated(finding.at):
            chosen.setdefault(finding.at, SetCell(finding.at, finding.fixed))
    return list(chosen.values())


def fix_grid(grid: Grid, validate: Validate, calculated: Calculated = _typed) -> FixedGrid:
    """Return the edits that fix all that can be fixed safely; `grid` itself stays as it is."""
    copy = _Copy(grid)
    fixed: list[Finding] = []
    reading = read(copy)
    outside = take_in(reading.blocks.values())
    if outside:
        fixed += (f for f in reading.findings if f.rule is ROWS_OUTSIDE and f.variant == "rows")
        copy.apply(outside)
        reading = read(copy)
    findings = list(validate(reading))
    for _ in range(_ROUNDS):
        edits = safe_edits(findings, calculated)
        if not edits:
            changed, before = copy.changes()
            return FixedGrid((*outside, *changed), before, tuple(fixed), tuple(findings))
        written = {edit.at for edit in edits}
        for finding in findings:
            if finding.fixable and finding.at in written:
                written.discard(finding.at)
                fixed.append(finding)
        copy.apply(edits)
        findings = list(validate(read(copy)))
    raise ItaExcelError(
        Text(
            "แก้ไขอัตโนมัติไม่สำเร็จที่เซลล์ {cells} โปรดแก้เอง",
            "automatic mending comes to no end at {cells}: correct it by hand",
        ),
        cells=", ".join(str(edit.at) for edit in safe_edits(findings, calculated)[:3]),
    )


class _Copy:
    """A grid over another that keeps changed cells to itself."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._rows: dict[str, list[list[Value]]] = {}
        self._before: dict[CellRef, Value] = {}
        self._tables = dict(grid.tables())

    def sheets(self) -> Sequence[str]:
        return self._grid.sheets()

    def rows(self, sheet: str) -> Rows:
        return self._rows.get(sheet) or self._grid.rows(sheet)

    def tables(self) -> Mapping[str, TableRange]:
        return self._tables

    def apply(self, edits: Iterable[Edit]) -> None:
        for edit in edits:
            if isinstance(edit, ResizeTable):
                old = self._tables[edit.table]
                self._tables[edit.table] = old._replace(last_row=edit.last_row)
            elif isinstance(edit, SetCell):
                at = edit.at
                if at.sheet not in self._rows:
                    self._rows[at.sheet] = [list(row) for row in self._grid.rows(at.sheet)]
                row = self._rows[at.sheet][at.row - 1]
                self._before.setdefault(at, row[at.column - 1])
                row[at.column - 1] = clean(edit.value)

    def changes(self) -> tuple[tuple[SetCell, ...], Mapping[CellRef, Value]]:
        """Return one edit for each cell that now holds something else, and what it held."""
        edits = [
            SetCell(at, self._rows[at.sheet][at.row - 1][at.column - 1])
            for at in sorted(self._before)
        ]
        changed = tuple(e for e in edits if e.value != self._before[e.at])
        return changed, {e.at: self._before[e.at] for e in changed}
