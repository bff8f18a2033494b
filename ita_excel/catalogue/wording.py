"""The fixed sentences of documents, and how their placeholders are filled.

Each sentence belongs to a paragraph of a document. Where several are declared for one paragraph,
that with the most conditions which all hold is said: `มีคะแนนครบ, ไม่ทราบระดับ`. A placeholder stands in
braces and is named in Thai: `{ชื่อหน่วยงาน}`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from ita_excel.catalogue import data_files
from ita_excel.thai.digits import Digits, in_digits

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Sentence(NamedTuple):
    """One wording of a paragraph: `conditions` are the words that must all hold for it."""

    document: str
    paragraph: str
    conditions: frozenset[str]
    text: str

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names of its placeholders, in order."""
        return tuple(_PLACEHOLDER.findall(self.text))


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of every document."""
    return tuple(
        Sentence(
            row["document"],
            row["paragraph"],
            frozenset(word.strip() for word in row["condition"].split(",") if word.strip()),
            row["text"],
        )
        for row in data_files.rows("wording.csv")
    )


def sentence(document: str, paragraph: str, facts: Collection[str]) -> Sentence:
    """Return what a paragraph says where these facts hold; KeyError where it says nothing."""
    fitting = [s for s in _of(document).get(paragraph, ()) if s.conditions <= set(facts)]
    if not fitting:
        raise KeyError(f"{document} {paragraph} {sorted(facts)}")
    return max(fitting, key=lambda s: len(s.conditions))


def filled(text: str, values: Mapping[str, str], digits: Digits) -> str:
    """Return a sentence with its placeholders filled; its own digits become the document's.

    What stands in a placeholder's place is final and stays as it is. KeyError for a placeholder
    that `values` doesn't have.
    """
    parts = _PLACEHOLDER.split(text)
    return "".join(
        values[part] if i % 2 else in_digits(part, digits) for i, part in enumerate(parts)
    )


@cache
def _of(document: str) -> Mapping[str, tuple[Sentence, ...]]:
    found: dict[str, tuple[Sentence, ...]] = {}
    for one in sentences():
        if one.document == document:
            found[one.paragraph] = (*found.get(one.paragraph, ()), one)
    return found
