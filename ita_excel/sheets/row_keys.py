"""Which รหัส each row of plan and results has a right to: copies, lost and overwritten ones.

What a key's row said is known from what the workbook remembers (`last_written`, else what `fill`
wrote), else from the other of the two sheets. Words decide: a result belongs to the row whose words
it was given for. Where they don't say, nothing is changed and the officer is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import Edit
from ita_excel.core.values import as_text
from ita_excel.schema import Table
from ita_excel.sheets import derived_cells, last_written
from ita_excel.sheets.blocks import Block
from ita_excel.sheets.edits import set_field
from ita_excel.sheets.meaning import round_name
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.row_identity import RowId
from ita_excel.thai.cell_values import form

_ALIKE = 0.6  # of what two rows say is the same, where they are one row that was edited
_CLEARLY = 0.2  # by so much the likeliest is more alike than the next


class Because(Enum):
    """Why a row gets another รหัส."""

    COPY = "copy"  # it was copied from another row
    WORDS = "words"  # it says what the row of that รหัส said
    ALIKE = "alike"  # it says nearly that


class NewKey(NamedTuple):
    """A row that gets another รหัส. `of` is the row that it was copied from, 0 for none."""

    table: Table
    row: int
    key: str
    because: Because
    of: int = 0


class SettledKeys(NamedTuple):
    """The rows that get another รหัส, their edits, and rows of one รหัส where words don't tell."""

    given: tuple[NewKey, ...] = ()
    edits: tuple[Edit, ...] = ()
    doubtful: tuple[tuple[Table, tuple[int, ...]], ...] = ()


class _Said:
    """What a row says: the words that tell it, and all its cells, by field, as compared.

    The cells of most rows are never asked for: their words tell.
    """

    __slots__ = ("_cells", "words")

    def __init__(
        self, words: tuple[str, str], cells: Mapping[str, str] | Callable[[], Mapping[str, str]]
    ) -> None:
        self.words, self._cells = words, cells

    @property
    def cells(self) -> Mapping[str, str]:
        if callable(self._cells):
            self._cells = self._cells()
        return self._cells


@dataclass(slots=True)
class _Rows:
    """The rows of a table as they stand, the known ones, and who has which."""

    block: Block
    ids: dict[int, RowId]
    said: dict[int, _Said]
    known: dict[RowId, _Said]
    has: dict[int, RowId] = field(default_factory=dict)
    holder: dict[RowId, int] = field(default_factory=dict)  # the same the other way round
    because: dict[int, Because] = field(default_factory=dict)

    def give(self, row: int, id_: RowId, because: Because = Because.WORDS) -> None:
        self.has[row], self.holder[id_] = id_, row
        self.because[row] = because

    @property
    def free(self) -> list[RowId]:
        return [id_ for id_ in self.known if id_ not in self.holder]

    @property
    def left(self) -> list[int]:
        return [row for row in self.ids if row not in self.has]


def settle_keys(reading: Reading, make_key: Callable[[], str]) -> SettledKeys:
    """Return which rows of plan and results get another รหัส; none where all have their own.

    A row without a รหัส that no known row says is left to `fill`.
    """
    known = _known(reading)
    given: list[NewKey] = []
    doubtful: list[tuple[Table, tuple[int, ...]]] = []
    plan_keys: dict[int, str] = {}
    for table in (schema.PLAN, schema.RESULTS):
        block = reading.blocks.get(table.name)
        if block is None or "key" not in block.columns or not _tells(block):
            continue
        rows = _rows(block, known[table.name])
        found, torn = _settled(rows, make_key)
        doubtful += ((table, group) for group in torn)
        if table is schema.PLAN:
            plan_keys = {row: id_.key for row, id_ in rows.ids.items()}
            plan_keys |= {new.row: new.key for new in found}
        else:
            found = list(_for_actions(found, rows, reading, plan_keys))
        given += found
    edits = [e for n in given for e in set_field(reading.blocks[n.table.name], n.row, "key", n.key)]
    return SettledKeys(tuple(given), tuple(edits), tuple(doubtful))


def _tells(block: Block) -> bool:
    return "text" in block.columns and (block.table is schema.PLAN or "round" in block.columns)


