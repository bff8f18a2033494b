"""Which paragraph, row or cell of an edited document is which of the one that was made.

By the least that a person must have done: one text changed costs less than one taken out and
another put in, however unlike they are; so what stands in its place stays in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]

_GAP = 0.6  # to take one out or put one in; to change one costs at most 1
_MOST = 4_000  # pairs that are compared letter by letter
_LONGEST = 400  # letters of a text that are compared


def aligned(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return the places of both sequences side by side, in order; None where one has none."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    middle = _middle(before[head : len(before) - tail], after[head : len(after) - tail])
    found: list[Pair] = [(i, i) for i in range(head)]
    found += [(i if i is None else i + head, j if j is None else j + head) for i, j in middle]
    found += [(len(before) - i, len(after) - i) for i in range(tail, 0, -1)]
    return found


def _middle(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    if len(before) * len(after) <= _MOST:
        yield from _cheapest(before, after)
        return
    # Too many to compare each with each: what is the same in both divides the rest.
    if len(before) == len(after):
        yield from ((i, i) for i in range(len(before)))
        return
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    at, there = 0, 0
    for i, j, size in blocks:
        left, right = before[at:i], after[there:j]
        small = len(left) * len(right) <= _MOST
        pairs = _cheapest(left, right) if small else _in_order(len(left), len(right))
        for a, b in pairs:
            yield (None if a is None else a + at), (None if b is None else b + there)
        yield from ((i + k, j + k) for k in range(size))
        at, there = i + size, j + size


def _in_order(before: int, after: int) -> Iterator[Pair]:
    for i in range(max(before, after)):
        yield (i if i < before else None), (i if i < after else None)


def _cheapest(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Return the cheapest way from one to the other (Needleman and Wunsch)."""
    rows, columns = len(before) + 1, len(after) + 1
    cost = [[_GAP * (i + j) for j in range(columns)] for i in range(rows)]
    for i in range(1, rows):
        for j in range(1, columns):
            changed = cost[i - 1][j - 1] + unlike(before[i - 1], after[j - 1])
            cost[i][j] = min(changed, cost[i - 1][j] + _GAP, cost[i][j - 1] + _GAP)
    found: list[Pair] = []
    i, j = len(before), len(after)
    while i or j:
        here = cost[i][j]
        if i and j and here == cost[i - 1][j - 1] + unlike(before[i - 1], after[j - 1]):
            i, j = i - 1, j - 1
            found.append((i, j))
        elif i and here == cost[i - 1][j] + _GAP:
            i -= 1
            found.append((i, None))
        else:
            j -= 1
            found.append((None, j))
    return found[::-1]


def unlike(a: str, b: str) -> float:
    """Return from 0 (the same) to 1 (nothing in common) how unlike two texts are."""
    if a == b:
        return 0.0
    a, b = a[:_LONGEST], b[:_LONGEST]
    return 1.0 - SequenceMatcher(None, a, b, autojunk=False).ratio() * _NEVER_THE_SAME


_NEVER_THE_SAME = 0.999
