"""Web addresses in officers' texts: which are there, and which look like one but can't be opened.

Knows the form of an address only; whether a page answers is nobody's business here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_PATH = r"(?::\d{2,5})?(?:[/?#]\S*)?"
_WITH_SCHEME = rf"https?://{_HOST}{_PATH}"
_WITHOUT = rf"(?:www\.{_HOST}|{_HOST}(?=/))[^\s]*"
_LINK = re.compile(rf"{_WITH_SCHEME}|(?<![\w@./-]){_WITHOUT}", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_WITH_SCHEME}|(?:www\.{_HOST}|{_HOST}){_PATH})[.,;)]*", re.IGNORECASE)

# What was meant as an address: a scheme or www, right or wrong.
_MEANT = re.compile(
    r"(?:h?t{1,3}ps?|htpps?|hhtps?|http)\b\s*+[:;]*+\s*+/*+|w{2,4}[.,]", re.IGNORECASE
)
_PIECES = re.compile(r"(?<![\s,;])[\s,;]++(?=\S)|[\u0e00-\u0e7f]+")
_LINE_END = re.compile(r"(?<![\s,;])(?:\s++[\s,;]*+|[,;]++\s[\s,;]*+)$")


def has_link(text: str) -> bool:
    """Return whether a web address stands in `text`."""
    return "." in text and _LINK.search(text) is not None


def odd_links(text: str) -> Iterator[str]:
    """Yield what was meant as a web address and can't be one: `htp://…`, `https//…`, `http://`."""
    for line in text.split("\n"):
        for piece in _PIECES.split(_LINE_END.sub("", line)):
            meant = _MEANT.match(piece)
            if meant and not _WHOLE.fullmatch(piece):
                yield piece
