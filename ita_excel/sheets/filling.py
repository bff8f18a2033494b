"""From plan to results: one row an action for the round being reported, and the plan's changes.

Keeps everything already typed, gives the rows their รหัส, and does nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ita_excel import schema
from ita_excel.core.errors import InputError
from ita_excel.core.grid import CellRef, Edit
from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.schema.model import Action, Agency, Result, Round
from ita_excel.sheets import (
    Block,
    Reading,
    Record,
    append_rows,
    derived_cells,
    measures,
    require_block,
    set_field,
    take_in,
    unit_copies,
)
from ita_excel.sheets.carried_cells import CARRIED, FollowedSix, carried_bases, follow_six
from ita_excel.sheets.carrying import said_when_carried
from ita_excel.sheets.copied_cells import (
    COPIED,
    CopiedCell,
    Followed,
    by_row_key,
    follow,
    value,
)
from ita_excel.sheets.derived_cells import Derived
from ita_excel.sheets.edits import rows_below
from ita_excel.sheets.report_order import in_order
from ita_excel.sheets.row_identity import CellId
from ita_excel.thai.cell_values import same_value
from ita_excel.thai.normal import compare_form

# No vowels and no look-alikes: a รหัส never spells a word, never reads as a number or a date.
_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling a round comes to."""

    edits: tuple[Edit, ...]
    round: Round
    added: int  # new rows of results
    kept: int  # rows of the round that were there already
    keys_given: int
    skipped: int  # rows of the plan without the text of an action
    taken_in: int = 0  # rows typed below a table that are now in it
    measured: tuple[
        tuple[str, tuple[int, ...]], ...
    ] = ()  # measures written into blank cells: rows
    doubtful: tuple[int, ...] = ()  # rows whose blank cell perhaps means another measure
    six: FollowedSix = field(default_factory=lambda: FollowedSix({}))  # of 12-month rows
    added_rows: tuple[str, ...] = ()  # the actions of the new rows
    updated: tuple[CopiedCell, ...] = ()  # cells that follow the plan
    kept_cells: tuple[CopiedCell, ...] = ()  # cells that a person changed, or perhaps changed
    choices: tuple[CopiedCell, ...] = ()  # cells that changed on both sides
    without_action: tuple[Record[Result], ...] = ()  # rows whose action the plan has no more
    forgotten: bool = False  # the memory of what was written is damaged
    printed: tuple[str, ...] = ()  # measures as the report has them, where it goes not by the sheet
    unit_rows: int = 0  # new rows of units beneath joint rows


def new_key() -> str:
    """Return a fresh รหัส: ten letters, for which chance never gives the same twice."""
    import secrets

    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def chosen_round(reading: Reading, round_: Round | None) -> Round:
    """Return `round_`, else the workbook's own; InputError where it has none."""
    found = round_ or reading.agency.value.round
    if found is None:
        raise InputError(
            Text(
                "ยังไม่ได้เลือกรอบการรายงาน โปรดเลือกในชีต “{sheet}” หรือระบุ --round 6 หรือ --round 12",
                "no round is set: choose it on the sheet “{sheet}”, or give --round 6 or 12",
            ),
            sheet=schema.AGENCY.sheet,
        )
    return found


