"""The workbook that is open in Excel, behind the same three methods as a file.

Knows xlwings' ordinary API only, reads and writes whole blocks (one call a block, never a cell at
a time), and leaves the person's selection, filters and scroll position where they are. Refuses to
know what an edit means. An apply that fails puts back what it had written.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from ita_excel.errors import InputError, ItaExcelError, RefusedEdit
from ita_excel.grid import Edit, ResizeTable, Rows, SetCell, ShowSheet, TableRange
from ita_excel.language import Text
from ita_excel.store.blocks import Block, blocks, entered
from ita_excel.store.excel_objects import clear_links, opened
from ita_excel.values import Value, clean

# Far more than an agency's workbook has; a sheet formatted down to its last row would take minutes.
MAX_ROWS = 100_000
_EPOCH_DAYS = (dt.date(1899, 12, 30), dt.date(1899, 12, 31))  # the day of a time without a day
_QUIET = {"screen_updating": False, "enable_events": False, "calculation": "manual"}

Progress = Callable[[int, int], None]  # blocks written, blocks in all; may raise to cancel


class LiveGrid:
    """A workbook open in Excel (`xlwings.Book`).

    What was read is remembered until `apply`: while a button works, nobody types.
    """

    def __init__(self, book: Any, progress: Progress | None = None) -> None:
        self._book, self._progress = book, progress or (lambda done, total: None)
        self._rows: dict[str, Rows] = {}
        self._tables: dict[str, TableRange] | None = None

    def sheets(self) -> Sequence[str]:
        return tuple(sheet.name for sheet in self._book.sheets)

    def rows(self, sheet: str) -> Rows:
        if sheet not in self._rows:
            self._rows[sheet] = self._read(self._book.sheets[sheet])
        return self._rows[sheet]

    def tables(self) -> Mapping[str, TableRange]:
        if self._tables is None:
            self._tables = {
                table.name: _table_range(sheet.name, table)
                for sheet in self._book.sheets
                for table in sheet.tables
            }
        return dict(self._tables)

    def apply(self, edits: Iterable[Edit]) -> None:
        resizes, cells, shown = self._sorted(edits)
        sheets = {e.sheet for e in resizes} | {b.sheet for b in cells}
        undo: list[Callable[[], None]] = []
        with ExitStack() as stack:
            stack.enter_context(quiet(self._book.app))
            for name in sorted(sheets):
                stack.enter_context(opened(self._book.sheets[name]))
            try:
                self._write(resizes, cells, shown, undo)
            except BaseException as fault:
                for step in reversed(undo):
                    step()
                if isinstance(fault, ItaExcelError) or _is_ours(fault):
                    raise
                raise RefusedEdit(_REFUSED, reason=str(fault)) from fault
            finally:
                self._rows.clear()
                self._tables = None

    def _read(self, sheet: Any) -> Rows:
        last = sheet.used_range.last_cell
        if last.row > MAX_ROWS:
            raise InputError(_TOO_LONG, sheet=sheet.name, row=last.row, limit=MAX_ROWS)
        block = sheet.range((1, 1), (last.row, last.column))
        values = block.options(ndim=2, err_to_str=True).value
        rows = [_trimmed([_cleaned(value) for value in row]) for row in values]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def _sorted(
        self, edits: Iterable[Edit]
    ) -> tuple[list[ResizeTable], list[Block], list[ShowSheet]]:
        """Return tables to resize, cells to write as blocks, sheets to show; refuse strangers."""
        resizes: list[ResizeTable] = []
        cells: list[SetCell] = []
        shown: list[ShowSheet] = []
        there = set(self.sheets())
        for edit in edits:
            name = edit.at.sheet if isinstance(edit, SetCell) else edit.sheet
            if name not in there:
                raise RefusedEdit(_NO_SHEET, sheet=name)
            match edit:
                case SetCell():
                    cells.append(edit)
                case ResizeTable():
                    resizes.append(edit)
                case ShowSheet():
                    shown.append(edit)
        return resizes, blocks(cells), shown

    def _write(
        self,
        resizes: Sequence[ResizeTable],
        cells: Sequence[Block],
        shown: Sequence[ShowSheet],
        undo: list[Callable[[], None]],
    ) -> None:
        total = len(resizes) + len(cells)
        for done, resize in enumerate(resizes):
            self._progress(done, total)
            self._resize(resize, undo)
        for done, block in enumerate(cells, start=len(resizes)):
            self._progress(done, total)
            sheet = self._book.sheets[block.sheet]
            place = sheet.range((block.row, block.column), (block.last_row, block.last_column))
            undo.append(_restorer(place))
            clear_links(place)
            place.value = block.entries
        for edit in shown:
            sheet = self._book.sheets[edit.sheet]
            if edit.visible != (sheet.visible in (True, -1)):  # a very hidden sheet says 2
                undo.append(_visibility(sheet, sheet.visible))
                sheet.visible = edit.visible
        self._progress(total, total)

    def _resize(self, edit: ResizeTable, undo: list[Callable[[], None]]) -> None:
        known = self.tables().get(edit.table)
        sheet = self._book.sheets[edit.sheet]
        if known is None:  # a plain range: its last filled row is the one to continue
            rows = self.rows(edit.sheet)
            width = max((len(row) for row in rows), default=1)
            if edit.last_row > len(rows):
                _continue_rows(sheet, len(rows), edit.last_row, 1, width, undo)
            return
        last = max(edit.last_row, known.header_row + 1)
        if last > known.last_row:
            _continue_rows(sheet, known.last_row, last, known.first_column, known.last_column, undo)
        table = sheet.tables[edit.table]
        corner = (known.header_row, known.first_column)
        before = sheet.range(corner, (known.last_row, known.last_column))
        undo.append(lambda: table.resize(before))
        table.resize(sheet.range(corner, (last, known.last_column)))


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """Keep Excel from repainting, recalculating and running the workbook's own macros meanwhile."""
    before = {name: getattr(app, name) for name in _QUIET}
    with ExitStack() as stack:  # each is put back, whatever becomes of the others
        for name, value in _QUIET.items():
            stack.callback(setattr, app, name, before[name])
            setattr(app, name, value)
        yield


