"""What a merge made of the master: the outcome of collecting, resolving and withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ita_excel.core.findings import Severity
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.joint import WrittenJoint, write_and_combine
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.merging import ledger_sheet
from ita_excel.merging.copy_conflicts import CopyDecisions
from ita_excel.merging.master import Master
from ita_excel.merging.merge import MergedMaster, Moment
from ita_excel.merging.returned_rules import OVERLOOKED
from ita_excel.merging.unit_answers import merged_into_joint_rows
from ita_excel.sheets import Reading
from ita_excel.sheets.carrying import marks
from ita_excel.sheets.plan_choices import PlanDecisions

if TYPE_CHECKING:
    from ita_excel.sheets.joint_choices import JointDecision
    from ita_excel.sheets.joint_rows import JointRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Outcome):
    """What the master became, or with `dry_run` would have become.

    `master` holds the cells that were written, the conflicts, the values that have no place in the
    master (`aside`), the decisions that were applied, and those that contradict each other; `plan`
    the decisions about what `fill` listed; `joint` what the joint rows of shared actions were
    combined to, None where there are none; `decided_joint` the decisions about them.
    """

    master: MergedMaster
    dry_run: bool = False
    plan: PlanDecisions = field(default_factory=PlanDecisions)
    copies: CopyDecisions = field(default_factory=CopyDecisions)
    joint: JointRows | None = None
    decided_joint: tuple[JointDecision, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many values wait for a decision on the sheet `ข้อขัดแย้ง`."""
        joint = len(self.joint.waiting) if self.joint else 0
        copies = len(self.copies.waiting)
        return len(self.master.conflicts) + len(self.plan.waiting) + copies + joint

    @property
    def decided(self) -> int:
        """How many decisions were applied."""
        others = len(self.plan.decisions) + len(self.copies.decisions) + len(self.decided_joint)
        return len(self.master.decisions) + others

    @property
    def aside(self) -> int:
        """How many values lie on the sheet `แถวที่จับคู่ไม่ได้`."""
        return len(self.master.aside)

    @property
    def wrong(self) -> bool:
        """Whether something waits for a person."""
        return waits(self)


def waits(done: Merged) -> bool:
    """Whether a merge left something to a person: an error, a conflict, a value set aside."""
    errors = any(f.severity is Severity.ERROR for f in done.findings)
    # Where only spaces differ, nothing is left to decide.
    aside = any((s.code, s.variant) != (OVERLOOKED.code, "spaces") for _, s in done.master.aside)
    return bool(errors or done.conflicts or aside)


def moment_of(occasion: Occasion, command: str) -> Moment:
    """Return what the merge notes beside everything that it writes."""
    return Moment(command, occasion.moment, occasion.person)


def apply(
    opened: OpenBook,
    reading: Reading,
    master: MergedMaster,
    command: str,
    dry_run: bool,
    before: Sequence[Edit] = (),
    after: Sequence[Edit] = (),
    passed: tuple[str, ...] = (),
) -> WrittenJoint:
    """Make the edits of a merge, which bring their own history, and combine the joint rows.

    `reading` is of the master as the edits `before` leave it; `after` come last. `passed` are the
    fingerprints of states that the master comes from now. A dry run only says what the joint rows
    would come to.
    """
    held = {(w.cell.key, w.cell.round, w.cell.field): w.new for w in master.written}
    edits = (*before, *master.edits, *marks(reading, held), *after)
    merged = None
    if reading.unit_rows:
        merged = merged_into_joint_rows(Master(reading), ledger_sheet.load(reading.meta))
    done = write_and_combine(
        opened, reading, (), command,
        others=edits, merged=merged, passed=passed, dry_run=dry_run,
    )  # fmt: skip
    notices = []
    if master.contradictory:
        said = _CONTRADICTORY.fill(n=len(master.contradictory))
        notices.append(Notice("contradictory", said))
    if master.unclear:
        notices.append(Notice("unclear_choice", _UNCLEAR.fill(n=len(master.unclear))))
    return done._replace(notices=(*notices, *done.notices))


_CONTRADICTORY = Text(
    "เลือกค่าต่างกันในเซลล์เดียวกัน {n} รายการ จึงยังไม่ใช้ โปรดเลือกเพียงค่าเดียว",
    "{n} choices take different values for one cell and were not applied: choose one",
)
_UNCLEAR = Text(
    "ตัวเลือกที่ใช้ไม่ได้ {n} รายการ จึงยังไม่ตัดสิน: เลือกจากรายการ หรือพิมพ์ “ใช้ค่าของ” ตามด้วยชื่อหน่วยงานที่ตอบ "
    "ข้อความที่พิมพ์เองใช้คู่กับตัวเลือกนั้นเท่านั้น และการรวมค่าใช้กับสถานะหรือวันที่ไม่ได้",
    "{n} choices can't be carried out and were not: pick from the list, or type “ใช้ค่าของ” and the name of "
    "a unit that answered; a text of your own goes with that choice only, and a status or a day can't "
    "be combined",
)
