"""How the workbook looks: colours with a meaning, fonts, borders. Knows no sheet and no text.

One ink, one accent; everything else is a pale tint that says who writes a cell or how it stands.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ita_excel.schema import Column, Kind, Writer

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Border, Font, PatternFill

FONT, SIZE = "TH Sarabun New", 16
ROW_HEIGHT = 24.0  # points: one line of the font at that size, tone marks included

INK, ACCENT, QUIET, LINE, PAPER = "1F3B4D", "2B6777", "5F6F7A", "D5DCE0", "FFFFFF"
REPEATED = "98A4AC"  # ink of what the row above says, too
INPUT, COPIED, COMPUTED, KEY = "FFFFFF", "EAF3F5", "F1F2F4", "E3E6EA"
HEADINGS = {  # a heading is the stronger form of its column's tint
    Writer.INPUT: ACCENT,
    Writer.COPIED: "4E8391",
    Writer.COMPUTED: "7A868F",
    Writer.KEY: "7A868F",
}
BODIES = {
    Writer.INPUT: INPUT,
    Writer.COPIED: COPIED,
    Writer.COMPUTED: COMPUTED,
    Writer.KEY: KEY,
}
# Fill and text of what is good, pending, bad, off; the same for statuses and severities.
GOOD, PENDING, BAD, OFF, NOTE = (
    ("DFF0E3", "1D6B36"),
    ("FFF1CC", "7A5200"),
    ("FADCD7", "9B2C1F"),
    ("E6E8EA", "5F6770"),
    ("DEEAF7", "1F4E87"),
)
CARRIED = ("EBE3F5", "5B3B8C")  # an answer of the round before, not confirmed
REQUIRED = "FFF4D6"  # an empty cell that must be filled in

TEXT_FORMAT = "@"
# Thai digits (D), Buddhist calendar (07), Thai language (041E): a real date shows as ๑ เม.ย. ๖๕.
DATE_FORMAT, MOMENT_FORMAT = "[$-D07041E]d mmm yy", "[$-D07041E]d mmm yy h:mm"


def font(
    size: float = SIZE, *, bold: bool = False, color: str = INK, underline: bool = False
) -> Font:
    """Return the workbook's font; family and charset 222 lead to a Thai font where it's missing."""
    from openpyxl.styles import Font

    return Font(
        name=FONT,
        sz=size,
        b=bold,
        color=color,
        u="single" if underline else None,
        family=2,
        charset=222,
    )


def fill(color: str) -> PatternFill:
    """Return a plain fill."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=color)


def grid_lines() -> Border:
    """Return hair-thin lines all around."""
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color=LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def number_format(column: Column) -> str:
    """Return how a column's cells show.

    Periods, keys and the like are text cells, so that Excel doesn't turn `10/64` into a date of
    its own or drop the zero of a telephone number.
    """
    if column.kind is Kind.DATE:
        return DATE_FORMAT
    if column.kind is Kind.MOMENT:
        return MOMENT_FORMAT
    if column.kind is Kind.NUMBER or column.field == "check":
        return "General"
    return TEXT_FORMAT if column.choices == "months" or column.kind is Kind.TEXT else "General"


def dress_heading(cell: Cell, column: Column) -> None:
    """Make `cell` the heading of `column`."""
    from openpyxl.styles import Alignment, Protection

    cell.font = font(bold=True, color=PAPER)
    cell.fill = fill(HEADINGS[column.writer])
    cell.border = grid_lines()
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.protection = Protection(locked=True)


def dress_body(cell: Cell, column: Column) -> None:
    """Make `cell` a data cell of `column`; only what people write is unlocked."""
    from openpyxl.styles import Alignment, Protection

    typed = column.writer in (Writer.INPUT, Writer.COPIED)
    cell.font = font(color=INK if typed else QUIET)
    cell.fill = fill(BODIES[column.writer])
    cell.border = grid_lines()
    centred = column.kind in (Kind.NUMBER, Kind.CHOICE, Kind.DATE) or column.choices == "months"
    cell.alignment = Alignment(
        horizontal="center" if centred else "left", vertical="top", wrap_text=True
    )
    cell.number_format = number_format(column)
    cell.protection = Protection(locked=not typed)


def printed_length(text: str) -> int:
    """How many characters of a Thai text stand side by side: marks stand over or under others."""
    return sum(unicodedata.category(c) != "Mn" for c in text)
