"""Values of a unit that a later file of its own replaced: which, by what, and on which evidence."""

from __future__ import annotations

from dataclasses import dataclass

from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.merging.ledger import Answer
from ita_excel.merging.master import CellId


@dataclass(frozen=True, slots=True)
class Replacement:
    """A value of `earlier` that gave way to one of `later` in a cell; `new` may be a blank.

    `presumed` ones are likely only, and stand in the sheet of conflicts, decided unless a person
    decides otherwise. `now` says that it happened in this merge, and not in one before.
    """

    cell: CellId
    action: str
    old: Value
    new: Value
    earlier: Answer
    later: Answer
    why: Text
    presumed: bool = False
    now: bool = True

    @property
    def unit(self) -> str:
        return self.later.unit
