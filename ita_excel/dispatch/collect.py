"""From returned files to a merged master: each file judged by itself, then all merged at once.

A file that can't be used is refused with the reason and stops no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from ita_excel import schema
from ita_excel.core.apart import readers
from ita_excel.core.apart.several import ahead
from ita_excel.core.errors import InputError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import Grid
from ita_excel.core.language import Text
from ita_excel.core.values import as_text
from ita_excel.dispatch import answer_reader
from ita_excel.dispatch.answer_reader import ReturnedContent
from ita_excel.dispatch.inbox import Found, FoundFile, Other, Refused
from ita_excel.dispatch.masters_answers import answers_of
from ita_excel.dispatch.taking_in import SentAgain, is_from_above, is_new, take_in
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import Base
from ita_excel.merging.baseless import as_units_master, base_remembered
from ita_excel.merging.divisions import ARROW
from ita_excel.merging.ledger import Answer, Ledger, OpenedFile, SetAside
from ita_excel.merging.merge import MergedMaster, Moment, merge
from ita_excel.merging.returned_rows import ReturnedBook
from ita_excel.merging.returned_rules import ACTIVE, FOREIGN, OVERLOOKED
from ita_excel.merging.unit_changes import ReturnedFile, compare
from ita_excel.merging.unread import findings as overlooked
from ita_excel.sheets import Reading
from ita_excel.thai.digits import to_thai


class State(Enum):
    """What became of a file."""

    MERGED = "merged"
    KNOWN = "known"  # merged before: nothing to do
    WITHDRAWN = "withdrawn"  # taken back before, and not asked for by name
    RECEIVED = "received"  # sent again by whoever sent this master its work
    BLANK = "blank"  # as it was sent: nobody has answered yet
    COPY = "copy"  # of this master, on which another officer works
    REFUSED = "refused"


STATES = {
    State.MERGED: Text("รวมแล้ว", "merged"),
    State.KNOWN: Text("รวมไว้ก่อนแล้ว", "merged before"),
    State.WITHDRAWN: Text("ถอนออกไว้ ไม่รวมอีก", "withdrawn before, not merged again"),
    State.RECEIVED: Text("รับงานจากผู้ส่งแล้ว", "work taken in from above"),
    State.BLANK: Text("ยังไม่มีคำตอบ", "no answer in it yet"),
    State.COPY: Text("ไฟล์หลักอีกฉบับ", "another copy of the master"),
    State.REFUSED: Text("ไม่รวม", "refused"),
}
OLDER = Text(
    "เก่ากว่าคำตอบที่รวมไว้แล้ว ค่าที่แก้ไขทีหลังไม่ถูกแทนที่",
    "older than an answer merged before: what was corrected since stays",
)


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: what became of it, and what is odd about it. `why` where it can't be read."""

    name: str
    state: State
    hash: str = ""
    answer: Answer | None = None
    findings: tuple[Finding, ...] = ()
    why: Text | None = None
    older: bool = False  # than an answer of the same unit that is merged already
    kept: str = ""  # the name of its copy in the folder .ita-inbox beside the master
    more: tuple[Answer, ...] = ()  # of a unit's own master, to what it was sent later
    again: SentAgain | None = None  # what the sender above sends, not taken in yet
    data: bytes = field(default=b"", repr=False)  # of another copy of the master, to be read whole

    @property
    def overlooked(self) -> tuple[SetAside, ...]:
        """What the file holds besides its answers, by place."""
        found = self.answer.set_aside if self.answer else ()
        return tuple(thing for thing in found if thing.code == OVERLOOKED.code)


Keep = Callable[[FoundFile, str], str]  # a file and its unit -> the name of the copy, or ''


@dataclass(frozen=True, slots=True)
class CollectedMerge:
    """What collecting comes to."""

    files: tuple[FileReport, ...]
    merged: MergedMaster


