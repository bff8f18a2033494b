"""The order in which documents print actions and results, which no sort of a sheet changes.

A sheet's rows may be sorted by any column, cut and pasted elsewhere; a report has one order. Within
a measure it is that of `ลำดับ`. Measures stand as their names number them; else as `fill` last
remembered them (รหัส in their order, out of sight); before the first `fill` as the numbers or OIT
items say that run through the plan; else as the sheet has them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from ita_excel.core.values import as_text
from ita_excel.schema.model import Action, Result
from ita_excel.thai.collation import were_sorted
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import compare_form

_Row = TypeVar("_Row", Action, Result)
_Number = tuple[int, ...]
_Any = Action | Result
_Groups = dict[str, list[_Row]]
_Measures = Mapping[str, Sequence[_Any]]

_ORDINAL = r"[(\s]*(\d{1,9}(?:[.-]\d{1,9})*)[).\s]*"
# `๑. …`, `2) …`, `(3) …`; `มาตรการที่ 4 …`, `ข้อ ๕ …`
_IN_NAME = r"(?:(?:มาตรการ|แนวทาง|ด้าน|ข้อ)(?:ที่)?\s*)?\(?(\d{1,9}(?:\.\d{1,9})*)(?:[.)]|\s|$)"


def in_order(rows: Sequence[_Row], remembered: Sequence[str] = ()) -> list[_Row]:
    """Return rows of one kind, each action once, as the report prints them, measure by measure.

    `remembered` are รหัส in the report's order. A row that isn't among them stands where it was
    put, or at the end of its measure where the sheet was sorted since.
    """
    places, known = _sequence(rows, remembered)
    sequence = [rows[place] for place in places]
    groups = _grouped(sequence)
    ordered = {name: [of[i] for i in _by_number(of, known)] for name, of in groups.items()}
    as_typed = _as_typed(sequence, groups, ordered)
    return [row for name in _measures(ordered, known, as_typed) for row in ordered[name]]


def results_in_order(
    results: Sequence[Result], plan: Sequence[Action], remembered: Sequence[str] = ()
) -> list[Result]:
    """Return the results of a round beside their actions; `plan` is in the report's order already.

    A result is its action's by รหัส, else by the same words. One without an action stands in its
    measure by its number, else at the measure's end.
    """
    places = _Places(plan)
    strays = [r for r in results if places.of(r) is None]
    after = {id(row): i for i, row in enumerate(in_order(strays, remembered))}
    ranks: dict[str, float] = dict(places.measures)
    for result in results:  # a measure that only results name stands behind the plan's that it is
        place = places.of(result)
        if place is not None and (name := _form(result)) not in places.measures:
            rank = places.measures[_form(plan[place])] + 0.5
            ranks[name] = min(ranks.get(name, rank), rank)
    for stray in sorted(strays, key=lambda r: after[id(r)]):
        ranks.setdefault(_form(stray), len(plan) + len(ranks))

    def key(result: Result) -> tuple[float, str, float, int]:
        name, place = _form(result), places.of(result)
        at = places.of_stray(result) if place is None else place
        return ranks[name], name, at, after.get(id(result), -1)

    return sorted(results, key=key)


class _Places:
    """Where actions stand in the report, and where a result without one would."""

    def __init__(self, plan: Sequence[Action]) -> None:
        self.measures: dict[str, int] = {}
        for action in plan:
            self.measures.setdefault(_form(action), len(self.measures))
        self._keys = {a.key: i for i, a in reversed(list(enumerate(plan))) if a.key}
        self._words: dict[tuple[str, str], int | None] = {}
        for i, action in enumerate(plan):  # words that two actions share tell nothing
            words = _form(action), compare_form(action.text)
            self._words[words] = None if words in self._words else i
        self._numbers: dict[str, list[tuple[_Number | None, int]]] = {}
        for i, action in enumerate(plan):
            self._numbers.setdefault(_form(action), []).append((ordinal(action), i))
        self._end = len(plan)

    def of(self, result: Result) -> int | None:
        """Return the place of a result's action; None where the plan doesn't have it."""
        if result.action_key in self._keys:
            return self._keys[result.action_key]
        return self._words.get((_form(result), compare_form(result.text)))

    def of_stray(self, result: Result) -> float:
        """Return where a result without an action stands: behind its number, else at the end."""
        number, members = ordinal(result), self._numbers.get(_form(result), ())
        before = [i for n, i in members if number is None or n is None or n <= number]
        if before:
            return before[-1] + 0.5
        return members[0][1] - 0.5 if members else self._end


def ordinal(row: Action | Result) -> _Number | None:
    """Return `ลำดับ` as numbers, `1.2` as (1, 2); None where there is none to read."""
    found = re.fullmatch(_ORDINAL, to_arabic(as_text(row.number)))
    return _numbers(found[1]) if found else None


def _numbers(text: str) -> _Number:
    return tuple(int(n) for n in re.split("[.-]", text))


def _form(row: Action | Result) -> str:
    return compare_form(row.measure)


def _grouped(rows: Iterable[_Row]) -> _Groups[_Row]:
    groups: _Groups[_Row] = {}
    for row in rows:
        groups.setdefault(_form(row), []).append(row)
    return groups


def _sequence(rows: Sequence[_Any], remembered: Sequence[str]) -> tuple[list[int], bool]:
    """Return rows' indices as remembered, new ones among them, and whether any was remembered."""
    at = {key: i for i, key in enumerate(remembered)}
    known: dict[int, int] = {}  # of a row (its place on the sheet): its place in memory
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row.key in at and row.key not in seen:
            seen.add(row.key)
            known[number] = at[row.key]
    if not known:
        return [*range(len(rows))], False
    moved = any(a > b for a, b in pairwise(known.values()))
    ends = {_form(rows[n]): place for place, n in sorted((p, n) for n, p in known.items())}
    places: dict[int, tuple[Any, ...]] = {}
    above = -1
    for number, row in enumerate(rows):
        if number in known:
            above = known[number]
            places[number] = (above,)
        elif moved:  # what stands above it says nothing
            places[number] = (ends.get(_form(row), len(at)), *_words(row), number)
        else:
            places[number] = (above, "", "", number)
    return sorted(places, key=places.__getitem__), True


