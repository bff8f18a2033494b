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
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition

from ita_excel import schema
from ita_excel.core.grid import ResizeTable, SetCell
from tests.dispatch.files import make_master
from tests.oracle import words
from tests.year.bookkeeping import (
    CARRIED,
    CONFIRMED,
    COPIED,
    END,
    EVERYBODY,
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
    UNIT,
    WHO,
    Action,
    Place,
    Row,
    Year,
)
from tests.year.masters import InMemory, Master, OnDisk, Ran
from tests.year.unit_books import UnitBook
from tests.year.workbook import (
    AGENCY,
    ASIDE,
    CONFLICTS,
    PLAN,
    RESULTS,
    Table,
    Value,
    by_openpyxl,
    mark,
    marks_in,
)
from tests.year.workbook import UNITS as UNITS_SHEET

OURS, THEIRS = "ค่าในไฟล์หลัก", "ค่าของหน่วยงาน"
UNITS = ("สำนักปลัด", "กองคลัง")
OFFICE = {  # what a report without a draft needs
    "district": "เมือง", "province": "ชลบุรี", "owner": UNITS[0], "letter_number": "ชบ ๗๒๗๐๑/๑",
    "subject": "รายงานผล", "letter_date": "๑ ตุลาคม ๒๕๖๕", "analysed_year": 2564, "results_year": 2565,
    "to": "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
}  # fmt: skip
OLDER = ("1", "2")
RELEASED = Path(__file__).parents[1] / "released"
Spot = tuple[Place, str]  # a row's place, and a column
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


class NewWorkbooks:
    """Settings of a run, and the workbooks that histories begin with, each made once."""

    libreoffice = 0  # LibreOffice saves one of so many of the files on disk; 0: none
    _made: ClassVar[dict[str, bytes]] = {}

    @classmethod
    def bytes(cls, kind: str) -> bytes:
        if kind not in cls._made:
            with tempfile.TemporaryDirectory(prefix="ita-year-") as folder:
                cls._made[kind] = _make(kind, Path(folder))
        return cls._made[kind]


def _make(kind: str, folder: Path) -> bytes:
    """Make a new workbook: by rows, as another program saved it, or of an older version."""
    if kind in OLDER:
        return (RELEASED / kind / "master.xlsx").read_bytes()
    rows, _, program = kind.partition(" ")
    book = OnDisk(
        folder, make_master(folder / "new.xlsx", (), UNITS, shared_rows=rows, **OFFICE).read_bytes()
    )
    if program:
        book.saved_by(program)
    return book.path.read_bytes()


@dataclass
class Workbook:
    """What a unit was sent, and what its people have typed into it until now."""

    unit: str
    name: str
    book: UnitBook
    rows: dict[int, Place]  # by the line
    base: dict[Spot, Value]
    typed: dict[Spot, tuple[int, str]] = field(default_factory=dict)  # when, what


@dataclass(eq=False)
class Answer:
    """A file that came back."""

    unit: str
    path: Path
    when: int
    workbook: Workbook
    typed: dict[Spot, tuple[int, str]]


