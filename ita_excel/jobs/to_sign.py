"""What is to be seen to before papers are signed: asked by the list of papers, and by each final export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ita_excel.core.findings import Finding, Severity, together
from ita_excel.core.language import Text
from ita_excel.documents.declarations import DOCUMENTS
from ita_excel.documents.declaring import Document
from ita_excel.documents.order import Order
from ita_excel.jobs.book import OpenBook
from ita_excel.jobs.check import pictures_beside
from ita_excel.jobs.last_year import without_results
from ita_excel.rules.ready_to_sign import questions
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading
from ita_excel.store import made_papers

if TYPE_CHECKING:
    import datetime as dt

    from ita_excel.catalogue.oit import Item


def before_signing(
    opened: OpenBook,
    reading: Reading,
    documents: Sequence[Document],
    round_: Round,
    *,
    paired: bool = False,
    sign: dt.date | None = None,
    unit: str | None = None,
    items: Sequence[Item] = (),
) -> dict[str, list[Finding]]:
    """Return by kind what must be seen to (errors) or looked at before papers are signed.

    `documents` are made or asked for together: what a memo encloses counts as there when it is one
    of them, or was made before. `paired`: the results are last year's workbook's.
    """
    papers = {d.kind: without_results(d.prints) if paired else d.prints for d in documents}
    return questions(
        reading,
        papers,
        round_,
        sign=sign,
        unit=unit,
        picture=pictures_beside(opened.folder),
        items=items,
        file_name=opened.file.name if opened.file else "",
        not_made=_not_made(opened, documents),
    )


def of_order(
    opened: OpenBook,
    reading: Reading,
    order: Order,
    round_: Round,
    items: Sequence[Item],
    *,
    paired: bool,
) -> tuple[Finding, ...]:
    """Return the findings of all papers of an order, each once; none of drafts."""
    if order.draft:
        return ()
    found = before_signing(
        opened, reading, order.documents, round_,
        paired=paired, sign=order.sign, unit=order.unit, items=items,
    )  # fmt: skip
    return tuple(all_of(found.values()))


def _not_made(opened: OpenBook, documents: Sequence[Document]) -> dict[str, str]:
    """Return for each memo the title of the paper that goes with it and isn't there."""
    there = {d.kind for d in documents}
    there |= set(made_papers.last_made(opened.file)) if opened.file else set()
    titles = {d.kind: d.title.th for d in DOCUMENTS}
    return {d.kind: titles[d.memo_of] for d in documents if d.memo_of and d.memo_of not in there}


def all_of(by_kind: Iterable[Sequence[Finding]]) -> list[Finding]:
    """Return the findings of several papers, each once."""
    found = {(f.code, f.at, f.variant, f.say("th")): f for its in by_kind for f in its}
    return list(found.values())


def summary(findings: Sequence[Finding]) -> Text | None:
    """Return the line that says how many must be seen to and looked at, None of nothing."""
    told = together(findings)
    must = sum(f.severity is Severity.ERROR for f in told)
    if not told:
        return None
    return _SUMMARY.fill(must=must, look=len(told) - must)


def lines(findings: Sequence[Finding]) -> tuple[Text, ...]:
    """Return the summary, then what must be seen to, a line each: where, and what to do."""
    first = summary(findings)
    if first is None:
        return ()
    must = [f for f in together(findings) if f.severity is Severity.ERROR]
    return (first, *(_line(f) for f in must))


def _line(finding: Finding) -> Text:
    return _LINE.fill(
        at=finding.at or "-", code=finding.code, said=Text(finding.say("th"), finding.say("en"))
    )


_SUMMARY = Text(
    "ก่อนลงนาม: ต้องแก้ {must} เรื่อง ควรตรวจ {look} เรื่อง (ดูทั้งหมด: ita-excel papers FILE --check)",
    "before it is signed: {must} to correct, {look} to look at (all of them: ita-excel papers FILE "
    "--check)",
)
_LINE = Text("  • {at} {code} {said}", "  • {at} {code} {said}")