def fill(
    reading: Reading,
    round_: Round | None = None,
    make_key: Callable[[], str] = new_key,
    locked: Callable[[CellRef], bool] = lambda at: False,
    *,
    by_sheet: bool = False,
) -> Filling:
    """Return the edits that give each action of the plan its row for the round, and what the plan
    says today to all rows.

    `by_sheet` makes the report's order that of the plan's sheet. `locked` says which cells nothing may be written into: those with formulas, and those that a
    merged area covers. InputError where the workbook has lost a table or column that this needs.
    """
    wanted = chosen_round(reading, round_)
    plan = require_block(reading.blocks, schema.PLAN)
    results = require_block(reading.blocks, schema.RESULTS)
    _require_columns(plan, ("key", "text"))
    since = {c.field: c.since for c in schema.RESULTS.columns}
    of_version = (f for f in COPIED if since[f] <= (reading.version or 1))
    _require_columns(results, ("key", "round", *of_version))
    actions = [r for r in reading.plan if r.value.text]
    keys = _keys(actions, _waiting(reading), make_key)
    edits: list[Edit] = take_in(reading.blocks.values())
    for record in actions:
        edits += set_field(plan, record.row, "key", keys[record.row])
    known = derived_cells.load(reading.meta)
    keyed = [(keys[r.row], r) for r in actions]
    measured = list(measures.to_write(keyed, reading.results, known.copied, locked, known.unsure))
    doubtful = measures.doubtful(actions, reading.results, known.unsure)
    for record in measured:
        edits += set_field(plan, record.row, "measure", record.value.measure)
    adopted = _adopt(reading, actions, keys, wanted)
    for orphan, key in adopted:
        edits += set_field(results, orphan.row, "key", key)
        edits += set_field(results, orphan.row, "round", wanted.value)
    there = _keys_of(reading.results, wanted) | {key for _, key in adopted}
    by_key = {keys[r.row]: r for r in _once(actions, keys)}
    placed = {orphan.row: (key, wanted.value) for orphan, key in adopted}
    rows_there = [
        (*placed.get(r.row, (r.value.key, r.value.round_name)), r) for r in reading.results
    ]
    of_rows = by_row_key(by_key, reading.results)
    with_key = [r for r in rows_there if r[0]]
    names = measures.named(by_key.values())
    followed = follow(results, with_key, of_rows, known.copied, locked, names)
    beneath = unit_copies.follow_joint(reading, followed, known.copied, locked)
    edits += [*followed.edits, *beneath.edits]
    first = {r.value.action_key: r.value for r in reversed(reading.results) if _in(r, Round.SIX)}
    new = [r for key, r in by_key.items() if key not in there]
    agency = reading.agency.value
    rows = [
        _row(keys[r.row], wanted, r.value, first.get(keys[r.row]), followed, agency) for r in new
    ]
    new_units = unit_copies.next_rows(reading, rows)
    edits += append_rows(results, unit_copies.beneath(rows, new_units.rows))
    six = follow_six(reading, known.carried, locked)
    edits += six.edits
    combined = dict(known.combined)
    if wanted is Round.TWELVE:
        begun = [r for r in first.values() if any(r.key == row["key"] for row in rows)]
        six.bases.update(base for r in begun for base in carried_bases(r.key, r).items())
        combined |= unit_copies.combined_before(known.combined, begun)
    order = _order(reading, keys, known.order, by_sheet)
    unsure = tuple(sorted(keys[r.row] for r in doubtful))
    kept = [
        c._replace(told=_told(c, known)) for c in (*followed.kept, *beneath.kept, *beneath.choices)
    ]
    remembered = Derived(
        {**followed.bases, **beneath.bases, **new_units.copied},
        {**six.bases, **new_units.carried},
        order,
        {c.cell: c.plan for c in kept},
        unsure,
        combined,
    )
    edits += derived_cells.keep(reading, remembered)
    return Filling(
        tuple(edits),
        wanted,
        added=len(rows),
        kept=sum(k in there for k in set(keys.values())),
        keys_given=sum(not r.value.key for r in actions) + len(adopted),
        skipped=len(reading.plan) - len(actions),
        taken_in=rows_below(reading.blocks.values()),
        measured=_by_name(measured),
        doubtful=tuple(r.row for r in doubtful),
        six=six,
        added_rows=tuple(r.value.text for r in new),
        updated=tuple(followed.updated),
        kept_cells=tuple(kept),
        choices=tuple(followed.choices),
        without_action=(
            *(r for key, _, r in rows_there if key and key not in of_rows),
            *(r for r in reading.unit_rows if r.value.key and r.value.action_key not in of_rows),
        ),
        forgotten=known.damaged,
        printed=_printed(actions, keys, order),
        unit_rows=len(new_units.rows),
    )


def _waiting(reading: Reading) -> dict[str, str]:
    """Return the รหัส of results whose action the plan lacks, by the action's words.

    A unit proposed the row, or its action was removed. The action typed into the plan finds it.
    """
    planned = {r.value.key for r in reading.plan}
    found: dict[str, set[str]] = {}
    for result in reading.results:
        if result.value.key and result.value.action_key not in planned:
            found.setdefault(compare_form(result.value.text), set()).add(result.value.key)
    return {text: keys.pop() for text, keys in found.items() if text and len(keys) == 1}


def _keys(
    actions: Iterable[Record[Action]], waiting: Mapping[str, str], make_key: Callable[[], str]
) -> dict[int, str]:
    """Return the รหัส of each action by its row; `waiting` are those that results have already."""
    taken = {r.value.key for r in actions}
    keys = {}
    for record in actions:
        key = record.value.key or waiting.get(compare_form(record.value.text), "")
        if not record.value.key and key in taken:
            key = ""
        while not key:
            fresh = make_key()
            key = "" if fresh in taken else fresh
        taken.add(key)
        keys[record.row] = key
    return keys


