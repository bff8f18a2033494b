"""Writing the units' workbooks: all or none, with a backup of what they replace."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import OutputError
from ita_excel.dispatch.split import SplitPlan, UnitWorkbook
from ita_excel.dispatch.unit_workbook import workbook
from ita_excel.sheets import Reading
from ita_excel.store import backups, saving

# A workbook is full of circles, and the program rarely looks for garbage: so many, each of some
# megabytes, may lie in memory until somebody looks.
_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Placed:
    """A workbook that was written, and the backup of what it replaced."""

    path: Path
    backup: Path | None


def require_free(plan: SplitPlan, force: bool = False) -> None:
    """Raise OutputError, before anything is written, where a unit's workbook can't be."""
    for one in plan.workbooks:
        if one.path.is_dir() or (one.path.exists() and not force):
            raise OutputError(saving.EXISTS, file=one.path.name)
        if one.path.exists():
            saving.require_writable(one.path)


def write(
    reading: Reading,
    plan: SplitPlan,
    force: bool = False,
    each: Callable[[Sequence[UnitWorkbook]], Iterable[UnitWorkbook]] = iter,
) -> list[Placed]:
    """Write the workbooks and return what was placed; on failure all is as it was.

    What is replaced becomes a backup: somebody may have typed answers there. `each` may show how
    far it is while it hands the workbooks on.
    """
    require_free(plan, force)
    placed: list[Placed] = []
    try:
        for number, one in enumerate(each(plan.workbooks)):
            if number % _AT_ONCE == _AT_ONCE - 1:
                gc.collect()
            kept: list[Path] = []

            def keep(target: Path, kept: list[Path] = kept) -> None:
                if target.exists():
                    kept.append(backups.keep(target).path)

            grid = workbook(reading, one)
            grid.complete()
            saving.replace(one.path, grid.package.write_to, keep)
            placed.append(Placed(one.path, kept[0] if kept else None))
    except BaseException:
        take_back(placed)
        raise
    return placed


def take_back(written: Iterable[Placed]) -> None:
    """Undo workbooks that the master doesn't know: they would be refused on their return."""
    for one in written:
        if one.backup is None:
            one.path.unlink(missing_ok=True)
        else:
            saving.replace_bytes(one.path, one.backup.read_bytes())
            one.backup.unlink(missing_ok=True)
