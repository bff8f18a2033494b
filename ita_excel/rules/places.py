"""Whether a text begins with the right name of a place of Thailand, whichever it is.

The lists are read only when asked for: most workbooks spell their names right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from ita_excel.catalogue import data_files, places


@cache
def _subdistricts() -> frozenset[str]:
    return frozenset(data_files.text("subdistricts.txt").split("\n")) - {""}


@cache
def _districts() -> frozenset[str]:
    return frozenset(places.districts())


@cache
def _provinces() -> frozenset[str]:
    return frozenset(places.provinces())


def _begins(names: Callable[[], Iterable[str]]) -> Callable[[str], int]:
    def longest(word: str) -> int:
        known = names()
        return next((n for n in range(len(word), 1, -1) if word[:n] in known), 0)

    return longest


# Each returns the length of the longest right name at the start of a text, 0 where there is none.
subdistrict_at = _begins(lambda: _subdistricts() | _districts())
district_at = _begins(_districts)
province_at = _begins(_provinces)
