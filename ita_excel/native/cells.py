"""Where the native formulas find things: cells of the own row, the hidden columns, the lists."""

from __future__ import annotations

from ita_excel.grid import column_letters
from ita_excel.schema import PLAN, Table

YEAR = "ita_fiscal_year"  # พ.ศ., 0 where the settings name none; defined with the drop-downs

# The steps of reading one cell, each a hidden column: the text in one form, where it divides,
# for each of its three texts (whole, left, right) shape, code, year, number and month; words; the
# period.
_TEXTS = ("whole", "left", "right")
STEPS = (
    "text",
    "cut",
    *(f"{text}_{step}" for text in _TEXTS for step in ("shape", "code", "year", "number", "month")),
    "words",
    "worded",
    "period",
)
HELPERS = tuple(f"{cell}_{step}" for cell in ("start", "end") for step in STEPS)


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


def helper(field: str) -> str:
    """Return the reference to a hidden column's cell in the same row."""
    return cell(PLAN, field)
