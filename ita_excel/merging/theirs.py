"""Theirs: what the units' files say of each cell, and which of it still stands.

Each value stands until a later file of the same hands replaced it. That is proven where the later
one was sent it and changed it, or goes on from it (`lineage`) and more than time says so; where
only likeness, a name or time says so, it is presumed. What neither replaces is a rival.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ita_excel.core.language import Text
from ita_excel.core.values import Value
from ita_excel.merging.ledger import Answer, ChangedCell, Ledger, SetAside, ValueKey
from ita_excel.merging.lineage import (
    Lineage,
    is_proven,
    later_without_names,
    lineage,
    same_hand,
    was_sent_it,
)
from ita_excel.merging.master import CellId
from ita_excel.merging.returned_file import returned_files
from ita_excel.merging.returned_rules import OVERLOOKED
from ita_excel.thai.cell_values import form

CHANGED = Text("แก้ค่าที่ส่งไปให้", "changed what it had been sent")
GOES_ON = Text("แก้ต่อจากไฟล์ก่อน", "goes on from the earlier file")
LATER_ONLY = Text(
    "น่าจะแก้ต่อจากไฟล์ก่อน (รู้จากเวลาเท่านั้น)", "likely goes on from the earlier file, by its time alone"
)
ALIKE = Text("มีคำตอบของไฟล์ก่อนเกือบครบ", "carries nearly all of the earlier file's answers")
SAME_NAME = Text("ผู้กรอกชื่อเดียวกัน ไฟล์ใหม่กว่า", "a later file under the same name")
TIME_ALONE = Text(
    "ไฟล์ใหม่กว่า ไม่มีชื่อผู้กรอก (รู้จากเวลาเท่านั้น)", "a later file, by its time alone: nobody is named"
)
SHOWN_AGAIN = Text("ไฟล์ที่ใหม่กว่ายังมีค่าเดิม", "a still later file shows the old value")
LEFT_OUT = Text("ไฟล์ที่ใหม่กว่าเว้นว่าง", "a later file leaves it blank")


class Theirs(NamedTuple):
    """What one file of a unit says of a cell."""

    answer: Answer
    sent: str
    change: ChangedCell

    @property
    def base(self) -> Value:
        return self.change.base

    @property
    def value(self) -> Value:
        return self.change.value

    @property
    def value_key(self) -> ValueKey:
        c = self.answer
        return ValueKey(c.unit, c.dispatch, form(self.change.value))


class Doubt(NamedTuple):
    """A value that only likely is replaced by the one that stands, or likely should replace it."""

    theirs: Theirs
    why: Text


class Replaced(NamedTuple):
    """A value that another file's took the place of."""

    earlier: Theirs
    later: Theirs
    why: Text
    presumed: bool = False


class UnitsWord(NamedTuple):
    """What one unit says of a cell: one value or, first the oldest, several that rival.

    `doubts` are pre-decided for the one that stands; a person may decide otherwise.
    """

    standing: tuple[Theirs, ...]
    bases: tuple[Value, ...] = ()  # what was sent to those who say anything of it
    doubts: tuple[Doubt, ...] = ()
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True)
class TheirSide:
    """What all units say together: by cell, and what has no cell of its own."""

    by_cell: dict[CellId, list[Theirs]]  # all that any file says
    aside: tuple[tuple[Answer, SetAside], ...]
    lineages: dict[str, Lineage]
    sent: dict[str, str]  # when each dispatch was sent

    def words(
        self, cell: CellId, decided: Collection[ValueKey | None] = frozenset()
    ) -> list[UnitsWord]:
        """Return what each unit says of a cell; values that a person `decided` about stand out."""
        units = dict.fromkeys(t.answer.unit for t in self.by_cell.get(cell, ()))
        cells = [_Cell(self, self.lineages[unit], cell) for unit in sorted(units)]
        _see_each_other(cells)
        return [one.word(decided) for one in cells]


