"""The rows of a sheet as the core wants them: read by calamine, completed from the package.

calamine is fast, but shows error cells and formulas without a stored value as blanks: those are
looked for in the sheet's XML. What calamine can't read at all is read from the XML alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

from python_calamine import CalamineWorkbook

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.grid import column_number
from ita_excel.core.values import CellError, Uncalculated, Value, clean
from ita_excel.ooxml import calamine, cellxml
from ita_excel.ooxml.contents import Contents
from ita_excel.ooxml.partxml import DOCTYPE
from ita_excel.ooxml.rowscan import RowIndex
from ita_excel.ooxml.sharedformulas import formula_text
from ita_excel.ooxml.sheetxml import Sheet
from ita_excel.ooxml.soundness import Extent, cells, extent

# A formula with a stored value is not odd: only one that is followed by the end of its cell.
_ODD = (  # compiled when first used, as what follows
    rb"""</(?:[\w.-]+:)?f\s*>\s*</|<(?:[\w.-]+:)?f(?:\s[^<>]*)?/>\s*</"""
    rb"""|\st=["'](?:e|d)["']|_x[0-9A-Fa-f]{4}_"""
)
# One of these stands in all that is odd: in each formula, each error or date, each coded character.
_MARKS = (b"<f", b":f", b't="e"', b"t='e'", b't="d"', b"t='d'", b"_x")
# openpyxl stores `<v></v>` for a formula that it can't calculate; with t="str" it is empty text.
_HOLLOW = (b"v></", b"v/>", b"v />")
_ODD_OR_HOLLOW = (
    _ODD + rb"""|<(?:[\w.-]+:)?c(?=[\s>])(?![^<>]*\st=["']str)[^<>]*>\s*<(?:[\w.-]+:)?f"""
    rb"""(?:\s[^<>]*)?(?:/>|>[^<]*</[^<>]*>)\s*<(?:[\w.-]+:)?v\s*(?:/>|>\s*</)"""
)

# The same for elements without a prefix, one by one: a pattern that begins with fixed bytes is found
# ten times as fast as an alternative of several.
_PREFIXED = (b":f", b":v>", b":v/", b":v ", b":c>", b":c ")
_ODD_PLAINLY = (
    re.compile(rb"</f\s*>\s*</"),
    re.compile(rb"<f(?:\s[^<>]*)?/>\s*</"),
    re.compile(rb"_x[0-9A-Fa-f]{4}_"),
)
_ODD_KINDS = tuple(mark for mark in _MARKS if b"=" in mark)
_HOLLOW_PLAINLY = re.compile(rb"<v\s*(?:/>|>\s*</)")
_EMPTY_TEXT = re.compile(
    rb"""t="str"[^<>]{0,200}>\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*<v\s*(?:/>|>\s*</)"""
)

# As libraries write a formula that nobody has calculated; nothing else about it may be odd.
_UNCALCULATED = rb"""<c r="([A-Z]{1,3})(\d+)"(?: s="\d+")?><f>([^<]+)</f>(?:<v></v>|<v ?/>)?</c>"""

_READ_AT_ONCE = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml",
)  # fmt: skip
_SPARSE_FROM = 2_000_000  # cells of a block that calamine may always make room for
_AT_ONCE = 1 << 20  # bytes of rows that may be in memory twice

_BELOW_SHARED = Uncalculated("=")  # its text stands in another cell


Raw = dict[str, Sequence[Sequence[object]]]


def rows(
    package: Contents, name: str, workbook: CalamineWorkbook | None, uncleaned: Raw | None = None
) -> list[list[Value]]:
    """Return the used block of a sheet from A1 on, cleaned.

    `workbook` is the same file open in calamine, None where calamine can't open it. What it read
    is kept in `uncleaned`, by sheet, for who must know a text of spaces from a blank.
    """
    if not package.is_worksheet(name):
        return []
    sheet = package.sheet(name)
    raw = _by_calamine(package, sheet, name, workbook)
    if raw is None:
        return from_xml(package, sheet)
    if uncleaned is not None:
        uncleaned[name] = raw
    found = [[None if value == "" else clean(value) for value in row] for row in raw]
    _complete(package, sheet, found)
    return found


