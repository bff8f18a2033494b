"""Between a grid and records: `read()` one way, `edits` the other.

Reading is forgiving about form (moved, added, re-spaced or formerly named columns, a table turned
into a plain range, merged measure cells, blank rows) and strict about content: nothing is guessed,
and everything odd becomes a finding at its place.
"""

from ita_excel.sheets.blocks import Block, require_block
from ita_excel.sheets.edits import append_rows, replace_rows, set_field, take_in
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
    "require_block",
    "set_field",
    "take_in",
    "worst_first",
]
