"""Cuts a stretch of Thai letters into words: the fewest that a dictionary gives.

The rules are those of PyThaiNLP's `newmm` (by Korakot Chaovavanich and others, Apache License 2.0:
LICENSE-PyThaiNLP.txt; the letters that stay together by Jakkrit TeCho and Wittawat Jitkrittum).
Written anew because loading PyThaiNLP takes longer than cutting a whole report; a test holds both
side by side. Knows no word itself and nothing of digits, signs and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Protocol

# What stands together whatever the word: k what closes a syllable mutely, c a consonant, t a
# tone mark. The first that fits counts.
_CLUSTERS = (
    "เc็ck เcctาะk เccีtยะk เccีtย(?=[เ-ไก-ฮ]|$)k เcc็ck เcิc์ck เcิtck เcีtยะ?k เcืtอะ?k "
    "เc[ิีุู]tย(?=[เ-ไก-ฮ]|$)k เctา?ะ?k cัtวะk c[ัื]tc[ุิะ]?k c[ิุู]์ c[ะ-ู]tk cรรc์ c็ "
    "ct[ะาำ]?k แc็c แcc์ แctะ แcc็c แccc์ โctะ [เ-ไ]ct ก็ อึ หึ"
)
_CLUSTER = re.compile(
    "|".join(
        _CLUSTERS.replace("k", "(?:cc?[ิุู]?[์])?").replace("c", "[ก-ฮ]").replace("t", "[่-๋]?").split()
    )
)
_SHORT = re.compile("[ก-ฮ]{,2}")  # too short to end what no dictionary knows
_MOST = 50  # ways at once; beyond, the longer words of a place are left out


class Known(Protocol):
    """A dictionary, as it is asked here."""

    def prefixes(self, text: str, start: int = 0) -> list[str]: ...


def cut(text: str, known: Known) -> list[str]:
    """Return the words of `text`; joined they are `text`."""
    return list(_words(text, known))


def _words(text: str, known: Known) -> Iterator[str]:
    ends = _ends_of_clusters(text)
    ways: dict[int, list[int]] = {}
    waiting = [0]  # the places that words lead to
    begun = steps = 0  # where the open stretch begins; the words found in it
    while waiting[0] < len(text):
        place = heappop(waiting)
        for word in known.prefixes(text, place):
            end = place + len(word)
            if end in ends:
                ways.setdefault(place, []).append(end)
                steps += 1
                if end not in waiting:
                    heappush(waiting, end)
                if steps > _MOST:
                    break
        if len(waiting) == 1:  # all ways meet here
            for end in _fewest(ways, begun, waiting[0]):
                yield text[begun:end]
                begun = end
            ways, steps = {}, 0
        elif not waiting:
            begun = _end_of_unknown(text, place, ends, known)
            yield text[place:begun]
            ways, steps = {}, 0
            heappush(waiting, begun)


def _ends_of_clusters(text: str) -> set[int]:
    ends, place = set(), 0
    while place < len(text):
        found = _CLUSTER.match(text, place)
        place = found.end() if found else place + 1
        ends.add(place)
    return ends


def _fewest(ways: dict[int, list[int]], start: int, goal: int) -> list[int]:
    """Return the ends of the fewest words that lead from `start` to `goal`."""
    paths: list[tuple[int, list[int]]] = [(start, [])]
    seen = {start}
    for place, path in paths:
        for end in ways.get(place, ()):
            if end == goal:
                return [*path, end]
            if end not in seen:
                seen.add(end)
                paths.append((end, [*path, end]))
    raise AssertionError("a place waits only where a way leads to it")


def _end_of_unknown(text: str, start: int, ends: set[int], known: Known) -> int:
    for place in range(start + 1, len(text)):
        if place in ends and any(
            place + len(word) in ends and not _SHORT.fullmatch(word)
            for word in known.prefixes(text, place)
        ):
            return place
    return len(text)
