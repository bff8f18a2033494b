"""The year as a state machine: what officers, units and other programs do, in any order.

Each typed text holds a mark of its own, so that it is found wherever it went. After each step of
the product the workbook is read anew and every cell of plan and results is compared with what
`bookkeeping` says; a report is read as text: what must be printed is there, nothing else.
"""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from ita_excel.core.grid import ResizeTable, SetCell
from tests import libreoffice
from tests.command import Ran, run
from tests.dispatch.files import make_master
from tests.oracle.unit_file import Extras, Sent, Stamp, write
from tests.oracle.worlds import quickly
from tests.year.bookkeeping import (
    ANSWERS,
    CARRIED,
    COPIED,
    END,
    EVIDENCE,
    MEASURE,
    MONTHS,
    NUMBER,
    OUTCOME,
    PRINTED,
    PROBLEMS,
    REPORTER,
    SIX,
    START,
    STATES,
    STATUS,
    SUGGESTIONS,
    TEXT,
    TWELVE,
    WHO,
    Action,
    Row,
    Year,
)
from tests.year.workbook import (
    AGENCY,
    ASIDE,
    CONFLICTS,
    PLAN,
    RESULTS,
    UNITS,
    Sheets,
    Table,
    Value,
    by_openpyxl,
    change,
    mark,
    marks_in,
)

KEY, ROUND, CARRIED_OVER, CONFIRMED = "รหัส", "รอบ", "ยกมา", "ยืนยัน"
OURS, THEIRS, OWN, CHOICE = "ค่าในไฟล์หลัก", "ค่าของหน่วยงาน", "ข้อความที่พิมพ์เอง", "เลือก"
USE_OURS, USE_THEIRS, USE_OWN = "ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน", "ใช้ข้อความที่พิมพ์เอง"
EVERYBODY = "ทุกส่วน/กอง"
MEASURES = ("ด้านการเปิดเผยข้อมูล", "ด้านการให้บริการ", "ด้านการจัดซื้อ")
FREE = (OUTCOME, PROBLEMS, SUGGESTIONS, EVIDENCE, REPORTER)
MONTHS_OF = {SIX: 6, TWELVE: 12}
OTHERS = "other programs"

PLAN_EDITS = (
    "an_action_is_reworded",
    "an_action_is_corrected",
    "an_action_is_inserted",
    "an_action_is_removed",
    "a_removed_action_is_put_back",
    "an_action_moves_under_another_measure",
    "a_row_is_copied_without_its_key",
    "a_blank_row_is_inserted",
    "a_measure_is_renamed",
    "the_plan_is_sorted",
    "the_plan_is_sorted",
    "a_unit_gets_another_name",
)
RESULT_EDITS = (
    *("an_answer_is_typed",) * 4,
    "a_status_is_chosen",
    "a_copied_cell_is_changed",
    "the_results_are_sorted",
    "a_row_without_an_action_is_removed",
)

some = st.integers(0, 40)
rounds = st.sampled_from((SIX, SIX, TWELVE))


@dataclass
class Tally:
    """How much was done and looked at, over all histories."""

    histories: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    cells: int = 0  # compared with the bookkeeping
    marks: int = 0  # typed texts looked for
    reports: int = 0
    finals: int = 0  # reports without a draft


TALLY = Tally()


class Office:
    """Settings of a run: an empty workbook to begin with, made once."""

    path: Path | None = None
    libreoffice = 0  # one of so many passes through other programs; 0: none
    deadline: float | None = None  # of time.process_time(): a history begun later ends at once

    @classmethod
    def bytes(cls) -> bytes:
        if cls.path is None:
            folder = Path(tempfile.mkdtemp(prefix="ita-year-"))
            units = ("สำนักปลัด", "กองคลัง", "กองช่าง")
            cls.path = make_master(folder / "new.xlsx", (), units)
        return cls.path.read_bytes()


@dataclass
class Workbook:
    """What a unit was sent, and what its people have typed into it until now."""

    unit: str
    name: str
    sent: Sent
    rows: dict[int, tuple[int, str]]  # the line's place: its action and round
    base: dict[tuple[tuple[int, str], str], Value]
    typed: dict[tuple[tuple[int, str], str], str] = field(default_factory=dict)


