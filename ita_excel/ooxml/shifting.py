"""Moving formulas: what a formula says in another cell, as Excel's fill-down does it.

Knows the places in a formula's text that are references (A1, $A$1, A:A, 1:3), and leaves texts in
quotes, sheet names, structured references and function names alone. Calculates nothing.
"""

from __future__ import annotations

import re

from ita_excel.core.grid import column_letters, column_number
from ita_excel.ooxml.areas import MAX_COLUMN, MAX_ROW

# One token a match; only the last three groups are references to shift.
_TOKEN = r"""(?x)
    "(?:[^"]|"")*"                                      # a text
  | '(?:[^']|'')*'!?                                    # a quoted sheet name
  | (?P<bracket>\[)                                     # a structured reference begins
  | (?P<cell>(?<![\w.$\\\u0e30-\u0e4e])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.(\\!]))
  | (?P<columns>(?<![\w.$\\\u0e30-\u0e4e])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(\\!]))
  | (?P<rows>(?<![\w.$\\\u0e30-\u0e4e])(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w.(\\!]))
  | [\w.\\]+                                            # a name, number or function
"""


def shift(formula: str, rows: int, columns: int) -> str:
    """Return `formula` as it reads `rows` further down and `columns` further right.

    A reference that leaves the sheet becomes #REF!, as in Excel.
    """
    out: list[str] = []
    at = 0
    token = re.compile(_TOKEN)
    while True:
        match = token.search(formula, at)
        if not match:
            out.append(formula[at:])
            return "".join(out)
        out.append(formula[at : match.start()])
        if match["bracket"]:
            end = closing(formula, match.start())
            out.append(formula[match.start() : end])
            at = end
            continue
        out.append(_moved(match, rows, columns))
        at = match.end()


def closing(formula: str, start: int) -> int:
    """Return where the bracket opened at `start` closes; `'` escapes the next letter."""
    depth, at = 0, start
    while at < len(formula):
        letter = formula[at]
        if letter == "'":
            at += 1
        elif letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(formula)


def _moved(match: re.Match[str], rows: int, columns: int) -> str:
    g = match.groups()
    if match["cell"]:
        if column_number(g[3]) > MAX_COLUMN or not 1 <= int(g[5]) <= MAX_ROW:
            return match[0]  # a name such as TAX2024
        column, row = _column(g[2], g[3], columns), _row(g[4], g[5], rows)
        return f"{column}{row}" if column and row else "#REF!"
    if match["columns"]:
        if max(column_number(g[8]), column_number(g[10])) > MAX_COLUMN:
            return match[0]
        first, last = _column(g[7], g[8], columns), _column(g[9], g[10], columns)
        return f"{first}:{last}" if first and last else "#REF!"
    if match["rows"]:
        first, last = _row(g[12], g[13], rows), _row(g[14], g[15], rows)
        return f"{first}:{last}" if first and last else "#REF!"
    return match[0]


def _column(dollar: str, letters: str, by: int) -> str:
    if dollar or not by:
        return dollar + letters
    number = column_number(letters) + by
    return column_letters(number) if 1 <= number <= MAX_COLUMN else ""


def _row(dollar: str, digits: str, by: int) -> str:
    if dollar or not by:
        return dollar + digits
    number = int(digits) + by
    return str(number) if 1 <= number <= MAX_ROW else ""
