"""`FileGrid`: a workbook file as a `Grid`. Reads fast, writes only what edits name.

Edits are made in memory; `save` puts the new version in the file's place with the previous one
kept in `.ita-backup`, or refuses and leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.core import limits
from ita_excel.core.errors import InputError, OutputError
from ita_excel.core.grid import (
    CellRef,
    Edit,
    Rows,
    SetName,
    TableRange,
    ValidationAt,
    in_stages,
    sheet_of,
)
from ita_excel.core.language import Text
from ita_excel.core.values import Uncalculated, Value, clean
from ita_excel.ooxml import opening, sheetrows
from ita_excel.ooxml.package import Package
from ita_excel.ooxml.seen_parts import SeenParts
from ita_excel.store.shipped import template_bytes

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from ita_excel.ooxml.receipt import Receipt
    from ita_excel.ooxml.structure.columns import AddedColumn

NO_SHEET = Text(
    "ไม่มีแผ่นงาน “{sheet}” ใน {file} — โปรดตรวจชื่อแผ่นงาน",
    "{file} has no sheet “{sheet}”. Check the sheet's name.",
)


class FileGrid:
    """A workbook file; what `apply` changes is seen by `rows` at once and written by `save`."""

    def __init__(self, path: str | PathLike[str]) -> None:
        """Open the file; InputError says in one sentence what is wrong with it."""
        self._open(Path(path), opening.read_file(Path(path)))

    @classmethod
    def from_bytes(
        cls, data: bytes, bounds: limits.Bounds = limits.OWN, seen: SeenParts | None = None
    ) -> FileGrid:
        """Return a workbook that is no file yet, such as the template: `save` needs a path.

        `seen`: where many are read of which most is the same.
        """
        grid = cls.__new__(cls)
        grid._open(Path(), data, bounds, seen)
        return grid

    def _open(
        self,
        path: Path,
        data: bytes,
        bounds: limits.Bounds = limits.OWN,
        seen: SeenParts | None = None,
    ) -> None:
        self.path = path
        with opening.naming(path):
            self.package = Package(data, bounds, seen)
        self.receipt: Receipt | None = None  # of the last save
        self.pattern: Callable[[], bytes] = template_bytes  # where new columns and sheets are from
        self._rows: dict[str, list[list[Value]]] = {}
        self._uncleaned: sheetrows.Raw = {}
        self._touched: dict[tuple[str, int], set[int]] = {}  # rows by sheet and column
        self._looked_up: set[int] = set()  # those of `_ita` that a formula may look for
        self._renamed = False  # whether a name refers to something else now

    @cached_property
    def _calamine(self) -> CalamineWorkbook | None:
        return sheetrows.open_calamine(self.package)

    @cached_property
    def sha256(self) -> str:
        """The hash of the file as it was read."""
        import hashlib

        return hashlib.sha256(self.package.data).hexdigest()

    @property
    def folder(self) -> Path | None:
        """The folder that holds the file, where its pictures lie; None where there is no file."""
        return self.path.parent if self.path.name else None

    @property
    def notices(self) -> list[Text]:
        """What a person should know before this workbook is changed."""
        return self.package.notices

    @property
    def changed(self) -> bool:
        """Whether an edit changed anything that isn't saved."""
        return self.package.changed

    def sheets(self) -> Sequence[str]:
        return self.package.sheets

    def rows(self, sheet: str) -> Rows:
        return self._cached(sheet)

    def _cached(self, sheet: str) -> list[list[Value]]:
        if sheet not in self._rows:
            if sheet not in self.package.sheets:
                raise InputError(NO_SHEET, sheet=sheet, file=self.path.name)
            with opening.naming(self.path):
                self._rows[sheet] = self._read(sheet)
        return self._rows[sheet]

    def _read(self, sheet: str) -> list[list[Value]]:
        if not self.package.parts.shared:
            return sheetrows.rows(self.package, sheet, self._calamine, self._uncleaned)
        found, raw = sheetrows.seen_rows(self.package, sheet, lambda: self._calamine)
        if raw is not None:
            self._uncleaned[sheet] = raw
        return found

    def tables(self) -> Mapping[str, TableRange]:
        with opening.naming(self.path):
            return self.package.table_ranges()

    def calculated(self, at: CellRef) -> bool:
        """Whether a cell holds a formula."""
        sheet = self.package.sheet(at.sheet)
        cell = sheet.cell(at.row, at.column)
        return cell is not None and sheet.formula(cell) is not None

    def covered(self, at: CellRef) -> bool:
        """Whether a cell is covered by a merged area, which shows its first cell alone."""
        return self.package.sheet(at.sheet).covered(at.row, at.column)

    def hidden(self, sheet: str) -> bool:
        """Whether a sheet is hidden, in whatever degree."""
        return self.package.hidden(sheet)

    def names(self) -> Mapping[str, str]:
        return self.package.defined_names()

    def formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        from ita_excel.ooxml.structure import wiring

        with opening.naming(self.path):
            return wiring.formulas(self.package.sheet(sheet))

    def rows_hold_only_values(
        self, sheet: str, first: int, last: int, computed: Collection[int]
    ) -> bool:
        """Whether values of these rows may change places and leave nothing of them behind."""
        from ita_excel.ooxml.plain_rows import hold_only_values

        with opening.naming(self.path):
            return hold_only_values(self.package, sheet, first, last, computed)

    def validations(self, sheet: str) -> Sequence[ValidationAt]:
        from ita_excel.ooxml.structure import wiring

        with opening.naming(self.path):
            return wiring.validations(self.package.sheet(sheet))

    def apply(self, edits: Iterable[Edit]) -> None:
        known = list(edits)
        # What calamine reads is the file as it was: have it before the package moves on.
        for sheet in {sheet_of(e) for e in known}:
            if sheet in self.package.sheets:
                self._cached(sheet)
        stages = in_stages(known)
        self._renamed |= any(isinstance(edit, SetName) for edit in stages.wiring)
        pattern = Package(self.pattern()) if stages.structure else None
        with opening.naming(self.path), self.package.all_or_none():
            added = self.package.restructure(stages.structure, pattern)
            changed = self.package.changes([*stages.plain, *stages.wiring])
        for column in added:
            self._take_in(column)
        for name, cells in changed.items():
            rows = self._cached(name)
            columns: dict[int, set[int]] = {}
            if name == schema.META.sheet:
                self._note_looked_up({row for row, _ in cells})
            for (row, at), value in cells.items():
                sheetrows.put(rows, row, at, value)
                if at not in columns:
                    columns[at] = self._touched.setdefault((name, at), set())
                columns[at].add(row)
            if name == schema.META.sheet:
                self._note_looked_up({row for row, _ in cells})

    def _note_looked_up(self, changed: Iterable[int]) -> None:
        """Remember which of these rows of `_ita` a formula may look for as they stand now."""
        lines = self._rows[schema.META.sheet]
        for row in changed:
            line = lines[row - 1] if row <= len(lines) else ()
            # As a formula looks: in any letter case.
            texts = [value.casefold() for value in line if isinstance(value, str)]
            if any(text.startswith(schema.META_LOOKED_UP) for text in texts):
                self._looked_up.add(row)

    def _seen_by_formulas(self) -> dict[tuple[str, int], set[int]]:
        """Return the rows that changed, by sheet and column, without what no formula looks for.

        Nearly every command writes into `_ita`, where formulas look up few of the rows by their keys.
        """
        found: dict[tuple[str, int], set[int]] = {}
        for (sheet, column), rows in self._touched.items():
            kept = rows & self._looked_up if sheet == schema.META.sheet else rows
            if kept:
                found[sheet, column] = kept
        return found

    def _take_in(self, column: AddedColumn) -> None:
        """Let what was read be where it is now that a column came."""
        name, at = column.insertion.sheet, column.insertion.at
        there = name in self._rows  # a sheet that has just come is read later
        for line in self._rows.get(name, ()):
            if len(line) >= at:
                line.insert(at - 1, None)
        if name in self._uncleaned:
            self._uncleaned[name] = [
                [*row[: at - 1], None, *row[at - 1 :]] for row in self._uncleaned[name]
            ]
        self._touched = {
            (sheet, c + (sheet == name and c >= at)): rows
            for (sheet, c), rows in self._touched.items()
        }
        for sheet, rows in self._rows.items():
            for row in rows:
                for place, value in enumerate(row):
                    if isinstance(value, Uncalculated):
                        text = value.formula.removeprefix("=")
                        row[place] = Uncalculated(f"={column.insertion.formula(text, sheet)}")
        for (row_number, c), value in column.values.items():
            if there:
                sheetrows.put(self._rows[name], row_number, c, value)
            self._touched.setdefault((name, c), set()).add(row_number)
            if name == schema.META.sheet:
                self._looked_up.add(row_number)

    def invisible(self, sheet: str, row: int, column: int) -> str | None:
        """Return the text of a cell that `rows` calls blank: of spaces, or of what prints nothing."""
        if row in self._touched.get((sheet, column), ()):
            return None
        rows = self._uncleaned.get(sheet, [])
        value = (
            rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else 0
        )
        return value if isinstance(value, str) and value else None

    def complete(self) -> None:
        """Do what a workbook of ours needs after edits and before it is written; `save` does it.

        What our formulas give now is stored beside them; formulas and spellings of ours that
        older workbooks have wrong are put right.
        """
        from ita_excel.ooxml import respelling
        from ita_excel.store import formulas_seen, old_formulas

        if formulas_seen.is_ours(self.package):
            corrections = old_formulas.corrections(self, self.package)
            if corrections:
                self.apply(corrections)
            self.calculate()
            respelling.respell(self.package)

    def calculate(self, everything: bool = False) -> None:
        """Work out what our own formulas give now, and store it beside them.

        `everything`: every formula is one of ours, as in the template while it is built.
        """
        from ita_excel.store import formulas_seen

        seen = formulas_seen.seen_formulas(self.package)
        changed = self._seen_by_formulas()
        sheets = {sheet for sheet, _ in changed}
        every = everything or self._renamed
        if not every and not formulas_seen.may_depend(self.package, seen, sheets):
            return
        from ita_excel.store import calculating

        found = calculating.calculate(self, changed, seen, everything, self._renamed)
        for at, value in found:
            sheetrows.put(self._rows[at.sheet], at.row, at.column, clean(value))

    def save(self, path: str | PathLike[str] | None = None, force: bool = False) -> bool:
        """Write the workbook and return True; False, with nothing touched, where nothing changed.

        Into its own file: OutputError where somebody changed it since it was read (unless
        `force`) or has it open; the version before is kept. To another `path`: OutputError where
        that exists, unless `force`.
        """
        from ita_excel.store import backups, locks, saving

        target = self.path if path is None else Path(path)
        same = _same_file(target, self.path)
        if same and not self.changed:
            return False
        locks.check(target)
        if not same and target.exists() and not force:
            raise OutputError(saving.EXISTS, file=target.name)

        def before_replace(real: Path) -> None:
            if same and not force:
                saving.check_unchanged(real, self.sha256)
            if real.exists():
                backups.keep(real)
                if same and not force:
                    saving.check_unchanged(real, self.sha256)

        self.complete()
        with locks.alone(target):
            self.receipt = saving.save_package(self.package, target, before_replace)
        if same:
            self._reopen()
        return True

    def _reopen(self) -> None:
        """Go on from what is in the file now, so that a second save compares with it."""
        data = opening.read_file(self.path)
        self.package = Package(data)
        for known in ("_calamine", "sha256"):
            self.__dict__.pop(known, None)
        self._uncleaned.clear()
        self._touched.clear()
        self._looked_up.clear()
        self._renamed = False


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
