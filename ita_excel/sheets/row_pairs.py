"""Which row of an older workbook is which row of a newer one.

By the row's key; rows without one by what they say. What is neither the same nor nearly so is a row
removed and another one added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ita_excel.core.values import as_text
from ita_excel.sheets.blocks import Block
from ita_excel.thai.normal import compare_form

Rest = dict[int, None]  # numbers of the rows that are not paired yet, in their order
_FEW = 20  # rows that may say the same in a cell, for it to tell anything
_ALIKE = 0.5  # of what two rows say is the same, where they are one row that changed


@dataclass(frozen=True, slots=True)
class RowPairs:
    """The rows' numbers: those in both, in the newer one's order; those only in one."""

    both: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]

    @property
    def moved(self) -> int:
        """How many rows stand in another order than before: the fewest that explain it."""
        return len(self.both) - _longest_rising([old for old, _ in self.both])


def pair_rows(
    old: Block, new: Block, among: tuple[Iterable[int], Iterable[int]] | None = None
) -> RowPairs:
    """Return the pairs of the filled rows of two blocks of one table.

    `among` names the rows of each that were both added: of these only such are one that two people
    added alike, by its key or by all its words; what is merely like another is a row of its own.
    """
    left, right = map(dict.fromkeys, among or (old.filled_rows(), new.filled_rows()))
    pairs: dict[int, int] = {}  # row of `new` -> row of `old`
    fields = compared_fields(old, new)
    for chosen in _identities(new, fields, surely=among is not None):
        _pair_equal(_identity(old, chosen), _identity(new, chosen), left, right, pairs)
    if among is None:
        _pair_alike(old, new, fields, left, right, pairs)
    both = tuple((pairs[row], row) for row in sorted(pairs))
    return RowPairs(both, tuple(left), tuple(right))


def compared_fields(old: Block, new: Block) -> list[str]:
    """Return the fields that both blocks have and that somebody writes, in the schema's order."""
    formulas = {"check", "hint", "standard", "preview", "pick"}  # what people don't write
    both = [f for f in new.columns if f in old.columns and f not in formulas]
    return sorted(both, key=new.table.number)


Identity = Callable[[int], Hashable]  # of a row's number; None: the row doesn't say


def _identities(block: Block, fields: Sequence[str], *, surely: bool) -> Iterator[list[str]]:
    """Yield the fields that tell a row, the surest first; `surely` leaves out those that may not."""
    main = block.table.main
    yield list(fields)  # not changed at all, so that a pasted copy isn't taken for the row itself
    if "key" in fields and main != "key":
        yield [f for f in ("key", "round") if f in fields]
    yield [f for f in fields if f != "key" or main == "key"]  # a key that was lost
    if main in fields:
        yield [main, *(f for f in ("round", "measure") if f in fields)]
        if not surely:
            yield [main]


def _identity(block: Block, fields: Sequence[str]) -> Identity:
    def identity(row: int) -> Hashable:
        said = tuple(compare_form(as_text(block.cell(row, field))) for field in fields)
        return said if said and (said[0] or len(said) > 3) else None

    return identity


def _pair_equal(
    old: Identity, new: Identity, left: Rest, right: Rest, pairs: dict[int, int]
) -> None:
    """Pair what has the same identity, several with the same one in their order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for row in reversed(left):
        waiting[old(row)].append(row)
    waiting.pop(None, None)
    for row in list(right):
        if rows := waiting.get(new(row)):
            _pair(rows.pop(), row, left, right, pairs)


def _pair_alike(
    old: Block,
    new: Block,
    fields: Sequence[str],
    left: Rest,
    right: Rest,
    pairs: dict[int, int],
) -> None:
    """Pair rows that kept half of what they say, the most alike first, unless their keys differ."""
    alike = sorted(
        (-share, abs(a - b), a, b)
        for a, b in _candidates(old, new, fields, left, right)
        if not _other_keys(old, a, new, b) and (share := _share(old, a, new, b, fields)) >= _ALIKE
    )
    for *_, a, b in alike:
        if a in left and b in right:
            _pair(a, b, left, right, pairs)


def _pair(a: int, b: int, left: Rest, right: Rest, pairs: dict[int, int]) -> None:
    pairs[b] = a
    del left[a], right[b]


def _candidates(
    old: Block, new: Block, fields: Sequence[str], left: Rest, right: Rest
) -> set[tuple[int, int]]:
    """Return the pairs of rows that say the same in a cell in which few rows say it."""
    saying: dict[tuple[str, str], list[int]] = defaultdict(list)
    for a in left:
        for field in fields:
            if text := as_text(old.cell(a, field)):
                saying[field, text].append(a)
    return {
        (a, b)
        for b in right
        for field in fields
        for rows in [saying.get((field, as_text(new.cell(b, field))), [])]
        if len(rows) <= _FEW
        for a in rows
    }


def _other_keys(old: Block, a: int, new: Block, b: int) -> bool:
    """Whether both rows have a key that the tool gave them, and not the same one."""
    if new.table.main == "key" or "key" not in new.columns:
        return False
    keys = as_text(old.cell(a, "key")), as_text(new.cell(b, "key"))
    return all(keys) and keys[0] != keys[1]


def _share(old: Block, a: int, new: Block, b: int, fields: Iterable[str]) -> float:
    """Return how much of what two rows say is the same, by length: many rows share their months."""
    cells = [(as_text(old.cell(a, f)), as_text(new.cell(b, f))) for f in fields]
    said = sum(max(len(x), len(y)) for x, y in cells)
    return sum(len(x) for x, y in cells if x == y) / said if said else 0.0


def _longest_rising(numbers: Sequence[int]) -> int:
    """Return the length of the longest rising part of a sequence, gaps allowed."""
    from bisect import bisect_left

    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)
