"""Which letters the documents' fonts can print, and what is printed for those that they can't.

Knows the bundled fonts' characters (catalogue/printable.json, written where the fonts are built)
and what typst, which sets PDFs, does with marks. A Word file carries the same font, and other
programs know no more letters of TH Sarabun's. A web page is shown in its reader's own fonts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from ita_excel.catalogue import data_files

SQUARE = "□"  # stands for a letter that the fonts don't have

# Marks that Unicode lets stand in any order, in the one in which they are set: else a reader of the
# PDF would find another one than what is said here.
_ORDERED = "[\u0300-\u036f]|[\u0e48-\u0e4b][\u0e38-\u0e3a]|\u0e3a[\u0e38\u0e39]"
_DOT_AND_VOWEL, _TONE_AND_TILDE = (
    re.compile("(?<!\u0e3a)(\u0e3a++)([\u0e38\u0e39]++)"),
    re.compile("([\u0e48-\u0e4b])(\u0303)"),
)
_LATIN_MARK = "\u0300-\u036f"
_MARK = f"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e{_LATIN_MARK}"
_MARKS, _LATIN = f"[{_MARK}ำ]{{2,}}", f"[{_LATIN_MARK}]"
_STACKED_AM = f"(?<=[{_MARK}][{_MARK}])ำ"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_LETTERS_OF_FLAGS = "[\U0001f1e6-\U0001f1ff]{2}"


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return all letters that print, the emoji among them, and the pairs that are flags."""
    import json  # not for what only names rules

    told: dict[str, str] = json.loads(data_files.text("printable.json"))
    flags = told["flags"]
    pairs = frozenset(flags[i : i + 2] for i in range(0, len(flags), 2))
    return frozenset(told["letters"] + told["emoji"]), frozenset(told["emoji"]), pairs


def printable(text: str) -> str:
    """Return `text` as PDFs print it: a square for each letter that the fonts lack."""
    if text.isascii():
        return text
    text = in_order(text)
    found = {i for i, _ in unprintable(text)}
    if not found:
        return text
    return "".join(
        c if i not in found else "" if unicodedata.category(c) in "MnMeCf" else SQUARE
        for i, c in enumerate(text)
    )


def unprintable(text: str) -> list[tuple[int, str]]:
    """Return what can't be printed, each letter with its place in `text`; line ends can."""
    letters, emoji, flags = _known()
    found = {i for i, c in enumerate(text) if c not in letters and c != "\n"}
    for marks in re.finditer(_MARKS, text):
        found.update(_heaped(marks[0], marks.start()))
    if not emoji.isdisjoint(text):
        found.update(_torn(text, emoji))
        for pair in re.finditer(_LETTERS_OF_FLAGS, text):
            if pair[0] not in flags:
                found |= {*range(*pair.span())}
    return [(i, text[i]) for i in sorted(found)]


def in_order(text: str) -> str:
    """Return `text` with marks that can stand in any order in the one in which they are set."""
    if not re.search(_ORDERED, text):
        return text
    text = unicodedata.normalize("NFC", text)
    return _DOT_AND_VOWEL.sub(r"\2\1", _TONE_AND_TILDE.sub(r"\2\1", text))


def _heaped(marks: str, start: int) -> Iterator[int]:
    """Yield the places of marks on a letter that no word has, where typst takes one for another."""
    if re.search(_LATIN, marks):
        yield from range(start + 1, start + len(marks))
    else:
        yield from (start + am.start() for am in re.finditer(_STACKED_AM, marks))


def _torn(text: str, emoji: frozenset[str]) -> Iterator[int]:
    """Yield the places of marks on an emoji, and of skin tones that are on none.

    typst sets a letter with all that stands on it in one font, and these are in two: it would leave
    out one of them.
    """
    before, on_emoji = "", False
    for i, letter in enumerate(text):
        on_emoji = letter in emoji or (on_emoji and _stands_on_another(letter))
        lonely = letter in _SKIN_TONES and (before not in emoji or before in _SKIN_TONES)
        if lonely or (on_emoji and letter not in emoji):
            yield i
        before = letter


@lru_cache(maxsize=1024)
def _stands_on_another(letter: str) -> bool:
    return letter == "ำ" or unicodedata.category(letter)[0] == "M"
