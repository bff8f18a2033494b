"""Where the native formulas find things: cells of the own row, the hidden columns, the lists."""

from __future__ import annotations

from ita_excel.core.grid import column_letters
from ita_excel.schema import PLAN, Table

YEAR = "ita_fiscal_year"  # พ.ศ., 0 where the settings name none; defined with the drop-downs

# A hidden column says whether the row says anything. The others are the steps of reading one cell:
# its text in one form, then in two steps as tokens, where that divides, the shapes of its three texts (whole, left, right), for
# each of them code, year, number and month; the words; the period.
SAID = "said"
TEXTS = ("whole", "left", "right")
STEPS = (
    *("line", "named", "text", "cut", "shapes"),
    *(f"{text}_{step}" for text in TEXTS for step in ("code", "year", "number", "month")),
    *("words", "worded", "period"),
)
HELPERS = (SAID, *(f"{cell}_{step}" for cell in ("start", "end") for step in STEPS))


def helper_heading(field: str) -> str:
    """Return the heading of a hidden column."""
    return f"ช่วยตรวจ {HELPERS.index(field) + 1}"


def cell(table: Table, field: str) -> str:
    """Return the reference to a column's cell in the row where the formula stands."""
    if field in HELPERS:
        number = len(table.columns) + 1 + HELPERS.index(field)
    else:
        number = table.number(field)
    return f"'{table.sheet}'!${column_letters(number)}1"


def whole_column(table: Table, field: str) -> str:
    """Return the reference to all cells of a column."""
    letters = column_letters(table.number(field))
    return f"'{table.sheet}'!${letters}:${letters}"


def helper(field: str) -> str:
    """Return the reference to a hidden column's cell in the same row."""
    return cell(PLAN, field)