def their_side(ledger: Ledger) -> TheirSide:
    """Return what the units' files say together."""
    sent = {id_: d.sent for id_, d in ledger.dispatches.items()}
    of_unit: dict[str, list[Answer]] = {}
    for _, answer in sorted(ledger.answers.items()):
        of_unit.setdefault(answer.unit, []).append(answer)
    by_cell: dict[CellId, list[Theirs]] = {}
    aside: list[tuple[Answer, SetAside]] = []
    lineages = {}
    for unit, answers in sorted(of_unit.items()):
        made = lineage(returned_files(answers, ledger.dispatches))
        lineages[unit] = made
        for file in made.files:
            answer = file.answer
            for change in answer.changes:
                theirs = Theirs(answer, sent.get(answer.dispatch, ""), change)
                by_cell.setdefault(change.cell, []).append(theirs)
        aside += _once(_aside(made))
    return TheirSide(by_cell, tuple(aside), lineages, sent)


class _Cell:
    """One cell as the files of one unit show it. Files are named by their places in the lineage."""

    def __init__(self, side: TheirSide, made: Lineage, cell: CellId) -> None:
        self.side, self.made, self.cell = side, made, cell
        self.files = made.files
        self.shown = [f.shows(cell) for f in self.files]
        self.says = [f for f in range(len(self.files)) if self._says(f)]
        self.overtaken: set[int] = set()  # by another unit, which had been sent the value

    def _says(self, f: int) -> bool:
        """Whether a file says something of its own of the cell, and doesn't only carry it."""
        near, file = self.made.parents[f], self.files[f]
        other = all(self.shown[a] != self.shown[f] for a in near)
        return other and (bool(near) or self.cell in file.changes) and not file.is_silent(self.cell)

    def theirs(self, f: int) -> Theirs:
        """Return what a file says as others take it; a blank that it was sent is said, too."""
        answer = self.files[f].answer
        change = self.files[f].changed.get(self.cell)
        if change is None:
            known = self.side.by_cell[self.cell]
            base = next((t.base for t in known if t.answer.dispatch == answer.dispatch), None)
            change = ChangedCell(self.cell, base, base)
        return Theirs(answer, self.side.sent.get(answer.dispatch, ""), change)

    def word(self, decided: Collection[ValueKey | None]) -> UnitsWord:
        by = {f: found for f in self.says if (found := self._replacer(f))}
        heads = [
            f
            for f in self.says
            if f not in by and f not in self.overtaken and self.theirs(f).value_key not in decided
        ]
        likely = [f for f in heads if not any(self._presumed(g, f) for g in heads)]
        likely = likely or heads  # names and times can run in a circle
        values = dict.fromkeys(self.shown[f] for f in likely if self.shown[f])
        if len(values) > 1:
            rivals = [f for f in heads if self.shown[f]]
            rivals.sort(
                key=lambda f: f not in likely
            )  # what a likely later one replaced is no first
            standing = _distinct(map(self.theirs, rivals))
            doubts: tuple[Doubt, ...] = ()
        else:
            standing, doubts = self._settled(heads, likely, values, decided)
        said = (self.theirs(f) for f in self.says)
        bases = tuple(t.base for t in said if t.value_key not in decided)
        return UnitsWord(standing, bases, doubts, tuple(self._replaced(by, standing, doubts)))

    def _settled(
        self,
        heads: Collection[int],
        likely: Collection[int],
        values: Iterable[str],
        decided: Collection[ValueKey | None],
    ) -> tuple[tuple[Theirs, ...], tuple[Doubt, ...]]:
        """Return what stands where one value is left, and what speaks against it."""
        if not likely:
            return (), ()
        value = next(iter(values), "")
        latest = max(f for f in likely if self.shown[f] == value)
        doubts = [
            Doubt(self.theirs(f), self._why_presumed(f, heads))
            for f in heads
            if self.shown[f] and self.shown[f] != value
        ]
        doubts += self._shown_again(max(likely), value)
        doubts += self._left_out(latest, value)
        open_ = [d for d in doubts if d.theirs.value_key not in decided]
        once = {d.theirs.value_key.form: d for d in reversed(open_)}
        return (self.theirs(latest),), tuple(reversed(once.values()))

    def _shown_again(self, latest: int, value: str) -> Iterator[Doubt]:
        """Yield what was replaced and is shown again by a file that came after all."""
        for later in range(latest + 1, len(self.files)):
            shown = self.shown[later]
            if shown and shown != value and self.cell in self.files[later].changes:
                yield Doubt(self.theirs(later), SHOWN_AGAIN)

    def _left_out(self, latest: int, value: str) -> Iterator[Doubt]:
        """Yield the blank of a later, nearly whole file where a value was kept."""
        for g, f in sorted(self.made.likely):
            if self.files[g].is_silent(self.cell):
                continue
            if value and g > latest and self.shown[f] == value and not self.shown[g]:
                change = ChangedCell(self.cell, self.theirs(g).base, None)
                theirs = Theirs(self.files[g].answer, self.theirs(g).sent, change)
                yield Doubt(theirs, LEFT_OUT)
                return

    def _replacer(self, f: int) -> tuple[int, Text] | None:
        """Return the file that surely replaced what a file says, and why."""
        for g in self.says:
            if g == f:
                continue
            if was_sent_it(self.files[g], self.files[f], self.cell):
                return g, CHANGED
            if any(
                (g, m) in self.made.follows and is_proven(self.files[g], self.files[m])
                for m in self._carriers(f)
            ):
                return g, GOES_ON
        return None

    def _carriers(self, f: int) -> list[int]:
        """Return a file and those that go on from it and still show its value."""
        later = (b for b, a in self.made.follows if a == f and self.shown[b] == self.shown[f])
        return [f, *sorted(later)]

    def _presumed(self, g: int, f: int) -> Text | None:
        """Return why a file likely replaced what another says, None where nothing says so."""
        if g == f:
            return None
        pairs = [(g, m) for m in self._carriers(f)]
        if any(pair in self.made.follows for pair in pairs):
            return LATER_ONLY
        if not self.shown[g]:
            return None
        if any(pair in self.made.likely for pair in pairs):
            return ALIKE
        if same_hand(self.files[g], self.files[f], self.cell):
            return SAME_NAME
        alone = later_without_names(self.files[g], self.files[f], self.cell)
        return TIME_ALONE if alone else None

    def _why_presumed(self, f: int, heads: Iterable[int]) -> Text:
        return next((why for g in heads if (why := self._presumed(g, f))), LATER_ONLY)

    def _replaced(
        self,
        by: dict[int, tuple[int, Text]],
        standing: Collection[Theirs],
        doubts: Collection[Doubt],
    ) -> Iterator[Replaced]:
        """Yield the values that stand no more, each once."""
        kept = {t.value_key.form for t in standing} | {d.theirs.value_key.form for d in doubts}
        for f, (g, why) in by.items():
            if self.shown[f] and self.shown[f] not in kept:
                kept.add(self.shown[f])
                yield Replaced(self.theirs(f), self.theirs(g), why)
        if len(standing) == 1:
            for doubt in doubts:
                if doubt.theirs.value is not None:
                    (stands,) = standing
                    yield Replaced(doubt.theirs, stands, doubt.why, presumed=True)


