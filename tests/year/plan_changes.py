"""What an officer does to the plan during the year."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.year.bookkeeping import (
    COPIED,
    END,
    KEY,
    MEASURE,
    NUMBER,
    TEXT,
    WHO,
    Action,
)
from tests.year.desk import (
    MEASURES,
    TALLY,
    Desk,
    some,
)
from tests.year.workbook import (
    UNITS,
    Table,
    Value,
)

PLAN_EDITS = (
    "an_action_is_reworded",
    "an_action_is_corrected",
    "an_action_is_inserted",
    "an_action_is_removed",
    "a_removed_action_is_put_back",
    "an_action_moves_under_another_measure",
    "a_row_is_copied_without_its_key",
    "a_row_is_pasted_with_its_key",
    "a_blank_row_is_inserted",
    "a_measure_is_renamed",
    "the_plan_is_sorted",
    "the_plan_is_sorted",
    "a_unit_gets_another_name",
)


class PlanChanges(Desk):
    """Rows of the plan are typed, moved, sorted, removed."""

    @rule(what=st.sampled_from(PLAN_EDITS), n=some, m=some)
    def the_plan_changes(self, what: str, n: int, m: int) -> None:
        getattr(self, what)(n, m)

    def action(self, n: int) -> tuple[Action, list[Value]] | None:
        there = [
            (a, line)
            for a, line in zip(self.year.plan, self.plan.rows, strict=False)
            if a is not None
        ]
        return there[n % len(there)] if there else None

    def type_in_plan(self, n: int, heading: str, new: Value) -> None:
        if (found := self.action(n)) is None:
            return
        action, line = found
        action.cells[heading] = new
        line[self.plan.at(heading)] = new
        self.write_plan()

    def an_action_is_reworded(self, n: int, m: int) -> None:
        TALLY.steps["plan: text"] += 1
        self.type_in_plan(n, TEXT, self.text("ปรับถ้อยคำใหม่"))

    def an_action_is_corrected(self, n: int, m: int) -> None:
        heading = (NUMBER, WHO, END)[m % 3]
        TALLY.steps["plan: other cell"] += 1
        made = self.new_action(None, m).cells[heading]
        self.type_in_plan(n, heading, made)

    def an_action_is_inserted(self, n: int, m: int) -> None:
        TALLY.steps["plan: inserted"] += 1
        at = n % (len(self.plan.rows) + 1)
        above = any(a is not None and a.cells.get(MEASURE) for a in self.year.plan[:at])
        measure = MEASURES[m % 3] if m % 2 or not above else None
        self.add(at, self.new_action(measure, m))
        self.write_plan(grows=n % 3 > 0)

    def an_action_is_removed(self, n: int, m: int) -> None:
        if len(self.year.actions()) < 2 or (found := self.action(n)) is None:
            return
        TALLY.steps["plan: removed"] += 1
        self.means_what_it_said(found[0])
        at = self.year.plan.index(found[0])
        del self.year.plan[at], self.plan.rows[at]
        self.year.removed.append(found[0])
        self.write_plan()

    def means_what_it_said(self, leaving: Action) -> None:
        """Before a row leaves its place, write the measure that cells below take from it."""
        means = self.year.measures()
        for action, line in zip(self.year.plan, self.plan.rows, strict=False):
            if action is not None and not action.cells.get(MEASURE):
                action.cells[MEASURE] = line[self.plan.at(MEASURE)] = means[action.id]

    def a_removed_action_is_put_back(self, n: int, m: int) -> None:
        if not self.year.removed:
            return
        TALLY.steps["plan: put back"] += 1
        action = self.year.removed.pop(n % len(self.year.removed))
        self.add(len(self.plan.rows), action)
        self.write_plan()

    def an_action_moves_under_another_measure(self, n: int, m: int) -> None:
        if (found := self.action(n)) is None:
            return
        TALLY.steps["plan: moved"] += 1
        self.means_what_it_said(found[0])
        at = self.year.plan.index(found[0])
        action, line = self.year.plan.pop(at), self.plan.rows.pop(at)
        assert action is not None
        action.cells[MEASURE] = line[self.plan.at(MEASURE)] = MEASURES[m % 3]
        to = m % (len(self.plan.rows) + 1)
        self.year.plan.insert(to, action)
        self.plan.rows.insert(to, line)
        self.write_plan()

    def a_row_is_copied_without_its_key(self, n: int, m: int) -> None:
        """An officer copies the cells that are seen, and types another text."""
        if (found := self.action(n)) is None:
            return
        TALLY.steps["plan: copied"] += 1
        self.means_what_it_said(found[0])
        copied = Action({**found[0].cells, TEXT: self.text("งานที่คล้ายกัน")})
        self.add(self.year.plan.index(found[0]) + 1, copied)
        self.write_plan()

    def a_row_is_pasted_with_its_key(self, n: int, m: int) -> None:
        """All cells of a row, the hidden ones too; `fill` gives the copy a key of its own."""
        if (found := self.action(n)) is None or found[0].key is None:
            return
        rows = [r for r in self.year.rows if r.action == found[0].id]
        if not rows or any(found[0].cells[TEXT] != r.base.get(TEXT) for r in rows):
            return  # the words are new, too: nobody knows which of the two is the copy
        TALLY.steps["plan: pasted with its key"] += 1
        self.means_what_it_said(found[0])
        copied = Action({**found[0].cells, TEXT: self.text("งานที่คล้ายกัน")}, pasted=True)
        at = self.year.plan.index(found[0]) + 1  # above, the edited row may be the first one
        self.add(at, copied)
        self.plan.rows[at][self.plan.at(KEY)] = found[0].key
        self.write_plan()
        self.fill_round(self.round)

    def a_blank_row_is_inserted(self, n: int, m: int) -> None:
        TALLY.steps["plan: blank row"] += 1
        at = n % (len(self.plan.rows) + 1)
        if at < len(self.plan.rows):
            self.plan.rows.insert(at, self.plan.blank())
            self.year.plan.insert(at, None)
            self.write_plan()

    def a_measure_is_renamed(self, n: int, m: int) -> None:
        named = [a for a in self.year.actions() if a.cells.get(MEASURE)]
        if not named:
            return
        TALLY.steps["plan: measure renamed"] += 1
        old, new = named[0].cells[MEASURE], self.text("ด้านใหม่")
        for action, line in zip(self.year.plan, self.plan.rows, strict=False):
            if action is not None and action.cells.get(MEASURE) == old:
                action.cells[MEASURE] = line[self.plan.at(MEASURE)] = new
        self.write_plan()

    def the_plan_is_sorted(self, n: int, m: int) -> None:
        if not all(a.cells.get(MEASURE) for a in self.year.actions()):
            return
        heading, backwards = (*COPIED, KEY)[n % 7], bool(m % 2)
        TALLY.steps["plan: sorted"] += 1
        owner = {id(line): a for line, a in zip(self.plan.rows, self.year.plan, strict=False)}
        self.plan.sort(heading, backwards)
        self.year.plan = [owner.get(id(line)) for line in self.plan.rows]
        self.write_plan()

    def a_unit_gets_another_name(self, n: int, m: int) -> None:
        """In the sheet of units and in the plan alike, as the officer does by find and replace."""
        TALLY.steps["plan: unit renamed"] += 1
        at = n % len(self.year.units)
        old, new = self.year.units[at], self.text("กองงานใหม่")
        self.year.units[at] = new
        units = Table(self.master.sheets(), UNITS)
        for line in units.rows:
            if units.value(line, "หน่วยงาน") == old:
                line[units.at("หน่วยงาน")] = new
        for action, line in zip(self.year.plan, self.plan.rows, strict=False):
            if action is not None and old in str(action.cells.get(WHO)):
                said = str(action.cells[WHO]).replace(old, new)
                action.cells[WHO] = line[self.plan.at(WHO)] = said
        self.by_hand([*units.edits(), *self.plan.edits()])
