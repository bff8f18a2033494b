"""Papers: which papers of the year can be made of a workbook, what keeps others back, and when each
was last made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ita_excel.core.errors import ItaExcelError
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.language import Text
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.score_tables import analysed
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.declaring import Covers, Document
from ita_excel.documents.document_files import NO_SCORES
from ita_excel.documents.order import Order
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.check import pictures_beside
from ita_excel.jobs.last_year import (
    final_round,
    for_order,
    require_ready,
    with_last_year,
    without_results,
)
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.jobs.to_sign import all_of, before_signing
from ita_excel.jobs.which_papers import chosen
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
    to_sign: tuple[Finding, ...] = ()  # errors must be seen to before it is signed
    problem: ItaExcelError | None = None  # with last year's workbook

    @property
    def ready(self) -> bool:
        return not self.missing and self.problem is None

    @property
    def signable(self) -> bool:
        """Whether nothing must be seen to before it is signed."""
        return self.ready and all(f.severity is not Severity.ERROR for f in self.to_sign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers(Outcome):
    """The papers in the order of the declarations; `findings` are what any of them lacks.

    After a check before signing `to_sign` is what is to be seen to or looked at, each once.
    """

    papers: tuple[PaperState, ...]
    sheets: tuple[str, ...] = ()
    to_sign: tuple[Finding, ...] = ()


def papers(
    place: Place,
    occasion: Occasion,
    *,
    round: Round | None = None,
    items: Sequence[Item] = (),
    kinds: Collection[str] = (),
    check: bool = False,
) -> Papers:
    """Return which papers of a workbook can be made, `round` instead of the workbook's own.

    `kinds` are the papers that are meant, none for all. With `check` it is also asked whether they
    are ready to be signed, where none are named those that `export` makes unasked. Changes
    nothing. InputError for what is no ITA workbook.
    """

    def work(opened: OpenBook) -> Papers:
        reading = opened.read()
        order = Order(kinds=tuple(kinds)) if kinds else Order(unnamed=True, round=round)
        order, why = chosen(reading, order, occasion.moment.date())
        documents = order.documents if kinds or check else DOCUMENTS
        round_ = round or reading.agency.value.round or Round.SIX
        paired = reading.agency.value.paired_year is not None
        problem, of_results = None, round_
        if paired:
            problem, of_results = _last_year(opened, reading, round, items)
        errors = {one: _errors(opened, reading, one, items) for one in {round_, of_results}}
        last = made_papers.last_made(opened.file) if opened.file else {}

        def of(document: Document) -> Round:
            return of_results if document.covers is Covers.RESULTS else round_

        asked: dict[str, Sequence[Finding]] = {}
        if check:
            for one in {round_, of_results}:
                its = [d for d in documents if of(d) is one]
                asked |= before_signing(opened, reading, its, one, paired=paired, items=items)
        states = tuple(
            PaperState(
                document,
                _missing(document, reading, errors[of(document)], paired=paired),
                last.get(document.kind),
                tuple(_notes(document, reading)),
                tuple(asked.get(document.kind, ())),
                problem if document.covers is Covers.RESULTS else None,
            )
            for document in documents
        )
        return Papers(
            papers=states,
            findings=tuple(all_of(state.missing for state in states)),
            sheets=tuple(block.sheet for block in reading.blocks.values()),
            to_sign=tuple(all_of(state.to_sign for state in states)),
            notices=(why,) if why and check else (),
        )

    return in_turn(place, occasion, work, writing=False)


def _errors(opened: OpenBook, reading: Reading, round_: Round, items: Sequence[Item]) -> Errors:
    picture, each = pictures_beside(opened.folder), opened.occasion.watcher.each
    return Errors(reading, round_, picture=picture, items=items, each=each)


def _last_year(
    opened: OpenBook, reading: Reading, round_: Round | None, items: Sequence[Item]
) -> tuple[ItaExcelError | None, Round]:
    """Return why last year's results can't be printed, None where they can; and of which round they are."""
    order = Order()
    of = round_ or reading.agency.value.round or Round.SIX
    try:
        _, last = with_last_year(opened, reading, order)
        if last:
            of = round_ or final_round(last)
            require_ready(for_order(last, order, of), order, of, items)
    except ItaExcelError as error:
        return error, of
    return None, of


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
