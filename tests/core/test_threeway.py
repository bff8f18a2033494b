"""Laws of the three-way decision, on cells compared as a reader sees them."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.core import threeway
from ita_excel.core.threeway import Verdict
from ita_excel.core.values import CellError, clean
from ita_excel.thai.cell_values import same_value

decide = partial(threeway.decide, same=same_value)
values = st.one_of(
    st.none(),
    st.text(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes().map(lambda m: m.replace(microsecond=0)),
).map(clean)
SWAPPED = {Verdict.OURS: Verdict.THEIRS, Verdict.THEIRS: Verdict.OURS}


@given(values, values, values)
def test_swapping_the_sides_swaps_the_verdict(base, ours, theirs):
    verdict = decide(base, ours, theirs)
    assert decide(base, theirs, ours) is SWAPPED.get(verdict, verdict)


@given(values, values)
def test_a_side_that_did_nothing_changes_nothing(base, theirs):
    assert decide(base, base, theirs) in (Verdict.UNCHANGED, Verdict.THEIRS)
    assert decide(base, theirs, base) in (Verdict.UNCHANGED, Verdict.OURS)


@given(values, values, values)
def test_a_conflict_is_two_different_changes(base, ours, theirs):
    different = len({repr(v) for v in (base, ours, theirs)}) == 3
    if decide(base, ours, theirs) is Verdict.CONFLICT:
        assert different


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "verdict"),
    [
        ("ก", "ก", "ก ", Verdict.UNCHANGED),
        ("ก", "ข", "ก", Verdict.OURS),
        ("ก", "ก", "ข", Verdict.THEIRS),
        ("ก", "ข", "ข\u200b", Verdict.SAME),
        ("ก", "ข", "ค", Verdict.CONFLICT),
        ("ก", None, "ค", Verdict.CONFLICT),
        (None, "ข", None, Verdict.OURS),
        ("๔", 4, "4", Verdict.UNCHANGED),
        ("น้ำ", "น\u0e4d\u0e49า", "น้ำ", Verdict.UNCHANGED),
        (None, None, CellError("#N/A"), Verdict.THEIRS),
    ],
)
def test_verdicts(base, ours, theirs, verdict):
    assert decide(base, ours, theirs) is verdict


@given(values)
def test_every_value_is_the_same_as_itself(value):
    assert same_value(value, value)
