"""Which row is which in two copies of a master and in what both came from."""

from __future__ import annotations

from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.values import as_text
from ita_excel.sheets.blocks import Block, heading_form
from ita_excel.sheets.row_pairs import pair_rows
from ita_excel.sheets.typed_tables import known_rows


class SameRow(NamedTuple):
    """The numbers of one row where it stands; None where it isn't there."""

    base: int | None
    ours: int | None
    theirs: int | None


def match_rows(base: Block | None, ours: Block, theirs: Block) -> list[SameRow]:
    """Return the rows of one table, those of ours in their order first.

    `base` is None where nothing is known of what both came from.
    """
    if ours.table is schema.AGENCY:
        return _settings(base, ours, theirs)
    if base is None:
        pairs = pair_rows(ours, theirs)
        their = dict(pairs.both)
        rows = [SameRow(None, row, their.get(row)) for row in ours.filled_rows()]
        return rows + [SameRow(None, None, row) for row in pairs.added]
    to_ours, to_theirs = pair_rows(base, ours), pair_rows(base, theirs)
    added = pair_rows(ours, theirs, (to_ours.added, to_theirs.added))
    base_of = {row: b for b, row in to_ours.both}
    in_theirs = dict(to_theirs.both)
    added_too = dict(added.both)
    rows = []
    for row in ours.filled_rows():
        known = base_of.get(row)
        there = added_too.get(row) if known is None else in_theirs.get(known)
        rows.append(SameRow(known, row, there))
    gone = set(to_ours.removed)
    rows += [SameRow(b, None, in_theirs.get(b)) for b in base.filled_rows() if b in gone]
    return rows + [SameRow(None, None, row) for row in added.added]


def _settings(base: Block | None, ours: Block, theirs: Block) -> list[SameRow]:
    """Return the settings' rows, by their names."""
    before, here, there = (_by_name(block) for block in (base, ours, theirs))
    names = dict.fromkeys((*here, *there))
    return [SameRow(before.get(n), here.get(n), there.get(n)) for n in names]


def _by_name(block: Block | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in known_rows(block) if block else ():
        found.setdefault(heading_form(as_text(block.cell(row, "key") if block else None)), row)
    return found