def seen_rows(
    package: Contents, name: str, workbook: Callable[[], CalamineWorkbook | None]
) -> tuple[list[list[Value]], Sequence[Sequence[object]] | None]:
    """Return what `rows` does, and what calamine read, of a sheet that other workbooks may have, too.

    What a sheet says depends on its own bytes and on those of the parts that are read for all sheets.
    """

    def read() -> tuple[list[list[Value]], Sequence[Sequence[object]] | None]:
        raw: Raw = {}
        return rows(package, name, workbook(), raw), raw.get(name)

    if not package.is_worksheet(name):
        return read()
    there = {package.parts.resolve(part) for part in (*_READ_AT_ONCE, *package.read_for_all())}
    parts = [package.parts.read(part) for part in sorted(filter(None, there))]
    found, raw = package.parts.recall("rows", (package.sheet_bytes(name), *parts), read)
    return [row[:] for row in found], raw


def ordinary_rows(
    package: Contents, name: str, workbook: CalamineWorkbook | None
) -> Sequence[Sequence[object]]:
    """Return what calamine reads of a sheet, from A1 on; nothing where it may not read it all.

    It does where there is no formula, no error, no date in words and no coded character.
    """
    sheet = package.sheet(name)
    return [] if _may_be_odd(sheet) else _by_calamine(package, sheet, name, workbook) or []


def _by_calamine(
    package: Contents, sheet: Sheet, name: str, workbook: CalamineWorkbook | None
) -> Sequence[Sequence[object]] | None:
    """Return what calamine reads of a sheet, None where the XML has to decide."""
    if sheet.data.find(b"<!DOCTYPE", 0, sheet.head_end) >= 0:
        raise InputError(DOCTYPE, part=sheet.part)
    reach = extent(sheet, name)
    _check_size(sheet, name, reach, package.parts.bounds.cells)
    # calamine passes over CDATA and UTF-16 without a word.
    plainly = reach.plain and sheet.data is sheet.source
    if workbook is None or not plainly or not _dense(sheet, reach):
        return None
    try:
        return calamine.rows_of(workbook, name)
    except calamine.NotRead:
        return None


def open_calamine(package: Contents) -> CalamineWorkbook | None:
    """Return the workbook as calamine sees it, None where it can't open it."""
    # It reads these whole when it opens the file, and unpacks whatever comes: we look first how
    # much that is. The sheets are looked at before it reads them.
    for name in _READ_AT_ONCE:
        if package.parts.resolve(name) is not None:
            package.parts.read(name)
    try:
        return calamine.open_book(package.data)
    except calamine.NotRead:
        return None


def _check_size(sheet: Sheet, name: str, reach: Extent, limit: int) -> None:
    """Refuse a block that no memory holds: one value in the last cell of a sheet is enough."""
    numbers = sheet.index.numbers
    block = numbers[-1] * reach.columns if numbers else 0
    if block > limits.BLOCK or len(numbers) * reach.columns > limit:
        raise InputError(limits.TOO_MANY_CELLS, sheet=name, rows=numbers[-1], columns=reach.columns)


def _dense(sheet: Sheet, reach: Extent) -> bool:
    """Whether most of the block is written: calamine makes room for all of it."""
    block = sheet.index.numbers[-1] * reach.columns if sheet.index.numbers else 0
    return block <= _SPARSE_FROM or block <= 8 * cells(sheet)


def _complete(package: Contents, sheet: Sheet, found: list[list[Value]]) -> None:
    """Put in what calamine leaves out: errors, formulas without a value, coded characters."""
    if not _may_be_odd(sheet):
        return
    index = sheet.index
    hollow = any(sheet.data.find(v, sheet.head_end, sheet.rows_end) >= 0 for v in _HOLLOW)
    odd = re.compile(_ODD_OR_HOLLOW if hollow else _ODD)
    known: dict[bytes, Uncalculated] = {}
    for rows in _stretches(index):
        start, end = index.starts[rows[0]], index.row_end(rows[-1])
        if _is_odd(sheet, (start, end), hollow) and not _complete_plain(
            sheet.data[start:end], found, odd, known
        ):
            _complete_rows(sheet, rows, found, odd)


