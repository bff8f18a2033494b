"""Any edits on both sides, any order, repeats, withdrawals: nothing typed is ever lost.

The rules are what officers and units do: type, add and delete rows, put them back, give keys, send
out again, return any of their workbooks, collect several, take one back. Beside the product runs
plain.py, a plain three-way merge written down anew.
"""

from __future__ import annotations

import copy
import random
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ita_excel import schema
from ita_excel.core.grid import ResizeTable, SetCell
from ita_excel.sheets import Block, append_rows, set_field
from ita_excel.sheets.blocks import find_blocks
from ita_excel.thai.cell_values import form, same_value
from tests.merging.books import (
    SIX,
    UNITS,
    collect,
    contribution,
    listed,
    master,
    returned,
    rows_of,
    send,
)
from tests.merging.plain import File, Plain

FIELDS = ("status", "outcome", "problems")
K1, K2, K3 = (f"วิธีการดำเนินงานเรื่อง{w}" for w in ("การจัดซื้อจัดจ้าง", "ความพึงพอใจ", "ของขวัญและของกำนัล"))
KEYS = {"K1": K1, "K2": K2, "K3": K3}
RESPONSIBLE = {K1: UNITS[0], K2: UNITS[1], K3: "ทุกส่วน/กอง"}
NEW = ("อบรมพนักงานใหม่", "เผยแพร่แผนบนเว็บไซต์")
SENDERS = UNITS[:2]
BEFORE = {(K1, "outcome"): "เดิม", (K3, "status"): "เดิม"}
texts = st.sampled_from(["ก", "ข", "๔ ครั้ง", "4  ครั้ง", "ค\nง", None])
units = st.sampled_from(SENDERS)
fields = st.sampled_from(FIELDS)
words_of_rows = st.sampled_from([K1, K2, K3, *NEW])


def disturbed(rows, seed):
    """The same rows as other programs and people leave them."""
    chance = random.Random(seed)
    rows = [dict(row) for row in rows]
    chance.shuffle(rows)
    if rows and chance.random() < 0.3:
        rows.append(dict(chance.choice(rows)))  # a row copied
    for row in rows:
        if chance.random() < 0.3:
            row["key"] = None  # matched by its words
        for name in FIELDS:
            if isinstance(row.get(name), str) and chance.random() < 0.3:
                row[name] = f"  {row[name]} \u200b"
    return rows


def seen(grid, table):
    """The rows as a reader sees them, in any order: spaces may differ."""
    names = [c.field for c in table.columns]
    return sorted(tuple(form(v) for v in row) for row in listed(grid, table, *names))


def state(grid):
    return [seen(grid, t) for t in (schema.RESULTS, schema.CONFLICTS, schema.SETASIDE)]


def moment(tick):
    """The machine's clock as an ISO text."""
    return f"2022-03-01T{tick // 60:02}:{tick % 60:02}"


class Row(NamedTuple):
    """One row of the master's results."""

    block: Block
    row: int

    def typed(self, name):
        return self.block.cell(self.row, name)

    def at(self, name):
        return self.block.at(self.row, name)


class Workbook:
    """One workbook at a unit: what was sent, and how its rows are now."""

    def __init__(self, number, base):
        self.number, self.base, self.rows = number, base, rows_of(base)


class Returned:
    """A file on its way: its sheets, and what plain.py knows of it."""

    def __init__(self, workbook, when, seed):
        name = moment(when)
        self.base, self.name = workbook.base, name
        self.grid = returned(disturbed(workbook.rows, seed), base=workbook.base)
        sent = {row["text"]: row for row in rows_of(workbook.base)}
        typed = {
            (row["text"], f): (sent.get(row["text"], {}).get(f), row.get(f))
            for row in workbook.rows
            for f in FIELDS
            if not same_value(sent.get(row["text"], {}).get(f), row.get(f))
        }
        adds = frozenset(row["text"] for row in workbook.rows) - sent.keys()
        self.plain = File(name, workbook.base.unit, workbook.number, when, typed, adds)

    def contribution(self, known_keys):
        return contribution(self.base, self.grid, self.name, self.name, known_keys)[0]


