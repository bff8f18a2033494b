"""What each cell of plan and results must hold, in plain lists: written down anew, no product code.

The rules are those that the officer is promised: a cell that nobody touched follows its source, a
cell that somebody changed stays, and where both changed a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.year.workbook import Value, marks_in

SIX, TWELVE = "๖ เดือน", "๑๒ เดือน"
MEASURE, NUMBER, TEXT, WHO = "มาตรการ/แนวทาง", "ลำดับ", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ"
KEY, ROUND, CONFIRMED = "รหัส", "รอบ", "ยืนยัน"
START, END, STATUS = "เริ่ม", "สิ้นสุด", "สถานะ"
OUTCOME, PROBLEMS, SUGGESTIONS = "ผลการดำเนินการ", "ปัญหา/อุปสรรค", "ข้อเสนอแนะ"
EVIDENCE, REPORTER = "หลักฐาน", "ผู้รายงาน"
COPIED = (MEASURE, NUMBER, TEXT, WHO, START, END)
ANSWERS = (STATUS, OUTCOME, PROBLEMS, SUGGESTIONS, EVIDENCE)
CARRIED = (*ANSWERS, REPORTER)
PRINTED = (STATUS, OUTCOME, PROBLEMS, SUGGESTIONS)
DONE = "ดำเนินการแล้ว"
STATES = (DONE, "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ")
MONTHS = {  # ends of periods, in the fiscal year 2565
    "ธ.ค. ๖๔": dt.date(2021, 12, 31),
    "มี.ค. ๖๕": dt.date(2022, 3, 31),
    "มิ.ย. ๖๕": dt.date(2022, 6, 30),
    "ก.ย. ๖๕": dt.date(2022, 9, 30),
}
END_OF_SIX = dt.date(2022, 3, 31)
_numbers = count(1)


@dataclass(eq=False)
class Action:
    """A row of the plan."""

    cells: dict[str, Value]
    id: int = field(default_factory=lambda: next(_numbers))
    key: Value = None  # as first seen
    means: Value = None  # its measure, where its own cell is blank and nothing was written yet

    @property
    def real(self) -> bool:
        return bool(self.cells.get(TEXT))


@dataclass(eq=False)
class Row:
    """A row of the results."""

    action: int
    round: str
    cells: dict[str, Value]
    base: dict[str, Value] = field(default_factory=dict)  # what was copied from the plan
    carried: dict[str, Value] = field(default_factory=dict)  # what was taken from the 6 months
    choices: dict[str, Value] = field(default_factory=dict)  # what the plan says, listed
    waiting: dict[str, set[str]] = field(default_factory=dict)  # marks listed, by column
    decided: dict[str, set[str]] = field(default_factory=dict)  # units' texts that the officer saw
    seen: dict[str, list[Value]] = field(default_factory=dict)
    officers: set[str] = field(default_factory=set)  # columns in which the officer typed last
    confirmed: bool = False
    id: int = field(default_factory=lambda: next(_numbers))

    @property
    def place(self) -> tuple[int, str]:
        return self.action, self.round


@dataclass
class Year:
    """Plan and results as they must be now."""

    plan: list[Action | None] = field(default_factory=list)  # None: a blank row
    rows: list[Row] = field(default_factory=list)
    removed: list[Action] = field(default_factory=list)  # gone from the plan

    def actions(self) -> list[Action]:
        return [a for a in self.plan if a is not None]

    def of(self, round_: str) -> dict[int, Row]:
        return {r.action: r for r in self.rows if r.round == round_}

    def row(self, place: tuple[int, str]) -> Row | None:
        return self.of(place[1]).get(place[0])

    def measures(self) -> dict[int, Value]:
        """Return the measure of each action: its own cell, or the one above."""
        above: Value = None
        found = {}
        for action in self.actions():
            above = action.cells.get(MEASURE) or above
            found[action.id] = above
        return found

    # --- fill

    def fill(self, round_: str) -> None:
        """What a `fill` of a round must come to."""
        plan = self._said_by_plan()
        for row in self.rows:
            if row.action in plan:
                self._follow(row, plan[row.action])
        six, there = self.of(SIX), self.of(round_)
        for row in self.of(TWELVE).values():
            if row.action in six:
                self._follow_six(row, six[row.action])
        for id_, said in plan.items():
            if id_ in there:
                continue
            row = Row(id_, round_, dict(said), dict(said))
            if round_ == TWELVE and id_ in six:
                before = six[id_]
                row.cells = {f: before.cells.get(f) for f in (*COPIED, *CARRIED)}
                row.base = dict(before.base)
                row.carried = {f: before.cells.get(f) for f in CARRIED}
            self.rows.append(row)

    def _said_by_plan(self) -> dict[int, dict[str, Value]]:
        """Return what the plan says of each action; a blank measure means the one above."""
        means, said = self.measures(), {}
        names = {a.cells.get(MEASURE) for a in self.actions() if a.cells.get(MEASURE)}
        for action in self.actions():
            if not action.real:
                continue
            cells = {f: action.cells.get(f) for f in COPIED}
            if not cells[MEASURE]:
                above = means[action.id]
                known = [r.base.get(MEASURE) for r in self.rows if r.action == action.id]
                known += [r.cells.get(MEASURE) for r in self.rows if r.action == action.id]
                if any(b != above and b in names for b in known if b):
                    cells[MEASURE] = None  # perhaps sorted away from its measure: asked
                    cells["in doubt"] = above
                else:
                    cells[MEASURE] = above
            said[action.id] = cells
        return said

    def _follow(self, row: Row, said: dict[str, Value]) -> None:
        row.choices.clear()
        doubt = said.pop("in doubt", None)
        for f in COPIED:
            plan = doubt if f == MEASURE and doubt else said[f]
            held, base = row.cells.get(f), row.base.get(f)
            if f == MEASURE and plan is None:
                continue
            if f not in row.base:
                if held == plan:
                    row.base[f] = plan
            elif held == plan:
                row.base[f] = plan
            elif plan == base:
                pass  # a person's
            elif held == base and not (f == MEASURE and doubt):
                row.cells[f] = row.base[f] = plan
            else:
                row.choices[f] = plan
        if doubt:
            said["in doubt"] = doubt

    def _follow_six(self, row: Row, six: Row) -> None:
        for f in CARRIED:
            held, source = row.cells.get(f), six.cells.get(f)
            if f not in row.carried:
                if held == source:
                    row.carried[f] = source
                continue
            if held == row.carried[f] and held != source:
                row.cells[f] = source
                row.officers.discard(f)
                if f in ANSWERS:
                    row.confirmed = False
            row.carried[f] = source

    # --- rounds

    def waits(self) -> list[Row]:
        """Return the 12-month rows that only say again what the 6 months said."""
        six = self.of(SIX)
        return [
            row
            for row in self.rows
            if row.round == TWELVE
            and row.action in six
            and self._only_carried(row, six[row.action])
            and not self._settled(row, six[row.action])
        ]

    @staticmethod
    def _only_carried(row: Row, six: Row) -> bool:
        now = {f: row.cells.get(f) for f in ANSWERS}
        same = (
            v == six.cells.get(f) or (f in row.carried and row.carried[f] == v)
            for f, v in now.items()
        )
        return any(now.values()) and all(same)

    @staticmethod
    def _settled(row: Row, six: Row) -> bool:
        if any(row.cells.get(f) != six.cells.get(f) for f in ANSWERS):
            return False  # behind: the six months were corrected
        over = MONTHS.get(str(six.cells.get(END)))
        finished = six.cells.get(STATUS) == DONE and over is not None and over <= END_OF_SIX
        return row.confirmed or finished

    # --- what must be where

    def marks(self) -> Iterator[tuple[str, str]]:
        """Yield each mark that must stand in a cell, with the sheet's part it belongs to."""
        for action in self.actions():
            yield from ((m, "plan") for v in action.cells.values() for m in marks_in(v))
        for row in self.rows:
            yield from ((m, row.round) for v in row.cells.values() for m in marks_in(v))
