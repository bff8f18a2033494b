"""The fixed sentences of documents, and how their placeholders are filled.

Each sentence belongs to a paragraph of a document. Where several are declared for one paragraph,
that with the most conditions which all hold is said: `มีคะแนนครบ, ไม่ทราบระดับ`. A placeholder stands in
braces and is named in Thai: `{ชื่อหน่วยงาน}`. An office may have words of its own (the sheet `ถ้อยคำ`),
which stand in place of ours under the same conditions, or under more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from ita_excel.catalogue import data_files
from ita_excel.thai.blanks import is_blank
from ita_excel.thai.digits import Digits, in_digits
from ita_excel.thai.normal import compare_form

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
OF_A_UNIT, LOCAL = "เฉพาะหน่วยงาน", "องค์กรปกครองส่วนท้องถิ่น"  # conditions that any document may name
# Paragraphs that an office leaves out by typing a dash; without the others a document has a hole.
MAY_BE_LEFT_OUT = frozenset(
    {
        *("because", "purpose", "figures", "unfinished", "more", "closing", "enclosures", "about"),
        *("plan_lead", "lead", "summary_lead", "results_lead", "points_lead", "measures_lead"),
        *("duty", "duties", "duty1", "duty2", "duty3", "duty4", "duty5"),
    }
)


class Sentence(NamedTuple):
    """One wording of a paragraph: `conditions` are the words that must all hold for it.

    `own`: an office wrote it.
    """

    document: str
    paragraph: str
    conditions: frozenset[str]
    text: str
    own: bool = False

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names of its placeholders, in order."""
        return tuple(PLACEHOLDER.findall(self.text))


class WordingPlace(NamedTuple):
    """Which paragraph of which document, under which conditions; by codes."""

    document: str
    paragraph: str
    conditions: frozenset[str]


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of every document, in the documents' order."""
    return tuple(
        Sentence(row["document"], row["paragraph"], read_conditions(row["condition"]), row["text"])
        for row in data_files.rows("wording.csv")
    )


def sentence(
    document: str, paragraph: str, facts: Collection[str], own: Iterable[Sentence] = ()
) -> Sentence:
    """Return what a paragraph says where these facts hold; KeyError where it says nothing.

    Of `own`, the office's own sentences of this document, one stands in place of ours where it has
    as many conditions as ours or more.
    """
    known = set(facts)
    fitting = [s for s in _of(document).get(paragraph, ()) if s.conditions <= known]
    if not fitting:
        raise KeyError(f"{document} {paragraph} {sorted(facts)}")
    theirs = [s for s in own if s.paragraph == paragraph and s.conditions <= known]
    return max((*theirs, *fitting), key=lambda s: len(s.conditions))


def own_sentences(rows: Iterable[tuple[str, str, str, str]]) -> tuple[Sentence, ...]:
    """Return the office's own sentences: of rows of document, paragraph, condition and text, as typed.

    Rows without a text, and of documents or paragraphs that there aren't, say nothing. A dash leaves
    a paragraph out where that may be.
    """
    found = []
    for document, paragraph, condition, text in rows:
        place = place_of(document, paragraph, condition)
        if place is None or not text.strip():
            continue
        if is_blank(text):
            if place.paragraph not in MAY_BE_LEFT_OUT:
                continue
            text = ""
        found.append(Sentence(*place, text, own=True))
    return tuple(found)


def place_of(document: str, paragraph: str, condition: str) -> WordingPlace | None:
    """Return the place that names of the sheet mean; None where there is no such paragraph."""
    kind, code = named("document", document), named("paragraph", paragraph)
    if kind is None or code is None or code not in _of(kind):
        return None
    return WordingPlace(kind, code, read_conditions(condition))


def read_conditions(typed: str) -> frozenset[str]:
    """Return the conditions named in a text, separated by commas, each in the form that ours have."""
    known = _conditions_by_form()
    words = (word.strip() for word in typed.split(","))
    return frozenset(known.get(compare_form(word), word) for word in words if word)


def condition_text(conditions: Collection[str]) -> str:
    """Return conditions as the sheet has them, in the order in which ours are listed."""
    order = list(all_conditions())
    return ", ".join(sorted(conditions, key=lambda c: (order.index(c) if c in order else 99, c)))


@cache
def all_conditions() -> tuple[str, ...]:
    """Return every condition that some sentence has, in the order in which they come up."""
    texts = (row["condition"].split(",") for row in data_files.rows("wording.csv"))
    return tuple(dict.fromkeys(w.strip() for words in texts for w in words if w.strip()))


