"""New year: the workbook of the next fiscal year out of this one's, which stays as it is."""

from __future__ import annotations

import uuid
from pathlib import Path

from ita_excel.dispatch.filenames import safe_name
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.new import Founded, blank, require_free
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import Reading, nextyear, read
from ita_excel.thai.calendar import FiscalYear


def new_year(
    place: Place,
    occasion: Occasion,
    target: Path | str,
    *,
    force: bool = False,
) -> Founded:
    """Write next year's workbook: plan, units and signatories are carried over.

    `target` is the new file, or a folder, in which it is named after year and agency. InputError where the workbook names no fiscal year; UsageError for a name that is
    no workbook's; OutputError where the file is there already (unless `force`: then a backup is
    kept of it) or can't be written.
    """

    def work(opened: OpenBook) -> Founded:
        reading = opened.read()
        year, name = _named(reading)
        file = Path(target)
        if file.is_dir():
            file /= name
        require_free(file, force=force)
        grid = blank(file)
        edits = nextyear.edits(reading, read(grid), str(uuid.uuid4()), _from(file, opened.file))
        grid.apply(edits)
        grid.save(file, force=force)
        return Founded(file=file, year=year, changed=True)

    return in_turn(place, occasion, work, writing=False)


def _from(file: Path, last: Path | None) -> str:
    """Return how the new workbook names this one: beside it by its name, elsewhere by its path."""
    if last is None:
        return ""
    last, folder = last.resolve(), file.resolve().parent
    return last.name if last.parent == folder else str(last)


def usual_name(place: Place, occasion: Occasion) -> tuple[FiscalYear, str]:
    """Return the next year, and what its workbook is called in a folder; InputError as above."""
    return in_turn(place, occasion, lambda opened: _named(opened.read()), writing=False)


def _named(reading: Reading) -> tuple[FiscalYear, str]:
    year = nextyear.next_year(reading)
    return year, f"{safe_name(f'ITA {year.year} {reading.agency.value.name}')}.xlsx"
