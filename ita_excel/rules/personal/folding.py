"""A text as a person reads it aloud: one kind of digit, dash and space, nothing invisible.

Whoever hides a number, by chance or not, does it with characters that look alike: Thai or
full-width digits, en dashes, no-break spaces, a zero-width space in the middle.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import unquote

from ita_excel.rules.personal.spans import Span
from ita_excel.thai.digits import ARABIC, THAI

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a"
    "\u206b\u206c\u206d\u206e\u206f\u20e3\u3164\ufeff\uffa0"
)
_DASHES = "\u00ac\u02d7\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2500\u2796\u2e3a\u2e3b\u301c\u30fc\ufe58\ufe63\uff0d\uff70"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINES = "\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb\u3002\uff61\uff65"
_STROKES = "\u2044\u2215\u29f8\u2571"
_SAME = (
    str.maketrans(THAI, ARABIC)
    | dict.fromkeys(map(ord, _INVISIBLE))
    | dict.fromkeys(range(0xFE00, 0xFE10))  # variation selectors: how an emoji is to look
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _SPACES), " ")
    | dict.fromkeys(map(ord, _LINES), "\n")
    | dict.fromkeys(map(ord, _DOTS), ".")
    | dict.fromkeys(map(ord, _STROKES), "/")
)
_FOREIGN = re.compile(r"[^\x00-\x7f\u0e00-\u0e7f]")
_SIX_DIGITS = re.compile(
    r"[0-9][^0-9]{0,4}+[0-9][^0-9]{0,4}+[0-9][^0-9]{0,4}+[0-9][^0-9]{0,4}+[0-9]"
)
_LINK = re.compile(r"(?i:https?://|www\.|tel:|line://|\bline\.me/|\bwa\.me/)[^\s<>\"“”]*+")
# A number written %31%32… in an address, or with %20 and %2D between.
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Folded:
    """The text, and where the web addresses in it are."""

    text: str

    @cached_property
    def may_hold_numbers(self) -> bool:
        return _SIX_DIGITS.search(self.text) is not None

    @cached_property
    def links(self) -> tuple[Span, ...]:
        return tuple(Span(*found.span()) for found in _LINK.finditer(self.text))

    def link_at(self, place: int) -> Span | None:
        """Return the web address that `place` lies in."""
        before = bisect_right(self.links, place, key=lambda link: link.start)
        link = self.links[before - 1] if before else None
        return link if link and place < link.end else None


def folded(text: str) -> Folded:
    """Return `text` with one kind of digit, dash, space, line end and Latin letter."""
    text = text.translate(_SAME)
    if _FOREIGN.search(text):
        text = _FOREIGN.sub(lambda found: _ascii(found[0]), text)
    if "%" in text:
        text = _LINK.sub(lambda found: _unescaped(found[0]), text)
    return Folded(text)


def _unescaped(link: str) -> str:
    """Return an address as people see it; what would end it stays escaped."""
    if not _ESCAPED.search(link):
        return link
    told = unquote(link, errors="replace").translate(_SAME)
    return "".join("_" if c.isspace() or c in '<>"“”' else c for c in told)


@lru_cache(maxsize=1024)
def _ascii(letter: str) -> str:
    """Return the digit, Latin letter or sign that a character is another form of, or itself."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    form = unicodedata.normalize("NFKC", letter)
    return form if form.isascii() else letter
