"""Fix: what can be corrected safely is corrected, with history; the rest is listed for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.jobs.book import OpenBook, Place
from ita_excel.jobs.check import Checked, Chosen, Codes, run
from ita_excel.jobs.occasion import Occasion
from ita_excel.rules.fixing import fix_grid
from ita_excel.sheets import Reading

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
) -> Checked:
    """Correct what can be corrected safely, and return what is left; options as `check`'s.

    `fixes` are the edits that were made, rows taken into their table among them. A cell with a
    formula is left as it is. Where the file can't be saved, `unsaved` says why and none was made.
    ItaExcelError where correcting comes to no end.
    """
    chosen = Chosen.of(only, ignore, items, write)

    def look(opened: OpenBook, reading: Reading) -> Checked:
        done = fix_grid(opened.grid, lambda copy: chosen.findings(opened, copy), opened.calculated)
        return Checked(findings=done.left, sheets=tuple(opened.grid.sheets()), fixes=done.edits)

    return run(place, occasion, chosen, look, receipt, fixes=True)
