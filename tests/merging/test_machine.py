"""Any edits on both sides, any order, repeats, withdrawals: nothing typed is ever lost.

The rules build up a master, its units' workbooks and what comes back. The model beside it is a
plain three-way merge written down anew: for one cell, what was sent, what the officer typed and
what each unit typed last.
"""

from __future__ import annotations

import random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from ita_excel import schema
from ita_excel.merging.decide import form, same_value
from tests.merging.books import (
    SIX,
    UNITS,
    collect,
    contribution,
    listed,
    master,
    put,
    returned,
    rows_of,
    send,
    value,
)

FIELDS = ("status", "outcome", "problems")
KEYS = ("K1", "K2", "K3")
RESPONSIBLE = {"K1": UNITS[0], "K2": UNITS[1], "K3": "ทุกส่วน/กอง"}
OF_UNIT = {
    UNITS[0]: ("K1", "K3"),
    UNITS[1]: ("K2", "K3"),
}
texts = st.sampled_from(["ก", "ข", "๔ ครั้ง", "4  ครั้ง", "ค\nง", None])
BEFORE = {("K1", "outcome"): "เดิม", ("K3", "status"): "เดิม"}


def disturbed(rows, seed):
    """The same rows as other programs and people leave them."""
    chance = random.Random(seed)
    rows = [dict(row) for row in rows]
    chance.shuffle(rows)
    if chance.random() < 0.3:
        rows.append(dict(chance.choice(rows)))  # a row copied
    for row in rows:
        if chance.random() < 0.3:
            row["key"] = None  # matched by its words
        for field in FIELDS:
            if isinstance(row.get(field), str) and chance.random() < 0.3:
                row[field] = f"  {row[field]} \u200b"
    return rows


def seen(grid, table, fields):
    """The rows as a reader sees them: which spaces a value came with first may differ."""
    return [tuple(form(v) for v in row) for row in listed(grid, table, *fields)]


class Merging(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.grid = master(
            [
                {
                    "key": key,
                    "text": f"วิธีการดำเนินงานเรื่อง{word}",
                    "responsible": RESPONSIBLE[key],
                    **{f: v for (k, f), v in BEFORE.items() if k == key},
                }
                for key, word in zip(
                    KEYS, ("การจัดซื้อจัดจ้าง", "ความพึงพอใจ", "ของขวัญและของกำนัล"), strict=True
                )
            ]
        )
        self.bases = {unit: send(self.grid, unit) for unit in OF_UNIT}
        self.sheets = {unit: rows_of(base) for unit, base in self.bases.items()}
        self.officer = dict(BEFORE)  # what the officer has typed, by cell
        self.said = {}  # the last value of each unit for a cell, where it isn't the base
        self.files = []
        self.collected = []  # in the order of their first collection
        self.merged_any = False
        self.time = 0

    @precondition(lambda self: not self.merged_any)
    @rule(key=st.sampled_from(KEYS), field=st.sampled_from(FIELDS), new=texts)
    def the_officer_types(self, key, field, new):
        put(self.grid, field, new, key)
        self.officer[key, field] = new

    @rule(
        unit=st.sampled_from(sorted(OF_UNIT)),
        row=st.integers(0, 1),
        field=st.sampled_from(FIELDS),
        new=texts.filter(lambda v: v is not None),
    )
    def a_unit_types(self, unit, row, field, new):
        self.sheets[unit][row][field] = new

    @rule(unit=st.sampled_from(sorted(OF_UNIT)), seed=st.integers(0, 10_000))
    def a_unit_returns_its_workbook(self, unit, seed):
        self.time += 1
        saved = f"2022-03-10T{self.time:06}"
        grid = returned(disturbed(self.sheets[unit], seed), base=self.bases[unit])
        file = f"{unit}-{self.time}.xlsx"
        made, _ = contribution(self.bases[unit], grid, file, saved, KEYS)
        self.files.append(made)

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def a_file_is_collected(self, data):
        made = data.draw(st.sampled_from(self.files), label="file")
        collect(self.grid, made)
        self.merged_any = True
        if made not in self.collected:
            self.collected.append(made)

    @precondition(lambda self: self.collected)
    @rule(data=st.data())
    def a_file_is_withdrawn(self, data):
        made = data.draw(st.sampled_from(self.collected), label="withdrawn")
        collect(self.grid, withdraw=[made.hash])
        self.collected.remove(made)

    def expected(self, key, field):
        """Plain three-way merge: (value of the master, values in conflict by unit)."""
        base, ours = BEFORE.get((key, field)), self.officer.get((key, field))
        theirs = {}
        for made in sorted(self.collected, key=lambda c: c.saved):
            for change in made.changes:
                if (change.cell.key, change.cell.field) == (key, field):
                    theirs[made.unit] = change.value
        changed = list(theirs.values())
        if not same_value(base, ours):
            changed.append(ours)
        if all(same_value(changed[0], v) for v in changed):
            return (changed[0] if changed else ours), {}
        return ours, {u: v for u, v in theirs.items() if not same_value(v, ours)}

    @invariant()
    def the_master_is_the_plain_three_way_merge(self):
        found = {
            (key, heading, unit): theirs
            for key, heading, unit, theirs in listed(
                self.grid, schema.CONFLICTS, "key", "column", "unit", "theirs"
            )
        }
        expected = {}
        for key in KEYS:
            for field in FIELDS:
                stands, conflicts = self.expected(key, field)
                assert same_value(value(self.grid, field, key), stands), (key, field)
                heading = schema.RESULTS.column(field).heading
                expected |= {(key, heading, u): v for u, v in conflicts.items()}
        assert found.keys() == expected.keys()
        assert all(same_value(found[c], expected[c]) for c in found)

    @invariant()
    def every_value_a_unit_typed_is_somewhere(self):
        kept = [v for row in listed(self.grid, schema.CONFLICTS, "theirs") for v in row]
        kept += [v for row in listed(self.grid, schema.SETASIDE, "value") for v in row]
        kept += [value(self.grid, f, k) for k in KEYS for f in FIELDS]
        latest = {}
        for made in sorted(self.collected, key=lambda c: c.saved):
            for change in made.changes:
                latest[made.unit, change.cell] = change.value
        for typed in latest.values():
            assert any(same_value(typed, v) for v in kept), typed

    @invariant()
    def again_changes_nothing(self):
        if self.collected:
            assert collect(self.grid, *self.collected).edits == ()

    @invariant()
    def another_order_comes_to_the_same(self):
        if len(self.collected) < 2:
            return
        other = master(
            [
                {
                    "key": r["key"],
                    "text": r["text"],
                    "responsible": r["responsible"],
                    **{f: v for (k, f), v in BEFORE.items() if k == r["key"]},
                }
                for r in self._rows()
            ]
        )
        for unit in OF_UNIT:
            send(other, unit)
        for (key, field), new in self.officer.items():
            put(other, field, new, key)
        for made in reversed(self.collected):
            collect(other, made)
        for table in (schema.RESULTS, schema.CONFLICTS, schema.SETASIDE):
            fields = [c.field for c in table.columns]
            assert seen(other, table, fields) == seen(self.grid, table, fields)

    def _rows(self):
        fields = ("key", "text", "responsible", "round")
        rows = [
            dict(zip(fields, r, strict=True)) for r in listed(self.grid, schema.RESULTS, *fields)
        ]
        assert all(r["round"] == SIX for r in rows)
        return rows


Merging.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestMerging = Merging.TestCase
