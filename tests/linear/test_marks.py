"""Marks are put in order as PyThaiNLP does, in linear time."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.util import reorder_vowels

from ita_excel.thai.library import reordered

_LETTERS = st.text(st.sampled_from("กฤฦเแาำะๅัิีุู่้์ํ็๊ "), max_size=14)


@settings(max_examples=2000, deadline=None)
@given(_LETTERS)
def test_as_the_library_puts_them(text: str) -> None:
    assert reordered(text) == reorder_vowels(text)
