"""Theirs: what the units' answers that still count say, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ita_excel.core.values import Value, as_text
from ita_excel.merging.ledger import Answer, ChangedCell, Dispatch, Ledger, SetAside, ValueKey
from ita_excel.merging.master import CellId
from ita_excel.merging.returned_rules import OVERLOOKED
from ita_excel.schema import RESULTS, Kind
from ita_excel.thai.cell_values import form, same_value


@dataclass(frozen=True, slots=True)
class Theirs:
    """A unit's last word on a cell in answer to one dispatch."""

    answer: Answer
    sent: str
    change: ChangedCell

    @property
    def base(self) -> Value:
        return self.change.base

    @property
    def value(self) -> Value:
        return self.change.value

    @property
    def value_key(self) -> ValueKey:
        c = self.answer
        return ValueKey(c.unit, c.dispatch, form(self.change.value))


@dataclass(frozen=True, slots=True)
class TheirSide:
    """What all units say together: by cell, and what has no cell of its own."""

    by_cell: dict[CellId, list[Theirs]]
    aside: tuple[tuple[Answer, SetAside], ...]


def their_side(ledger: Ledger) -> TheirSide:
    """Return what the units' files that still count say together."""
    answers: dict[tuple[str, str], list[Answer]] = {}
    for answer in ledger.answers.values():
        answers.setdefault((answer.unit, answer.dispatch), []).append(answer)
    by_cell: dict[CellId, list[Theirs]] = {}
    aside: list[tuple[Answer, SetAside]] = []
    for (_, dispatch), files in sorted(answers.items()):
        sent = ledger.dispatches.get(dispatch, _UNKNOWN).sent
        standing, current = _standing(files)
        for answer, change in standing.values():
            by_cell.setdefault(change.cell, []).append(Theirs(answer, sent, change))
        aside += _once((c, value) for c in current for value in c.set_aside)
    return TheirSide(by_cell, tuple(aside))


_UNKNOWN = Dispatch("", "", "", "", "", ())


def _once(aside: Iterable[tuple[Answer, SetAside]]) -> Iterator[tuple[Answer, SetAside]]:
    """Leave out what a unit's several files to one dispatch say alike."""
    seen = set()
    for answer, value in aside:
        place = value.place if value.code == OVERLOOKED.code else ""  # two things may say the same
        same = (place, value.key, value.round, value.action, value.column, form(value.value))
        if same not in seen:
            seen.add(same)
            yield answer, value


def _standing(
    files: list[Answer],
) -> tuple[dict[CellId, tuple[Answer, ChangedCell]], list[Answer]]:
    """Return what a unit's files to one dispatch say together, and which of them still count.

    A file that repeats an earlier answer's sentence goes on from it: it replaces it whole, so that
    what was emptied in it is empty. One that repeats none is a colleague's copy of the same
    workbook, and is laid over cell by cell, so that neither's work is lost.
    """
    standing: dict[CellId, tuple[Answer, ChangedCell]] = {}
    current: list[Answer] = []
    for file in sorted(files, key=lambda c: (c.saved, c.hash)):
        changes = {change.cell: (file, change) for change in file.changes}
        if any(
            _is_sentence(cell, change) and same_value(change.value, standing[cell][1].value)
            for cell, (_, change) in changes.items()
            if cell in standing
        ):
            standing, current = changes, [file]
        else:
            standing |= changes
            current.append(file)
    return standing, current


_FREE = frozenset(c.field for c in RESULTS.columns if c.unit_writes and c.kind is Kind.LONG_TEXT)
_SENTENCE = 12  # characters: what two people don't write alike by chance, as they do with `-`


def _is_sentence(cell: CellId, change: ChangedCell) -> bool:
    return cell.field in _FREE and len(as_text(change.value)) >= _SENTENCE
