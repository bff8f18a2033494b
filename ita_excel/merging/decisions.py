"""Decisions on conflicts: what was chosen on the sheet, and what it makes of the ledger.

A choice in a row of a cell decides the whole cell: the master's value stands as it is, be it empty;
a unit's by its name, all of them under the units' names, or a text of the officer's own take its
place, and the other values are decided against. “The unit's value” decides its own row only, and a
choice about two files of a unit decides between those two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.values import Value, as_text
from ita_excel.merging.all_cells import Conflict, MergedResults
from ita_excel.merging.conflicts import (
    COMBINED,
    OURS,
    OWN,
    PRESUMED,
    THEIRS,
    Typed,
    TypedChoice,
    given_for,
    grouped,
    identity,
    read_typed,
)
from ita_excel.merging.ledger import Answer, CellState, Ledger, Ours, Overruled
from ita_excel.merging.master import CellId
from ita_excel.merging.one_cell import merge_cell, said_by
from ita_excel.merging.theirs import TheirSide, their_side
from ita_excel.schema import Kind
from ita_excel.sheets import Reading
from ita_excel.thai.cell_values import form, same_value

OF_UNIT = "ใช้ค่าของ"  # before a unit's name: its value


class Choice(Enum):
    """What a person can choose for a cell. The values are those of JSON and of the ledger."""

    OURS = "kept"
    THEIRS = "decided"
    COMBINED = "combined"
    OWN = "typed"

    @property
    def words(self) -> str:
        """The choice as the sheet offers it."""
        return _WORDS[self]


_WORDS = {
    Choice.OURS: OURS,
    Choice.THEIRS: THEIRS,
    Choice.COMBINED: COMBINED,
    Choice.OWN: OWN,
}
_BY_WORDS = {form(words): choice for choice, words in _WORDS.items()}
_NO_SENTENCES = frozenset(
    c.field for c in schema.RESULTS.columns if c.kind in (Kind.CHOICE, Kind.DATE) or c.as_typed
)


class Decision(NamedTuple):
    """What became of a conflict: `value` stands in its cell, by a `choice`.

    `theirs`: it is the unit's value of this conflict. Each conflict of a decided cell has one.
    """

    conflict: Conflict
    choice: Choice
    value: Value
    reason: str
    theirs: bool = False


class Decisions(NamedTuple):
    """What the sheet says: decisions to apply, and what can't be applied as it stands."""

    decisions: tuple[Decision, ...]
    contradictory: tuple[Conflict, ...]  # several values chosen for one cell
    unclear: tuple[Conflict, ...]  # no choice that can be made there, or no text for it
    typed: Typed


class _Wish(NamedTuple):
    """One row's choice. `whole`: it decides its cell, else only what was asked in that row."""

    conflict: Conflict
    choice: Choice
    target: Conflict
    value: Value
    reason: str
    whole: bool


def read_decisions(reading: Reading, open_: Sequence[Conflict], *, final: bool) -> Decisions:
    """Return the decisions typed on the sheet for conflicts that are still open.

    What the program presumed and nobody changed becomes a decision where they are made `final`.
    """
    typed = read_typed(reading)
    units = [record.value.name for record in reading.units]
    groups = {id(c): key for key, group in grouped(open_).items() for c in group if len(group) > 1}
    cells: dict[CellId, list[Conflict]] = {}
    for conflict in open_:
        cells.setdefault(conflict.cell, []).append(conflict)
    decisions: list[Decision] = []
    torn: list[Conflict] = []
    unclear: list[Conflict] = []
    for of_cell in cells.values():
        wishes = []
        for conflict in of_cell:
            given, of_all = given_for(typed, identity(conflict), conflict), False
            if not _says_something(given) and id(conflict) in groups:
                given, of_all = given_for(typed, groups[id(conflict)], conflict), True
            if not _says_something(given):
                continue
            wish = _wish(conflict, given, of_cell, units, of_all=of_all)
            if wish is None:
                unclear.append(conflict)
            elif final or not (conflict.presumed and wish.choice is Choice.OURS):
                wishes.append(wish)
        made = _decided(of_cell, wishes)
        if made is None:
            torn += [w.conflict for w in wishes]
        else:
            decisions += made
    return Decisions(tuple(decisions), tuple(torn), tuple(unclear), typed)


