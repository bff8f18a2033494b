"""Which row that was sent a returned row is: by its รหัส, else by its text, else it is unknown.

Texts must be the same to a reader, or so near that no other row comes close; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ita_excel.core.values import as_text
from ita_excel.merging.base import Base
from ita_excel.merging.master import EDITABLE, RowId, is_proposal
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.normal import compare_form

_NEAR, _GAP = 88.0, 6.0  # of 100: how near, and how much nearer than any other row
_RELATED = 70.0  # below, a row is a new one and not one of ours with a changed text


@dataclass(slots=True)
class MatchedRows:
    """The returned rows by what they are."""

    rows: dict[RowId, list[ReturnedRow]] = field(default_factory=dict)
    renamed: list[tuple[RowId, ReturnedRow]] = field(
        default_factory=list
    )  # matched without their รหัส
    added: list[ReturnedRow] = field(default_factory=list)
    of_others: list[ReturnedRow] = field(default_factory=list)
    unknown: list[ReturnedRow] = field(default_factory=list)


def match(base: Base, rows: Collection[ReturnedRow], known_keys: Collection[str]) -> MatchedRows:
    """Return the rows by what they are; `known_keys` are those of the master, other units' too."""
    matched = MatchedRows()
    texts = _ByText(base)
    rest = []
    for row in rows:
        id_ = RowId(row.text("key"), round_name(row.text("round")))
        if id_ in base.rows:
            matched.rows.setdefault(id_, []).append(row)
        else:
            rest.append(row)
    for row in rest:
        if not _says_anything(row):
            continue
        key = row.text("key")
        if key in known_keys and not texts.has_key(key):
            matched.of_others.append(row)
            continue
        found = texts.by_key(row) or texts.exact(row)
        if found is None:
            found = texts.near(row, [r for r in base.rows if r not in matched.rows])
        if found is not None:
            matched.rows.setdefault(found, []).append(row)
            matched.renamed.append((found, row))
        elif is_proposal(RowId(key, "")) or (not key and texts.is_new(row)):
            matched.added.append(row)
        else:
            matched.unknown.append(row)
    return matched


def _says_anything(row: ReturnedRow) -> bool:
    """Whether there is more in the row than a key, a round or a number."""
    return any(row.text(f) for f in (*EDITABLE, "text"))


class _ByText:
    """The rows that were sent, by their texts."""

    def __init__(self, base: Base) -> None:
        self._base = base

    @cached_property
    def _keys(self) -> dict[str, list[RowId]]:
        found: dict[str, list[RowId]] = {}
        for row in self._base.rows:
            found.setdefault(row.key, []).append(row)
        return found

    def has_key(self, key: str) -> bool:
        return key in self._keys

    def by_key(self, row: ReturnedRow) -> RowId | None:
        """Return the row of that รหัส where only its round was changed."""
        rows = self._keys.get(row.text("key"), [])
        return rows[0] if len(rows) == 1 else None

    @cached_property
    def _exact(self) -> dict[tuple[str, ...], list[RowId]]:
        found: dict[tuple[str, ...], list[RowId]] = {}
        for row, values in self._base.rows.items():
            text, measure, unit = (
                compare_form(as_text(values.get(f))) for f in ("text", "measure", "responsible")
            )
            for texts in ((text,), (text, measure), (text, measure, unit)):
                found.setdefault(texts, []).append(row)
        return found

    def exact(self, row: ReturnedRow) -> RowId | None:
        """Return the only row with the same text; measure and unit are asked only where the text has several."""
        text, measure, unit = (
            compare_form(row.text(f)) for f in ("text", "measure", "responsible")
        )
        if not text:
            return None
        for texts in ((text,), (text, measure), (text, measure, unit)):
            rows = self._in_round(self._exact.get(texts, []), row)
            if len(rows) == 1:
                return rows[0]
        return None

    def _in_round(self, rows: list[RowId], row: ReturnedRow) -> list[RowId]:
        round_ = round_name(row.text("round"))
        return [r for r in rows if not round_ or r.round == round_] if len(rows) > 1 else rows

    def near(self, row: ReturnedRow, free: list[RowId]) -> RowId | None:
        """Return the row whose text is nearly this one, when no other comes close."""
        scores = sorted(self._scores(row, free), reverse=True)
        if not scores or scores[0][0] < _NEAR:
            return None
        if len(scores) > 1 and scores[0][0] - scores[1][0] < _GAP:
            return None
        return scores[0][1]

    def is_new(self, row: ReturnedRow) -> bool:
        """Whether the row's action is its own, and not one of ours with a changed text."""
        if not row.text("text"):
            return False
        return all(score < _RELATED for score, _ in self._scores(row, list(self._base.rows)))

    def _scores(self, row: ReturnedRow, rows: list[RowId]) -> Iterator[tuple[float, RowId]]:
        from ita_excel.thai.near import similarity

        for candidate in rows:
            ours = as_text(self._base.rows[candidate].get("text"))
            yield similarity(row.text("text"), ours), candidate
