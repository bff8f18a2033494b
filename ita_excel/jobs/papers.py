"""Papers: which papers of the year can be made of a workbook, what keeps others back, and when each
was last made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ita_excel.core.errors import ItaExcelError
from ita_excel.core.findings import Finding
from ita_excel.core.language import Text
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.score_tables import analysed
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.declaring import Covers, Document
from ita_excel.documents.document_files import NO_SCORES
from ita_excel.documents.order import Order
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.check import pictures_beside
from ita_excel.jobs.last_year import for_order, require_ready, with_last_year, without_results
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.rules.printed import Errors
from ita_excel.schema import AGENCY, PLAN, RESULTS, SCORES
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading
from ita_excel.sheets.structure import MISSING
from ita_excel.store import made_papers
from ita_excel.store.made_papers import LastMade

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


@dataclass(frozen=True, slots=True)
class PaperState:
    """How far one kind of paper is. `missing` are the findings that keep it from being made.

    `last` says when it was last made of this workbook, on this computer or beside it; None where
    nobody remembers.
    """

    document: Document
    missing: tuple[Finding, ...]
    last: LastMade | None = None
    notes: tuple[Text, ...] = ()
    problem: ItaExcelError | None = None  # with last year's workbook

    @property
    def ready(self) -> bool:
        return not self.missing and self.problem is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers(Outcome):
    """The papers in the order of the declarations; `findings` are what any of them lacks."""

    papers: tuple[PaperState, ...]
    sheets: tuple[str, ...] = ()


def papers(
    place: Place,
    occasion: Occasion,
    *,
    round: Round | None = None,
    items: Sequence[Item] = (),
) -> Papers:
    """Return which papers of a workbook can be made, `round` instead of the workbook's own.

    Changes nothing. InputError for what is no ITA workbook.
    """

    def work(opened: OpenBook) -> Papers:
        reading = opened.read()
        round_ = round or reading.agency.value.round or Round.SIX
        errors = Errors(
            reading,
            round_,
            picture=pictures_beside(opened.folder),
            items=items,
            each=occasion.watcher.each,
        )
        paired = reading.agency.value.paired_year is not None
        problem = _last_year_problem(opened, reading, round_, items) if paired else None
        last = made_papers.last_made(opened.file) if opened.file else {}
        states = tuple(
            PaperState(
                document,
                _missing(document, reading, errors, paired=paired),
                last.get(document.kind),
                tuple(_notes(document, reading)),
                problem if document.covers is Covers.RESULTS else None,
            )
            for document in DOCUMENTS
        )
        lacking = {id(f): f for state in states for f in state.missing}
        return Papers(
            papers=states,
            findings=tuple(lacking.values()),
            sheets=tuple(block.sheet for block in reading.blocks.values()),
        )

    return in_turn(place, occasion, work, writing=False)


def _last_year_problem(
    opened: OpenBook, reading: Reading, round_: Round, items: Sequence[Item]
) -> ItaExcelError | None:
    """Return why last year's results can't be printed, None where they can."""
    order = Order()
    try:
        _, last = with_last_year(opened, reading, order)
        if last:
            require_ready(for_order(last, order, round_), order, round_, items)
    except ItaExcelError as error:
        return error
    return None


def _missing(
    document: Document, reading: Reading, errors: Errors, *, paired: bool
) -> tuple[Finding, ...]:
    """Return what keeps a document back, the sheets without which none is made among it."""
    prints = without_results(document.prints) if paired else document.prints
    found = errors.stopping([prints])
    needed = (AGENCY, PLAN, *([RESULTS] if document.covers is Covers.RESULTS else []))
    lost = {table.sheet for table in needed if table.name not in reading.blocks}
    found += [
        f
        for f in reading.findings
        if f.rule is MISSING and str(f.context.get("name")) in lost and f not in found
    ]
    return tuple(found)


def _notes(document: Document, reading: Reading) -> Iterator[Text]:
    """Yield what keeps a document from saying all that it could."""
    if SCORES not in document.prints.tables:
        return
    if n := analysed(Material(reading.workbook)).without_score:
        yield NO_SCORES.fill(n=n, sheet=SCORES.sheet)
