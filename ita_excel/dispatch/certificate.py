"""Where every value of the results comes from, and sums that close: values in, values out.

With what an auditor asks besides: which files, whose, what was replaced and by whom, what waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ita_excel.core.values import as_text
from ita_excel.dispatch import certificate_lists as lists
from ita_excel.dispatch.certificate_lists import CertifiedFile, Listed, ReplacedLine
from ita_excel.dispatch.collect import FileReport
from ita_excel.merging.all_cells import Fate
from ita_excel.merging.divisions import ARROW
from ita_excel.merging.ledger import Answer, CellState, path_of
from ita_excel.merging.master import EDITABLE, HEADINGS, CellId, Master, RowId, row_id
from ita_excel.merging.merge import MergedMaster
from ita_excel.merging.one_cell import MergedCell
from ita_excel.sheets import Reading

ORIGINS = {
    "unchanged": "ค่าเดิมในไฟล์หลัก",
    "unit": "ค่าของหน่วยงาน",
    "edited": "ผู้รวบรวมแก้ไข",
    "decided": "ตัดสินให้ใช้ค่าของหน่วยงาน",
    "kept": "ตัดสินให้ใช้ค่าในไฟล์หลัก",
    "combined": "ตัดสินให้รวมค่าของหน่วยงาน",
    "typed": "ตัดสินให้ใช้ข้อความของผู้รวบรวม",
    "conflict": "ข้อขัดแย้งที่ยังไม่ตัดสิน",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the results. `origin` is a key of ORIGINS."""

    key: str
    round: str
    action: str
    column: str
    value: str
    origin: str
    unit: str = ""
    file: str = ""
    hash: str = ""
    by: str = ""
    when: str = ""
    reason: str = ""
    path: str = ""  # by whose hands it came, the writer first


@dataclass(frozen=True, slots=True)
class Head:
    """Of which workbook a certificate is, who made it and when (local time)."""

    agency: str
    year: int  # พ.ศ., 0 where the workbook doesn't say
    round: str
    master: str  # the file's name, '' for a workbook never saved
    moment: dt.datetime
    person: str
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """The lines of all cells, what became of the values that came in, and the lists beside them."""

    lines: tuple[Line, ...]
    values_in: int
    fates: dict[Fate, int]
    head: Head
    files: tuple[CertifiedFile, ...] = ()
    replaced: tuple[ReplacedLine, ...] = ()
    conflicts: tuple[Listed, ...] = ()
    aside: tuple[Listed, ...] = ()
    overlooked: tuple[Listed, ...] = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Who filled in or saved the files."""
        return lists.people(self.files)

    @property
    def closes(self) -> bool:
        """Whether every value that came in is accounted for."""
        return self.values_in == sum(self.fates.values())


def head(
    reading: Reading, master: str, moment: dt.datetime, person: str, *, dry_run: bool = False
) -> Head:
    """Return the head of a certificate of a workbook."""
    agency = reading.agency.value
    year = agency.fiscal_year.year if agency.fiscal_year else 0
    round_ = agency.round.value if agency.round else ""
    return Head(agency.name, year, round_, master, moment, person, dry_run)


def certificate(
    reading: Reading, merged: MergedMaster, of: Head, reports: Sequence[FileReport] = ()
) -> Certificate:
    """Return the account of a merge; `reading` is the master as it was before its edits.

    `reports` are the files of this time; the answers of earlier ones stand in the merge itself.
    """
    master = Master(reading)
    home = reading.agency.value.name
    lines = []
    for record in reading.every_result:
        row = row_id(record.value)
        for name in EDITABLE:
            cell = CellId(*row, name)
            found = merged.cells.get(cell)
            value = found[1].value if found else record.typed(name)
            lines.append(_line(cell, record.value.text, as_text(value), found, home))
    for cell, found in merged.cells.items():
        if master.find(cell.row) is None:  # a proposal that this merge adds
            action = next((w.action for w in merged.written if w.cell.row == cell.row), "")
            lines.append(_line(cell, action, as_text(found[1].value), found, home))
    values_in = sum(len(c.changes) + len(c.set_aside) for c in merged.ledger.answers.values())
    known = merged.ledger.actions
    actions = {cell: _action(master, known, cell) for cell in merged.cells}
    return Certificate(
        tuple(lines),
        values_in,
        {f: merged.fates[f] for f in Fate},
        of,
        lists.files(merged, reports),
        lists.replaced(merged, actions),
        lists.conflicts(merged),
        lists.aside(merged, overlooked=False),
        lists.aside(merged, overlooked=True),
    )


def _action(master: Master, actions: Mapping[RowId, str], cell: CellId) -> str:
    record = master.find(cell.row, actions.get(cell.row, ""))
    return record.value.text if record else actions.get(cell.row, "")


def _line(
    cell: CellId,
    action: str,
    value: str,
    found: tuple[CellState, MergedCell] | None,
    home: str,
) -> Line:
    plain = (cell.key, cell.round, action, HEADINGS[cell.field], value)
    if found is None:
        return Line(*plain, "unchanged")
    state, merged = found
    if merged.conflicts:
        theirs = [s.answer for s in merged.conflicts]
        return Line(
            *plain,
            "conflict",
            ", ".join(dict.fromkeys(c.unit for c in theirs)),
            ", ".join(dict.fromkeys(c.file for c in theirs)),
            ", ".join(dict.fromkeys(c.hash for c in theirs)),
            path=_path(theirs, cell, home),
        )
    if merged.sources:
        sources = [s.answer for s in merged.sources]
        return Line(
            *plain,
            "unit",
            ", ".join(dict.fromkeys(c.unit for c in sources)),
            ", ".join(dict.fromkeys(c.file for c in sources)),
            ", ".join(dict.fromkeys(c.hash for c in sources)),
            when=max(c.saved for c in sources),
            path=_path(sources, cell, home),
        )
    own = state.ours[-1]
    if own.why != "own":
        unit = own.value_key.unit if own.value_key else ""
        return Line(*plain, own.why, unit, by=own.by, when=own.when, reason=own.reason)
    if state.overruled:
        last = state.overruled[-1]
        return Line(
            *plain, "kept", last.value_key.unit, by=last.by, when=last.when, reason=last.reason
        )
    return Line(*plain, "unchanged")


def _path(answers: Iterable[Answer], cell: CellId, home: str) -> str:
    """Return by whose hands a value came here: กองช่าง → อำเภอเมือง → จังหวัดตัวอย่าง."""
    paths = dict.fromkeys(path_of(answer, cell) for answer in answers)
    return ", ".join(f"{path}{ARROW}{home}" if home else path for path in paths)
