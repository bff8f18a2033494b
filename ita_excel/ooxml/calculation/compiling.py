"""Trees of formulas made into Python functions.

A formula becomes nested functions that take the calculation, the cell's row and column, and the
references and numbers of its form. What is only asked for where it is needed (`IF`, `IFERROR`) is
only calculated there.
"""

from __future__ import annotations

from collections.abc import Callable

from ita_excel.core.values import CellError
from ita_excel.ooxml.calculation.calls import call
from ita_excel.ooxml.calculation.compilednode import (
    CompiledNode,
    Find,
    Givens,
    Run,
    RunningWorkbook,
)
from ita_excel.ooxml.calculation.outcomes import (
    DIVIDED_BY_ZERO,
    Failed,
    Scalar,
    Unknown,
    as_number,
    as_text,
    compare,
    joined,
    plain,
)
from ita_excel.ooxml.calculation.parsing import (
    Call,
    Constant,
    ErrorConstant,
    FormReference,
    Given,
    Name,
    Node,
    Operation,
)
from ita_excel.ooxml.calculation.tokens import SheetArea


def compiled(node: Node) -> CompiledNode:
    """Return a formula's tree as functions; Unknown where it isn't understood."""
    match node:
        case Constant(value):
            return CompiledNode(lambda c, s, row, column, given: value)
        case ErrorConstant(error):
            return CompiledNode(_failing(error))
        case Given(number):
            return CompiledNode(lambda c, s, row, column, given: given[number])  # type: ignore[arg-type,return-value]
        case FormReference(number):
            return _reference(number)
        case Name(name):
            return CompiledNode(
                lambda c, s, row, column, given: c.of_name(name, s, row, column), _named_area(name)
            )
        case Operation(sign, left, right):
            return CompiledNode(_operation(sign, left, right))
        case Call(function, arguments):
            return call(function, arguments, compiled)
    raise Unknown("an array outside a function")


def _failing(error: CellError) -> Run:
    def run(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        raise Failed(error)

    return run


def _reference(number: int) -> CompiledNode:
    def area(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> SheetArea:
        found = given[number]
        assert isinstance(found, SheetArea)
        top, bottom, left, right = found.top, found.bottom, found.left, found.right
        if found.rows_move[0]:
            top += row - 1
        if found.rows_move[1]:
            bottom += row - 1
        if found.columns_move[0]:
            left += column - 1
        if found.columns_move[1]:
            right += column - 1
        return SheetArea(found.sheet or sheet, top, left, bottom, right)

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        found = given[number]
        top, left = found.top, found.left  # type: ignore[union-attr]
        if top != found.bottom or left != found.right:  # type: ignore[union-attr]
            raise Unknown("one cell is wanted")
        if found.rows_move[0]:  # type: ignore[union-attr]
            top += row - 1
        if found.columns_move[0]:  # type: ignore[union-attr]
            left += column - 1
        cell = c.cell(found.sheet or sheet, top, left)  # type: ignore[union-attr]
        if type(cell) is CellError:
            raise Failed(cell)
        return cell  # type: ignore[return-value]

    return CompiledNode(value, area)


def _named_area(name: str) -> Find:
    def area(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> SheetArea:
        return c.area_of_name(name, sheet, row, column)

    return area


_TESTS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def _divide(left: float, right: float) -> int | float:
    if not right:
        raise Failed(DIVIDED_BY_ZERO)
    return left / right


_SUMS: dict[str, Callable[[int | float, int | float], int | float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
}


def _operation(sign: str, left: Node, right: Node) -> Run:
    one, other = compiled(left).value, compiled(right).value
    if sign == "&":
        return lambda c, *at: joined(as_text(one(c, *at)), as_text(other(c, *at)))
    if sign in _TESTS:
        test = _TESTS[sign]
        return lambda c, *at: test(compare(one(c, *at), other(c, *at)))
    if sign not in _SUMS:
        raise Unknown(sign)
    work = _SUMS[sign]
    return lambda c, *at: plain(work(as_number(one(c, *at)), as_number(other(c, *at))))
