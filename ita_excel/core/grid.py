"""All that the core knows of a workbook: sheets are rows of values, changes are edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from ita_excel.core.cell_addresses import CellRef, TableRange, column_letters, column_number
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.structure_edits import (
    NO_PATTERN,
    NO_SUCH_SHEET,
    NO_TABLE,
    SHEET_EXISTS,
    AddColumn,
    AddSheet,
    SetColumnFormula,
    SetName,
    SetValidation,
    Structural,
    Validation,
    ValidationAt,
    Wiring,
    cut,
    place_is_free,
    pushed,
    pushed_area,
    with_column,
)
from ita_excel.core.values import Uncalculated, Value, clean

__all__ = [
    "AddColumn", "AddSheet", "CellRef", "Edit", "Grid", "MemoryGrid", "PlainEdit", "ResizeTable", "Rows",
    "SetCell", "SetColumnFormula", "SetName", "SetValidation", "ShowSheet", "Structural",
    "TableRange", "Validation", "ValidationAt", "WiredGrid", "Wiring", "column_letters",
    "column_number", "in_stages", "sheet_of",
]  # fmt: skip
Rows = Sequence[Sequence[Value]]


class SetCell(NamedTuple):
    """Put `value` into a cell (None empties it); `link` makes it jump to another cell."""

    at: CellRef
    value: Value
    link: CellRef | None = None


class ResizeTable(NamedTuple):
    """Make the named table end at `last_row`; a table keeps at least one data row.

    New rows take the style, validation and calculated columns of the rows above. A back-end where
    the table has become a plain range extends the styles and formulas just the same. What stands
    in the new rows is in the way, unless `takes`: then it becomes part of the table as it is.
    """

    sheet: str
    table: str
    last_row: int
    takes: bool = False


class ShowSheet(NamedTuple):
    """Show a hidden sheet, or hide it."""

    sheet: str
    visible: bool = True


PlainEdit = SetCell | ResizeTable | ShowSheet
Edit = PlainEdit | Structural | Wiring


class Stages(NamedTuple):
    """Edits in the order in which every grid makes them.

    Cells and tables are named by the places where they are when the columns and sheets are there.
    """

    structure: list[Structural]
    plain: list[PlainEdit]
    wiring: list[Wiring]


def sheet_of(edit: Edit) -> str | None:
    """Return the sheet that an edit writes to; None for a name of the workbook."""
    if isinstance(edit, SetCell):
        return edit.at.sheet
    return None if isinstance(edit, SetName) else edit.sheet


def in_stages(edits: Iterable[Edit]) -> Stages:
    """Return the edits by stages, each in its order."""
    found = Stages([], [], [])
    for edit in edits:
        if isinstance(edit, SetCell):  # nearly all are
            found.plain.append(edit)
        elif isinstance(edit, Structural):
            found.structure.append(edit)
        elif isinstance(edit, Wiring):
            found.wiring.append(edit)
        else:
            found.plain.append(edit)
    return found


class Grid(Protocol):
    """A workbook: a file, one open in Excel, or one in memory."""

    def sheets(self) -> Sequence[str]:
        """Return the names of the sheets in their order, hidden ones too."""
        ...

    def rows(self, sheet: str) -> Rows:
        """Return the used block of `sheet` from A1 on, cleaned; rows may differ in length."""
        ...

    def tables(self) -> Mapping[str, TableRange]:
        """Return the Excel Tables by name; a table turned into a plain range is not there."""
        ...

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the edits, all or none; `RefusedEdit` says which can't be made and why."""
        ...


class WiredGrid(Grid, Protocol):
    """A grid that shows what ties its cells together, too."""

    def names(self) -> Mapping[str, str]:
        """Return the names of the whole workbook, hidden ones too, with what they refer to.

        That is a formula without =; names of single sheets are left out.
        """
        ...

    def formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        """Return the formulas of a sheet (without =) by row and column, shared ones worked out."""
        ...

    def validations(self, sheet: str) -> Sequence[ValidationAt]:
        """Return the validations of a sheet."""
        ...

    def hidden(self, sheet: str) -> bool:
        """Whether a sheet is hidden, in whatever degree."""
        ...


