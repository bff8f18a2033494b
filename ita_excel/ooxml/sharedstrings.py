"""The shared strings of a workbook, each decoded only when somebody asks for it."""

from __future__ import annotations

import re

from ita_excel.core.errors import InputError
from ita_excel.ooxml.partxml import parse
from ita_excel.ooxml.sheetxml import plain_text
from ita_excel.ooxml.zipcopy import Buffer

_ITEM = rb"<(?:[\w.-]+:)?si(?=[\s/>])[^<>]*>"
_ROOT = rb"<((?:[\w.-]+:)?sst)(?=[\s>])[^<>]*>\s*\Z"
_SIMPLE = rb"<si><t(?: xml:space=\"preserve\")?>([^<&]*)</t></si>\s*"


class SharedStrings:
    """Texts by their number; a number that isn't there gives ''."""

    def __init__(self, data: Buffer | None, part: str) -> None:
        self._data, self._part = data, part
        self._starts: list[int] | None = None
        self._parsed: list[str] | None = None

    def __call__(self, number: int) -> str:
        """Return the text of a number; runs are joined, phonetic hints left out."""
        if self._data is None:
            return ""
        if self._starts is None:
            self._starts = [m.start() for m in re.finditer(_ITEM, self._data)]
            self._starts.append(len(self._data))
        if self._parsed is None:
            if not 0 <= number < len(self._starts) - 1:
                return ""
            span = self._data[self._starts[number] : self._starts[number + 1]]
            if simple := re.fullmatch(_SIMPLE, span):
                return simple[1].decode()
            if (text := self._alone(number)) is not None:
                return text
            # Comments between the items, other encodings: let a parser read them all.
            items = [e for e in parse(self._data, self._part) if isinstance(e.tag, str)]
            self._parsed = [plain_text(item) for item in items]
        return self._parsed[number] if 0 <= number < len(self._parsed) else ""

    def _alone(self, number: int) -> str | None:
        """Return a rich text, or one with escapes, parsed by itself; None where that can't be.

        There may be a hundred MB of others.
        """
        assert self._data is not None and self._starts
        head = self._data[: self._starts[0]]
        name = re.search(_ROOT, head)
        close = b"" if number == len(self._starts) - 2 else b"</%s>" % name[1] if name else b""
        span = self._data[self._starts[number] : self._starts[number + 1]]
        if not name or b"<!" in span:
            return None
        try:
            items = [e for e in parse(head + span + close, self._part) if isinstance(e.tag, str)]
        except InputError:
            return None
        return plain_text(items[0]) if len(items) == 1 else None
