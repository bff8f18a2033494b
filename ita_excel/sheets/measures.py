"""A row's measure, where its own cell is blank and means the one above.

Such a cell is right only as long as nobody sorts: then another measure stands above. `fill` writes
the measure into each row's own cell, after which any sort is safe, and lets no doubtful one through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Action, Result
from ita_excel.sheets.derived_cells import Bases
from ita_excel.sheets.reading import Record
from ita_excel.thai.normal import compare_form


def named(actions: Iterable[Record[Action]]) -> set[str]:
    """Return the measures that a row's own cell names, as forms to compare."""
    return {compare_form(r.value.measure) for r in actions if r.value.measure_given}


def in_doubt(action: Action, base: Value, names: Collection[str]) -> bool:
    """Whether a blank cell may stand below another measure than when its row was copied.

    `base` is the measure of its results. Where the plan names it no more, it was renamed;
    where it is still named, in some row (`names`), the blank cell was perhaps sorted away from it.
    """
    if action.measure_given:
        return False
    before = compare_form(as_text(base))
    return before != compare_form(action.measure) and before in names


def to_write(
    actions: Iterable[tuple[str, Record[Action]]],
    results: Iterable[Record[Result]],
    known: Bases,
    locked: Callable[[CellRef], bool],
) -> Iterator[Record[Action]]:
    """Yield the plan's rows (after their รหัส) whose blank cell gets the measure that it means.

    Not where it is in doubt by what `results` hold or were given (`known`), and not into a cell
    that is `locked`: one covered by a merged area, which Excel doesn't sort, or one with a formula.
    """
    before: dict[str, list[Value]] = {}
    for cell, measure in known.items():
        if cell.field == "measure":
            before.setdefault(cell.key, []).append(measure)
    for result in results:
        if result.value.measure_given:
            before.setdefault(result.value.key, []).append(result.value.measure)
    rows = list(actions)
    names = named(record for _, record in rows)
    for key, record in rows:
        if record.value.measure_given or not record.value.measure:
            continue
        if "measure" not in record.block.columns or locked(record.at("measure")):
            continue
        if not any(in_doubt(record.value, one, names) for one in before.get(key, ())):
            yield record
