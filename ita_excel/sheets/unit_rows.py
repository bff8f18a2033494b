"""The units' own rows of an action that several units share, beneath the joint row.

A unit's row has the joint row's รหัส with a sign of the unit behind it, so that each is known like
any other row, in workbooks of all versions; the column `หน่วยงานที่รายงาน` names its unit. The
agency reports the joint row (`sheets.joint_rows` combines it).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import Value
from ita_excel.schema.model import Agency, Result, Round
from ita_excel.sheets.carried_cells import CARRIED
from ita_excel.sheets.carrying import said_when_carried
from ita_excel.sheets.copied_cells import COPIED, value
from ita_excel.sheets.edits import append_rows, set_field
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.row_identity import CellId, RowId
from ita_excel.thai.normal import compare_form

_WRITTEN = ("key", "round", "unit", *COPIED)  # what a row without an answer holds
# The fields of a joint row that are combined from its units' rows, in the order of the sheet.
COMBINED = ("status", "outcome", "problems", "suggestions", "evidence")
_LETTERS = "BCDFGHJKLMNPQRST"  # one for each value of four bits: they never spell a word


@dataclass(slots=True)
class NewUnitRows:
    """Units' rows to be written, and the bases of their cells: what each was written from."""

    rows: list[dict[str, Value]] = field(default_factory=list)
    copied: dict[CellId, Value] = field(default_factory=dict)
    carried: dict[CellId, Value] = field(default_factory=dict)

    def add(self, row: Mapping[str, Value], unit: str, there: RowsBeneath, agency: Agency) -> None:
        """Add the row of a unit beneath a joint `row`, unless it is `there`.

        One of 12 months begins with what the unit said for 6 months, in the row of that รหัส.
        """
        joint = RowId(str(row["key"]), str(row["round"]))
        if there.of(joint, unit) is not None:
            return
        six = there.of(joint._replace(round=Round.SIX.value), unit)
        before = six.value if six is not None else None
        id_ = there.free(joint, unit, before.key if before else "")
        new: dict[str, Value] = {"key": id_.key, "round": id_.round, "unit": unit}
        new |= {name: row.get(name) for name in COPIED}
        self.copied |= {CellId(*id_, name): new[name] for name in COPIED}
        if id_.round == Round.TWELVE.value and before is not None:
            taken = {name: value(before, name) for name in CARRIED}
            self.carried |= {CellId(*id_, name): found for name, found in taken.items()}
            new |= {"carried": said_when_carried(agency, before) or None, **taken}
        self.rows.append(new)


def by_unit(reading: Reading) -> bool:
    """Whether the units of a shared action answer in rows of their own.

    A workbook whose settings don't say so has one row for all, as older versions did.
    """
    block = reading.blocks.get(schema.RESULTS.name)
    wanted = compare_form(reading.agency.value.shared_rows) == compare_form(schema.BY_UNIT)
    return wanted and block is not None and "unit" in block.columns


def unit_key(key: str, unit: str) -> str:
    """Return the รหัส of a unit's row; the same wherever and whenever it is made."""
    import hashlib  # not for what only reads

    sign = hashlib.sha256(compare_form(unit).encode()).hexdigest()[:6]
    return f"{key}{schema.UNIT_ROW}{''.join(_LETTERS[int(c, 16)] for c in sign)}"


class RowsBeneath:
    """The units' rows beneath each joint row.

    Whose a row is, its `หน่วยงานที่รายงาน` says; where that names no unit of the workbook, its รหัส.
    A unit may have been renamed since its row was made: the row keeps its รหัส.
    """

    def __init__(self, reading: Reading) -> None:
        self._people = reading.meanings.people
        self._rows: dict[RowId, list[Record[Result]]] = {}
        seen = set[RowId]()
        for record in reading.unit_rows if by_unit(reading) else ():
            own = RowId(record.value.key, record.value.round_name)
            if own.key and own not in seen:  # a second one of an identity is S105's
                seen.add(own)
                self._rows.setdefault(joint_of(own), []).append(record)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def all(self, joint: RowId) -> Sequence[Record[Result]]:
        """Return the rows beneath a joint row, in the sheet's order."""
        return self._rows.get(joint, ())

    def joint(self) -> set[RowId]:
        """Return the joint rows that have units' rows beneath them."""
        return set(self._rows)

    def of(self, joint: RowId, unit: str) -> Record[Result] | None:
        """Return the row in which a unit answers; of two the one that says something."""
        rows = self.all(joint)
        found = [record for record in rows if self.unit(record) == unit]
        own = unit_key(joint.key, unit) if rows else ""
        if not found:
            found = [r for r in rows if r.value.key == own and self.unit(r) is None]
        return min(found, key=lambda r: (not says_something(r), r.value.key != own), default=None)

    def free(self, joint: RowId, unit: str, before: str = "") -> RowId:
        """Return the identity of a new row of a unit: `before` in another round, else by its name.

        Another one where a row of a unit that was renamed holds it.
        """
        taken = {record.value.key for record in self.all(joint)}
        names = (unit, *(f"{unit} {n}" for n in range(2, len(taken) + 3)))
        keys = (*([before] if before else ()), *(unit_key(joint.key, name) for name in names))
        return RowId(next(key for key in keys if key not in taken), joint.round)

    def unit(self, record: Record[Result]) -> str | None:
        """Return the unit that a row names, by its name in the workbook; None for no unit of it."""
        named = self._people[record.value.unit].units
        return named[0] if len(named) == 1 else None


def says_something(record: Record[Result]) -> bool:
    """Whether anything stands in a cell of a unit's row that its joint row is combined from."""
    return any(record.typed(name) is not None for name in COMBINED)