def collect(
    reading: Reading,
    found: Iterable[Found],
    moment: Moment,
    ledger: Ledger | None = None,
    keep: Keep | None = None,
    withdraw: Iterable[str] = (),
) -> CollectedMerge:
    """Return the files' fates and the merge of those that can be used.

    `withdraw` are hashes of answers to be taken back.

    The files are read in processes apart, a few ahead. `keep` is called for each file that says
    something, while its content is at hand. What holds no cells is passed over.
    """
    readers.warm()
    known = ledger_sheet.load(reading.meta) if ledger is None else ledger
    files = (file for file in found if not isinstance(file, Other))
    reports = list(_judge(reading, known, files, moment, keep))
    opened = _with_opened(known, reports, moment)
    merged = merge(reading, moment, _answers(reports), withdraw, opened)
    return CollectedMerge(tuple(reports), merged)


def with_taken_in(
    grid: Grid, reading: Reading, done: CollectedMerge, moment: Moment
) -> tuple[CollectedMerge, Reading]:
    """Return the merge on the master that has taken in what was sent again from above.

    With it what the master then says; both as they were where nothing was sent again.
    """
    again = [report.again for report in done.files if report.again]
    if not again:
        return done, reading
    ledger = ledger_sheet.load(reading.meta)
    taken = take_in(grid, again, ledger, moment)
    answers = [*_answers(done.files), *taken.answers]
    known = _with_opened(ledger, done.files, moment)
    merged = merge(taken.reading, moment, answers, ledger=known)
    edits, written = (*taken.edits, *merged.edits), (*taken.written, *merged.written)
    merged = merged._replace(edits=edits, written=written)
    return replace(done, merged=merged), taken.reading


def _with_opened(ledger: Ledger, reports: Iterable[FileReport], moment: Moment) -> Ledger:
    """Return the ledger with the files in which nothing is filled in."""
    return ledger.with_opened(
        {
            r.hash: OpenedFile(r.answer.unit, r.answer.dispatch, r.name, moment.text)
            for r in reports
            if r.answer and r.state is State.BLANK
        }
    )


def _answers(reports: Iterable[FileReport]) -> list[Answer]:
    merging = [r for r in reports if r.answer and r.state is State.MERGED]
    return [answer for r in merging for answer in (r.answer, *r.more) if answer]


def _judge(
    reading: Reading,
    ledger: Ledger,
    found: Iterable[FoundFile | Refused],
    moment: Moment,
    keep: Keep | None,
) -> Iterator[FileReport]:
    keys = frozenset(
        key
        for key in (
            *(r.value.key for r in reading.every_result),
            *(a.value.key for a in reading.plan),
        )
        if key
    )
    seen = set(ledger.answers)

    def read(file: FoundFile | Refused) -> ReturnedContent | Text | None:
        known = isinstance(file, Refused) or file.sha256 in ledger.answers
        return None if known or isinstance(file, Refused) else _answered(file)

    of_unit: dict[str, list[Answer]] = {}
    for answer in ledger.answers.values():
        of_unit.setdefault(answer.unit, []).append(answer)
    for file, what in ahead(found, read):
        if isinstance(file, Refused):
            yield FileReport(file.name, State.REFUSED, why=file.why)
            continue
        hash_ = file.sha256
        if hash_ in seen:
            report = FileReport(file.name, State.KNOWN, hash_)
        elif hash_ in ledger.withdrawn and not file.named:
            report = FileReport(file.name, State.WITHDRAWN, hash_)
        elif isinstance(what, ReturnedContent):
            report = _report(reading, ledger, file, moment, keys, what, of_unit)
            if report.state is State.MERGED:
                seen.add(hash_)
                if report.answer:
                    of_unit.setdefault(report.answer.unit, []).append(report.answer)
        else:
            report = FileReport(file.name, State.REFUSED, hash_, why=what)
        if keep and _says_something(report):
            unit = report.answer.unit if report.answer else _unit(ledger, hash_, what)
            report = replace(report, kept=keep(file, unit))
        yield report


