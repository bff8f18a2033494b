"""One cell, three values: the base that was sent, ours in the master, theirs in the returned file.

Values are compared as a reader sees them: spaces, the digits' script and the form in which Thai
is stored make no difference.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.thai.normal import compare_form


class Verdict(Enum):
    """What a three-way comparison says."""

    UNCHANGED = "unchanged"
    SAME = "same"  # both changed it, to the same
    OURS = "ours"
    THEIRS = "theirs"
    CONFLICT = "conflict"


def form(value: Value) -> str:
    """Return the text by which a value is compared; '' for a blank."""
    if isinstance(value, CellError):
        return f"\0{value.name}"  # an error is not a blank
    if isinstance(value, Uncalculated):
        return f"\0{value.formula}"
    return _form(as_text(value))


# A merge asks for the form of the same few thousand texts again and again.
_form = lru_cache(maxsize=50_000)(compare_form)


def same_value(a: Value, b: Value) -> bool:
    """Return whether a reader sees the same value in both."""
    return a == b or form(a) == form(b)


def decide(base: Value, ours: Value, theirs: Value) -> Verdict:
    """Return the verdict on one cell. Swapping the sides swaps OURS and THEIRS, nothing else."""
    ours_changed, theirs_changed = not same_value(base, ours), not same_value(base, theirs)
    if ours_changed and theirs_changed:
        return Verdict.SAME if same_value(ours, theirs) else Verdict.CONFLICT
    if theirs_changed:
        return Verdict.THEIRS
    return Verdict.OURS if ours_changed else Verdict.UNCHANGED