class Merging(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.grid = master(
            [
                {
                    "key": key,
                    "text": text,
                    "responsible": RESPONSIBLE[text],
                    **{f: v for (t, f), v in BEFORE.items() if t == text},
                }
                for key, text in KEYS.items()
            ]
        )
        self.plain = Plain(same_value)
        self.sendings = self.clock = 0
        self.workbooks = {unit: [] for unit in SENDERS}
        self.files, self.deleted, self.hashes = [], {}, {}
        self.merges = 0
        for unit in SENDERS:
            self.sent_out(unit)

    # --- the officer

    def results(self):
        return find_blocks(self.grid, (schema.RESULTS,), [])[schema.RESULTS.name]

    def rows(self):
        block = self.results()
        rows = ((block.cell(n, "text"), Row(block, n)) for n in block.filled_rows())
        return {words: row for words, row in rows if words}

    def values(self):
        return {t: {f: r.typed(f) for f in FIELDS} for t, r in self.rows().items()}

    @rule(words=words_of_rows, name=fields, new=texts)
    def the_officer_types(self, words, name, new):
        row = self.rows().get(words)
        if row is not None:
            self.grid.apply([SetCell(row.at(name), new)])

    @rule(words=st.sampled_from(NEW), new=texts, keyed=st.booleans())
    def the_officer_adds_a_row(self, words, new, keyed):
        if words not in self.rows() and words not in self.deleted:
            key = f"N{self.sendings}{NEW.index(words)}" if keyed else None
            row = {"key": key, "round": SIX, "text": words, "responsible": "ทุกส่วน/กอง"}
            self.put({**row, "outcome": new})

    def put(self, row):
        self.grid.apply(append_rows(self.results(), [row]))

    @rule(words=words_of_rows)
    def the_officer_deletes_a_row(self, words):
        row = self.rows().get(words)
        if row is None:
            return
        names = [c.field for c in schema.RESULTS.columns]
        self.deleted[words] = {f: row.typed(f) for f in names}
        sheet, last = row.at("key").sheet, self.grid.tables()["Results"].last_row
        del self.grid.rows(sheet)[row.row - 1]
        self.grid.apply([ResizeTable(sheet, "Results", last - 1)])

    @rule(words=words_of_rows, as_it_was=st.booleans())
    def the_officer_puts_a_row_back(self, words, as_it_was):
        if words in self.deleted and words not in self.rows():
            row = self.deleted[words]
            self.put(row if as_it_was else {f: v for f, v in row.items() if f not in FIELDS})

    @rule()
    def fill_gives_keys(self):
        for row in self.rows().values():
            if not row.typed("key"):
                key = f"F{self.sendings}{row.row}"
                self.grid.apply(set_field(row.block, row.row, "key", key))

    @rule(unit=units)
    def the_officer_sends_out_again(self, unit):
        self.sent_out(unit)

    def sent_out(self, unit):
        self.sendings += 1
        self.clock += 1
        base = send(self.grid, unit, f"D{self.sendings:03}", moment(self.clock))
        self.workbooks[unit].append(Workbook(self.clock, base))

    # --- the units, in their latest workbook or an earlier one

    def workbook(self, unit, latest):
        return self.workbooks[unit][-1 if latest else 0]

    @rule(unit=units, latest=st.booleans(), row=st.integers(0, 3), name=fields, new=texts)
    def a_unit_types(self, unit, latest, row, name, new):
        rows = self.workbook(unit, latest).rows
        if rows:
            rows[row % len(rows)][name] = new

    @rule(unit=units, latest=st.booleans(), words=st.sampled_from(NEW), new=texts)
    def a_unit_adds_a_row(self, unit, latest, words, new):
        rows = self.workbook(unit, latest).rows
        if all(row["text"] != words for row in rows):
            row = {"round": SIX, "text": words, "responsible": "ทุกส่วน/กอง", "outcome": new}
            rows.append(row)

    @rule(unit=units, latest=st.booleans(), row=st.integers(0, 3))
    def a_unit_deletes_a_row(self, unit, latest, row):
        rows = self.workbook(unit, latest).rows
        if rows:
            del rows[row % len(rows)]

    @rule(unit=units, latest=st.booleans(), seed=st.integers(0, 10_000))
    def a_unit_returns_its_workbook(self, unit, latest, seed):
        self.clock += 1
        self.files.append(Returned(self.workbook(unit, latest), self.clock, seed))

    # --- collecting

    def answers(self, files):
        keys = [r.typed("key") for r in self.rows().values() if r.typed("key")]
        made = [f.contribution(keys) for f in files]
        self.hashes |= {c.hash: f for c, f in zip(made, files, strict=True)}
        return made

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def files_are_collected_in_any_order(self, data):
        some = data.draw(st.lists(st.sampled_from(self.files), min_size=1, max_size=3, unique=True))
        before = self.values()
        answers = self.answers(some)
        backwards, at_once = copy.deepcopy(self.grid), copy.deepcopy(self.grid)
        for answer in answers:
            collect(self.grid, answer)
        for answer in reversed(answers):
            collect(backwards, answer)
        collect(at_once, *answers)
        assert state(backwards) == state(self.grid)
        assert state(at_once) == state(self.grid)
        self.plain.merge(before, [f.plain for f in some])
        self.merges += 1
        self.check()
        assert collect(self.grid, *answers).edits == ()

    @precondition(lambda self: self.plain.files)
    @rule(data=st.data())
    def a_file_is_withdrawn(self, data):
        gone = data.draw(st.sampled_from(self.plain.files), label="withdrawn")
        before = self.values()
        hash_ = next(h for h, f in self.hashes.items() if f.plain is gone)
        collect(self.grid, withdraw=[hash_])
        self.plain.merge(before, withdrawn=[gone])
        self.check()

    def check(self):
        self.the_master_is_the_plain_merge()
        self.what_units_typed_is_somewhere()

    def the_master_is_the_plain_merge(self):
        master = self.values()
        expected = {}
        for spot, stands in self.plain.stood.items():
            words, name = spot
            if spot in self.plain.away:
                continue
            assert same_value(master.get(words, {}).get(name), stands), spot
            for (unit, _, _), value in self.plain.settle(spot)[1].items():
                expected.setdefault((words, schema.RESULTS.column(name).heading), []).append(
                    (unit, form(value))
                )
        found = {}
        for words, heading, unit, theirs in listed(
            self.grid, schema.CONFLICTS, "action", "column", "unit", "theirs"
        ):
            if words in KEYS.values() or words in NEW:  # and no row for all cells of two files
                found.setdefault((words, heading), []).append((unit, form(theirs)))
        assert {k: sorted(v) for k, v in found.items()} == {
            k: sorted(v) for k, v in expected.items()
        }

    def what_units_typed_is_somewhere(self):
        kept = {form(v) for row in self.values().values() for v in row.values()}
        for table, names in (
            (schema.CONFLICTS, ("theirs",)),
            (schema.SETASIDE, ("value",)),
            (schema.HISTORY, ("old", "new")),
        ):
            kept |= {form(v) for row in listed(self.grid, table, *names) for v in row}
        for file in self.plain.files:
            for spot, (_, value) in file.typed.items():
                assert value is None or form(value) in kept, (file.name, spot, value)


Merging.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
TestMerging = Merging.TestCase
