"""Workbooks that were made to be mailed and that no server took: sent again as they are.

A unit may have got one all the same, where only the server's last word was lost. So it must be the
same workbook under the same id: whatever comes back is the answer to it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core import limits
from ita_excel.core.apart import files
from ita_excel.core.errors import InputError
from ita_excel.dispatch import answer_reader
from ita_excel.merging import ledger_sheet
from ita_excel.merging.ledger import Dispatch
from ita_excel.merging.master import Master
from ita_excel.merging.standing import standings
from ita_excel.sheets import Reading


@dataclass(frozen=True, slots=True)
class Unsent:
    """What waits to be sent. `lost` are dispatches whose workbook is gone or another by now."""

    waiting: tuple[tuple[Dispatch, Path], ...] = ()
    lost: tuple[Dispatch, ...] = ()


def unsent(
    reading: Reading, outbox: Path, units: Collection[str], there: Collection[Path], due: str
) -> Unsent | None:
    """Return what of the last splitting waits to be sent, None where this is another splitting.

    `there` are the files in the way: each must have been made to be mailed, for `due` where that
    isn't ''.
    """
    ledger = ledger_sheet.load(reading.meta)
    known = standings(Master(reading), ledger)
    last = [s.last for s in known.values() if s.last and s.unit in units]
    mailed = {outbox / d.file: d for d in last if d.id in ledger.mailed and d.file}
    if not all(path in mailed and due in ("", mailed[path].due) for path in there):
        return None
    waiting: list[tuple[Dispatch, Path]] = []
    lost = []
    for path, dispatch in mailed.items():
        if known[dispatch.unit].waiting:
            if _is(path, dispatch):
                waiting.append((dispatch, path))
            else:
                lost.append(dispatch)
    return Unsent(tuple(waiting), tuple(lost)) if waiting or lost else None


def _is(path: Path, dispatch: Dispatch) -> bool:
    """Whether a file is the workbook of a dispatch, read apart: it lies where anybody can write."""
    try:
        base = answer_reader.read(path.name, files.read(path, limits.ANSWER)).base
    except InputError:
        return False
    return base is not None and (base.dispatch, base.fingerprint) == (dispatch.id, dispatch.base)
