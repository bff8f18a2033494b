"""An answer for 6 months that comes when the 12-month rows exist: those carried over follow it.

The base is what stood in the 6-month row until now: what the 12-month row still holds of it was
carried over untouched, and follows; what somebody wrote there of its own stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ita_excel.core.threeway import Verdict, decide
from ita_excel.merging.log import WrittenCell
from ita_excel.merging.master import CellId, Master, row_id
from ita_excel.schema import RESULTS, Writer
from ita_excel.schema.model import Result, Round
from ita_excel.sheets import Record
from ita_excel.sheets.carrying import ANSWERS
from ita_excel.thai.cell_values import same_value

_CARRIED = RESULTS.fields(lambda c: c.next_round and c.writer in (Writer.COPIED, Writer.INPUT))


def following(
    master: Master, written: Iterable[WrittenCell], answered: Collection[CellId]
) -> tuple[list[WrittenCell], list[WrittenCell]]:
    """Return the cells of 12 months that follow what was `written`, and those that keep their own.

    `answered` are cells that units answered for themselves: no other row speaks for them.
    """
    rows = master.reading.every_result
    twelve = {r.value.key: r for r in rows if r.value.in_round is Round.TWELVE and r.value.key}
    follow: list[WrittenCell] = []
    stay: list[WrittenCell] = []
    for w in written:
        source, target = master.find(w.cell.row, w.action), twelve.get(w.cell.key)
        if source is None or source.value.in_round is not Round.SIX or target is None:
            continue
        cell = CellId(*row_id(target.value), w.cell.field)
        if w.cell.field not in _CARRIED or cell in answered:
            continue
        held = master.value(target, w.cell.field)
        one = w._replace(cell=cell, old=held, carried=True)
        match decide(w.old, held, w.new, same_value):
            case Verdict.THEIRS:
                follow.append(one)
            case Verdict.CONFLICT:
                stay.append(one)
    return follow + _unmarked(master, follow, twelve, answered), stay


def _unmarked(
    master: Master,
    follow: Iterable[WrittenCell],
    twelve: Mapping[str, Record[Result]],
    answered: Collection[CellId],
) -> list[WrittenCell]:
    """Return what takes the mark away from rows that follow: it confirmed other words than these."""
    found: dict[CellId, WrittenCell] = {}
    for w in follow:
        cell = w.cell._replace(field="confirmed")
        mark = master.value(twelve[w.cell.key], "confirmed")
        if mark is not None and cell not in answered and w.cell.field in ANSWERS:
            found.setdefault(cell, w._replace(cell=cell, old=mark, new=None))
    return list(found.values())
