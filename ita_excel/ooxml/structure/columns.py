"""A column put into a table of a file: everything to the right moves, every reference follows.

Whoever may be harmed is looked at first; then each part is written once. That nothing else happened
is proven afterwards by `proof`, which knows nothing of what is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import AddColumn, CellRef
from ita_excel.core.structure_edits import NO_TABLE, place_is_free
from ita_excel.core.values import Uncalculated, Value
from ita_excel.ooxml import cellxml
from ita_excel.ooxml.areas import Area
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import children, local
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.shifting import shift
from ita_excel.ooxml.splicing import CellEdits, spliced
from ita_excel.ooxml.structure import frames, newcolumn, obstacles, rows
from ita_excel.ooxml.structure.frames import Home
from ita_excel.ooxml.structure.newcolumn import PatternColumn, Place
from ita_excel.ooxml.structure.othersheets import move_elsewhere, write_if_moved
from ita_excel.ooxml.structure.references import Insertion
from ita_excel.ooxml.tablexml import ExcelTable


@dataclass(frozen=True, slots=True)
class AddedColumn:
    """What came with a new column: where it is, and the values of its cells."""

    insertion: Insertion
    values: dict[tuple[int, int], Value]


@dataclass(frozen=True, slots=True)
class _Target:
    """The table, or the plain range, that gets the column."""

    table: ExcelTable | None
    header_row: int  # 0 where no cell holds the headings
    first_row: int
    last_row: int
    left: int
    right: int

    @property
    def span(self) -> tuple[int, int]:
        return self.left, self.right


def add_column(package: Contents, edit: AddColumn, pattern: Contents | None) -> AddedColumn | None:
    """Put the column in; None where the table has it already. RefusedEdit leaves clearing up."""
    sheet = package.sheet(edit.sheet)
    obstacles.check_rows(sheet, edit.sheet)
    target = _target(package, sheet, edit)
    if target is None:
        return None
    insertion = Insertion(edit.sheet, edit.at, package.sheets)
    obstacles.check(package, sheet, insertion, target.table)
    looks = PatternColumn.find(pattern, package, edit)
    column = _Column(package, edit, insertion, target, looks)
    column.write()
    move_elsewhere(package, insertion, target.table.part if target.table else None)
    _move_names(package, insertion, target.span)
    if looks is not None:
        looks.styles.finish()
    package.workbook.drop_calc_chain(package.declared)
    return AddedColumn(insertion, column.values)


def _target(package: Contents, sheet: Sheet, edit: AddColumn) -> _Target | None:
    tables = [t for t in package.tables().values() if t.sheet == edit.sheet]
    table = next((t for t in tables if t.name.lower() == edit.table.lower()), None)
    if table is None:
        if not edit.header_row:
            raise RefusedEdit(NO_TABLE, table=edit.table, sheet=edit.sheet)
        return _plain_range(sheet, edit)
    names: list[Value] = [name.replace("_x000a_", "\n") for name in table.columns]
    header: list[Value] = [None] * (table.area.left - 1) + names
    if not place_is_free(table.range, header, edit):
        return None
    top = table.area.top if table.headers else 0
    return _Target(table, top, table.first_row, table.last_row, table.area.left, table.area.right)


def _plain_range(sheet: Sheet, edit: AddColumn) -> _Target | None:
    """Return the range below a row of headings, which nobody calls a table any more."""
    at = sheet.index.find(edit.header_row)
    header: list[Value] = []
    for cell in sheet.index.cells(at) if at >= 0 else []:
        value = sheet.value(cell)
        if value is not None:
            header.extend([None] * (cell.column - len(header)))
            header[cell.column - 1] = value
    if not place_is_free(None, header, edit):
        return None
    numbers = sheet.index.numbers
    last = max(numbers[-1] if numbers else 0, edit.header_row + 1)
    return _Target(None, edit.header_row, edit.header_row + 1, last, 1, len(header))


class _Column:
    """Writes the sheet that gets the column, its table and what is drawn on it."""

    def __init__(
        self,
        package: Contents,
        edit: AddColumn,
        insertion: Insertion,
        target: _Target,
        pattern: PatternColumn | None,
    ) -> None:
        self.package, self.edit, self.insertion = package, edit, insertion
        self.target, self.pattern = target, pattern
        self.values: dict[tuple[int, int], Value] = {}
        self.home = Home(insertion, edit.sheet)
        # The neighbour that it takes after, where it stands before and after.
        first = edit.at == target.left
        self.beside_before = edit.at if first else edit.at - 1
        self.beside = edit.at + 1 if first else edit.at - 1
        self._first_formula = ""
        if pattern and pattern.formula:
            row_by = target.first_row - pattern.table.first_row
            self._first_formula = shift(pattern.formula, row_by, edit.at - pattern.column)
        self._styles = self._pattern_styles()

    def write(self) -> None:
        package, part = self.package, self.package.sheet(self.edit.sheet).part
        pieces = rows.unshared(package.sheet(self.edit.sheet), self.insertion, self.edit.sheet)
        if pieces is not None:
            package.parts.write(part, b"".join(bytes(piece) for piece in pieces))
        sheet = package.sheet(self.edit.sheet)
        self._prefix = sheet.prefix
        package.parts.write(
            part, rows.shifted(sheet, self.insertion, self.beside_before, self._cell)
        )
        self._missing_rows()
        self._frame()
        if self.target.table:
            self._table(self.target.table)
        for kind, change in (
            ("comments", self._moved), ("threadedComment", self._moved),
            ("drawing", self._drawn), ("pivotTable", self._moved),
        ):  # fmt: skip
            for other in package.parts.related(part, kind):
                change(other)

    def _pattern_styles(self) -> dict[str, int]:
        """Return the pattern's styles of heading and data cells."""
        if self.pattern is None:
            return {}
        table = self.pattern.table
        return {
            "heading": self.pattern.style(table.area.top), "data": self.pattern.style(table.first_row)
        }  # fmt: skip

    def _cell(self, row: int, beside: int | None) -> bytes:
        """Return the new cell of a row."""
        target, p, at = self.target, self._prefix, self.insertion.at
        style = beside or 0
        value: Value = None
        if row == target.header_row:
            style, value = self._styles.get("heading", style), self.edit.heading
        elif target.first_row <= row <= target.last_row and (target.table or beside is not None):
            style = self._styles.get("data", style)
            if self._first_formula:
                text = shift(self._first_formula, row - target.first_row, 0)
                value = Uncalculated(f"={text}")
        if value is None and not style:
            return b""
        a1 = CellRef("", row, at).a1
        inside, kind = cellxml.content(value, p, False, a1)
        tag = f'<{p}c r="{a1}"' + (f' s="{style}"' if style else "") + kind
        if value is not None:
            self.values[row, at] = value
        return (f"{tag}>{inside}</{p}c>" if inside else f"{tag}/>").encode()

    def _missing_rows(self) -> None:
        """Put the heading and the formulas into rows that the sheet doesn't have yet."""
        sheet = self.package.sheet(self.edit.sheet)
        target, at = self.target, self.insertion.at
        wanted = [target.header_row] if target.header_row else []
        if self._first_formula:
            wanted += range(target.first_row, target.last_row + 1)
        values: dict[tuple[int, int], Value] = {}
        styles: dict[tuple[int, int], int] = {}
        for row in wanted:
            if sheet.index.find(row) >= 0:
                continue
            self._cell(row, 0)
            values[row, at] = self.values[row, at]
            style = self._styles.get("heading" if row == target.header_row else "data", 0)
            if style:
                styles[row, at] = style
        if values:
            edits = CellEdits(values, styles, {}, {}, {})
            self.package.parts.write(sheet.part, sheet.collect(spliced(sheet, edits, False)))

    def _frame(self) -> None:
        sheet = self.package.sheet(self.edit.sheet)
        target, at = self.target, self.insertion.at
        frames.move(sheet.frame, self.home)
        for controls in children(sheet.frame, "controls") + children(sheet.frame, "oleObjects"):
            frames.anchors(controls, at)
        dimension = sheet.child("dimension")
        if dimension is not None and dimension.get("ref"):
            wide = Area.parse(dimension.get("ref", "A1"))
            top = target.header_row or target.first_row
            dimension.set("ref", wide.joined(Area(top, at, top, at)).ref)
        place = Place(sheet, at, self.beside, target.first_row, target.last_row)
        newcolumn.set_width(place, self.pattern)
        newcolumn.set_validations(place, self.pattern)
        newcolumn.set_formats(place, self.pattern)
        for merged in sheet.frame.iter():
            if local(merged) == "mergeCell":
                merged.set("ref", stretched(merged.get("ref", "A1"), target.span, at))
        self.package.parts.write(sheet.part, sheet.collect(sheet.with_frame()))

    def _table(self, table: ExcelTable) -> None:
        """Give the table part its column."""
        root = self.package.parts.xml(table.part)
        at = self.insertion.at
        frames.move(root, self.home)
        wide = Area(table.area.top, table.area.left, table.area.bottom, table.area.right + 1)
        for auto in children(root, "autoFilter"):
            old = Area.parse(auto.get("ref", wide.ref))
            auto.set("ref", Area(old.top, wide.left, old.bottom, wide.right).ref)
            if at == table.area.left:
                for column in children(auto, "filterColumn"):
                    column.set("colId", str(int(column.get("colId", "0")) + 1))
        root.set("ref", wide.ref)
        group = children(root, "tableColumns")[0]
        columns = children(group, "tableColumn")
        new = group.makeelement(f"{{{etree.QName(group).namespace}}}tableColumn")
        new.set("id", str(max([int(c.get("id", "0")) for c in columns], default=0) + 1))
        new.set("name", self.edit.heading.replace("\n", "_x000a_"))
        if self._first_formula:
            formula = etree.SubElement(
                new, f"{{{etree.QName(group).namespace}}}calculatedColumnFormula"
            )
            formula.text = self._first_formula
        if at - table.area.left < len(columns):
            columns[at - table.area.left].addprevious(new)
        else:
            group.append(new)
        group.set("count", str(len(columns) + 1))
        self.package.parts.write_xml(table.part, root)

    def _moved(self, part: str) -> None:
        root = self.package.parts.xml(part)
        frames.move(root, self.home)
        write_if_moved(self.package, part, root)

    def _drawn(self, part: str) -> None:
        root = self.package.parts.xml(part)
        frames.move(root, self.home)
        frames.anchors(root, self.insertion.at)
        write_if_moved(self.package, part, root)