def joint_of(row: RowId) -> RowId:
    """Return the identity of the joint row above a unit's row; a joint row's own."""
    return RowId(row.key.rpartition(schema.UNIT_ROW)[0] or row.key, row.round)


def sharers(reading: Reading, joint: Record[Result]) -> tuple[str, ...]:
    """Return the units that share a row, in the order of the sheet of units; none for one unit.

    Every unit are its divisions in the master of a unit that has some, not that unit itself, whose
    answer is what they come to.
    """
    who = joint.value.who
    if not joint.value.responsible:
        plan = (a.value for a in reading.plan if a.value.key == joint.value.action_key)
        who = next((action.who for action in plan), who)
    found = tuple(unit for unit in reading.directory.names if who.includes(unit))
    if who.every:
        itself = compare_form(reading.agency.value.name)
        parts = tuple(u for u in found if compare_form(u) != itself)
        found = parts if len(parts) > 1 else found
    return found if len(found) > 1 else ()


def shared(reading: Reading, round_: Round | None) -> Iterator[tuple[Record[Result], RowId]]:
    """Yield the joint rows of a round, or of all (None); a second one of an identity is left out."""
    seen = set[RowId]()
    for record in reading.results:
        row = record.value
        id_ = RowId(row.key, row.round_name)
        if row.key and id_ not in seen and (round_ is None or row.in_round is round_):
            seen.add(id_)
            if sharers(reading, record):
                yield record, id_


def missing_rows(reading: Reading, round_: Round | None) -> NewUnitRows:
    """Return the units' rows that the shared actions of a round, or of all (None), still lack."""
    new = NewUnitRows()
    if by_unit(reading):
        there = RowsBeneath(reading)
        for record, id_ in shared(reading, round_):
            copied = {name: value(record.value, name) for name in COPIED}
            row: dict[str, Value] = {"key": id_.key, "round": id_.round, **copied}
            for unit in sharers(reading, record):
                new.add(row, unit, there, reading.agency.value)
    return new


def appended(reading: Reading, rows: Iterable[Mapping[str, Value]]) -> list[Edit]:
    """Return the edits that put units' rows behind the results that are there."""
    block = reading.blocks.get(schema.RESULTS.name)
    return append_rows(block, list(rows)) if block is not None else []


def beneath_joint(reading: Reading, new: Container[RowId]) -> tuple[list[Edit], int]:
    """Return the edits that put `new` units' rows from the sheet's end beneath their joint rows.

    Values change places; with them the first row that holds another one then. No edits where that
    could tear something apart: where anything was typed into a row that would move, or between them.
    """
    records = reading.every_result
    rows = {id(r): RowId(r.value.key, r.value.round_name) for r in records}
    moving: dict[RowId, list[Record[Result]]] = {}
    for record in records:
        if (id_ := rows[id(record)]) in new:
            joint = RowId(id_.key.rpartition(schema.UNIT_ROW)[0], id_.round)
            moving.setdefault(joint, []).append(record)
    ordered: list[Record[Result]] = []
    for at, record in enumerate(records):
        if rows[id(record)] in new:
            continue
        ordered.append(record)
        joint = joint_of(rows[id(record)])
        below = records[at + 1] if at + 1 < len(records) else None
        if below is None or rows[id(below)] in new or joint_of(rows[id(below)]) != joint:
            ordered += moving.pop(joint, ())
    pairs = [(o, r) for o, r in zip(ordered, records, strict=False) if o is not r]
    if len(ordered) != len(records) or not pairs:
        return [], 0
    first = pairs[0][1].row
    moved = [record for record in records if record.row >= first]
    block = moved[0].block
    if [r.row for r in moved] != [*range(first, first + len(moved))] or not all(
        _is_fresh(r) for r in moved
    ):
        return [], 0
    fields = [f for f in _WRITTEN if f in block.columns]
    edits = [
        edit
        for source, place in pairs
        for name in fields
        for edit in set_field(block, place.row, name, source.typed(name))
    ]
    return edits, first


def _is_fresh(record: Record[Result]) -> bool:
    """Whether a row holds only what the program wrote from the plan."""
    block = record.block
    known = {block.columns[f] for f in (*_WRITTEN, "check") if f in block.columns}
    cells = block.rows[record.row - 1]
    return all(value is None or column in known for column, value in enumerate(cells, start=1))


def units_instead(reading: Reading, rows: frozenset[int]) -> frozenset[int]:
    """Return rows of the sheet, with units' rows in the place of the joint row above them."""
    if not reading.unit_rows or not by_unit(reading):
        return rows
    there = RowsBeneath(reading)
    found = set(rows)
    for record in reading.results:
        if record.row in rows:
            joint = RowId(record.value.key, record.value.round_name)
            own = [there.of(joint, unit) for unit in sharers(reading, record)]
            beneath = {row.row for row in own if row is not None}
            if beneath:
                found = (found - {record.row}) | beneath
    return frozenset(found)


def of_unit(reading: Reading, unit: str | None) -> Reading:
    """Return the reading as a unit's own report has it: its row in the place of each joint row.

    A joint row stays where the unit said nothing in its own, or where `unit` is None.
    """
    if unit is None or not reading.unit_rows:
        return reading
    names = reading.meanings.people[unit].units
    there = RowsBeneath(reading)
    own = []
    for record in reading.results:
        joint = RowId(record.value.key, record.value.round_name)
        mine = (there.of(joint, name) for name in names)
        said = (r for r in mine if r is not None and (r.value.status or r.value.outcome))
        own.append(next(said, record))
    return replace(reading, results=tuple(own), unit_rows=())
