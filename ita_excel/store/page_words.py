"""The words of a web page: its title and headings, what can be read, and whether it asks to log in.

Runs in the process apart. No script is run: what only a browser puts there isn't known.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from ita_excel.thai.encodings import decoded

_UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "select"))
_MOST = 400_000  # letters
_META = re.compile(rb"<meta[^<>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.said: list[str] = []
        self.password = False
        self.refresh = ""
        self._unseen = 0
        self._heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in ("title", "h1"):
            self._heading += 1
            self.title.append(" ")
        elif tag == "input" and given.get("type", "").lower() == "password":
            self.password = True
        elif tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.refresh = given.get("content", "").partition("=")[2].strip(" '\"")
        if tag not in ("a", "b", "i", "em", "strong", "span", "font", "u"):
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in ("title", "h1"):
            self._heading = max(0, self._heading - 1)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._heading:
            self.title.append(data)
        self.said.append(data)


def read_page(data: bytes, charset: str) -> tuple[str, dict[str, Any]]:
    """Return what a page says, and `title` (headings with it), `password`, `refresh`, `letters`."""
    meta = _META.search(data[:4096])
    words = _Words()
    words.feed(decoded(data, charset or (meta[1].decode("ascii", "replace") if meta else "")))
    text = "".join(words.said)[:_MOST]
    title = " ".join("".join(words.title).split())[:300]
    letters = len(re.sub(r"\s+", "", text))
    page = {"title": title, "password": words.password, "refresh": words.refresh[:500]}
    return text, {**page, "letters": letters}
