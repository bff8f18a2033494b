"""A row's measure, where its own cell is blank and means the one above.

Such a cell is right only as long as nobody sorts: then another measure stands above. `fill` writes
the measure into each row's own cell, after which any sort is safe, and lets no doubtful one through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from ita_excel.core.grid import CellRef
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Action, Result
from ita_excel.sheets.derived_cells import Bases
from ita_excel.sheets.reading import Record
from ita_excel.sheets.report_order import ordinal
from ita_excel.thai.collation import were_sorted
from ita_excel.thai.normal import compare_form


def named(actions: Iterable[Record[Action]]) -> set[str]:
    """Return the measures that a row's own cell names, as forms to compare."""
    return {compare_form(r.value.measure) for r in actions if r.value.measure_given}


def in_doubt(action: Action | Result, base: Value, names: Collection[str]) -> bool:
    """Whether a blank cell may stand below another measure than when its row was copied.

    `base` is the measure of its results. Where the plan names it no more, it was renamed;
    where it is still named, in some row (`names`), the blank cell was perhaps sorted away from it.
    """
    if action.measure_given:
        return False
    before = compare_form(as_text(base))
    return before != compare_form(action.measure) and before in names


def perhaps_sorted(plan: Sequence[Action]) -> bool:
    """Whether a plan with blank measure cells was perhaps sorted: they mean the measure above no more.

    By its numbers, which go up below each measure as people type them; or because some column of it
    stands as a sort would have put it.
    """
    runs: list[list[Action]] = [[]]
    for action in plan:
        if action.measure_given:
            runs.append([])
        runs[-1].append(action)
    named = [run for run in runs if run and run[0].measure_given]
    if len(named) < 2 or len(named) == sum(map(len, runs)):
        return False
    if any(map(_numbered_oddly, named)) or _one_has_the_others_numbers(named):
        return True
    blanks_last = all(len(run) == 1 for run in named[:-1]) and len(named[-1]) > 2
    if blanks_last and were_sorted([compare_form(run[0].measure) for run in named]):
        return True
    return _column_sorted(plan)


def _numbered_oddly(run: Sequence[Action]) -> bool:
    numbers = [n for action in run if (n := ordinal(action))]
    return any(before > after for before, after in pairwise(numbers))


def _one_has_the_others_numbers(runs: Iterable[Sequence[Action]]) -> bool:
    """Whether numbers stand twice below one measure, and another measure has its first row alone."""
    twice = alone = False
    for run in runs:
        numbers = [n for action in run if (n := ordinal(action))]
        twice |= len({*numbers}) < len(numbers)
        alone |= len(run) == 1
    return twice and alone


def _column_sorted(plan: Sequence[Action]) -> bool:
    """Whether a column that people don't type in order stands in the order of its texts."""
    for field, most in (("text", 5), ("details", 5), ("responsible", 4)):
        texts = [compare_form(getattr(action, field)) for action in plan]
        distinct = len({*texts})
        plain = distinct >= most and not any(t[:1].isdigit() or not t for t in texts)
        if plain and were_sorted(texts):
            return True
    return False


def doubtful(
    plan: Sequence[Record[Action]], results: Iterable[Record[Result]], unsure: Collection[str]
) -> list[Record[Action]]:
    """Return the plan's rows whose blank measure cell perhaps means another measure than the one above.

    Not those of which `results` name the same measure: it was copied before the plan was sorted,
    unless the รหัส is among those that were in doubt then (`unsure`).
    """
    if not perhaps_sorted([record.value for record in plan]):
        return []
    rows = (r.value for r in results if r.value.key and r.value.key not in unsure)
    copied = {row.key: compare_form(row.measure) for row in rows}
    return [
        record
        for record in plan
        if not record.value.measure_given
        and record.value.measure
        and copied.get(record.value.key) != compare_form(record.value.measure)
    ]


def to_write(
    actions: Iterable[tuple[str, Record[Action]]],
    results: Collection[Record[Result]],
    known: Bases,
    locked: Callable[[CellRef], bool],
    unsure: Collection[str] = (),
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
    asked = {r.row for r in doubtful([record for _, record in rows], results, unsure)}
    for key, record in rows:
        if record.value.measure_given or not record.value.measure or record.row in asked:
            continue
        if "measure" not in record.block.columns or locked(record.at("measure")):
            continue
        if not any(in_doubt(record.value, one, names) for one in before.get(key, ())):
            yield record
