"""A returned file as lineage looks at it: what it shows, what it changed, when and by whom.

Values are compared forms, moments are seconds. A moment that the file's program wrote counts as
its stamp only if it lies between sending and arrival: clocks are wrong, and many programs leave
the moment that they found.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ita_excel.core.values import as_text
from ita_excel.merging.ledger import Answer, ChangedCell, Dispatch
from ita_excel.merging.master import HEADINGS, CellId
from ita_excel.merging.returned_rules import MOVED_COLUMN
from ita_excel.schema import RESULTS, Kind
from ita_excel.thai.cell_values import form
from ita_excel.thai.normal import compare_form

_FIELDS = {heading: field for field, heading in HEADINGS.items()}
REPORTER = "reported_by"  # the row's ผู้รายงาน: a name, and no answer that lineage counts
_FREE = frozenset(c.field for c in RESULTS.columns if c.unit_writes and c.kind is Kind.LONG_TEXT)
_SENTENCE = 12  # characters: what two people don't write alike by chance, as they do with `-`
_SLACK = 120.0  # seconds by which the clocks of a computer and a mail server differ, and zip rounds
# What computers are called that nobody has given a name, and what programs write for a person.
_NOBODYS = frozenset(
    (
        *("user", "users", "admin", "administrator", "owner", "guest", "author", "unknown", "-"),
        *("pc", "computer", "hp", "dell", "acer", "asus", "lenovo", "toshiba", "office"),
        *("windows", "windowsuser", "microsoftofficeuser", "ผู้ใช้", "ผู้ดูแลระบบ"),
        *("ita-excel", "openpyxl", "sheetjs", "libreoffice"),
    )
)


@dataclass(frozen=True)
class UnitsFile:
    """One file that a unit returned; `base` is what its dispatch showed, by cell, where known."""

    answer: Answer
    sent: float
    changes: Mapping[CellId, str]
    base: Mapping[CellId, str]
    changed: Mapping[CellId, ChangedCell] = field(repr=False)
    sentences: frozenset[CellId]
    stamp: float | None  # when it was saved, if that can be believed
    modified: float | None  # the same, whether or not it can
    arrived: float | None  # None where it would have come before it was sent
    collected: float
    author: str
    person: str
    unsure: frozenset[str] = frozenset()  # fields whose columns were moved apart from their rows

    @property
    def saved(self) -> float:
        known = self.arrived if self.stamp is None else self.stamp
        return self.sent if known is None else known

    @property
    def order(self) -> tuple[float, float, str]:
        """By this files are told first and last where nothing better is known."""
        return (self.saved, self.saved if self.arrived is None else self.arrived, self.answer.hash)

    def shows(self, cell: CellId) -> str:
        """Return what stands in a cell of it; '' for a blank."""
        found = self.changes.get(cell)
        return self.base.get(cell, "") if found is None else found

    def is_silent(self, cell: CellId) -> bool:
        """Whether a blank in it means nothing, because what stood there was moved away."""
        return cell.field in self.unsure and cell not in self.changes

    def reporter(self, cell: CellId) -> str:
        """Return the name in the row of a cell."""
        return name(self.shows(CellId(*cell.row, REPORTER)))

    @property
    def said(self) -> list[CellId]:
        """The cells that it answers or empties; names are no answers."""
        return [c for c in self.changes if c.field != REPORTER]

    @property
    def filled(self) -> int:
        """How many cells it answers."""
        return sum(bool(self.changes[c]) for c in self.said)


def returned_files(
    answers: Collection[Answer], dispatches: Mapping[str, Dispatch]
) -> list[UnitsFile]:
    """Return a unit's files in their order."""
    bases: dict[str, dict[CellId, str]] = {}
    for answer in answers:
        base = bases.setdefault(answer.dispatch, {})
        base.update((c.cell, form(c.base)) for c in answer.changes)
    files = [_file(a, dispatches.get(a.dispatch), bases[a.dispatch]) for a in answers]
    return sorted(files, key=lambda f: f.order)


def _file(answer: Answer, dispatch: Dispatch | None, base: Mapping[CellId, str]) -> UnitsFile:
    seen = answer.provenance
    sent = (moment(dispatch.sent) if dispatch else None) or 0.0
    modified = moment(seen.modified)
    arrived = moment(seen.arrived) or moment(answer.saved)
    if arrived is not None and arrived < sent:
        arrived = None
    latest = math.inf if arrived is None else arrived + _SLACK
    believed = modified is not None and sent < modified <= latest
    return UnitsFile(
        answer,
        sent,
        {c.cell: form(c.value) for c in answer.changes},
        base,
        {c.cell: c for c in answer.changes},
        frozenset(_sentences(answer.changes)),
        modified if believed else None,
        modified,
        arrived,
        _collected(answer),
        name(seen.author),
        name(seen.person),
        frozenset(_FIELDS.get(s.column, "") for s in answer.set_aside if s.variant == MOVED_COLUMN),
    )


def _sentences(changes: Iterable[ChangedCell]) -> Iterable[CellId]:
    for change in changes:
        if change.cell.field in _FREE and len(as_text(change.value)) >= _SENTENCE:
            yield change.cell


def moment(text: str) -> float | None:
    """Return an ISO moment in seconds, None where it is none; without a zone it is in UTC."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=dt.UTC)
    return found.timestamp()


def _collected(answer: Answer) -> float:
    """Return when a file was collected; what was noted is this machine's time."""
    try:
        return dt.datetime.fromisoformat(answer.collected).timestamp()
    except (ValueError, OverflowError, OSError):
        return math.inf


def name(text: str) -> str:
    """Return a person's name to compare; '' where it names nobody."""
    found = compare_form(text).casefold()
    return "" if found.replace(" ", "") in _NOBODYS else found
