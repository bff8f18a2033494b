"""What each cell of plan and results must hold, in plain lists: written down anew, no product code.

The rules are those that the officer is promised: a cell that nobody touched follows its source, a
cell that somebody changed stays, and where both changed a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from tests.year.workbook import Value, marks_in

SIX, TWELVE = "๖ เดือน", "๑๒ เดือน"
MEASURE, NUMBER, TEXT, WHO = "มาตรการ/แนวทาง", "ลำดับ", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ"
KEY, ROUND, CONFIRMED, UNIT = "รหัส", "รอบ", "ยืนยัน", "หน่วยงานที่รายงาน"
START, END, STATUS = "เริ่ม", "สิ้นสุด", "สถานะ"
OUTCOME, PROBLEMS, SUGGESTIONS = "ผลการดำเนินการ", "ปัญหา/อุปสรรค", "ข้อเสนอแนะ"
EVIDENCE, REPORTER = "หลักฐาน", "ผู้รายงาน"
COPIED = (MEASURE, NUMBER, TEXT, WHO, START, END)
ANSWERS = (STATUS, OUTCOME, PROBLEMS, SUGGESTIONS, EVIDENCE)
CARRIED = (*ANSWERS, REPORTER)
PRINTED = (STATUS, OUTCOME, PROBLEMS, SUGGESTIONS)
STATES = (DONE, UNDER_WAY, NOT_DONE) = (
    "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ",
)  # fmt: skip
MONTHS = {  # ends of periods, in the fiscal year 2565
    "ธ.ค. ๖๔": dt.date(2021, 12, 31),
    "มี.ค. ๖๕": dt.date(2022, 3, 31),
    "มิ.ย. ๖๕": dt.date(2022, 6, 30),
    "ก.ย. ๖๕": dt.date(2022, 9, 30),
}
EVERYBODY = "ทุกส่วน/กอง"
Place = tuple[int, str, str]  # a row's action, round and unit ('' for a row that is nobody's own)
END_OF_SIX = dt.date(2022, 3, 31)
_numbers = count(1)


@dataclass(eq=False)
class Action:
    """A row of the plan."""

    cells: dict[str, Value]
    id: int = field(default_factory=lambda: next(_numbers))
    key: Value = None  # as first seen
    pasted: bool = False  # with the key of another row, until `fill` gives it its own
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
    unit: str = ""  # whose own row it is, of an action that several share
    combined: dict[str, Value] = field(default_factory=dict)  # what units' rows came to last
    asked: dict[str, Value] = field(default_factory=dict)  # what they say, where both changed
    answered: set[str] = field(
        default_factory=set
    )  # columns that units answered in this row itself
    id: int = field(default_factory=lambda: next(_numbers))

    @property
    def place(self) -> Place:
        return self.action, self.round, self.unit


@dataclass
class Year:
    """Plan and results as they must be now."""

    plan: list[Action | None] = field(default_factory=list)  # None: a blank row
    rows: list[Row] = field(default_factory=list)
    removed: list[Action] = field(default_factory=list)  # gone from the plan
    units: list[str] = field(default_factory=list)  # in the order of their sheet
    by_unit: bool = False  # whether units of a shared action have rows of their own

    def actions(self) -> list[Action]:
        return [a for a in self.plan if a is not None]

    def of(self, round_: str) -> dict[int, Row]:
        """Return the rows of a round by their action, without the units' own."""
        return {r.action: r for r in self.rows if r.round == round_ and not r.unit}

    def row(self, place: Place) -> Row | None:
        return next((r for r in self.rows if r.place == place), None)

    def who(self, row: Row) -> list[str]:
        """Return the units that a row names, or its plan where it names none."""
        said = row.cells.get(WHO)
        if not said:
            said = next((a.cells.get(WHO) for a in self.actions() if a.id == row.action), None)
        text = str(said or "")
        return list(self.units) if text == EVERYBODY else [u for u in self.units if u in text]

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
        plan, shared = self._said_by_plan(), self.shares()
        for row in self.rows:
            if not row.unit and row.action in plan:
                self._follow(row, plan[row.action])
        for row in self.rows:
            if row.unit and (joint := self.row((row.action, row.round, ""))) is not None:
                self._follow(row, {f: joint.cells.get(f) for f in COPIED})
                row.choices.clear()  # kept, and not asked for: it is the unit's
        there = self.of(round_)
        for row in list(self.rows):
            six = self.row((row.action, SIX, row.unit))
            if row.round == TWELVE and six and not self._is_combined(row):
                self._follow_six(row, six)
        for id_, said in plan.items():
            if id_ not in there:
                said.pop("in doubt", None)
                self._begin(Row(id_, round_, dict(said), dict(said)))
        if shared:
            self.combine()

    def _begin(self, row: Row) -> None:
        """Add a row; one of 12 months begins with the 6 months, and with a row for each unit."""
        self.rows.append(row)
        six = self.row((row.action, SIX, ""))
        if row.round != TWELVE or six is None:
            return
        row.cells = {f: six.cells.get(f) for f in (*COPIED, *CARRIED)}
        row.base = dict(six.base)
        row.carried = {f: six.cells.get(f) for f in CARRIED}
        if self.by_unit:
            same = {f: v for f, v in six.combined.items() if v == six.cells.get(f)}
            row.combined = same
            named = [u for u in self.who(row) if self.row((row.action, SIX, u))]
            for unit in named:
                self._begin_unit(row, unit)

    def _begin_unit(self, joint: Row, unit: str) -> None:
        copied = {f: joint.cells.get(f) for f in COPIED}
        row = Row(joint.action, joint.round, dict(copied), copied, unit=unit)
        six = self.row((joint.action, SIX, unit))
        if joint.round == TWELVE and six is not None:
            row.carried = {f: six.cells.get(f) for f in CARRIED}
            row.cells |= row.carried
        self.rows.append(row)

    # --- shared actions

    def shares(self) -> bool:
        """Whether any unit has a row of its own."""
        return self.by_unit and any(r.unit for r in self.rows)

    def _is_combined(self, row: Row) -> bool:
        others = (r for r in self.rows if (r.action, r.round) == (row.action, row.round))
        return not row.unit and any(r.unit for r in others)

    def beneath(self, joint: Row) -> list[Row]:
        """Return the units' rows beneath a joint row, in the units' order."""
        found = (self.row((joint.action, joint.round, u)) for u in self.units)
        return [row for row in found if row is not None]

    def split(self, round_: str) -> None:
        """Give each unit of a shared action its row."""
        if not self.by_unit:
            return
        before = len(self.rows)
        for joint in list(self.of(round_).values()):
            units = self.who(joint)
            for unit in units if len(units) > 1 else ():
                if self.row((joint.action, round_, unit)) is None:
                    self._begin_unit(joint, unit)
        if len(self.rows) > before:
            self.combine()

    def combine(self) -> None:
        """Bring each joint row to what its units' rows say."""
        for joint in self.rows:
            joint.asked.clear()
            sharing = self.who(joint) if not joint.unit else []
            rows = [r for r in self.beneath(joint) if r.unit in sharing]
            if len(sharing) < 2 or not rows:
                continue
            for f in ANSWERS:
                if f not in joint.answered:
                    self._combine(joint, f, combined(f, rows, len(sharing)))

    def comes_to(self, joint: Row, f: str) -> Value:
        """Return what the units' rows of a joint row say together now."""
        sharing = self.who(joint)
        rows = [r for r in self.beneath(joint) if r.unit in sharing]
        return combined(f, rows, len(sharing))

    @staticmethod
    def _combine(joint: Row, f: str, new: Value) -> None:
        held, base, known = joint.cells.get(f), joint.combined.get(f), f in joint.combined
        if held == new or (known and held == base) or (held is None and new is not None):
            joint.cells[f] = joint.combined[f] = new
        elif new is not None and not (known and new == base):
            joint.asked[f] = new  # a person's, and the units changed theirs, too

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

    def _carried(self) -> list[tuple[Row, Row]]:
        """Return the 12-month rows that only say again what the 6 months said, each with both."""
        rows = (r for r in self.rows if r.round == TWELVE)
        pairs = ((row, self.row((row.action, SIX, row.unit))) for row in rows)
        return [(row, six) for row, six in pairs if six and self._only_carried(row, six)]

    def waits(self) -> list[Row]:
        """Return the rows that an officer may confirm."""
        return [row for row, six in self._carried() if not self._settled(row, six)]

    def stops(self) -> list[Row]:
        """Return the rows that stop the report of 12 months.

        A joint row speaks for its units' rows where all of it is carried, or confirmed.
        """
        carried = {row.id for row, _ in self._carried()}
        joint = {r.action for r in self.rows if not r.unit and (r.id in carried or r.confirmed)}
        planned = {a.id for a in self.actions() if a.real}
        found = [r for r in self.waits() if r.action in planned or not planned]
        return [r for r in found if not (r.unit and r.action in joint)]

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


def combined(f: str, rows: Sequence[Row], sharing: int) -> Value:
    """Return what units' rows come to in a column; each text typed is another one."""
    said = [(r.unit, str(r.cells[f])) for r in rows if r.cells.get(f)]
    if f != STATUS:
        return "\n".join(t if f == EVIDENCE else f"{u}: {t}" for u, t in said) or None
    states = [text for _, text in said]
    if not states:
        return None
    if all(state == NOT_DONE for state in states):
        return NOT_DONE
    return DONE if len(states) == sharing and set(states) == {DONE} else UNDER_WAY