def _words(row: Action | Result) -> tuple[str, str]:
    return _form(row), compare_form(row.text)


def _by_number(rows: Sequence[_Any], known: bool) -> list[int]:
    """Return the indices of a measure's rows by `ลำดับ` where each has one, else as they stand."""
    numbers = [ordinal(row) or () for row in rows]
    places = [*range(len(rows))]
    if () not in numbers:
        places.sort(key=numbers.__getitem__)
    if not known and places != [*range(len(rows))]:
        # Sorted before anything was remembered: rows of one number get an order of their own.
        words = [(number, *_words(row)) for number, row in zip(numbers, rows, strict=True)]
        places.sort(key=words.__getitem__)
    return places


def _as_typed(rows: Sequence[_Any], groups: _Measures, ordered: _Measures) -> bool:
    """Whether rows stand as people type them: measures together, numbers going up."""
    together = 1 + sum(_form(a) != _form(b) for a, b in pairwise(rows)) <= len(groups)
    same = all([*map(id, groups[n])] == [*map(id, ordered[n])] for n in groups)
    return together and same and not were_sorted([*groups])


def _measures(groups: _Measures, known: bool, as_typed: bool) -> list[str]:
    names = list(groups)
    if (typed := _ranks(groups, _number_in)) is not None:
        return sorted(names, key=typed.__getitem__)
    if known:
        return names
    ranks = _running(groups)
    if ranks is None and not as_typed:
        ranks = _by_items(groups)
    return sorted(names, key=ranks.__getitem__) if ranks is not None else names


def _ranks(
    groups: _Measures, rank: Callable[[str], _Number | None]
) -> Mapping[str, _Number] | None:
    """Return each measure's rank; None where one has none, or two have the same."""
    given = {name: number for name in groups if (number := rank(name)) is not None}
    return given if len({*given.values()}) == len(groups) else None


def _number_in(name: str) -> _Number | None:
    found = re.match(_IN_NAME, to_arabic(name))
    return _numbers(found[1]) if found else None


def _running(groups: _Measures) -> Mapping[str, _Number] | None:
    """Return ranks by numbers that run through the whole plan: 1 to 3, 4 to 6 …"""
    numbers = {name: sorted(n for r in rows if (n := ordinal(r))) for name, rows in groups.items()}
    every = sorted(n for of_one in numbers.values() for n in of_one)
    if every != [(i,) for i in range(1, sum(map(len, groups.values())) + 1)]:
        return None
    runs = all(of_one[-1][0] - of_one[0][0] + 1 == len(of_one) for of_one in numbers.values())
    return {name: of_one[0] for name, of_one in numbers.items()} if runs else None


def _by_items(groups: _Measures) -> Mapping[str, _Number] | None:
    """Return ranks by OIT items, where each measure has some and all of a measure lie together."""
    spans: dict[str, list[int]] = {}
    for name, rows in groups.items():
        codes = [
            c for row in rows if isinstance(row, Action) for c in (row.items if row.oit else ())
        ]
        spans[name] = sorted(int(d) for code in codes for d in re.findall(r"\d+", code)[:1])
    if not all(spans.values()):
        return None
    by_first = sorted(spans.values())
    apart = all(before[-1] < after[0] for before, after in pairwise(by_first))
    return {name: (of_one[0],) for name, of_one in spans.items()} if apart else None
