"""The functions that choose what to calculate, or look at blocks of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ita_excel.ooxml.calculation import columns, functions
from ita_excel.ooxml.calculation.columns import ColumnCells
from ita_excel.ooxml.calculation.compilednode import (
    Compile,
    CompiledNode,
    Givens,
    Run,
    RunningWorkbook,
)
from ita_excel.ooxml.calculation.criteria import CellValue
from ita_excel.ooxml.calculation.outcomes import (
    BAD_REFERENCE,
    NOT_AVAILABLE,
    Failed,
    Scalar,
    Unknown,
    as_number,
    as_text,
    as_truth,
    plain,
)
from ita_excel.ooxml.calculation.parsing import Array, Call, Constant, FormReference, Name, Node
from ita_excel.ooxml.calculation.tokens import SheetArea

Several = Callable[[RunningWorkbook, str, int, int, Givens], list[Scalar]]


Build = Callable[[tuple[Node, ...], Compile], CompiledNode]


def call(function: str, arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    """Return a function's call; Unknown for a function that isn't known here.

    `compiled` makes functions of the arguments.
    """
    if function == "SUBSTITUTE" and len(arguments) == 3:
        chain = _chain(Call(function, arguments), compiled)
        if chain:
            return CompiledNode(chain)
    if function in _SPECIAL:
        return _SPECIAL[function](arguments, compiled)
    if function not in functions.FUNCTIONS:
        raise Unknown(function)
    return CompiledNode(_ordinary(functions.FUNCTIONS[function], arguments, compiled))


def _ordinary(work: Callable[..., Scalar], arguments: tuple[Node, ...], compiled: Compile) -> Run:
    runs = [compiled(a).value for a in arguments]
    if len(runs) == 1:
        only = runs[0]
        return lambda c, *at: work(only(c, *at))
    if len(runs) == 2:
        one, other = runs
        return lambda c, *at: work(one(c, *at), other(c, *at))
    return lambda c, *at: work(*[run(c, *at) for run in runs])


def _chain(node: Call, compiled: Compile) -> Run | None:
    """Return replacements inside each other as one step; None where their words aren't constant.

    Most texts hold none of what is looked for: one look at the text tells that.
    """
    pairs: list[tuple[str, str]] = []
    inner: Node = node
    while isinstance(inner, Call) and inner.function == "SUBSTITUTE" and len(inner.arguments) == 3:
        old, new = _literal(inner.arguments[1]), _literal(inner.arguments[2])
        if old is None or new is None:
            break
        pairs.append((old, new))
        inner = inner.arguments[0]
    if not pairs:
        return None
    pairs = [pair for pair in reversed(pairs) if pair[0]]
    anything = re.compile("|".join(re.escape(old) for old in sorted({p[0] for p in pairs})))
    run = compiled(inner).value

    def replaced(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        text = as_text(run(c, sheet, row, column, given))
        if anything.search(text) is None:
            return text
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    return replaced


def _literal(node: Node) -> str | None:
    if isinstance(node, Call) and node.function == "CHAR" and len(node.arguments) == 1:
        number = node.arguments[0]
        return (
            chr(number.value)
            if isinstance(number, Constant) and type(number.value) is int and 0 < number.value < 128
            else None
        )
    return node.value if isinstance(node, Constant) and isinstance(node.value, str) else None


def _if(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    test = compiled(arguments[0]).value
    yes, no = (compiled(a) for a in (*arguments, Constant(False))[1:3])
    yes_value, no_value, yes_area, no_area = yes.value, no.value, yes.area, no.area

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        found = test(c, sheet, row, column, given)
        truth = found if type(found) is bool else as_truth(found)
        return (yes_value if truth else no_value)(c, sheet, row, column, given)

    def area(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> SheetArea:
        truth = as_truth(test(c, sheet, row, column, given))
        return (yes_area if truth else no_area)(c, sheet, row, column, given)

    return CompiledNode(value, area)


def _iferror(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    first, second = (compiled(a).value for a in arguments)

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        try:
            return first(c, sheet, row, column, given)
        except Failed:
            return second(c, sheet, row, column, given)

    return CompiledNode(value)


def _truths(work: Callable[[Sequence[bool]], bool]) -> Build:
    def build(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
        runs = [compiled(a).value for a in arguments]
        return CompiledNode(lambda c, *at: work([as_truth(run(c, *at)) for run in runs]))

    return build


def _kind(test: Callable[[Scalar], bool]) -> Build:
    """A test of what a value is: an error is nothing of what is asked for."""

    def build(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
        run = compiled(arguments[0]).value

        def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
            try:
                return test(run(c, sheet, row, column, given))
            except Failed:
                return False

        return CompiledNode(value)

    return build


def _row(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    if not arguments:
        return CompiledNode(lambda c, sheet, row, column, given: row)
    area = compiled(arguments[0]).area
    return CompiledNode(lambda c, *at: area(c, *at).top)


def _index(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    block, *numbers = (compiled(a) for a in arguments)
    number = numbers[0].value

    def area(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> SheetArea:
        found = block.area(c, sheet, row, column, given)
        place = int(as_number(number(c, sheet, row, column, given)))
        if len(numbers) > 1 or found.left != found.right or place == 0:
            raise Unknown("INDEX")
        if place < 0 or place > found.bottom - found.top + 1:
            raise Failed(BAD_REFERENCE)
        at = found.top + place - 1
        return SheetArea(found.sheet, at, found.left, at, found.left)

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        found = area(c, sheet, row, column, given)
        cell = c.cell(found.sheet, found.top, found.left)
        if not isinstance(cell, (str, int, float)) and cell is not None:
            raise Failed(cell)
        return cell

    return CompiledNode(value, area)


def _match(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    wanted, block, how = arguments
    look, order = compiled(wanted).value, compiled(how).value
    constant = ColumnCells(block.values, len(block.values)) if isinstance(block, Array) else None
    area = None if constant else compiled(block).area

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        at = (sheet, row, column, given)
        sought = look(c, *at)
        if order(c, *at) != 0 or sought is None:
            raise Unknown("MATCH")
        cells = constant or c.column(area(c, *at))  # type: ignore[misc]
        place = cells.find(sought)
        if not place:
            raise Failed(NOT_AVAILABLE)
        return place

    return CompiledNode(value)


def _several(node: Node, compiled: Compile) -> Several:
    """Return the values of an argument that may be a constant of several."""
    if isinstance(node, Array):
        values = list(node.values)
        return lambda c, *at: values
    if isinstance(node, Call) and node.function == "FIND" and isinstance(node.arguments[0], Array):
        texts = node.arguments[0].values
        rest = [compiled(a).value for a in node.arguments[1:]]
        return lambda c, *at: [
            functions.find(text, *[run(c, *at) for run in rest]) for text in texts
        ]
    if isinstance(node, Call) and node.function in ("COUNTIF", "COUNTIFS"):
        return _counts(node.arguments, compiled)
    run = compiled(node).value
    return lambda c, *at: [run(c, *at)]


def _counts(arguments: tuple[Node, ...], compiled: Compile) -> Several:
    """Return the counts of COUNTIFS, one for each value of the criterion that has several."""
    areas = [compiled(a).area for a in arguments[::2]]
    criteria = [_several(a, compiled) for a in arguments[1::2]]

    def run(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> list[Scalar]:
        at = (sheet, row, column, given)
        found: list[list[tuple[ColumnCells, Scalar]]] = [[]]
        for area, criterion in zip(areas, criteria, strict=True):
            cells, values = c.column(area(c, *at)), criterion(c, *at)
            found = [[*pairs, (cells, value)] for pairs in found for value in values]
        return [columns.count(pairs) for pairs in found]

    return run


def _countif(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    counts = _counts(arguments, compiled)

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        found = counts(c, sheet, row, column, given)
        if len(found) != 1:
            raise Unknown("several counts")
        return found[0]

    return CompiledNode(value)


def _sumif(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    looked_at, wanted = compiled(arguments[0]).area, compiled(arguments[1]).value
    added = compiled(arguments[-1] if len(arguments) > 2 else arguments[0]).area

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        at = (sheet, row, column, given)
        first, second = looked_at(c, *at), added(c, *at)
        top = second.top

        def number(place: int) -> CellValue:
            return c.cell(second.sheet, top + place, second.left)

        return plain(columns.total(c.column(first), wanted(c, *at), number))

    return CompiledNode(value)


def _over_numbers(work: Callable[[list[int | float]], int | float]) -> Build:
    """A function of the numbers of its blocks and values, such as SUM."""

    def build(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
        parts = [
            (_is_block(a), compiled(a).area if _is_block(a) else _several(a, compiled))
            for a in arguments
        ]

        def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
            numbers: list[int | float] = []
            for is_block, part in parts:
                found = part(c, sheet, row, column, given)
                if is_block:
                    assert isinstance(found, SheetArea)
                    numbers += _numbers(c, found)
                else:
                    assert isinstance(found, list)
                    numbers += [as_number(v) for v in found]
            return plain(work(numbers))

        return CompiledNode(value)

    return build


def _is_block(node: Node) -> bool:
    return isinstance(node, (FormReference, Name))


def _numbers(c: RunningWorkbook, area: SheetArea) -> list[int | float]:
    found: list[int | float] = []
    for left in range(area.left, area.right + 1):
        for cell in c.column(area._replace(left=left, right=left)).cells:
            if not isinstance(cell, (str, int, float)) and cell is not None:
                raise Failed(cell)
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                found.append(cell)
    return found


def _count(arguments: tuple[Node, ...], compiled: Compile) -> CompiledNode:
    areas = [compiled(a).area for a in arguments]

    def value(c: RunningWorkbook, sheet: str, row: int, column: int, given: Givens) -> Scalar:
        found = 0
        for area in areas:
            for cell in c.column(area(c, sheet, row, column, given)).cells:
                found += isinstance(cell, (int, float)) and not isinstance(cell, bool)
        return found

    return CompiledNode(value)


_SPECIAL: dict[str, Build] = {
    "AND": _truths(all),
    "COUNT": _count,
    "COUNTIF": _countif,
    "COUNTIFS": _countif,
    "FIND": lambda arguments, compiled: CompiledNode(
        _ordinary(functions.find, arguments, compiled)
    ),
    "IF": _if,
    "IFERROR": _iferror,
    "INDEX": _index,
    "ISLOGICAL": _kind(lambda value: isinstance(value, bool)),
    "ISNUMBER": _kind(lambda v: isinstance(v, (int, float)) and not isinstance(v, bool)),
    "ISTEXT": _kind(lambda value: isinstance(value, str)),
    "MATCH": _match,
    "MIN": _over_numbers(lambda numbers: min(numbers, default=0)),
    "NOT": _truths(lambda truths: not truths[0]),
    "OR": _truths(any),
    "ROW": _row,
    "SUM": _over_numbers(lambda numbers: sum(numbers)),
    "SUMIF": _sumif,
    "SUMPRODUCT": _over_numbers(lambda numbers: sum(numbers)),
}
