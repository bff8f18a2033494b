"""The shared strings of a workbook, each decoded only when somebody asks for it."""

from __future__ import annotations

from ita_excel.patterns import late
from ita_excel.store.parts import parse
from ita_excel.store.sheetxml import plain_text
from ita_excel.store.zipcopy import Buffer

_ITEM = late(rb"<(?:[\w.-]+:)?si(?=[\s/>])[^>]*>")
_SIMPLE = late(rb"<si><t(?: xml:space=\"preserve\")?>([^<&]*)</t></si>\s*")


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
            self._starts = [m.start() for m in _ITEM.finditer(self._data)]
            self._starts.append(len(self._data))
        if self._parsed is None:
            if not 0 <= number < len(self._starts) - 1:
                return ""
            span = self._data[self._starts[number] : self._starts[number + 1]]
            if simple := _SIMPLE.fullmatch(span):
                return simple[1].decode()
            # Rich texts, escapes, other prefixes or encodings: let a parser read them all.
            items = [e for e in parse(self._data, self._part) if isinstance(e.tag, str)]
            self._parsed = [plain_text(item) for item in items]
        return self._parsed[number] if 0 <= number < len(self._parsed) else ""
