"""Collect: what the units sent back is merged into the master, and nothing is overwritten unsaid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ita_excel.core import limits
from ita_excel.core.apart import files, readers
from ita_excel.core.errors import InputError, UsageError, system_refusals
from ita_excel.core.findings import Severity
from ita_excel.core.grid import Grid, MemoryGrid
from ita_excel.core.language import Text
from ita_excel.dispatch.collect import CollectedMerge, FileReport, Keep, State, with_taken_in
from ita_excel.dispatch.collect import collect as collected
from ita_excel.dispatch.inbox import FilePlace, FoundFile, Other, Refused, look, places
from ita_excel.dispatch.taking_in import rows_of
from ita_excel.jobs import book
from ita_excel.jobs.book import OpenBook, derived_heading
from ita_excel.jobs.merged import Merged, apply, moment_of, waits
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice
from ita_excel.merging import copy_conflicts
from ita_excel.merging.copy_conflicts import CopyDecisions
from ita_excel.merging.log import Moment
from ita_excel.sheets import Reading, read

if TYPE_CHECKING:
    from ita_excel.dispatch.kept_copies import KeptCopies
    from ita_excel.jobs.other_masters import MergedCopies, MergedCopy


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected(Merged):
    """What became of each file, in the order in which they were found, and of the master.

    `findings` are those of the files, then the merge's own. The master itself, where it lies among
    the files, is no answer and not among `files`.
    """

    files: tuple[FileReport, ...]
    others: tuple[MergedCopy, ...] = ()  # copies of the master that were merged

    @property
    def kept(self) -> int:
        """How many of the files have a copy in the folder `.ita-inbox` beside the master."""
        return sum(bool(report.kept) for report in self.files)

    @property
    def wrong(self) -> bool:
        """Whether something waits for a person, a file that can't be used among it."""
        refused = any(report.state is State.REFUSED for report in self.files)
        return refused or waits(self)


def collect(
    place: book.Place,
    occasion: Occasion,
    inbox: Iterable[str | Path],
    *,
    dry_run: bool = False,
    certificate: Path | None = None,
    base: Path | None = None,
) -> Collected:
    """Merge the returned workbooks in `inbox`: files, folders, .zip and .eml.

    A file named there that is another copy of this master is merged as a whole; `base` names the
    file that both came from, where what they carry doesn't say.

    A file that can't be used is refused with the reason and stops no other. Decisions on the sheet
    of conflicts are applied, too. `certificate` names the file (.xlsx, .pdf, .csv, .json) for the account
    of where every value comes from. `dry_run` changes nothing. InputError where a path leads
    nowhere or none is a folder and nothing was found.
    """
    paths = [Path(path) for path in inbox]
    if certificate:
        _require_free(certificate, place, paths)
    readers.warm()  # it starts while the master is read

    def work(opened: OpenBook) -> Collected:
        reading = opened.read()
        inbox = _Inbox(opened, paths)
        moment = moment_of(occasion, "collect")
        kept = None if dry_run else _copies(inbox.master_file, occasion)
        done = collected(reading, inbox.found(), moment, keep=_keeper(kept))
        grid: Grid = opened.grid
        others = _others(opened, inbox, done, moment, base)
        if others is not None:
            grid, reading = others.grid, others.reading
            done = _with_units(reading, inbox, done, moment, others)
        done, reading = with_taken_in(grid, reading, done, moment)
        # A folder that nobody has answered into yet is no mistake; a name that leads nowhere is.
        nothing = _NOTHING.fill(places=", ".join(map(str, paths)))
        if not done.files and not any(path.is_dir() for path in paths):
            raise InputError(nothing)
        occasion.watcher.step()
        waiting = _waiting(grid, reading, done, others)
        before = others.edits if others else ()
        passed = others.passed if others else ()
        written = apply(
            opened, reading, done.merged, "collect", dry_run, before, waiting.edits, passed
        )
        if certificate:
            file = inbox.master_file
            of = (file.name if file else "", occasion.moment, occasion.person, dry_run)
            _certify(certificate, reading, done, of)
        notices = [] if done.files else [Notice("nothing_found", nothing)]
        notices += _asked(reading, done.files)
        notices += others.notices if others else ()
        return Collected(
            files=done.files,
            master=done.merged,
            copies=waiting,
            others=others.copies if others else (),
            joint=written.joint,
            dry_run=dry_run,
            changed=written.changed,
            findings=(*(f for r in done.files for f in r.findings), *done.merged.findings),
            notices=(*notices, *inbox.notices(), *_not_kept(kept), *written.notices),
        )

    return book.in_turn(place, occasion, work, writing=not dry_run)