def _continue_rows(
    sheet: Any, last: int, new_last: int, left: int, right: int, undo: list[Callable[[], None]]
) -> None:
    """Give new rows the format, validation and formulas of row `last`; keep what they hold."""
    model = sheet.range((last, left), (last, right))
    target = sheet.range((last + 1, left), (new_last, right))
    held = target.options(ndim=2).value
    undo.append(_restorer(target))
    formulas = model.formula
    flat = formulas[0] if isinstance(formulas, tuple) else (formulas,)
    model.copy(target)
    for first, end in _runs([not _calculated(formula) for formula in flat]):
        place = sheet.range((last + 1, left + first), (new_last, left + end - 1))
        kept = [[entered(_cleaned(value)) for value in row[first:end]] for row in held]
        if any(value is not None for row in kept for value in row):
            place.value = kept
        else:
            place.clear_contents()


def _calculated(formula: object) -> bool:
    """Whether it is a formula that every row repeats (a link belongs to its own row)."""
    text = str(formula)
    return text.startswith("=") and not text.upper().startswith("=HYPERLINK(")


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of true flags."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None


def _restorer(place: Any) -> Callable[[], None]:
    """Remember a block's formulas and values; return what puts them back."""
    values = place.options(ndim=2, err_to_str=True).value
    formulas = place.formula
    if not isinstance(formulas, tuple):
        formulas = ((formulas,),)

    def restore() -> None:
        place.value = [
            [
                formula if str(formula).startswith("=") and formula != value else
                entered(_cleaned(value))
                for formula, value in zip(row, typed, strict=True)
            ]
            for row, typed in zip(formulas, values, strict=True)
        ]  # fmt: skip

    return restore


def _visibility(sheet: Any, visible: Any) -> Callable[[], None]:
    return lambda: setattr(sheet, "visible", visible)


def _table_range(sheet: str, table: Any) -> TableRange:
    area = table.range
    height, width = area.shape
    return TableRange(
        table.name, sheet, area.row, area.column, area.row + height - 1, area.column + width - 1
    )


def _cleaned(raw: object) -> Value:
    """Return `clean(raw)`, after what only Excel's own objects do to a value."""
    if isinstance(raw, decimal.Decimal):  # a cell in a currency format
        raw = float(raw)
    if isinstance(raw, dt.datetime) and raw.date() in _EPOCH_DAYS:
        raw = raw.time()
    return clean(raw)


def _trimmed(row: list[Value]) -> list[Value]:
    while row and row[-1] is None:
        row.pop()
    return row


def _is_ours(fault: BaseException) -> bool:
    """Whether Python itself raised it: a mistake of this program, not Excel's refusal."""
    return type(fault).__module__ == "builtins"


_NO_SHEET = Text(
    "ไม่พบชีต “{sheet}” ในสมุดงานที่เปิดอยู่ จึงยังไม่ได้เขียนสิ่งใดลงไป",
    "the open workbook has no sheet “{sheet}”; nothing was written",
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
