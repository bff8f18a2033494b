"""The sheet `ข้อขัดแย้ง`: what a person decides is listed for her, and what she typed is kept.

Values of two files of one unit in several cells are one question: a row for all of them stands
first, and decides each cell whose own row is left open. Where the newest value is presumed to
correct an older one, the choice stands already; `resolve` makes it final, another one changes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import Conflict
from ita_excel.merging.ledger import Answer
from ita_excel.merging.master import HEADINGS
from ita_excel.merging.replaced import called
from ita_excel.sheets import Block, Reading, replace_rows_and_show
from ita_excel.sheets.conflict_rows import Origin, answers_rows, rows_of
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.cell_values import form

OURS, THEIRS, COMBINED, OWN = schema.LISTS["decisions"]
ALL_CELLS = "ทุกช่องของสองไฟล์นี้"
ALL_PRESUMED = "ทุกช่องของสองไฟล์นี้ (สันนิษฐาน)"
PRESUMED = "สันนิษฐาน: "  # begins the reason that the program gives for what it decided


class TypedChoice(NamedTuple):
    """What a person typed beside a conflict: her choice, a text of her own, and why."""

    choice: Value = None
    own: Value = None
    reason: Value = None


Typed = Mapping[tuple[str, ...], TypedChoice]  # by what identifies a row of the sheet
NOTHING_TYPED = TypedChoice()


def read_typed(reading: Reading) -> Typed:
    """Return what stands on the sheet beside each conflict."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return {}
    return {
        _identity_of_row(block, row): TypedChoice(
            *(block.cell(row, field) for field in ("decision", "own", "reason"))
        )
        for row in block.filled_rows()
    }


def conflict_edits(reading: Reading, conflicts: Sequence[Conflict], typed: Typed) -> list[Edit]:
    """Return the edits that make the sheet list just these, choices typed already kept.

    What is listed there about the plan, another copy of the master or joint rows stays.
    """
    rows: list[dict[str, Value]] = []
    for key, (first, *more) in grouped(conflicts).items():
        if not more:
            rows.append(_row(first, _choice(typed, identity(first), first)))
            continue
        group = (first, *more)
        rows.append(_row_of_all(group, _choice(typed, key, first)))
        rows += (_row(c, given_for(typed, identity(c), c)) for c in group)
    rows += rows_of(reading, Origin.PLAN, Origin.COPY, Origin.JOINT)
    return replace_rows_and_show(reading, schema.CONFLICTS, rows)


def given_for(typed: Typed, key: tuple[str, ...], conflict: Conflict) -> TypedChoice:
    """Return what was typed in a row; nothing where the program had presumed and does no more."""
    given = typed.get(key, NOTHING_TYPED)
    ours = form(given.choice) == form(OURS)
    if ours and not conflict.presumed and as_text(given.reason).startswith(PRESUMED):
        return NOTHING_TYPED
    return given


def _choice(typed: Typed, key: tuple[str, ...], conflict: Conflict) -> TypedChoice:
    """Return what was chosen; where nothing was, what is presumed."""
    given = given_for(typed, key, conflict)
    if form(given.choice) or form(given.own) or not conflict.presumed:
        return given
    reason = as_text(given.reason) or f"{PRESUMED}{conflict.presumed.th}"
    return TypedChoice(OURS, None, reason)


class UnusedText(NamedTuple):
    """A text or a reason typed beside a conflict that is none any more, and that decided nothing."""

    key: str
    action: str
    column: str
    unit: str
    text: str


def unused_texts(
    reading: Reading, decided: Iterable[Conflict], open_: Iterable[Conflict]
) -> list[UnusedText]:
    """Return what the sheet loses: its rows are those of neither `decided` nor `open_` conflicts."""
    block = reading.blocks.get(schema.CONFLICTS.name)
    if block is None:
        return []
    conflicts = [*decided, *open_]
    known = {*map(identity, conflicts), *grouped(conflicts)}
    found = []
    for row in answers_rows(block):
        if _identity_of_row(block, row) in known:
            continue
        own, reason = (as_text(block.cell(row, field)) for field in ("own", "reason"))
        texts = (own, "" if reason.startswith(PRESUMED) else reason)
        fields = ("key", "action", "column", "unit")
        key, action, column, unit = (as_text(block.cell(row, f)) for f in fields)
        left = "\n".join(filter(None, texts))
        if left:
            found.append(UnusedText(key, action, column, unit, left))
    return found


def grouped(conflicts: Iterable[Conflict]) -> dict[tuple[str, ...], list[Conflict]]:
    """Return the conflicts by what one choice decides: two files of one unit, or one cell."""
    found: dict[tuple[str, ...], list[Conflict]] = {}
    for conflict in conflicts:
        rival = conflict.rival
        key = identity(conflict)
        if rival is not None:
            key = _identity_of_all(conflict, rival.answer)
        found.setdefault(key, []).append(conflict)
    return found


def _row(conflict: Conflict, given: TypedChoice) -> dict[str, Value]:
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
        "decision": given.choice,
        "own": given.own,
        "reason": given.reason,
    }


def _row_of_all(group: Sequence[Conflict], given: TypedChoice) -> dict[str, Value]:
    """Return the row that decides all cells in which two files of a unit differ."""
    first, *_ = group
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
        "decision": given.choice,
        "own": given.own,
        "reason": given.reason,
    }


def identity(conflict: Conflict) -> tuple[str, ...]:
    """Return by what a conflict is known again on the sheet."""
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