def _says_something(given: TypedChoice) -> bool:
    return bool(form(given.choice) or form(given.own))


def _wish(
    conflict: Conflict,
    given: TypedChoice,
    of_cell: Sequence[Conflict],
    units: Sequence[str],
    *,
    of_all: bool,
) -> _Wish | None:
    """Return what a row asks for, None where it can't be done or isn't understood."""
    words = as_text(given.choice)
    choice = _BY_WORDS.get(form(given.choice)) if words else Choice.OWN
    target = conflict
    if choice is None:
        choice, target = _by_name(words, conflict, of_cell)
    if choice is None or (form(given.own) and choice is not Choice.OWN):
        return None
    value = conflict.ours
    if choice is Choice.THEIRS:
        value = target.theirs.value
    elif choice is Choice.COMBINED:
        value = combined(of_cell, units)
    elif choice is Choice.OWN:
        value = given.own
    if choice in (Choice.COMBINED, Choice.OWN) and not form(value):
        return None
    said = as_text(given.reason)
    reason = "" if choice is not Choice.OURS and said.startswith(PRESUMED) else said
    by_row = form(given.choice) == form(THEIRS)  # what the others say stays a question
    weak = of_all or by_row or (choice is Choice.OURS and conflict.presumed is not None)
    return _Wish(conflict, choice, target, value, reason, not weak)


def _by_name(
    words: str, conflict: Conflict, of_cell: Sequence[Conflict]
) -> tuple[Choice | None, Conflict]:
    """Return what `ใช้ค่าของ กองคลัง` chooses: nothing for a unit that has no value, or several."""
    if not words.startswith(OF_UNIT):
        return None, conflict
    unit = form(words.removeprefix(OF_UNIT).strip())
    if form(conflict.theirs.answer.unit) == unit:
        return Choice.THEIRS, conflict
    found = [c for c in of_cell if form(c.theirs.answer.unit) == unit]
    if len(found) == 1:
        return Choice.THEIRS, found[0]
    rivals = (c.rival for c in of_cell if c.rival is not None)
    if not found and any(form(rival.answer.unit) == unit for rival in rivals):
        return Choice.OURS, conflict
    return None, conflict


def combined(of_cell: Sequence[Conflict], units: Sequence[str]) -> Value:
    """Return the values of a cell under each other, each with its unit's name, in the units' order.

    What stands in the master comes first. None for a column in which sentences make no sense.
    """
    first = of_cell[0]
    if first.cell.field in _NO_SENTENCES:
        return None
    places = {form(unit): place for place, unit in enumerate(units)}
    said = [(c.theirs.answer.unit, as_text(c.theirs.value)) for c in of_cell]
    rival = next((c.rival for c in of_cell if c.rival is not None), None)
    if rival is not None and same_value(rival.value, first.ours):
        said.insert(0, (rival.answer.unit, as_text(first.ours)))
        head = ""
    else:
        head = as_text(first.ours)
    said.sort(key=lambda one: places.get(form(one[0]), len(places)))
    lines = dict.fromkeys(_under_its_name(first.cell.field, *one) for one in said if one[1])
    return "\n".join(filter(None, (head, *lines)))


def _under_its_name(field: str, unit: str, text: str) -> str:
    """Return a value with whose it is; a file's name or an address keeps a line of its own."""
    own_lines = field == "evidence" or "\n" in text
    return f"{unit}:\n{text}" if own_lines else f"{unit}: {text}"


