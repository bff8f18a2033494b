"""Resolve: what was chosen on the sheet `ข้อขัดแย้ง` is applied, and logged with its reason."""

from __future__ import annotations

from ita_excel.jobs.book import OpenBook, Place, derived_heading, in_turn
from ita_excel.jobs.merged import Merged, apply, moment_of
from ita_excel.jobs.occasion import Occasion
from ita_excel.merging import copy_conflicts
from ita_excel.merging.merge import merge
from ita_excel.sheets import joint_choices, plan_choices


def resolve(place: Place, occasion: Occasion, *, dry_run: bool = False) -> Merged:
    """Apply the decisions on the conflicts; what isn't decided stays as it is.

    `dry_run` changes nothing. InputError where the master has lost a table that this needs.
    """

    def work(opened: OpenBook) -> Merged:
        reading = opened.read()
        plan = plan_choices.decided(reading, "resolve", occasion.moment)
        if plan.edits and not dry_run:
            opened.grid.apply(plan.edits)  # saved with what the merge decides
            reading = opened.read()
        copies = copy_conflicts.decided(reading, "resolve", occasion.moment, derived_heading)
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
