"""When two Thai texts are the same to a reader though their characters differ.

Knows the ways one written word can be stored (digits, spaces, what prints as nothing, marks typed
in another order). Refuses to know spelling: a wrong letter stays a wrong letter. Never NFKC, which
takes ำ apart, and NFC only on stretches that aren't Thai: it sorts some Thai marks and not others.
"""

from __future__ import annotations

import re
import unicodedata

from ita_excel.core.values import INVISIBLE
from ita_excel.thai.digits import ARABIC, THAI

# Direction marks come with text copied from web pages and chats; they print as nothing too.
_NOTHING = dict.fromkeys(map(ord, INVISIBLE + "\u180e\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_COMPARED = _NOTHING | str.maketrans(THAI, ARABIC)
# To look whether there is anything to do takes a tenth of doing it, and most texts need nothing.
_IN_COMPARED = re.compile(f"[{re.escape(''.join(map(chr, _COMPARED)))}]")

# What XML and typst can't hold, and what would turn the reading direction of a page.
_UNPRINTABLE = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
# How an emoji is to look, the key around a number (it would hide a Thai digit), reading directions.
_VARIATION = "[\ufe00-\ufe0f\u20e3\u2066-\u2069]"
# Spaces of any width, which the fonts don't have.
_WIDE_SPACES = "[\u1680\u2000-\u200a\u205f\u3000]"

_SPACES = re.compile(r"\s+")
_OTHER_SPACES = re.compile(r"[^\S ]|  ")
_SPACES_IN_LINE = r"[^\S\n]{2,}"
_FOREIGN = re.compile(r"[^\x00-\x7f\u0e00-\u0e7f]")
_NOT_THAI = r"[^\u0e00-\u0e7f]+"

# The order in which marks over and under one consonant are stored. ํ comes last so that it meets
# a following า and the two become ำ.
_UNDER_DOT, _VOWELS, _TONES, _NIKHAHIT = "ฺ", "ัิีึืุู็", "่้๊๋์๎", "ํ"
_RANK = {m: i for i, group in enumerate((_UNDER_DOT, _VOWELS, _TONES, _NIKHAHIT)) for m in group}
_MARKS = f"[{''.join(_RANK)}]"
_RUN = f"{_MARKS}{{2,}}"
# Each begins where such a run does, not in the middle of it: thousands of marks are one run.
_MARKS_AA = f"(?<!{_MARKS})({_MARKS}++)า"
_AM_MARKS = f"(?<!ำ)ำ(?>(?:ำ*+{_MARKS}++)+)"
_WRONG = re.compile(
    f"เเ|(?<!{_MARKS})(?={_MARKS}*?{_NIKHAHIT}){_MARKS}++า|ำ{_MARKS}|[{_VOWELS}]{_UNDER_DOT}"
    f"|[{_TONES}][{_UNDER_DOT}{_VOWELS}]|{_NIKHAHIT}[{_UNDER_DOT}{_VOWELS}{_TONES}]"
)
# Every text with one of the above has one of these, which are found in a sixth of the time.
_PERHAPS_WRONG = re.compile(
    f"เเ|{_NIKHAHIT}|ำ{_MARKS}|[{_VOWELS}]{_UNDER_DOT}|[{_TONES}][{_UNDER_DOT}{_VOWELS}]"
)


def compare_form(text: str) -> str:
    """Return the form in which two texts that look the same to a person are equal.

    For comparing and looking up only, never for printing: digits become Arabic and every run of
    white space, line breaks too, one space.
    """
    if _IN_COMPARED.search(text):
        text = text.translate(_COMPARED)
    if _FOREIGN.search(text):
        text = re.sub(_NOT_THAI, lambda m: unicodedata.normalize("NFC", m[0]), text)
    if _OTHER_SPACES.search(text):
        text = _SPACES.sub(" ", text)
    return in_order(text.strip())


def same(a: str, b: str) -> bool:
    """Return whether a reader sees the same text in both."""
    return a == b or compare_form(a) == compare_form(b)


def tidy(text: str) -> str:
    """Return `text` for printing, with only what can't change its meaning corrected.

    Ends of lines trimmed, runs of spaces in a line made one, characters that print as nothing
    removed, ํ + า made ำ. Line breaks, digits and single no-break spaces stay as they are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOTHING)
    text = re.sub(_MARKS_AA, _with_am, re.sub(_SPACES_IN_LINE, " ", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def print_form(text: str) -> str:
    """Return `text` tidied, with only characters that every format of a document can hold."""
    text = text.replace("\x0b", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\x85", "\n").replace("\t", " ")
    text = re.sub(_WIDE_SPACES, " ", text).replace("\u202f", "\xa0")
    return tidy(re.sub(_VARIATION, "", re.sub(_UNPRINTABLE, "", text)))


def _with_am(found: re.Match[str]) -> str:
    """Return ํ + า as ำ, with the marks that stand between before it."""
    before, nikhahit, behind = found[1].partition(_NIKHAHIT)
    return f"{before}{behind}ำ" if nikhahit else found[0]


def in_order(text: str) -> str:
    """Return `text` with Thai vowel and tone marks in the order of the standard keyboard.

    ํ + า becomes ำ, เ + เ becomes แ, and a tone mark typed before its vowel goes behind it.
    """
    if not _PERHAPS_WRONG.search(text):
        return text
    # One repair can bring the next pair together; each shortens the text or moves marks one way
    # only, so this ends.
    while _WRONG.search(text):
        text = re.sub(_MARKS_AA, _with_am, text.replace("เเ", "แ"))
        text = re.sub(_AM_MARKS, lambda m: m[0].replace("ำ", "") + "ำ" * m[0].count("ำ"), text)
        text = re.sub(_RUN, lambda m: "".join(sorted(m[0], key=_RANK.__getitem__)), text)
    return text
