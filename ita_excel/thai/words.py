"""Where a Thai line may break: a text cut into words, nothing added and nothing lost.

PyThaiNLP's newmm finds the words, with the field's own (words.txt) beside its dictionary. What
an office never tears is kept whole before it is asked: numbers, abbreviations, months with their
year, addresses. Never used to change a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ita_excel.thai.calendar import ABBREVIATIONS
from ita_excel.thai.library import prepare

if TYPE_CHECKING:
    from pythainlp.util import Trie

_DIGIT = "[0-9๐-๙]"
_NUMBER = rf"{_DIGIT}(?:[,.:/]?{_DIGIT})*"
_SHORT_MONTH = "|".join(map(re.escape, ABBREVIATIONS))
_MONTH = rf"(?:{_DIGIT}{{1,2}} )?(?:{_SHORT_MONTH}) ?{_DIGIT}{{2,4}}"
_ADDRESS = r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+[A-Za-z0-9]"
_LATIN = r"[A-Za-z][A-Za-z0-9]*(?:[-&'._][A-Za-z0-9]+)*"
# น.ส., ป.ป.ช., เม.ย.: every part is one consonant, or the end of the word before would be taken in.
_INITIALS = r"(?:[เแโใไ]?[ก-ฮ][ิีึืุู]?\.){2,}"
_MARKS = "ัิ-ฺ็-๎"
_THAI = rf"[ก-ฮะาำเ-ๅ{_MARKS}]"

_OPENING = set("([{“‘«")
_CLOSING = set(")]}”’»,.;:!?%…/-–—ฯๆ")
_QUOTE = '"'
_DASHES = ("-", "–", "—")
# No line ends with these: they make a noun of the word that follows.
_PREFIXES = ("การ", "ความ", "ผู้", "นัก")
# Dictionary words that tear the field's phrases: ช่อง|ทางการ|ให้บริการ, เจ้าหน้า|ที่ประกาศ.
_MISLEADING = {"ทางการ", "งานการ", "แผนการ", "ปฏิบัติการ", "งานประจำปี", "เจ้าหน้า"}
# Longer ones, such as นายกองค์การบริหารส่วนตำบล, would not fit the column of a table.
_LONGEST = 24
# No line starts with these: they belong to the consonant before, or to the emoji.
_DEPENDENT = re.compile(f"[{_MARKS}ะาำๅ\U0001f3fb-\U0001f3ff]")
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"


def segment(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """Return the words, spaces and line breaks of `text`; joined they are `text` again.

    A line may break before every item but a space. `names` are kept whole too: those of the
    agency and of persons, which no dictionary knows.
    """
    return [word for line in text.splitlines(keepends=True) for word in _line(line, names)]


@lru_cache(maxsize=4096)
def _line(line: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_glued(_pieces(line, names)))


def _pieces(line: str, names: tuple[str, ...]) -> Iterator[str]:
    for found in _whole(names).finditer(line):
        piece = found[0]
        if found.lastgroup == "thai":
            yield from _thai_words(piece)
        else:
            yield piece


@cache
def _whole(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of what is kept whole; its last alternative takes any character."""
    kept = sorted({*names, *(w for w in _own_words() if w.endswith("."))} - {""}, key=len)
    known = "|".join(map(re.escape, reversed(kept)))
    whole = (
        rf"{_MONTH}(?: ?[-–] ?{_MONTH})?",
        rf"(?:พ\.ศ\.|ค\.ศ\.) ?{_DIGIT}{{4}}",
        _ADDRESS,
        "ฯลฯ",
        known,
        _INITIALS,
        _NUMBER,
        _LATIN,
        " ?ๆ",
        r"\s+",
        _FLAG,
    )
    kept_whole = "|".join(whole)
    # A stretch of Thai ends where something kept whole starts, even without a space between.
    thai = rf"(?P<thai>(?:(?!{known}|{_INITIALS}){_THAI})+)"
    return re.compile(f"{kept_whole}|{thai}|.", re.DOTALL)


def _thai_words(stretch: str) -> list[str]:
    dictionary = _dictionary()
    from pythainlp.tokenize import word_tokenize

    words: list[str] = word_tokenize(
        stretch, custom_dict=dictionary, engine="newmm", join_broken_num=False
    )
    if "".join(words) != stretch:
        return [stretch]
    if words[1:] and words[-1] == "การ":  # นิติกรปฏิบัติการ: nothing follows that it could lead
        words[-2:] = [words[-2] + words[-1]]
    return words


def _glued(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, each with the signs that may not be parted from it."""
    word = ""
    for piece in pieces:
        if word and _holds(word, piece):
            word += piece
        else:
            if word:
                yield word
            word = piece
    if word:
        yield word


def _holds(word: str, piece: str) -> bool:
    """Return whether no line may break between `word` and `piece`."""
    if word.isspace() or piece.isspace():
        return False
    if piece[0] in _CLOSING or piece == " ๆ" or _DEPENDENT.match(piece):
        return True
    # A dash or quotation mark that stands alone so far had a space before it: it opens.
    if word in _PREFIXES or word in _DASHES:
        return True
    return word[-1] in _OPENING or _QUOTE in (word, piece)


@cache
def _own_words() -> tuple[str, ...]:
    lines = Path(__file__).with_name("words.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


class Words:
    """What newmm asks of a dictionary.

    PyThaiNLP's own trie takes a third of a second to build, which is longer than a whole document
    takes; here nothing is built, and every length that a word may have is looked up.
    """

    def __init__(self, words: frozenset[str], own: frozenset[str]) -> None:
        """Take PyThaiNLP's words and the field's own, of which none is ever left out."""
        self._words, self._own = words, own
        # Officers' texts resemble each other, above all those of a thousand workbooks in one call.
        self._known = lru_cache(maxsize=32_768)(self._beginning)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._own or (word in self._words and not self._left_out(str(word)))

    def prefixes(self, text: str, start: int = 0) -> tuple[str, ...]:
        """Return the words that begin at `start`, shortest first."""
        return self._known(text[start : start + _LONGEST])

    def _beginning(self, text: str) -> tuple[str, ...]:
        starts = [text[:stop] for stop in range(1, len(text) + 1)]
        known = {w for w in self._words.intersection(starts) if not self._left_out(w)}
        return tuple(sorted(known | self._own.intersection(starts), key=len))

    def _left_out(self, word: str) -> bool:
        if word in _MISLEADING or len(word) > _LONGEST:
            return True
        # With การส่งเสริม as a word, มาตรการส่งเสริม would be torn into มาตร and การส่งเสริม.
        return word.startswith("การ") and word[3:] in self


@cache
def _dictionary() -> Trie:
    prepare()
    from pythainlp.corpus import thai_words

    return cast("Trie", Words(thai_words(), frozenset(_own_words())))
