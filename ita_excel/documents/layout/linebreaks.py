"""Where a line of print may end: the unbreakable pieces of a text, in any format.

Words come from `thai.words`. Here is known how wide they are: a piece wider than its column is
broken further, because a letter outside its cell is worse than a broken word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate, compress, pairwise
from pathlib import Path
from typing import Any

from ita_excel.rules.printable import SQUARE, printable
from ita_excel.thai.words import segment

_UNITS = 1500  # of the bundled font, to the em
_ROUNDING = 0.0001  # ems by which typst's boxes are wider than their words
_COUNTED = (
    "ครั้ง", "เดือน", "ปี", "วัน", "ชุด", "ฉบับ", "ราย", "คน", "แห่ง", "บาท", "ข้อ", "ด้าน", "มาตรการ",
    "โครงการ", "หมู่บ้าน", "เรื่อง", "คะแนน", "ตัวชี้วัด",
)  # fmt: skip
_NUMBER = re.compile(r"[0-9๐-๙][0-9๐-๙,. -]*")
_ADDRESS_PARTS = re.compile(r"[^/._?&=%@-]*[/._?&=%@-]+|[^/._?&=%@-]+")


@cache
def _styles() -> dict[str, dict[str, Any]]:
    """Return each character's width in the font's units, by the style."""
    text = (Path(__file__).parents[1] / "fonts" / "advances.json").read_text("utf-8")
    styles: dict[str, dict[str, Any]] = json.loads(text)
    return styles


@cache
def _advances() -> dict[str, int]:
    """Return each character's width in the font's units, the wider of regular and bold."""
    regular, bold = _styles()["Regular"], _styles()["Bold"]
    emoji = {c: int(width) for width, found in _styles()["Emoji"].items() for c in found}
    return emoji | {c: max(regular.get(c, 0), bold.get(c, 0)) for c in regular.keys() | bold.keys()}


@lru_cache(maxsize=8192)
def em(text: str) -> float:
    """Return the width of `text` in ems; what the font doesn't have counts as a square."""
    advances = _advances()
    return sum(advances.get(c, advances[SQUARE]) for c in text) / _UNITS


@lru_cache(maxsize=8192)
def style_em(text: str, *, bold: bool) -> float:
    """Return the width of `text` in ems in one style, kerning not counted; `em` is the wider's."""
    advances: dict[str, int] = _styles()["Bold" if bold else "Regular"]
    known = all(c in advances for c in text)
    return sum(advances[c] for c in text) / _UNITS if known else em(text)


@lru_cache(maxsize=32_768)  # the words of a workbook come again and again, in others too
def printed_em(piece: str, *, bold: bool) -> float:
    """Return the width in ems of the room that a piece takes in print, a word's box included."""
    if piece.isspace():
        return style_em(piece, bold=bold)
    shown = printable(piece)
    exact = set_width(shown, bold=bold)
    return style_em(shown, bold=bold) if exact is None else exact + _ROUNDING


@lru_cache(maxsize=8192)
def set_width(text: str, *, bold: bool) -> float | None:
    """Return the exact width in ems of a Thai word as it is set; None for anything else.

    Thai letters have neither kerning nor ligatures in the bundled font, Latin ones have.
    """
    advances: dict[str, int] = _styles()["Bold" if bold else "Regular"]
    if not all("ก" <= c <= "๛" and c in advances for c in text):
        return None
    return sum(advances[c] for c in text) / _UNITS


@lru_cache(maxsize=8192)
def pieces(text: str, names: tuple[str, ...] = (), room: float = 0) -> tuple[str, ...]:
    """Return the words and spaces of `text`; joined they are `text`.

    A line may end after each. `room` is the line's length in ems (0: unknown); what is wider is
    broken where that does least harm.
    """
    words = _with_counted(_with_names(segment(text), text, names))
    return tuple(_within(words, room)) if room else tuple(words)


def _with_names(words: list[str], text: str, names: tuple[str, ...]) -> list[str]:
    """Return the words with each name as one.

    Done here and not by `segment`, which would have to build a pattern for every agency.
    """
    present = [n for n in names if len(n) > 1 and n in text]
    spans = [m.span() for n in present for m in re.finditer(re.escape(n), text)]
    if not spans:
        return words
    ends = bytearray(len(text) + 1)
    for end in accumulate(map(len, words), initial=0):
        ends[end] = 1
    for start, end in spans:
        ends[start : end + 1] = b"\1" + bytes(end - start - 1) + b"\1"
    cuts = list(compress(range(len(ends)), ends))
    return [text[a:b] for a, b in pairwise(cuts)]


def _with_counted(words: list[str]) -> list[str]:
    """Return the words with a number and what it counts as one, `๒ ครั้ง`; a telephone number too."""
    joined: list[str] = []
    for word in words:
        if joined[-1:] == [" "] and len(joined) > 1 and _belongs(joined[-2], word):
            joined[-2:] = [f"{joined[-2]} {word}"]
        else:
            joined.append(word)
    return joined


def _belongs(before: str, word: str) -> bool:
    if _NUMBER.fullmatch(word):
        return before.startswith("โทร") or _NUMBER.fullmatch(before) is not None
    return word.startswith(_COUNTED) and _NUMBER.fullmatch(before) is not None


def _within(words: Iterable[str], room: float) -> Iterator[str]:
    for word in words:
        if em(word) <= room:
            yield word
            continue
        smaller = segment(word) if " " not in word else re.findall(r"\s+|\S+", word)
        if len(smaller) > 1:
            yield from _within(smaller, room)
        elif len(parts := _ADDRESS_PARTS.findall(word)) > 1:
            yield from _within(parts, room)
        elif len(syllables := _syllables(word)) > 1:
            yield from _within(syllables, room)
        else:
            yield from _clusters(word)


def _syllables(word: str) -> list[str]:
    """Return the syllables of a Thai word, or the word alone where they aren't known."""
    from pythainlp.tokenize import subword_tokenize

    if not all("ก" <= c <= "๎" for c in word):
        return [word]
    found: list[str] = subword_tokenize(word, engine="dict")
    return found if "".join(found) == word else [word]


def _clusters(word: str) -> Iterator[str]:
    """Yield letters, each with the marks above, below and (ะ า ำ) behind it."""
    return (m[0] for m in re.finditer(r"[เแโใไ]?.[ัิ-ฺ็-๎ะาำๅ\u0300-\u036f]*", word, re.DOTALL))