def _settled(
    rows: _Rows, make_key: Callable[[], str]
) -> tuple[list[NewKey], list[tuple[int, ...]]]:
    """Return the rows that get another รหัส, and the groups of which it isn't known."""
    _same_and_unchanged(rows)
    _by_words(rows)
    torn = list(_edited(rows))
    in_doubt = {row for group in torn for row in group}
    _alike(rows, in_doubt)
    given = []
    for row in rows.ids:
        own, id_ = rows.ids[row], rows.has.get(row)
        if row in in_doubt:
            continue
        if id_ is None and own.key:  # another row has its รหัส, and by better right
            given.append(NewKey(rows.block.table, row, make_key(), Because.COPY, rows.holder[own]))
        elif id_ is not None and id_.key != own.key:
            given.append(NewKey(rows.block.table, row, id_.key, rows.because[row]))
    return given, torn


def _same_and_unchanged(rows: _Rows) -> None:
    """Give a รหัส to the row that has it and says what it said: of several, the most unchanged."""
    holding: dict[RowId, list[int]] = defaultdict(list)
    for row, id_ in rows.ids.items():
        if id_ in rows.known and rows.said[row].words == rows.known[id_].words:
            holding[id_].append(row)
    for id_, found in holding.items():
        best = found[0]
        if len(found) > 1:
            best = max(found, key=lambda row: (_share(rows.said[row], rows.known[id_]), -row))
        rows.give(best, id_)


def _by_words(rows: _Rows) -> None:
    """Give a รหัส to the row that says what it said, though it has none, or another's."""
    waiting: dict[tuple[str, tuple[str, str]], list[RowId]] = defaultdict(list)
    for id_ in rows.free:
        waiting[id_.round, rows.known[id_].words].append(id_)
    holders = Counter(rows.ids.values())
    for row in rows.left:
        ids = waiting.get((rows.ids[row].round, rows.said[row].words), [])
        free = [id_ for id_ in ids if id_ not in rows.holder]
        if not free:
            continue
        own = rows.ids[row]
        best = max(free, key=lambda id_: _share(rows.said[row], rows.known[id_]))
        if own in free:
            best = own
        elif own in rows.known and own not in rows.holder:
            # Its own รหัส says something else. Both moved, unless that one's row was only edited.
            mine = [r for r, i in rows.ids.items() if i == best]
            if mine and not any(_says_another(rows, r) for r in mine):
                continue
        if holders[best] and best != own and not _moved(rows, best):
            continue
        rows.give(row, best)


def _says_another(rows: _Rows, row: int) -> bool:
    """Whether a row says word for word what another รหัส said."""
    said = rows.said[row].words
    return any(k.words == said and id_ != rows.ids[row] for id_, k in rows.known.items())


def _moved(rows: _Rows, id_: RowId) -> bool:
    """Whether every row that has a รหัส says what another one said."""
    return all(_says_another(rows, r) for r, i in rows.ids.items() if i == id_)


def _edited(rows: _Rows) -> Iterator[tuple[int, ...]]:
    """Give a รหัส to its row though that was edited; yield rows of which none is surely it."""
    holding: dict[RowId, list[int]] = defaultdict(list)
    for row in rows.left:
        if rows.ids[row].key:
            holding[rows.ids[row]].append(row)
    for id_, found in holding.items():
        known = rows.known.get(id_)
        if id_ in rows.holder:
            # Pasted below and edited is what a copy is; edited above, it may be the row itself.
            above = [r for r in found if r < rows.holder[id_] and known and _near(rows, r, known)]
            if above:
                yield (*above, rows.holder[id_])
            continue
        if len(found) == 1 or known is None:
            rows.give(found[0], id_)  # unknown to all, so that nothing follows it
            continue
        if (only := _only_renamed(rows, found, known)) is not None:
            rows.give(only, id_)
            continue
        shares = sorted(((_share(rows.said[r], known), -r) for r in found), reverse=True)
        if shares[0][0] >= _ALIKE and shares[0][0] - shares[1][0] >= _CLEARLY:
            rows.give(-shares[0][1], id_)
        else:
            yield tuple(found)


def _only_renamed(rows: _Rows, found: Iterable[int], known: _Said) -> int | None:
    """Return the one row that says what was known, where the measure of all was renamed alike."""
    words = {row: rows.said[row].words for row in found}
    same = [row for row, (_, text) in words.items() if text == known.words[1]]
    alike = len({measure for measure, _ in words.values()}) == 1
    return same[0] if alike and len(same) == 1 else None


def _near(rows: _Rows, row: int, known: _Said) -> bool:
    return _share(rows.said[row], known) >= _ALIKE


