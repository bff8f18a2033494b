"""Two copies of a master changed at random, merged both ways, against a plain model."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel import schema
from ita_excel.core.grid import Edit, MemoryGrid, SetCell
from ita_excel.merging import copy_conflicts
from ita_excel.merging.copies import OtherCopy, take_copy
from ita_excel.merging.copy_base import common_base
from ita_excel.merging.log import Moment
from ita_excel.sheets import last_written, read
from ita_excel.sheets.edits import append_rows
from ita_excel.sheets.typed_tables import contents_of
from tests.merging.books import book

NOW = dt.datetime(2026, 11, 28, 9, 0)
PLAN, FIELDS = schema.PLAN, ("text", "details", "responsible")
KEYS = ("K1", "K2", "K3", "K4")
Cell = tuple[str, str]  # the row's รหัส, the field

change = st.tuples(st.sampled_from(KEYS), st.sampled_from(FIELDS), st.sampled_from("กขค"))
officer = st.fixed_dictionaries(
    {
        "typed": st.lists(change, max_size=5),
        "removed": st.sets(st.sampled_from(KEYS), max_size=2),
        "added": st.integers(0, 2),
        "order": st.permutations(range(4)),
        "ran": st.booleans(),  # the program wrote the copy since
    }
)


def own(heading: str) -> bool:
    return heading.startswith("ช่วยตรวจ")


def ancestor() -> MemoryGrid:
    rows = [{"key": k, "measure": "มาตรการ", **{f: f"เดิม {k} {f}" for f in FIELDS}} for k in KEYS]
    grid = book(
        Plan=rows,
        Agency=[{"key": s.key} for s in schema.SETTINGS],
        Meta=[{"key": schema.META_WORKBOOK, "value": "M"}],
    )
    grid.apply(last_written.keep(grid, own))
    return grid


def worked(name: str, did: dict) -> MemoryGrid:
    """Return a copy in which an officer typed, added, sorted and removed."""
    grid = ancestor()
    block = read(grid).blocks[PLAN.name]
    rows = list(block.filled_rows())
    values = {
        block.cell(r, "key"): {f: block.cell(r, f) for f in ("key", "measure", *FIELDS)}
        for r in rows
    }
    for key, field, text in did["typed"]:
        values[key][field] = f"{text} {key} {field}"
    lines = [values[KEYS[n]] for n in did["order"] if KEYS[n] not in did["removed"]]
    edits: list[Edit] = []
    for row, line in zip(rows, [*lines, *([{}] * 4)], strict=False):
        edits += [SetCell(block.at(row, f), line.get(f)) for f in ("key", "measure", *FIELDS)]
    grid.apply(edits)
    block = read(grid).blocks[PLAN.name]
    new = [
        {"measure": "มาตรการ", "text": f"เพิ่มโดย {name} {n}", "details": name}
        for n in range(did["added"])
    ]
    grid.apply(append_rows(block, new))
    if did["ran"]:
        grid.apply(last_written.keep(grid, own))
    return grid


def rows(grid: MemoryGrid) -> dict[str, dict[str, object]]:
    """Return the plan's rows by their รหัส, or by their words."""
    block = read(grid).blocks[PLAN.name]
    return {
        str(block.cell(r, "key") or block.cell(r, "text")): {f: block.cell(r, f) for f in FIELDS}
        for r in block.filled_rows()
    }


def merged(ours: MemoryGrid, theirs: MemoryGrid) -> tuple[MemoryGrid, set[Cell]]:
    """Return ours with theirs taken in, and the cells that wait."""
    tried = MemoryGrid.of(ours)
    first, second = read(tried), read(theirs)
    base = common_base(
        contents_of(first.blocks, own),
        last_written.load(first.meta),
        contents_of(second.blocks, own),
        last_written.load(second.meta),
        [contents_of(read(ancestor()).blocks, own)],  # as a backup holds it
    )
    assert base.contents is not None
    other = OtherCopy("ข.xlsx", "h", MemoryGrid.of(theirs))
    taken = take_copy(tried, other, base.contents, Moment("collect", NOW), own, lambda at: False)
    waiting = copy_conflicts.listed(read(tried), taken.found, own).waiting
    return tried, {(w.conflict.key, w.conflict.field) for w in waiting}


def expected(ours: dict, theirs: dict, base: dict) -> tuple[dict, set[Cell]]:
    """Return what a person would make of it, row by row and cell by cell."""
    found, torn = {}, set()
    for key in {**ours, **theirs}:
        mine, other, before = ours.get(key), theirs.get(key), base.get(key)
        if mine is None or other is None:
            only = mine if mine is not None else other
            if before is None or only != before:
                found[key] = only  # added by one, or changed by one and removed by the other
            continue
        row = dict(mine)
        for field in FIELDS:
            was = before[field] if before else None
            if mine[field] == was:
                row[field] = other[field]
            elif other[field] not in (was, mine[field]):
                torn.add((key, field))
        found[key] = row
    return found, torn


@settings(max_examples=25, deadline=None)
@given(officer, officer)
def test_nothing_is_lost_or_overwritten_and_conflicts_are_where_both_changed(one, other):
    ours, theirs, base = worked("ก", one), worked("ข", other), rows(ancestor())
    for mine, others in ((ours, theirs), (theirs, ours)):
        result, waiting = merged(mine, others)
        found, torn = expected(rows(mine), rows(others), base)
        assert rows(result) == found
        assert waiting == torn
        again, still = merged(result, others)  # the lineage isn't carried here: by the base alone
        assert rows(again) == found and still == torn


@settings(max_examples=10, deadline=None)
@given(officer, officer)
def test_either_way_round_all_but_the_conflicts_is_the_same(one, other):
    ours, theirs = worked("ก", one), worked("ข", other)
    first, torn = merged(ours, theirs)
    second, _ = merged(theirs, ours)
    here, there = rows(first), rows(second)
    assert here.keys() == there.keys()
    differing = {(k, f) for k in here for f in FIELDS if here[k][f] != there[k][f]}
    assert differing == torn
