"""Addresses behind words: the link on a cell is evidence, and its words alone say nothing of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from ita_excel.core.besides import Beside, BesideKind
from ita_excel.core.values import Value, as_text
from ita_excel.merging.master import EDITABLE
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow

_WEB = re.compile(r"(?:https?|ftps?)://\S", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://|mailto:|file:/*)", re.IGNORECASE)

Links = Mapping[str, Sequence[Beside]]  # by sheet


def with_links(book: ReturnedBook, besides: Links) -> tuple[ReturnedBook, set[tuple[str, Beside]]]:
    """Return the book with each web address in its row's evidence, and the links that are in it.

    A link that says its own address is in it, too. Addresses of files and mailboxes, and links
    outside the answers, are not: those are listed.
    """
    settled: set[tuple[str, Beside]] = set()
    results = []
    links = {
        (sheet, b.row, b.column): b
        for sheet, found in besides.items()
        for b in found
        if b.kind is BesideKind.LINK
    }
    if not links:
        return book, settled
    for row in book.results:
        new = row
        for name in EDITABLE:
            for column, value in row.cells.get(name, ()):
                link = links.get((row.sheet, row.number, column))
                if link is None:
                    continue
                if not says(as_text(value), link.text):
                    if not _WEB.match(link.text) or not row.cells.get("evidence"):
                        continue
                    new = _with_evidence(new, link.text)
                settled.add((row.sheet, link))
        results.append(new)
    return replace(book, results=tuple(results)), settled


def says(text: str, address: str) -> bool:
    """Whether a text holds an address, however programs spell it."""
    return _core(address) in _core(text)


def _core(text: str) -> str:
    bare = _SCHEME.sub("", unquote(text).strip()).rstrip("/")
    return re.sub(r"\s+", "", bare).casefold()


def _with_evidence(row: ReturnedRow, address: str) -> ReturnedRow:
    """Return the row with an address at the end of its evidence, once."""
    (column, value), *others = row.cells["evidence"]
    said = as_text(value)
    if says(said, address):
        return row
    joined: Value = f"{said}\n{address}" if said else address
    return replace(row, cells={**row.cells, "evidence": ((column, joined), *others)})
