"""What a cell can hold, and `clean()`: the one place where the readers' differences end.

Readers disagree on the same cell: 5 is `5` or `5.0`, a day a `datetime` or a `date`, a blank
`None` or `''`, an error its text or nothing. The core sees only what `clean()` returns.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

# All that Excel shows in the place of a value, by the numbers of `CVErr` where it has any; those
# after #CALC! came without one (Excel 365). LibreOffice's own are `Err:502` and the like.
ERROR_NUMBERS = {
    2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?",
    2036: "#NUM!", 2042: "#N/A", 2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!",
    2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!", 2050: "#CALC!",
}  # fmt: skip
ERRORS = frozenset([*ERROR_NUMBERS.values(), "#BUSY!", "#PYTHON!", "#EXTERNAL!", "#TIMEOUT!"])
# White space and what prints as nothing: a cell with only these is blank to a reader.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_CALC_ERROR = re.compile(r"Err:\d{3}")
# Surely visible, of one kind of line end, and neither an error's name nor a coded character.
_ORDINARY = re.compile(r"[!\"$-DF-^`-~ก-์][^#\r_]*+")
_VISIBLE = re.compile(rf"[^\s{INVISIBLE}]")


CELL_TEXT = 32_767  # the longest text of a cell in Excel, in UTF-16 units


@dataclass(frozen=True, slots=True)
class CellError:
    """An Excel error such as #REF!. Never the same as a blank cell."""

    name: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula for which the file stores no value: some programs save without calculating."""

    formula: str


Value = (
    None
    | bool
    | int
    | float
    | str
    | dt.datetime
    | dt.date
    | dt.time
    | dt.timedelta
    | CellError
    | Uncalculated
)


def clean(raw: object) -> Value:
    """Return the one value that every back-end agrees on for `raw`.

    Numbers: `int` where whole, else `float` at Excel's 15 significant digits. A midnight
    `datetime` is a `date`. Text keeps its spaces (a rule looks at them) but has `\\n` line ends;
    text of nothing visible is None. Anything unknown becomes its `str()`.
    """
    if raw is None or raw == "":
        return None
    if type(raw) is str:  # what most cells hold, before all that it isn't is asked
        return raw if _ORDINARY.fullmatch(raw) else _text(raw)
    if isinstance(raw, (bool, CellError, Uncalculated)):
        return raw
    if isinstance(raw, (int, float)):
        return _number(raw)
    if isinstance(raw, dt.datetime):
        moment = raw.replace(tzinfo=None)
        return moment.date() if moment.time() == dt.time.min else moment
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return raw
    return _text(str(raw))


def _number(raw: float) -> Value:
    if not math.isfinite(raw):
        return CellError("#NUM!")
    if -1e15 < raw < 1e15 and raw == int(raw):
        return int(raw)
    rounded = float(format(raw, ".15g"))
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _text(raw: str) -> Value:
    text = raw
    if "_x000D_" in raw or "\r" in raw:
        text = raw.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    if not _VISIBLE.search(text):
        return None
    if "#" in text and (stripped := text.strip()) in ERRORS:
        return CellError(stripped)
    if text.startswith("Err:") and _CALC_ERROR.fullmatch(text):
        return CellError(text)
    return text


def as_text(value: Value) -> str:
    """Return `value` as a person sees it in the cell, '' for a blank, stripped at the ends."""
    if value is None or isinstance(value, (CellError, Uncalculated)):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (dt.date, dt.time)):  # datetime is a date
        return value.isoformat()
    return str(value).strip()
