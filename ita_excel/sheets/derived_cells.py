"""Cells of the results that came from elsewhere: what was written there, and which side changed since.

`copied` is what `fill` wrote from the plan, `carried` what a 12-month row took from the 6-month
row, `order` how the report prints them, `combined` what a joint row of several units was combined
to. They stand out of sight in `_ita`, each text once. What isn't known (a workbook of an older
version, a sheet that was lost, rows copied into another file) was perhaps typed by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ita_excel.core.grid import Edit
from ita_excel.core.packing import EachOnce, from_json, unpack
from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value
from ita_excel.schema import META
from ita_excel.schema.model import Workbook
from ita_excel.sheets.packed_rows import remember, texts_under
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.row_identity import CellId
from ita_excel.thai.cell_values import same_value

_PREFIX = "derived:"
_VERSION = 1
_UNKNOWN = -1  # in place of a text's number

Bases = Mapping[CellId, Value]


@dataclass(frozen=True, slots=True)
class Derived:
    """The bases of derived cells, by the cell in which each value was written."""

    copied: Bases = field(default_factory=dict)
    carried: Bases = field(default_factory=dict)
    order: tuple[str, ...] = ()  # รหัส as the report printed them last
    told: Bases = field(
        default_factory=dict
    )  # of cells kept: what the plan said when that was told
    unsure: tuple[str, ...] = ()  # รหัส whose measure was in doubt when it was copied
    combined: Bases = field(default_factory=dict)
    damaged: bool = field(default=False, compare=False)  # there is a memory, and it can't be read


def load(meta: Mapping[str, Value]) -> Derived:
    """Return what `_ita` remembers; nothing where it is missing, damaged or of a later version."""
    return _loaded(texts_under(meta, _PREFIX))


@lru_cache(maxsize=2)  # several steps of one command ask
def _loaded(texts: tuple[str, ...]) -> Derived:
    try:
        content = unpack(list(texts)) if texts else None
        if content is None:
            return Derived()
        if content["v"] != _VERSION:
            raise ValueError("a later version's memory")
        values = [from_json(v) for v in content["values"]]
        order, unsure = (
            tuple(str(key) for key in content.get(name, ())) for name in ("order", "unsure")
        )
        copied, carried = (_bases(content[name], values) for name in ("copied", "carried"))
        told, combined = (
            _bases(content[name], values) if name in content else {}
            for name in ("told", "combined")
        )
        return Derived(copied, carried, order, told, unsure, combined)
    except (ValueError, TypeError, LookupError, AttributeError):
        return Derived(damaged=True)


def in_reports_order(reading: Reading) -> Workbook:
    """Return a workbook's records, with the order in which the report prints them."""
    return replace(reading.workbook, order=load(reading.meta).order)


def keep(reading: Reading, derived: Derived) -> list[Edit]:
    """Return the edits that make `_ita` remember `derived`; none where it does already.

    None either where the workbook has lost the sheet: then nothing is known the next time.
    """
    if META.name not in reading.blocks or load(reading.meta) == derived:
        return []
    once = EachOnce()
    named = [("copied", derived.copied), ("carried", derived.carried), ("told", derived.told)]
    if derived.combined:  # most workbooks have none, and older programs know nothing of it
        named.append(("combined", derived.combined))
    content: dict[str, Any] = {name: _rows(bases, once) for name, bases in named}
    content |= {"order": [*derived.order], "unsure": [*derived.unsure]}
    memory = {"v": _VERSION, "values": once.values, **content}
    return remember(reading, _PREFIX, memory)


def which_changed(bases: Bases, cell: CellId, held: Value, source: Value) -> Verdict:
    """Return which side changed since the cell was written: what it holds, or its source.

    THEIRS: nobody touched the cell, and it follows its source. OURS: it stays as a person has it,
    or perhaps has it, as its base isn't known. CONFLICT: a person decides. Where nobody touched
    the cell it takes its source's form, too (digits, spaces), so that no document shows two.
    """
    if cell not in bases:
        return Verdict.SAME if same_value(held, source) else Verdict.OURS
    if same_value(bases[cell], held):
        return Verdict.UNCHANGED if held == source else Verdict.THEIRS
    return decide(bases[cell], held, source, same_value)


def _rows(bases: Bases, once: EachOnce) -> dict[str, Any]:
    """Return bases as rows of the numbers that `once` gives their values."""
    fields = sorted({cell.field for cell in bases})
    rows: dict[tuple[str, str], list[int]] = {}
    place = {name: i for i, name in enumerate(fields)}
    for cell, value in sorted(bases.items(), key=lambda item: item[0]):
        row = rows.setdefault((cell.key, cell.round), [_UNKNOWN] * len(fields))
        row[place[cell.field]] = once.number(value)
    return {"fields": fields, "rows": [[*of, *row] for of, row in rows.items()]}


def _bases(content: Mapping[str, Any], values: list[Value]) -> dict[CellId, Value]:
    fields: Iterable[str] = [str(name) for name in content["fields"]]
    found = {}
    for key, round_, *row in content["rows"]:
        for name, number in zip(fields, row, strict=True):
            if number != _UNKNOWN:
                found[CellId(str(key), str(round_), name)] = values[number]
    return found
