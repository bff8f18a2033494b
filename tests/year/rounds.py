"""What the program does to the workbook alone, and other programs: fill, confirm, restore."""

from __future__ import annotations

import copy
import shutil

import openpyxl
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests import libreoffice
from tests.year.bookkeeping import (
    ANSWERS,
    ROUND,
    SIX,
    TWELVE,
)
from tests.year.desk import (
    MONTHS_OF,
    OURS,
    TALLY,
    THEIRS,
    Desk,
    NewWorkbook,
    limited,
    rounds,
    some,
)
from tests.year.workbook import (
    AGENCY,
    Sheets,
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
            self.save()
            before = self.path.read_bytes()
            self.command("fill", self.path, "--round", MONTHS_OF[round_], "--dry-run", codes=(0, 1))
            assert self.path.read_bytes() == before
        self.fill_round(round_)

    def fill_round(self, round_: str) -> None:
        TALLY.steps[f"fill {MONTHS_OF[round_]}"] += 1
        self.save()
        before_, held = copy.deepcopy(self.year), self.path.read_bytes()
        self.year.fill(round_)
        wrong = any(row.choices for row in self.year.rows)
        self.command("fill", self.path, "--round", MONTHS_OF[round_], codes=(int(wrong),))
        self.check()
        self.the_choices_are_listed()
        self.before = before_ if self.path.read_bytes() != held else None

    def the_choices_are_listed(self) -> None:
        listed = {
            tuple(self.conflicts.value(line, h) for h in (ROUND, "คอลัมน์", OURS, THEIRS))
            for line in self.conflicts.rows
            if self.conflicts.filled(line)
        }
        for row in self.year.rows:
            for f, plan in row.choices.items():
                must = (row.round, f, row.cells.get(f), plan)
                assert must in listed, ("choice", must, listed)

    @precondition(lambda self: self.round == SIX and self.year.rows)
    @rule()
    def the_second_round_begins(self) -> None:
        TALLY.steps["settings: round"] += 1
        self.round = TWELVE
        agency = Table(Sheets(self.path), AGENCY)
        for line in agency.rows:
            if agency.value(line, "รายการ") == "รอบการรายงาน":
                line[agency.at("ค่า")] = TWELVE
        self.by_hand(agency.edits())

    @precondition(lambda self: self.year.waits())
    @rule(n=some, everything=st.booleans())
    def carried_rows_are_confirmed(self, n: int, everything: bool) -> None:
        TALLY.steps["confirm"] += 1
        six, waits = self.year.of(SIX), self.year.waits()
        fresh = [
            r for r in waits if all(r.cells.get(f) == six[r.action].cells.get(f) for f in ANSWERS)
        ]
        chosen = waits if everything else [waits[n % len(waits)]]
        numbers = [4 + self.results.rows.index(self.line(r)) for r in chosen]
        self.keep()
        self.command("confirm", self.path, *(["--all"] if everything else numbers), codes=(0, 1))
        for row in chosen:
            if row in fresh:
                row.confirmed = True
        self.check()

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
        self.command("restore", self.path)
        self.year, self.before = self.before, None
        self.check()

    # --- other programs, upgrade, checking

    @limited("another_program_saves_the_file")
    @rule(n=some)
    def another_program_saves_the_file(self, n: int) -> None:
        self.done["another_program_saves_the_file"] += 1
        self.save()
        self.before = None
        if NewWorkbook.libreoffice and n % NewWorkbook.libreoffice == 1:
            TALLY.steps["LibreOffice"] += 1
            made = libreoffice.convert(self.path, "xlsx", self.folder / "office")
            shutil.copyfile(made, self.path)
        else:
            TALLY.steps["openpyxl"] += 1
            openpyxl.load_workbook(self.path).save(self.path)
        self.check()

    @limited("it_is_checked_or_upgraded")
    @rule(what=st.sampled_from(("upgrade", "validate")))
    def it_is_checked_or_upgraded(self, what: str) -> None:
        self.done["it_is_checked_or_upgraded"] += 1
        TALLY.steps[what] += 1
        self.before = None
        self.command(what, self.path, codes=(0, 1))
        self.check()
