"""What a job returns: what was done, what was left and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ita_excel.core.findings import Finding, Severity
from ita_excel.core.language import Text


class Notice(NamedTuple):
    """Something that a person should know of a job that was done.

    `kind` names what it is about in one word, the same in every shell: `no_history`.
    """

    kind: str
    text: Text
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What every job returns; each job adds what it is about.

    `changed`: whether an edit was made, in the file or in the grid.
    """

    changed: bool = False
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether there are errors in the data: the command then ends with exit code 1."""
        return any(f.severity is Severity.ERROR for f in self.findings)
