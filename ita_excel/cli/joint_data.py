"""What the joint rows of shared actions came to, as JSON (shapes: README)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ita_excel.core.values import as_text

if TYPE_CHECKING:
    from ita_excel.sheets.joint_choices import JointDecision
    from ita_excel.sheets.joint_rows import JointCell, JointRows


def joint_object(joint: JointRows | None, decided: Iterable[JointDecision] = ()) -> dict[str, Any]:
    """Return the cells combined, kept as typed, to be chosen and decided; nothing where no units
    share an action.
    """
    if joint is None:
        return {}
    return {
        "joint": {
            "combined": [_cell(c) for c in joint.updated],
            "kept": [_cell(c) for c in joint.kept],
            "choices": [_cell(c) for c in joint.waiting],
            "decided": [
                {**_cell(d.cell), "taken": d.taken, "value": as_text(d.value)} for d in decided
            ],
        }
    }


def _cell(c: JointCell) -> dict[str, Any]:
    return {
        "key": c.cell.key,
        "round": c.cell.round,
        "action": c.action,
        "column": c.heading,
        "cell": c.at.a1,
        "stands": as_text(c.held),
        "units": as_text(c.combined),
    }