@cache
def _conditions_by_form() -> Mapping[str, str]:
    return {compare_form(word): word for word in all_conditions()}


@cache
def conditions_of(document: str) -> frozenset[str]:
    """Return the conditions that a document may name: those that its sentences have."""
    ours = (s.conditions for found in _of(document).values() for s in found)
    return frozenset().union(*ours) | {"รอบ ๖ เดือน", "รอบ ๑๒ เดือน", OF_A_UNIT, LOCAL}


@cache
def names(kind: str) -> Mapping[str, str]:
    """Return the Thai names of documents or paragraphs (`kind`) by their codes, in order."""
    rows = data_files.rows("wording_names.csv")
    return {row["code"]: row["name"] for row in rows if row["kind"] == kind}


@cache
def _codes(kind: str) -> Mapping[str, str]:
    return {compare_form(name): code for code, name in names(kind).items()}


def named(kind: str, name: str) -> str | None:
    """Return the code of a document or a paragraph by its Thai name; None for another name."""
    return _codes(kind).get(compare_form(name))


@cache
def placeholders() -> tuple[str, ...]:
    """Return the names of all placeholders, those that every document has first."""
    return tuple(row["name"] for row in data_files.rows("wording_placeholders.csv"))


@cache
def placeholders_of(document: str, paragraph: str) -> frozenset[str]:
    """Return the names of the placeholders that have a value in a paragraph of a document."""
    return frozenset(
        row["name"]
        for row in data_files.rows("wording_placeholders.csv")
        if (not row["documents"] or document in row["documents"].split())
        and (not row["paragraphs"] or paragraph in row["paragraphs"].split())
    )


@cache
def _placeholders_by_form() -> Mapping[str, str]:
    return {compare_form(name): name for name in placeholders()}


def placeholder_named(typed: str) -> str | None:
    """Return the placeholder's name that was typed in any form of its letters; None for another."""
    return _placeholders_by_form().get(compare_form(typed))


def filled(text: str, values: Mapping[str, str], digits: Digits) -> str:
    """Return a sentence with its placeholders filled; its own digits become the document's.

    What stands in a placeholder's place is final and stays as it is. KeyError for a placeholder
    that `values` doesn't have.
    """
    parts = PLACEHOLDER.split(text)
    return "".join(
        values[part] if i % 2 else in_digits(part, digits) for i, part in enumerate(parts)
    )


def filled_own(text: str, values: Mapping[str, str], digits: Digits) -> str:
    """Return an office's own sentence with its placeholders filled.

    Addresses and codes keep their digits, as in other typed texts. Braces around anything else than
    a placeholder that has a value are printed as typed.
    """
    from ita_excel.thai.kept import printed  # for what prints, not for who only looks

    said, start = [], 0
    for match in PLACEHOLDER.finditer(text):
        name = placeholder_named(match[1])
        if name is not None and name in values:
            said += [printed(text[start : match.start()], digits), values[name]]
            start = match.end()
    return "".join([*said, printed(text[start:], digits)])


def unfilled(text: str, template: str, values: Mapping[str, str]) -> str:
    """Return a text that was edited after it was filled, with its placeholders back.

    `template` is what it was filled from, with `values`. Going through the text once, each value is
    taken for the next placeholder of the template where it still stands; a number only where it
    stands by itself. Filled again with the same values, the result reads as `text`.
    """
    said: list[str] = []
    start = 0
    for typed in PLACEHOLDER.findall(template):
        name = placeholder_named(typed) or typed
        value = values.get(name, "")
        at = _standing(text, value, start) if value.strip() else -1
        if at >= 0:
            said += [text[start:at], f"{{{name}}}"]
            start = at + len(value)
    return "".join([*said, text[start:]])


def _standing(text: str, value: str, start: int) -> int:
    """Return where a value stands from `start` on, -1 where it doesn't: no digit next to its digits."""
    at = text.find(value, start)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(value) : at + len(value) + 1]
        split = (value[0].isdigit() and before.isdigit()) or (
            value[-1].isdigit() and after.isdigit()
        )
        if not split:
            return at
        at = text.find(value, at + 1)
    return -1


@cache
def _of(document: str) -> Mapping[str, tuple[Sentence, ...]]:
    found: dict[str, tuple[Sentence, ...]] = {}
    for one in sentences():
        if one.document == document:
            found[one.paragraph] = (*found.get(one.paragraph, ()), one)
    return found
