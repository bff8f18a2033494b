"""What is sent to the units and comes back: early, late, twice, from several units of one action."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.year.bookkeeping import (
    ANSWERS,
    CARRIED,
    EVIDENCE,
    KEY,
    OUTCOME,
    PROBLEMS,
    REPORTER,
    ROUND,
    SIX,
    STATES,
    STATUS,
    SUGGESTIONS,
    TEXT,
    TWELVE,
    Row,
)
from tests.year.desk import TALLY, Answer, Desk, Spot, Workbook, limited, some
from tests.year.unit_books import open_book, send
from tests.year.workbook import Value, marks_in

FIELDS = (OUTCOME, PROBLEMS, SUGGESTIONS, OUTCOME, EVIDENCE, REPORTER, STATUS)
USE_OURS, USE_THEIRS, USE_OWN = "ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน", "ใช้ข้อความที่พิมพ์เอง"
CHOICE, OWN = "เลือก", "ข้อความที่พิมพ์เอง"
typing = st.lists(st.tuples(some, st.sampled_from(FIELDS)), min_size=1, max_size=3)


class Answers(Desk):
    """Units' workbooks on their way."""

    # --- out

    @precondition(lambda self: any(r.round == self.round for r in self.year.rows))
    @limited("the_workbook_is_split")
    @rule(unit=st.one_of(st.none(), some))
    def the_workbook_is_split(self, unit: int | None) -> None:
        """For all units, or for one alone."""
        self.done["the_workbook_is_split"] += 1
        chosen = self.year.units if unit is None else [self.unit(unit)]
        if unit is None or any(r.round == self.round and chosen[0] in self.year.who(r)
                               for r in self.year.rows):  # fmt: skip
            self.split_and_check(() if unit is None else tuple(chosen))

    def unit(self, n: int) -> str:
        return self.year.units[n % len(self.year.units)]

    def split_and_check(self, chosen: tuple[str, ...] = ()) -> None:
        TALLY.steps["split"] += 1
        self.splits += 1
        out = self.folder / f"out{self.splits}"
        keyless = any(a.key is None for a in self.year.actions())
        ran, made = self.master.split(out, chosen)
        self.ended(ran, *((0, 1, 3) if keyless else (0, 1)))  # before the fill of a new row
        if ran.code == 3:
            return
        self.before = None
        self.year.split(self.round)
        self.check()
        sent = {unit: self.received(unit, path) for unit, path in made.items()}
        for row in self.year.rows:
            if row.round != self.round or not row.cells.get(TEXT):
                continue
            units = [row.unit] if row.unit else self.year.who(row)
            assert units or str(row.cells[TEXT]) in ran.said, ("to nobody", row.cells)
            for unit in units:
                own = (row.action, row.round, unit)
                if unit in sent and (unit in self.year.who(row) or not row.unit):
                    got = {own, row.place} & set(sent[unit].rows.values())
                    assert len(got) == 1, ("not sent", unit, row.cells)
                    shared = len(self.year.who(row)) > 1 and self.year.row(own) is not None
                    assert got == {own} or not shared, ("sent the joint row", unit, row.cells)
        shutil.rmtree(out)

    def received(self, unit: str, path: Path) -> Workbook:
        book = open_book(path)
        rows, base = {}, {}
        for n, line in book.rows().items():
            if line[TEXT] is None:
                continue
            row = self.sent_row(unit, line)
            rows[n] = row.place
            for f in CARRIED:
                assert line[f] == row.cells.get(f), ("sent", unit, row.place, f, line[f])
                base[row.place, f] = line[f]
        found = Workbook(unit, path.name, book, rows, base)
        self.workbooks.append(found)
        return found

    def sent_row(self, unit: str, line: dict[str, Value]) -> Row:
        """Return the row that a unit got: its own of an action that it shares."""
        found = {
            r.unit: r
            for r in self.year.rows
            if (r.cells.get(TEXT), r.round) == (line[TEXT], line[ROUND]) and r.unit in ("", unit)
        }
        return found[unit if "~" in str(line[KEY]) else ""]

    # --- at the unit

    @precondition(lambda self: self.workbooks)
    @rule(answers=st.lists(st.tuples(some, typing), min_size=1, max_size=3))
    def units_answer(self, answers: list[tuple[int, list[tuple[int, str]]]]) -> None:
        """One after the other; two people of one unit may have the same workbook."""
        for which, cells in answers:
            self.a_unit_answers(which, cells)

    def a_unit_answers(self, which: int, cells: list[tuple[int, str]]) -> None:
        TALLY.steps["unit types"] += 1
        book = self.workbooks[-1 - which % min(len(self.workbooks), 6)]
        numbers = list(book.rows)
        if not numbers:
            return
        for n, f in cells:
            number = numbers[n % len(numbers)]
            text = STATES[n % 3] if f == STATUS else self.text(f"{f}ของหน่วยงาน")
            text = f"https://www.example.go.th/{text.split()[-1]}" if f == EVIDENCE else text
            book.book.type(number, f, text)
            self.typed += 1
            book.typed[book.rows[number], f] = self.typed, text
        self.comes(book)

    def comes(self, book: Workbook) -> None:
        """Write the file as it stands, on its way to the office."""
        self.clock += 1
        now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=self.clock)
        path = self.folder / f"{self.clock:03} {book.name}"
        send(book.book, path, now)
        self.files.append(Answer(book.unit, path, self.clock, book, dict(book.typed)))

    # --- back

    @precondition(lambda self: self.files)
    @rule(first=some, many=st.integers(1, 4), again=st.booleans())
    def answers_are_collected(self, first: int, many: int, again: bool) -> None:
        TALLY.steps["collect"] += 1
        at = first % len(self.files)
        chosen = (self.files + self.files)[at : at + min(many, len(self.files))]
        self.files = [a for a in self.files if a not in chosen]
        if again and self.returned:
            chosen.append(self.returned[first % len(self.returned)])
        chosen = list(dict.fromkeys(chosen))
        TALLY.steps["files collected"] += len(chosen)
        ran = self.ended(self.master.collect([a.path for a in chosen]), 0, 1)
        for answer in chosen:
            assert answer.path.name in ran.said, ("a file without a line", answer.path.name)
        self.returned += [a for a in chosen if a not in self.returned]
        self.settled({self.home(s, a.unit) for a in chosen for s in a.typed})

    def home(self, spot: Spot, unit: str) -> Spot:
        """Return where an answer belongs: what was sent as a shared row, to the unit's own."""
        (action, round_, of), f = spot
        own = (action, round_, unit)
        if not of and self.year.by_unit and self.year.row(own) is not None:
            return own, f
        return spot

    def latest(self, spot: Spot) -> dict[str, list[tuple[str, Value]]]:
        """Return what each unit typed into a cell, newest first, with what it was sent.

        Which of its own texts it means where two of its workbooks differ, only the unit knows.
        """
        found: dict[str, dict[int, tuple[str, Value]]] = {}
        for answer in self.returned:
            for typed, (when, text) in answer.typed.items():
                if self.home(typed, answer.unit) == spot:
                    base = answer.workbook.base.get(typed) if typed == spot else None
                    found.setdefault(answer.unit, {})[when] = (text, base)
        return {unit: [said[n] for n in sorted(said)[::-1]] for unit, said in found.items()}

    def settled(self, spots: set[Spot], withdrawn: frozenset[str] = frozenset()) -> None:
        """Look what became of the cells that units typed, and say where each text must be now."""
        spots = spots | self.moved_home()
        self.look()
        for spot in sorted(spots, key=lambda s: (s[0][1] != SIX, s)):
            self.settle(spot, withdrawn)
        if self.year.shares():
            self.year.combine()
        self.before = None
        self.check()

    def settle(self, spot: Spot, withdrawn: frozenset[str]) -> None:
        place, f = spot
        row, said = self.year.row(place), self.latest(spot)
        if row is None:
            self.aside_holds({newest[0][0] for newest in said.values()})
            return
        if not row.unit and self.year.beneath(row):
            row.answered.add(f)
        stands = self.results.value(self.line(row), f)
        if f in row.answered:
            return
        self.allowed(row, f, stands, said, withdrawn)
        decided = row.decided.get(f, set())
        row.waiting[f] = set().union(
            *(marks_in(t) for (t, _), *_ in said.values() if t != stands and t not in decided)
        )
        before = row.cells.get(f)
        if stands != before:
            row.officers.discard(f)
        row.cells[f] = stands
        row.seen.setdefault(f, []).append(stands)
        self.followed(row, f, before, stands)

    def followed(self, six: Row, f: str, before: Value, now: Value) -> None:
        """A 12-month row follows an answer for 6 months, where nobody wrote in it."""
        row = self.year.row((six.action, TWELVE, six.unit))
        if six.round != SIX or row is None or f not in CARRIED or before == now:
            return
        if row.cells.get(f) == before and not self.latest((row.place, f)):
            row.cells[f] = now
            row.officers.discard(f)
            if f in ANSWERS:
                row.confirmed = False

    def moved_home(self) -> set[Spot]:
        """Return the cells that answers to a shared row come to, as their units have rows now."""
        return {
            home
            for answer in self.returned
            for spot in answer.typed
            if (home := self.home(spot, answer.unit)) != spot
        }

    def aside_holds(self, texts: set[str]) -> None:
        listed = marks_in([self.conflicts.rows, self.aside.rows])
        assert marks_in(list(texts)) <= listed, ("lost with its row", texts)

    def allowed(
        self,
        row: Row,
        f: str,
        stands: Value,
        said: dict[str, list[tuple[str, Value]]],
        withdrawn: frozenset[str],
    ) -> None:
        """Fail where a value stands that must not, or doesn't that must."""
        held, texts = row.cells.get(f), {t for own in said.values() for t, _ in own}
        spot = ("answer", row.place, f, {"held": held, "stands": stands, "said": said})
        TALLY.cells += 1
        if withdrawn and f == STATUS:
            return  # somebody else may have chosen the same
        if withdrawn:
            assert stands not in withdrawn - texts or stands in row.decided.get(f, ()), spot
            if held not in withdrawn:
                assert stands == held or stands in texts, spot
            return
        pairs = [pair for own in said.values() for pair in own]
        if len(said) == 1:
            assert stands == held or stands in texts, spot
        else:  # what units contradict each other about may be as it was sent until one is chosen
            assert stands == held or stands in texts | {base for _, base in pairs}, spot
        if f in row.officers and stands != held:
            # The officer typed before the workbook went out, so the unit saw it.
            assert any(t == stands and base == held for t, base in pairs), spot
        if len(said) == 1 and len(texts) == 1:
            [(unit, [(text, base), *_])] = said.items()
            mine = unit in ([row.unit] if row.unit else self.year.who(row))
            if held == base and mine and f not in row.decided:
                assert stands == text, spot

    # --- decisions

    def decidable(self) -> dict[tuple[object, ...], list[list[Value]]]:
        """Return the lines of the conflicts by the cell that they are about."""
        found: dict[tuple[object, ...], list[list[Value]]] = {}
        for line in self.conflicts.rows:
            if self.conflicts.filled(line):
                place = tuple(self.conflicts.value(line, h) for h in ("รหัส", ROUND, "คอลัมน์"))
                found.setdefault(place, []).append(line)
        return found

    def row_of(self, key: str, round_: str) -> Row | None:
        keys = {
            self.results.value(line, KEY): self.place(line)
            for line in self.results.rows
            if self.results.value(line, ROUND) == round_
        }
        by_line = {(r.cells.get(TEXT), r.round, r.unit): r for r in self.year.rows}
        return by_line.get(keys.get(key, ()))

    @precondition(lambda self: self.decidable())
    @rule(n=some, choice=st.sampled_from((USE_OURS, USE_THEIRS, USE_OWN)))
    def a_conflict_is_decided(self, n: int, choice: str) -> None:
        cells = self.decidable()
        place = list(cells)[n % len(cells)]
        lines = cells[place]
        row, f = self.row_of(str(place[0]), str(place[1])), str(place[2])
        if row is None or (len(lines) > 1 and choice == USE_THEIRS):
            return
        [theirs, *_] = {self.conflicts.value(line, "ค่าของหน่วยงาน") for line in lines}
        plan = next((a.cells.get(f) for a in self.year.actions() if a.id == row.action), None)
        if f in row.answered or (f in row.asked and theirs != row.asked[f]):
            return
        if f not in CARRIED and (row.choices.get(f) != theirs or plan != theirs):
            return  # the plan says another thing by now: the choice counts no more
        TALLY.steps[f"resolve: {choice}"] += 1
        own = self.text("ตามที่ประชุม") if f != STATUS else STATES[n % 3]
        own = own if choice == USE_OWN else None
        for line in lines:
            line[self.conflicts.at(CHOICE)] = choice
            line[self.conflicts.at(OWN)] = own
        self.by_hand(self.conflicts.edits())
        stale = f in row.asked and self.year.comes_to(row, f) != row.asked[f]
        self.ended(self.master.resolve(), 0, 1)
        if stale:  # the units say otherwise by now: asked again
            self.asked_again(place, own)
            return
        before = row.cells.get(f)
        new = {USE_OURS: before, USE_THEIRS: theirs, USE_OWN: own}[choice]
        if f in row.asked:
            row.combined[f] = row.asked.pop(f)
            row.officers.add(f)
        elif f in CARRIED:
            said = {t for own in self.latest((row.place, f)).values() for t, _ in own}
            row.decided.setdefault(f, set()).update(said)
            row.waiting.pop(f, None)
            if choice == USE_OWN:
                row.officers.add(f)
            elif choice == USE_THEIRS:
                row.officers.discard(f)  # a unit's text, which it may correct
        else:
            row.base[f] = row.choices.pop(f)
        row.cells[f] = new
        self.followed(row, f, before, new)
        self.settled(set())

    def asked_again(self, place: tuple[object, ...], own: Value) -> None:
        """The officer's own text stays beside the conflict, until she takes it away."""
        self.look()
        lines = self.decidable().get(place, [])
        assert own is None or own in {self.conflicts.value(line, OWN) for line in lines}, place
        for line in lines:
            line[self.conflicts.at(OWN)] = None
        self.by_hand(self.conflicts.edits())
        self.settled(set())

    @precondition(lambda self: self.returned)
    @rule(n=some)
    def a_file_is_withdrawn(self, n: int) -> None:
        TALLY.steps["withdraw"] += 1
        gone = self.returned.pop(n % len(self.returned))
        self.ended(self.master.withdraw(gone.path.name), 0, 1)
        spots = {self.home(spot, gone.unit) for spot in gone.typed}
        self.settled(spots, frozenset(text for _, text in gone.typed.values()))
