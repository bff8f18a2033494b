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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ita_excel.core.errors import (
        InputError,
        ItaExcelError,
        MachineError,
        OutputError,
        UsageError,
    )
    from ita_excel.core.findings import Finding, Severity
    from ita_excel.jobs.frames import COLUMNS, Frames
    from ita_excel.jobs.occasion import Occasion
    from ita_excel.jobs.outcome import Notice, Outcome
    from ita_excel.jobs.reading import ReadWorkbook, read, read_frames

__version__ = "0.1.0"

# Loaded when first asked for: a quick script pays for what it uses only.
_MODULES = {
    "core.errors": ("InputError", "ItaExcelError", "MachineError", "OutputError", "UsageError"),
    "core.findings": ("Finding", "Severity"),
    "jobs.frames": ("COLUMNS", "Frames"),
    "jobs.occasion": ("Occasion",),
    "jobs.outcome": ("Notice", "Outcome"),
    "jobs.reading": ("ReadWorkbook", "read", "read_frames"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}
__all__ = [
    "COLUMNS",
    "Finding",
    "Frames",
    "InputError",
    "ItaExcelError",
    "MachineError",
    "Notice",
    "Occasion",
    "Outcome",
    "OutputError",
    "ReadWorkbook",
    "Severity",
    "UsageError",
    "__version__",
    "read",
    "read_frames",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
