"""Formulas when a column comes into a sheet: every reference to what moves, moved.

Finds the references in a formula's text (`A1`, `$A$1:B2`, `A:C`, with or without the name of a
sheet) and leaves alone what only looks like one: texts in quotes, structured references, names,
functions, references to other workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.grid import column_letters, column_number
from ita_excel.core.language import Text
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW
from ita_excel.ooxml.shifting import closing

THREE_D = Text(
    "มีสูตรอ้างหลายแผ่นงานพร้อมกัน ({formula}) ซึ่งเลื่อนตามคอลัมน์ใหม่ของ “{sheet}” ไม่ได้ — "
    "โปรดแก้สูตรนั้นให้อ้างทีละแผ่นงานก่อน",
    "A formula refers to several sheets at once ({formula}) and can't follow a new column of "
    "“{sheet}”. Let that formula name each sheet by itself first.",
)

# Thai vowels and tone marks are no letters to Python.
_W = r"[\w.\\?\u0300-\u036f\u0e00-\u0e7f]"
_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})"
_TOKEN = re.compile(
    rf"""
    "(?:[^"]|"")*"                                            # a text
  | (?P<reference>
      (?:(?P<sheet>'(?:[^']|'')+'|(?:\[[0-9]+\])?{_W}++(?::{_W}++)?|\[[0-9]+\])!|(?<![$\w.\\?\u0300-\u036f\u0e00-\u0e7f]))
      (?: (?P<cell>{_CELL}(?::{_CELL})?)
        | (?P<columns>(\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}))
      )(?!{_W}|[(!\[])
    )
  | '(?:[^']|'')+'!? | (?:\[[0-9]+\])?{_W}++(?::{_W}++)?! | \[[0-9]+\]!   # a sheet before a name
  | (?P<bracket>\[)                                           # a structured reference begins
  | {_W}+                                                     # a name, number or function
    """,
    re.VERBOSE,
)


class Corner(NamedTuple):
    """One end of a reference as it is written; `row` is '' for a whole column."""

    fixed: bool  # a $ before the column
    column: int
    row: str  # with its $

    @property
    def text(self) -> str:
        return f"{'$' if self.fixed else ''}{column_letters(self.column)}{self.row}"


class Reference(NamedTuple):
    """A reference in a formula: the sheet as it is written (with !), and its one or two corners."""

    sheet: str
    corners: tuple[Corner, ...]

    @property
    def text(self) -> str:
        return self.sheet + ":".join(corner.text for corner in self.corners)

    @property
    def columns(self) -> tuple[int, int]:
        """The first and the last column."""
        numbers = [corner.column for corner in self.corners]
        return min(numbers), max(numbers)


def replaced(formula: str, replacement: Callable[[Reference], str | None]) -> str:
    """Return a formula with its references replaced; None keeps one as it is written."""
    out: list[str] = []
    at = 0
    while match := _TOKEN.search(formula, at):
        out.append(formula[at : match.start()])
        at = match.end()
        if match["bracket"]:
            at = closing(formula, match.start())
            out.append(formula[match.start() : at])
            continue
        reference = _reference(match) if match["reference"] else None
        new = replacement(reference) if reference else None
        out.append(match[0] if new is None else new)
    out.append(formula[at:])
    return "".join(out)


def _reference(match: re.Match[str]) -> Reference | None:
    """Return a reference; None for what is a name, such as `DATA2024`."""
    sheet = f"{match['sheet']}!" if match["sheet"] else ""
    g = match.groups()
    first = 3  # groups before: reference, sheet, cell
    corners: list[Corner] = []
    if match["cell"]:
        for at in (first, first + 4):
            if g[at + 1]:
                corners.append(Corner(bool(g[at]), column_number(g[at + 1]), g[at + 2] + g[at + 3]))
                if not 1 <= int(g[at + 3]) <= MAX_ROW:
                    return None
    else:
        at = first + 9
        corners = [Corner(bool(g[at]), column_number(g[at + 1]), "")]
        corners.append(Corner(bool(g[at + 2]), column_number(g[at + 3]), ""))
    if any(corner.column > MAX_COLUMN for corner in corners):
        return None
    return Reference(sheet, tuple(corners))


class Insertion(NamedTuple):
    """A new column `at` of a sheet; `order` has the names of all sheets, for references through several."""

    sheet: str
    at: int
    order: tuple[str, ...]

    def column(self, column: int) -> int:
        """Return where a column is then; one beyond the sheet's end for the last."""
        return column + 1 if column >= self.at else column

    def formula(self, formula: str, home: str, *, of_name: bool = False) -> str:
        """Return a formula that stands in the sheet `home` as it is to be then.

        `of_name`: it is that of a name, whose relative columns count from the cell that uses it.
        RefusedEdit: it refers to several sheets at once.
        """

        def moved(reference: Reference) -> str | None:
            if not self._is_mine(reference, home, formula):
                return None
            if reference.columns[1] < self.at:
                return None
            return self._moved(reference, of_name)

        return replaced(formula, moved)

    def _is_mine(self, reference: Reference, home: str, formula: str) -> bool:
        if not reference.sheet:
            return home.casefold() == self.sheet.casefold()
        name = sheet_name(reference.sheet)
        if "[" in name:
            return False
        if ":" not in name:
            return name.casefold() == self.sheet.casefold()
        if reference.columns[1] >= self.at and self._between(name):
            raise RefusedEdit(THREE_D, formula=formula[:60], sheet=self.sheet)
        return False

    def _between(self, name: str) -> bool:
        """Whether the sheet is one of those from the first to the last of `first:last`."""
        order = [sheet.casefold() for sheet in self.order]
        ends = [order.index(n) for n in name.casefold().split(":") if n in order]
        return len(ends) != 2 or min(ends) <= order.index(self.sheet.casefold()) <= max(ends)

    def _moved(self, reference: Reference, of_name: bool) -> str:
        corners = [
            corner
            if of_name and not corner.fixed
            else corner._replace(column=self.column(corner.column))
            for corner in reference.corners
        ]
        if min(corner.column for corner in corners) > MAX_COLUMN:
            return f"{reference.sheet}#REF!"
        last = [corner._replace(column=min(corner.column, MAX_COLUMN)) for corner in corners]
        return Reference(reference.sheet, tuple(last)).text


def sheet_name(written: str) -> str:
    """Return the name of the sheet that stands before a `!`."""
    bare = written.removesuffix("!")
    return bare[1:-1].replace("''", "'") if bare[:1] == "'" else bare