def _says_something(report: FileReport) -> bool:
    """Whether a file may hold what a person of this agency typed."""
    if report.state in (State.BLANK, State.WITHDRAWN):
        return False
    return not any(f.rule is FOREIGN and f.variant in _OF_OTHERS for f in report.findings)


_OF_OTHERS = ("agency", "year", "master", "copy")  # what answers nothing that was asked here


def _unit(ledger: Ledger, hash_: str, what: ReturnedContent | Text | None) -> str:
    """Return whose file it is, '' where nothing says so."""
    known = ledger.answers.get(hash_)
    if known:
        return known.unit
    return what.base.unit if isinstance(what, ReturnedContent) and what.base else ""


def _answered(file: FoundFile) -> ReturnedContent | Text:
    """Return what a file holds, or why it can't be read."""
    try:
        return answer_reader.read(file.name, file.data)
    except InputError as error:
        # A file that was never on this disk has no name to begin the sentence with.
        return Text(*(t.removeprefix(": ") for t in (error.text.th, error.text.en)))


def _report(
    reading: Reading,
    ledger: Ledger,
    file: FoundFile,
    moment: Moment,
    keys: frozenset[str],
    opened: ReturnedContent,
    of_unit: Mapping[str, Sequence[Answer]],
) -> FileReport:
    hash_ = file.sha256
    findings = [
        Finding(ACTIVE, None, "parts", {"file": file.name, "what": what}) for what in opened.active
    ]
    if _is_copy(reading, opened):
        if file.named:
            return FileReport(
                file.name, State.COPY, hash_, findings=tuple(findings), data=file.data
            )
        copy = _m801("copy", file.name)
        return FileReport(file.name, State.REFUSED, hash_, None, (copy, *findings))
    foreign = _foreign(reading, ledger, file.name, opened)
    if foreign is not None:
        return FileReport(file.name, State.REFUSED, hash_, None, (foreign, *findings))
    book = opened.answer
    if isinstance(book, Finding):
        return FileReport(file.name, State.REFUSED, hash_, None, (book, *findings))
    base, own_master = opened.base, opened.level.own_master
    if base is None:
        units = as_units_master(ledger, opened.about)
        own_master = own_master or units is not None
        about, saved = units or opened.about, _said(opened.saved)
        remembered = base_remembered(reading, ledger, file.name, book, about, saved)
        if isinstance(remembered, Finding):
            return FileReport(file.name, State.REFUSED, hash_, None, (remembered, *findings))
        base, certainty = remembered
        findings.append(certainty)
    findings += book.findings
    returned = _returned(opened, file, base, moment)
    # A row that the unit proposed before has a รหัส of the master's by now, and is no other unit's.
    keys -= {row.key for a in of_unit.get(base.unit, ()) for row in a.proposed}
    if own_master:
        return _of_master(ledger, opened, base, book, returned, keys, tuple(findings))
    # What was collected before shows where sentences stood, whatever its time; times can be wrong.
    came = _came(returned.saved, returned.arrived)
    earlier = [
        a
        for a in of_unit.get(base.unit, ())
        if a.hash in ledger.answers or _came(a.saved, a.provenance.arrived) < came
    ]
    answer, odd = compare(base, book, returned, keys, earlier)
    answer = replace(answer, set_aside=(*answer.set_aside, *opened.unread))
    odd = [*odd, *overlooked(file.name, opened.unread)]
    answered = answer.changes or answer.set_aside
    again = None
    if is_new(reading, base):
        level = opened.level
        again = SentAgain(base, level.asked, level.answered, file.name, hash_)
    state = State.MERGED if answered else State.RECEIVED if again else State.BLANK
    older = any(
        (c.unit, c.dispatch) == (answer.unit, answer.dispatch) and c.saved > answer.saved
        for c in ledger.answers.values()
    )
    return FileReport(file.name, state, hash_, answer, (*findings, *odd), older=older, again=again)