class MemoryGrid:
    """A grid with no file behind it."""

    def __init__(
        self,
        sheets: Mapping[str, Iterable[Iterable[object]]],
        tables: Iterable[TableRange] = (),
        pattern: Grid | None = None,
    ) -> None:
        """Take rows by sheet, and tables; `pattern` is where `AddSheet` finds its sheets."""
        self._sheets = {
            name: [[clean(v) for v in r] for r in rows] for name, rows in sheets.items()
        }
        self._tables = {t.name: t for t in tables}
        self.pattern = pattern
        self._hidden: set[str] = set()
        self._names: dict[str, str] = {}
        self._rules: dict[str, list[ValidationAt]] = {}
        self.column_formulas: dict[tuple[str, int], str] = {}  # by table and column
        self.links: dict[CellRef, CellRef] = {}

    @classmethod
    def of(cls, grid: Grid) -> MemoryGrid:
        """Return what another grid holds, to try edits on."""
        return cls({s: grid.rows(s) for s in grid.sheets()}, grid.tables().values())

    @classmethod
    def of_rows(cls, sheets: Mapping[str, Rows]) -> MemoryGrid:
        """Return a grid of rows that another grid gave: clean, and never changed here."""
        grid = cls({})
        grid._sheets = dict(sheets)  # type: ignore[arg-type]
        return grid

    def sheets(self) -> Sequence[str]:
        return tuple(self._sheets)

    def rows(self, sheet: str) -> Rows:
        return self._sheets[sheet]

    def tables(self) -> Mapping[str, TableRange]:
        return dict(self._tables)

    def names(self) -> Mapping[str, str]:
        return dict(self._names)

    def formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        return {
            (row, column): value.formula.removeprefix("=")
            for row, line in enumerate(self._sheets[sheet], start=1)
            for column, value in enumerate(line, start=1)
            if isinstance(value, Uncalculated)
        }

    def validations(self, sheet: str) -> Sequence[ValidationAt]:
        return tuple(self._rules.get(sheet, ()))

    def hidden(self, sheet: str) -> bool:
        return sheet in self._hidden

    def apply(self, edits: Iterable[Edit]) -> None:
        stages = in_stages(edits)
        for change in stages.structure:
            if isinstance(change, AddSheet):
                self._add_sheet(change)
            else:
                self._add_column(change)
        for edit in stages.plain:
            match edit:
                case SetCell():
                    self._set(edit)
                case ResizeTable():
                    self._resize(edit)
                case ShowSheet():
                    (self._hidden.discard if edit.visible else self._hidden.add)(edit.sheet)
        for wire in stages.wiring:
            match wire:
                case SetName():
                    self._names[wire.name] = wire.refers_to
                case SetValidation():
                    self._validate(wire)
                case SetColumnFormula():
                    if wire.table in self._tables:
                        self.column_formulas[wire.table, wire.column] = wire.formula

    def _set(self, edit: SetCell) -> None:
        rows = self._sheets[edit.at.sheet]
        while len(rows) < edit.at.row:
            rows.append([])
        row = rows[edit.at.row - 1]
        row.extend([None] * (edit.at.column - len(row)))
        row[edit.at.column - 1] = clean(edit.value)
        if edit.link:
            self.links[edit.at] = edit.link
        else:
            self.links.pop(edit.at, None)

    def _resize(self, edit: ResizeTable) -> None:
        old = self._tables.get(edit.table)
        if old:
            last = max(edit.last_row, old.header_row + 1)
            self._tables[edit.table] = old._replace(last_row=last)

    def _add_sheet(self, edit: AddSheet) -> None:
        if edit.sheet in self._sheets:
            raise RefusedEdit(SHEET_EXISTS, sheet=edit.sheet)
        if self.pattern is None or edit.sheet not in self.pattern.sheets():
            raise RefusedEdit(NO_PATTERN, sheet=edit.sheet)
        if edit.after is not None and edit.after not in self._sheets:
            raise RefusedEdit(NO_SUCH_SHEET, sheet=edit.after)
        names = list(self._sheets)
        place = len(names) if edit.after is None else names.index(edit.after) + 1
        names.insert(place, edit.sheet)
        rows = [list(row) for row in self.pattern.rows(edit.sheet)]
        if isinstance(self.pattern, MemoryGrid):
            self._rules[edit.sheet] = list(self.pattern.validations(edit.sheet))
        self._sheets = {name: self._sheets.get(name, rows) for name in names}
        tables = self.pattern.tables().values()
        self._tables |= {t.name: t for t in tables if t.sheet == edit.sheet}
        if not edit.visible:
            self._hidden.add(edit.sheet)

    def _add_column(self, edit: AddColumn) -> None:
        table = self._tables.get(edit.table)
        rows = self._sheets[edit.sheet]
        header_row = table.header_row if table else edit.header_row
        if not header_row or (table and table.sheet != edit.sheet):
            raise RefusedEdit(NO_TABLE, table=edit.table, sheet=edit.sheet)
        header = rows[header_row - 1] if len(rows) >= header_row else []
        if not place_is_free(table, header, edit):
            return
        for row in rows:
            if len(row) >= edit.at:
                row.insert(edit.at - 1, None)
        moved = [with_column(other, edit) for other in self._tables.values()]
        self._tables = {other.name: other for other in moved}
        self._rules[edit.sheet] = [
            rule._replace(areas=tuple(pushed_area(a, edit.at) for a in rule.areas))
            for rule in self._rules.get(edit.sheet, ())
        ]
        self.links = {pushed(at, edit): pushed(target, edit) for at, target in self.links.items()}
        self._set(SetCell(CellRef(edit.sheet, header_row, edit.at), edit.heading))

    def _validate(self, edit: SetValidation) -> None:
        area = (edit.first_row, edit.column, edit.last_row, edit.column)
        left = [
            rule._replace(areas=tuple(cut(rule.areas, area)))
            for rule in self._rules.get(edit.sheet, ())
        ]
        kept = [rule for rule in left if rule.areas]
        self._rules[edit.sheet] = [*kept, ValidationAt((area,), edit.rule)]
