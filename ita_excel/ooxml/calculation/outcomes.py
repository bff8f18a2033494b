"""What a calculation may come to instead of a value, and how values become numbers and texts."""

from __future__ import annotations

import math
import re

from ita_excel.core.values import CellError

# A blank is None, a date the number that Excel stores for it.
Scalar = None | bool | int | float | str

NOT_AVAILABLE, BAD_VALUE, BAD_NUMBER = (CellError(n) for n in ("#N/A", "#VALUE!", "#NUM!"))
DIVIDED_BY_ZERO, BAD_REFERENCE, BAD_NAME = (CellError(n) for n in ("#DIV/0!", "#REF!", "#NAME?"))

MOST_LETTERS = 32_767  # of a text

_NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", 0)


class Failed(Exception):
    """The formula gives an error value, as Excel has it: `IFERROR` may catch it."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.name)
        self.error = error


class Unknown(Exception):
    """What the formula gives can't be said here; no function catches that."""


def as_text(value: Scalar) -> str:
    """Return a value as `&` and the functions of texts take it."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int) or value.is_integer():
        whole = str(int(value))
        if len(whole.lstrip("-")) <= 15:
            return whole
    shown = format(float(value), ".15g")
    mantissa, letter, exponent = shown.partition("e")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}" if letter else shown


def joined(one: str, other: str) -> str:
    """Return what `&` gives; Failed for more than a cell can hold, as Excel has it."""
    if len(one) + len(other) > MOST_LETTERS:
        raise Failed(BAD_VALUE)
    return one + other


def as_number(value: Scalar) -> int | float:
    """Return a value as arithmetic takes it; Failed for a text that is no number."""
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float):
        return value
    return 0 if value is None else number_in(value)


def number_in(text: str) -> int | float:
    """Return the number that a text is; Failed where it is none.

    Dates and times in words, per cents and thousands aren't looked for: none of our formulas
    depends on one, they only ask whether digits are a number of a certain size.
    """
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise Failed(BAD_VALUE)
    return plain(float(text))


def as_truth(value: Scalar) -> bool:
    """Return a value as a condition takes it; Failed for a text."""
    if isinstance(value, str):
        upper = value.upper()
        if upper in ("TRUE", "FALSE"):
            return upper == "TRUE"
        raise Failed(BAD_VALUE)
    return bool(value)


def plain(number: float) -> int | float:
    """Return a whole number as an int, so that one number has one form.

    A larger int becomes the float that Excel has for it: ints of Python grow without an end.
    """
    if isinstance(number, int) and abs(number) >= 10**15:
        try:
            number = float(number)
        except OverflowError:
            raise Failed(BAD_NUMBER) from None
    if isinstance(number, float):
        if not math.isfinite(number):
            raise Failed(BAD_NUMBER)
        if number.is_integer() and abs(number) < 1e15:
            return int(number)
    return number


def compare(left: Scalar, right: Scalar) -> int:
    """Return -1, 0 or 1: numbers stand before texts before truths, case doesn't count."""
    if left is None:
        left = "" if isinstance(right, str) else 0 if not isinstance(right, bool) else False
    if right is None:
        right = "" if isinstance(left, str) else 0 if not isinstance(left, bool) else False
    kinds = _kind(left), _kind(right)
    if kinds[0] != kinds[1]:
        return -1 if kinds[0] < kinds[1] else 1
    one, other = (
        (left.lower(), right.lower())
        if isinstance(left, str) and isinstance(right, str)
        else (left, right)
    )
    return -1 if one < other else int(one > other)  # type: ignore[operator]


def _kind(value: Scalar) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
