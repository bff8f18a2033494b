"""For a regular expression, the texts that it could choke on, made from the expression itself.

A search is quadratic where it can begin anywhere and run far before it fails, so what each repeated
part matches is repeated, behind what leads to it and before something that doesn't fit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_CATEGORIES = {
    code.CATEGORY_SPACE: " ", code.CATEGORY_NOT_SPACE: "ก", code.CATEGORY_DIGIT: "1",
    code.CATEGORY_NOT_DIGIT: "ก", code.CATEGORY_WORD: "a", code.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
_ENDS = ("", "\0", "ก", " ")
_MOST = 60  # texts for one pattern


def attacks(pattern: str | bytes, flags: int, length: int) -> Iterator[str]:
    """Yield texts of `length` characters."""
    tree = parser.parse(pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern, flags)
    led = list(dict.fromkeys(_repeats(tree, ("",))))
    units = list(dict.fromkeys(unit for _, unit in led))[:8]
    pairs = [("", a + b) for a, b in itertools.permutations(units, 2)]
    texts = itertools.chain(
        ((lead, unit, end) for lead, unit in led for end in _ENDS[:2]),
        ((lead, unit, "\0") for lead, unit in pairs),
        ((lead, unit, end) for lead, unit in led for end in _ENDS[2:]),
    )
    for lead, unit, end in itertools.islice(texts, _MOST):
        body = (lead + unit * (length // len(unit) + 1))[: length - len(end)]
        yield body + end


def _repeats(tree: Any, leads: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what leads to each repeated part, and one round of it; each beginning is one too."""
    for op, of in tree:
        if op in _REPEATS:
            for lead, unit in itertools.product(leads[:2], _samples(of[2], 4)):
                if unit:
                    yield lead, unit
            yield from _repeats(of[2], leads[:2])
        elif op is code.SUBPATTERN:
            yield from _repeats(of[3], leads[:2])
        elif op is code.ATOMIC_GROUP:
            yield from _repeats(of, leads[:2])
        elif op is code.BRANCH:
            for branch in of[1][:30]:
                yield from _repeats(branch, leads[:2])
        elif op in (code.ASSERT, code.ASSERT_NOT):
            yield from _repeats(of[1], leads[:2])
        leads = tuple(lead + s for lead in leads for s in _one(op, of))[:4]
        for lead in leads[:2]:
            if lead:
                yield "", lead


def _samples(tree: Any, most: int) -> list[str]:
    found = [""]
    for op, of in tree:
        found = [left + right for left in found for right in _one(op, of)][:most]
    return found


def _one(op: Any, of: Any) -> list[str]:
    if op is code.LITERAL:
        return [chr(of)]
    if op in (code.NOT_LITERAL, code.ANY):
        return ["ก" if of != ord("ก") else "a"]
    if op is code.IN:
        return _of_class(of)
    if op is code.BRANCH:
        return [s for branch in of[1] for s in _samples(branch, 2)][:12]
    if op is code.SUBPATTERN:
        return _samples(of[3], 4)
    if op is code.ATOMIC_GROUP:
        return _samples(of, 4)
    if op in _REPEATS:
        least = of[0]
        return [s * max(least, 1) for s in _samples(of[2], 2)] + ([""] if not least else [])
    return [""]


def _of_class(items: Any) -> list[str]:
    literals = [chr(of) for op, of in items if op is code.LITERAL]
    literals += [chr(of[0]) for op, of in items if op is code.RANGE]
    literals += [_CATEGORIES[of] for op, of in items if op is code.CATEGORY]
    if items and items[0][0] is not code.NEGATE:
        return literals[:3]
    taken = re.compile("[" + "".join(map(re.escape, literals)) + "]") if literals else None
    return [c for c in "กa1 .-/x<" if not (taken and taken.match(c))][:2] or ["ก"]
