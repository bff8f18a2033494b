"""Which texts a unit's workbook was sent with, so that those typed elsewhere stand out.

Guide, titles, settings and lists are of the version and the day that sent them: nobody can tell
later which of their words were ours. So the workbook carries a short hash of each text on a sheet,
in rows of `_ita`. The rows of plan and results are not among them: the base has those.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ita_excel import schema
from ita_excel.core.grid import Grid
from ita_excel.core.values import Value, as_text
from ita_excel.sheets.blocks import heading_form
from ita_excel.thai.cell_values import form

_KEY = "form:"  # begins the rows' names
_SIZE = 4  # bytes: of some 200 texts none is taken for another
_ROW = 30_000  # characters of one cell: Excel holds 32,767

# Nobody types there: what is shown is worked out, or is the values behind the drop-downs.
WORKED_OUT = (schema.DASHBOARD, schema.LISTS_SHEET, schema.META.sheet)
_TABLES = {t.sheet: t.header_row for t in (schema.PLAN, schema.RESULTS)}


class SentCells:
    """The texts that a workbook was sent with."""

    def __init__(self, hashes: Collection[bytes]) -> None:
        self._hashes = frozenset(hashes)

    def has(self, sheet: str, value: Value) -> bool:
        """Whether this stood on the sheet, at whatever place."""
        return _hash(sheet, value) in self._hashes


def meta_rows(grid: Grid) -> list[dict[str, Value]]:
    """Return the rows of `_ita` that carry the texts of a workbook as it is sent."""
    hashes = sorted({_hash(sheet, value) for sheet, value in _texts(grid)})
    packed = base64.b64encode(b"".join(hashes)).decode()
    pieces = [packed[at : at + _ROW] for at in range(0, len(packed), _ROW)]
    return [{"key": f"{_KEY}{n:04}", "value": piece} for n, piece in enumerate(pieces, start=1)]


def from_meta(meta: Mapping[str, Value]) -> SentCells | None:
    """Return the texts that `_ita` carries; None where it carries none, or damaged ones."""
    pieces = [as_text(meta[key]) for key in sorted(meta) if key.startswith(_KEY)]
    try:
        packed = base64.b64decode("".join(pieces), validate=True)
    except ValueError:
        return None
    hashes = [packed[at : at + _SIZE] for at in range(0, len(packed), _SIZE)]
    return SentCells(hashes) if hashes else None


def _texts(grid: Grid) -> Iterator[tuple[str, Value]]:
    for sheet in grid.sheets():
        if sheet in WORKED_OUT:
            continue
        for row in grid.rows(sheet)[: _TABLES.get(sheet)]:
            yield from ((sheet, value) for value in row if value is not None)


# Typed: True is no 1. The sheets of a hundred units' workbooks hold the same texts.
@lru_cache(maxsize=10_000, typed=True)
def _hash(sheet: str, value: Value) -> bytes:
    text = f"{heading_form(sheet)}\0{form(value)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_SIZE]
