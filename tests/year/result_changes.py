"""What an officer types into the results."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.year.bookkeeping import (
    ANSWERS,
    COPIED,
    END,
    EVIDENCE,
    KEY,
    NUMBER,
    ROUND,
    STATES,
    STATUS,
    TEXT,
    WHO,
    Row,
)
from tests.year.desk import (
    FREE,
    TALLY,
    Desk,
    some,
)
from tests.year.workbook import (
    Value,
)

RESULT_EDITS = (
    *("an_answer_is_typed",) * 4,
    "a_status_is_chosen",
    "a_copied_cell_is_changed",
    "the_results_are_sorted",
    "a_row_without_an_action_is_removed",
)


class ResultChanges(Desk):
    """Cells and rows of the results are typed, sorted, removed."""

    @rule(what=st.sampled_from(RESULT_EDITS), n=some, m=some)
    def the_results_change(self, what: str, n: int, m: int) -> None:
        getattr(self, what)(n, m)

    def chosen_row(self, n: int) -> Row | None:
        return self.year.rows[n % len(self.year.rows)] if self.year.rows else None

    def an_answer_is_typed(self, n: int, m: int) -> None:
        heading = FREE[m % 5]
        if (row := self.chosen_row(n)) is None:
            return
        TALLY.steps["results: answer"] += 1
        words = "https://www.example.go.th/" if heading == EVIDENCE else "ทำแล้วหลายครั้ง"
        self.type_in_results(row, heading, self.text(words).replace("/ ", "/") if m < 35 else None)

    def a_status_is_chosen(self, n: int, m: int) -> None:
        if (row := self.chosen_row(n)) is not None:
            TALLY.steps["results: status"] += 1
            self.type_in_results(row, STATUS, STATES[m % 3])

    def a_copied_cell_is_changed(self, n: int, m: int) -> None:
        heading = (TEXT, WHO, END, NUMBER, TEXT)[m % 5]
        if (row := self.chosen_row(n)) is None:
            return
        TALLY.steps["results: copied cell"] += 1
        new = self.text("ให้จัดทำ") if heading == TEXT else self.new_action(None, m).cells[heading]
        self.type_in_results(row, heading, new)

    def type_in_results(self, row: Row, heading: str, new: Value) -> None:
        self.put_into_results(row, heading, new)
        self.write_results()

    def put_into_results(self, row: Row, heading: str, new: Value) -> None:
        self.line(row)[self.results.at(heading)] = new
        if (old := row.cells.get(heading)) is not None:
            row.decided.setdefault(heading, set()).add(str(old))
        row.cells[heading] = new
        row.officers.add(heading)

    def the_results_are_sorted(self, n: int, m: int) -> None:
        heading, backwards = (*COPIED, *ANSWERS, KEY, ROUND)[n % 13], bool(m % 2)
        TALLY.steps["results: sorted"] += 1
        self.results.sort(heading, backwards)
        self.write_results()

    def a_row_without_an_action_is_removed(self, n: int, m: int) -> None:
        planned = {a.id for a in self.year.actions()}
        orphans = [r for r in self.year.rows if r.action not in planned]
        if not orphans:
            return
        TALLY.steps["results: row removed"] += 1
        row = orphans[n % len(orphans)]
        self.results.rows.remove(self.line(row))
        self.year.rows.remove(row)
        self.year.removed = [a for a in self.year.removed if a.id != row.action]
        self.write_results()
