"""Values of a unit that a later file of its own replaced: which, by what, and on which evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.merging.ledger import Answer
from ita_excel.merging.master import CellId
from ita_excel.thai.cell_values import form


class Replacement(NamedTuple):
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

    @property
    def told(self) -> Text:
        """From which file to which, of whom, and on which evidence, as people are told."""
        earlier, later = (called(a) for a in (self.earlier, self.later))
        return _FROM_TO.fill(earlier=earlier, later=later, why=self.why)

    @property
    def spot(self) -> tuple[CellId, str, str, str]:
        """By what it is known again: the cell, whose it is, the old value and the new."""
        return (self.cell, self.unit, form(self.old), form(self.new))


def called(answer: Answer) -> str:
    """Return how people tell a file from others of the same name: by person, moment and hash."""
    person = answer.provenance.person or answer.provenance.author
    words = [answer.file, *([person] if person else []), answer.saved[:16].replace("T", " ")]
    return f"{' · '.join(words)} [{answer.hash[:6]}]"


REPLACED = Text("แทนที่แล้ว", "replaced")
PRESUMED = Text("สันนิษฐานว่าแก้ไขแล้ว", "presumed to be corrected")
_FROM_TO = Text("จาก {earlier} เป็น {later}: {why}", "from {earlier} to {later}: {why}")


def now_replaced(
    before: Iterable[Replacement], after: Iterable[Replacement]
) -> tuple[Replacement, ...]:
    """Return what stands replaced after a merge, and note what was so before it."""
    known = {r.spot for r in before}
    return tuple(r._replace(now=r.spot not in known) for r in after)
