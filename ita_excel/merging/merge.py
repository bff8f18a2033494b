"""The merge of a master as a whole: ledger and workbook in, edits and what they do out.

One function for collecting, resolving and withdrawing: each changes the ledger, and the workbook
then follows from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ita_excel.core.findings import Finding
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value
from ita_excel.merging import ledger_sheet
from ita_excel.merging.all_cells import (
    Conflict,
    Fate,
    MergedResults,
    merge_results,
    with_officers_edits,
)
from ita_excel.merging.conflicts import conflict_edits, unused_texts
from ita_excel.merging.decisions import Decision, read_decisions, reopened, with_decisions
from ita_excel.merging.ledger import Answer, CellState, Ledger, SetAside
from ita_excel.merging.log import DroppedValue, Moment, WrittenCell, dropped_values, log_edits
from ita_excel.merging.master import COPIED, CellId, Master, RowId
from ita_excel.merging.next_round import following
from ita_excel.merging.one_cell import MergedCell
from ita_excel.merging.proposals import clear_rows, kept_rows, placed_rows, with_our_keys
from ita_excel.merging.replaced import Replacement, now_replaced
from ita_excel.merging.set_aside import aside_edits, removed_here, unused_findings
from ita_excel.merging.unit_answers import with_unit_rows
from ita_excel.sheets import Reading, append_rows, set_field
from ita_excel.thai.cell_values import same_value

__all__ = ["MergedMaster", "Moment", "WrittenCell", "merge"]


class MergedMaster(NamedTuple):
    """What a merge does to the master."""

    edits: tuple[Edit, ...]
    ledger: Ledger
    written: tuple[WrittenCell, ...]
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[Answer, SetAside], ...]
    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    cells: dict[CellId, tuple[CellState, MergedCell]]
    fates: Counter[Fate]
    presumed: tuple[Conflict, ...] = ()  # decided, unless a person decides otherwise
    replaced: tuple[Replacement, ...] = ()  # all that stand replaced by a unit's later file
    own_words: tuple[WrittenCell, ...] = ()  # of 12 months: they don't follow the 6-month answer
    dropped: tuple[DroppedValue, ...] = ()  # what was listed or came now, and is shown no more
    unclear: tuple[Conflict, ...] = ()  # what was typed beside them is no choice that can be made


def merge(
    reading: Reading,
    moment: Moment,
    answers: Iterable[Answer] = (),
    withdraw: Iterable[str] = (),
    ledger: Ledger | None = None,
) -> MergedMaster:
    """Return what the master becomes with more answers, without some, and with what was decided.

    `withdraw` are hashes of files. InputError where the master has lost a table that this needs.
    """
    master = Master(reading)
    known = ledger_sheet.load(reading.meta) if ledger is None else ledger
    known = with_unit_rows(master, with_our_keys(master, known))
    known = with_officers_edits(master, known, moment.by, moment.text)
    before = merge_results(master, known)
    open_ = (*before.conflicts, *before.presumed)
    typed = read_decisions(reading, open_, final=moment.command == "resolve")
    known = with_decisions(known, before, typed.decisions, moment.by, moment.text)
    withdrawn = [known.answers[h] for h in withdraw if h in known.answers]
    for gone in withdrawn:
        known = reopened(known, gone).without(gone.hash)
    old = set(known.answers)
    for answer in answers:
        known = known.answered(answer)
    known = with_unit_rows(master, with_our_keys(master, known))
    result = merge_results(master, known)
    edits, written = _results(master, result, known)
    follow, stay = following(master, written, result.cells)
    for w in follow:
        record = master.find(w.cell.row, w.action)
        assert record is not None
        edits += set_field(master.block, record.row, w.cell.field, w.new)
    written += follow
    known = replace(
        known, cells=_states(master, result, known), placed=placed_rows(master, result, known)
    )
    edits += conflict_edits(reading, (*result.conflicts, *result.presumed), typed.typed)
    edits += aside_edits(reading, result.aside)
    new = [c for h, c in known.answers.items() if h not in old]
    decided = (d.conflict for d in typed.decisions)
    unused = unused_texts(reading, decided, (*result.conflicts, *result.presumed))
    dropped = dropped_values(master, before, result, new, typed.decisions)
    edits += log_edits(reading, moment, written, typed.decisions, withdrawn, dropped, unused)
    edits += ledger_sheet.keep(reading, known)
    return MergedMaster(
        tuple(edits),
        known,
        tuple(written),
        result.conflicts,
        result.aside,
        typed.decisions,
        typed.contradictory,
        (*removed_here(result.aside), *unused_findings(unused)),
        result.cells,
        result.fates,
        result.presumed,
        now_replaced(before.replaced, result.replaced),
        tuple(stay),
        tuple(dropped),
        typed.unclear,
    )


def _results(
    master: Master, result: MergedResults, ledger: Ledger
) -> tuple[list[Edit], list[WrittenCell]]:
    """Return the edits of the results, and what they write."""
    edits: list[Edit] = []
    written: list[WrittenCell] = []
    kept = kept_rows(master, result, ledger)
    fresh: dict[RowId, dict[str, Value]] = {}
    for row in result.new_rows:
        fresh[row] = {"key": row.key, "round": row.round or None}
    for cell, (_, merged) in result.cells.items():
        record = master.find(cell.row, result.actions.get(cell.row, ""))
        current = master.value(record, cell.field)
        if same_value(current, merged.value):
            continue
        if merged.value is None and cell.field in COPIED and cell.row in kept:
            continue
        action = result.actions.get(cell.row, "") or (record.value.text if record else "")
        written.append(WrittenCell(cell, action, current, merged.value, merged))
        if record is None:
            fresh[cell.row][cell.field] = merged.value
        else:
            edits += set_field(master.block, record.row, cell.field, merged.value)
    edits += append_rows(master.block, list(fresh.values()))
    return edits + clear_rows(master, result, ledger), written


def _states(master: Master, result: MergedResults, ledger: Ledger) -> dict[CellId, CellState]:
    """Return the state of every cell, with what stands in it after this merge."""
    states = dict(ledger.cells)
    answered = {c.cell for a in ledger.answers.values() for c in a.changes}
    for cell in [c for c in states if c not in result.cells]:
        if cell not in answered:
            del states[cell]
        elif master.find(cell.row, result.actions.get(cell.row, "")) is None:
            states[cell] = states[cell]._replace(absent=True)
    for cell, (state, merged) in result.cells.items():
        record = master.find(cell.row, result.actions.get(cell.row, ""))
        current = master.value(record, cell.field)
        wrote = current if same_value(current, merged.value) else merged.value
        if cell in answered:
            states[cell] = state._replace(wrote=wrote, absent=False)
        else:  # no answer is left for it: it is the master's own again
            states.pop(cell, None)
    return states
