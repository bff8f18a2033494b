"""What a merge came to, as the JSON of `collect`, `resolve` and `withdraw` (shapes: README)."""

from __future__ import annotations

from typing import Any

from ita_excel.cli.bilingual import language_of
from ita_excel.cli.findings import finding_object
from ita_excel.cli.joint_data import joint_object
from ita_excel.cli.other_masters import choice_objects
from ita_excel.core.values import as_text
from ita_excel.jobs.merged import Merged
from ita_excel.merging.ledger import path_of
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.sheets.copied_cells import CopiedCell


def merged_object(done: Merged) -> dict[str, Any]:
    """Return what was written, what waits for a decision, and what was set aside."""
    merged, language = done.master, language_of()
    return {
        **joint_object(done.joint, done.decided_joint),
        "written": [
            {
                **_place(w.cell, w.action),
                "old": as_text(w.old),
                "new": as_text(w.new),
                "units": list(dict.fromkeys(s.answer.unit for s in w.merged.sources)),
                "paths": list(dict.fromkeys(path_of(s.answer, w.cell) for s in w.merged.sources)),
                "carried": w.carried,
            }
            for w in merged.written
        ],
        "own_words": [
            {**_place(w.cell, w.action), "stands": as_text(w.old), "late": as_text(w.new)}
            for w in merged.own_words
        ],
        "conflicts": [
            {
                **_place(c.cell, c.action),
                "ours": as_text(c.ours),
                "theirs": as_text(c.theirs.value),
                "unit": c.theirs.answer.unit,
                "path": path_of(c.theirs.answer, c.cell),
                "file": c.theirs.answer.file,
            }
            for c in merged.conflicts
        ],
        "presumed": [
            {
                **_place(c.cell, c.action),
                "ours": as_text(c.ours),
                "theirs": as_text(c.theirs.value),
                "unit": c.theirs.answer.unit,
                "file": c.theirs.answer.file,
                "why": c.presumed.say(language) if c.presumed else "",
            }
            for c in merged.presumed
        ],
        "replaced": [
            {
                **_place(r.cell, r.action),
                "old": as_text(r.old),
                "new": as_text(r.new),
                "unit": r.unit,
                "old_file": r.earlier.file,
                "new_file": r.later.file,
                "person": r.later.provenance.person or r.later.provenance.author,
                "presumed": r.presumed,
                "why": r.why.say(language),
            }
            for r in merged.replaced
            if r.now
        ],
        "dropped": [
            {
                "key": d.key,
                "round": d.round,
                "column": d.heading,
                "value": as_text(d.value),
                "stands": as_text(d.stands),
                "unit": d.answer.unit,
                "file": d.answer.file,
            }
            for d in merged.dropped
        ],
        "set_aside": [
            {
                "rule": s.code,
                "key": s.key,
                "action": s.action,
                "column": s.column,
                "value": as_text(s.value),
                "unit": c.unit,
                "file": c.file,
            }
            for c, s in merged.aside
        ],
        "plan": [
            *({**_of_plan(d.choice), "decided": d.taken} for d in done.plan.decisions),
            *({**_of_plan(c), "decided": None} for c in done.plan.waiting),
        ],
        "other_copies": choice_objects(done.copies),
        "decided": done.decided,
        "decisions": [
            {
                **_place(d.conflict.cell, d.conflict.action),
                "choice": d.choice.value,
                "value": as_text(d.value),
                "theirs": as_text(d.conflict.theirs.value),
                "unit": d.conflict.theirs.answer.unit,
                "file": d.conflict.theirs.answer.file,
                "reason": d.reason,
            }
            for d in merged.decisions
        ],
        "contradictory": len(merged.contradictory),
        "unclear": len(merged.unclear),
        "findings": [finding_object(f, language) for f in merged.findings],
    }


def _place(cell: CellId, action: str) -> dict[str, str]:
    """Return which cell of the results is meant, and the action's words."""
    column = HEADINGS[cell.field]
    return {"key": cell.key, "round": cell.round, "action": action, "column": column}


def _of_plan(choice: CopiedCell) -> dict[str, str]:
    return {
        **_place(choice.cell, choice.action),
        "row": as_text(choice.held),
        "plan": as_text(choice.plan),
    }
