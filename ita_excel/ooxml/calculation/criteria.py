"""What COUNTIF and its kin look for: a value, a comparison, or a pattern with `*` and `?`."""

from __future__ import annotations

import re
from collections.abc import Callable

from ita_excel.core.values import CellError
from ita_excel.ooxml.calculation.outcomes import Failed, Scalar, number_in

CellValue = Scalar | CellError
_SIGNS = ("<>", "<=", ">=", "=", "<", ">")


def matcher(criterion: Scalar) -> Callable[[CellValue], bool]:
    """Return the test that a criterion is: numbers match numbers, texts texts."""
    if isinstance(criterion, bool):
        return lambda cell: cell is criterion
    if criterion is None:
        criterion = 0  # as Excel takes a blank cell
    if not isinstance(criterion, str):
        return _equal_number(criterion)
    sign = next((s for s in _SIGNS if criterion.startswith(s)), "")
    rest = criterion[len(sign) :]
    try:
        number = number_in(rest)
    except Failed:
        return _text_test(sign, rest)
    if sign in ("", "="):
        return _equal_number(number)
    if sign == "<>":
        equal = _equal_number(number)
        return lambda cell: not equal(cell)
    return _ordered(sign, number)


def _equal_number(number: float) -> Callable[[CellValue], bool]:
    """Texts that are that number count, too."""

    def test(cell: CellValue) -> bool:
        if isinstance(cell, str):
            try:
                return number_in(cell) == number
            except Failed:
                return False
        return _is_number(cell) and cell == number

    return test


def _is_number(cell: CellValue) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _ordered(sign: str, number: float) -> Callable[[CellValue], bool]:
    tests: dict[str, Callable[[float], bool]] = {
        "<": lambda n: n < number,
        "<=": lambda n: n <= number,
        ">": lambda n: n > number,
        ">=": lambda n: n >= number,
    }
    test = tests[sign]
    return lambda cell: _is_number(cell) and test(cell)  # type: ignore[arg-type]


def _text_test(sign: str, rest: str) -> Callable[[CellValue], bool]:
    if sign in ("", "=", "<>") and not rest:
        blanks: tuple[CellValue, ...] = (None,) if sign == "=" else (None, "")
        return lambda cell: (cell in blanks) != (sign == "<>")
    if sign in ("", "=", "<>"):
        equal = same_text(rest)
        if sign == "<>":
            return lambda cell: not (isinstance(cell, str) and equal(cell))
        return lambda cell: isinstance(cell, str) and equal(cell)
    lower = rest.lower()
    tests: dict[str, Callable[[str], bool]] = {
        "<": lambda t: t < lower,
        "<=": lambda t: t <= lower,
        ">": lambda t: t > lower,
        ">=": lambda t: t >= lower,
    }
    test = tests[sign]
    return lambda cell: isinstance(cell, str) and test(cell.lower())


def same_text(pattern: str) -> Callable[[str], bool]:
    """Return the test whether a text is the pattern; case doesn't count, `~` takes a sign plain."""
    if not any(sign in pattern for sign in "*?~"):
        lower = pattern.lower()
        return lambda text: text.lower() == lower
    body = pattern.strip("*")
    ends = len(pattern) - len(pattern.lstrip("*")), len(pattern) - len(pattern.rstrip("*"))
    if all(ends) and body and not any(sign in body for sign in "*?~"):
        inside = body.lower()
        return lambda text: inside in text.lower()
    expression = re.compile(_expression(pattern.lower()), re.DOTALL)
    return lambda text: expression.fullmatch(text.lower()) is not None


def _expression(pattern: str) -> str:
    out: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        if letter == "~":
            out.append(re.escape(next(letters, "~")))
        elif letter == "*":
            if out[-1:] != [".*"]:  # several in a row would take for ever
                out.append(".*")
        else:
            out.append("." if letter == "?" else re.escape(letter))
    return "".join(out)
