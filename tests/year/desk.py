"""The office's desk: its workbook, the bookkeeping beside it, and how the two are compared."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition

from ita_excel.core.grid import ResizeTable, SetCell
from tests.command import Ran, run
from tests.dispatch.files import make_master
from tests.oracle import words
from tests.oracle.unit_file import Sent
from tests.oracle.worlds import quickly
from tests.year.bookkeeping import (
    CARRIED,
    CONFIRMED,
    COPIED,
    END,
    EVIDENCE,
    KEY,
    MEASURE,
    MONTHS,
    NUMBER,
    OUTCOME,
    PROBLEMS,
    REPORTER,
    ROUND,
    SIX,
    START,
    SUGGESTIONS,
    TEXT,
    TWELVE,
    WHO,
    Action,
    Row,
    Year,
)
from tests.year.workbook import (
    ASIDE,
    CONFLICTS,
    PLAN,
    RESULTS,
    Sheets,
    Table,
    Value,
    by_openpyxl,
    change,
    mark,
    marks_in,
)

OURS, THEIRS = "ค่าในไฟล์หลัก", "ค่าของหน่วยงาน"
EVERYBODY = "ทุกส่วน/กอง"
MEASURES = ("ด้านการเปิดเผยข้อมูล", "ด้านการให้บริการ", "ด้านการจัดซื้อ")
FREE = (OUTCOME, PROBLEMS, SUGGESTIONS, EVIDENCE, REPORTER)
MONTHS_OF = {SIX: 6, TWELVE: 12}
OTHERS = "other programs"

MOST = {  # of the steps that take long, in a history
    "another_program_saves_the_file": 2,
    "it_is_checked_or_upgraded": 2,
    "the_report_is_made": 3,
    "the_workbook_is_split": 3,
    "fill": 6,
    "the_last_change_is_taken_back": 2,
}


def limited(name: str) -> Callable[[Any], Any]:
    """Let a step be made so many times in a history, and count it."""
    return precondition(lambda self: self.done[name] < MOST[name])


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


_DIGITS = re.compile(r"[\d,.]+")  # a document may write them in another way
TALLY = Tally()


class NewWorkbook:
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


@dataclass(eq=False)
class Answer:
    """A file that came back."""

    unit: str
    path: Path
    when: int
    workbook: Workbook
    typed: dict[tuple[tuple[int, str], str], str]


class Desk(RuleBasedStateMachine):
    """The workbook, what is known of it, and what is looked at after each step."""

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
        self.done = Counter[str]()  # steps that take long
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
        self.path.write_bytes(NewWorkbook.bytes())
        self.look()
        for measure, size in zip(MEASURES, sizes, strict=False):
            for n in range(size):
                action = self.new_action(measure if written_out or not n else None, who + n)
                action.cells |= {NUMBER: n + 1}
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
                TEXT: self.text(_DIGITS.sub("", words.new_action(Random(self.number + n)))),
                WHO: [*self.units, EVERYBODY, f"{self.units[0]} และ{self.units[1]}"][n % 5],
                START: "ต.ค. ๖๔",
                END: ends[n % len(ends)],
            }
        )

    def text(self, said: str) -> str:
        """Return a text with a mark that stands nowhere else."""
        self.number += 1
        return f"{said} {mark(self.number)}"

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

    def command(self, *said: object, codes: tuple[int, ...] = (0,)) -> Ran:
        """Run the command on the saved file."""
        self.save()
        with quickly():
            ran = run(*said)
        assert ran.code in codes, (said, ran)
        return ran

    # --- after each step of the product

    def check(self) -> None:
        self.look()
        self.the_plan_is_as_typed()
        self.the_results_are_as_expected()
        self.what_waits_is_listed()

    def the_plan_is_as_typed(self) -> None:
        means = self.year.measures()
        lines = [row if self.plan.filled(row) else None for row in self.plan.rows]
        expected = list(self.year.plan)
        while expected and expected[-1] is None:
            expected.pop()
        assert len(lines) == len(expected), (lines, expected)
        for line, action in zip(lines, expected, strict=True):
            if line is None or action is None:
                assert line is action is None, (line, action)
                continue
            if not action.cells.get(MEASURE) and (written := self.plan.value(line, MEASURE)):
                # `fill` wrote out what the blank cell means, or asks where it may not mean it.
                assert written == means[action.id], ("plan", action.cells, written)
                action.cells[MEASURE] = written
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
