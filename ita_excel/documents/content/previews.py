"""How the office's own words will print: beside each on the sheet, with its placeholders filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ita_excel.catalogue import wording
from ita_excel.documents.content.material import Material, SaidSentence
from ita_excel.thai.normal import print_form


def preview(
    place: wording.WordingPlace, typed: str, said: list[SaidSentence], material: Material
) -> str:
    """Return own words as a document prints them; `said` is what that document says today.

    A placeholder that has no value today stays as it is.
    """
    known: Mapping[str, str] = {}
    for sentence in said:
        known = {**known, **sentence.known}
    for sentence in said:
        if sentence.paragraph == place.paragraph:
            known = {**known, **sentence.known}
    return wording.filled_own(print_form(typed), known, material.writer.digits)


def without_value(said: Iterable[SaidSentence]) -> tuple[str, ...]:
    """Return the placeholders in the office's own words that have no value today, in their braces."""
    found = {
        f"{{{name}}}": None
        for sentence in said
        if sentence.own
        for name in map(wording.placeholder_named, wording.PLACEHOLDER.findall(sentence.template))
        if name is not None and name not in sentence.known
    }
    return tuple(found)


def said_by(content: Callable[[Material], object], material: Material) -> list[SaidSentence]:
    """Return the fixed sentences that a document's content function says, in its order."""
    said: list[SaidSentence] = []
    content(replace(material, said=said))
    return said
