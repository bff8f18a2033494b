"""Which row that was sent a returned row is: by its รหัส, its text and the second key among its answers.

Where the three disagree, two of them decide if the file as a whole shows what happened; else the
row is set aside. Texts must be the same to a reader, or so near that no other row comes close.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from ita_excel import schema
from ita_excel.core.values import as_text
from ita_excel.merging.answer_places import AnswerPlaces, PlacedRow, answer_places
from ita_excel.merging.base import Base
from ita_excel.merging.master import COPIED, EDITABLE, RowId, is_proposal
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import same_value
from ita_excel.thai.normal import compare_form

_NEAR, _GAP = 88.0, 6.0  # of 100: how near, and how much nearer than any other row
_RELATED = 70.0  # below, a row is a new one and not one of ours with a changed text


@dataclass(slots=True)
class MatchedRows:
    """The returned rows by what they are. The parts of one row may be of two."""

    rows: dict[RowId, list[ReturnedRow]] = field(default_factory=dict)
    renamed: list[tuple[RowId, ReturnedRow]] = field(
        default_factory=list
    )  # matched without their รหัส
    by_words: list[tuple[RowId, ReturnedRow]] = field(default_factory=list)  # against their รหัส
    moved: list[tuple[RowId, ReturnedRow]] = field(default_factory=list)  # answers in another row
    lost: list[RowId] = field(default_factory=list)  # whose answers were deleted
    apart: list[ReturnedRow] = field(default_factory=list)  # parts of which nobody knows the row
    added: list[ReturnedRow] = field(default_factory=list)
    of_others: list[ReturnedRow] = field(default_factory=list)
    unknown: list[ReturnedRow] = field(default_factory=list)
    handed: list[tuple[ReturnedRow, ReturnedRow]] = field(
        default_factory=list
    )  # an added row, and the row in which its answers were found


def match(base: Base, rows: Collection[ReturnedRow], known_keys: Collection[str]) -> MatchedRows:
    """Return the rows by what they are; `known_keys` are those of the master, other units' too."""
    matched = MatchedRows()
    texts = _ByText(base)
    by_sheet: dict[str, list[ReturnedRow]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    for same_sheet in by_sheet.values():  # what happened on one has no meaning for its copy
        _match_sheet(matched, base, texts, same_sheet, known_keys)
    return matched


def _match_sheet(
    matched: MatchedRows,
    base: Base,
    texts: _ByText,
    rows: Sequence[ReturnedRow],
    known_keys: Collection[str],
) -> None:
    keyed = _Keyed(base, texts, rows)
    homes = {row.number: keyed.home(row) for row in rows if row.number in keyed.ids}
    placed: list[PlacedRow] = []
    taken = {home for home in homes.values() if isinstance(home, RowId)}
    for row in rows:
        home = homes.get(row.number, RowHome.ELSE)
        if isinstance(home, RowId):
            placed.append(PlacedRow(row, home))
            if home != keyed.ids[row.number]:
                matched.by_words.append((home, row))
        elif home is RowHome.APART:
            matched.rows.setdefault(keyed.ids[row.number], [])
            matched.apart.append(row)
        elif home is RowHome.ADDED:
            placed.append(PlacedRow(row, None, added=True))
        elif row.guard in base.rows and not row.text("key") and not row.text("text"):
            placed.append(PlacedRow(row, None))
        elif _says_anything(row):
            found = _without_key(matched, texts, row, taken, known_keys)
            if isinstance(found, RowId):
                placed.append(PlacedRow(row, found))
                matched.renamed.append((found, row))
            elif found is RowHome.ADDED:
                placed.append(PlacedRow(row, None, added=True))
    _answers(matched, placed)


def _without_key(
    matched: MatchedRows,
    texts: _ByText,
    row: ReturnedRow,
    taken: Collection[RowId],
    known_keys: Collection[str],
) -> RowId | RowHome | None:
    """Return which row it is by anything but its รหัส; what is neither ours nor new is put aside."""
    key = row.text("key")
    if key in known_keys and not texts.has_key(key):
        matched.of_others.append(row)
        return None
    found = texts.by_key(row) or texts.exact(row)
    if found is None and row.guard in texts.words(row):
        found = row.guard
    if found is None:
        found = texts.near(row, taken)
    if found is not None:
        return found
    if is_proposal(RowId(key, "")) or (not key and texts.is_new(row)):
        return RowHome.ADDED
    matched.unknown.append(row)
    return None


def _answers(matched: MatchedRows, placed: list[PlacedRow]) -> None:
    """Put each row's answers where the second key among them says, its words where its key says."""
    places = answer_places(placed)
    matched.lost += places.lost
    for n, (row, home, added) in enumerate(placed):
        there = places.moved.get(n, home)
        if added:
            _added(matched, placed, places, n)
            continue
        answers, rest = row.only((*EDITABLE, schema.GUARD.field)), row.only(COPIED)
        if n in places.handed:
            if home is not None:
                matched.rows.setdefault(home, []).append(rest)
            continue
        if there == home and n not in places.apart and n not in places.silent:
            if home is None:
                matched.unknown.append(row)
            else:
                matched.rows.setdefault(home, []).append(row)
            continue
        if home is not None:
            matched.rows.setdefault(home, []).append(rest)
        if n in places.apart:
            matched.apart.append(row.only((*answers.cells, "key", "round", "text")))
        elif there is not None and there != home:
            matched.rows.setdefault(there, []).append(answers)
            if any(row.text(f) for f in EDITABLE):
                matched.moved.append((there, row))


def _added(
    matched: MatchedRows, placed: Sequence[PlacedRow], places: AnswerPlaces, number: int
) -> None:
    """Take an added row with the answers that are its own, wherever they stand now."""
    row = placed[number].row
    answers = row.only((*EDITABLE, schema.GUARD.field))
    words = row.only([field for field in row.cells if field not in answers.cells])
    if number in places.apart:
        matched.apart.append(row)
        return
    source = next((n for n, to in places.handed.items() if to == number), None)
    if number in places.moved:
        there = places.moved[number]
        matched.rows.setdefault(there, []).append(answers)
        if any(row.text(f) for f in EDITABLE):
            matched.moved.append((there, row))
    if source is not None:
        own = placed[source].row
        cells = {**words.cells, **own.only(EDITABLE).cells}
        matched.added.append(replace(words, cells=cells))
        matched.handed.append((row, own))
    elif number in places.moved or number in places.handed:
        matched.added.append(words)
    else:
        matched.added.append(row)


class RowHome(Enum):
    """What a row with a รหัส is where it isn't one of those sent."""

    ADDED = "added"  # a copy that was given words of its own
    APART = "apart"  # key, words and second key say different things
    ELSE = "else"  # it has no รหัส of ours


class _Keyed:
    """The rows whose รหัส was sent, each looked at beside the others."""

    def __init__(self, base: Base, texts: _ByText, rows: Collection[ReturnedRow]) -> None:
        self._base, self._texts = base, texts
        self.ids: dict[int, RowId] = {}
        self._words: dict[int, frozenset[RowId]] = {}
        for row in rows:
            id_ = RowId(row.text("key"), round_name(row.text("round")))
            if id_ in base.rows:
                self.ids[row.number] = id_
                self._words[row.number] = texts.words(row)
        self._sure = {id_ for n, id_ in self.ids.items() if id_ in self._words[n]}
        self._resorted = self._another_order(rows)

    def _another_order(self, rows: Collection[ReturnedRow]) -> bool:
        """Whether the words of the rows without a second key are those of their keys, reordered."""
        odd = [
            (self.ids[r.number], self._words[r.number])
            for r in rows
            if r.number in self.ids and r.guard is None and self._against(r)
        ]
        words = [next(iter(w)) for _, w in odd if len(w) == 1]
        return len({*words}) == len(odd) and {*words} == {id_ for id_, _ in odd}

    def _against(self, row: ReturnedRow) -> bool:
        words = self._words[row.number]
        return bool(words) and self.ids[row.number] not in words

    def home(self, row: ReturnedRow) -> RowId | RowHome:
        """Return which row it is by its รหัส and its words."""
        id_, words = self.ids[row.number], self._words[row.number]
        if self._against(row):
            return self._contradicted(row, id_, words)
        if not words and id_ in self._sure and row.text("text"):
            # A row that was copied with its keys, and its words typed over.
            if self._texts.is_new(row):
                return RowHome.ADDED
            return self._texts.near(row, self._sure) or id_
        return id_

    def _contradicted(
        self, row: ReturnedRow, id_: RowId, words: frozenset[RowId]
    ) -> RowId | RowHome:
        if row.guard in words:
            return row.guard
        (only, *others) = words
        if id_ in self._sure and not others and only not in self._sure:
            return only  # copied with both its keys, and then typed over
        if row.guard is None and self._resorted:
            return only
        sent = self._base.rows[id_]
        if all(same_value(row.value(f), sent.get(f)) or not row.text(f) for f in EDITABLE):
            return id_  # it answers nothing
        return RowHome.APART


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

    def words(self, row: ReturnedRow) -> frozenset[RowId]:
        """Return every row with the same text; measure and unit leave some out where they can."""
        text, measure, unit = (
            compare_form(row.text(f)) for f in ("text", "measure", "responsible")
        )
        found = self._in_round(self._exact.get((text,), []) if text else [], row)
        for texts in ((text, measure), (text, measure, unit)):
            fewer = [r for r in found if r in self._exact.get(texts, [])]
            found = fewer or found
        return frozenset(found)

    def _in_round(self, rows: list[RowId], row: ReturnedRow) -> list[RowId]:
        round_ = round_name(row.text("round"))
        return [r for r in rows if not round_ or r.round == round_] if len(rows) > 1 else rows

    def near(self, row: ReturnedRow, taken: Collection[RowId]) -> RowId | None:
        """Return the row, not taken, whose text is nearly this one, when no other comes close."""
        free = [r for r in self._base.rows if r not in taken]
        scores = sorted(self._scores(row, free), reverse=True)
        if not scores or scores[0][0] < _NEAR:
            return None
        if len(scores) > 1 and scores[0][0] - scores[1][0] < _GAP:
            return None
        return scores[0][1]

    def is_new(self, row: ReturnedRow) -> bool:
        """Whether the row's action is its own, and not one of ours with a changed text."""
        scores = self._scores(row, list(self._base.rows))
        return bool(row.text("text")) and all(score < _RELATED for score, _ in scores)

    def _scores(self, row: ReturnedRow, rows: list[RowId]) -> Iterator[tuple[float, RowId]]:
        from ita_excel.thai.near import similarity

        for candidate in rows:
            ours = as_text(self._base.rows[candidate].get("text"))
            yield similarity(row.text("text"), ours), candidate
