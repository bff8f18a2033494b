"""What a 12-month row's texts say beside those of 6 months, where somebody changed them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ita_excel.rules.declaring import Hit
from ita_excel.rules.derived import Book
from ita_excel.schema.model import Result, Round
from ita_excel.sheets import Record
from ita_excel.thai.normal import compare_form

_SIGNS = re.compile(r"[\s\-–•*.,:;()/“”\"']+")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# Sums of the year so far: these can't become less in the second half.
_SUMS = re.compile(
    r"ร้อยละ\s*+([0-9][0-9,]*+(?:\.[0-9]++)?)"
    r"|(?<![0-9,])([0-9][0-9,]*+(?:\.[0-9]++)?)\s*+(?:%|เปอร์เซ็นต์|บาท)"
)
_SIGNS_OF_SUMS = ("ร้อยละ", "%", "เปอร์เซ็นต์", "บาท")
_SHORT = 15  # letters; shorter texts are alike by nature
_NEAR = 90


def alike_between(
    book: Book, field: str, letters: Mapping[str, str], told: Collection[int]
) -> Iterator[Hit]:
    """Yield what is odd about a text of 12 months beside those of 6 months; `told` are rows left out.

    `letters` are those of each text, without what only separates them.

    Answers carried over as a whole are left to R415, those that the officer confirmed are settled.
    """
    settled = {row.twelve.row for row in book.carried} | set(told)
    rows = [r for r in book.results if r.value.key]
    six = {r.value.key: r for r in reversed(rows) if r.value.in_round is Round.SIX}
    twelve = [r for r in rows if r.value.in_round is Round.TWELVE and r.value.key in six]
    said = {r.row: letters[getattr(r.value, field)] for r in (*six.values(), *twelve)}
    of_text = {said[r.row]: r for r in reversed(list(six.values()))}
    still = {(r.value.key, said[r.row]) for r in twelve}
    for row in twelve:
        text, own = said[row.row], six[row.value.key]
        if row.row in settled or row.value.confirmed or len(text) < _SHORT:
            continue
        before = said[own.row]
        other = of_text.get(text)
        if text == before:
            continue  # another answer of the row is new
        sums = any(sign in text for sign in _SIGNS_OF_SUMS)
        if sums and (fell := _fell(own, row, field)):
            yield Hit(row.at(field), "fell", {"before": fell[0], "now": fell[1], "first": own.row})
        elif _near(before, text):
            yield Hit(row.at(field), "as_before", {"first": own.row})
        elif other and (other.value.key, text) not in still:
            yield Hit(row.at(field), "of_another", {"first": other.row})


def _fell(six: Record[Result], twelve: Record[Result], field: str) -> tuple[str, str] | None:
    """Return a percentage or a sum of money that became less in the same sentence."""
    before, now = (compare_form(getattr(r.value, field)) for r in (six, twelve))
    if _SIGNS.sub("", _NUMBER.sub("", before)) != _SIGNS.sub("", _NUMBER.sub("", now)):
        return None
    pairs = zip(_sums(before), _sums(now), strict=False)
    return next(((a, b) for a, b in pairs if _amount(b) < _amount(a)), None)


def _sums(text: str) -> list[str]:
    return [first or second for first, second in _SUMS.findall(text)]


def _amount(number: str) -> float:
    return float(number.replace(",", ""))


def _near(before: str, now: str) -> bool:
    """Whether nothing but a word or a sign is new; other numbers are facts."""
    if _NUMBER.findall(before) != _NUMBER.findall(now) or len(before) < _SHORT:
        return False
    if not 0.8 < len(before) / len(now) < 1.25:
        return False
    from rapidfuzz import fuzz

    return fuzz.ratio(before, now, score_cutoff=_NEAR) > 0