def _may_be_odd(sheet: Sheet) -> bool:
    """Whether anything in the rows may match `_ODD`: finding bytes is much faster than a pattern."""
    return any(sheet.data.find(v, sheet.head_end, sheet.rows_end) >= 0 for v in _MARKS)


def _is_odd(sheet: Sheet, between: tuple[int, int], hollow: bool) -> bool:
    """Whether anything between two places may match the pattern for what is odd."""
    data = sheet.data
    pattern = re.compile(_ODD_OR_HOLLOW if hollow else _ODD)
    prefixed = _PREFIXED if data.find(b":", *between) >= 0 else ()
    if any(data.find(mark, *between) >= 0 for mark in (*prefixed, *_ODD_KINDS)):
        return pattern.search(data, *between) is not None
    if any(one.search(data, *between) for one in _ODD_PLAINLY):
        return True
    if not hollow:
        return False
    # Nearly all stored results without a text are the empty texts that formulas give.
    results, texts = (
        sum(1 for _ in one.finditer(data, *between)) for one in (_HOLLOW_PLAINLY, _EMPTY_TEXT)
    )
    return results != texts and pattern.search(data, *between) is not None


def _stretches(index: RowIndex) -> Iterator[range]:
    """Yield rows that stand together, so many that their bytes may be in memory twice."""
    first, count = 0, len(index.numbers)
    for at in range(count):
        if at + 1 == count or index.starts[at + 1] - index.starts[first] > _AT_ONCE:
            yield range(first, at + 1)
            first = at + 1


def _complete_plain(
    rows: bytes,
    found: list[list[Value]],
    odd: re.Pattern[bytes],
    known: dict[bytes, Uncalculated],
) -> bool:
    """Put in formulas without a value in one pass; False where there is more to put in than those.

    So libraries write all formulas, which makes hundreds of them in a workbook of ours.
    """
    plain = re.findall(_UNCALCULATED, rows)
    if not plain or odd.search(re.sub(_UNCALCULATED, b"", rows)):
        return False
    for letters, row, written in plain:
        if written not in known:
            text = cellxml.decode(cellxml.unescape(written.decode()))
            known[written] = Uncalculated(f"={text}")
        put(found, int(row), column_number(letters.decode()), known[written])
    return True


def _complete_rows(
    sheet: Sheet, rows: range, found: list[list[Value]], odd: re.Pattern[bytes]
) -> None:
    """Put in what is odd in some rows, looking at each of their cells."""
    index = sheet.index
    for at in rows:
        row = index.numbers[at]
        if not odd.search(sheet.data, index.starts[at], index.row_end(at)):
            continue
        for cell in index.cells(at):
            if odd.search(sheet.data, cell.start, cell.end):
                value = sheet.value(cell)
                if value == _BELOW_SHARED:
                    value = Uncalculated(f"={formula_text(sheet, row, cell.column) or ''}")
                # A number may be a date by its style: calamine has seen to that.
                if isinstance(value, (CellError, Uncalculated, str, dt.date)):
                    put(found, row, cell.column, value)


def put(found: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Put a value into rows, which are made longer where needed; nothing is made for a blank."""
    if value is None and (len(found) < row or len(found[row - 1]) < column):
        return
    while len(found) < row:
        found.append([])
    line = found[row - 1]
    line.extend([None] * (column - len(line)))
    line[column - 1] = value


def from_xml(package: Contents, sheet: Sheet) -> list[list[Value]]:
    """Return the same rows from the XML alone, slowly."""
    found: list[list[Value]] = []
    index = sheet.index
    dates = package.styles().date_styles()
    for at, row in enumerate(index.numbers):
        for cell in index.cells(at):
            value = sheet.value(cell)
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if number and sheet.style(cell) in dates:
                assert isinstance(value, (int, float))
                moment = cellxml.moment(value, package.date1904)
                value = value if moment is None else clean(moment)
            if value == _BELOW_SHARED:
                value = Uncalculated(f"={formula_text(sheet, row, cell.column) or ''}")
            if value is not None:
                put(found, row, cell.column, value)
    return found
