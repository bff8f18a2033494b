"""Restore: a workbook or a document becomes again what it was before it was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import system_refusals
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.store import backups, saving
from ita_excel.store.backups import Backup


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Outcome):
    """What was brought back: the backup's number, moment and size."""

    backup: Backup


def restore(place: str | Path, occasion: Occasion, *, number: int | None = None) -> Restored:
    """Bring back the backup of a file with this number, the newest where None.

    What it replaces becomes a backup itself. InputError where there is no such backup, OutputError
    where the file is open in another program or can't be written.
    """
    file = Path(place)
    with system_refusals():
        return Restored(backup=saving.restore(file, number), changed=True)


def backups_of(place: str | Path) -> tuple[Backup, ...]:
    """Return the backups of a file, the newest first; none where there are none."""
    with system_refusals():
        return tuple(backups.backups(Path(place)))
