"""Cells that the officers of two copies of a master changed differently: listed, and decided.

They are remembered in `_ita`, values as they were typed, and shown on `ข้อขัดแย้ง` between the
others. The master's value stands until a person decides; what she decided is not asked again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ita_excel import schema
from ita_excel.core.grid import CellRef, Edit, SetCell
from ita_excel.core.packing import from_json, to_json
from ita_excel.core.values import Value, as_text
from ita_excel.sheets import Block, Reading, append_rows, replace_rows_and_show
from ita_excel.sheets.conflict_rows import FROM_COPY, FROM_WORD, Origin, rows_of
from ita_excel.sheets.meaning import round_name
from ita_excel.sheets.packed_rows import remember, remembered
from ita_excel.sheets.typed_tables import Derived, known_rows, own_columns, value_at
from ita_excel.thai.cell_values import form, same_value

_PREFIX = "copies:"
_OURS, _THEIRS, _COMBINED, _OWN = (form(choice) for choice in schema.LISTS["decisions"])
_NO_SENTENCES = (schema.Kind.CHOICE, schema.Kind.DATE, schema.Kind.NUMBER)


class CopyConflict(NamedTuple):
    """A cell of the master for which another copy holds another value.

    `field` is "" in a column of people's own. `key` is by what the row is known: รหัส, a setting …
    """

    table: str
    key: str
    round: str
    words: str
    field: str
    heading: str
    base: Value
    theirs: Value
    file: str
    when: str

    @property
    def column(self) -> str:
        """The heading as the sheet says it: outside the results with its sheet."""
        table = _TABLES[self.table]
        return self.heading if table is schema.RESULTS else f"{table.sheet} › {self.heading}"

    @property
    def source(self) -> str:
        """Whose value it is, as the sheet says it: another copy's, or a Word file's."""
        return FROM_WORD if self.file.casefold().endswith(".docx") else FROM_COPY

    @property
    def identity(self) -> tuple[str, ...]:
        """By what it is known again, on the sheet and when the same copy comes once more."""
        return (
            *(form(self.key), round_name(self.round), form(self.words), form(self.column)),
            form(self.theirs),
        )


class CopyDecision(NamedTuple):
    """What a person decided: `taken` is `ours`, `theirs`, `combined` or `own`, as JSON has it."""

    conflict: CopyConflict
    taken: str
    old: Value
    value: Value
    reason: str
    at: CellRef


class OpenConflict(NamedTuple):
    """A conflict that waits, with what the master holds."""

    conflict: CopyConflict
    ours: Value


class CopyDecisions(NamedTuple):
    """Decisions with their edits, and what still waits."""

    edits: tuple[Edit, ...] = ()
    decisions: tuple[CopyDecision, ...] = ()
    waiting: tuple[OpenConflict, ...] = ()


class CopyMemory(NamedTuple):
    """The conflicts that wait, and the identities of those decided."""

    open: tuple[CopyConflict, ...] = ()
    settled: frozenset[tuple[str, ...]] = frozenset()


_TABLES = {table.name: table for table in schema.officers_tables()}


def load(meta: Mapping[str, Value]) -> CopyMemory:
    """Return what `_ita` remembers; nothing where it is missing, damaged or of a later version."""
    try:
        content = remembered(meta, _PREFIX)
        if content is None or content["v"] != 1:
            return CopyMemory()
        return CopyMemory(
            tuple(_conflict(*row) for row in content["open"] if row[0] in _TABLES),
            frozenset(tuple(str(text) for text in row) for row in content["settled"]),
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        return CopyMemory()


def _conflict(*row: Any) -> CopyConflict:
    table, key, round_, words, name, heading, base, theirs, file, when = row
    return CopyConflict(
        str(table),
        str(key),
        str(round_),
        str(words),
        str(name),
        str(heading),
        from_json(base),
        from_json(theirs),
        str(file),
        str(when),
    )


def _keep(reading: Reading, memory: CopyMemory) -> list[Edit]:
    if load(reading.meta) == memory or schema.META.name not in reading.blocks:
        return []
    rows = [
        [
            *(c.table, c.key, c.round, c.words, c.field, c.heading),
            *(to_json(c.base), to_json(c.theirs), c.file, c.when),
        ]
        for c in memory.open
    ]
    return remember(reading, _PREFIX, {"v": 1, "open": rows, "settled": sorted(memory.settled)})


def listed(reading: Reading, found: Iterable[CopyConflict], derived: Derived) -> CopyDecisions:
    """Return the edits that list these conflicts beside those that wait already, and all that wait.

    What was decided once is not listed again; what the master holds by now needs no decision.
    """
    memory = load(reading.meta)
    known = {c.identity: c for c in (*memory.open, *found)}
    places = _Places(reading, derived)
    waiting = [
        OpenConflict(c, places.value(at))
        for identity, c in known.items()
        if identity not in memory.settled
        for at in [places.at(c)]
        if at is not None and not same_value(places.value(at), c.theirs)
    ]
    edits = _keep(reading, memory._replace(open=tuple(w.conflict for w in waiting)))
    return CopyDecisions(tuple(edits + _rows(reading, waiting)), (), tuple(waiting))


def of_word_files(reading: Reading) -> list[CopyConflict]:
    """Return the proposals of Word files that wait, in the order of the sheet: 1 is the first."""
    return [c for c in load(reading.meta).open if c.source == FROM_WORD]


def decided(
    reading: Reading,
    command: str,
    moment: dt.datetime,
    derived: Derived,
    said: Mapping[tuple[str, ...], bool] = MappingProxyType({}),
) -> CopyDecisions:
    """Return what the choices typed on the sheet come to, with their history.

    `said` are choices made elsewhere, by the conflicts' identities: whether theirs is taken.
    """
    memory = load(reading.meta)
    if not memory.open:
        return CopyDecisions()
    words = {True: _THEIRS, False: _OURS}
    typed = _typed(reading) | {i: {"decision": words[taken]} for i, taken in said.items()}
    places = _Places(reading, derived)
    decisions, waiting = [], []
    for conflict in memory.open:
        at = places.at(conflict)
        if at is None or same_value(places.value(at), conflict.theirs):
            continue  # the row is gone, or the officer has typed it herself
        held = places.value(at)
        choice = _choice(conflict, typed.get(conflict.identity, {}), held)
        if choice is None:
            waiting.append(OpenConflict(conflict, held))
        else:
            taken, value, reason = choice
            decisions.append(CopyDecision(conflict, taken, held, value, reason, at))
    settled = memory.settled | {d.conflict.identity for d in decisions}
    edits: list[Edit] = [
        SetCell(d.at, d.value) for d in decisions if not same_value(d.value, d.old)
    ]
    edits += _keep(reading, CopyMemory(tuple(w.conflict for w in waiting), settled))
    edits += _rows(reading, waiting)
    edits += _logged(reading, decisions, command, moment)
    return CopyDecisions(tuple(edits), tuple(decisions), tuple(waiting))


def _choice(
    conflict: CopyConflict, row: Mapping[str, Value], held: Value
) -> tuple[str, Value, str] | None:
    """Return which value was chosen, the value, and why; None where nothing that can be done was."""
    said, own = form(row.get("decision")), row.get("own")
    reason = as_text(row.get("reason"))
    if own is not None and said in ("", _OWN):
        return "own", own, reason
    if own is not None:
        return None
    if said == _OURS:
        return "ours", held, reason
    named = (f"ใช้ค่าของ{conflict.source}", f"ใช้ค่าของ {conflict.source}")
    if said in (_THEIRS, *map(form, named)):
        return "theirs", conflict.theirs, reason
    column = next((c for c in _TABLES[conflict.table].columns if c.field == conflict.field), None)
    if said == _COMBINED and (column is None or column.kind not in _NO_SENTENCES):
        texts = dict.fromkeys(filter(None, (as_text(held), as_text(conflict.theirs))))
        return "combined", "\n".join(texts), reason
    return None


class _Places:
    """Where the cells of conflicts stand in a master today."""

    def __init__(self, reading: Reading, derived: Derived) -> None:
        self._blocks, self._derived = reading.blocks, derived
        self._rows: dict[str, dict[tuple[str, str], int]] = {}

    def at(self, conflict: CopyConflict) -> CellRef | None:
        block = self._blocks.get(conflict.table)
        if block is None:
            return None
        rows = self._rows.get(conflict.table)
        if rows is None:
            rows = self._rows[conflict.table] = _rows_by_identity(block)
        row = rows.get((form(conflict.key or conflict.words), round_name(conflict.round)))
        column = block.columns.get(conflict.field)
        if not conflict.field:
            own = own_columns(block, self._derived)
            column = next((n for h, n in own.values() if h == conflict.heading), None)
        return None if row is None or column is None else CellRef(block.sheet, row, column)

    def value(self, at: CellRef) -> Value:
        block = next(b for b in self._blocks.values() if b.sheet == at.sheet)
        return value_at(block, at.row, at.column)


def _rows_by_identity(block: Block) -> dict[tuple[str, str], int]:
    """Return the rows by their keys, and by their words: an action without รหัส is known by them."""
    found: dict[tuple[str, str], int] = {}
    fields = [f for f in ("key", block.table.main) if f and f in block.columns]
    for row in _all_rows(block) if block.table is schema.WORDING else known_rows(block):
        for name in fields:
            if text := form(block.cell(row, name)):
                found.setdefault((text, round_name(as_text(block.cell(row, "round")))), row)
    return found


def _all_rows(block: Block) -> range:
    """Return the numbers of all rows, also of those in which nobody wrote anything yet."""
    return range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1)


def _typed(reading: Reading) -> dict[tuple[str, ...], dict[str, Value]]:
    return {
        (
            *(form(r["key"]), round_name(as_text(r["round"])), form(r["action"])),
            *(form(r["column"]), form(r["theirs"])),
        ): r
        for r in rows_of(reading, Origin.COPY)
    }


def _rows(reading: Reading, waiting: Sequence[OpenConflict]) -> list[Edit]:
    """Return the edits that make the sheet list just these, beside all others."""
    there = rows_of(reading, Origin.COPY)
    if not waiting and not there:
        return []
    typed = _typed(reading)
    rows = rows_of(reading, Origin.ANSWER, Origin.PLAN)
    joint = rows_of(reading, Origin.JOINT)  # listed anew behind these
    for one in waiting:
        c = one.conflict
        row: dict[str, Value] = {
            "key": c.key or None,
            "round": c.round or None,
            "action": c.words or None,
            "column": c.column,
            "base": as_text(c.base) or None,
            "ours": as_text(one.ours) or None,
            "theirs": as_text(c.theirs) or None,
            "unit": c.source,
            "file": c.file,
            "found_at": dt.datetime.fromisoformat(c.when),
            "decision": None,
            "own": None,
            "reason": None,
        }
        given = typed.get(c.identity, {})
        rows.append({**row, **{f: given.get(f) for f in ("decision", "own", "reason")}})
    return replace_rows_and_show(reading, schema.CONFLICTS, [*rows, *joint])


def _logged(
    reading: Reading, decisions: Iterable[CopyDecision], command: str, moment: dt.datetime
) -> list[Edit]:
    block = reading.blocks.get(schema.HISTORY.name)
    rows: list[dict[str, Value]] = []
    for d in decisions:
        left = d.conflict.theirs if d.taken == "ours" else d.old
        reason = f" (เหตุผล: {d.reason})" if d.reason else ""
        rows.append(
            {
                "moment": moment.replace(microsecond=0),
                "command": command,
                "sheet": schema.CONFLICTS.sheet,
                "key": d.conflict.key or None,
                "column": d.conflict.column,
                "old": as_text(left) or None,
                "new": as_text(d.value) or None,
                "file": f"{d.conflict.file}{reason}",
                "unit": d.conflict.source,
            }
        )
    return append_rows(block, rows) if block else []