def _once(actions: Iterable[Record[Action]], keys: Mapping[int, str]) -> Iterator[Record[Action]]:
    """Yield the first action of each รหัส; a second one is rule S105's business."""
    seen: set[str] = set()
    for record in actions:
        if keys[record.row] not in seen:
            seen.add(keys[record.row])
            yield record


def _adopt(
    reading: Reading, actions: list[Record[Action]], keys: Mapping[int, str], round_: Round
) -> list[tuple[Record[Result], str]]:
    """Return results that lost their รหัส, or were typed by hand, with the one they belong to.

    Only where measure and action are word for word those of exactly one action without a row.
    """
    there = _keys_of(reading.results, round_)
    free: dict[tuple[str, str], list[str]] = {}
    for action in actions:
        if keys[action.row] not in there:
            free.setdefault(_words(action.value), []).append(keys[action.row])
    orphans: dict[tuple[str, str], list[Record[Result]]] = {}
    for result in reading.results:
        if not result.value.key and (not result.value.round or _in(result, round_)):
            orphans.setdefault(_words(result.value), []).append(result)
    return [
        (found[0], free[words][0])
        for words, found in orphans.items()
        if words[1] and len(found) == 1 and len(free.get(words, ())) == 1
    ]


def _words(row: Action | Result) -> tuple[str, str]:
    return compare_form(row.measure), compare_form(row.text)


def _in(record: Record[Result], round_: Round) -> bool:
    return record.value.in_round is round_


def _keys_of(results: Iterable[Record[Result]], round_: Round) -> set[str]:
    return {r.value.action_key for r in results if r.value.key and _in(r, round_)}


def _row(
    key: str,
    round_: Round,
    action: Action,
    before: Result | None,
    followed: Followed,
    agency: Agency,
) -> dict[str, Value]:
    """Return a new row, and remember what is written into its copied cells.

    One of 12 months begins with what the 6-month row says; what nobody touched there follows the
    plan here, too.
    """
    key = before.key if before else key
    row: dict[str, Value] = {"key": key, "round": round_.value}
    copied = {f: value(action, f) for f in COPIED}
    bases = {CellId(key, round_.value, f): v for f, v in copied.items()}
    if round_ is Round.TWELVE and before is not None:
        there = {f: CellId(key, Round.SIX.value, f) for f in COPIED}
        bases = {
            cell: followed.bases[there[cell.field]]
            for cell in bases
            if there[cell.field] in followed.bases
        }
        copied = {f: followed.now.get(there[f], value(before, f)) for f in COPIED}
        row["carried"] = said_when_carried(agency, before) or None
        row |= {f: getattr(before, f) or None for f in CARRIED}
    followed.bases.update(bases)
    return row | copied


def _order(
    reading: Reading, keys: Mapping[int, str], known: Sequence[str], by_sheet: bool
) -> tuple[str, ...]:
    """Return the รหัส of actions as the report prints them, then of results without an action."""
    plan = [replace(r.value, key=keys.get(r.row, r.value.key)) for r in reading.plan]
    ours = {action.key for action in plan}
    before = [action.key for action in plan] if by_sheet else known
    strays = [r.value for r in reading.results if r.value.key not in ours]
    found = [a.key for a in in_order(plan, before)] + [r.key for r in in_order(strays, known)]
    return tuple(dict.fromkeys(key for key in found if key))


def _told(cell: CopiedCell, known: Derived) -> bool:
    return cell.cell in known.told and same_value(known.told[cell.cell], cell.plan)


def _by_name(records: Iterable[Record[Action]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    found: dict[str, list[int]] = {}
    for record in records:
        found.setdefault(record.value.measure, []).append(record.row)
    return tuple((name, tuple(rows)) for name, rows in found.items())


def _printed(
    actions: Iterable[Record[Action]], keys: Mapping[int, str], order: Sequence[str]
) -> tuple[str, ...]:
    """Return the measures as the report has them; none where it prints rows as the sheet has them."""
    measures = {keys[r.row]: r.value.measure for r in reversed(list(actions))}
    printed = [key for key in order if key in measures]
    if printed == [*reversed(measures)]:
        return ()
    return tuple(
        {compare_form(measures[key]): measures[key] for key in reversed(printed)}.values()
    )[::-1]


def _require_columns(block: Block, fields: Iterable[str]) -> None:
    missing = [block.table.column(f).heading for f in fields if f not in block.columns]
    if missing:
        raise InputError(
            Text(
                "ชีต “{sheet}” ไม่มีคอลัมน์ {columns} โปรดเพิ่มหัวคอลัมน์กลับเข้าในตาราง",
                "the sheet “{sheet}” has no column {columns}: add the heading to the table again",
            ),
            sheet=block.sheet,
            columns=", ".join(f"“{m}”" for m in missing),
        )
