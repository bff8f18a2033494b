"""Masters and returned workbooks in memory, as the template lays them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.grid import Edit, MemoryGrid, TableRange
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Answer
from ita_excel.merging.merge import MergedMaster, Moment, merge
from ita_excel.merging.returned_rows import read_returned
from ita_excel.merging.sending import base_of, record_of, share_out
from ita_excel.merging.unit_changes import ReturnedFile, compare
from ita_excel.sheets import Block, read
from ita_excel.sheets.blocks import find_blocks

Row = Mapping[str, object]
SIX = "๖ เดือน"
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง")
NOW = dt.datetime(2022, 4, 1, 9, 0)


def sheet(table: schema.Table, rows: Sequence[Row]) -> list[list[object]]:
    """A sheet with these rows."""
    blank: list[object] = []
    return [
        *([blank] * (table.header_row - 1)),
        [c.heading for c in table.columns],
        *([row.get(c.field) for c in table.columns] for row in rows),
    ]


def book(**rows: Sequence[Row]) -> MemoryGrid:
    """A workbook whose tables hold these rows, by the tables' names."""
    sheets = {t.sheet: sheet(t, rows.get(t.name, ())) for t in schema.TABLES}
    ranges = [
        TableRange(
            t.name,
            t.sheet,
            t.header_row,
            1,
            max(t.header_row + 1, len(sheets[t.sheet])),
            len(t.columns),
        )
        for t in schema.TABLES
    ]
    return MemoryGrid(sheets, ranges)


def master(results: Sequence[Row], units: Sequence[str] = UNITS, **settings: object) -> MemoryGrid:
    """A master whose results are these; the plan has the same actions."""
    values = {"name": "อบต.ตัวอย่าง", "fiscal_year": 2565, "round": SIX, **settings}
    results = [{"round": SIX, "responsible": units[0], **row} for row in results]
    plan = {r["key"]: {f: r.get(f) for f in ("key", "text", "responsible")} for r in results}
    return book(
        Agency=[{"key": s.key, "value": values.get(s.field)} for s in schema.SETTINGS],
        Units=[{"name": u} for u in units],
        Plan=list(plan.values()),
        Results=results,
        Meta=[
            {"key": schema.META_VERSION, "value": 1},
            {"key": schema.META_WORKBOOK, "value": "MASTER"},
        ],
    )


def send(grid: MemoryGrid, unit: str = UNITS[0], name: str = "", sent: str = "2022-03-01") -> Base:
    """Send a unit its rows: what goes along is returned, and the master remembers it."""
    reading = read(grid)
    share = next(s for s in share_out(reading).units if s.unit == unit)
    base = base_of(reading, share, "MASTER", name or f"D-{unit}-{sent}", sent, "2022-03-31")
    ledger = ledger_sheet.load(reading.meta).dispatched(record_of(base))
    grid.apply(ledger_sheet.keep(reading, ledger))
    return base


def rows_of(base: Base) -> list[dict[str, object]]:
    """The rows of results as the unit gets them."""
    return [{"key": key, "round": round_, **values} for (key, round_), values in base.rows.items()]


def returned(rows: Sequence[Row], plan: Sequence[Row] | None = None, base: Base | None = None):
    """The unit's workbook as it comes back."""
    if plan is None:
        plan = [{"key": k, **v} for k, v in base.plan.items()] if base else ()
    return book(Plan=plan, Results=rows)


def answer(
    base: Base,
    change: Callable[[list[dict[str, object]]], object] | Mapping[str, object],
    *,
    file: str = "ตอบ.xlsx",
    saved: str = "2022-03-10",
    known_keys: Sequence[str] = (),
    **said: str,
) -> tuple[Answer, list]:
    """What a returned file contributes: the rows sent, changed by a function or in the first.

    `said` is what it says of itself: modified, arrived, author.
    """
    rows = rows_of(base)
    if callable(change):
        changed = change(rows)
        rows = rows if changed is None else changed
    else:
        rows[0] |= change
    return contribution(base, returned(rows, base=base), file, saved, known_keys, **said)


