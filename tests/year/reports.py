"""The report as text: what must be printed is there, and nothing else."""

from __future__ import annotations

import json
import shutil

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.year.bookkeeping import (
    MEASURE,
    OUTCOME,
    PRINTED,
    PROBLEMS,
    SUGGESTIONS,
    TEXT,
    TWELVE,
)
from tests.year.desk import (
    MONTHS_OF,
    TALLY,
    Desk,
    limited,
)
from tests.year.workbook import (
    marks_in,
)


class Reports(Desk):
    """Documents of the round that the workbook reports."""

    # --- the report

    @limited("the_report_is_made")
    @rule(final=st.booleans())
    def the_report_is_made(self, final: bool) -> None:
        self.done["the_report_is_made"] += 1
        if not any(r.round == self.round for r in self.year.rows):
            return
        TALLY.steps["report"] += 1
        TALLY.reports += 1
        out = self.folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        asked = ("export", self.path, "-o", out, "--only", "report", "--format", "json,html")
        asked = (*asked, "--round", MONTHS_OF[self.round])
        if final:
            ran = self.command(*asked, codes=(0, 1))
            wait = self.round == TWELVE and bool(self.year.waits())
            assert ("R415" in ran.out) == wait, (ran.out, [r.place for r in self.year.waits()])
            TALLY.finals += ran.code == 0
            if ran.code:
                return
        else:
            self.command(*asked, "--draft")
        [data] = out.glob("*.json")
        [page] = out.glob("*.html")
        self.the_report_says(json.loads(data.read_text("utf-8")), page.read_text("utf-8"))

    def the_report_says(self, data: dict, page: str) -> None:
        said = marks_in(page)
        tables = {r["name"]: r["data"] for r in data["resources"]}
        planned = {line[TEXT]: line for line in tables["plan"]}
        reported = {line[TEXT]: line for line in tables["results"]}
        means, actions = self.year.measures(), {a.id: a for a in self.year.actions() if a.real}
        for action in actions.values():
            line = planned.get(action.cells[TEXT])
            assert line is not None, ("the plan's text is missing", action.cells)
            assert line[MEASURE] == means[action.id], (line, means[action.id])
            assert marks_in(action.cells[TEXT]) <= said, ("page", action.cells)
        allowed = set().union(*(marks_in(list(a.cells.values())) for a in self.year.actions()))
        allowed |= marks_in(self.units)
        for row in self.year.rows:
            if row.round != self.round:
                continue
            allowed |= marks_in(list(row.cells.values()))
            if row.action not in actions:
                continue
            line = reported.get(row.cells[TEXT])
            assert line is not None, ("the row is missing", row.cells)
            for f in (MEASURE, *PRINTED):
                assert (line[f] or None) == row.cells.get(f), (f, line[f], row.cells.get(f))
            for f in (TEXT, OUTCOME, PROBLEMS, SUGGESTIONS):
                marks = marks_in(row.cells.get(f))
                TALLY.marks += len(marks)
                assert marks <= said, ("page", f, row.cells[f])
        stale = marks_in(json.dumps(data, ensure_ascii=False) + page) - allowed
        assert not stale, ("stale", stale)
