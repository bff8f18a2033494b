"""Two lists are set against each other completely, and in time that grows with their length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ita_excel.ooxml.aligning import stretches


class Counted:
    """An item that counts how often items are compared."""

    comparisons = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return isinstance(other, Counted) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


_LISTS = st.lists(st.integers(0, 12), max_size=120)


@given(_LISTS, _LISTS)
def test_the_stretches_cover_both_lists_and_are_what_they_say(a: list[int], b: list[int]) -> None:
    i = j = 0
    for same, before, after in stretches(a, b):
        assert (before.start, after.start) == (i, j)
        if same:
            assert a[before.start : before.stop] == b[after.start : after.stop]
        i, j = before.stop, after.stop
    assert (i, j) == (len(a), len(b))


@given(st.lists(st.integers(), unique=True, max_size=200), st.data())
def test_items_that_stay_in_their_order_are_found(a: list[int], data: st.DataObject) -> None:
    kept = [x for x in a if data.draw(st.booleans())]
    same = [x for s, before, _ in stretches(a, kept) if s for x in a[before.start : before.stop]]
    assert same == kept


def _work(size: int) -> int:
    """Count the comparisons where every third item is another one, and some have moved."""
    old = [Counted(i) for i in range(size)]
    new = [Counted(i if i % 3 else -i - 1) for i in range(size)]
    new[size // 2], new[size // 4] = new[size // 4], new[size // 2]
    Counted.comparisons = 0
    assert sum(len(a) for same, a, _ in stretches(old, new) if same) > size / 2
    return Counted.comparisons


def test_the_work_grows_with_the_length() -> None:
    assert _work(16_000) < 4.4 * _work(4_000)
