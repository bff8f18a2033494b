"""The dictionary that Thai texts are cut by: PyThaiNLP's list of words beside the field's own.

PyThaiNLP's list (CC0) lies in dictionary.txt, one line for each pair of first letters, because
reading it is all that a command can afford: loading PyThaiNLP and its list takes a tenth of a
second. Only the lines that a text needs are taken apart. Written from the installed PyThaiNLP by
`python -m ita_excel.thai.dictionary`. Doesn't know how a text is cut (`matching.py`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

_FILE = "dictionary.txt"
_THAI = re.compile("[ก-ฺเ-๎]+")
# Longer ones, such as นายกองค์การบริหารส่วนตำบล, would not fit the column of a table.
_LONGEST = 24
# Words that tear the field's phrases: ช่อง|ทางการ|ให้บริการ, เจ้าหน้า|ที่ประกาศ.
_MISLEADING = {"ทางการ", "งานการ", "แผนการ", "ปฏิบัติการ", "งานประจำปี", "เจ้าหน้า"}
_NOUN = "การ"


class Dictionary:
    """Words by their first two letters, made ready where they are asked for."""

    def __init__(self, own: Iterable[str]) -> None:
        text = resources.files("ita_excel.thai").joinpath(_FILE).read_text("utf-8")
        self._lines = dict(line.split(":", 1) for line in text.splitlines())
        self._own: dict[str, set[str]] = {}
        for word in own:
            self._own.setdefault(word[:2], set()).add(word)
        self._known: dict[str, frozenset[str]] = {}
        self._kept: dict[str, tuple[frozenset[str], tuple[int, ...]]] = {}

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Return the words that begin at `start` of `text`, shortest first."""
        letters = text[start : start + 2]
        found = [letters[0]] if letters[:1] in self._words(letters[:1]) else []
        words, lengths = self._kept.get(letters) or self._make(letters)
        for length in lengths:
            word = text[start : start + length]
            if length > 1 and word in words and len(word) == length:
                found.append(word)
        return found

    def _words(self, letters: str) -> frozenset[str]:
        """Return all words that begin with two letters, or the word of one letter."""
        known = self._known.get(letters)
        if known is None:
            line = self._lines.get(letters)
            listed = {letters + rest for rest in line.split(",")} if line is not None else set()
            known = frozenset(listed - _MISLEADING | self._own.get(letters, set()))
            self._known[letters] = known
        return known

    def _make(self, letters: str) -> tuple[frozenset[str], tuple[int, ...]]:
        # With การส่งเสริม as a word, มาตรการส่งเสริม would be torn into มาตร and การส่งเสริม.
        words = frozenset(
            w
            for w in self._words(letters)
            if not (w.startswith(_NOUN) and (verb := w[len(_NOUN) :]) in self._words(verb[:2]))
        )
        made = words, tuple(sorted({len(w) for w in words}))
        self._kept[letters] = made
        return made


def listed() -> str:
    """Return the text of dictionary.txt, made of the installed PyThaiNLP's words."""
    from pythainlp.corpus import thai_words

    lines: dict[str, list[str]] = {}
    for word in sorted(thai_words()):
        if len(word) <= _LONGEST and _THAI.fullmatch(word):
            lines.setdefault(word[:2], []).append(word[2:])
    return "".join(f"{start}:{','.join(rests)}\n" for start, rests in lines.items())


if __name__ == "__main__":
    Path(sys.argv[1] if sys.argv[1:] else Path(__file__).with_name(_FILE)).write_text(
        listed(), encoding="utf-8", newline="\n"
    )
