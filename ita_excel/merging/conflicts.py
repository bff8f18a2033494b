"""The sheet `ข้อขัดแย้ง`: what a person decides is listed for her, and her decisions are read back.

Values of two files of one unit in several cells are one question: a row for all of them stands
first, and decides each cell whose own row is left open. Where the newest value is presumed to
correct an older one, the choice stands already; `resolve` makes it final, another one changes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import Conflict, MergedResults
from ita_excel.merging.ledger import Answer, Ledger, Ours, Overruled
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.merging.one_cell import said_by
from ita_excel.merging.replaced import called
from ita_excel.sheets import Block, Reading, replace_rows_and_show
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import form

OURS, THEIRS = schema.LISTS["decisions"]
ALL_CELLS = "ทุกช่องของสองไฟล์นี้"
ALL_PRESUMED = "ทุกช่องของสองไฟล์นี้ (สันนิษฐาน)"
PRESUMED = "สันนิษฐาน: "  # begins the reason that the program gives for what it decided

Typed = Mapping[tuple[str, ...], tuple[Value, Value]]  # choice and reason, by _identity


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice made on the sheet. `theirs`: for the unit's value, else for the master's."""

    conflict: Conflict
    theirs: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the sheet says: decisions to apply, and what can't be applied as it stands."""

    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]  # two units' values chosen for one cell
    typed: Typed


def read_decisions(reading: Reading, open_: Sequence[Conflict], *, final: bool) -> Decisions:
    """Return the decisions typed on the sheet for conflicts that are still open.

    What the program presumed and nobody changed becomes a decision where they are made `final`.
    """
    typed = _typed(reading)
    groups = {id(c): key for key, group in _groups(open_).items() for c in group if len(group) > 1}
    decisions = []
    for conflict in open_:
        choice, reason = typed.get(_identity(conflict), (None, None))
        if form(choice) not in _CHOICES and id(conflict) in groups:
            choice, reason = typed.get(groups[id(conflict)], (None, None))
        theirs = form(choice) == form(THEIRS)
        if theirs or (form(choice) == form(OURS) and (final or not conflict.presumed)):
            said = as_text(reason)
            given = "" if theirs and said.startswith(PRESUMED) else said
            decisions.append(Decision(conflict, theirs, given))
    chosen: dict[CellId, set[str]] = {}
    for d in decisions:
        if d.theirs:
            chosen.setdefault(d.conflict.cell, set()).add(form(d.conflict.theirs.value))
    torn = {cell for cell, forms in chosen.items() if len(forms) > 1}
    return Decisions(
        tuple(d for d in decisions if d.conflict.cell not in torn),
        tuple(d.conflict for d in decisions if d.conflict.cell in torn),
        typed,
    )


def _typed(reading: Reading) -> Typed:
    block = reading.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return {}
    return {
        _identity_of_row(block, row): (block.cell(row, "decision"), block.cell(row, "reason"))
        for row in block.filled_rows()
    }


def with_decisions(
    ledger: Ledger,
    before: MergedResults,
    decisions: Iterable[Decision],
    by: str,
    when: str,
) -> Ledger:
    """Return the ledger with the decisions; one for the unit's value makes it the master's own.

    What else the same unit said of the cell is decided against with it.
    """
    states = dict(ledger.cells)
    for d in decisions:
        cell, chosen = d.conflict.cell, d.conflict.theirs
        first_sight, merged = before.cells[cell]
        state = states.get(cell, first_sight)
        against = {said_by(chosen)}
        if d.theirs:
            own = Ours(chosen.value, "decided", chosen.value_key, d.reason, by, when)
            state = replace(state, ours=(*state.ours, own))
            said = {said_by(t) for t in merged.sources} | merged.waiting
            against = {s for s in said if s[0] == chosen.answer.unit} - {said_by(chosen)}
        keys = dict.fromkeys(t.value_key for t in before.said[cell] if said_by(t) in against)
        if not d.theirs:
            keys.setdefault(chosen.value_key)  # a blank that no file typed
        overruled = (Overruled(key, d.reason, by, when) for key in keys)
        states[cell] = replace(state, overruled=(*state.overruled, *overruled))
    return replace(ledger, cells=states)


