"""Paragraphs that were edited in Word, as the office's own words on `ถ้อยคำ`, placeholders and all.

Which sentence a paragraph is, today's document says. The values that stand in it go back into their
placeholders; one that was changed itself is told, for it is the workbook's and no wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ita_excel.catalogue.wording import (
    MAY_BE_LEFT_OUT,
    PLACEHOLDER,
    WordingPlace,
    filled,
    filled_own,
    unfilled,
)
from ita_excel.documents.content.material import SaidSentence
from ita_excel.documents.word.edited import TextEdit
from ita_excel.thai.digits import Digits, in_digits, to_arabic
from ita_excel.thai.kept import printed
from ita_excel.thai.normal import compare_form

LEFT_OUT = "-"  # typed in place of a sentence: not printed
_Span = tuple[int, int]


class OwnWords(NamedTuple):
    """What an office is to write for a sentence, `before` what it says now; both with placeholders."""

    place: WordingPlace
    before: str
    text: str


def own_words(edit: TextEdit, said: Sequence[SaidSentence], digits: Digits) -> OwnWords | None:
    """Return the own words that an edited paragraph comes to; None where it is no sentence.

    None too where a value in it was changed, or where it is needed and was removed.
    """
    for one in said:
        texts, templates = one.text.split("\n"), one.template.split("\n")
        for i, text in enumerate(texts):
            if edit.ours is None or _plain(text) != _plain(edit.ours):
                continue
            if len(texts) != len(templates):
                return None
            place = WordingPlace(one.document, one.paragraph, one.conditions)
            new = _template(templates[i], edit, printed if one.own else in_digits, digits)
            if new is None or not _reads_as(new, one, edit.theirs, digits):
                return None
            whole = "\n".join(filter(None, (*templates[:i], new, *templates[i + 1 :])))
            if not whole and one.paragraph not in MAY_BE_LEFT_OUT:
                return None
            return OwnWords(place, one.template, whole or LEFT_OUT)
    return None


def _reads_as(new: str, one: SaidSentence, theirs: str, digits: Digits) -> bool:
    """Whether a line with its placeholders, filled again, is what the person wrote.

    Where the words around a value are like parts of it, one may be taken for the other.
    """
    fill = filled_own if one.own else filled
    again = fill(new, one.values, digits)
    return compare_form(to_arabic(again)) == compare_form(to_arabic(theirs))


def _template(
    template: str, edit: TextEdit, said: Callable[[str, Digits], str], digits: Digits
) -> str | None:
    """Return an edited line with its placeholders; None where one of its values was changed."""
    if not edit.theirs.strip():
        return ""
    before, after = _plain(edit.base), edit.theirs.strip()
    pieces = PLACEHOLDER.split(template)
    spans = _spans([_squeezed(said(p, digits)) for p in pieces[::2]], before)
    if spans is None:
        return None
    names = pieces[1::2]
    values = {n: before[i:j] for n, (i, j) in zip(names, spans, strict=True) if i < j}
    made = unfilled(after, template, values)
    kept = Counter(PLACEHOLDER.findall(made))
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for (start, end), name in zip(spans, names, strict=True):
        if kept[name] or start == end:
            kept[name] -= 1
        elif not _only_gone(codes, start, end):
            return None
    return made


def _spans(pieces: Sequence[str], text: str) -> list[_Span] | None:
    """Return where the values stand between the fixed pieces of a sentence."""
    if not text.startswith(pieces[0].lstrip()):
        return None
    found: list[_Span] = []
    at = len(pieces[0].lstrip())
    for place, piece in enumerate(pieces[1:], start=1):
        last = place == len(pieces) - 1
        wish = piece.rstrip() if last else piece
        there = text.rfind(wish) if last else text.find(wish, at)
        if there < at or (not wish and not last):
            return None
        if last and there + len(wish) != len(text):
            return None
        found.append((at, there))
        at = there + len(wish)
    return found


def _only_gone(codes: Sequence[tuple[str, int, int, int, int]], start: int, end: int) -> bool:
    """Whether a stretch was taken out and nothing put in its place."""
    return any(kind == "delete" and i <= start and end <= i_end for kind, i, i_end, _, _ in codes)


def _squeezed(text: str) -> str:
    """Return a piece with single blanks; those at its ends stay."""
    inner = " ".join(text.split())
    head = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and inner else ""
    return f"{head}{inner}{tail}"


def _plain(text: str) -> str:
    return " ".join(text.split())
