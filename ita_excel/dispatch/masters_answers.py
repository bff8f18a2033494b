"""A unit's own master as its answers: one to each dispatch that the unit was sent, with the paths.

The first answer has the file's hash for its own, those to later dispatches add the dispatch to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ita_excel.core.findings import Finding
from ita_excel.dispatch.level_reader import Level
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer, ChangedCell
from ita_excel.merging.level_rules import LEVELS
from ita_excel.merging.master import CellId
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
    before: Collection[Answer] = (),
) -> tuple[tuple[Answer, ...], list[Finding]]:
    """Return the answers, the first to `base`, and the findings about the file.

    `before` are earlier answers: a cell about which a conflict waits below still says what it said.
    """
    first = as_answer(book, base, later)
    answer, findings = compare(base, first.book, returned, known_keys)
    answers = [answer]
    for other in later:
        again = replace(returned, hash=f"{returned.hash}:{other.dispatch}")
        answer, odd = compare(other, as_later_answer(book, other), again, known_keys)
        answers.append(answer)
        findings += [f for f in odd if f not in findings]
    findings += _about_level(returned.file, base.unit, first.own, level)
    answers = [_unsettled(replace(a, below=level.below), before) for a in answers]
    return tuple(answers), findings


def _unsettled(answer: Answer, before: Collection[Answer]) -> Answer:
    """Return an answer in which nothing changes that waits for a decision in the unit's master.

    Such a cell says what it said before; a first value goes on, so that it doesn't wait for nothing.
    """
    open_ = answer.below.open if answer.below else frozenset()
    if not open_:
        return answer
    said: dict[CellId, ChangedCell] = {}
    for earlier in sorted(before, key=lambda a: (a.saved, a.hash)):
        if (earlier.unit, earlier.dispatch) == (answer.unit, answer.dispatch):
            said |= {c.cell: c for c in earlier.changes if c.cell in open_}
    now = {c.cell: c for c in answer.changes if c.cell not in open_ or _is_first(c)}
    changes = sorted({**now, **said}.values(), key=lambda c: c.cell)
    rows = {c.cell.row for c in changes}
    texts = {row: text for e in before for row, text in e.actions.items() if row in rows}
    return replace(answer, changes=tuple(changes), actions={**texts, **answer.actions})


def _is_first(change: ChangedCell) -> bool:
    return change.base is None and change.value is not None


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