def conflict_edits(reading: Reading, conflicts: Sequence[Conflict], typed: Typed) -> list[Edit]:
    """Return the edits that make the sheet list just these, choices typed already kept."""
    rows: list[dict[str, Value]] = []
    for key, group in _groups(conflicts).items():
        together = len(group) > 1
        if together:
            rows.append(_row_of_all(group, *_choice(typed, key, group[0])))
        for conflict in group:
            known = typed.get(_identity(conflict), (None, None))
            given = known if together else _choice(typed, _identity(conflict), conflict)
            rows.append(_row(conflict, *given))
    return replace_rows_and_show(reading, schema.CONFLICTS, rows)


def _choice(typed: Typed, key: tuple[str, ...], conflict: Conflict) -> tuple[Value, Value]:
    """Return what was chosen; where nothing was, what is presumed."""
    given = typed.get(key, (None, None))
    if form(given[0]) or not conflict.presumed:
        return given
    return OURS, as_text(given[1]) or f"{PRESUMED}{conflict.presumed.th}"


def _groups(conflicts: Iterable[Conflict]) -> dict[tuple[str, ...], list[Conflict]]:
    """Return the conflicts by what one choice decides: two files of one unit, or one cell."""
    found: dict[tuple[str, ...], list[Conflict]] = {}
    for conflict in conflicts:
        rival = conflict.rival
        key = _identity(conflict)
        if rival is not None:
            key = _identity_of_all(conflict, rival.answer)
        found.setdefault(key, []).append(conflict)
    return found


def _row(conflict: Conflict, choice: Value, reason: Value) -> dict[str, Value]:
    answer = conflict.theirs.answer
    return {
        "key": conflict.cell.key,
        "round": conflict.cell.round,
        "action": conflict.action,
        "column": HEADINGS[conflict.cell.field],
        "base": as_text(conflict.theirs.base) or None,
        "ours": as_text(conflict.ours) or None,
        "theirs": as_text(conflict.theirs.value) or None,
        "unit": answer.unit,
        "file": answer.file,
        "found_at": dt.datetime.fromisoformat(answer.collected),
        "decision": choice,
        "reason": reason,
    }


def _row_of_all(group: Sequence[Conflict], choice: Value, reason: Value) -> dict[str, Value]:
    """Return the row that decides all cells in which two files of a unit differ."""
    first = group[0]
    assert first.rival is not None
    answer = first.theirs.answer
    cells = len({c.cell for c in group})
    return {
        "action": f"{cells} ช่องที่สองไฟล์ไม่ตรงกัน (เลือกที่แถวนี้ครั้งเดียว หรือเลือกเฉพาะช่องในแถวถัดไป)",
        "column": _all_cells(first),
        "ours": called(first.rival.answer),
        "theirs": called(answer),
        "unit": answer.unit,
        "file": answer.file,
        "found_at": dt.datetime.fromisoformat(answer.collected),
        "decision": choice,
        "reason": reason,
    }


def _identity(conflict: Conflict) -> tuple[str, ...]:
    cell = conflict.cell
    return (
        *(form(cell.key), round_name(cell.round), form(HEADINGS[cell.field])),
        *(form(conflict.theirs.answer.unit), form(conflict.theirs.value)),
    )


def _identity_of_all(conflict: Conflict, rival: Answer) -> tuple[str, ...]:
    answer = conflict.theirs.answer
    words = (_all_cells(conflict), answer.unit, called(answer), called(rival))
    return ("", round_name(""), *map(form, words))


def _all_cells(conflict: Conflict) -> str:
    return ALL_PRESUMED if conflict.presumed else ALL_CELLS


def _identity_of_row(block: Block, row: int) -> tuple[str, ...]:
    for_all = form(block.cell(row, "column")) in (form(ALL_CELLS), form(ALL_PRESUMED))
    fields = ("column", "unit", "theirs", "ours") if for_all else ("column", "unit", "theirs")
    return (
        form(block.cell(row, "key")),
        round_name(as_text(block.cell(row, "round"))),
        *(form(block.cell(row, f)) for f in fields),
    )


_CHOICES = (form(OURS), form(THEIRS))
