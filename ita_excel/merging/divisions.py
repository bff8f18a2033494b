"""What a unit's own master says of the divisions below it: how far each is, whose each value is.

A value's path names who handed it on, the writer first: กองช่าง → อำเภอเมือง.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ita_excel.merging.master import CellId

ARROW = " → "
Path = tuple[str, ...]  # units, the writer first


@dataclass(frozen=True, slots=True)
class Division:
    """One division: moments are ISO texts, '' where it didn't happen; how many rows it still owes."""

    unit: str
    sent: str
    due: str
    returned: str
    rows: int
    owed: int

    @property
    def missing(self) -> bool:
        """Whether it still owes something."""
        return bool(self.rows) and (not self.returned or self.owed > 0)


@dataclass(frozen=True, slots=True)
class Divisions:
    """The divisions below one unit. `conflicts` wait there for a decision, `aside` have no place."""

    units: tuple[Division, ...] = ()
    paths: Mapping[CellId, tuple[Path, ...]] = field(default_factory=dict)
    conflicts: int = 0
    aside: int = 0
    open: frozenset[CellId] = frozenset()  # cells for which a conflict waits there


def said(paths: tuple[Path, ...], unit: str) -> str:
    """Return paths as people read them, each ending at `unit`; the unit alone where there are none."""
    return ", ".join(dict.fromkeys(ARROW.join((*path, unit)) for path in paths)) or unit


def content(below: Divisions) -> dict[str, Any]:
    """Return it as plain data, which JSON can hold."""
    by_paths: dict[tuple[Path, ...], list[CellId]] = {}
    for cell, paths in sorted(below.paths.items()):
        by_paths.setdefault(paths, []).append(cell)
    return {
        "units": [[u.unit, u.sent, u.due, u.returned, u.rows, u.owed] for u in below.units],
        "paths": [[list(map(list, paths)), list(map(list, c))] for paths, c in by_paths.items()],
        "waiting": [below.conflicts, below.aside],
        "open": sorted(map(list, below.open)),
    }


def from_content(plain: Any) -> Divisions:
    """Return what `content` gave; ValueError where it is none."""
    try:
        conflicts, aside = plain["waiting"]
        units = [
            Division(str(unit), str(sent), str(due), str(returned), int(rows), int(owed))
            for unit, sent, due, returned, rows, owed in plain["units"]
        ]
        paths = {
            CellId(str(key), str(round_), str(name)): tuple(
                tuple(str(unit) for unit in path) for path in found
            )
            for found, cells in plain["paths"]
            for key, round_, name in cells
        }
        open_ = frozenset(
            CellId(str(key), str(round_), str(name)) for key, round_, name in plain.get("open", ())
        )
        return Divisions(tuple(units), paths, int(conflicts), int(aside), open_)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error
