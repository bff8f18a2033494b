"""Which items of a list stand in a changed list too, in time that grows with their number.

difflib looks through the rest of the list again for each stretch that it finds, which takes minutes
for thousands of changed hyperlinks. Here items that occur once in both lists are the fixed points
between which the rest is compared ("patience" comparing).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

_FEW = 40  # items of a stretch without fixed points that difflib may take its time for


class Stretch(NamedTuple):
    """Items `before` of the old list stand where items `after` stand in the new one."""

    same: bool
    before: range
    after: range


def stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Yield the stretches that are the same and those that differ, from first to last."""
    return _between(old, range(len(old)), new, range(len(new)))


def _between(
    old: Sequence[Hashable], a: range, new: Sequence[Hashable], b: range
) -> Iterator[Stretch]:
    head = 0
    while head < min(len(a), len(b)) and old[a[head]] == new[b[head]]:
        head += 1
    if head:
        yield Stretch(True, a[:head], b[:head])
    a, b = a[head:], b[head:]
    tail = 0
    while tail < min(len(a), len(b)) and old[a[-1 - tail]] == new[b[-1 - tail]]:
        tail += 1
    ends = a[len(a) - tail :], b[len(b) - tail :]
    a, b = a[: len(a) - tail], b[: len(b) - tail]
    if a or b:
        yield from _changed(old, a, new, b)
    if tail:
        yield Stretch(True, *ends)


def _changed(
    old: Sequence[Hashable], a: range, new: Sequence[Hashable], b: range
) -> Iterator[Stretch]:
    points = _fixed_points(old, a, new, b) if a and b else []
    if not points:
        yield from _closely(old, a, new, b)
        return
    i, j = a.start, b.start
    for left, right in points:
        if left < i:  # taken into the stretch before
            continue
        yield from _between(old, range(i, left), new, range(j, right))
        length = 1
        while (
            left + length < a.stop
            and right + length < b.stop
            and old[left + length] == new[right + length]
        ):
            length += 1
        i, j = left + length, right + length
        yield Stretch(True, range(left, i), range(right, j))
    yield from _between(old, range(i, a.stop), new, range(j, b.stop))


def _closely(
    old: Sequence[Hashable], a: range, new: Sequence[Hashable], b: range
) -> Iterator[Stretch]:
    if len(a) > _FEW or len(b) > _FEW:
        yield Stretch(False, a, b)
        return
    from difflib import SequenceMatcher  # slow to import, and seldom needed

    matcher = SequenceMatcher(None, [old[i] for i in a], [new[j] for j in b], autojunk=False)
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        yield Stretch(what == "equal", a[a1:a2], b[b1:b2])


def _fixed_points(
    old: Sequence[Hashable], a: range, new: Sequence[Hashable], b: range
) -> list[tuple[int, int]]:
    """Return the places of items that occur once in both, as many as are in the same order."""
    once = {item for item, n in Counter(old[i] for i in a).items() if n == 1}
    often = Counter(new[j] for j in b)
    there = {new[j]: j for j in b if often[new[j]] == 1}
    both = [(i, there[old[i]]) for i in a if old[i] in once and old[i] in there]
    ends: list[int] = []  # by length of a rising row: where the lowest such row ends
    last: list[int] = []  # which of `both` that is
    before: list[int] = []
    for k, (_, j) in enumerate(both):
        at = bisect_left(ends, j)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [j], [k]
    found: list[tuple[int, int]] = []
    k = last[-1] if last else -1
    while k >= 0:
        found.append(both[k])
        k = before[k]
    return found[::-1]
