"""The rows of a unit's own master as an answer to what the unit was sent.

A master has more than was sent: who of the divisions is responsible, rows of its own plan, rows of
other rounds. None of it is a change of what was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ita_excel.core.values import Value, as_text
from ita_excel.merging.base import Base, Values
from ita_excel.merging.master import COPIED, RowId, is_proposal
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow
from ita_excel.schema.model import Round
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.normal import compare_form

_ITS_OWN = "responsible"  # the column in which a master names its divisions
_ROUNDS = frozenset(r.value for r in Round)


@dataclass(frozen=True, slots=True)
class AsAnswer:
    """What of a master answers a dispatch, and the actions of rows that are the master's own."""

    book: ReturnedBook
    own: tuple[str, ...]


def as_answer(book: ReturnedBook, base: Base, later: Sequence[Base] = ()) -> AsAnswer:
    """Return what a master answers to `base`, the first that it was sent; `later` are the others."""
    planned = {row.text("key") for row in book.plan} - {""}
    there = {_id(row) for row in book.results}
    elsewhere = {row for other in later for row in other.rows} - set(base.rows)
    rows, own = [], []
    for row in book.results:
        id_ = _id(row)
        if id_ in base.rows:
            rows.append(_as_sent(row, base.rows[id_], _ITS_OWN))
        elif id_ in elsewhere or row.text("unit"):
            pass  # an answer to another dispatch; what one division said, in the joint row too
        elif is_proposal(id_):
            rows.append(row)
        elif _another_round(id_, base, there) or _own_action(id_, row, base, planned):
            own.append(row.text("text") or id_.key)
        else:
            rows.append(row)
    plan = tuple(
        _as_sent(row, base.plan[key], _ITS_OWN) for row, key in _sent_actions(book.plan, base)
    )
    return AsAnswer(replace(book, results=tuple(rows), plan=plan), tuple(dict.fromkeys(own)))


def as_later_answer(book: ReturnedBook, base: Base) -> ReturnedBook:
    """Return what a master answers to a later dispatch: what that showed, and nothing else.

    What is odd about the other rows is said of the first dispatch, once.
    """
    rows = [
        _as_sent(row, base.rows[_id(row)], *COPIED) for row in book.results if _id(row) in base.rows
    ]
    return replace(book, results=tuple(rows), plan=())


def _id(row: ReturnedRow) -> RowId:
    return RowId(row.text("key"), round_name(row.text("round")))


def _another_round(id_: RowId, base: Base, there: set[RowId]) -> bool:
    """Whether the action stands in another round as well, in a row of its own."""
    sent = [row for row in base.rows if row.key == id_.key]
    return id_.round in _ROUNDS and bool(sent) and all(row in there for row in sent)


def _own_action(id_: RowId, row: ReturnedRow, base: Base, planned: set[str]) -> bool:
    """Whether the row is of an action that the master planned itself."""
    words = compare_form(row.text("text"))
    own = bool(id_.key) and id_.key in planned and id_.key not in base.plan
    return own and all(compare_form(as_text(v.get("text"))) != words for v in base.rows.values())


def _sent_actions(plan: Sequence[ReturnedRow], base: Base) -> list[tuple[ReturnedRow, str]]:
    by_text = {compare_form(as_text(v.get("text"))): key for key, v in base.plan.items()}
    found = []
    for row in plan:
        key = row.text("key")
        if key not in base.plan:
            key = by_text.get(compare_form(row.text("text")), "") if not key else ""
        if key:
            found.append((row, key))
    return found


def _as_sent(row: ReturnedRow, sent: Values, *fields: str) -> ReturnedRow:
    """Return the row with these columns as they were sent."""
    as_sent: dict[str, tuple[tuple[int, Value], ...]] = {
        name: tuple((column, sent.get(name)) for column, _ in row.cells[name])
        for name in fields
        if name in row.cells
    }
    return replace(row, cells={**row.cells, **as_sent})
