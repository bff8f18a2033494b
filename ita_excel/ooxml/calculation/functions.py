"""The functions that take values and give a value, as Excel has them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from ita_excel.ooxml.calculation.outcomes import (
    BAD_NUMBER,
    BAD_VALUE,
    DIVIDED_BY_ZERO,
    MOST_LETTERS,
    NOT_AVAILABLE,
    Failed,
    Scalar,
    Unknown,
    as_number,
    as_text,
    number_in,
    plain,
)

_DAY_ZERO = dt.date(1899, 12, 30).toordinal()  # right from 1 March 1900 on
_FIRST_DAY, _LAST_DAY = 61, 2_958_465


def _length(text: Scalar) -> Scalar:
    return len(as_text(text))


def _trim(text: Scalar) -> Scalar:
    return " ".join(part for part in as_text(text).split(" ") if part)


def _substitute(text: Scalar, old: Scalar, new: Scalar, which: Scalar = None) -> Scalar:
    whole, before, after = as_text(text), as_text(old), as_text(new)
    if not before:
        return whole
    if which is None:
        return whole.replace(before, after)
    number, at = _whole(which), -1
    if number < 1:
        raise Failed(BAD_VALUE)
    for _ in range(number):
        at = whole.find(before, at + 1 if at < 0 else at + len(before))
        if at < 0:
            return whole
    return whole[:at] + after + whole[at + len(before) :]


def _whole(value: Scalar) -> int:
    return math.floor(as_number(value))


def _left(text: Scalar, count: Scalar = 1) -> Scalar:
    return as_text(text)[: _not_negative(count)]


def _right(text: Scalar, count: Scalar = 1) -> Scalar:
    number = _not_negative(count)
    return as_text(text)[-number:] if number else ""


def _mid(text: Scalar, start: Scalar, count: Scalar) -> Scalar:
    first = _whole(start)
    if first < 1:
        raise Failed(BAD_VALUE)
    return as_text(text)[first - 1 : first - 1 + _not_negative(count)]


def _not_negative(value: Scalar) -> int:
    number = _whole(value)
    if number < 0:
        raise Failed(BAD_VALUE)
    return number


def find(wanted: Scalar, text: Scalar, start: Scalar = 1) -> int:
    """FIND: the place of a text in another, case counts."""
    first = _whole(start)
    whole = as_text(text)
    if first < 1 or first > len(whole) + 1:
        raise Failed(BAD_VALUE)
    at = whole.find(as_text(wanted), first - 1)
    if at < 0:
        raise Failed(BAD_VALUE)
    return at + 1


def _rept(text: Scalar, count: Scalar) -> Scalar:
    number, whole = _not_negative(count), as_text(text)
    if len(whole) * number > MOST_LETTERS:
        raise Failed(BAD_VALUE)
    return whole * number


def _character(number: Scalar) -> Scalar:
    code = _whole(number)
    if not 1 <= code <= 127:
        raise Unknown("CHAR")  # depends on the system's code page
    return chr(code)


def _text(value: Scalar, shown: Scalar) -> Scalar:
    zeros = as_text(shown)
    if zeros.strip("0"):
        raise Unknown("TEXT")
    if isinstance(value, str):
        try:
            value = number_in(value)
        except Failed:
            return value
    number = as_number(value)
    if not zeros:
        return "-" if number < 0 else ""
    digits = str(math.floor(abs(number) + 0.5)).zfill(len(zeros))
    return "-" + digits if number < 0 and digits.strip("0") else digits


def _value(text: Scalar) -> Scalar:
    return number_in(text) if isinstance(text, str) else as_number(text)


def _mod(number: Scalar, divisor: Scalar) -> Scalar:
    by = as_number(divisor)
    if not by:
        raise Failed(DIVIDED_BY_ZERO)
    return plain(as_number(number) % by)


def _date(year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    years, months = _whole(year), _whole(month) - 1
    years += 1900 if 0 <= years < 1900 else 0
    years, months = years + months // 12, months % 12
    if not 1900 <= years <= 9999:
        raise Failed(BAD_NUMBER)
    number = dt.date(years, months + 1, 1).toordinal() - _DAY_ZERO + _whole(day) - 1
    if not _FIRST_DAY <= number <= _LAST_DAY:
        raise Unknown("DATE")  # around a 29 February that Excel alone believes in
    return number


def _day_of(number: Scalar) -> dt.date:
    serial = _whole(number)
    if serial < 0 or serial > _LAST_DAY:
        raise Failed(BAD_NUMBER)
    if serial < _FIRST_DAY:
        raise Unknown("DAY")
    return dt.date.fromordinal(_DAY_ZERO + serial)


def _not_available() -> Scalar:
    raise Failed(NOT_AVAILABLE)


def _n(value: Scalar) -> Scalar:
    return 0 if isinstance(value, str) or value is None else as_number(value)


# Of each function: what it does with values, every one of which it wants calculated.
FUNCTIONS: dict[str, Callable[..., Scalar]] = {
    "ABS": lambda n: plain(abs(as_number(n))),
    "CHAR": _character,
    "DATE": _date,
    "DAY": lambda n: _day_of(n).day,
    "EXACT": lambda one, other: as_text(one) == as_text(other),
    "INT": lambda n: plain(math.floor(as_number(n))),
    "LEFT": _left,
    "LEN": _length,
    "LOWER": lambda t: as_text(t).lower(),
    "MID": _mid,
    "MOD": _mod,
    "MONTH": lambda n: _day_of(n).month,
    "N": _n,
    "NA": _not_available,
    "REPT": _rept,
    "RIGHT": _right,
    "SUBSTITUTE": _substitute,
    "TEXT": _text,
    "TRIM": _trim,
    "UPPER": lambda t: as_text(t).upper(),
    "VALUE": _value,
    "YEAR": lambda n: _day_of(n).year,
}
