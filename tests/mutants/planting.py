"""Where a fault can be planted in a module, and the module with it.

Left out is what no behaviour follows from (annotations, docstrings, decorators) and what is worded
for people, which other tests compare as a whole.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_WORDED = {"Text", "declare", "Finding"}


class Fault(NamedTuple):
    """A fault that can be planted: the number of the place among the module's, and what it is."""

    path: Path
    place: int
    line: int
    what: str


def faults(path: Path) -> list[Fault]:
    """Return all that can be planted in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Fault(path, number, node.lineno, what)
        for number, (node, what, _) in enumerate(_places(tree))
    ]


def planted(fault: Fault) -> str:
    """Return the module's source with the fault."""
    tree = copy.deepcopy(ast.parse(fault.path.read_text(encoding="utf-8")))
    _, _, change = list(_places(tree))[fault.place]
    change()
    return ast.unparse(ast.fix_missing_locations(tree))


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, object]]:
    for node in _walked(tree):
        yield from _of(node)


def _walked(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Call) and getattr(child.func, "id", "") in _WORDED:
                continue
            if isinstance(child, ast.AST):
                yield from _walked(child)


def _of(node: ast.AST) -> Iterator[tuple[ast.AST, str, object]]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            new = _COMPARED[type(op)]()
            what = f"{type(op).__name__} becomes {type(new).__name__}"
            yield node, what, lambda: node.ops.__setitem__(0, new)
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            what = f"{type(op).__name__} becomes {type(other).__name__}"
            yield node, what, lambda: setattr(node, "op", other)
        case ast.BinOp(op=op) if type(op) in _COMPUTED:
            put = _COMPUTED[type(op)]()
            what = f"{type(op).__name__} becomes {type(put).__name__}"
            yield node, what, lambda: setattr(node, "op", put)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            negated = ast.UnaryOp(ast.Not(), test)
            yield node, "the condition is negated", lambda: setattr(node, "test", negated)
        case ast.comprehension(ifs=[first, *_], target=target):
            without = ast.UnaryOp(ast.Not(), first)
            yield target, "the filter is negated", lambda: node.ifs.__setitem__(0, without)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            none = ast.Constant(None)
            yield node, "None is returned", lambda: setattr(node, "value", none)
        case ast.Constant(value=bool() as value):
            yield node, f"{value} becomes {not value}", lambda: setattr(node, "value", not value)
        case ast.Constant(value=int() as value):
            yield node, f"{value} becomes {value + 1}", lambda: setattr(node, "value", value + 1)
    yield from _left_out(node)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _left_out(node: ast.AST) -> Iterator[tuple[ast.AST, str, object]]:
    """Statements whose effect can be missing."""
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for at, child in enumerate(block):
            effect = isinstance(child, (ast.AugAssign, ast.Continue, ast.Break)) or (
                isinstance(child, ast.Expr) and not isinstance(child.value, ast.Constant)
            )
            if effect and not isinstance(node, ast.Module):
                what = f"“{ast.unparse(child)[:60]}” is left out"
                yield child, what, lambda b=block, n=at: b.__setitem__(n, ast.Pass())