class Desk(RuleBasedStateMachine):
    """The workbook, what is known of it, and what is looked at after each step."""

    on_disk = False
    kinds: tuple[str, ...] = (*(schema.BY_UNIT,) * 3, schema.ONE_ROW)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ita-year-"))
        self.year = Year(units=[*UNITS])
        self.number = self.clock = self.splits = self.typed = 0
        self.round = SIX
        self.before: Year | None = None  # what `restore` brings back
        self.workbooks: list[Workbook] = []
        self.files: list[Answer] = []  # written, not yet collected
        self.returned: list[Answer] = []  # collected
        self.done = Counter[str]()  # steps that take long
        TALLY.histories += 1

    def teardown(self) -> None:
        try:
            if hasattr(self, "master"):
                self.another_reader_sees_the_same()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- beginning

    @initialize(
        kind=some,
        sizes=st.lists(st.integers(1, 2), min_size=1, max_size=3),
        written_out=st.booleans(),
        who=some,
        begun=st.sampled_from(("typed", "filled", "sent", "sent")),
    )
    def a_plan_is_typed(
        self, kind: int, sizes: list[int], written_out: bool, who: int, begun: str
    ) -> None:
        chosen = self.kinds[kind % len(self.kinds)]
        data = NewWorkbooks.bytes(chosen)
        self.master: Master = (OnDisk if self.on_disk else InMemory)(self.folder, data)
        TALLY.steps[f"begin: {chosen}"] += 1
        self.look()
        self.year.by_unit = chosen.startswith(schema.BY_UNIT)
        self.what_stands_already(remembered=chosen == OLDER[-1])
        for measure, size in zip(MEASURES, sizes, strict=False):
            for n in range(size):
                action = self.new_action(measure if written_out or not n else None, who + n)
                action.cells |= {NUMBER: n + 1}
                self.add(len(self.plan.rows), action)
        self.write_plan()
        if begun != "typed":
            self.fill_round(SIX)
        if begun == "sent":
            self.split_and_check()

    def what_stands_already(self, remembered: bool) -> None:
        """Take a kept workbook's rows into the bookkeeping, and from where if it remembers that."""
        ids = {}
        for line in self.plan.rows:
            action = Action({f: self.plan.value(line, f) for f in COPIED})
            action.key = self.plan.value(line, KEY)
            ids[action.key] = action.id
            self.year.plan.append(action)
        for line in self.results.rows:
            cells = {f: self.results.value(line, f) for f in (*COPIED, *CARRIED)}
            of = ids[self.results.value(line, KEY)]
            self.year.rows.append(Row(of, str(self.results.value(line, ROUND)), cells))
        for row in self.year.rows if remembered else ():
            action = next(a for a in self.year.actions() if a.id == row.action)
            row.base = {f: action.cells.get(f) for f in COPIED}
            if (six := self.year.row((row.action, SIX, ""))) and row.round == TWELVE:
                row.carried = {f: six.cells.get(f) for f in CARRIED}
        if ids:
            sheets = self.master.sheets()
            units, agency = Table(sheets, UNITS_SHEET), Table(sheets, AGENCY)
            self.year.units = [str(units.value(row, "หน่วยงาน")) for row in units.rows]
            said = {agency.value(r, "รายการ"): agency.value(r, "ค่า") for r in agency.rows}
            self.round = str(said["รอบการรายงาน"])

    def new_action(self, measure: Value, n: int) -> Action:
        ends = list(MONTHS)
        return Action(
            {
                MEASURE: measure,
                NUMBER: 1 + n % 9,
                TEXT: self.text(_DIGITS.sub("", words.new_action(Random(self.number + n)))),
                WHO: [*self.year.units[:2], EVERYBODY, self.two_units()][n % 4],
                START: "ต.ค. ๖๔",
                END: ends[n % len(ends)],
            }
        )

    def two_units(self) -> str:
        return " และ".join(self.year.units[-2:])

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

    # --- the workbook

    def look(self) -> None:
        """Read the workbook anew."""
        sheets = self.master.sheets()
        self.plan, self.results = Table(sheets, PLAN), Table(sheets, RESULTS)
        self.conflicts = Table(sheets, CONFLICTS)
        self.aside = Table(sheets, ASIDE)

    def write_plan(self, grows: bool = True) -> None:
        self.by_hand(self.plan.edits(grows))

    def write_results(self, grows: bool = True) -> None:
        self.by_hand(self.results.edits(grows))

    def by_hand(self, edits: list[SetCell | ResizeTable]) -> None:
        self.master.type(edits)
        self.before = None

    def line(self, row: Row) -> list[Value]:
        """Return the row of the sheet that is this one."""
        place = (row.cells.get(TEXT), row.round, row.unit)
        return next(line for line in self.results.rows if self.place(line) == place)

    def place(self, line: list[Value]) -> tuple[Value, Value, Value]:
        value = self.results.value
        return value(line, TEXT), value(line, ROUND), value(line, UNIT) or ""

    def ended(self, ran: Ran, *codes: int) -> Ran:
        assert ran.code in codes, ran
        return ran

    # --- after each step of the product

    def check(self) -> None:
        self.look()
        self.what_nobody_can_say_is_taken()
        self.the_plan_is_as_typed()
        self.the_results_are_as_expected()
        self.what_waits_is_listed()

    def what_nobody_can_say_is_taken(self) -> None:
        """Joint rows that units answered before they had rows of their own hold what they hold."""
        for row in self.year.rows:
            for f in row.answered:
                row.cells[f] = self.results.value(self.line(row), f)

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
            if action.pasted and any(a.key == key for a in self.year.actions()):
                continue
            action.pasted = False
            if action.key is not None:
                assert key == action.key, ("the key changed", action.cells, key)
            action.key = key

    def the_results_are_as_expected(self) -> None:
        lines = {self.place(line): line for line in self.results.rows if self.results.filled(line)}
        expected = {(row.cells.get(TEXT), row.round, row.unit): row for row in self.year.rows}
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
            key = str(self.results.value(line, KEY))
            if row.action in keys:
                assert key.partition("~")[0] == keys[row.action], (place, KEY)
        TALLY.marks += sum(1 for _ in self.year.marks())

    def what_waits_is_listed(self) -> None:
        listed = marks_in([self.conflicts.rows, self.aside.rows])
        for row in self.year.rows:
            for f, waiting in row.waiting.items():
                assert waiting <= listed, ("waits nowhere", row.place, f, waiting - listed)

    def another_reader_sees_the_same(self) -> None:
        if not isinstance(self.master, OnDisk):
            return
        self.master.save()
        sheets = self.master.sheets()
        for sheet in (PLAN, RESULTS):
            mine, theirs = Table(sheets, sheet), by_openpyxl(self.master.path, sheet)
            width = len(mine.headings)
            kept = [c for c in range(width) if mine.headings[c] != "ตรวจ"]
            filled = [[row[c] for c in kept] for row in mine.rows]
            others = [[row[c] for c in kept] for row in theirs[1 : len(filled) + 1]]
            assert filled == others, sheet
