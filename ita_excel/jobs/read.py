"""Read: what a workbook says, as records, findings and data frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core.findings import Finding
from ita_excel.core.grid import Grid
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.schema.model import Action, Agency, Indicator, Result, Signatory, Unit
from ita_excel.sheets import Reading

if TYPE_CHECKING:
    from ita_excel.jobs.data_frames import Frames


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook as it was read: nothing here writes, and later changes aren't seen.

    Records carry what was typed and what it means (`schema.model`); `reading` also says where each
    stands.
    """

    place: Path | Grid
    reading: Reading

    @property
    def agency(self) -> Agency:
        """The settings of the sheet `ข้อมูลหน่วยงาน`."""
        return self.reading.agency.value

    @property
    def units(self) -> tuple[Unit, ...]:
        """The rows of `ส่วนราชการ`."""
        return tuple(r.value for r in self.reading.units)

    @property
    def signatories(self) -> tuple[Signatory, ...]:
        """The rows of `ผู้ลงนาม`."""
        return tuple(r.value for r in self.reading.signatories)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The rows of `ผลประเมิน ITA`."""
        return tuple(r.value for r in self.reading.indicators)

    @property
    def plan(self) -> tuple[Action, ...]:
        """The rows of `มาตรการ`."""
        return tuple(r.value for r in self.reading.plan)

    @property
    def results(self) -> tuple[Result, ...]:
        """The rows of `ผลการดำเนินการ`, of every round."""
        return tuple(r.value for r in self.reading.results)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong in the workbook, in sheet order; `check` also writes it there."""
        from ita_excel.jobs.check import check

        return check(self.place, Occasion(), write=False).findings

    def to_pandas(self) -> Frames:
        """Return the tables as data frames with typed columns (`Frames`; needs pandas)."""
        from ita_excel.jobs.data_frames import frames

        return frames(self.reading)


def read(place: Place) -> ReadWorkbook:
    """Return what the workbook at `place` (a path, or a grid) says; nothing is changed.

    InputError where it can't be read or is no ITA workbook. What is merely wrong in it is a finding.
    """

    def work(opened: OpenBook) -> ReadWorkbook:
        return ReadWorkbook(opened.file or opened.grid, opened.read())

    return in_turn(place, Occasion(), work, writing=False)


def read_frames(place: Place) -> Frames:
    """Return the workbook's tables as pandas data frames: `read(place).to_pandas()`."""
    return read(place).to_pandas()