def _others(
    opened: OpenBook, inbox: _Inbox, done: CollectedMerge, moment: Moment, base: Path | None
) -> MergedCopies | None:
    """Take in the copies of the master that were named; None where there are none."""
    copies = [report for report in done.files if report.state is State.COPY]
    if not copies:
        if base is not None:
            raise UsageError(_BASE_ALONE)
        return None
    from ita_excel.jobs.other_masters import take_copies  # few masters have copies

    return take_copies(opened, copies, moment, base, inbox.files())


def _with_units(
    reading: Reading,
    inbox: _Inbox,
    done: CollectedMerge,
    moment: Moment,
    others: MergedCopies,
) -> CollectedMerge:
    """Return the merge of the units' files, too, now that the copies are in the master."""
    hashes = {copy.hash for copy in others.copies}
    rest = (f for f in inbox.found() if not (isinstance(f, FoundFile) and f.sha256 in hashes))
    units = collected(reading, rest, moment, withdraw=others.withdrawn)
    kept = {report.hash: report.kept for report in done.files}
    files = (replace(r, kept=kept.get(r.hash, "")) for r in units.files)
    copies = (r for r in done.files if r.state is State.COPY)
    return replace(units, files=(*copies, *files))


def _waiting(
    grid: Grid, reading: Reading, done: CollectedMerge, others: MergedCopies | None
) -> CopyDecisions:
    """Return the conflicts with other copies that wait, and what lists them after the merge."""
    if others is None:
        return copy_conflicts.listed(reading, (), derived_heading)
    merged = MemoryGrid.of(others.grid)
    merged.apply(done.merged.edits)
    return copy_conflicts.listed(read(merged), others.found, derived_heading)


class _Inbox:
    """What lies there but for the master itself, which may lie in the same folder."""

    def __init__(self, opened: OpenBook, paths: Sequence[Path]) -> None:
        self._opened, self._paths = opened, paths
        self._masters: list[str] = []
        self._others: list[str] = []

    def found(self) -> Iterator[FoundFile | Refused]:
        """Yield the files; the master is told by its place and by its content."""
        self._masters, self._others = [], []
        for place in self._opened.occasion.watcher.each(places(self._paths)):
            if self._is_master(place):
                self._masters.append(place.path.name)
                continue
            for found in look(place):
                if isinstance(found, FoundFile) and found.sha256 == self._sha256:
                    self._masters.append(found.name)
                elif isinstance(found, Other):
                    self._others.append(found.name)
                else:
                    yield found

    def files(self) -> list[Path]:
        """Return the master's file and those that are named: backups may lie beside them."""
        named = [path for path in self._paths if path.is_file()]
        return [*([self.master_file] if self.master_file else []), *named]

    def notices(self) -> list[Notice]:
        """Report what was left out: the master, and files that hold no cells."""
        said = []
        if self._masters:
            text = _MASTER.fill(names=", ".join(self._masters))
            said.append(Notice("master_left_out", text, Severity.INFO))
        if self._others:
            names, more = self._others[:_LISTED], len(self._others) - _LISTED
            text = _OTHERS.fill(n=len(self._others), names=", ".join(names))
            if more > 0:
                text = Text(*map("".join, zip(text, _MORE.fill(n=more), strict=True)))
            said.append(Notice("others_left_out", text, Severity.INFO))
        return said

    def _is_master(self, place: FilePlace) -> bool:
        try:
            return self.master_file is not None and place.path.samefile(self.master_file)
        except OSError:
            return False

    @cached_property
    def master_file(self) -> Path | None:
        """The master's file, None for one that was never saved."""
        path = self._opened.file or getattr(self._opened.grid, "path", None)
        return path if isinstance(path, Path) and path.is_file() else None

    @cached_property
    def _sha256(self) -> str:
        """The hash of the master's file: as it was read, or as Excel saved it last."""
        known = getattr(self._opened.grid, "sha256", None)
        if isinstance(known, str):
            return known
        if self.master_file is None:
            return ""
        import hashlib

        try:
            return hashlib.sha256(files.read(self.master_file, limits.WORKBOOK)).hexdigest()
        except (InputError, OSError):  # another program keeps it shut
            return ""


def _copies(master: Path | None, occasion: Occasion) -> KeptCopies | None:
    from ita_excel.dispatch.kept_copies import KeptCopies  # not for a dry run

    return KeptCopies(master, occasion.moment.date().isoformat()) if master else None


