"""Pieces of formulas about text: many replacements at once, one form for what looks the same."""

from __future__ import annotations

from collections.abc import Iterable

from ita_excel.thai.digits import THAI
from ita_excel.values import INVISIBLE

# As ita_excel.thai.normal and .dates have them.
_NOTHING = INVISIBLE + "\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e\r"
_SPACES = "\t\u00a0\u2002\u2003\u2009\u202f\u3000"
_COMMON = "\t\n\r\u00a0\u200b\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"


def replaced(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a formula that replaces in `text` each first by its second, in that order.

    Excel allows 64 functions inside each other, so 60 pairs are the most.
    """
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{_literal(old)},{_literal(new)})"
    return text


def _literal(text: str) -> str:
    if len(text) == 1 and ord(text) < 32:
        return f"CHAR({ord(text)})"
    return '"' + text.replace('"', '""') + '"'


def visible(text: str, line_break: str = " ") -> str:
    """Return a formula for `text` without what can't be seen, each space a plain one."""
    pairs = [(c, "") for c in _NOTHING] + [(c, " ") for c in _SPACES] + [("\n", line_break)]
    return replaced(text, pairs)


def plain(text: str, line_break: str = " ") -> str:
    """Return a formula for `text` as `thai.dates.plain` gives it, nearly: Arabic digits, one kind
    of dash, lower case, single spaces, the commonest marks in order."""
    pairs = [(thai, str(i)) for i, thai in enumerate(THAI)]
    pairs += [(dash, "-") for dash in _DASHES]
    pairs += [("เเ", "แ"), ("ํา", "ำ"), ("้ั", "ั้"), ("่ี", "ี่")]
    return f"LOWER(TRIM({replaced(visible(text, line_break), pairs)}))"


def trimmed(text: str) -> str:
    """Return a formula for `text` without white space at its ends, as far as people type it."""
    return f"TRIM({replaced(text, [(c, ' ') for c in _COMMON])})"


def blank(reference: str) -> str:
    """Return a test whether a cell holds nothing visible; an error value is not blank."""
    return f"IFERROR(LEN({trimmed(reference)})=0,FALSE)"


def says_nothing(reference: str) -> str:
    """Return a test whether a text cell is blank, a dash or an error value."""
    return f'ISNUMBER(MATCH(IFERROR("x"&{trimmed(reference)},"x"),{{"x","x-"}},0))'
