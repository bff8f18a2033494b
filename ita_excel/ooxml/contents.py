"""What a workbook package holds as it is now: sheets, tables, texts and styles, parts and cells.

Edits are made by others, which declare here (`declared`) what they change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ita_excel.core import limits
from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import TableRange
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.ooxml import cellxml, opening, tablexml
from ita_excel.ooxml.cellstyles import EMPTY, MADE, Styles
from ita_excel.ooxml.changes import Declared
from ita_excel.ooxml.claims import Claim
from ita_excel.ooxml.parts import Parts, State
from ita_excel.ooxml.relationships import OFFICE, OFFICE_STRICT
from ita_excel.ooxml.seen_parts import SeenParts
from ita_excel.ooxml.sharedstrings import SharedStrings
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.tablexml import ExcelTable
from ita_excel.ooxml.workbookxml import WorkbookPart
from ita_excel.ooxml.zipcopy import Buffer

UNKNOWN_SHEET = Text(
    "ไม่มีแผ่นงาน “{sheet}” ในสมุดงาน — โปรดตรวจชื่อแผ่นงาน",
    "The workbook has no sheet “{sheet}”. Check the sheet's name.",
)
NOT_CELLS = Text(
    "แผ่น “{sheet}” เป็นแผ่นแผนภูมิ ไม่มีเซลล์ให้เขียน — โปรดเลือกแผ่นงานอื่น",
    "The sheet “{sheet}” is a chart and has no cells. Choose another sheet.",
)
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class Step(NamedTuple):
    """A change of so much that what it did is proven by itself, not by what edits declare.

    What was declared before it stands between the step before and this one.
    """

    before: State
    after: State
    earlier: Declared
    beside: Declared  # what else the step says that it changes: styles, the calculation chain
    claim: Claim


class Contents:
    """The parts of a workbook and what they say; nothing is written here."""

    def __init__(
        self, data: bytes, bounds: limits.Bounds = limits.OWN, seen: SeenParts | None = None
    ) -> None:
        """Take the bytes of a workbook; InputError where they are none or beyond the bounds.

        `seen`: where many are read of which most is the same.
        """
        opening.check_bytes(data)
        self.data = data
        self.parts = Parts(data, bounds, seen)
        self.declared = Declared()
        self.asked: dict[str, dict[tuple[int, int], Value]] = {}  # by sheet: what cells shall hold
        self.steps: list[Step] = []  # columns that came, each with the state before and after
        self._workbook = WorkbookPart(self.parts)
        self._sheets: dict[str, Sheet] = {}
        self._tables: dict[str, tuple[Buffer, ExcelTable]] = {}  # with the bytes that say so
        texts = self.parts.related(self._workbook.part, "sharedStrings")
        self._texts_part = texts[0] if texts else None
        self._texts: SharedStrings | None = None
        self._styles: tuple[object, Styles] | None = None
        self._styles_name: str | None = None

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets in their order, hidden ones too."""
        return tuple(self._workbook.sheets)

    def hidden(self, sheet: str) -> bool:
        """Whether a sheet is hidden, in whatever degree."""
        return self._workbook.sheets[self._known(sheet)].state != "visible"

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        return self._workbook.date1904

    def tables(self) -> dict[str, ExcelTable]:
        """Return the Excel Tables by name."""
        found = {}
        for info in self._workbook.sheets.values():
            for part in self.parts.related(info.part, "table"):
                table = self._table(part, info.name)
                found[table.name] = table
        return found

    def _table(self, part: str, sheet: str) -> ExcelTable:
        data = self.parts.read(part)
        known = self._tables.get(part)
        if known is None or known[0] is not data or known[1].sheet != sheet:
            known = self._tables[part] = (data, self._read_table(data, part, sheet))
        return known[1]

    def _read_table(self, data: Buffer, part: str, sheet: str) -> ExcelTable:
        def read() -> ExcelTable:
            return tablexml.read(self.parts, part, sheet)

        return self.parts.recall(("table", part, sheet), (data,), read)

    def table_ranges(self) -> Mapping[str, TableRange]:
        """Return where the Excel Tables stand, by name."""
        return {name: table.range for name, table in self.tables().items()}

    def defined_names(self) -> dict[str, str]:
        """Return the formulas of the workbook's names; those of a single sheet are left out."""
        return self._workbook.names()

    def sheet(self, name: str) -> Sheet:
        """Return the XML of a worksheet as it is now; RefusedEdit where there is none."""
        info = self._workbook.sheets[self._known(name)]
        if info.kind != "worksheet":
            raise RefusedEdit(NOT_CELLS, sheet=name)
        data = self.parts.read(info.part)
        known = self._sheets.get(name)
        if known is None or known.source is not data:
            known = self._sheets[name] = Sheet(data, info.part, self.text)
        return known

    def sheet_bytes(self, name: str) -> Buffer:
        """Return the bytes of a sheet as it is now."""
        return self.parts.read(self.sheet_part(name))

    def sheet_part(self, name: str) -> str:
        """Return the name of the part that a sheet is."""
        return self._workbook.sheets[self._known(name)].part

    def read_for_all(self) -> list[str]:
        """Return the parts in which the texts and the styles of all sheets stand."""
        return [part for part in (self._texts_part, self._styles_part()) if part]

    def _known(self, sheet: str) -> str:
        if sheet not in self._workbook.sheets:
            raise RefusedEdit(UNKNOWN_SHEET, sheet=sheet)
        return sheet

    def is_worksheet(self, name: str) -> bool:
        """Whether a sheet has cells (a chart sheet has none)."""
        return self._workbook.sheets[self._known(name)].kind == "worksheet"

    def text(self, number: int) -> str:
        """Return a shared string by its number."""
        if self._texts is None:
            part = self._texts_part
            self._texts = SharedStrings(self.parts.read(part) if part else None, part or "")
        return self._texts(number)

    def styles(self) -> Styles:
        """Return the styles as they are now; made where the package has none."""
        part = self._styles_part()
        data = self.parts.read(part) if part else b""
        if self._styles is None or self._styles[0] is not data:
            namespace = self._workbook.root.nsmap.get(self._workbook.root.prefix, "")
            source = data or EMPTY.format(namespace=namespace).encode()
            self._styles = (data, Styles(source, part or "xl/styles.xml", self.uses_style))
        return self._styles[1]

    def original_sheet(self, name: str) -> Sheet | None:
        """Return a worksheet as it was read, or after the last step; None where the package had none of that name."""
        info = self._workbook.sheets[self._known(name)]
        base = self.parts.at(self.steps[-1].after if self.steps else None)
        if info.part not in base.names():
            return None
        return Sheet(base.read(info.part), info.part, self.text)

    def original_styles(self) -> Styles:
        """Return the styles as they were read."""
        part = self._styles_part()
        if part is None or part in self.parts.added:
            namespace = self._workbook.root.nsmap.get(self._workbook.root.prefix, "")
            return Styles(EMPTY.format(namespace=namespace).encode(), "xl/styles.xml")
        return Styles(self.parts.original(part), part)

    def uses_style(self, number: int) -> bool:
        """Whether any cell of the package as it was read names the style of this number."""
        marks = (f' s="{number}"'.encode(), f" s='{number}'".encode())
        sheets = [i.part for i in self._workbook.sheets.values() if i.kind == "worksheet"]
        return any(
            self.parts.original(part).find(mark) >= 0
            for part in sheets
            if part not in self.parts.added
            for mark in marks
        )

    def _styles_part(self) -> str | None:
        if self._styles_name is None:
            found = self.parts.related(self._workbook.part, "styles")
            if found and found[0] not in self.parts.added:  # what was added can be taken back
                self._styles_name = found[0]
            return found[0] if found else None
        return self._styles_name

    def mentions_column(self, name: str) -> bool:
        """Whether any formula of the workbook may refer to a table's column by its name."""
        # In a formula these letters of a name have a ' before them.
        quoted = re.sub(r"([\[\]#'])", r"'\1", name)
        wanted = [f"{mark}{cellxml.escape(quoted)}]".encode() for mark in ("[", ",", "@")]
        for part in self.parts.names():
            if part.endswith(".xml"):
                data = self.parts.read(part)
                if any(data.find(text) >= 0 for text in wanted):
                    return True
        return False

    def write_styles(self, styles: Styles) -> None:
        """Take over styles to which a date format was added."""
        part = self._styles_part()
        if part is None:
            part = "xl/styles.xml"
            self.add_part(part, bytes(styles.data[:]), STYLES_TYPE, "styles")
        else:
            self.parts.write(part, styles.data)
            self.declared.mark(part, "+xf", "cellXfs@count", *(f"+{n}" for n in MADE))

    def add_part(
        self, name: str, data: bytes, content_type: str | None, kind: str, owner: str | None = None
    ) -> str:
        """Add a part that `owner` (the workbook where None) relates to; return the relation's id.

        `kind` is the last word of the relationship's type; a `content_type` of None leaves the
        part to what the package says of all .xml.
        """
        family = OFFICE_STRICT if self._workbook.strict else OFFICE
        marks = self.parts.add(name, data, content_type)
        identity, more = self.parts.relate(owner or self._workbook.part, f"{family}/{kind}", name)
        for part, mark in {**marks, **more}.items():
            self.declared.mark(part, mark)
        return identity

    def workbook_again(self) -> None:
        """Read the workbook part again, after sheets or names came."""
        self._workbook = WorkbookPart(self.parts)

    @property
    def workbook(self) -> WorkbookPart:
        """The workbook part."""
        return self._workbook
