"""Numbers as they are written in pieces: `1-1017-00203-45-0`, `(081) 234 5678`.

Knows how a number is cut and with what, not what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from ita_excel.rules.personal.folding import Folded
from ita_excel.rules.personal.spans import Span

# Short, or what stands between two numbers would be taken for what stands inside one.
_BETWEEN = r"[ ./()\-_|,~+:\n]{1,4}+"
_CHAIN = re.compile(rf"[0-9]++(?>(?:{_BETWEEN}[0-9]++)*)")
MOST_GROUPS = 6  # in which a number is written, unless each digit stands by itself
_FEWEST = 9  # digits of the shortest number that is looked for
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Number:
    """Some neighbouring groups of digits out of a chain of them."""

    plain: Folded
    groups: tuple[Span, ...]
    digits: str
    previous: Span | None  # the groups of the chain beside it
    following: Span | None

    @property
    def span(self) -> Span:
        return Span(self.groups[0].start, self.groups[-1].end)

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.groups)

    @property
    def separators(self) -> tuple[str, ...]:
        """What stands between the groups, each without the spaces around a sign."""
        text, groups = self.plain.text, self.groups
        return tuple(_sign(text[a.end : b.start]) for a, b in pairwise(groups))

    @property
    def before(self) -> str:
        """What stands between the number and the one before it in the chain, '' for nothing."""
        return self.plain.text[self.previous.end : self.span.start] if self.previous else ""

    @property
    def after(self) -> str:
        """What stands between the number and the next one of the chain, '' for nothing."""
        return self.plain.text[self.span.end : self.following.start] if self.following else ""

    @property
    def uniform(self) -> bool:
        """Whether it is cut with one and the same sign."""
        return len(set(self.separators)) <= 1

    @property
    def beside_letters(self) -> bool:
        """Whether a Latin letter touches it: then it is part of a code."""
        text, (start, end) = self.plain.text, self.span
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        return any(c.isascii() and c.isalpha() for c in around)

    @property
    def part_of_another(self) -> bool:
        """Whether a sign without a space ties it to other digits: `72701/0812345678`, `5.25`."""
        return self.tied_before or self._tied(self.after, self.following)

    @property
    def tied_before(self) -> bool:
        """Whether a sign without a space ties it to the digits before it."""
        before = self.previous
        if before and self.before in (".", ")") and before.end - before.start <= 2:
            start = self.plain.text[max(0, before.start - 1) : before.start]
            return not (start == "" or start.isspace())  # `1.0812345678`, an item of a list
        return self._tied(self.before, before)

    def _tied(self, sign: str, other: Span | None) -> bool:
        if other is None or not sign or sign.isspace() or sign[0] == "(" or sign[-1] == ")":
            return False
        if sign in ("|", "~", "+", ":") or sign.strip() != sign:
            return False
        # Numbers in a row, `…,…`, are each as long as the other; a sum's thousands aren't.
        return other.end - other.start < min(9, len(self.digits))


def _sign(between: str) -> str:
    """Return the sign between two groups: a space or a line's end where there is none."""
    told = between.replace(" ", "").replace("\n", "").strip("()")
    return told or ("()" if "(" in between or ")" in between else " ")


def numbers(
    plain: Folded, lengths: tuple[int, ...], may_be: Callable[[str, int], bool]
) -> Iterator[Number]:
    """Yield every run of whole groups that has one of these numbers of digits, from the left.

    `may_be` is asked first, with the digits and the number of groups: lists of numbers have very
    many runs. A number in more than six groups, each digit by itself, stands alone in its chain.
    """
    for groups, digits, offsets, ends in _chains(plain):
        count = len(groups)
        for first, offset in enumerate(offsets[:-1]):
            for length in lengths:
                last = ends.get(offset + length)
                if last is None or (last - first >= MOST_GROUPS and (first or last + 1 < count)):
                    continue
                run = digits[offset : offset + length]
                if not may_be(run, last - first + 1):
                    continue
                yield Number(
                    plain,
                    groups[first : last + 1],
                    run,
                    groups[first - 1] if first else None,
                    groups[last + 1] if last + 1 < len(groups) else None,
                )


@lru_cache(maxsize=1)  # each kind of number is looked for in the same text
def _chains(plain: Folded) -> list[tuple[tuple[Span, ...], str, list[int], dict[int, int]]]:
    """Return the groups of each chain, its digits, and where in these each group begins and ends."""
    found = []
    for chain in _CHAIN.finditer(plain.text):
        if chain.end() - chain.start() < _FEWEST:
            continue
        groups = tuple(Span(*g.span()) for g in _GROUP.finditer(plain.text, *chain.span()))
        offsets = [0, *accumulate(end - start for start, end in groups)]
        ends = {offset: index for index, offset in enumerate(offsets[1:])}
        found.append((groups, "".join(plain.text[a:b] for a, b in groups), offsets, ends))
    return found
