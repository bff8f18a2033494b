"""Where the documents of several workbooks go, so that none replaces another's.

Documents are called after agency, year and round. Workbooks whose documents would be called alike
get folders of their own, all of them: which comes first must not decide where a paper lies.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel import schema
from ita_excel.core.errors import ItaExcelError
from ita_excel.documents import naming
from ita_excel.documents.declaring import Covers
from ita_excel.documents.order import Order
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.paths import in_order, same_name
from ita_excel.jobs.which_papers import chosen
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid


@dataclass(frozen=True, slots=True)
class _Whose:
    """What the documents' names have in common; whether the workbook was sent to a unit."""

    name: str
    of_unit: bool


def folders(
    files: Sequence[Path],
    folder: Path,
    order: Order,
    occasion: Occasion,
    named: Callable[[Path], bool],
) -> dict[Path, Path]:
    """Return the folder for the documents of each workbook.

    A workbook that was sent to a unit is left out, unless it was `named`: it holds a part of the
    agency's, and lies in the folder into which the agency's was split. One that can't be read gets
    `folder`: what is wrong with it is said when it is its turn.
    """
    whose = {file: _whose(file, order, occasion) for file in occasion.watcher.each(files)}
    made = {f: w for f, w in whose.items() if not (w and w.of_unit and not named(f))}
    counts = Counter(w.name for w in made.values() if w)
    apart = [file for file, w in made.items() if w and counts[w.name] > 1]
    own = _own_names(apart)
    return {file: folder / own[file] if file in own else folder for file in made}


def _whose(file: Path, order: Order, occasion: Occasion) -> _Whose | None:
    """Return whose workbook it is, None where it can't be read."""
    try:
        reading = read(FileGrid(file))
        round_ = order.round or reading.agency.value.round
    except (ItaExcelError, OSError):
        return None
    order, _ = chosen(reading, order, occasion.moment.date())
    agency = reading.agency.value
    of_plan = all(d.covers is Covers.PLAN for d in order.documents)
    year = agency.fiscal_year if of_plan else None
    name = same_name(naming.stem("", agency, None if of_plan else round_, order.unit, year=year))
    return _Whose(name, any(key.startswith(schema.META_SENT) for key in reading.meta))


def _own_names(files: Sequence[Path]) -> dict[Path, str]:
    """Return a folder's name for each workbook: its own, where need be with the folders it is in.

    The same for the same workbooks, in whatever order they are given.
    """
    alike: dict[str, list[Path]] = {}
    for file in sorted(files, key=in_order):
        alike.setdefault(same_name(file.stem), []).append(file)
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for group in alike.values():
        above = {file: Path(os.path.abspath(file)).parent.parts[1:] for file in group}
        places = set(above.values())
        longest = max(map(len, places))
        shown = 0 if len(places) == 1 else 1
        while 0 < shown < longest and len({p[-shown:] for p in places}) < len(places):
            shown += 1
        for file in group:
            stem = " ".join([*above[file][len(above[file]) - shown :], file.stem])
            names[file] = _free(stem.strip(". ") or "_", taken)
    return names


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it is taken, and take it."""
    number, free = 1, name
    while same_name(free) in taken:  # one folder may hold `a.xlsx` and `a.xlsm`
        number += 1
        free = f"{name} {number}"
    taken.add(same_name(free))
    return free
