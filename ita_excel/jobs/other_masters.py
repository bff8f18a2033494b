"""Other copies of the master, on which other officers work, taken into it: for `collect`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel import schema
from ita_excel.core.errors import InputError, UsageError
from ita_excel.core.findings import Severity
from ita_excel.core.grid import Edit, Grid, MemoryGrid
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.jobs.book import OpenBook, derived_heading
from ita_excel.jobs.outcome import Notice
from ita_excel.merging.copies import OtherCopy, TakenCopy, take_copy
from ita_excel.merging.copy_base import Ancestry, CommonBase, common_base
from ita_excel.merging.copy_besides import LeftThere, LooksBeside, left_there
from ita_excel.merging.copy_conflicts import CopyConflict
from ita_excel.merging.log import Moment
from ita_excel.merging.returned_rules import OVERLOOKED_KINDS
from ita_excel.sheets import Reading, last_written, read
from ita_excel.sheets.typed_tables import Contents, contents_of, fingerprint

if TYPE_CHECKING:  # what only words a copy reads no answers
    from ita_excel.dispatch.collect import FileReport


@dataclass(frozen=True, slots=True)
class MergedCopy:
    """One other copy: its file, how it stands to the master, what was taken from it."""

    file: str
    hash: str
    ancestry: Ancestry
    taken: TakenCopy
    left_there: tuple[LeftThere, ...] = ()  # notes, links, pictures: values alone are taken

    @property
    def cells(self) -> int:
        """How many cells have its value now."""
        return sum(len(table.taken) for table in self.taken.tables)


@dataclass(frozen=True, slots=True)
class MergedCopies:
    """All of them, and the master in memory as they leave it."""

    grid: MemoryGrid
    reading: Reading
    copies: tuple[MergedCopy, ...]
    passed: tuple[str, ...]  # fingerprints of the states from which the master comes now

    @property
    def edits(self) -> list[Edit]:
        return [edit for copy in self.copies for edit in copy.taken.edits]

    @property
    def found(self) -> list[CopyConflict]:
        return [conflict for copy in self.copies for conflict in copy.taken.found]

    @property
    def withdrawn(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h for copy in self.copies for h in copy.taken.withdrawn))

    @property
    def notices(self) -> list[Notice]:
        """What a person should know of the copies that were taken in."""
        return [notice for copy in self.copies for notice in _notices(copy)]


def take_copies(
    opened: OpenBook,
    reports: Iterable[FileReport],
    moment: Moment,
    base: Path | None,
    beside: Sequence[Path],
) -> MergedCopies:
    """Take other copies into the master, in memory only.

    `base` is a file that a person names as what both came from. `beside` are the files whose
    backups may hold it. UsageError where `base` is no copy of this master.
    """
    from ita_excel.dispatch.returned import open_returned  # few collect masters

    tried = MemoryGrid.of(opened.grid)
    named = _named(opened.read(), base) if base else None
    copies: list[MergedCopy] = []
    passed: list[str] = []
    for report in reports:
        ours = read(tried)
        opened_other = open_returned(report.data)
        other = OtherCopy(report.name, report.hash, opened_other.grid)
        theirs = read(other.grid)
        memory = last_written.load(ours.meta), last_written.load(theirs.meta)
        contents = [contents_of(r.blocks, derived_heading) for r in (ours, theirs)]
        common = common_base(contents[0], memory[0], contents[1], memory[1], _backups(beside))
        if named is not None and common.ancestry in (Ancestry.PARTED, Ancestry.UNKNOWN):
            common = CommonBase(Ancestry.PARTED, named)
        taken = take_copy(tried, other, common.contents, moment, derived_heading, opened.locked)
        left = tuple(left_there(_beside(opened.grid), opened_other.besides, other.grid))
        copies.append(MergedCopy(report.name, report.hash, common.ancestry, taken, left))
        for memory_, now in zip(memory, contents, strict=True):
            passed += [*(memory_.lineage if memory_ else ()), fingerprint(now)]
    return MergedCopies(tried, read(tried), tuple(copies), tuple(dict.fromkeys(passed)))


def _beside(grid: Grid) -> LooksBeside:
    """Return what shows what lies on a sheet of the master; nothing is known of one open in Excel."""
    from ita_excel.ooxml.package_besides import besides
    from ita_excel.store.file import FileGrid

    if not isinstance(grid, FileGrid):
        return lambda sheet: ()
    package = grid.package
    return lambda sheet: besides(package, sheet) if sheet in package.sheets else ()


def _named(ours: Reading, base: Path) -> Contents:
    """Return the contents of the file that a person names as what both copies came from."""
    from ita_excel.store.file import FileGrid

    reading = read(FileGrid(base))
    ids = [as_text(r.meta.get(schema.META_WORKBOOK)) for r in (ours, reading)]
    if not ids[0] or ids[0] != ids[1]:
        raise UsageError(_OTHER_BASE, file=base.name)
    return contents_of(reading.blocks, derived_heading)


def _backups(beside: Iterable[Path]) -> Iterator[Contents]:
    """Yield what the backups of files hold and remember, the newest first."""
    from ita_excel.store import backups
    from ita_excel.store.file import FileGrid

    for file in beside:
        for kept in backups.backups(file):
            try:
                reading = read(FileGrid(kept.path))
            except (InputError, OSError):
                continue  # one that can't be read is no base
            yield contents_of(reading.blocks, derived_heading)
            memory = last_written.load(reading.meta)
            if memory is not None:
                yield memory.contents


def _notices(copy: MergedCopy) -> list[Notice]:
    """Say what a person should know of a copy that was taken in."""
    taken = copy.taken
    said = [Notice("copy", _STANDS[copy.ancestry].fill(file=copy.file), _SEVERITY[copy.ancestry])]
    rows = {
        "copy_removed": (_REMOVED, [r for t in taken.tables for r in t.removed]),
        "copy_kept": (_KEPT, [r for t in taken.tables for r in t.kept]),
        "copy_brought_back": (_BROUGHT_BACK, [r for t in taken.tables for r in t.brought_back]),
    }
    for kind, (text, found) in rows.items():
        if found:
            names = "; ".join(f"{row.table.sheet}: {_short(row.words)}" for row in found[:_NAMED])
            more = " …" if len(found) > _NAMED else ""
            said.append(Notice(kind, text.fill(file=copy.file, n=len(found), rows=names + more)))
    for kind, text, count in (
        ("copy_keys", _KEYS, taken.rekeyed),
        ("copy_undone", _UNDONE, taken.undone),
    ):
        if count:
            said.append(Notice(kind, text.fill(file=copy.file, n=count)))
    missing = [f"{t.table.sheet}: {heading}" for t in taken.tables for heading in t.missing]
    locked = [f"{c.table.sheet}: {c.column.heading}, {_short(c.words)}" for c in taken.locked]
    left = [_beside_name(one) for one in copy.left_there]
    if left:
        listed = Text(*("; ".join(n.say(lang) for n in left[:_NAMED]) for lang in ("th", "en")))
        text = _BESIDES.fill(file=copy.file, n=len(left), names=listed)
        said.append(Notice("copy_besides", text))
    for kind, text, names_ in (
        ("copy_sheets", _SHEETS, list(taken.sheets)),
        ("copy_columns", _COLUMNS, missing),
        ("copy_locked", _LOCKED, locked),
    ):
        if names_:
            shown = "; ".join(names_[:_NAMED]) + (" …" if len(names_) > _NAMED else "")
            said.append(Notice(kind, text.fill(file=copy.file, names=shown)))
    return said


def _beside_name(one: LeftThere) -> Text:
    what = OVERLOOKED_KINDS[one.kind.value]
    said = f" “{_short(one.text)}”" if one.text else ""
    place = f"{one.sheet} {one.cell}".strip()
    return Text(f"{place} {what.th}{said}", f"{place} {what.en}{said}")


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _WIDTH else f"{one_line[: _WIDTH - 1]}…"


_NAMED, _WIDTH = 5, 40  # things in one sentence; characters of each
_OTHER_BASE = Text(
    "“{file}” ไม่ใช่สำเนาของไฟล์หลักนี้ จึงใช้เป็นฉบับตั้งต้น (--base) ไม่ได้",
    "“{file}” is no copy of this master, so it can't be what both came from (--base)",
)
_STANDS = {
    Ancestry.SAME: Text("“{file}” มีข้อมูลเหมือนไฟล์หลักนี้ทุกช่อง", "“{file}” holds what this master holds"),
    Ancestry.OLDER: Text(
        "“{file}” เป็นฉบับก่อนหน้าของไฟล์หลักนี้ จึงไม่มีข้อมูลใหม่ในตาราง",
        "“{file}” is an earlier state of this master: its tables hold nothing new",
    ),
    Ancestry.NEWER: Text(
        "“{file}” ทำต่อจากไฟล์หลักนี้ ซึ่งไม่มีใครแก้ตั้งแต่นั้น จึงรับการแก้ไขทั้งหมด",
        "“{file}” goes on from this master, in which nothing has changed since: all was taken",
    ),
    Ancestry.PARTED: Text(
        "“{file}” รวมโดยเทียบกับฉบับตั้งต้นของทั้งสองไฟล์",
        "“{file}” was merged by what both files came from",
    ),
    Ancestry.UNKNOWN: Text(
        "ไม่พบฉบับตั้งต้นของไฟล์หลักนี้กับ “{file}” จึงไม่ทราบว่าใครแก้ช่องใด ทุกช่องที่ต่างกันรอให้เลือก และแถวที่มีเพียงไฟล์เดียวคงไว้ทั้งหมด "
        "หากมีไฟล์ก่อนแยกกันทำ โปรดระบุด้วย --base",
        "what this master and “{file}” both came from isn't known, nor who changed what: every cell "
        "that differs waits for you, and rows that only one of them has all stay; if you have the "
        "file from before they parted, give it with --base",
    ),
}
_BESIDES = Text(
    "“{file}” มีสิ่งที่อยู่นอกค่าของเซลล์และไม่ได้รับมาด้วย {n} แห่ง โปรดคัดลอกเองหากต้องการ: {names}",
    "“{file}” has {n} things besides the values of its cells, which were not taken: copy those that "
    "you want: {names}",
)
_SEVERITY = dict.fromkeys(Ancestry, Severity.INFO) | {Ancestry.UNKNOWN: Severity.WARNING}
_REMOVED = Text(
    "ลบ {n} แถวตาม “{file}” เพราะที่นี่ไม่มีใครแก้แถวนั้น (ค่าเดิมอยู่ในประวัติ): {rows}",
    "{n} rows were removed as in “{file}”, for nobody had changed them here (what stood there is in "
    "the history): {rows}",
)
_KEPT = Text(
    "คง {n} แถวที่ “{file}” ลบ เพราะที่นี่แก้ไขแล้ว: {rows}",
    "{n} rows that “{file}” removed stay, for they were changed here: {rows}",
)
_BROUGHT_BACK = Text(
    "นำ {n} แถวที่ลบที่นี่กลับมา เพราะ “{file}” แก้ไขแล้ว: {rows}",
    "{n} rows that were removed here are back, for “{file}” changed them: {rows}",
)
_KEYS = Text(
    "{n} แถวได้รหัสจากทั้งสองไฟล์ จึงคงรหัสของไฟล์หลักนี้ (“{file}”)",
    "{n} rows had been given a รหัส in both files: this master's stays (“{file}”)",
)
_UNDONE = Text(
    "ใน “{file}” มีตัวเลือกในชีต “ข้อขัดแย้ง” ที่ยังไม่ได้สั่งใช้ {n} รายการ โปรดสั่ง resolve ในไฟล์นั้นก่อน แล้วรวมใหม่",
    "“{file}” holds {n} choices on the sheet “ข้อขัดแย้ง” that were not applied: run resolve on it, "
    "then collect it again",
)
_SHEETS = Text(
    "ชีตที่เพิ่มเองใน “{file}” ต่างจากที่นี่และไม่ได้รวม โปรดคัดลอกเอง: {names}",
    "sheets of your own in “{file}” differ and were not merged, copy what you need: {names}",
)
_COLUMNS = Text(
    "ไฟล์หลักนี้ไม่มีคอลัมน์ซึ่ง “{file}” มีข้อมูล จึงไม่ได้รวม: {names}",
    "this master lacks columns in which “{file}” holds something, which were not merged: {names}",
)
_LOCKED = Text(
    "ไม่ได้เขียนค่าจาก “{file}” ลงในช่องที่มีสูตรหรือถูกผสาน: {names}",
    "values of “{file}” were not written into cells with formulas or covered by merged ones: {names}",
)
