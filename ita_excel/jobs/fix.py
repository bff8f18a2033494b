"""Fix: what can be corrected safely is corrected, with history; the rest is listed for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.grid import MemoryGrid
from ita_excel.jobs import keys
from ita_excel.jobs.book import OpenBook, Place
from ita_excel.jobs.check import Checked, Chosen, Codes, run
from ita_excel.jobs.occasion import Occasion
from ita_excel.rules.fixing import fix_grid
from ita_excel.sheets import Reading
from ita_excel.sheets.row_keys import SettledKeys

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


def fix(
    place: Place,
    occasion: Occasion,
    *,
    only: Codes = (),
    ignore: Codes = (),
    items: Sequence[Item] = (),
    write: bool | None = None,
    receipt: str | Path | None = None,
    online: bool = False,
) -> Checked:
    """Correct what can be corrected safely, and return what is left; options as `check`'s.

    `fixes` are the edits that were made, rows taken into their table among them. A cell with a
    formula is left as it is. Where the file can't be saved, `unsaved` says why and none was made.
    ItaExcelError where correcting comes to no end.
    """
    chosen = Chosen.of(only, ignore, items, write, online)

    def look(opened: OpenBook, reading: Reading) -> Checked:
        settled, notices = keys.to_fix(reading) if _asked(chosen) else (SettledKeys(), ())
        grid = opened.grid
        if settled.edits:
            grid = MemoryGrid.of(opened.grid)
            grid.apply(settled.edits)
        done = fix_grid(grid, lambda copy: chosen.findings(opened, copy), opened.calculated)
        return Checked(
            findings=done.left,
            sheets=tuple(opened.grid.sheets()),
            fixes=(*settled.edits, *done.edits),
            notices=notices,
        )

    return run(place, occasion, chosen, look, receipt, fixes=True)


def _asked(chosen: Chosen) -> bool:
    """Whether doubled and lost รหัส are among what is to be corrected."""
    return _KEYS not in chosen.ignore and (not chosen.only or _KEYS in chosen.only)


_KEYS = "S105"
