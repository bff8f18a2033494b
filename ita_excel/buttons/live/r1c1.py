"""Formulas in Excel's R1C1 notation, and back in A1 as they read from the cell A1.

What is relative in a name's formula Excel tells in A1 notation as it reads from the cell that
happens to be active; in R1C1 it reads the same from everywhere.
"""

from __future__ import annotations

import re

from ita_excel.core.grid import column_letters
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW
from ita_excel.ooxml.structure.references import Corner, Reference, replaced

_W = r"[\w.\\?\u0e00-\u0e7f]"
_PLACE = r"(\[-?[0-9]+\]|[0-9]+)?"
_TOKEN = re.compile(
    rf"""
    "(?:[^"]|"")*" | '(?:[^']|'')+'!?
  | (?P<cell>(?<!{_W})R{_PLACE}C{_PLACE}(?!{_W}|[(]))
  | (?P<columns>(?<!{_W})C(\[-?[0-9]+\]|[0-9]+)(?::C(\[-?[0-9]+\]|[0-9]+))?(?!{_W}|[(]))
  | {_W}+
    """,
    re.VERBOSE,
)


def to_r1c1(formula: str) -> str:
    """Return an A1 formula, as it reads from A1, in R1C1."""

    def written(reference: Reference) -> str:
        return reference.sheet + ":".join(_corner(c) for c in reference.corners)

    return replaced(formula, written)


def _corner(corner: Corner) -> str:
    column = f"C{corner.column}" if corner.fixed else _relative("C", corner.column)
    if not corner.row:
        return column
    number = int(corner.row.lstrip("$"))
    row = f"R{number}" if corner.row.startswith("$") else _relative("R", number)
    return row + column


def _relative(letter: str, number: int) -> str:
    return letter if number == 1 else f"{letter}[{number - 1}]"


def to_a1(formula: str) -> str:
    """Return an R1C1 formula in A1, as it reads from A1."""

    def written(match: re.Match[str]) -> str:
        g = match.groups()
        if match["cell"]:
            row = _place(g[1], MAX_ROW)
            column = _place(g[2], MAX_COLUMN)
            return f"{column[0]}{column_letters(column[1])}{row[0]}{row[1]}"
        if match["columns"]:
            ends = [_place(part, MAX_COLUMN) for part in (g[4], g[5] or g[4])]
            return ":".join(f"{fixed}{column_letters(number)}" for fixed, number in ends)
        return match[0]

    return _TOKEN.sub(written, formula)


def _place(written: str | None, most: int) -> tuple[str, int]:
    """Return the $ and the number of a row or column; what is relative goes round the sheet."""
    if written is None:
        return "", 1
    if written.startswith("["):
        return "", int(written[1:-1]) % most + 1
    return "$", int(written)
