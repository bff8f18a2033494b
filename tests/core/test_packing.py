"""Values packed into texts for cells come back as they were, or are said to be damaged."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.core.packing import CHUNK, EachOnce, from_json, pack, to_json, unpack
from ita_excel.core.values import CellError, Uncalculated, clean

values = st.one_of(
    st.none(),
    st.text(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes().map(lambda m: m.replace(microsecond=0)),
).map(clean)


@given(values)
def test_a_value_comes_back_as_it_was(value):
    assert unpack(pack(to_json(value))) == to_json(value)
    back = from_json(unpack(pack(to_json(value))))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "value", [CellError("#REF!"), Uncalculated("=A1"), dt.time(9, 30), dt.timedelta(hours=30)]
)
def test_rare_values_come_back_too(value):
    assert from_json(to_json(value)) == value


@given(st.lists(st.text(max_size=200), max_size=50))
def test_packed_texts_fit_into_cells_and_are_plain(content):
    for text in pack(content):
        assert len(text) <= CHUNK
        assert text.isascii()
        assert not text.startswith(("=", "+", "@", "-"))


@pytest.mark.parametrize("texts", [["x"], ["AAAA"], ["===="], [""], ["ก"]])
def test_damaged_texts_are_said_to_be(texts):
    with pytest.raises(ValueError):
        unpack(texts)


def test_what_unpacks_to_too_much_is_refused():
    import base64
    import zlib

    bomb = base64.b64encode(zlib.compress(b" " * 60_000_000, 9)).decode()
    with pytest.raises(ValueError):
        unpack([bomb])


def test_each_value_is_written_once_and_what_only_equals_it_apart() -> None:
    once = EachOnce()
    values = ["1", 1, 1.5, True, 1, "1", dt.date(2025, 1, 2), "2025-01-02", CellError("1"), True]
    assert [once.number(v) for v in values] == [0, 1, 2, 3, 1, 0, 4, 5, 6, 3]
    assert [from_json(v) for v in once.values] == [
        "1", 1, 1.5, True, dt.date(2025, 1, 2), "2025-01-02", CellError("1")
    ]  # fmt: skip
    assert [type(from_json(v)) for v in once.values[1:4]] == [int, float, bool]