def _is_copy(reading: Reading, opened: ReturnedContent) -> bool:
    """Whether a file is a copy of this master: it has the master's own id, and was sent to no unit.

    A unit's own master carries what the unit was sent; a copy of it does, too.
    """
    mine = as_text(reading.meta.get(schema.META_WORKBOOK))
    is_master = opened.base is None or opened.level.own_master
    return bool(mine) and is_master and opened.about.dispatch == mine


def _returned(opened: ReturnedContent, file: FoundFile, base: Base, moment: Moment) -> ReturnedFile:
    return ReturnedFile(
        file.name,
        file.sha256,
        _saved(opened, file, base),
        moment.text,
        opened.formulas,
        modified=_said(opened.saved),
        arrived=file.when.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        author=opened.author,
    )


def _said(moment: dt.datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _of_master(
    ledger: Ledger,
    opened: ReturnedContent,
    base: Base,
    book: ReturnedBook,
    returned: ReturnedFile,
    keys: frozenset[str],
    findings: tuple[Finding, ...],
) -> FileReport:
    """Return what became of a unit's own master: one answer to each dispatch that we remember."""
    known = [b for b in opened.level.later if _remembers(ledger, b)]
    before = ledger.answers.values()
    answers, odd = answers_of(base, known, book, returned, keys, opened.level, before)
    things = opened.unread
    if not opened.level.own_master:  # told by its agency only: its other sheets are its own
        things = tuple(t for t in things if t.variant not in ("column", "cell", "sheet"))
    first = replace(answers[0], set_aside=(*answers[0].set_aside, *things))
    odd = [*odd, *overlooked(returned.file, things)]
    answered = any(a.changes or a.set_aside for a in (first, *answers[1:]))
    return FileReport(
        returned.file,
        State.MERGED if answered else State.BLANK,
        returned.hash,
        first,
        (*findings, *odd),
        more=answers[1:],
    )


def _remembers(ledger: Ledger, base: Base) -> bool:
    sent = ledger.dispatches.get(base.dispatch)
    return sent is not None and sent.base == base.fingerprint


def _came(saved: str, arrived: str) -> str:
    """Return by when a file was there: no clock is right that says it was saved after its arrival."""
    return min(saved, arrived or saved)


def _saved(opened: ReturnedContent, file: FoundFile, base: Base) -> str:
    """Return when the unit saved its answer: what the file says of itself, else the file's time.

    Some programs leave the moment that we wrote into it; such a one is before the sending.
    """
    inside = _said(opened.saved)
    return (
        inside if inside > base.sent else file.when.astimezone(dt.UTC).isoformat(timespec="seconds")
    )


def _foreign(
    reading: Reading, ledger: Ledger, name: str, opened: ReturnedContent
) -> Finding | None:
    """Return the M801 for which a file is refused, None for one of this master's."""
    base = opened.base
    if base is None:
        return _m801("damaged", name) if opened.damaged else None
    agency = reading.agency.value
    year = agency.fiscal_year.year if agency.fiscal_year else 0
    if is_from_above(reading, base):
        return None
    passed_on = ledger.dispatches.get(base.master)
    if passed_on is not None:  # a unit's own master is known by what it was sent
        path = ARROW.join((base.unit, passed_on.unit, agency.name))
        return _m801("division", name, unit=base.unit, above=passed_on.unit, path=path)
    if base.master != as_text(reading.meta.get(schema.META_WORKBOOK)):
        if base.agency and agency.name and base.agency != agency.name:
            return _m801("agency", name, theirs=base.agency, ours=agency.name)
        if base.year and year and base.year != year:
            return _m801("year", name, theirs=to_thai(str(base.year)), ours=to_thai(str(year)))
        return _m801("master", name)
    sent = ledger.dispatches.get(base.dispatch)
    if sent is None:
        return _m801("dispatch", name)
    return None if sent.base == base.fingerprint else _m801("damaged", name)


def _m801(variant: str, name: str, **context: object) -> Finding:
    return Finding(FOREIGN, None, variant, {"file": name, **context})
