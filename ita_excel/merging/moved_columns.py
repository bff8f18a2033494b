"""Columns that were sorted, or moved, by themselves: no key goes along with a single column.

What shows it are sentences that stood in other rows before: as they were sent, or in an earlier
file of the same unit. One sentence may have been corrected to another row; two in one column and
more than stayed where they were have been moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from ita_excel.core.grid import CellRef
from ita_excel.core.values import as_text
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer
from ita_excel.merging.master import RowId
from ita_excel.merging.returned_rows import ReturnedRow
from ita_excel.schema import RESULTS, Kind
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import form
from ita_excel.thai.dictionary_order import dictionary_key

FREE = tuple(c.field for c in RESULTS.columns if c.unit_writes and c.kind is Kind.LONG_TEXT)
_ENOUGH = 6  # sentences in order that chance seldom gives
_SEVERAL = 4  # the same where one stands in another row than before
_SAME = 3  # the same where there is no other than before
_PROSE = tuple(f for f in FREE if f != "evidence")  # addresses and file names run on by themselves
_SENTENCE = 12  # characters: what stands in two rows by chance is shorter


def moved_cells(
    base: Base, rows: Iterable[tuple[RowId, ReturnedRow]], earlier: Collection[Answer]
) -> dict[CellRef, str]:
    """Return the cells of columns that were moved apart from their rows, each with its field.

    `rows` are those sent and those added. A copied sheet or column is looked at by itself.
    """
    placed = sorted(rows, key=lambda one: one[1].number)
    found: dict[CellRef, str] = {}
    for field in FREE:
        homes = _homes(base, field, earlier)
        columns: dict[tuple[str, int], list[_Cell]] = {}
        for id_, row in placed:
            for column, value in row.cells.get(field, ()):
                cell = _Cell(row.at(column), id_, form(value), as_text(value))
                columns.setdefault((row.sheet, column), []).append(cell)
        for cells in columns.values():
            if _was_moved(base, cells, homes):
                found |= {
                    c.at: field for c in cells if c.text and c.row not in homes.get(c.form, ())
                }
    return found


class _Cell(NamedTuple):
    at: CellRef
    row: RowId
    form: str
    text: str


def _was_moved(base: Base, cells: Sequence[_Cell], homes: Mapping[str, Collection[RowId]]) -> bool:
    """Whether sentences of a column stand in other rows than before, and not by corrections."""
    count = Counter(c.form for c in cells if c.text)
    known = [c for c in cells if count[c.form] == 1 and c.form in homes]
    moved = sum(c.row not in homes[c.form] for c in known)
    most = moved >= 2 and moved > len(known) - moved
    if most or not moved:
        return most
    # Who sorts whole rows and has a sentence in another row all the same sorts columns, too.
    enough = _SAME
    if len(known) < count.total() and _as_sent(base, [c.row for c in cells]):
        enough = _SEVERAL
    texts = [c.text for c in cells]
    return len({*filter(None, texts)}) >= enough and _in_order(texts)


def _as_sent(base: Base, rows: Sequence[RowId]) -> bool:
    """Whether the rows themselves stand in the order in which they were sent."""
    here = [row for row in rows if row in base.rows]
    return here == [row for row in base.rows if row in {*here}]


def sorted_alone(base: Base, rows: Sequence[ReturnedRow]) -> list[str]:
    """Return the columns whose sentences stand in the dictionary's order, where nothing else does.

    No proof that somebody sorted them, but of six sentences in rows of their own order one in 360
    stands so by chance.
    """
    keys = [RowId(r.text("key"), round_name(r.text("round"))) for r in rows]
    here = set(keys)
    if keys != [row for row in base.rows if row in here] or len({r.sheet for r in rows}) > 1:
        return []  # whole rows were sorted
    if any(r.guard not in (None, key) for r, key in zip(rows, keys, strict=True)):
        return []
    found = [field for field in _PROSE if _stands_out([r.text(field) for r in rows])]
    if len(found) != 1:
        return []
    sent = [as_text(base.rows[key].get(found[0])) for key in keys if key in base.rows]
    return found if [form(r.text(found[0])) for r in rows] != [form(text) for text in sent] else []


def _stands_out(texts: Sequence[str]) -> bool:
    """Whether so many texts are sorted, and not only counted on from row to row."""
    filled = [text for text in texts if text]
    return len({*filled}) >= _ENOUGH and _in_order(texts) and not _counted(filled)


def _in_order(texts: Sequence[str]) -> bool:
    """Whether texts are sorted, the blank ones last."""
    filled = [text for text in texts if text]
    keys = [dictionary_key(text) for text in filled]
    in_order = keys in (sorted(keys), sorted(keys, reverse=True))
    return in_order and not any(texts[len(filled) :])


def _counted(texts: Sequence[str]) -> bool:
    """Whether the texts differ in little but a number, a letter or a name, as in `ครั้งที่ ๑`, `ครั้งที่ ๒`."""
    first, last = _alike(texts), _alike([text[::-1] for text in texts])
    return (first + last) * 2 >= min(map(len, texts)) or any(
        text[first : first + 1].isdigit() for text in texts
    )


def _alike(texts: Sequence[str]) -> int:
    """Return how many letters all texts begin with."""
    return sum(1 for _ in takewhile(lambda same: len({*same}) == 1, zip(*texts, strict=False)))


def _homes(base: Base, field: str, earlier: Collection[Answer]) -> dict[str, frozenset[RowId]]:
    """Return the rows in which each sentence of a column stood before."""
    homes: dict[str, set[RowId]] = {}
    for row, values in base.rows.items():
        homes.setdefault(form(values.get(field)), set()).add(row)
    for answer in earlier:
        for change in answer.changes:
            if change.cell.field == field:
                homes.setdefault(form(change.value), set()).add(change.cell.row)
    return {
        text: frozenset(rows)
        for text, rows in homes.items()
        if len(as_text(text)) >= _SENTENCE and len(rows) == 1
    }