def _see_each_other(cells: Sequence[_Cell]) -> None:
    """Note for each unit which of its values another one was sent and changed."""
    latest: dict[str, list[tuple[float, str]]] = {}
    for one in cells:
        for g in one.says:
            file = one.files[g]
            known = latest.setdefault(file.base.get(one.cell, ""), [])
            known.append((file.sent, file.answer.unit))
    for known in latest.values():
        known.sort(reverse=True)
    for one in cells:
        for f in one.says:
            file = one.files[f]
            others = (s for s, unit in latest.get(one.shown[f], ()) if unit != file.answer.unit)
            if next(others, file.sent) > file.sent:
                one.overtaken.add(f)


def _distinct(theirs: Iterable[Theirs]) -> tuple[Theirs, ...]:
    """Return the values once each, the first that says it."""
    once: dict[str, Theirs] = {}
    for one in theirs:
        once.setdefault(one.value_key.form, one)
    return tuple(once.values())


def _aside(made: Lineage) -> Iterator[tuple[Answer, SetAside]]:
    """Yield what lies aside, but for that of files which a later one surely goes on from."""
    replaced = {a for b, a in made.follows if is_proven(made.files[b], made.files[a])}
    for a, file in enumerate(made.files):
        if a not in replaced:
            yield from ((file.answer, value) for value in file.answer.set_aside)


def _once(aside: Iterable[tuple[Answer, SetAside]]) -> Iterator[tuple[Answer, SetAside]]:
    """Leave out what a unit's several files to one dispatch say alike."""
    seen = set()
    for answer, value in aside:
        place = value.place if value.code == OVERLOOKED.code else ""  # two things may say the same
        where = (place, value.key, value.round, value.action, value.column)
        same = (answer.dispatch, *where, form(value.value))
        if same not in seen:
            seen.add(same)
            yield answer, value
