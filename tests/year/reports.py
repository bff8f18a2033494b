"""The report as text: what must be printed is there, and nothing else."""

from __future__ import annotations

import json

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.year.bookkeeping import (
    DONE,
    MEASURE,
    OUTCOME,
    PRINTED,
    PROBLEMS,
    STATUS,
    SUGGESTIONS,
    TEXT,
    TWELVE,
)
from tests.year.desk import (
    MONTHS_OF,
    TALLY,
    limited,
)
from tests.year.result_changes import ResultChanges
from tests.year.workbook import Value, marks_in


class Reports(ResultChanges):
    """Documents of the round that the workbook reports."""

    # --- the report

    @limited("the_report_is_made")
    @rule(final=st.booleans(), completed=st.booleans())
    def the_report_is_made(self, final: bool, completed: bool = False) -> None:
        self.done["the_report_is_made"] += 1
        if not any(r.round == self.round for r in self.year.rows):
            return
        if final and completed:
            self.what_is_missing_is_typed()
        TALLY.steps["report"] += 1
        TALLY.reports += 1
        made = self.master.report(MONTHS_OF[self.round], draft=not final)
        if final:
            self.ended(made.ran, 0, 1)
            stopping = [r.place for r in self.year.stops() if self.round == TWELVE]
            assert ("R415" in made.ran.said) == bool(stopping), (made.ran.said, stopping)
            TALLY.finals += made.ran.code == 0
            if made.ran.code:
                return
        else:
            self.ended(made.ran, 0)
        self.the_report_says(json.loads(made.data), made.page)

    def what_is_missing_is_typed(self) -> None:
        TALLY.steps["report completed"] += 1
        for row in self.year.rows:
            if row.round == self.round and not row.unit:
                for f, said in ((STATUS, DONE), (OUTCOME, "ทำแล้ว"), (SUGGESTIONS, "ควรทำต่อ")):
                    if not row.cells.get(f):
                        self.put_into_results(row, f, said if f == STATUS else self.text(said))
        self.write_results()

    def the_report_says(self, data: dict, page: str) -> None:
        said = marks_in(page)
        tables = {r["name"]: r["data"] for r in data["resources"]}
        planned = {_plain(line[TEXT]): line for line in tables["plan"]}
        reported = {_plain(line[TEXT]): line for line in tables["results"]}
        means, actions = self.year.measures(), {a.id: a for a in self.year.actions() if a.real}
        for action in actions.values():
            line = planned.get(_plain(action.cells[TEXT]))
            assert line is not None, ("the plan's text is missing", action.cells)
            assert _plain(line[MEASURE]) == _plain(means[action.id]), (line, means[action.id])
            assert marks_in(action.cells[TEXT]) <= said, ("page", action.cells)
        allowed = set().union(*(marks_in(list(a.cells.values())) for a in self.year.actions()))
        allowed |= marks_in(self.year.units)
        for row in self.year.rows:
            if row.round != self.round or row.unit:
                continue
            allowed |= marks_in(list(row.cells.values()))
            if row.action not in actions:
                continue
            line = reported.get(_plain(row.cells[TEXT]))
            assert line is not None, ("the row is missing", row.cells)
            for f in (MEASURE, *PRINTED):
                assert _plain(line[f]) == _plain(row.cells.get(f)), (f, line[f], row.cells.get(f))
            for f in (TEXT, OUTCOME, PROBLEMS, SUGGESTIONS):
                marks = marks_in(row.cells.get(f))
                TALLY.marks += len(marks)
                assert marks <= said, ("page", f, row.cells[f])
        stale = marks_in(json.dumps(data, ensure_ascii=False) + page) - allowed
        assert not stale, ("stale", stale)


def _plain(said: Value) -> str:
    """Return a text as open data has it: digits are 0 to 9, and lines and spaces are one space."""
    return " ".join(str(said or "").translate(_DIGITS).split())


_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
