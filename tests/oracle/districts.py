"""A district at work: it collects from its divisions, hands its master on, takes in what comes back."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from random import Random

from ita_excel.core.errors import ItaExcelError
from tests.oracle import officer
from tests.oracle.bookkeeping import ACTION, CONFLICTS, Typed, look, marks_in, rows_of
from tests.oracle.collecting import Arrived, Desk
from tests.oracle.engines import ENGINES
from tests.oracle.people import DAYS, FIRST_DAY, LONG, Marks, Parcel, Unit
from tests.oracle.provinces import PROVINCE, District, attached
from tests.oracle.quick import quickly
from tests.oracle.unit_file import Sent, Stamp, core
from tests.oracle.worlds import TYPES

COPY = "สำเนา"  # ends the name of a file that comes a second time
HANDS_ON, EARLY, LATE, AGAIN, PAST = 0.9, 0.1, 0.08, 0.08, 0.03


class Hall:
    """One district: its master, its divisions, and what is on its way to the province."""

    def __init__(self, district: District, desk: Desk, units: dict[str, Unit], seed: str) -> None:
        self.name, self.keys, self.desk, self.units = district.name, district.keys, desk, units
        self.parcels: list[Parcel] = []
        self.told: list[str] = []
        self.waiting: set[str] = set()  # names of files in which a conflict waits
        self._seed = seed
        # Whether its own people answer the province directly, in the attachment from above.
        self._directly = Random(f"{seed}-{self.name}").random() < 0.6
        self._handed: dict[object, Typed] = {}  # in the province's book

    # --- before the divisions answer

    def officer(self, marks: Marks, phase: int) -> None:
        """Type over results and decide conflicts, or not."""
        chance = Random(f"{self._seed}-{self.name}-officer-{phase}")
        if chance.random() < TYPES:
            officer.works(self.desk.master, self.desk.book, marks, chance)

    def receives(self, path: Path, phase: int, moment: dt.datetime, whole: bool) -> None:
        """Take in what the province sends again, and mostly send it on to the divisions."""
        chance = Random(f"{self._seed}-{self.name}-receives-{phase}")
        data = path.read_bytes()
        sent = Sent(data)
        known = {t.mark for t in self.desk.book.typed}
        typed = []
        for line in sent.lines:
            action = str(line.values.get(sent.columns[ACTION]) or "")
            for column in LONG:
                text = str(line.values.get(sent.columns[column]) or "")
                for mark in sorted(marks_in([text]) - known):
                    typed.append(Typed(text, mark, PROVINCE, action, column))
        name = f"{path.stem} {phase}"
        parcel = Parcel(name, data, moment, phase, "", tuple(typed), answered=False)
        self.desk.collect([(PROVINCE, parcel)], f"{phase}-received", last=False)
        if chance.random() < 0.2:
            return
        options: dict[str, object] = {} if whole else {"asked": True}
        out = self.desk.folder / f"onward{phase}"
        try:
            with quickly():
                found = attached(self.desk.master, out, moment + dt.timedelta(hours=3), **options)
        except ItaExcelError as error:
            self.told.append(f"  {self.name} can't send it on: {error}")
            return
        for division, paths in found.items():
            if division in self.units:
                self.units[division].received.append([Sent(p.read_bytes()) for p in paths])
        self.told.append(f"  before collecting {phase + 1}, {self.name} sends it on to {[*found]}")

    # --- after it

    def works(self, phase: int, last: bool) -> list[Arrived]:
        """Collect, and hand the master on; return what else goes to the province."""
        chance = Random(f"{self._seed}-{self.name}-{phase}")
        if chance.random() < EARLY:
            self._hands_on(chance, phase, hours=-100)
        arrived, past = [], []
        for unit in self.units.values():
            for parcel in unit.parcels:
                if parcel.phase != phase:
                    continue
                if unit.name == self.name and self._directly:
                    past.append((unit.name, parcel))
                    continue
                arrived.append((unit.name, parcel))
                if chance.random() < PAST and unit.name != self.name and not parcel.engine:
                    past.append((unit.name, _alone(parcel)))
        self.desk.collect(arrived, str(phase), last)
        if last or chance.random() < HANDS_ON:
            self._hands_on(chance, phase, late=not last and chance.random() < LATE)
        return past

    def _hands_on(self, chance: Random, phase: int, hours: int = 0, late: bool = False) -> None:
        """Put the master on its way to the province, with what stands in its results."""
        when = FIRST_DAY + dt.timedelta(days=DAYS * phase + 8, hours=hours + chance.randrange(20))
        name = f"{self.name} ไฟล์หลัก {len(self.parcels) + 1}"
        data = _stamped(self.desk.master.read_bytes(), _stamp(when, chance))
        engine = ""
        if chance.random() < max((u.engines for u in self.units.values()), default=0):
            engine = chance.choice([e for e in ENGINES if e not in _WITHOUT_RECORD])
        again = f"{name} {COPY}" if chance.random() < AGAIN else ""
        packed = chance.choices(("", "zip", "eml"), (3, 1, 6))[0]
        typed = tuple(self._stands())
        parcel = Parcel(
            *(name, data, when, phase + late, packed, typed, again, engine),
            answered=any(t.mark for t in typed),
        )
        self.parcels.append(parcel)
        if self._open():
            self.waiting.add(name)
        self.told.append(
            f"  at collecting {phase + 1}, {self.name} hands on {name} with {len(typed)} values"
            f"{', which comes late' if late else ''}{f', by {engine}' if engine else ''}"
        )

    def _stands(self) -> list[Typed]:
        """Return what stands in the results now, as the province's book has it."""
        seen = look(self.desk.master, self.desk.folder / "none")
        above = {t.mark for t in self.desk.book.typed if t.unit == PROVINCE}
        waiting = self._open()
        open_ = {(" ".join(str(row[ACTION]).split()), row["คอลัมน์"]) for row in waiting}
        rivals = marks_in(value for row in waiting for value in row.values())
        found = []
        for mark, spots in sorted(seen.marks.items()):
            if mark in above:
                continue
            typed = self._handed.setdefault(mark, Typed(mark, mark, self.name, "", ""))
            if len({*spots}) > 1 or mark in rivals or typed.kind != "cell":
                typed.kind = "many cells"
            if open_ & {*spots}:
                continue  # what waits here says above what it said before
            typed.action, typed.column = spots[0]
            found.append(typed)
        for unit in self.units.values():
            for (action, column, text), one in unit.stock.items():
                if one.returned and seen.cells.get((" ".join(action.split()), column)) == text:
                    stock = Typed(text, "", self.name, action, column)
                    found.append(self._handed.setdefault((action, column, text), stock))
        return found

    def _open(self) -> list[dict[str, object]]:
        """Return the rows of the sheet of conflicts that wait: what was decided leaves the sheet.

        What is presumed stands there with its reason; one row before those of two files has it for
        all of them.
        """
        found, presumed = [], 0
        for row in rows_of(self.desk.master, CONFLICTS):
            of_several = _SEVERAL.match(str(row.get(ACTION)))
            settled = str(row.get("เหตุผล")).startswith("สันนิษฐาน")
            if of_several:
                presumed = int(of_several[1]) if settled else 0
            elif presumed:
                presumed -= 1
            elif row.get("หน่วยงาน") and not settled:
                found.append(row)
        return found

    def author(self, mark: str) -> str:
        """Return by whose hands a value came that a mark stands in, '' where it isn't from here."""
        for typed in self.desk.book.typed:
            if typed.mark == mark:
                if typed.unit == PROVINCE:
                    return ""
                below = typed.unit not in ("", self.name)
                return f"{typed.unit} → {self.name}" if below else self.name
        return ""


_SEVERAL = re.compile(r"(\d+) ช่องที่สองไฟล์ไม่ตรงกัน")  # begins the row before those of two files
_WITHOUT_RECORD = ("pandas", "xlsxwriter")  # values alone: a file that nobody could split


def _alone(parcel: Parcel) -> Parcel:
    """Return a division's file as it goes past the district: it is refused there."""
    return Parcel(
        f"{parcel.name} ตรง",
        parcel.data,
        parcel.when,
        parcel.phase,
        "",
        (),
        answered=parcel.answered,
    )


def _stamp(when: dt.datetime, chance: Random) -> Stamp:
    wrong = when + dt.timedelta(days=chance.choice((-400, -3, 2, 365)))
    moment = chance.choices((when, None, wrong), (5, 3, 2))[0]
    return Stamp(moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None, "เจ้าหน้าที่")


def _stamped(data: bytes, stamp: Stamp) -> bytes:
    """Return a workbook with what it says of its saving, as Excel writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, core(stamp) if item.filename == "docProps/core.xml" else content)
    return out.getvalue()
