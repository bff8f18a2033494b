"""A unit's mark that answers carried over still hold, of words that the master has no more.

The 6-month answers may be corrected while the unit has its workbook; `fill` brings that into the
12-month row. What the unit confirmed are the words that it was sent, not these: a person decides.
"""

from __future__ import annotations

from collections.abc import Callable

from ita_excel.core.values import Value
from ita_excel.merging.ledger import Ledger
from ita_excel.merging.master import CellId
from ita_excel.merging.theirs import Theirs
from ita_excel.schema.model import Round
from ita_excel.sheets.carrying import ANSWERS
from ita_excel.thai.cell_values import same_value


def of_other_words(
    cell: CellId, theirs: Theirs, ledger: Ledger, stands: Callable[[str], Value]
) -> bool:
    """Whether what a unit confirmed in `cell` is other than what the row's answers are.

    `stands` gives the row's answer of a field. False where nobody knows what the unit was sent, and
    where it answered for itself.
    """
    if cell.field != "confirmed" or cell.round != Round.TWELVE.value or theirs.value is None:
        return False
    sent = ledger.dispatches.get(theirs.answer.dispatch)
    own = {c.cell.field for c in theirs.answer.changes if c.cell.row == cell.row}
    if sent is None or cell.row not in sent.rows or own.intersection(ANSWERS):
        return False
    words = sent.answers.get(cell.row, {})
    return not all(same_value(words.get(field), stands(field)) for field in ANSWERS)
