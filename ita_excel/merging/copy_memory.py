"""What two copies of a master remember, joined: units' answers, what was decided, what was derived.

What a cell holds after units' answers is worked out anew from all answers, so an answer that both
collected counts once. Joined by the three-way decision is what the officers themselves put there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ita_excel.core.threeway import Verdict, decide
from ita_excel.core.values import Value
from ita_excel.merging.ledger import Answer, CellState, Dispatch, Ledger, Ours, Overruled
from ita_excel.merging.master import CellId, RowId
from ita_excel.sheets.derived_cells import Bases, Derived
from ita_excel.thai.cell_values import same_value

Holds = Callable[[CellId], tuple[bool, Value]]  # whether a cell's row is there, and what it holds


@dataclass(frozen=True, slots=True)
class TwoOwn:
    """A cell that units answered for and into which both officers put something else."""

    cell: CellId
    base: Value
    ours: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class JoinedLedger:
    """The memory of both, the cells about which the two officers differ, and what one took back.

    `withdrawn` are hashes of answers that the other still has.
    """

    ledger: Ledger
    conflicts: tuple[TwoOwn, ...]
    withdrawn: tuple[str, ...]


def join_ledgers(
    ours: Ledger, theirs: Ledger, base: Holds, here: Holds, there: Holds, by: str, when: str
) -> JoinedLedger:
    """Return one memory of two, each with what its officer typed since the last merge.

    `base`, `here` and `there` give what the cells held and hold. The merge then writes what follows.
    """
    cells: dict[CellId, CellState] = {}
    conflicts = []
    for cell in {**ours.cells, **theirs.cells}:
        first, second = ours.cells.get(cell), theirs.cells.get(cell)
        is_here, held = here(cell)
        is_there, other = there(cell)
        if first is None and not is_here:
            assert second is not None
            cells[cell] = second  # a row that only they have
            continue
        own = first.ours if first else (Ours(held),)
        their = second.ours if second else (Ours(other),) if is_there else own
        chosen, torn = _own(cell, own, their, base(cell), by, when)
        if torn is not None:
            conflicts.append(torn)
        overruled = [o for state in (first, second) if state for o in state.overruled]
        wrote = held if is_here else (first.wrote if first else None)
        cells[cell] = CellState(chosen, wrote, _once(overruled), absent=not is_here)
    joined = Ledger(
        {**theirs.dispatches, **ours.dispatches},
        {**theirs.answers, **ours.answers},
        cells,
        ours.placed | theirs.placed,
        ours.withdrawn | theirs.withdrawn,
        {**theirs.mailed, **ours.mailed},
        {**theirs.opened, **ours.opened},
    )
    withdrawn = (ours.withdrawn & theirs.answers.keys()) | (theirs.withdrawn & ours.answers.keys())
    return JoinedLedger(joined, tuple(conflicts), tuple(sorted(withdrawn)))


def _own(
    cell: CellId,
    own: tuple[Ours, ...],
    their: tuple[Ours, ...],
    before: tuple[bool, Value],
    by: str,
    when: str,
) -> tuple[tuple[Ours, ...], TwoOwn | None]:
    """Return what officers put into a cell, one after another, and where they differ."""
    known, base = before
    same = 0
    for one, other in zip(own, their, strict=False):
        if not same_value(one.value, other.value):
            break
        same += 1
    if same:
        known, base = True, own[same - 1].value
    mine, others = own[-1].value, their[-1].value
    if same_value(mine, others):
        return (own if len(own) >= len(their) else their), None
    verdict = decide(base, mine, others, same_value) if known else Verdict.CONFLICT
    if verdict is Verdict.THEIRS:
        last = their[-1]._replace(by=their[-1].by or by, when=their[-1].when or when)
        return (*own, last), None
    if verdict is Verdict.CONFLICT:
        return own, TwoOwn(cell, base, mine, others)
    return own, None


def _once(overruled: Iterable[Overruled]) -> tuple[Overruled, ...]:
    return tuple({o.value_key: o for o in overruled}.values())


def join_derived(ours: Derived, theirs: Derived, taken: Iterable[CellId]) -> Derived:
    """Return what was derived in both: each cell's memory is that of whose value it has.

    `taken` are the cells whose value is now theirs.
    """
    cells = set(taken)
    return replace(
        ours,
        copied=_joined(ours.copied, theirs.copied, cells),
        carried=_joined(ours.carried, theirs.carried, cells),
        order=ours.order or theirs.order,
        unsure=tuple(sorted({*ours.unsure, *theirs.unsure})),
    )


def _joined(ours: Bases, theirs: Bases, taken: set[CellId]) -> Bases:
    kept = {c: v for c, v in ours.items() if c not in taken}
    more = {c: v for c, v in theirs.items() if c in taken or c not in ours}
    return {**kept, **more}


def with_keys(ledger: Ledger, keys: Mapping[str, str]) -> Ledger:
    """Return a memory with other รหัส for its rows."""
    if not keys:
        return ledger

    def row(r: RowId) -> RowId:
        return RowId(keys.get(r.key, r.key), r.round)

    def cell(c: CellId) -> CellId:
        return c._replace(key=keys.get(c.key, c.key))

    def answer(a: Answer) -> Answer:
        changes = tuple(c._replace(cell=cell(c.cell)) for c in a.changes)
        actions = {row(r): text for r, text in a.actions.items()}
        return replace(
            a, changes=changes, actions=actions, proposed=frozenset(map(row, a.proposed))
        )

    def dispatch(d: Dispatch) -> Dispatch:
        answers = {row(r): values for r, values in d.answers.items()}
        return replace(d, rows=tuple(map(row, d.rows)), answers=answers)

    return replace(
        ledger,
        dispatches={i: dispatch(d) for i, d in ledger.dispatches.items()},
        answers={h: answer(a) for h, a in ledger.answers.items()},
        cells={cell(c): state for c, state in ledger.cells.items()},
        placed=frozenset(map(row, ledger.placed)),
    )


def derived_with_keys(derived: Derived, keys: Mapping[str, str]) -> Derived:
    """Return what was derived with other รหัส for its rows."""

    def renamed(bases: Bases) -> Bases:
        return {c._replace(key=keys.get(c.key, c.key)): v for c, v in bases.items()}

    if not keys:
        return derived
    return replace(
        derived,
        copied=renamed(derived.copied),
        carried=renamed(derived.carried),
        order=tuple(keys.get(key, key) for key in derived.order),
        unsure=tuple(keys.get(key, key) for key in derived.unsure),
    )
