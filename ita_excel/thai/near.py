"""How near two texts are, for "did you mean": a suggestion for a person, never a silent repair."""

from __future__ import annotations

from collections.abc import Iterable

from ita_excel.thai.normal import compare_form


def similarity(a: str, b: str) -> float:
    """Return 0 (nothing in common) to 100 (the same to a reader)."""
    from rapidfuzz import fuzz

    return fuzz.ratio(compare_form(a), compare_form(b))


def nearest(text: str, candidates: Iterable[str], cutoff: float = 80) -> str | None:
    """Return the candidate most like `text`, the first of equals; None below `cutoff`."""
    from rapidfuzz import fuzz, process

    text = compare_form(text)
    # What is thrice as long has less than half in common, and comparing it would take long.
    choices = [choice for choice in candidates if cutoff < 50 or len(text) <= 3 * len(choice)]
    found = process.extractOne(
        text,
        [compare_form(choice) for choice in choices],
        scorer=fuzz.ratio,
        score_cutoff=cutoff,
    )
    return choices[found[2]] if found else None
