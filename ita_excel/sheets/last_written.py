"""What stood in the tables when the program wrote the workbook last: carried in `_ita`.

Two copies of a workbook know by it what both came from. Each state of the tables has a fingerprint;
a workbook remembers those of its past (`lineage`), and one state whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit, Grid
from ita_excel.core.values import Value
from ita_excel.sheets.blocks import find_blocks
from ita_excel.sheets.packed_rows import remember_in, remembered
from ita_excel.sheets.reading import meta_of
from ita_excel.sheets.typed_tables import (
    Contents,
    Derived,
    contents_of,
    fingerprint,
    from_plain,
    to_plain,
)

_PREFIX = "state:"
_VERSION = 1
_REMEMBERED = 400  # states; each is 16 letters


class LastWritten(NamedTuple):
    """The states that a workbook went through, and what it held at the last write.

    `lineage` are fingerprints, the newest last: that of `contents`.
    """

    lineage: tuple[str, ...]
    contents: Contents


def load(meta: Mapping[str, Value]) -> LastWritten | None:
    """Return what `_ita` remembers; None where it is missing, damaged or of a later version."""
    try:
        content = remembered(meta, _PREFIX)
        lineage = _lineage(content)
        return LastWritten(lineage, from_plain(content)) if lineage else None
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _lineage(content: Any) -> tuple[str, ...]:
    if content is None or content["v"] != _VERSION:
        return ()
    return tuple(str(state) for state in content["lineage"])


def is_master(meta: Mapping[str, Value]) -> bool:
    """Whether a workbook is an agency's own and not one sent to a unit."""
    return bool(meta.get(schema.META_WORKBOOK)) and not any(
        key.startswith(schema.META_SENT) for key in meta
    )


def keep(grid: Grid, derived: Derived, passed: tuple[str, ...] = ()) -> list[Edit]:
    """Return the edits that make a master remember what stands in it now; none where it does.

    `passed` are the fingerprints of states that it came from, besides those that it remembers.
    """
    blocks = find_blocks(grid, schema.TABLES, [])
    block = blocks.get(schema.META.name)
    if block is None:
        return []
    meta = meta_of(block)
    if not is_master(meta):
        return []
    now = contents_of(blocks, derived)
    try:
        known = _lineage(remembered(meta, _PREFIX))
    except (ValueError, TypeError, LookupError):
        known = ()
    lineage = dict.fromkeys((*known, *passed))
    state = fingerprint(now)
    lineage.pop(state, None)
    states = (*lineage, state)[-_REMEMBERED:]
    if known == states:
        return []
    content: dict[str, Any] = {"v": _VERSION, "lineage": states, **to_plain(now)}
    return remember_in(block, meta, _PREFIX, content)