def stretched(ref: str, span: Sequence[int], at: int) -> str:
    """Return an area that covered the columns of a table with the new first or last one, too."""
    area = Area.parse(ref)
    left, right = span
    if at == right + 1 and (area.left, area.right) == (left, right) and left < right:
        return Area(area.top, left, area.bottom, at).ref
    if at == left and (area.left, area.right) == (left + 1, right + 1) and left < right:
        return Area(area.top, at, area.bottom, right + 1).ref
    return ref


def _move_names(package: Contents, insertion: Insertion, span: tuple[int, int]) -> None:
    """Move what names refer to; print areas and names of a whole table take the column in."""
    workbook = package.workbook
    names = list(package.sheets)
    changed = False
    for group in children(workbook.root, "definedNames"):
        for name in children(group, "definedName"):
            local_to = name.get("localSheetId")
            number = int(local_to) if local_to and local_to.isdigit() else -1
            home = names[number] if 0 <= number < len(names) else ""
            old = name.text or ""
            new = insertion.formula(old, home, of_name=True)
            new = _taken_in(new, insertion, home, span)
            if new != old:
                name.text, changed = new, True
    if changed:
        package.parts.write_xml(workbook.part, workbook.root)


def _taken_in(text: str, insertion: Insertion, home: str, span: tuple[int, int]) -> str:
    """Return a name's areas with the new column, where they are those of the whole table."""
    from ita_excel.ooxml.structure.references import Reference, replaced, sheet_name

    def wider(reference: Reference) -> str | None:
        sheet = sheet_name(reference.sheet) if reference.sheet else home
        if sheet.casefold() != insertion.sheet.casefold() or len(reference.corners) < 2:
            return None
        first, last = reference.corners
        if not (first.fixed and last.fixed):
            return None
        area = Area(1, first.column, 1, last.column)
        new = Area.parse(stretched(area.ref, span, insertion.at))
        if new == area:
            return None
        corners = (first._replace(column=new.left), last._replace(column=new.right))
        return Reference(reference.sheet, corners).text

    return replaced(text, wider)


Asked = dict[str, dict[tuple[int, int], Value]]


def asked_then(asked: Asked, added: AddedColumn) -> Asked:
    """Return what cells shall hold by their places after a column came."""
    insertion = added.insertion
    found: Asked = {}
    for name, cells in asked.items():
        mine = name == insertion.sheet
        found[name] = {}
        for (row, column), value in cells.items():
            if isinstance(value, Uncalculated):
                text = value.formula.removeprefix("=")
                value = Uncalculated(f"={insertion.formula(text, name)}")
            found[name][row, insertion.column(column) if mine else column] = value
    return found


def homes(package: Contents) -> dict[str, str]:
    """Return, by part, the sheet whose references it holds."""
    found: dict[str, str] = {}
    kinds = ("table", "comments", "threadedComment", "drawing", "ctrlProp", "vmlDrawing")
    for info in package.workbook.sheets.values():
        found[info.part] = info.name
        for kind in (*kinds, "pivotTable"):
            for part in package.parts.related(info.part, kind):
                found[part] = info.name
    return found