def contribution(base, grid, file="ตอบ.xlsx", saved="2022-03-10", known_keys=(), **said):
    found = read_returned(grid, file)
    keys = {*known_keys, *(row.key for row in base.rows)}
    hash_ = f"{file}-{saved}"
    returned = ReturnedFile(file, hash_, saved, "2022-04-01 09:00:00", **said)
    return compare(base, found, returned, keys)


def collect(grid: MemoryGrid, *answers: Answer, withdraw: Sequence[str] = ()) -> MergedMaster:
    """Merge, and make the edits."""
    merged = merge(read(grid), Moment("collect", NOW, "ผู้รวบรวม"), answers, withdraw)
    grid.apply(merged.edits)
    return merged


def value(grid: MemoryGrid, field: str, key: str = "K1", round_: str = SIX):
    """What stands in the master."""
    found = [r for r in read(grid).results if (r.value.key, r.value.round) == (key, round_)]
    return found[0].typed(field)


def put(grid: MemoryGrid, field: str, new: object, key: str = "K1") -> None:
    """Type a value into the master."""
    from ita_excel.core.grid import SetCell

    record = next(r for r in read(grid).results if r.value.key == key)
    grid.apply([SetCell(record.at(field), new)])


def listed_rows(block: Block) -> list[int]:
    """The numbers of the rows in which anything stands."""
    rows = range(block.header_row + 1, min(block.last_row, len(block.rows)) + 1)
    return [r for r in rows if any(block.cell(r, f) is not None for f in block.columns)]


def listed(grid: MemoryGrid, table: schema.Table, *fields: str) -> list[tuple]:
    """The rows of one of the tool's tables."""
    block = find_blocks(grid, (table,), [])[table.name]
    return [tuple(block.cell(r, f) for f in fields) for r in listed_rows(block)]


def choose(grid: MemoryGrid, choice: str, reason: str = "", row: int = 0) -> None:
    """Pick from the drop-down of a conflict."""
    from ita_excel.core.grid import SetCell

    block = find_blocks(grid, (schema.CONFLICTS,), [])[schema.CONFLICTS.name]
    number = listed_rows(block)[row]
    grid.apply(
        [
            SetCell(block.at(number, "decision"), choice),
            SetCell(block.at(number, "reason"), reason or None),
        ]
    )


ONE = {"key": "K1", "text": "จัดทำสถิติการให้บริการ", "measure": "เปิดเผยข้อมูล"}
TWO = {"key": "K2", "text": "สำรวจความพึงพอใจของผู้รับบริการ", "measure": "เปิดเผยข้อมูล"}
NEW = {"round": SIX, "text": "จัดอบรมเพิ่มเติมเรื่องผลประโยชน์ทับซ้อน", "outcome": "อบรม ๒ วัน"}


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Code and variant of each finding."""
    return [(f.code, f.variant) for f in findings]


def conflicts(grid: MemoryGrid) -> list[tuple[object, ...]]:
    """The open conflicts, as the officer sees them."""
    return listed(grid, schema.CONFLICTS, "column", "base", "ours", "theirs", "unit")


def aside(grid: MemoryGrid) -> list[tuple[object, ...]]:
    """What was set aside."""
    return listed(grid, schema.SETASIDE, "why", "column", "value")


def history(grid: MemoryGrid) -> list[tuple[object, ...]]:
    """The history's lines."""
    return listed(grid, schema.HISTORY, "old", "new", "file")


def in_conflict() -> tuple[MemoryGrid, Base, Answer]:
    """A master in which one cell has two answers."""
    grid = master([{**ONE, "outcome": "เดิม"}])
    base = send(grid)
    put(grid, "outcome", "ของเรา")
    contribution, _ = answer(base, {"outcome": "ของเขา"})
    collect(grid, contribution)
    return grid, base, contribution


def meta(source: MemoryGrid, target: MemoryGrid) -> list[Edit]:
    """What `source` remembers, as edits for another workbook."""
    return ledger_sheet.keep(read(target), ledger_sheet.load(read(source).meta))
