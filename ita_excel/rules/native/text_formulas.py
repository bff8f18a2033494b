"""Pieces of formulas about text: many replacements at once, one form for what looks the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ita_excel.core.values import INVISIBLE
from ita_excel.thai.digits import THAI

Pairs = Iterable[tuple[str, str]]

# As ita_excel.core.values, ita_excel.thai.normal and ita_excel.thai.date_tokens have them.
_DIRECTIONS = "\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
# The spaces that a cell can hold, but for U+0085, which no keyboard has and XML only tolerates.
# U+0001 is what LibreOffice gives formulas for a tab in a cell of several lines.
_COMMON_SPACES = "\x01\t\u00a0\u2002\u2003\u2009\u202f\u3000"
_RARE_SPACES = "\u1680\u2000\u2001\u2004\u2005\u2006\u2007\u2008\u200a\u2028\u2029\u205f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
MOST_PAIRS = 55  # in one formula, as Excel allows 64 functions inside each other

_DIGITS = [(thai, str(i)) for i, thai in enumerate(THAI)]
_ONE_DASH = [(dash, "-") for dash in _DASHES]
_SPACES = [(space, " ") for space in _COMMON_SPACES + _RARE_SPACES + "\r\n"]
_NOTHING = [(letter, "") for letter in INVISIBLE]


def replaced(text: str, pairs: Pairs) -> str:
    """Return a formula that replaces in `text` each first by its second, in that order."""
    for old, new in pairs:
        text = f"SUBSTITUTE({text},{_literal(old)},{_literal(new)})"
    return text


def _literal(text: str) -> str:
    if len(text) == 1 and ord(text) < 32:
        return f"CHAR({ord(text)})"
    return '"' + text.replace('"', '""') + '"'


def in_steps(name: str, text: str, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield defined names that together replace more pairs than one formula may; the last is
    called `name`."""
    todo = list(pairs)
    step = 0
    while len(todo) > MOST_PAIRS:
        step += 1
        yield f"{name}_{step}", replaced(text, todo[:MOST_PAIRS])
        text, todo = f"{name}_{step}", todo[MOST_PAIRS:]
    yield name, replaced(text, todo)


def seen(line_break: str, barred: str) -> list[tuple[str, str]]:
    """Return the pairs that take away what can't be seen and make each space a plain one.

    `barred` are characters that the formulas use as signs of their own.
    """
    pairs = [(letter, "!") for letter in barred]
    pairs += [(letter, "") for letter in INVISIBLE + _DIRECTIONS]
    pairs += [(space, " ") for space in _COMMON_SPACES + _RARE_SPACES]
    return [*pairs, ("\r", line_break), ("\n", line_break)]


def compared(words: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs for Arabic digits, one kind of dash, and the words' marks in order."""
    pairs = _DIGITS + _ONE_DASH + [("เเ", "แ"), ("ํา", "ำ")]
    marks = "ัิีึืุู็่้๊๋์๎ํ"
    found = {w[i : i + 2] for w in words for i in range(len(w) - 1)}
    ordered = sorted(pair for pair in found if pair[0] in marks and pair[1] in marks)
    return pairs + [(pair[::-1], pair) for pair in ordered]


def plain(text: str) -> str:
    """Return a formula for `text` in Arabic digits, one kind of dash, lower case, single spaces:
    as `thai.date_tokens.plain` gives it, but for the rarest spaces and marks."""
    pairs = [(letter, "") for letter in INVISIBLE]
    pairs += [(space, " ") for space in _COMMON_SPACES + "\r\n"]
    return f"LOWER(TRIM({replaced(text, pairs + _DIGITS + _ONE_DASH)}))"


def stripped(text: str) -> str:
    """Return a formula for `text` without white space at its ends."""
    return f"TRIM({replaced(text, _SPACES)})"


def length(text: str) -> str:
    """Return a formula for the number of characters that can be seen, single spaces included."""
    return f"LEN(TRIM({replaced(text, _NOTHING + _SPACES)}))"


def blank(reference: str) -> str:
    """Return a test whether a cell holds nothing visible; an error value is not blank."""
    return f"IFERROR({length(reference)}=0,FALSE)"


def says_nothing(reference: str) -> str:
    """Return a test whether a text cell is blank, a dash or an error value."""
    return f'IFERROR(OR({length(reference)}=0,EXACT({stripped(reference)},"-")),TRUE)'
