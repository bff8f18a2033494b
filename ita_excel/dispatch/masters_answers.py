"""A unit's own master as its answers: one to each dispatch that the unit was sent, with the paths.

The first answer has the file's hash for its own, those to later dispatches add the dispatch to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ita_excel.core.findings import Finding
from ita_excel.dispatch.level_reader import Level
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer
from ita_excel.merging.level_rules import LEVELS
from ita_excel.merging.masters_rows import as_answer, as_later_answer
from ita_excel.merging.returned_rows import ReturnedBook
from ita_excel.merging.unit_changes import ReturnedFile, compare

_NAMED = 3  # actions that a finding lists


def answers_of(
    base: Base,
    later: Sequence[Base],
    book: ReturnedBook,
    returned: ReturnedFile,
    known_keys: Collection[str],
    level: Level,
) -> tuple[tuple[Answer, ...], list[Finding]]:
    """Return the answers, the first to `base`, and the findings about the file."""
    first = as_answer(book, base, later)
    answer, findings = compare(base, first.book, returned, known_keys)
    answers = [answer]
    for other in later:
        again = replace(returned, hash=f"{returned.hash}:{other.dispatch}")
        answer, odd = compare(other, as_later_answer(book, other), again, known_keys)
        answers.append(answer)
        findings += [f for f in odd if f not in findings]
    findings += _about_level(returned.file, base.unit, first.own, level)
    return tuple(replace(a, below=level.below) for a in answers), findings


def _about_level(file: str, unit: str, own: Sequence[str], level: Level) -> list[Finding]:
    found = []
    if own:
        more = " …" if len(own) > _NAMED else ""
        actions = ", ".join(f"“{action}”" for action in own[:_NAMED]) + more
        context = {"file": file, "unit": unit, "n": len(own), "actions": actions}
        found.append(Finding(LEVELS, None, "own", context))
    below = level.below
    if below is None:
        found.append(Finding(LEVELS, None, "lost", {"file": file, "unit": unit}))
    elif below.conflicts or below.aside:
        waiting = {"conflicts": below.conflicts, "aside": below.aside}
        found.append(Finding(LEVELS, None, "waits", {"file": file, "unit": unit, **waiting}))
    return found
