"""When two cells hold the same to a reader: spaces, the digits' script and the form in which Thai
is stored make no difference.
"""

from __future__ import annotations

from functools import lru_cache

from ita_excel.core.values import CellError, Uncalculated, Value, as_text
from ita_excel.thai.normal import compare_form


def form(value: Value) -> str:
    """Return the text by which a value is compared; '' for a blank."""
    if type(value) is str:  # what most cells hold
        return _form(value)
    if isinstance(value, CellError):
        return f"\0{value.name}"  # an error is not a blank
    if isinstance(value, Uncalculated):
        return f"\0{value.formula}"
    return _form(as_text(value))


@lru_cache(maxsize=50_000)
def _form(text: str) -> str:
    """Return the form of a text; a merge asks for the same few thousand again and again."""
    return compare_form(text.strip())


def same_value(a: Value, b: Value) -> bool:
    """Return whether a reader sees the same value in both."""
    return a == b or form(a) == form(b)
