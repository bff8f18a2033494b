"""The workbook that is open in Excel, behind the same methods as a file.

Knows xlwings' ordinary API only, reads and writes whole blocks (one call a block, never a cell at
a time), and leaves the person's selection, filters and scroll position where they are. Refuses to
know what an edit means. An apply that fails puts back what it had written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from ita_excel.buttons.live.excel_objects import opened
from ita_excel.buttons.live.live_blocks import blocks
from ita_excel.buttons.live.live_values import trimmed
from ita_excel.buttons.live.live_writing import Writing, check_room, covering
from ita_excel.core.errors import InputError, ItaExcelError, RefusedEdit
from ita_excel.core.grid import (
    AddColumn,
    AddSheet,
    CellRef,
    Edit,
    PlainEdit,
    ResizeTable,
    Rows,
    SetCell,
    SetName,
    SetValidation,
    ShowSheet,
    Structural,
    TableRange,
    ValidationAt,
    Wiring,
    in_stages,
    sheet_of,
)
from ita_excel.core.language import Text
from ita_excel.core.structure_edits import NO_TABLE, place_is_free
from ita_excel.ooxml.refusals import check_place
from ita_excel.store.shipped import template_bytes

# Far more than an agency's workbook has; a sheet formatted down to its last row would take minutes.
MAX_ROWS = 100_000
_QUIET = {"screen_updating": False, "enable_events": False, "calculation": "manual"}

Progress = Callable[[int, int], None]  # steps done, steps in all; may raise to cancel


class LiveGrid:
    """A workbook open in Excel (`xlwings.Book`).

    What was read is remembered until `apply`: while a button works, nobody types.
    """

    def __init__(self, book: Any, progress: Progress | None = None) -> None:
        self._book, self._progress = book, progress or (lambda done, total: None)
        self.pattern: Callable[[], bytes] = template_bytes  # where new columns and sheets are from
        self._sheets: dict[str, Any] | None = None
        self._rows: dict[str, Rows] = {}
        self._tables: dict[str, TableRange] | None = None

    @property
    def path(self) -> Path | None:
        """The workbook's file; None for one never saved or on the web."""
        try:
            path = Path(self._book.fullname)
        except Exception:  # noqa: BLE001 (xlwings finds no local file for a web address)
            return None
        return path if path.is_file() else None

    @property
    def folder(self) -> Path | None:
        """The workbook's folder, where pictures lie; None where it has no file."""
        return self.path.parent if self.path else None

    def sheets(self) -> Sequence[str]:
        return tuple(self._by_name())

    def rows(self, sheet: str) -> Rows:
        if sheet not in self._rows:
            self._rows[sheet] = self._read(self._by_name()[sheet])
        return self._rows[sheet]

    def tables(self) -> Mapping[str, TableRange]:
        if self._tables is None:
            found = (
                _table_range(name, table)
                for name, sheet in self._by_name().items()
                for table in sheet.tables
            )
            self._tables = {table.name: table for table in found}
        return dict(self._tables)

    def calculated(self, at: CellRef) -> bool:
        """Whether a cell holds a formula; a text that begins with = is none."""
        cell = self._by_name()[at.sheet].range((at.row, at.column))
        formula = cell.formula
        return str(formula).startswith("=") and formula != cell.value

    def covered(self, at: CellRef) -> bool:
        """Whether a cell is covered by a merged area, which shows its first cell alone."""
        return covering(self._by_name()[at.sheet], at) is not None

    def apply(self, edits: Iterable[Edit]) -> None:
        stages = in_stages(edits)
        structure = self._wanted(stages.structure)
        ready = None if structure else self._planned(stages.plain)
        if ready == [] and not stages.wiring:
            return  # what was read still holds, and Excel isn't made to calculate for nothing
        touched = {sheet_of(e) or "" for e in (*structure, *stages.plain, *stages.wiring)}
        writing = Writing(self._by_name(), self.rows)
        with ExitStack() as stack:
            stack.enter_context(quiet(self._book.app))
            for name in sorted(touched & set(self._by_name())):
                stack.enter_context(opened(self._by_name()[name]))
            try:
                self._restructure(structure, writing)
                steps = self._planned(stages.plain) if ready is None else ready
                for done, step in enumerate(steps):
                    self._progress(done, len(steps))
                    step(writing)
                self._rewire(stages.wiring, writing)
                self._progress(len(steps), len(steps))
            except BaseException as fault:
                writing.take_back()
                self._sheets = None
                if isinstance(fault, ItaExcelError) or _is_ours(fault):
                    raise
                raise RefusedEdit(_REFUSED, reason=str(fault)) from fault
            finally:
                self._rows.clear()
                self._tables = None

    def names(self) -> Mapping[str, str]:
        """Return the names of the workbook; none in Excel for macOS, which doesn't tell enough."""
        from ita_excel.buttons.live import live_wiring

        first = next(iter(self._by_name().values()))
        return live_wiring.names(self._book) if live_wiring.on_windows(first.api) else {}

    def formulas(self, sheet: str) -> Mapping[tuple[int, int], str]:
        from ita_excel.buttons.live import live_wiring

        return live_wiring.formulas(self._by_name()[sheet])

    def validations(self, sheet: str) -> Sequence[ValidationAt]:
        from ita_excel.buttons.live import live_wiring

        known = self._by_name()[sheet]
        if not live_wiring.on_windows(known.api):
            raise RefusedEdit(_WIRING)
        with quiet(self._book.app), opened(known):
            return live_wiring.validations(known)

    def hidden(self, sheet: str) -> bool:
        """Whether a sheet is hidden, in whatever degree."""
        return self._by_name()[sheet].visible not in (True, -1)

    def _rewire(self, edits: Sequence[Wiring], writing: Writing) -> None:
        if not edits:
            return
        from ita_excel.buttons.live import live_wiring

        sheets = self._by_name()
        if not live_wiring.on_windows(next(iter(sheets.values())).api):
            raise RefusedEdit(_WIRING)
        names = live_wiring.names(self._book)
        rules: dict[str, list[ValidationAt]] = {}
        for edit in edits:
            if isinstance(edit, SetName):
                live_wiring.set_name(self._book, edit, names, writing.undo)
            elif edit.sheet not in sheets:
                raise RefusedEdit(_NO_SHEET, sheet=edit.sheet)
            elif isinstance(edit, SetValidation):
                sheet = sheets[edit.sheet]
                if edit.sheet not in rules:
                    rules[edit.sheet] = live_wiring.validations(sheet)
                live_wiring.set_validation(sheet, edit, rules[edit.sheet], writing.undo)
            # A column's formula is Excel's own business: it takes the one that all its cells have.

    def _wanted(self, edits: Sequence[Structural]) -> list[Structural]:
        """Return what there is to do; a column may be there already. RefusedEdit: a missing table."""
        found: list[Structural] = []
        for edit in edits:
            if isinstance(edit, AddColumn) and edit.sheet in self.sheets():
                table = self._table_of(edit)
                header_row = table.header_row if table else edit.header_row
                rows = self.rows(edit.sheet)
                header = rows[header_row - 1] if len(rows) >= header_row else []
                # A column that an earlier edit puts in may move the place of this one.
                if not found and not place_is_free(table, header, edit):
                    continue
            found.append(edit)
        return found

    def _table_of(self, edit: AddColumn) -> TableRange | None:
        table = self.tables().get(edit.table)
        if (table is None and not edit.header_row) or (table and table.sheet != edit.sheet):
            raise RefusedEdit(NO_TABLE, table=edit.table, sheet=edit.sheet)
        return table

    def _restructure(self, edits: Sequence[Structural], writing: Writing) -> None:
        if not edits:
            return
        from ita_excel.buttons.live import live_structure

        sheets = self._by_name()
        with live_structure.open_pattern(self._book.app, self.pattern, self._book) as pattern:
            for edit in edits:
                if isinstance(edit, AddSheet):
                    taken = set(self.tables())
                    live_structure.add_sheet(self._book, sheets, edit, taken, pattern, writing.undo)
                elif self._wanted([edit]):
                    if edit.sheet not in sheets:
                        raise RefusedEdit(_NO_SHEET, sheet=edit.sheet)
                    table = self._table_of(edit)
                    others = (t for t in self.tables().values() if t != table)
                    last = len(self.rows(edit.sheet))
                    live_structure.add_column(
                        sheets[edit.sheet], edit, table, others, pattern, writing.undo, last
                    )
                self._rows.clear()
                self._tables = None

    def _by_name(self) -> dict[str, Any]:
        """Return the sheets, asked for once: each name is a call to Excel."""
        if self._sheets is None:
            self._sheets = {sheet.name: sheet for sheet in self._book.sheets}
        return self._sheets

    def _read(self, sheet: Any) -> Rows:
        used = sheet.used_range  # read as it is: a range from A1 on would be asked for once more
        above, left = used.row - 1, used.column - 1
        last = above + used.shape[0]
        if last > MAX_ROWS:
            raise InputError(_TOO_LONG, sheet=sheet.name, row=last, limit=MAX_ROWS)
        rows = trimmed(used.options(ndim=2, err_to_str=True).value)
        if not rows:
            return rows
        return [[] for _ in range(above)] + [[None] * left + row if row else row for row in rows]

    def _planned(self, edits: Sequence[PlainEdit]) -> list[Callable[[Writing], None]]:
        """Return the steps, tables first; refuse before any is made."""
        there = set(self.sheets())
        for edit in edits:
            name = sheet_of(edit)
            if name is not None and name not in there:
                raise RefusedEdit(_NO_SHEET, sheet=name)
        cells = [e for e in edits if isinstance(e, SetCell)]
        for cell in cells:
            check_place(cell.at.sheet, [(cell.at.row, cell.at.column)])
        written = {cell.at for cell in cells}
        resizes = {(e.sheet, e.table): e for e in edits if isinstance(e, ResizeTable)}
        steps = [self._resizing(edit, written) for edit in resizes.values()]
        steps += [_entering(block) for block in blocks(cells)]
        steps += [_showing(edit) for edit in edits if isinstance(edit, ShowSheet)]
        return steps

    def _resizing(self, edit: ResizeTable, written: set[CellRef]) -> Callable[[Writing], None]:
        known = self.tables().get(edit.table)
        if known is not None:
            others = {n: t for n, t in self.tables().items() if n != edit.table}
            area = (known.last_row, known.first_column, known.last_column)
            check_room(edit, area, self.rows(edit.sheet), written, others)
            table = known
            return lambda writing: writing.resize(edit, table)
        # A plain range: its last filled row is the one to continue.
        filled = [
            (number, column)
            for number, row in enumerate(self.rows(edit.sheet), start=1)
            for column, value in enumerate(row, start=1)
            if value is not None and CellRef(edit.sheet, number, column) not in written
        ]
        last = max((row for row, _ in filled), default=edit.last_row)
        if last >= edit.last_row:
            return lambda writing: None
        columns = [column for _, column in filled]
        return lambda writing: writing.continue_rows(
            edit.sheet, last, edit.last_row, min(columns), max(columns)
        )


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """Keep Excel from repainting, recalculating and running the workbook's own macros meanwhile."""
    before = {name: getattr(app, name) for name in _QUIET}
    with ExitStack() as stack:  # each is put back, whatever becomes of the others
        for name, value in _QUIET.items():
            stack.callback(setattr, app, name, before[name])
            setattr(app, name, value)
        yield


