"""What a returned file answers where what was sent with it is gone: what the master remembers says.

The rows' keys, else their words, show which dispatch it is. Several units may have been sent the same
rows; then the file itself or its name must say whose it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.findings import Finding
from ita_excel.core.values import as_text
from ita_excel.merging.base import Base, Values
from ita_excel.merging.ledger import Dispatch, Ledger
from ita_excel.merging.master import EDITABLE, Master, RowId
from ita_excel.merging.returned_rows import ReturnedBook, ReturnedRow
from ita_excel.merging.returned_rules import BASELESS, FOREIGN
from ita_excel.merging.sending import sent_action, sent_result
from ita_excel.sheets import Reading
from ita_excel.sheets.meaning import round_name
from ita_excel.thai.calendar import format_date
from ita_excel.thai.digits import to_arabic, to_thai
from ita_excel.thai.normal import compare_form


class Particulars(NamedTuple):
    """What a file's sheets say it is, '' where they don't. `dispatch` is the id of what was sent."""

    dispatch: str = ""
    unit: str = ""
    agency: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much of a file fits a dispatch: rows by key, by words, and of all in either."""

    dispatch: Dispatch
    by_key: int
    by_words: int
    share: float

    @property
    def rows(self) -> int:
        return self.by_key + self.by_words


def as_units_master(ledger: Ledger, about: Particulars) -> Particulars | None:
    """Return the particulars of a unit's own master, told by its agency's name; None for others."""
    units = {d.unit for d in ledger.dispatches.values()}
    agency = compare_form(about.agency)
    unit = next((u for u in sorted(units) if agency and compare_form(u) == agency), None)
    return about._replace(unit=unit, agency="") if unit else None


def base_remembered(
    reading: Reading,
    ledger: Ledger,
    file: str,
    book: ReturnedBook,
    about: Particulars,
    saved: str,
) -> tuple[Base, Finding] | Finding:
    """Return what the file answers and how sure that is, or the M801 for which it is refused.

    `saved` is the ISO text of when it was, '' where that isn't known.
    """
    agency = reading.agency.value
    year = str(agency.fiscal_year.year) if agency.fiscal_year else ""
    if about.agency and agency.name and compare_form(about.agency) != compare_form(agency.name):
        return _refused("agency", file, theirs=about.agency, ours=agency.name)
    theirs = to_arabic(about.year)
    if theirs and year and theirs != year:
        return _refused("year", file, theirs=to_thai(theirs), ours=to_thai(year))
    rows = [r for r in book.results if r.text("key") or r.text("text")]
    found = [x for x in _likenesses(Master(reading), ledger, rows) if 2 * x.rows >= len(rows) > 0]
    if not found:
        return _refused("unknown", file)
    best = _best(found, file, about, saved)
    if best is None:
        units = ", ".join(sorted({x.dispatch.unit for x in _most(found)}))
        return _refused("whose", file, units=units)
    sent = best.dispatch
    context = {
        "file": file,
        "unit": sent.unit,
        "sent": format_date(dt.date.fromisoformat(sent.sent[:10])),
    }
    certain = best.by_key >= best.by_words
    context |= {"n": str(best.by_key if certain else best.by_words), "all": str(len(rows))}
    return _base(reading, sent), Finding(BASELESS, None, "keys" if certain else "words", context)


def _likenesses(master: Master, ledger: Ledger, rows: Sequence[ReturnedRow]) -> Iterator[_Likeness]:
    texts = {id_: compare_form(record.value.text) for id_, record in master.rows.items()}
    for dispatch in ledger.dispatches.values():
        keys = {row.key for row in dispatch.rows}
        words = {texts.get(row, "") for row in dispatch.rows} - {""}
        by_key = sum(_has_key(row, dispatch, keys) for row in rows)
        by_words = sum(
            not _has_key(row, dispatch, keys) and compare_form(row.text("text")) in words
            for row in rows
        )
        both = by_key + by_words
        share = both / max(1, len(rows) + len(dispatch.rows) - both)
        yield _Likeness(dispatch, by_key, by_words, share)


def _has_key(row: ReturnedRow, dispatch: Dispatch, keys: set[str]) -> bool:
    round_ = row.text("round")
    if not round_:
        return row.text("key") in keys
    return RowId(row.text("key"), round_name(round_)) in dispatch.rows


def _most(found: Sequence[_Likeness]) -> list[_Likeness]:
    most = max(x.rows for x in found)
    return [x for x in found if x.rows == most]


def _best(
    found: Sequence[_Likeness], file: str, about: Particulars, saved: str
) -> _Likeness | None:
    """Return the dispatch that the file answers, None where it may be several units'."""
    named = [x for x in found if x.dispatch.id == about.dispatch]
    if named:
        return named[0]
    own = [x for x in found if x.dispatch.unit == about.unit] or [
        x for x in found if x.dispatch.unit and compare_form(x.dispatch.unit) in compare_form(file)
    ]
    likely = _most(own or found)
    if len({x.dispatch.unit for x in likely}) > 1:
        whole = [x for x in likely if x.share == 1 and len(x.dispatch.rows) > 1]
        likely = whole
        if len({x.dispatch.unit for x in likely}) != 1:
            return None
    before = [x for x in likely if not saved or x.dispatch.sent <= saved] or likely
    return max(before, key=lambda x: (x.share, x.dispatch.sent))


def _base(reading: Reading, sent: Dispatch) -> Base:
    """Return what was sent, as far as it is known: a value that isn't is taken for blank.

    So a value of the master's own is never replaced by one in such a file without a decision.
    """
    agency = reading.agency.value
    master = Master(reading)
    rows: dict[RowId, Values] = {}
    for id_ in sent.rows:
        record = master.rows.get(id_)
        now = sent_result(record) if record else {}
        copied = {field: value for field, value in now.items() if field not in EDITABLE}
        rows[id_] = {**copied, **sent.answers.get(id_, {})}
    return Base(
        as_text(reading.meta.get(schema.META_WORKBOOK)),
        sent.id,
        sent.unit,
        agency.name,
        agency.fiscal_year.year if agency.fiscal_year else 0,
        sent.sent,
        sent.due,
        rows,
        {a.value.key: sent_action(a) for a in reading.plan if a.value.key},
    )


def _refused(variant: str, file: str, **context: object) -> Finding:
    return Finding(FOREIGN, None, variant, {"file": file, **context})
