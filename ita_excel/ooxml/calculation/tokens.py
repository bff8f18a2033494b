"""A formula as tokens, and as a form with its references and numbers taken out.

The cells of a column hold the same formula but for those: one form is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ita_excel.core.grid import column_number
from ita_excel.ooxml.calculation.outcomes import Unknown

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_MOST_DIGITS = 15

_SHEET = r"""(?:(?:'((?>(?:[^']|''){1,260}))'|([^\s'"!(){},;:+\-*/^&=<>%$\[\]]{1,255}+))!)?"""
_CELL = r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})"
AREA = rf"""{_SHEET}(?:
        {_CELL}(?::{_CELL})?
      | (\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}})
      | (\$?)([0-9]{{1,7}}):(\$?)([0-9]{{1,7}})
    )(?![\w.(\\!:\u0e30-\u0e4e])"""
_TEXT, _ARRAY = r'"(?:[^"]|"")*"', r"\{[^{}]*\}"
_NAME = r"[A-Za-z_\\\u0e00-\u0e7f][\w.\\\u0e00-\u0e7f]*"
_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_ERROR = r"\#(?:N/A|[A-Z]+[!?]|DIV/0!)"
_SIGN = r"<>|<=|>=|[-+*/^&=<>%(),]"
# What stands before the next reference or number, each piece taken whole.
_BEFORE = rf"((?>{_TEXT}|{_ARRAY}|{_ERROR}|{_NAME}\(?|{_SIGN}|\s+)*?)"
_GIVEN = re.compile(rf"{_BEFORE}(?:(?P<area>{AREA})|(?P<number>{_NUMBER}))", re.VERBOSE)
_GIVEN_AREA = re.compile(
    rf"((?>{_TEXT}|{_ARRAY}|{_ERROR}|{_NAME}\(?|{_NUMBER}|{_SIGN}|\s+)*?)(?P<area>{AREA})",
    re.VERBOSE,
)
_USED_NAME = re.compile(
    rf"(?:{_TEXT}|{_ARRAY}|{_NAME}\(|\x00[A-Z][0-9]+\x00)|(?P<name>{_NAME})", re.VERBOSE
)
_TOKEN = re.compile(
    rf"""(?P<space>\s+) | (?P<text>{_TEXT}) | (?P<array>{_ARRAY})
    | \x00A(?P<area>[0-9]+)\x00 | \x00N(?P<given>[0-9]+)\x00
    | (?P<number>{_NUMBER}) | (?P<error>{_ERROR})
    | (?P<function>{_NAME})\( | (?P<name>{_NAME}) | (?P<sign>{_SIGN})""",
    re.VERBOSE,
)


class SheetArea(NamedTuple):
    """A reference: a cell or a block of them; `sheet` is '' for that of the formula.

    Rows and columns count from 1; those that are relative move with the cell that a name is used
    in, counted from A1.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    rows_move: tuple[bool, bool] = (False, False)  # top, bottom
    columns_move: tuple[bool, bool] = (False, False)

    @property
    def one_cell(self) -> bool:
        return self.top == self.bottom and self.left == self.right

    @property
    def of_own_row(self) -> bool:
        """Whether it is one cell in the row of the cell that uses it, in a fixed column."""
        moves = self.rows_move[0] and self.one_cell and not self.columns_move[0]
        return moves and self.top == 1


class Token(NamedTuple):
    """A piece of a formula; `what` is a group of the pattern."""

    what: str
    text: str


class Form(NamedTuple):
    """A formula's text with its references, and on demand its numbers, taken out into `given`."""

    key: str
    given: tuple[SheetArea | int | float, ...]

    @property
    def areas(self) -> list[SheetArea]:
        """The references."""
        return [area for area in self.given if isinstance(area, SheetArea)]

    @property
    def names(self) -> set[str]:
        """The names that the formula uses."""
        found = {m["name"] for m in _USED_NAME.finditer(self.key) if m["name"]}
        return {name for name in found if name.upper() not in ("TRUE", "FALSE")}

    def tokens(self) -> list[Token]:
        """Return the formula's pieces; Unknown where something else stands between them."""
        found: list[Token] = []
        at, end = 0, len(self.key)
        while at < end:
            match = _TOKEN.match(self.key, at)
            if match is None:
                raise Unknown(self.key[at : at + 20])
            at, what = match.end(), match.lastgroup or ""
            if what != "space":
                found.append(Token(what, match[what]))
        return found


def read(formula: str, *, moving: bool, numbers_too: bool) -> Form:
    """Return the form of a formula's text (without `=`).

    `moving`: it is that of a name, whose relative references move.
    """
    pieces: list[str] = []
    given: list[SheetArea | int | float] = []
    at = 0
    if "\x00" in formula:
        raise Unknown("a sign of our own")
    pattern = _GIVEN if numbers_too else _GIVEN_AREA
    while match := pattern.match(formula, at):
        before, area = match[1], match["area"]
        if area is None:
            pieces.append(f"{before}\x00N{len(given)}\x00")
            given.append(number(match["number"]))
        else:
            pieces.append(f"{before}\x00A{len(given)}\x00")
            given.append(_area(area, moving))
        at = match.end()
    pieces.append(formula[at:])
    return Form("".join(pieces), tuple(given))


def areas_replaced(formula: str, replacement: Callable[[str, SheetArea], str]) -> str:
    """Return a formula with each reference replaced by what `replacement` says for it."""
    pieces: list[str] = []
    at = 0
    while match := _GIVEN_AREA.match(formula, at):
        pieces += [match[1], replacement(match["area"], _area(match["area"], False))]
        at = match.end()
    return "".join([*pieces, formula[at:]])


def skeleton(formula: str) -> str:
    """Return what stays of a formula when references move: the same formula, wherever it is."""
    tokens = read(formula, moving=False, numbers_too=False).tokens()
    return "".join(
        "#" if t.what == "area" else t.text.upper() + ("(" if t.what == "function" else "")
        for t in tokens
    )


def number(text: str) -> int | float:
    """Return a number of a formula; Unknown for one that is too large for Excel."""
    # Excel counts up to 15 digits; Python refuses some thousands.
    found = int(text) if text.isdigit() and len(text) <= _MOST_DIGITS else float(text)
    if found == float("inf"):
        raise Unknown(text[:20])
    return found


_ALONE = re.compile(AREA, re.VERBOSE)


@lru_cache(maxsize=4096)
def _area(text: str, moving: bool) -> SheetArea:
    match = _ALONE.match(text)
    assert match is not None
    g = match.groups()
    sheet = g[0].replace("''", "'") if g[0] else g[1] or ""
    cell, other, columns, rows = g[2:6], g[6:10], g[10:14], g[14:18]
    if columns[1]:
        left, right = sorted((column_number(columns[1]), column_number(columns[3])))
        moves = (moving and not columns[0], moving and not columns[2])
        return SheetArea(sheet, 1, left, MOST_ROWS, right, columns_move=moves)
    if rows[1]:
        top, bottom = sorted((int(rows[1]), int(rows[3])))
        moves = (moving and not rows[0], moving and not rows[2])
        return SheetArea(sheet, top, 1, bottom, MOST_COLUMNS, moves)
    last = other if other[1] else cell
    first_row, last_row = int(cell[3]), int(last[3])
    first_column, last_column = column_number(cell[1]), column_number(last[1])
    if first_row > last_row or first_column > last_column:
        raise Unknown(text)
    return SheetArea(
        sheet,
        first_row,
        first_column,
        last_row,
        last_column,
        (moving and not cell[2], moving and not last[2]),
        (moving and not cell[0], moving and not last[0]),
    )