def _entering(block: Any) -> Callable[[Writing], None]:
    return lambda writing: writing.block(block)


def _showing(edit: ShowSheet) -> Callable[[Writing], None]:
    return lambda writing: writing.show(edit)


def _table_range(sheet: str, table: Any) -> TableRange:
    area = table.range
    top, left, (height, width) = area.row, area.column, area.shape
    totals = int(bool(table.show_totals))
    last = top + height - 1 - totals
    return TableRange(table.name, sheet, top, left, last, left + width - 1, totals)


def _is_ours(fault: BaseException) -> bool:
    """Whether Python itself raised it: a mistake of this program, not Excel's refusal."""
    return type(fault).__module__ == "builtins"


_NO_SHEET = Text(
    "ไม่พบชีต “{sheet}” ในสมุดงานที่เปิดอยู่ จึงยังไม่ได้เขียนสิ่งใดลงไป",
    "the open workbook has no sheet “{sheet}”; nothing was written",
)
_WIRING = Text(
    "ชื่อ กฎ และสูตรของคอลัมน์ตั้งใหม่ในสมุดงานที่เปิดอยู่ไม่ได้ — โปรดปิดสมุดงาน แล้วใช้คำสั่ง ita-excel upgrade",
    "names, rules and column formulas can't be set in an open workbook: close it and use the "
    "command ita-excel upgrade",
)
_TOO_LONG = Text(
    "ชีต “{sheet}” มีพื้นที่ใช้งานถึงแถวที่ {row:,} (รับได้ไม่เกิน {limit:,} แถว) "
    "โปรดลบแถวว่างท้ายชีตทิ้งแล้วบันทึก จากนั้นลองใหม่",
    "the sheet “{sheet}” is in use down to row {row:,} (at most {limit:,}): delete the empty "
    "rows at its end, save, and try again",
)
_REFUSED = Text(
    "Excel ไม่ยอมให้เขียนลงในสมุดงาน ({reason}) ข้อมูลเดิมยังอยู่ครบ "
    "โปรดตรวจว่าสมุดงานไม่ได้เปิดแบบอ่านอย่างเดียว แล้วลองใหม่",
    "Excel refused to write into the workbook ({reason}); what was there is there still: "
    "check that the workbook isn't read-only, and try again",
)
