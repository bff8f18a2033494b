"""What the program does to the workbook alone, and other programs: fill, confirm, restore."""

from __future__ import annotations

import copy

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.year.bookkeeping import (
    ANSWERS,
    ROUND,
    SIX,
    TWELVE,
    Row,
)
from tests.year.desk import (
    MONTHS_OF,
    OURS,
    TALLY,
    THEIRS,
    Desk,
    NewWorkbooks,
    limited,
    rounds,
    some,
)
from tests.year.workbook import (
    AGENCY,
    Table,
)


class Rounds(Desk):
    """The rounds of a year."""

    # --- fill, rounds

    @limited("fill")
    @rule(round_=rounds, dry=st.integers(0, 4))
    def fill(self, round_: str, dry: int) -> None:
        self.done["fill"] += 1
        if not dry:
            TALLY.steps["fill --dry-run"] += 1
            before = self.master.changes()
            self.master.fill_tried(MONTHS_OF[round_])
            assert self.master.changes() == before
        self.fill_round(round_)

    def fill_round(self, round_: str) -> None:
        TALLY.steps[f"fill {MONTHS_OF[round_]}"] += 1
        before_, held = copy.deepcopy(self.year), self.master.changes()
        self.year.fill(round_)
        wrong = any(row.choices or row.asked for row in self.year.rows)
        unsure = any(row.answered for row in self.year.rows)
        self.ended(self.master.fill(MONTHS_OF[round_]), *((0, 1) if unsure else (int(wrong),)))
        self.check()
        self.the_choices_are_listed()
        self.before = before_ if self.master.changes() != held else None

    def the_choices_are_listed(self) -> None:
        listed = {
            tuple(self.conflicts.value(line, h) for h in (ROUND, "คอลัมน์", OURS, THEIRS))
            for line in self.conflicts.rows
            if self.conflicts.filled(line)
        }
        for row in self.year.rows:
            for f, plan in (row.choices | row.asked).items():
                must = (row.round, f, row.cells.get(f), plan)
                assert must in listed, ("choice", must, listed)

    @precondition(lambda self: self.round == SIX and self.year.rows)
    @rule()
    def the_second_round_begins(self) -> None:
        TALLY.steps["settings: round"] += 1
        self.round = TWELVE
        agency = Table(self.master.sheets(), AGENCY)
        for line in agency.rows:
            if agency.value(line, "รายการ") == "รอบการรายงาน":
                line[agency.at("ค่า")] = TWELVE
        self.by_hand(agency.edits())

    @precondition(lambda self: self.year.waits())
    @rule(n=some, everything=st.booleans())
    def carried_rows_are_confirmed(self, n: int, everything: bool) -> None:
        TALLY.steps["confirm"] += 1
        waits = self.year.waits()
        fresh = [row for row in waits if self.says_the_same(row)]
        chosen = waits if everything else [waits[n % len(waits)]]
        numbers = [4 + self.results.rows.index(self.line(r)) for r in chosen]
        self.keep()
        self.ended(self.master.confirm(None if everything else numbers), 0, 1)
        for row in chosen:
            if row in fresh:
                row.confirmed = True
        self.check()

    def says_the_same(self, row: Row) -> bool:
        six = self.year.row((row.action, SIX, row.unit))
        return six is not None and all(row.cells.get(f) == six.cells.get(f) for f in ANSWERS)

    def keep(self) -> None:
        """Remember what a restore brings back."""
        self.before = copy.deepcopy(self.year)

    @precondition(lambda self: self.before is not None)
    @limited("the_last_change_is_taken_back")
    @rule()
    def the_last_change_is_taken_back(self) -> None:
        self.done["the_last_change_is_taken_back"] += 1
        assert self.before is not None
        TALLY.steps["restore"] += 1
        self.ended(self.master.restore(), 0)
        self.year, self.before = self.before, None
        self.check()

    # --- other programs, upgrade, checking

    @precondition(lambda self: self.on_disk)
    @limited("another_program_saves_the_file")
    @rule(n=some)
    def another_program_saves_the_file(self, n: int) -> None:
        self.done["another_program_saves_the_file"] += 1
        self.before = None
        often = NewWorkbooks.libreoffice
        program = "LibreOffice" if often and n % often == 1 else "openpyxl"
        TALLY.steps[program] += 1
        self.master.saved_by(program)
        self.check()

    @limited("it_is_checked_or_upgraded")
    @rule(what=st.sampled_from(("upgrade", "validate")))
    def it_is_checked_or_upgraded(self, what: str) -> None:
        self.done["it_is_checked_or_upgraded"] += 1
        what = what if self.on_disk else "validate"  # what is put back are formulas
        TALLY.steps[what] += 1
        self.before = None
        self.ended(self.master.validate() if what == "validate" else self.master.upgrade(), 0, 1)
        self.check()
