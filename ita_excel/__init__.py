"""Read, check, fill, split, merge and export the ITA workbook of a Thai public agency.

```python
import ita_excel

book = ita_excel.read("ITA 2570.xlsx")
book.agency.name, book.plan[0].period, book.results[0].state
[f.say("en") for f in book.findings()]
book.to_pandas().results.groupby("state").size()

ita_excel.fill("ITA 2570.xlsx")
```

Every job takes a path (or a `Grid`) and returns an `Outcome`: what was done, what was left and why,
findings, notices. It prints nothing and asks nothing. What could not be done is an `ItaExcelError`
with a sentence for people (`say("th")`, `say("en")`) and an exit code; then every file is as it was.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ita_excel.core.errors import (
        InputError,
        ItaExcelError,
        MachineError,
        OutputError,
        UsageError,
    )
    from ita_excel.core.findings import Finding, Severity
    from ita_excel.documents.order import Order
    from ita_excel.jobs.at_once import at_once
    from ita_excel.jobs.check import check as _check
    from ita_excel.jobs.collect import collect as _collect
    from ita_excel.jobs.confirm import confirm as _confirm
    from ita_excel.jobs.data_frames import COLUMNS, Frames
    from ita_excel.jobs.diff import diff as _diff
    from ita_excel.jobs.due import due as _due
    from ita_excel.jobs.export import export as _export
    from ita_excel.jobs.fill import fill as _fill
    from ita_excel.jobs.fix import fix as _fix
    from ita_excel.jobs.history import history as _history
    from ita_excel.jobs.new import new as _new
    from ita_excel.jobs.new_year import new_year as _new_year
    from ita_excel.jobs.occasion import Occasion
    from ita_excel.jobs.outcome import Notice, Outcome
    from ita_excel.jobs.own_master import own_master as _own_master
    from ita_excel.jobs.papers import papers as _papers
    from ita_excel.jobs.read import ReadWorkbook, read, read_frames
    from ita_excel.jobs.remind import remind as _remind
    from ita_excel.jobs.resolve import resolve as _resolve
    from ita_excel.jobs.restore import restore as _restore
    from ita_excel.jobs.score import score as _score
    from ita_excel.jobs.split import split as _split
    from ita_excel.jobs.status import status as _status
    from ita_excel.jobs.upgrade import upgrade as _upgrade
    from ita_excel.jobs.withdraw import withdraw as _withdraw

    check = at_once(_check)
    collect = at_once(_collect)
    confirm = at_once(_confirm)
    diff = at_once(_diff)
    due = at_once(_due)
    export = at_once(_export)
    fill = at_once(_fill)
    fix = at_once(_fix)
    history = at_once(_history)
    new = at_once(_new)
    new_year = at_once(_new_year)
    own_master = at_once(_own_master)
    papers = at_once(_papers)
    remind = at_once(_remind)
    resolve = at_once(_resolve)
    restore = at_once(_restore)
    score = at_once(_score)
    split = at_once(_split)
    status = at_once(_status)
    upgrade = at_once(_upgrade)
    withdraw = at_once(_withdraw)

__version__ = "0.1.0"

# Loaded when first asked for: a quick script pays for what it uses only.
_MODULES = {
    "core.errors": ("InputError", "ItaExcelError", "MachineError", "OutputError", "UsageError"),
    "core.findings": ("Finding", "Severity"),
    "documents.order": ("Order",),
    "jobs.data_frames": ("COLUMNS", "Frames"),
    "jobs.occasion": ("Occasion",),
    "jobs.outcome": ("Notice", "Outcome"),
    "jobs.read": ("ReadWorkbook", "read", "read_frames"),
}
__all__ = [
    "COLUMNS",
    "Finding",
    "Frames",
    "InputError",
    "ItaExcelError",
    "MachineError",
    "Notice",
    "Occasion",
    "Order",
    "Outcome",
    "OutputError",
    "ReadWorkbook",
    "Severity",
    "UsageError",
    "__version__",
    "check",
    "collect",
    "confirm",
    "diff",
    "due",
    "export",
    "fill",
    "fix",
    "history",
    "new",
    "new_year",
    "own_master",
    "papers",
    "read",
    "read_frames",
    "remind",
    "resolve",
    "restore",
    "score",
    "split",
    "status",
    "upgrade",
    "withdraw",
]
_WHERE = {name: module for module, names in _MODULES.items() for name in names}
_JOBS = frozenset(__all__) - set(_WHERE) - {"__version__"}  # each in the module of its name


def __getattr__(name: str) -> Any:
    if name not in _WHERE and name not in _JOBS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_WHERE.get(name, f'jobs.{name}')}")
    value = getattr(module, name)
    if name in _JOBS:
        value = import_module(f"{__name__}.jobs.at_once").at_once(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
