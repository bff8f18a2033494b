"""Workbooks that many tests begin with are made once in a process, then copied byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from pathlib import Path

from ita_excel.store import backups
from ita_excel.store.file import FileGrid

_made: dict[Hashable, dict[str, bytes]] = {}
_used: set[tuple[Hashable, str]] = set()
_calculate = FileGrid.calculate


def workbook(key: Hashable, path: Path, make: Callable[[], object]) -> None:
    """Have `make` write a new workbook at `path`, or write there what it wrote for the same key."""
    key = (key, FileGrid.calculate is _calculate)  # a test may leave out what formulas give
    if path.exists():  # then `make` leaves a backup, too
        make()
    elif key in _made:
        path.write_bytes(_made[key][""])
    else:
        make()
        _made[key] = {"": path.read_bytes()}


def parts(
    key: Hashable, master: Path, folder: Path, split: Callable[[], dict[str, list[Path]]]
) -> dict[str, list[Path]]:
    """Return the units' workbooks that `split` writes into an empty folder, or made before.

    Once in a test for the same key: whoever splits two masters that are alike gets two dispatches.
    """
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" ", 1)[0]
    key = (key, master.read_bytes(), FileGrid.calculate is _calculate)
    if any(folder.iterdir()) or (key, test) in _used:
        return split()
    _used.add((key, test))
    if key not in _made:
        units = split()
        found = {f"{unit}\0{p.name}": p.read_bytes() for unit in units for p in units[unit]}
        _made[key] = {"": master.read_bytes(), **found}
        return units
    backups.keep(master)
    units = {}
    for name, data in _made[key].items():
        if not name:
            master.write_bytes(data)
            continue
        unit, file = name.split("\0")
        (folder / file).write_bytes(data)
        units.setdefault(unit, []).append(folder / file)
    return units
