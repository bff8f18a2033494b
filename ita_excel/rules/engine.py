"""Validation: every rule asked, in order, about one reading."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from ita_excel import schema
from ita_excel.catalogue.oit import Item
from ita_excel.core import collector
from ita_excel.core.findings import Finding, Severity
from ita_excel.rules.declaring import RuleCheck
from ita_excel.rules.derived import Book
from ita_excel.rules.every import CHECKS
from ita_excel.rules.evidence_facts import FilesBeside, PagesAsked
from ita_excel.sheets import Reading
from ita_excel.sheets.blocks import NoColumn
from ita_excel.sheets.structure import ERROR_VALUE, UNCALCULATED


@collector.paused()
def validate(
    reading: Reading,
    *,
    only: Collection[str] = (),
    ignore: Collection[str] = (),
    picture: Callable[[str], bool] | None = None,
    items: Sequence[Item] = (),
    errors: bool = False,
    each: Callable[[Sequence[RuleCheck]], Iterable[RuleCheck]] = iter,
    evidence: FilesBeside | None = None,
    pages: PagesAsked | None = None,
) -> list[Finding]:
    """Return all findings in sheet order, row by row.

    `only` and `ignore` are codes; with `errors` nothing else is looked for or returned; `picture`
    tells whether a file named in the workbook is a readable picture (the core opens none);
    `items` is an agency's own list of OIT items; `evidence` and `pages` give the facts of files and
    web addresses that are named as evidence. A cell that Excel itself couldn't work out has
    one finding, S104 or S107, a column that is gone S101: what rules would say of the blank values
    there is noise. In a unit's own
    workbook only that which the unit can correct is found. `each` passes the checks on, so that
    somebody sees how far it is.
    """
    book = Book(reading, picture, items, evidence, pages)
    findings = list(reading.findings)
    broken = {f.at for f in findings if f.rule in (ERROR_VALUE, UNCALCULATED)}
    for one in each(CHECKS):
        declared = one.rule
        if (only and declared.code not in only) or declared.code in ignore:
            continue
        if errors and Severity.ERROR not in declared.severities:
            continue
        findings += (
            Finding(declared, h.at, h.variant, h.context, h.remedy, h.suggestion)
            for h in one.check(book)
            if h.at is None or (h.at not in broken and not isinstance(h.at, NoColumn))
        )
    if book.of_unit:
        findings = [f for f in findings if _units_own(book, f)]
    chosen = [
        f
        for f in findings
        if (not only or f.code in only)
        and f.code not in ignore
        and (not errors or f.severity is Severity.ERROR)
    ]
    return sorted(_without_echoes(chosen), key=book.place)


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """Return the findings without those that another one of the same row asks for as well.

    A result that only repeats its action (R412) is told to name date, place, number and link;
    that the link is missing (R407) is the same cause.
    """
    rows = {(f.at.sheet, f.at.row) for f in findings if f.code == "R412" and f.at}
    return [
        f
        for f in findings
        if not (
            f.code == "R407" and f.variant == "no_link" and f.at and (f.at.sheet, f.at.row) in rows
        )
    ]


def _units_own(book: Book, finding: Finding) -> bool:
    """Whether a unit can correct this: its table is broken, or one of the cells that it writes.

    Settings, plan and numbering stay with the agency, which left most of them out on purpose.
    """
    if finding.code.startswith("S") or finding.at is None:
        return True
    results = book.reading.blocks.get(schema.RESULTS.name)
    return results is not None and (finding.at.sheet, finding.at.column) in {
        (results.sheet, results.columns.get(c.field))
        for c in schema.RESULTS.columns
        if c.unit_writes
    }
