"""How high a row must be for the wrapped text of its cells: an estimate, on the generous side.

Nobody fits a row when it opens the file: Excel not where the row carries a height, LibreOffice
not at all, so a text that grew would be cut off. Knows how wide letters are, roughly, and what a
column leaves them; refuses to know words: lines break after a stretch as long as an ordinary
Thai word. The height is never marked as set by hand, so a row fits itself once somebody types
in it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from ita_excel.core.values import Value
from ita_excel.ooxml.cellstyles import Look, Styles
from ita_excel.ooxml.partxml import children
from ita_excel.ooxml.sheetxml import Sheet

HIGHEST = 409.0  # points, Excel's limit
_PIXEL = 4 / 3  # pixels a point
_STEP = 0.75  # points a pixel
_PADDING = 5  # pixels of a column's width that Excel keeps free of text
_INDENT = 9  # pixels a step
_DEFAULT_WIDTH = 9.14  # what a column without a width of its own has, its padding included

# Thousandths of an em in the fonts of Thai offices (measured in Laksaman, which is drawn like
# TH Sarabun New); letters that aren't named take _LETTER.
_LETTER = 410


class _Widths(dict[str, int]):
    def __missing__(self, letter: str) -> int:
        return _LETTER


_WIDTHS = _Widths({
    **dict.fromkeys("ัิีึืฺุู็่้๊๋์ํ๎\u200b\u200c\u200d\u2060", 0),
    **dict.fromkeys("!'|", 160),
    **dict.fromkeys('Iijl(),.:;[]-`frt{} \u00a0เ/\\"', 220),
    **dict.fromkeys("ใไโ*?gksxzcงาำ", 300),
    **dict.fromkeys("ธรวะ", 340),
    **dict.fromkeys("0123456789", 365),
    **dict.fromkeys("HNUOQwฑพฟฬ๐๑๒๓๔๕๖๗๘๙", 500),
    **dict.fromkeys("@MฌญฒณmW%—", 600),
})  # fmt: skip
_WIDEST = max(_WIDTHS.values())
# The fonts in which that holds; all others are wider at the same size.
_SMALL = re.compile(r"TH[ _S]|IT๙|Laksaman|Angsana|Cordia|Browallia|.*(?:UPC|DSE)\b", re.IGNORECASE)
_WIDER = 1.5
_SAFE = 0.95  # of the room: fonts and programs differ a little
_TORN = 0.75  # of a line that a piece fills which fits no line
_DIGIT = 0.363  # ems
_THAI = re.compile("[\u0e00-\u0e7f]")
# Height of a line by its size: Excel gives TH Sarabun New 1.5, LibreOffice 1.7; others have less.
_LINE, _THAI_LINE, _SMALL_LINE = 1.37, 1.5, 1.7
# A line breaks at spaces, and in Thai anywhere between words, which are this long at most
# (letters that take room); what is Latin or a number stays together while it fits.
_PIECES = re.compile(
    r"(?P<space>\s+)|(?:[\u0e01-\u0e7f][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*){1,7}|[^\s\u0e00-\u0e7f]+"
)


class _Place(NamedTuple):
    """How cells look, and the room of a line in thousandths of an em; None where none wraps."""

    look: Look
    room: int | None


class Heights:
    """The heights of one sheet's rows."""

    def __init__(self, sheet: Sheet, styles: Styles) -> None:
        self._styles = styles
        form = sheet.child("sheetFormatPr")
        given = form.get("defaultRowHeight") if form is not None else None
        wide = form.get("defaultColWidth") if form is not None else None
        normal = styles.normal
        self.default = float(given) if given else _rounded(normal.size * _LINE)
        self._default_width = float(wide) if wide else _DEFAULT_WIDTH
        em = _DIGIT if _SMALL.match(normal.font) else _DIGIT * 1.4
        self._digit = round(normal.size * _PIXEL * em)  # the unit of column widths, in pixels
        cols = sheet.child("cols")
        self._columns = [
            (int(c.get("min", "0")), int(c.get("max", "0")), _width(c, self._default_width))
            for c in (children(cols, "col") if cols is not None else [])
        ]
        self._widths: dict[int, float] = {}
        self._places: dict[tuple[int, int], _Place] = {}  # by column and style

    def of(self, cells: Mapping[int, tuple[int, Value]]) -> float:
        """Return the height, in points, for cells given as style and value by column."""
        found = self.default
        for column, (style, value) in cells.items():
            if value is None:
                continue
            key = column, style
            place = self._places.get(key) or self._places.setdefault(key, self._place(*key))
            look, room = place.look, place.room
            if look.turned:
                continue
            count = 1
            if room is not None and isinstance(value, str) and value:
                short = len(value) * _WIDEST <= room and "\n" not in value
                count = 1 if short else lines(value, room)
            found = max(found, look.size * (_LINE if count == 1 else count * _line(value, look)))
        return min(_rounded(found), HIGHEST)

    def _place(self, column: int, style: int) -> _Place:
        look = self._styles.look(style)
        room = (self._width(column) * self._digit) - _PADDING - look.indent * _INDENT
        # Excel stretches no row for a text that doesn't wrap, whatever line breaks it has.
        if not look.wraps or room <= 0:  # or in a hidden column
            return _Place(look, None)
        letter = look.size * _PIXEL / 1000 * (1 if _SMALL.match(look.font) else _WIDER)
        return _Place(look, int(room / letter * _SAFE))

    def _width(self, column: int) -> float:
        if column not in self._widths:
            given = (w for low, high, w in self._columns if low <= column <= high)
            self._widths[column] = next(given, self._default_width)
        return self._widths[column]


@lru_cache(maxsize=8192)
def lines(text: str, room: int) -> int:
    """Return how many lines a text takes where a line has room for so many thousandths of an em."""
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    if len(line) * _WIDEST <= room:
        return 1
    count, used = 1, 0.0
    for piece in _PIECES.finditer(line):
        width = sum(map(_WIDTHS.__getitem__, piece[0]))
        used += width
        if used <= room or piece["space"]:
            continue  # spaces hang over the end of a line
        if used > width:
            count += 1
        used = width
        if width > room:  # torn, an address at its slashes
            torn = room * _TORN
            more = math.ceil(width / torn) - 1
            count += more
            used = width - more * torn
    return count


def _line(text: object, look: Look) -> float:
    if _SMALL.match(look.font):
        return _SMALL_LINE
    return _THAI_LINE if _THAI.search(str(text)) else _LINE


def _rounded(points: float) -> float:
    """Return the height in whole pixels, as Excel keeps it."""
    return math.ceil(round(points / _STEP, 3)) * _STEP


def _width(col: object, default: float) -> float:
    get = col.get  # type: ignore[attr-defined]
    if get("hidden") in ("1", "true"):
        return 0.0
    return float(get("width") or default)