@dataclass
class Answer:
    """A file that came back."""

    unit: str
    path: Path
    when: int
    workbook: Workbook
    typed: dict[tuple[tuple[int, str], str], str]


class YearMachine(RuleBasedStateMachine):
    """One office's year."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ita-year-"))
        self.path = self.folder / "สมุด.xlsx"
        self.year = Year()
        self.number = self.clock = 0
        self.units = ["สำนักปลัด", "กองคลัง", "กองช่าง"]
        self.round = SIX
        self.before: Year | None = None  # what `restore` brings back
        self.workbooks: list[Workbook] = []
        self.files: list[Answer] = []  # written, not yet collected
        self.returned: list[Answer] = []  # collected
        self.unsaved: list[SetCell | ResizeTable] = []  # typed by hand
        TALLY.histories += 1

    def teardown(self) -> None:
        try:
            if self.path.exists():
                self.save()
                self.another_reader_sees_the_same()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- beginning

    @initialize(
        sizes=st.lists(st.integers(1, 2), min_size=1, max_size=3),
        written_out=st.booleans(),
        who=some,
        filled=st.sampled_from((True, True, True, False)),
    )
    def a_plan_is_typed(self, sizes: list[int], written_out: bool, who: int, filled: bool) -> None:
        self.path.write_bytes(Office.bytes())
        self.look()
        for measure, size in zip(MEASURES, sizes, strict=False):
            for n in range(size):
                action = self.new_action(measure if written_out or not n else None, who + n)
                self.add(len(self.plan.rows), action)
        self.write_plan()
        if filled:
            self.fill_round(SIX)

    def new_action(self, measure: Value, n: int) -> Action:
        ends = list(MONTHS)
        return Action(
            {
                MEASURE: measure,
                NUMBER: 1 + n % 9,
                TEXT: self.text("จัดทำเรื่อง"),
                WHO: [*self.units, EVERYBODY, f"{self.units[0]} และ{self.units[1]}"][n % 5],
                START: "ต.ค. ๖๔",
                END: ends[n % len(ends)],
            }
        )

    def text(self, words: str) -> str:
        """Return words with a mark that stands nowhere else."""
        self.number += 1
        return f"{words} {mark(self.number)}"

    def add(self, at: int, action: Action) -> None:
        """Insert a row into the plan, as Excel does."""
        row = self.plan.blank()
        for heading, value in action.cells.items():
            row[self.plan.at(heading)] = value
        row[self.plan.at(KEY)] = action.key
        self.plan.rows.insert(at, row)
        self.year.plan.insert(at, action)

    # --- the file

    def look(self) -> None:
        """Read the workbook anew."""
        sheets = Sheets(self.path)
        self.plan, self.results = Table(sheets, PLAN), Table(sheets, RESULTS)
        self.conflicts = Table(sheets, CONFLICTS)
        self.aside = Table(sheets, ASIDE)

    def write_plan(self, grows: bool = True) -> None:
        self.by_hand(self.plan.edits(grows))

    def write_results(self, grows: bool = True) -> None:
        self.by_hand(self.results.edits(grows))

    def by_hand(self, edits: list[SetCell | ResizeTable]) -> None:
        """Keep what was typed until the file is saved: before a program reads it."""
        self.unsaved += edits
        self.before = None

    def save(self) -> None:
        with quickly():
            change(self.path, self.unsaved)
        self.unsaved.clear()

    def line(self, row: Row) -> list[Value]:
        """Return the row of the sheet that is this one."""
        return next(
            line
            for line in self.results.rows
            if (self.results.value(line, TEXT), self.results.value(line, ROUND))
            == (row.cells.get(TEXT), row.round)
        )

    def command(self, *words: object, codes: tuple[int, ...] = (0,)) -> Ran:
        """Run the command on the saved file."""
        self.save()
        with quickly():
            ran = run(*words)
        assert ran.code in codes, (words, ran)
        return ran

    # --- after each step of the product

    def check(self) -> None:
        self.look()
        self.the_plan_is_as_typed()
        self.the_results_are_as_expected()
        self.what_waits_is_listed()

    def the_plan_is_as_typed(self) -> None:
        lines = [row if self.plan.filled(row) else None for row in self.plan.rows]
        expected = list(self.year.plan)
        while expected and expected[-1] is None:
            expected.pop()
        assert len(lines) == len(expected), (lines, expected)
        for line, action in zip(lines, expected, strict=True):
            if line is None or action is None:
                assert line is action is None, (line, action)
                continue
            for f in COPIED:
                TALLY.cells += 1
                stands, must = self.plan.value(line, f), action.cells.get(f)
                assert stands == must, ("plan", action.cells[TEXT], f, stands, must)
            key = self.plan.value(line, KEY)
            if action.key is not None:
                assert key == action.key, ("the key changed", action.cells, key)
            action.key = key

    def the_results_are_as_expected(self) -> None:
        lines = {
            (self.results.value(line, TEXT), self.results.value(line, ROUND)): line
            for line in self.results.rows
            if self.results.filled(line)
        }
        expected = {(row.cells.get(TEXT), row.round): row for row in self.year.rows}
        assert set(lines) == set(expected), (
            "rows", sorted(map(str, set(lines) ^ set(expected))),
        )  # fmt: skip
        assert len(expected) == len(self.year.rows)
        keys = {a.id: a.key for a in (*self.year.actions(), *self.year.removed) if a.key}
        for place, row in expected.items():
            line = lines[place]
            for f in (*COPIED, *CARRIED):
                TALLY.cells += 1
                stands, must = self.results.value(line, f), row.cells.get(f)
                assert stands == must, ("results", place, f, stands, must)
            assert bool(self.results.value(line, CONFIRMED)) == row.confirmed, (place, CONFIRMED)
            if row.action in keys:
                assert self.results.value(line, KEY) == keys[row.action], (place, KEY)
        TALLY.marks += sum(1 for _ in self.year.marks())

    def what_waits_is_listed(self) -> None:
        listed = marks_in([self.conflicts.rows, self.aside.rows])
        for row in self.year.rows:
            for f, waiting in row.waiting.items():
                assert waiting <= listed, ("waits nowhere", row.place, f, waiting - listed)

    def another_reader_sees_the_same(self) -> None:
        sheets = Sheets(self.path)
        for sheet in (PLAN, RESULTS):
            mine, theirs = Table(sheets, sheet), by_openpyxl(self.path, sheet)
            width = len(mine.headings)
            kept = [c for c in range(width) if mine.headings[c] != "ตรวจ"]
            filled = [[row[c] for c in kept] for row in mine.rows]
            others = [[row[c] for c in kept] for row in theirs[1 : len(filled) + 1]]
            assert filled == others, sheet

    # --- the officer changes the plan

    @rule(what=st.sampled_from(PLAN_EDITS), n=some, m=some)
    def the_plan_changes(self, what: str, n: int, m: int) -> None:
        getattr(self, what)(n, m)

    @rule(what=st.sampled_from(RESULT_EDITS), n=some, m=some)
    def the_results_change(self, what: str, n: int, m: int) -> None:
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
        old, self.units[n % 3] = self.units[n % 3], self.text("กองงานใหม่")
        new = self.units[n % 3]
        units = Table(Sheets(self.path), UNITS)
        for line in units.rows:
            if units.value(line, "หน่วยงาน") == old:
                line[units.at("หน่วยงาน")] = new
        for action, line in zip(self.year.plan, self.plan.rows, strict=False):
            if action is not None and old in str(action.cells.get(WHO)):
                said = str(action.cells[WHO]).replace(old, new)
                action.cells[WHO] = line[self.plan.at(WHO)] = said
        self.by_hand([*units.edits(), *self.plan.edits()])

    # --- the officer changes the results

    def chosen_row(self, n: int) -> Row | None:
        return self.year.rows[n % len(self.year.rows)] if self.year.rows else None

    def an_answer_is_typed(self, n: int, m: int) -> None:
        heading = FREE[m % 5]
        if (row := self.chosen_row(n)) is None:
            return
        TALLY.steps["results: answer"] += 1
        words = "https://www.example.go.th/" if heading == EVIDENCE else "ทำแล้ว ๑๒ ครั้ง"
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
        self.line(row)[self.results.at(heading)] = new
        row.cells[heading] = new
        row.officers.add(heading)
        self.write_results()

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

    # --- fill, rounds

    @rule(round_=rounds, dry=st.integers(0, 4))
    def fill(self, round_: str, dry: int) -> None:
        if not dry:
            TALLY.steps["fill --dry-run"] += 1
            self.save()
            before = self.path.read_bytes()
            self.command("fill", self.path, "--round", MONTHS_OF[round_], "--dry-run", codes=(0, 1))
            assert self.path.read_bytes() == before
        self.fill_round(round_)

    def fill_round(self, round_: str) -> None:
        TALLY.steps[f"fill {MONTHS_OF[round_]}"] += 1
        self.save()
        before_, held = copy.deepcopy(self.year), self.path.read_bytes()
        self.year.fill(round_)
        wrong = any(row.choices for row in self.year.rows)
        self.command("fill", self.path, "--round", MONTHS_OF[round_], codes=(int(wrong),))
        self.check()
        self.the_choices_are_listed()
        self.before = before_ if self.path.read_bytes() != held else None

    def the_choices_are_listed(self) -> None:
        listed = {
            tuple(self.conflicts.value(line, h) for h in (ROUND, "คอลัมน์", OURS, THEIRS))
            for line in self.conflicts.rows
            if self.conflicts.filled(line)
        }
        for row in self.year.rows:
            for f, plan in row.choices.items():
                must = (row.round, f, row.cells.get(f), plan)
                assert must in listed, ("choice", must, listed)

    @rule()
    def the_second_round_begins(self) -> None:
        TALLY.steps["settings: round"] += 1
        self.round = TWELVE
        agency = Table(Sheets(self.path), AGENCY)
        for line in agency.rows:
            if agency.value(line, "รายการ") == "รอบการรายงาน":
                line[agency.at("ค่า")] = TWELVE
        self.by_hand(agency.edits())

    @precondition(lambda self: self.year.waits())
    @rule(n=some, everything=st.booleans())
    def carried_rows_are_confirmed(self, n: int, everything: bool) -> None:
        TALLY.steps["confirm"] += 1
        six, waits = self.year.of(SIX), self.year.waits()
        fresh = [
            r for r in waits if all(r.cells.get(f) == six[r.action].cells.get(f) for f in ANSWERS)
        ]
        chosen = waits if everything else [waits[n % len(waits)]]
        numbers = [4 + self.results.rows.index(self.line(r)) for r in chosen]
        self.keep()
        self.command("confirm", self.path, *(["--all"] if everything else numbers), codes=(0, 1))
        for row in chosen:
            if row in fresh:
                row.confirmed = True
        self.check()

    def keep(self) -> None:
        """Remember what a restore brings back."""
        self.before = copy.deepcopy(self.year)

    @precondition(lambda self: self.before is not None)
    @rule()
    def the_last_change_is_taken_back(self) -> None:
        assert self.before is not None
        TALLY.steps["restore"] += 1
        self.command("restore", self.path)
        self.year, self.before = self.before, None
        self.check()

    # --- other programs, upgrade, checking

    @rule(n=some)
    def another_program_saves_the_file(self, n: int) -> None:
        self.save()
        self.before = None
        if Office.libreoffice and n % Office.libreoffice == 1:
            TALLY.steps["LibreOffice"] += 1
            made = libreoffice.convert(self.path, "xlsx", self.folder / "office")
            shutil.copyfile(made, self.path)
        else:
            TALLY.steps["openpyxl"] += 1
            openpyxl.load_workbook(self.path).save(self.path)
        self.check()

    @rule(what=st.sampled_from(("upgrade", "validate")))
    def it_is_checked_or_upgraded(self, what: str) -> None:
        TALLY.steps[what] += 1
        self.before = None
        self.command(what, self.path, codes=(0, 1))
        self.check()

    # --- the report

    @rule(final=st.booleans())
    def the_report_is_made(self, final: bool) -> None:
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