def _decided(of_cell: Sequence[Conflict], wishes: Sequence[_Wish]) -> list[Decision] | None:
    """Return the decisions on one cell; None where its rows choose several values."""
    changing = [w for w in wishes if w.choice is not Choice.OURS]
    if len({form(w.value) for w in changing}) > 1 or len({w.choice for w in changing}) > 1:
        return None
    strong = [w for w in wishes if w.whole]
    sentence = next((w for w in changing if w.choice is not Choice.THEIRS), None)
    if sentence and any(w.choice is Choice.OURS for w in strong):
        return None
    chosen = next(iter(changing), None) or next(iter(strong), None)
    if chosen is None:
        return [Decision(w.conflict, w.choice, w.value, w.reason) for w in wishes]
    asked = {id(w.conflict): w for w in wishes}
    whole = chosen.whole or any(w.whole for w in changing)
    return [
        Decision(
            conflict,
            chosen.choice,
            chosen.value,
            asked.get(id(conflict), chosen).reason or chosen.reason,
            theirs=chosen.choice is Choice.THEIRS and conflict is chosen.target,
        )
        for conflict in of_cell
        if whole or id(conflict) in asked
    ]


def reopened(ledger: Ledger, gone: Answer) -> Ledger:
    """Return the ledger without what was presumed in favour of an answer that is taken back.

    No person chose it, so what it was preferred to counts again.
    """
    states = dict(ledger.cells)
    for change in gone.changes:
        state = states.get(change.cell)
        if state is not None and same_value(state.wrote, change.value):
            ours = tuple(o for o in state.ours if not _presumed(o))
            overruled = tuple(o for o in state.overruled if not _presumed(o))
            states[change.cell] = state._replace(ours=ours or state.ours, overruled=overruled)
    return replace(ledger, cells=states)


def _presumed(entry: Ours | Overruled) -> bool:
    return entry.reason.startswith(PRESUMED)


def with_decisions(
    ledger: Ledger,
    before: MergedResults,
    decisions: Iterable[Decision],
    by: str,
    when: str,
) -> Ledger:
    """Return the ledger with the decisions; one for the unit's value makes it the master's own.

    What else the same unit said of the cell is decided against with it.
    """
    states = dict(ledger.cells)
    kept: dict[CellId, Decision] = {}
    for d in decisions:
        cell, chosen = d.conflict.cell, d.conflict.theirs
        first_sight, merged = before.cells[cell]
        state = states.get(cell, first_sight)
        against = {said_by(chosen)}
        said = {said_by(t) for t in merged.sources} | merged.waiting
        if d.theirs:
            own = Ours(d.value, "decided", chosen.value_key, d.reason, by, when)
            state = state._replace(ours=(*state.ours, own))
            against = {s for s in said if s[0] == chosen.answer.unit} - {said_by(chosen)}
        elif d.choice in (Choice.COMBINED, Choice.OWN):
            own = Ours(d.value, d.choice.value, None, d.reason, by, when)
            if state.ours[-1] != own:
                state = state._replace(ours=(*state.ours, own))
            against |= said
        elif d.choice is Choice.OURS:
            kept[cell] = d
        keys = dict.fromkeys(t.value_key for t in before.said[cell] if said_by(t) in against)
        if not d.theirs:
            keys.setdefault(chosen.value_key)  # a blank that no file typed
        known = {o.value_key for o in state.overruled}
        overruled = (Overruled(key, d.reason, by, when) for key in keys if key not in known)
        states[cell] = state._replace(overruled=(*state.overruled, *overruled))
    side = their_side(ledger) if kept else None
    for cell, d in kept.items():
        assert side is not None
        states[cell] = _kept(states[cell], cell, side, d, by, when)
    return replace(ledger, cells=states)


def _kept(
    state: CellState, cell: CellId, side: TheirSide, d: Decision, by: str, when: str
) -> CellState:
    """Return the state in which the master's value stands, whatever lay under the values decided.

    A value that was replaced by one of them would come back with its going.
    """
    merged = merge_cell(state, side.words(cell, state.decided))
    if merged.conflicts or same_value(merged.value, d.value):
        return state
    known = {o.value_key for o in state.overruled}
    keys = dict.fromkeys(t.value_key for t in side.by_cell[cell] if t.value_key not in known)
    own = Ours(d.value, Choice.OURS.value, None, d.reason, by, when)
    overruled = (Overruled(key, d.reason, by, when) for key in keys)
    return state._replace(ours=(*state.ours, own), overruled=(*state.overruled, *overruled))
