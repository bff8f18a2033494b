"""The three-way decision: a value was derived from a base; which side has changed it since?

Ours is the value here, theirs the one that is to come in. Knows nothing of what the values are.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Verdict(Enum):
    """What a three-way comparison says. Each names the value that shall stand."""

    UNCHANGED = "unchanged"  # neither side changed it
    SAME = "same"  # both changed it, to the same
    OURS = "ours"  # only ours changed it
    THEIRS = "theirs"  # only theirs changed it
    CONFLICT = "conflict"  # both changed it, to different values: a person decides


def decide(base: T, ours: T, theirs: T, same: Callable[[T, T], bool] = operator.eq) -> Verdict:
    """Return the verdict on one value; `same` says when two are equal.

    Swapping the sides swaps OURS and THEIRS, nothing else.
    """
    ours_changed, theirs_changed = not same(base, ours), not same(base, theirs)
    if ours_changed and theirs_changed:
        return Verdict.SAME if same(ours, theirs) else Verdict.CONFLICT
    if theirs_changed:
        return Verdict.THEIRS
    return Verdict.OURS if ours_changed else Verdict.UNCHANGED
