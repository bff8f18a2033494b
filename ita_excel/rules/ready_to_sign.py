"""Ready to sign: which findings a person must see to before papers are signed, and which to look at.

An error says something false, or leaves out what the letter can't go out without; all else is to be
looked at. The rules are those of the check, with what counts only for signing (L9xx).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from ita_excel.catalogue.oit import Item
from ita_excel.core.findings import Finding, Message, Severity
from ita_excel.rules import before_signing
from ita_excel.rules.declaring import RuleCheck
from ita_excel.rules.derived import Book
from ita_excel.rules.engine import validate
from ita_excel.rules.printed import PrintedPart
from ita_excel.rules.prints import Prints
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading

CHECKS: tuple[RuleCheck, ...] = tuple(
    value for value in vars(before_signing).values() if isinstance(value, RuleCheck)
)
# Of the check: warnings there, because a draft may well have them.
_ASKED = ("A203", "A204", "A207", "A208", "A213", "A214", "X501", "X502", "X503",
          "T601", "T602", "T603")  # fmt: skip
_MUST = frozenset(
    {
        ("A203", "no_number"), ("A204", "outside"), ("A204", "too_early"), ("A214", "early"),
        ("A214", "later"), ("X501", "spelled"), ("T601", "foreign"), ("T602", "order"),
    }
)  # fmt: skip
# Of one cause the one that says more, where both stand at one cell.
_INSTEAD = {"X502": {"L903", "L904"}, "L907": {"A214", "X502"}}
_OF_LETTER = frozenset({"A203", "L902", "L903", "L904"})  # of the letter that reports a round


def questions(
    reading: Reading,
    papers: Mapping[str, Prints],
    round_: Round,
    *,
    sign: dt.date | None = None,
    unit: str | None = None,
    picture: Callable[[str], bool] | None = None,
    items: Sequence[Item] = (),
    file_name: str = "",
    not_made: Mapping[str, str] | None = None,
) -> dict[str, list[Finding]]:
    """Return by paper what must be seen to (errors) or looked at before it is signed.

    `papers` says what each prints; `file_name` is the workbook's; `not_made` are the titles of
    what a memo, by its kind, says goes with it and nobody has made.
    """
    printed = reading.for_round(round_).signed(sign)
    found = _found(printed, picture, items, file_name)
    told: dict[str, list[Finding]] = {}
    for kind, prints in papers.items():
        page = PrintedPart(printed, (prints,), round_, unit, signed=sign is not None)
        its = [f for f in found if page.shows(f) and (prints.letter or f.code not in _OF_LETTER)]
        if title := (not_made or {}).get(kind):
            at = printed.agency.at("enclosures") if prints.letter else None
            context = {"paper": title}
            its.append(Finding(before_signing.enclosures.rule, at, "not_made", context))
        told[kind] = [_judged(f) for f in _one_cause(its)]
    return told


def _found(
    printed: Reading,
    picture: Callable[[str], bool] | None,
    items: Sequence[Item],
    file_name: str,
) -> list[Finding]:
    found = validate(printed, only=_ASKED, picture=picture, items=items)
    book = Book(printed, picture, items)
    for one in CHECKS:
        found += (
            Finding(one.rule, h.at, h.variant, h.context, h.remedy, h.suggestion)
            for h in one.check(book)
        )
    years, year = before_signing.years_in_name(file_name), book.fiscal_year
    if year and years and str(year.year) not in years:
        context = {"name": file_name, "found": ", ".join(years), "year": year.year}
        at = printed.agency.at("fiscal_year")
        found.append(Finding(before_signing.years_agree.rule, at, "own_file", context))
    return sorted(found, key=book.place)


def _one_cause(findings: Collection[Finding]) -> list[Finding]:
    """Return the findings without those that another of the same cell says better."""
    at: dict[object, set[str]] = {}
    for finding in findings:
        at.setdefault(finding.at, set()).add(finding.code)
    return [f for f in findings if not (_INSTEAD.get(f.code, set()) & at[f.at])]


def _judged(finding: Finding) -> Finding:
    """Return a finding as bad as it is for signing."""
    must = finding.severity is Severity.ERROR or (finding.code, finding.variant) in _MUST
    wanted = Severity.ERROR if must else Severity.WARNING
    if finding.severity is wanted:
        return finding
    messages = {name: Message(m.text) for name, m in finding.rule.messages.items()}
    return replace(finding, rule=finding.rule._replace(severity=wanted, messages=messages))