def _alike(rows: _Rows, in_doubt: Iterable[int]) -> None:
    """Give a รหัส that no row has to a row without one that says nearly what it said."""
    doubt = set(in_doubt)
    blank = [r for r in rows.left if not rows.ids[r].key and r not in doubt]
    for row in blank:
        shares = sorted(
            (
                (_share(rows.said[row], rows.known[id_]), id_)
                for id_ in rows.free
                if id_.round == rows.ids[row].round
            ),
            reverse=True,
        )
        next_ = shares[1][0] if len(shares) > 1 else 0.0
        if shares and shares[0][0] >= _ALIKE and shares[0][0] - next_ >= _CLEARLY:
            rows.give(row, shares[0][1], Because.ALIKE)


def _for_actions(
    found: Iterable[NewKey], rows: _Rows, reading: Reading, plan_keys: Mapping[int, str]
) -> Iterator[NewKey]:
    """Yield new รหัส of results: a copy that says another action's words is that one's result."""
    by_words: dict[tuple[str, str], list[str]] = defaultdict(list)
    for action in reading.plan:
        if key := plan_keys.get(action.row, ""):
            by_words[form(action.value.measure), form(action.value.text)].append(key)
    there = set(rows.ids.values()) | set(rows.has.values())
    for new in found:
        keys = by_words.get(rows.said[new.row].words, [])
        id_ = RowId(keys[0], rows.ids[new.row].round) if len(keys) == 1 else None
        if new.because is Because.COPY and id_ and id_ not in there:
            there.add(id_)
            yield NewKey(new.table, new.row, id_.key, Because.WORDS)
        else:
            yield new


def _share(one: _Said, other: _Said) -> float:
    """Return how much of what two rows say is the same, by length."""
    fields = one.cells.keys() & other.cells.keys()
    pairs = [(one.cells[f], other.cells[f]) for f in fields]
    said = sum(max(len(a), len(b)) for a, b in pairs)
    return sum(len(a) for a, b in pairs if a == b) / said if said else 0.0


def _rows(block: Block, known: Mapping[RowId, _Said]) -> _Rows:
    ids, said = {}, {}
    for row, id_, what in _read(block):
        ids[row], said[row] = id_, what
    return _Rows(block, ids, said, dict(known))


def _read(block: Block) -> Iterator[tuple[int, RowId, _Said]]:
    left_out = ("key", "round", "check", "carried")
    fields = [f for f in block.columns if f not in left_out]
    measure = ""
    for row in block.filled_rows():
        measure = form(block.cell(row, "measure")) or measure
        words = measure, form(block.cell(row, "text"))
        round_ = as_text(block.cell(row, "round"))
        id_ = RowId(as_text(block.cell(row, "key")), round_name(round_) if round_ else "")
        yield row, id_, _Said(words, partial(_cells, block, row, fields, measure))


def _cells(block: Block, row: int, fields: Iterable[str], measure: str) -> dict[str, str]:
    return {**{f: form(block.cell(row, f)) for f in fields}, "measure": measure}


def _known(reading: Reading) -> dict[str, dict[RowId, _Said]]:
    """Return what the rows of each รหัส said, by table."""
    memory = last_written.load(reading.meta)
    found: dict[str, dict[RowId, _Said]] = {schema.PLAN.name: {}, schema.RESULTS.name: {}}
    for name, rows in found.items():
        block = memory.contents.get(name) if memory else None
        for _, id_, said in _read(block) if block else ():
            if id_.key and said.words[1]:
                rows.setdefault(id_, said)
    if not any(found.values()):
        found = _copied(reading)
    results = reading.blocks.get(schema.RESULTS.name)
    if not found[schema.PLAN.name] and results is not None:
        for _, id_, said in _read(results):
            if id_.key:
                found[schema.PLAN.name].setdefault(RowId(id_.key, ""), said)
    return found


def _copied(reading: Reading) -> dict[str, dict[RowId, _Said]]:
    """Return what `fill` remembers to have written: the plan's words at that time."""
    cells: dict[RowId, dict[str, str]] = defaultdict(dict)
    for cell, value in derived_cells.load(reading.meta).copied.items():
        cells[RowId(cell.key, round_name(cell.round))][cell.field] = form(value)
    results = {
        id_: _Said((said.get("measure", ""), said["text"]), said)
        for id_, said in cells.items()
        if said.get("text")
    }
    plan = {RowId(id_.key, ""): said for id_, said in results.items()}
    return {schema.PLAN.name: plan, schema.RESULTS.name: results}
