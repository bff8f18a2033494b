"""Resolve: what was chosen on the sheet `ข้อขัดแย้ง` is applied, and logged with its reason."""

from __future__ import annotations

from typing import NamedTuple

from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, derived_heading, in_turn
from ita_excel.jobs.merged import Merged, apply, moment_of
from ita_excel.jobs.occasion import Occasion
from ita_excel.merging import copy_conflicts
from ita_excel.merging.merge import merge
from ita_excel.sheets import Reading, joint_choices, plan_choices


class WordChoices(NamedTuple):
    """Which proposals of Word files are accepted, which refused, by number from 1; None: all others."""

    accepted: tuple[int, ...] | None = ()
    refused: tuple[int, ...] | None = ()


NOTHING_SAID = WordChoices()
_NO_NUMBER = Text(
    "ไม่มีข้อเสนอหมายเลข {number} จากเอกสาร Word มีอยู่ {n} ข้อ (ดูด้วย resolve --dry-run)",
    "there is no proposal {number} of a Word file, there are {n} (see them with resolve --dry-run)",
)
_BOTH = Text(
    "ข้อเสนอหมายเลข {number} ทั้งรับและไม่รับ โปรดเลือกอย่างเดียว",
    "proposal {number} is both accepted and refused: choose one",
)


def _by_identity(reading: Reading, said: WordChoices) -> dict[tuple[str, ...], bool]:
    waiting = copy_conflicts.of_word_files(reading)
    every = range(1, len(waiting) + 1)
    for number in (*(said.accepted or ()), *(said.refused or ())):
        if number not in every:
            raise UsageError(_NO_NUMBER, number=number, n=len(waiting))
        if number in (said.accepted or ()) and number in (said.refused or ()):
            raise UsageError(_BOTH, number=number)
    found: dict[tuple[str, ...], bool] = {}
    for number, one in zip(every, waiting, strict=True):
        accepted, refused = (number in (s or ()) for s in said)
        if accepted or (said.accepted is None and not refused):
            found[one.identity] = True
        elif refused or said.refused is None:
            found[one.identity] = False
    return found


def resolve(
    place: Place, occasion: Occasion, *, dry_run: bool = False, said: WordChoices = NOTHING_SAID
) -> Merged:
    """Apply the decisions on the conflicts; what isn't decided stays as it is.

    `said` decides proposals of Word files by their numbers. `dry_run` changes nothing. InputError
    where the master has lost a table that this needs, UsageError for a number that isn't there.
    """

    def work(opened: OpenBook) -> Merged:
        reading = opened.read()
        plan = plan_choices.decided(reading, "resolve", occasion.moment)
        if plan.edits and not dry_run:
            opened.grid.apply(plan.edits)  # saved with what the merge decides
            reading = opened.read()
        copies = copy_conflicts.decided(
            reading, "resolve", occasion.moment, derived_heading, _by_identity(reading, said)
        )
        if copies.edits and not dry_run:
            opened.grid.apply(copies.edits)
            reading = opened.read()
        joint = joint_choices.decided(reading, "resolve", occasion.moment)
        if joint.edits and not dry_run:
            opened.grid.apply(joint.edits)
            reading = opened.read()
        master = merge(reading, moment_of(occasion, "resolve"))
        occasion.watcher.step()
        written = apply(opened, reading, master, "resolve", dry_run)
        if dry_run and written.joint:
            settled = {d.cell.cell for d in joint.decisions}
            written.joint.waiting = [c for c in written.joint.waiting if c.cell not in settled]
        return Merged(
            master=master,
            joint=written.joint,
            dry_run=dry_run,
            plan=plan,
            copies=copies,
            decided_joint=joint.decisions,
            changed=written.changed
            or (bool(plan.edits or copies.edits or joint.edits) and not dry_run),
            findings=master.findings,
            notices=written.notices,
        )

    return in_turn(place, occasion, work, writing=not dry_run)
