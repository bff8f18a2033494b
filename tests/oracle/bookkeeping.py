"""Who typed what where, in plain lists; and whether it can be found after a collecting.

Nothing of the merge is used. The master is read by python-calamine, the command's words are text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from tests.oracle.people import Parcel

SHOWN = 2
MARK = re.compile(r"Q\d{6}Q")
RESULTS, CONFLICTS, ASIDE, HISTORY = "ผลการดำเนินการ", "ข้อขัดแย้ง", "แถวที่จับคู่ไม่ได้", "ประวัติ"
ACTION = "วิธีการดำเนินงาน"


@dataclass
class Typed:
    """A value that somebody typed. `action` and `column` are empty where it stands in no table."""

    text: str
    mark: str  # empty for a sentence that many people write alike
    unit: str
    action: str
    column: str
    kind: str = "cell"
    returned: bool = False  # in a file that was collected and could be read
    shown: bool = False  # in the results, after the last collecting
    decided: bool = False  # the officer decided against it, or typed over it
    reported: bool = False  # a verdict was given already


class Verdict(NamedTuple):
    """What went wrong with a value."""

    what: str  # lost · under another action · gone without a line
    unit: str
    typed: Typed
    where: str = ""

    def __str__(self) -> str:
        t = self.typed
        spot = f"{t.action or t.kind} / {t.column}"
        return f"{self.what}: {t.text!r} [{t.kind}] of {self.unit}, {spot}; {self.where}"


@dataclass
class Seen:
    """What a person can see after a collecting."""

    cells: dict[tuple[str, str], str]  # the results: by action and column
    marks: dict[str, list[tuple[str, str]]]  # where in the results each mark stands
    waiting: set[str]  # marks on the sheets of conflicts and of what was set aside
    listed: set[str]  # marks on any of the sheets that list values, or in the certificate
    lines: list[str]  # all rows of those sheets, as text


def look(master: Path, certificate: Path) -> Seen:
    """Read the master and the certificate."""
    book = CalamineWorkbook.from_path(str(master))
    rows = book.get_sheet_by_name(RESULTS).to_python(skip_empty_area=False)
    at = next(n for n, row in enumerate(rows) if ACTION in row)
    headings = [str(v) for v in rows[at]]
    action = headings.index(ACTION)
    cells: dict[tuple[str, str], str] = {}
    marks: dict[str, list[tuple[str, str]]] = {}
    for row in rows[at + 1 :]:
        for heading, value in zip(headings, row, strict=False):
            if not isinstance(value, str) or not value:
                continue
            spot = (_one_line(str(row[action])), heading)
            cells[spot] = value
            for mark in MARK.findall(value):
                marks.setdefault(mark, []).append(spot)
    lines: dict[str, list[str]] = {
        name: [" | ".join(map(str, row)) for row in book.get_sheet_by_name(name).to_python()]
        for name in (CONFLICTS, ASIDE, HISTORY)
    }
    account = certificate.read_text(encoding="utf-8") if certificate.exists() else ""
    waiting = set(MARK.findall("\n".join(lines[CONFLICTS] + lines[ASIDE])))
    listed = waiting | set(MARK.findall("\n".join(lines[HISTORY]) + account))
    return Seen(
        cells,
        marks,
        waiting,
        listed,
        [line for some in lines.values() for line in some],
    )


def rows_of(master: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a sheet's table by its headings."""
    rows = CalamineWorkbook.from_path(str(master)).get_sheet_by_name(sheet).to_python()
    at = next(n for n, row in enumerate(rows) if "รหัส" in row)
    return [dict(zip(map(str, rows[at]), row, strict=False)) for row in rows[at + 1 :]]


def _one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Book:
    """All that was typed, and all that was printed."""

    typed: list[Typed] = field(default_factory=list)
    printed: str = ""
    alone: int = 0  # values of a column that was sorted by itself, on other rows and unmarked
    _told: set[str] = field(default_factory=set)  # marks printed at any time
    _home: dict[str, dt.datetime] = field(default_factory=dict)  # marks that came in their own row
    _unshown: set[str] = field(default_factory=set)  # in sorted columns that no file shows

    def note(self, typed: Typed) -> Typed:
        self.typed.append(typed)
        return typed

    def came(self, parcels: Iterable[Parcel]) -> None:
        """Note which values came in their rows, and of those that didn't what an earlier file shows.

        A column that was sorted by itself is known by two values that came before in other rows.
        """
        parcels, before = list(parcels), set(self._home)
        for parcel in parcels:
            for typed in parcel.typed:
                if typed.mark and typed.mark not in parcel.alone:
                    self._home[typed.mark] = min(
                        parcel.when, self._home.get(typed.mark, parcel.when)
                    )
        for parcel in parcels:
            now = {m for m, when in self._home.items() if when < parcel.when}
            if len({*parcel.strayed} & (before | now)) < SHOWN:
                self._unshown |= {*parcel.alone}

    @property
    def values(self) -> int:
        """How many values came back."""
        return sum(t.returned for t in self.typed)

    def judge(self, seen: Seen, output: str) -> list[Verdict]:
        """Look for every value that came back."""
        told = set(MARK.findall(output))
        self._told |= told
        self.printed += output
        found = [v for t in self.typed if t.returned and (v := self._verdict(t, seen, told))]
        found = [v for v in found if not v.typed.reported]
        for v in found:
            v.typed.reported = True
        for t in self.typed:
            t.shown = bool(t.mark) and t.mark in seen.marks
        return found

    def _verdict(self, t: Typed, seen: Seen, told: set[str]) -> Verdict | None:
        if not t.mark:
            return None if self._stock_is_found(t, seen) else Verdict("lost", t.unit, t, "stock")
        places = seen.marks.get(t.mark, [])
        if t.kind in ("cell", "officer"):
            strange = [p for p in places if p != (_one_line(t.action), t.column)]
            if strange and t.mark in self._unshown:
                self.alone += t.mark not in seen.waiting
            elif strange:
                return Verdict("under another action", t.unit, t, f"stands at {strange}")
        if places:
            return None
        if t.shown and t.mark not in told and not t.decided:
            return Verdict("gone without a line", t.unit, t, "it stood in the results before")
        if t.mark in seen.waiting | self._told or (t.kind == "officer" and t.decided):
            return None
        # What only the history and the certificate hold, nobody has been told.
        what = "replaced without a line" if t.mark in seen.listed else "lost"
        return Verdict(what, t.unit, t)

    def _stock_is_found(self, t: Typed, seen: Seen) -> bool:
        """Whether a sentence that stands in many places is found for its own action.

        Many write it, so a line must name the action, too.
        """
        spot = (_one_line(t.action), t.column)
        if _one_line(seen.cells.get(spot, "")) == t.text or t.decided:
            return True
        if any(t.text in _one_line(line) and _names(line, t.action) for line in seen.lines):
            return True
        return t.text in _one_line(self.printed)


def _names(line: str, action: str) -> bool:
    return _one_line(action) in _one_line(line)


def marks_in(texts: Iterable[object]) -> set[str]:
    """Return the marks in some texts."""
    return {mark for text in texts if isinstance(text, str) for mark in MARK.findall(text)}
