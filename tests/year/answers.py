"""What is sent to the units and comes back: early, late, twice, from several units of one action."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.oracle.unit_file import Extras, Sent, Stamp, write
from tests.year.bookkeeping import (
    CARRIED,
    EVIDENCE,
    OUTCOME,
    PROBLEMS,
    REPORTER,
    ROUND,
    STATES,
    STATUS,
    SUGGESTIONS,
    TEXT,
    WHO,
    Row,
)
from tests.year.desk import EVERYBODY, TALLY, Answer, Desk, Workbook, limited, some
from tests.year.workbook import Value, marks_in

FIELDS = (OUTCOME, PROBLEMS, SUGGESTIONS, OUTCOME, EVIDENCE, REPORTER, STATUS)
USE_OURS, USE_THEIRS, USE_OWN = "ใช้ค่าในไฟล์หลัก", "ใช้ค่าของหน่วยงาน", "ใช้ข้อความที่พิมพ์เอง"
CHOICE, OWN = "เลือก", "ข้อความที่พิมพ์เอง"
Spot = tuple[tuple[int, str], str]  # a row's action and round, and a column


class Answers(Desk):
    """Units' workbooks on their way."""

    # --- out

    def who(self, row: Row) -> list[str]:
        said = str(row.cells.get(WHO))
        return self.units if said == EVERYBODY else [u for u in self.units if u in said]

    @precondition(lambda self: any(r.round == self.round for r in self.year.rows))
    @limited("the_workbook_is_split")
    @rule()
    def the_workbook_is_split(self) -> None:
        self.done["the_workbook_is_split"] += 1
        TALLY.steps["split"] += 1
        out = self.folder / f"out{len(self.workbooks)}"
        keyless = any(a.key is None for a in self.year.actions())
        ran = self.command("split", self.path, "-o", out, "--json", codes=(0, 1, 3))
        assert (ran.code == 3) <= keyless, ran  # refused only before the fill of a new row
        if ran.code == 3:
            return
        said = json.loads(ran.out)
        self.before = None
        self.check()
        sent = {}
        for made in said["workbooks"]:
            sent[made["unit"]] = self.received(made["unit"], out / made["file"])
        for row in self.year.rows:
            if row.round != self.round or not row.cells.get(TEXT):
                continue
            units = self.who(row)
            assert units or str(row.cells[TEXT]) in ran.out + ran.err, ("to nobody", row.cells)
            for unit in units:
                assert row.place in sent[unit].rows.values(), ("not sent", unit, row.cells)
        shutil.rmtree(out)

    def received(self, unit: str, path) -> Workbook:
        sent = Sent(path.read_bytes())
        places = {(r.cells.get(TEXT), r.round): r for r in self.year.rows}
        rows, base = {}, {}
        for n, line in enumerate(sent.lines):
            if (text := line.values.get(sent.columns[TEXT])) is None:
                continue
            row = places[text, line.values[sent.columns[ROUND]]]
            rows[n] = row.place
            for f in CARRIED:
                stands: Value = line.values.get(sent.columns[f])
                assert stands == row.cells.get(f), ("sent", unit, row.place, f, stands)
                base[row.place, f] = stands
        book = Workbook(unit, path.name, sent, rows, base)
        self.workbooks.append(book)
        return book

    # --- at the unit

    @precondition(lambda self: self.workbooks)
    @rule(
        which=some, cells=st.lists(st.tuples(some, st.sampled_from(FIELDS)), min_size=1, max_size=4)
    )
    def a_unit_answers(self, which: int, cells: list[tuple[int, str]]) -> None:
        TALLY.steps["unit types"] += 1
        book = self.workbooks[-1 - which % min(len(self.workbooks), 5)]
        numbers = list(book.rows)
        if not numbers:
            return
        for n, f in cells:
            number = numbers[n % len(numbers)]
            text = STATES[n % 3] if f == STATUS else self.text(f"{f}ของหน่วยงาน")
            text = f"https://www.example.go.th/{text.split()[-1]}" if f == EVIDENCE else text
            book.sent.lines[number].values[book.sent.columns[f]] = text
            book.typed[book.rows[number], f] = text
        self.comes(book)

    def comes(self, book: Workbook) -> None:
        """Write the file as it stands, on its way to the office."""
        self.clock += 1
        now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=self.clock)
        stamp = Stamp(now.strftime("%Y-%m-%dT%H:%M:%SZ"), "ผู้รายงาน")
        data = write(book.sent, book.sent.lines, Extras(), stamp, shared=True, small=False)
        path = self.folder / f"{self.clock:03} {book.name}"
        path.write_bytes(data)
        os.utime(path, (now.timestamp(), now.timestamp()))
        self.files.append(Answer(book.unit, path, self.clock, book, dict(book.typed)))

    # --- back

    @precondition(lambda self: self.files)
    @rule(first=some, many=st.integers(1, 3), again=st.booleans())
    def answers_are_collected(self, first: int, many: int, again: bool) -> None:
        TALLY.steps["collect"] += 1
        at = first % len(self.files)
        chosen = (self.files + self.files)[at : at + min(many, len(self.files))]
        self.files = [a for a in self.files if a not in chosen]
        if again and self.returned:
            chosen.append(self.returned[first % len(self.returned)])
        chosen = list(dict.fromkeys(chosen))
        TALLY.steps["files collected"] += len(chosen)
        ran = self.command("collect", self.path, *(a.path for a in chosen), codes=(0, 1))
        for answer in chosen:
            assert answer.path.name in ran.out + ran.err, (
                "a file without a line",
                answer.path.name,
            )
        self.returned += [a for a in chosen if a not in self.returned]
        self.settled({s for a in chosen for s in a.typed})

    def latest(self, spot: Spot) -> dict[str, tuple[str, Value]]:
        """Return what each unit says at last of a cell, and what it was sent."""
        found: dict[str, tuple[str, Value]] = {}
        for answer in sorted(self.returned, key=lambda a: a.when):
            if spot in answer.typed:
                found[answer.unit] = (answer.typed[spot], answer.workbook.base.get(spot))
        return found

    def settled(self, spots: set[Spot], withdrawn: frozenset[str] = frozenset()) -> None:
        """Look what became of the cells that units typed, and say where each text must be now."""
        self.look()
        for place, f in sorted(spots):
            row = self.year.row(place)
            said = self.latest((place, f))
            if row is None:
                self.aside_holds({t for t, _ in said.values()})
                continue
            stands = self.results.value(self.line(row), f)
            self.allowed(row, f, stands, said, withdrawn)
            decided = row.decided.get(f, set())
            row.waiting[f] = set().union(
                *(marks_in(t) for t, _ in said.values() if t != stands and t not in decided)
            )
            if stands != row.cells.get(f):
                row.officers.discard(f)
            row.cells[f] = stands
            row.seen.setdefault(f, []).append(stands)
        self.before = None
        self.check()

    def aside_holds(self, texts: set[str]) -> None:
        listed = marks_in([self.conflicts.rows, self.aside.rows])
        assert marks_in(list(texts)) <= listed, ("lost with its row", texts)

    def allowed(
        self,
        row: Row,
        f: str,
        stands: Value,
        said: dict[str, tuple[str, Value]],
        withdrawn: frozenset[str],
    ) -> None:
        """Fail where a value stands that must not, or doesn't that must."""
        held, texts = row.cells.get(f), {t for t, _ in said.values()}
        spot = ("answer", row.place, f, {"held": held, "stands": stands, "said": said})
        TALLY.cells += 1
        if withdrawn:
            assert stands not in withdrawn - texts or stands in row.decided.get(f, ()), spot
            if held not in withdrawn:
                assert stands == held or stands in texts, spot
            return
        assert stands == held or stands in texts, spot
        if f in row.officers and stands != held:
            # The officer typed before the workbook went out, so the unit saw it.
            assert any(t == stands and base == held for t, base in said.values()), spot
        if len(said) == 1:
            [(unit, (text, base))] = said.items()
            if held == base and unit in self.who(row) and f not in row.decided:
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

    @precondition(lambda self: self.decidable())
    @rule(n=some, choice=st.sampled_from((USE_OURS, USE_THEIRS, USE_OWN)))
    def a_conflict_is_decided(self, n: int, choice: str) -> None:
        cells = self.decidable()
        place = list(cells)[n % len(cells)]
        lines = cells[place]
        ids = {a.key: a.id for a in (*self.year.actions(), *self.year.removed)}
        row = self.year.row((ids.get(place[0], 0), str(place[1])))
        f = str(place[2])
        if row is None or (len(lines) > 1 and choice == USE_THEIRS):
            return
        [theirs, *_] = {self.conflicts.value(line, "ค่าของหน่วยงาน") for line in lines}
        plan = next((a.cells.get(f) for a in self.year.actions() if a.id == row.action), None)
        if f not in CARRIED and (row.choices.get(f) != theirs or plan != theirs):
            return  # the plan says another thing by now: the choice counts no more
        TALLY.steps[f"resolve: {choice}"] += 1
        own = self.text("ตามที่ประชุม") if choice == USE_OWN else None
        for line in lines:
            line[self.conflicts.at(CHOICE)] = choice
            line[self.conflicts.at(OWN)] = own
        self.by_hand(self.conflicts.edits())
        self.command("resolve", self.path, codes=(0, 1))
        new = {USE_OURS: row.cells.get(f), USE_THEIRS: theirs, USE_OWN: own}[choice]
        if f in CARRIED:
            said = {t for t, _ in self.latest((row.place, f)).values()}
            row.decided.setdefault(f, set()).update(said)
            row.waiting.pop(f, None)
            row.officers.add(f)
        else:
            row.base[f] = row.choices.pop(f)
        row.cells[f] = new
        self.check()

    @precondition(lambda self: self.returned)
    @rule(n=some)
    def a_file_is_withdrawn(self, n: int) -> None:
        TALLY.steps["withdraw"] += 1
        gone = self.returned.pop(n % len(self.returned))
        self.command("withdraw", self.path, gone.path.name, codes=(0, 1))
        self.settled(set(gone.typed), frozenset(gone.typed.values()))
