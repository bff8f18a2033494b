"""Find a known name written wrongly inside running Thai text, which has no spaces between words.

Knows how near two spellings are and where a name ends. Knows no names of its own but the
abbreviations of local bodies. Never takes another place's right name for a wrong one: the caller
says which names are right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

THAI_RUN = re.compile(r"[ก-ฮะ-ฺเ-ๅ็-๎]+")
_SPACED_RUN = re.compile(rf"{THAI_RUN.pattern}(?: {THAI_RUN.pattern}){{0,3}}")
# A mark or a following vowel belongs to the consonant before it: no name ends before one.
_HANGING = re.compile(r"[ะ-ฺ็-๎ๅ]")
_LEADING = "เแโใไ"
AROUND = 60  # letters; other right names that begin alike may be that much longer
LONGEST_NAME = 200  # letters; what is longer is no name, and not looked for in every text

# What fingers and scanners put for a letter of อบต., อบจ., ทต. …
_LOOK_ALIKES = {
    "อ": "ฮอ", "บ": "ปษย", "ต": "ดค", "จ": "ฉง", "ท": "ฑห", "ม": "นฆ", "น": "มฉ",
}  # fmt: skip
KNOWN_ABBREVIATIONS = frozenset(
    [
        "อบต",
        "อบจ",
        "ทต",
        "ทม",
        "ทน",
        "อปท",
        "อสม",
        "อปพร",
        "สปสช",
        "ปปช",
        "ปปท",
        "สตง",
        "ผอ",
        "รพสต",
        "พรบ",
        "พรก",
        "ศพด",
        "กทม",
        "ทบ",
        "นบ",
        "นค",
        "อบ",
        "อด",
        "กพ",
        "กค",
        "มค",
        "มีค",
        "เมย",
        "พค",
        "มิย",
        "สค",
        "กย",
        "ตค",
        "พย",
        "ธค",
        "นส",
        "ดช",
        "ดญ",
        "พศ",
        "คศ",
    ]
)


class Slip(NamedTuple):
    """A wrong spelling at `start` to `end` of a text, and what is meant.

    `sure` says that it is certain where the wrong name ends, so a machine may put the right one.
    """

    start: int
    end: int
    found: str
    meant: str
    sure: bool = True


def correct_slips(text: str, slips: list[Slip]) -> str:
    """Return `text` with the sure slips put right."""
    done, parts = 0, []
    for slip in sorted(slips, key=lambda s: s.start):
        if slip.sure and slip.start >= done:
            parts += [text[done : slip.start], slip.meant]
            done = slip.end
    return "".join([*parts, text[done:]])


def allowed_slips(name: str) -> int:
    """Return how many letters of a name may be wrong, added or left out: 0 for short names."""
    return 0 if len(name) < 4 else 1 if len(name) < 7 else 2


def near_name(text: str, start: int, name: str, right_at: Callable[[str], int]) -> Slip | None:
    """Return the slip where `text` at `start` spells `name` wrongly; None where it doesn't.

    None too where the name stands there as it should, or where another right name does:
    `right_at` gives the length of the longest one at the start of a text.
    """
    most = len(name) + AROUND  # further on nothing of this name stands
    run = (_SPACED_RUN if " " in name else THAI_RUN).match(text, start, start + most)
    if run is None:
        return None
    word = run.group()
    if word.startswith(name):
        return _one_too_many(word, start, name, right_at)
    if " " in name and word.replace(" ", "").startswith(name.replace(" ", "")):
        return None  # the same words, with the spaces elsewhere
    distances = _distances(word, name)
    if not distances:
        return None
    fewest = min(distances.values())
    lengths = [length for length, distance in distances.items() if distance == fewest]
    whole = len(word) in lengths
    length = len(word) if whole else min(lengths, key=lambda n: (abs(n - len(name)), n))
    if right_at(word) >= length:
        return None
    sure = whole or (len(lengths) == 1 and word[length - 1] == name[-1])
    return Slip(start, start + length, word[:length], name, sure)


def _one_too_many(word: str, start: int, name: str, right_at: Callable[[str], int]) -> Slip | None:
    """Return the slip where `name` stands there with one more letter; None where it is right.

    One letter alone is no word, but for ณ.
    """
    end = len(name) + 1
    if len(word) != end or word.endswith("ณ") or not allowed_slips(name) or right_at(word) == end:
        return None
    return Slip(start, start + end, word, name)


def _distances(word: str, name: str) -> dict[int, int]:
    """Return how far each beginning of `word` is from `name`, of those near enough, by length."""
    most = allowed_slips(name)
    if len(set(name) - set(word[: len(name) + most])) > most:
        return {}  # too many of its letters are missing: no need to count further
    possible = range(max(2, len(name) - most), min(len(word), len(name) + most) + 1)
    lengths = [length for length in possible if _can_end(word, length, name)]
    if not lengths:
        return {}
    from rapidfuzz.distance import Levenshtein

    near = {}
    for length in lengths:
        distance = Levenshtein.distance(word[:length], name, score_cutoff=most)
        if distance <= most:
            near[length] = distance
    return near


def _can_end(word: str, length: int, name: str) -> bool:
    """Return whether a wrong form of `name` can end after `length` letters of `word`.

    Inside a longer stretch its last letter must be right, or all the others of a long name: else
    it can't be told from the beginning of what follows.
    """
    if length == len(word):
        return True
    if _HANGING.match(word[length]) or word[length - 1] in _LEADING:
        return False
    if word[length - 1] == name[-1]:
        return True
    return len(name) >= 7 and length >= len(name) - 1 and word.startswith(name[:-1])


def abbreviation_slips(text: str, short_name: str) -> Iterator[Slip]:
    """Yield the places where the body's abbreviation (`อบต.`) is written wrongly (`อปต.`)."""
    letters = short_name.replace(".", "").strip()
    wrong = _wrong_abbreviations(letters)
    if wrong is None:
        return
    for found in wrong.finditer(text):
        yield Slip(found.start(), found.end(), found.group(), f"{letters}.")


def mend_abbreviations(text: str, short_name: str) -> str:
    """Return `text` with the body's abbreviation put right."""
    return correct_slips(text, list(abbreviation_slips(text, short_name)))


@cache
def _wrong_abbreviations(letters: str) -> re.Pattern[str] | None:
    """Return a pattern for the wrong forms: a look-alike, two letters swapped, one doubled."""
    if not re.fullmatch("[ก-ฮ]{2,4}", letters):
        return None
    forms = {
        letters[:i] + other + letters[i + 1 :]
        for i, letter in enumerate(letters)
        for other in _LOOK_ALIKES.get(letter, "")
    }
    forms |= {
        letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :]
        for i in range(len(letters) - 1)
    }
    forms |= {letters[:i] + letters[i] + letters[i:] for i in range(len(letters))}
    forms -= {letters, *KNOWN_ABBREVIATIONS}
    # At the start of a word, or right after one that often stands before it.
    before = r"(?:(?<![ก-๎.])|(?<=ปลัด)|(?<=นายก)|(?<=ของ)|(?<=กอง)|(?<=คลัง)|(?<=ช่าง))"
    return re.compile(before + f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})" + r"\.")
