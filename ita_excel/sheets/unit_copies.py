"""What `fill` does for the units' rows of shared actions: they have the joint row's words, and in
the next round each unit has a row again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ita_excel import schema
from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value
from ita_excel.schema.model import Result, Round
from ita_excel.sheets.copied_cells import COPIED, CopiedFrom, Followed, follow, value
from ita_excel.sheets.derived_cells import Bases
from ita_excel.sheets.reading import Reading, Record
from ita_excel.sheets.row_identity import CellId, RowId
from ita_excel.sheets.unit_rows import COMBINED, NewUnitRows, RowsBeneath, by_unit
from ita_excel.thai.cell_values import same_value

Row = Mapping[str, Value]


def follow_joint(
    reading: Reading, followed: Followed, known: Bases, locked: Callable[[CellRef], bool]
) -> Followed:
    """Return what becomes of the copied cells of units' rows: they follow the joint row's words.

    `followed` is what the joint rows come to themselves.
    """
    done = Followed({})
    for round_ in dict.fromkeys(r.value.round_name for r in reading.unit_rows):
        rows = [r for r in reading.unit_rows if r.value.round_name == round_ and r.value.key]
        joint: dict[str, CopiedFrom] = {}
        for record in reversed(reading.results):
            if record.value.round_name == round_:
                joint[record.value.key] = _as_it_will_be(record, followed)
        sources = {
            r.value.key: joint[key]
            for r in rows
            if (key := r.value.key.rpartition(schema.UNIT_ROW)[0]) in joint
        }
        found = follow(rows[0].block, _keyed(rows), sources, known, locked) if rows else done
        if found is not done:
            done.bases |= found.bases
            done.edits += found.edits
            done.kept += found.kept
            done.choices += found.choices
    return done


def _keyed(rows: Sequence[Record[Result]]) -> Iterator[tuple[str, str, Record[Result]]]:
    return ((r.value.key, r.value.round_name, r) for r in rows)


def _as_it_will_be(joint: Record[Result], followed: Followed) -> Record[Result]:
    row = joint.value
    cells = {name: CellId(row.key, row.round_name, name) for name in COPIED}
    now = {name: followed.now[cell] for name, cell in cells.items() if cell in followed.now}
    texts = {n: "" if v is None and isinstance(getattr(row, n), str) else v for n, v in now.items()}
    return joint._replace(value=replace(row, **texts))  # type: ignore[arg-type]


def next_rows(reading: Reading, rows: Iterable[Row]) -> NewUnitRows:
    """Return the units' rows beneath new joint `rows` of 12 months: of who had one for 6 months."""
    new = NewUnitRows()
    if not by_unit(reading) or not reading.unit_rows:
        return new
    there = RowsBeneath(reading)
    for row in rows:
        who = reading.meanings.people[str(row.get("responsible") or "")]
        six = map(there.unit, there.all(RowId(str(row["key"]), Round.SIX.value)))
        named = {unit for unit in six if unit and who.includes(unit)}
        for unit in (name for name in reading.directory.names if name in named):
            new.add(row, unit, there, reading.agency.value)
    return new


def beneath(rows: Sequence[Row], of_units: Sequence[Row]) -> list[Row]:
    """Return joint rows, each with the rows of its units beneath it."""
    units: dict[str, list[Row]] = {}
    for row in of_units:
        units.setdefault(str(row["key"]).rpartition(schema.UNIT_ROW)[0], []).append(row)
    return [one for row in rows for one in (row, *units.get(str(row["key"]), ()))]


def combined_before(known: Bases, six: Iterable[Result]) -> dict[CellId, Value]:
    """Return the bases of new joint rows of 12 months that begin with what 6 months combined."""
    found: dict[CellId, Value] = {}
    for row in six:
        for name in COMBINED:
            cell = CellId(row.key, Round.SIX.value, name)
            if cell in known and same_value(known[cell], value(row, name)):
                found[cell._replace(round=Round.TWELVE.value)] = known[cell]
    return found
