"""Between a grid and records: `read()` one way, `edits` the other.

Reading is forgiving about form (moved, added, re-spaced or formerly named columns, a table turned
into a plain range, merged measure cells, blank rows) and strict about content: nothing is guessed,
and everything odd becomes a finding at its place.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ita_excel.sheets.blocks import Block, require_block
    from ita_excel.sheets.edits import (
        append_rows,
        replace_rows,
        replace_rows_and_show,
        set_field,
        take_in,
    )
    from ita_excel.sheets.findings import findings_edits, worst_first
    from ita_excel.sheets.reading import Reading, Record, read

__all__ = [
    "Block",
    "Reading",
    "Record",
    "append_rows",
    "findings_edits",
    "read",
    "replace_rows",
    "replace_rows_and_show",
    "require_block",
    "set_field",
    "take_in",
    "worst_first",
]

# Loaded when first asked for: the process that reads an answer needs the blocks only.
_MODULES = {
    "blocks": ("Block", "require_block"),
    "edits": ("append_rows", "replace_rows", "replace_rows_and_show", "set_field", "take_in"),
    "findings": ("findings_edits", "worst_first"),
    "reading": ("Reading", "Record", "read"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
