"""The sheets `ข้อขัดแย้ง` and `แถวที่จับคู่ไม่ได้`: written anew by each merge, decisions read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import Edit, ShowSheet
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import Conflict
from ita_excel.merging.ledger import Answer, CellState, Ledger, Ours, Overruled, SetAside
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.merging.returned_rules import BY_CODE, UNMATCHED
from ita_excel.sheets import Block, Reading, replace_rows, require_block
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.comparing import form

OURS, THEIRS = schema.LISTS["decisions"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice made on the sheet. `theirs`: for the unit's value, else for the master's."""

    conflict: Conflict
    theirs: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the sheet says: choices to apply, and what can't be applied as it stands."""

    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]  # two units' values chosen for one cell
    typed: Mapping[tuple[str, ...], tuple[Value, Value]]  # choice and reason, by _identity


def read_decisions(reading: Reading, open_: Sequence[Conflict]) -> Decisions:
    """Return the decisions typed on the sheet for conflicts that are still open."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    typed: dict[tuple[str, ...], tuple[Value, Value]] = {}
    if block is not None:
        for row in listed_rows(block):
            beside = block.cell(row, "decision"), block.cell(row, "reason")
            typed[_identity_of_row(block, row)] = beside
    decisions = []
    for conflict in open_:
        choice, reason = typed.get(_identity(conflict), (None, None))
        if form(choice) in (form(OURS), form(THEIRS)):
            decisions.append(Decision(conflict, form(choice) == form(THEIRS), as_text(reason)))
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


def with_decisions(
    ledger: Ledger,
    states: Mapping[CellId, CellState],
    decisions: Iterable[Decision],
    by: str,
    when: str,
) -> Ledger:
    """Return the ledger with the decisions; one for the unit's value makes it the master's own."""
    cells = dict(ledger.cells)
    for d in decisions:
        cell, claim = d.conflict.cell, d.conflict.theirs.claim
        state = cells.get(cell, states[cell])
        if d.theirs:
            own = Ours(d.conflict.theirs.value, "decided", claim, d.reason, by, when)
            cells[cell] = replace(state, ours=(*state.ours, own))
        else:
            overruled = Overruled(claim, d.reason, by, when)
            cells[cell] = replace(state, overruled=(*state.overruled, overruled))
    return replace(ledger, cells=cells)


def conflict_edits(
    reading: Reading, conflicts: Sequence[Conflict], typed: Mapping[tuple[str, ...], object]
) -> list[Edit]:
    """Return the edits that make the sheet list just these, choices typed already kept."""
    rows: list[dict[str, Value]] = []
    for conflict in conflicts:
        answer = conflict.theirs.answer
        choice = typed.get(_identity(conflict), (None, None))
        assert isinstance(choice, tuple)
        rows.append(
            {
                "key": conflict.cell.key,
                "round": conflict.cell.round,
                "action": conflict.action,
                "column": HEADINGS[conflict.cell.field],
                "base": _text(conflict.theirs.base),
                "ours": _text(conflict.ours),
                "theirs": _text(conflict.theirs.value),
                "unit": answer.unit,
                "file": answer.file,
                "found_at": dt.datetime.fromisoformat(answer.collected),
                "decision": choice[0],
                "reason": choice[1],
            }
        )
    return _sheet(reading, schema.CONFLICTS, rows)


def aside_edits(reading: Reading, aside: Sequence[tuple[Answer, SetAside]]) -> list[Edit]:
    """Return the edits that make the set-aside sheet list just these."""
    rows: list[dict[str, Value]] = [
        {
            "why": _why(value),
            "unit": answer.unit,
            "file": answer.file,
            "place": value.place or None,
            "key": value.key or None,
            "round": value.round or None,
            "action": value.action or None,
            "column": value.column,
            "value": _text(value.value),
        }
        for answer, value in aside
    ]
    return _sheet(reading, schema.SETASIDE, rows)


_WHY = {
    ("M802", "cell"): "แก้ไขเซลล์ที่ล็อกไว้",
    ("M804", "row"): "จับคู่แถวไม่ได้",
    ("M804", "twice"): "แถวซ้ำและค่าไม่ตรงกัน",
    ("M804", "other_unit"): "แถวของหน่วยงานอื่น",
    ("M804", "removed_here"): "แถวถูกลบออกจากไฟล์หลักแล้ว",
    ("M804", "error"): "เซลล์แสดงค่าผิดพลาด",
    ("M804", "formula"): "สูตรที่ไม่มีผลคำนวณ",
}


def _why(value: SetAside) -> str:
    """Return why a value lies aside; a later version of the program may know other reasons."""
    words = _WHY.get((value.code, value.variant))
    if words is None:
        known = BY_CODE.get(value.code)
        words = known.finds.th if known else "ด้วยเหตุผลที่โปรแกรมรุ่นนี้ยังไม่รู้จัก"
    return f"{value.code} {words}"


def removed_here(aside: Iterable[tuple[Answer, SetAside]]) -> list[Finding]:
    """Return a finding for each row that was answered and is no longer in the master."""
    rows = {
        (c.file, value.key, value.round, value.action): value
        for c, value in aside
        if value.variant == "removed_here"
    }
    return [
        Finding(UNMATCHED, None, "removed_here", {"file": file, "action": action})
        for file, _, _, action in rows
    ]


def listed_rows(block: Block) -> list[int]:
    """Return the rows in which the tool wrote something."""
    rows = range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1)
    return [r for r in rows if any(block.cell(r, f) is not None for f in block.columns)]


def _sheet(
    reading: Reading, table: schema.Table, rows: Sequence[Mapping[str, Value]]
) -> list[Edit]:
    """Fill a sheet that shows itself only while it has something to say."""
    if table.name not in reading.blocks and not rows:
        return []
    block = require_block(reading.blocks, table)
    had = bool(listed_rows(block))
    edits = replace_rows(block, rows)
    if bool(rows) != had:
        edits.append(ShowSheet(block.sheet, bool(rows)))
    return edits


def _text(value: Value) -> str | None:
    return as_text(value) or None


def _identity(conflict: Conflict) -> tuple[str, ...]:
    cell = conflict.cell
    return (
        *(form(cell.key), round_name(cell.round), form(HEADINGS[cell.field])),
        *(form(conflict.theirs.answer.unit), form(conflict.theirs.value)),
    )


def _identity_of_row(block: Block, row: int) -> tuple[str, ...]:
    return (
        form(block.cell(row, "key")),
        round_name(as_text(block.cell(row, "round"))),
        *(form(block.cell(row, f)) for f in ("column", "unit", "theirs")),
    )