def _keeper(copies: KeptCopies | None) -> Keep | None:
    if copies is None:
        return None
    return lambda file, unit: copies.keep(file.name, file.data, file.sha256, unit)


def _not_kept(copies: KeptCopies | None) -> list[Notice]:
    """Report the files of which no copy could be made; all the rest was done."""
    if copies is None or copies.problem is None:
        return []
    names = ", ".join(copies.missing[:_NAMED]) + (" …" if len(copies.missing) > _NAMED else "")
    why = copies.problem
    text = _NOT_KEPT.fill(n=len(copies.missing), folder=copies.folder, names=names, why=why)
    return [Notice("not_kept", text)]


def _require_free(certificate: Path, place: book.Place, paths: Sequence[Path]) -> None:
    """Raise UsageError or OutputError where no certificate may be written."""
    from ita_excel.dispatch.certificate_file import check_free  # few ask for one

    used = [Path(place)] if isinstance(place, (str, Path)) else []
    with system_refusals():
        check_free(certificate, [*used, *paths])


def _certify(
    path: Path,
    reading: Reading,
    done: CollectedMerge,
    of: tuple[str, dt.datetime, str, bool],
) -> None:
    from ita_excel.dispatch.certificate import certificate, head
    from ita_excel.dispatch.certificate_file import write_certificate

    master, moment, person, dry_run = of
    whose = head(reading, master, moment, person, dry_run=dry_run)
    write_certificate(path, certificate(reading, done.merged, whose, done.files))


_BASE_ALONE = Text(
    "--base ใช้เมื่อรวมไฟล์หลักอีกฉบับเท่านั้น แต่ไม่มีไฟล์ที่ระบุเป็นสำเนาของไฟล์หลักนี้",
    "--base goes with another copy of this master, but none of the files named is one",
)
_NAMED = 5  # files in one sentence
_NOT_KEPT = Text(
    "เก็บสำเนาไฟล์ตอบกลับ {n} ไฟล์ไว้ใน {folder} ไม่ได้ ({why}): {names} — "
    "ค่าที่รวมแล้วอยู่ครบ โปรดเก็บไฟล์ต้นฉบับไว้ แก้ปัญหานี้ แล้วสั่งรวมไฟล์เดิมอีกครั้ง",
    "no copy of {n} returned files could be kept in {folder} ({why}): {names}. What was merged is "
    "complete. Keep the originals, solve this, and collect the same files again.",
)


def _asked(reading: Reading, files: Iterable[FileReport]) -> list[Notice]:
    """Say what whoever sent this master its work asks for, and in which rows."""
    notices = []
    for again in (report.again for report in files if report.again):
        base = again.base
        at = ", ".join(map(str, rows_of(reading, base)))
        words = again.asked or _TO_DO
        text = _ASKED.fill(agency=base.agency, n=len(base.rows), rows=at, asked=words)
        notices.append(Notice("asked", text, Severity.INFO))
    return notices


_TO_DO = Text("รายงานผล", "report on them")
_ASKED = Text(
    "{agency} ส่งมา {n} แถว (แถวที่ {rows} ของชีต “ผลการดำเนินการ”): {asked}\n"
    "    ส่งต่อเฉพาะแถวเหล่านี้ได้ด้วย split --asked",
    "{agency} sends {n} rows (rows {rows} of “ผลการดำเนินการ”): {asked}\n"
    "    split --asked sends just these on",
)
_NOTHING = Text(
    "ไม่พบไฟล์ตอบกลับ (.xlsx .xlsm .xlsb .ods .xls .csv .zip .7z .eml .msg) ที่ {places} "
    "โปรดตรวจชื่อไฟล์และโฟลเดอร์",
    "there is no returned workbook (.xlsx, .xlsm, .xlsb, .ods, .xls, .csv, .zip, .7z, .eml, .msg) "
    "in {places}: check the names",
)
_LISTED = 20  # names that a sentence can hold
_OTHERS = Text(
    "ไม่ได้อ่าน {n} ไฟล์ที่ไม่ใช่สมุดงาน (หากเป็นคำตอบ โปรดขอเป็นไฟล์ Excel): {names}",
    "{n} files are no workbooks and were not read (if one is an answer, ask for it as an Excel "
    "file): {names}",
)
_MORE = Text(" และอีก {n} ไฟล์", " and {n} more")
_MASTER = Text(
    "ข้ามไฟล์หลักเอง ไม่นับเป็นไฟล์ตอบกลับ: {names}", "left out, for it is the master itself: {names}"
)
