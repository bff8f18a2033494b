"""Numbers of rows as people write them: `4-9, 12`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ita_excel.thai.digits import to_arabic

_MOST = 12  # runs of rows that a sentence names
_PART = r"([0-9]{1,7})(?:\s*[-–:]\s*([0-9]{1,7}))?"
_LAST = 1_048_576  # of a sheet of Excel


def shown(rows: Iterable[int]) -> str:
    """Return the numbers with neighbours as one run: `4-9, 12`; the first few of very many runs."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    told = [f"{a}" if a == b else f"{a}-{b}" for a, b in runs[:_MOST]]
    return ", ".join(told) + (" …" if len(runs) > _MOST else "")


def read_rows(text: str) -> frozenset[int] | None:
    """Return the rows that `shown` would write so, in any digits; None for other texts."""
    found: set[int] = set()
    for part in filter(None, re.split(r"[\s,]+", to_arabic(text).strip())):
        match = re.fullmatch(_PART, part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= _LAST:
            return None
        found.update(range(first, last + 1))
    return frozenset(found) if found else None
