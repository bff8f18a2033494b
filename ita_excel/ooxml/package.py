"""`Package`: a workbook file of which only what an edit names is changed.

Everything else is carried over: parts that no edit touches are the same compressed bytes in the
same order, and in a touched sheet everything but the touched cells is the same XML. What an edit
entails is declared (`declared`), so that `receipt` can prove that nothing else happened.

When a value changes in a workbook with formulas, the workbook is marked to be calculated in full
when Excel opens it (`fullCalcOnLoad`), and the calculation chain goes when formulas come or go. What
the formulas of our own workbooks then give is stored beside them (`calculating`), for previews,
phones, Protected View, data tools, and LibreOffice, which believes stored results and passes over the
mark. The stored results of all other formulas stay as they were: no edit named those cells, what they
give isn't known here, and taking the results out would show empty cells wherever nothing calculates.
In LibreOffice Ctrl+Shift+F9 calculates them, or Tools > Options > Calc > Formula > Recalculation on
File Load set to Always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ita_excel.core import collector
from ita_excel.core.grid import (
    AddColumn,
    AddSheet,
    CellRef,
    Edit,
    ShowSheet,
    Structural,
    Wiring,
    in_stages,
)
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.ooxml import customxml, opening, zipcopy
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.claims import Claim
from ita_excel.ooxml.contents import Contents, Step
from ita_excel.ooxml.workbookxml import WorkbookPart

# What only writes is imported where it is used: most commands only read.
if TYPE_CHECKING:
    from ita_excel.ooxml.batch import SheetBatch
    from ita_excel.ooxml.receipt import Receipt
    from ita_excel.ooxml.sheetwriting import SheetChange
    from ita_excel.ooxml.structure.columns import AddedColumn

SIGNED = Text(
    "สมุดงานนี้ลงลายมือชื่อดิจิทัลไว้ การแก้ไขทำให้ลายมือชื่อใช้ไม่ได้ — โปรดลงลายมือชื่อใหม่หลังแก้ไข",
    "This workbook is digitally signed and an edit makes the signature invalid. Sign it again.",
)
SIGNED_MACROS = Text(
    "มาโครในสมุดงานนี้ลงลายมือชื่อดิจิทัลไว้ หาก Excel เตือนหลังแก้ไข โปรดลงลายมือชื่อมาโครใหม่",
    "The macros of this workbook are digitally signed. If Excel warns after the edit, "
    "sign them again.",
)


class Package(Contents):
    """An open workbook package; nothing is written before `save`."""

    @classmethod
    def open(cls, source: str | PathLike[str] | bytes) -> Package:
        """Return the package of a file, or of its bytes; InputError says what is wrong with it."""
        if isinstance(source, bytes):
            return cls(source)
        path = Path(source)
        data = opening.read_file(path)
        with opening.naming(path):
            return cls(data)

    @property
    def changed(self) -> bool:
        """Whether any edit so far changed anything."""
        return bool(self.parts.changed or self.parts.added or self.parts.removed)

    @property
    def notices(self) -> list[Text]:
        """What a person should know before this workbook is changed: its signatures."""
        names = [name.lower() for name in self.parts.names()]
        found = [SIGNED] if any("_xmlsignatures/" in name for name in names) else []
        if any("vbaprojectsignature" in name for name in names):
            found.append(SIGNED_MACROS)
        return found

    def apply(
        self, edits: Iterable[Edit], pattern: Contents | None = None
    ) -> list[tuple[CellRef, Value]]:
        """Make the edits, all or none, and return the cells that really changed, see `changes`."""
        changed = self.changes(edits, pattern)
        return [
            (CellRef(name, *key), value)
            for name, cells in changed.items()
            for key, value in cells.items()
        ]

    def changes(
        self, edits: Iterable[Edit], pattern: Contents | None = None
    ) -> dict[str, dict[tuple[int, int], Value]]:
        """Make the edits, all or none; return the cells that really changed, by row and column.

        Sheets and columns come first (what they look like is in `pattern`), then tables are
        resized, then cells are set, wherever they stand in the list. RefusedEdit, with nothing
        changed: a cell inside a merged range, an array formula or a PivotTable; a text or date that
        Excel can't hold; a table in whose way other content stands.
        """
        from ita_excel.ooxml.batch import gather

        stages = in_stages(edits)
        batches, shows = gather(stages.plain)
        with self.all_or_none():
            self.restructure(stages.structure, pattern)
            changes = self._apply(batches, shows, stages.wiring)
        return {change.sheet: change.values for change in changes}

    def restructure(
        self, edits: Sequence[Structural], pattern: Contents | None
    ) -> list[AddedColumn]:
        """Put columns and sheets in, as `pattern` has them; return the columns that came."""
        from ita_excel.ooxml.structure import sheets

        added: list[AddedColumn] = []
        coming = [e.sheet for e in edits if isinstance(e, AddSheet)]
        with self.all_or_none():
            for edit in edits:
                if isinstance(edit, AddSheet):
                    sheets.add_sheet(self, edit, pattern, coming)
                    self._workbook.calculate_on_load(self.declared)
                    self.workbook_again()
                elif column := self._add_column(edit, pattern):
                    added.append(column)
        return added

    def _add_column(self, edit: AddColumn, pattern: Contents | None) -> AddedColumn | None:
        from ita_excel.ooxml.structure import columns

        sheet = self.sheet(self._known(edit.sheet)).part
        earlier, before = self.declared, self.parts.state()
        self.declared = Declared()
        added = columns.add_column(self, edit, pattern)
        if added is None:
            self.declared = earlier
            return None
        self.workbook_again()
        homes = columns.homes(self)
        claim = Claim(edit.sheet, sheet, edit.at, added.values, homes)
        self.steps.append(Step(before, self.parts.state(), earlier, self.declared, claim))
        self.declared = Declared()
        self.asked = columns.asked_then(self.asked, added)
        self._workbook.calculate_on_load(self.declared)
        self._workbook = WorkbookPart(self.parts)
        return added

    @contextmanager
    def all_or_none(self) -> Iterator[None]:
        """Bring everything back to what it was where an error leaves the block."""
        before, declared, steps = self.parts.state(), self.declared.copy(), list(self.steps)
        asked = {name: dict(cells) for name, cells in self.asked.items()}
        try:
            with collector.paused():
                yield
        except BaseException:
            self.parts.restore(before)
            self.declared, self.steps, self.asked = declared, steps, asked
            self._sheets.clear()
            self._styles = None
            self._workbook = WorkbookPart(self.parts)
            raise

    def _apply(
        self,
        batches: Mapping[str, SheetBatch],
        shows: Iterable[ShowSheet],
        wires: Sequence[Wiring] = (),
    ) -> list[SheetChange]:
        from ita_excel.ooxml.sheetwriting import write_sheet
        from ita_excel.ooxml.structure import wiring

        with self.all_or_none():
            changes = [write_sheet(self, name, batch) for name, batch in batches.items()]
            for (name, batch), change in zip(batches.items(), changes, strict=True):
                made = {k: v for k, v in change.values.items() if not isinstance(v, (int, float))}
                self.asked.setdefault(name, {}).update(made | batch.values)
            rewired = wiring.apply(self, wires)
            self._after(changes, rewired)
            for show in shows:
                self._workbook.show(self._known(show.sheet), show.visible, self.declared)
                self._workbook = WorkbookPart(self.parts)
        return changes

    def _after(self, changes: list[SheetChange], rewired: bool) -> None:
        """Do what the workbook needs after cells or names changed: formulas are to be calculated."""
        if not rewired and not any(change.values for change in changes):
            return
        workbook = self._workbook
        if any(change.formulas for change in changes):
            workbook.drop_calc_chain(self.declared)
        if self._has_formulas():
            workbook.calculate_on_load(self.declared)

    def _has_formulas(self) -> bool:
        if self.parts.related(self._workbook.part, "calcChain"):
            return True
        sheets = [info for info in self._workbook.sheets.values() if info.kind == "worksheet"]
        return any(self.sheet(info.name).has_formulas() for info in sheets)

    def add_custom_xml(self, namespace: str, content: bytes) -> None:
        """Put our own XML data into the package, in place of what `namespace` had before."""
        customxml.add(self, namespace, content)

    def custom_xml(self, namespace: str) -> bytes | None:
        """Return the XML data of `namespace`, None where the package has none."""
        part = customxml.find(self, namespace)
        return None if part is None else bytes(self.parts.read(part)[:])

    def write_to(self, out: BinaryIO) -> None:
        """Write the package as it is now to an open file."""
        replaced = {name: _pieces(data) for name, data in self.parts.changed.items()}
        added = {name: [data] for name, data in self.parts.added.items()}
        zipcopy.write(out, self.parts.entries, replaced, self.parts.removed, added)

    def receipt(self, after: bytes) -> Receipt:
        """Return the comparison of `after`, a package written from this one, with what was read."""
        from ita_excel.ooxml import readback, receipt

        sheets = {i.part: i.name for i in self._workbook.sheets.values() if i.kind == "worksheet"}
        found = receipt.compare(self.data, self.parts, after, self.declared, sheets, self.steps)
        if found.undeclared or not self.asked:
            return found
        return replace(found, unmet=tuple(readback.unmet(self, Package(after), self.asked)))


def _pieces(data: zipcopy.Buffer) -> Iterable[bytes | memoryview]:
    view = memoryview(data)
    size = 1 << 20
    return (view[at : at + size] for at in range(0, len(view), size))
