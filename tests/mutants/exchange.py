"""A fault put into functions that are loaded already: their code is exchanged, whoever holds them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from types import CodeType, FunctionType

from tests.mutants.planting import Fault, planted


def exchange(fault: Fault) -> None:
    """Give the functions of a module the code that they have with the fault."""
    path = str(fault.path)
    with_fault = _by_name(compile(planted(fault), path, "exec"))
    before = _by_name(compile(fault.path.read_text(encoding="utf-8"), path, "exec"))
    names = {(code.co_firstlineno, code.co_name): name for name, code in before.items()}
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename == path:
            name = names.get((found.__code__.co_firstlineno, found.__code__.co_name))
            new = with_fault.get(name) if name else None
            if new is not None and len(new.co_freevars) == len(found.__code__.co_freevars):
                found.__code__ = new


Name = tuple[str, int]  # two lambdas of a function are called alike


def _by_name(module: CodeType) -> dict[Name, CodeType]:
    seen: Counter[str] = Counter()
    found: dict[Name, CodeType] = {}
    for code in _inside(module):
        seen[code.co_qualname] += 1
        found[code.co_qualname, seen[code.co_qualname]] = code
    return found


def _inside(code: CodeType) -> Iterator[CodeType]:
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield value
            yield from _inside(value)
