"""What officers' values mean: the one place where a workbook's cells are parsed.

Periods, days, rounds, statuses, units, OIT items and numbers of a record are looked up here by its
properties (schema.model). Officers type few different values, over and over: each distinct one of
a workbook is parsed once, when it is first asked for; what parses periods, items and units is loaded
then, too: compiling its patterns takes longer than reading a small workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

from ita_excel import schema
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import EvidenceLine, Meanings, ReportDays, Round, Status, Workbook
from ita_excel.sheets.blocks import heading_form
from ita_excel.thai.calendar import FiscalYear, Period
from ita_excel.thai.dates import read_date
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import compare_form

if TYPE_CHECKING:
    from ita_excel.sheets.responsible import Directory

K = TypeVar("K")
V = TypeVar("V")

_MONTHS = r"(?<![0-9])(6|12)\s*เดือน"
_BETWEEN_DAYS = r"[,;\n]|และ"
_AMOUNT = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
_MOST_DIGITS = 15  # Excel counts up to as many; Python refuses some thousands


class _Parsed(dict[K, V]):
    """Values by what was typed; one that is missing is parsed."""

    def __init__(self, parse: Callable[[K], V]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, typed: K) -> V:
        meant = self[typed] = self._parse(typed)
        return meant


def meanings(year: FiscalYear | None, directory: Callable[[], Directory]) -> Meanings:
    """Return what values mean in the workbook of a fiscal year and of the units in `directory()`."""
    return Meanings(
        _Parsed(partial(_period, year)),
        _Parsed(partial(_unread_side, year)),
        _Parsed(lambda typed: directory().find(typed)),
        _Parsed(read_round),
        _Parsed(read_status),
        _Parsed(_codes),
        _Parsed(_unread_codes),
        _Parsed(_indicators),
        _Parsed(_unread_indicators),
        _Parsed(whole_number),
        _Parsed(amount),
        _Parsed(_odd_links),
        _Parsed(_evidence),
        _Parsed(partial(_report_days, year)),
    )


def understood(workbook: Workbook) -> Workbook:
    """Return a workbook whose records were made by hand with what they mean."""
    from ita_excel.sheets.responsible import Directory

    directory = Directory(workbook.units, workbook.agency)
    found = meanings(workbook.agency.fiscal_year, lambda: directory)
    return replace(
        workbook,
        plan=tuple(replace(row, meanings=found) for row in workbook.plan),
        results=tuple(replace(row, meanings=found) for row in workbook.results),
        meanings=found,
    )


def read_status(text: str) -> Status | None:
    """Return the status that a text means, other offices' words included; None for others."""
    return _STATUSES.get(heading_form(text))


@lru_cache(maxsize=256)  # every row of the results says one of a few texts
def read_round(text: str) -> Round | None:
    """Return the round: `๖ เดือน`, `6 เดือน`, `รอบ 12 เดือน (2565)`; None for others."""
    arabic = to_arabic(text)
    found = re.search(_MONTHS, arabic)
    digits = found[1] if found else "".join(c for c in arabic if c.isdigit())
    return {"6": Round.SIX, "12": Round.TWELVE}.get(digits)


def round_name(text: str) -> str:
    """Return the one name of a round that stands in no record; of no round, the text as compared."""
    known = read_round(text)
    return known.value if known else compare_form(text)


def is_day(value: Value) -> bool:
    """Whether a cell holds one day, as a date or written out."""
    return isinstance(value, dt.date) or read_date(value) is not None


def read_year(value: Value) -> FiscalYear | None:
    """Return a plausible fiscal year written as number or text (`พ.ศ. ๒๕๖๕`), else None."""
    digits = "".join(c for c in to_arabic(as_text(value)) if c.isdigit())
    if len(digits) != 4:
        return None
    year = FiscalYear(int(digits))
    return year if year.plausible else None


def whole_number(value: Value) -> int | None:
    """Return a whole number typed as number or as text, in any digits; None for others."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    digits = to_arabic(value.strip())
    if not (digits.isdecimal() and digits.isascii()):
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _MOST_DIGITS else None


_STATUSES = {heading_form(s.value): s for s in Status} | {
    heading_form(words): status for words, status in schema.STATUS_SYNONYMS.items()
}


def _codes(text: str) -> tuple[str, ...]:
    from ita_excel.catalogue.codes import read_codes

    return tuple(read_codes(text))


def _unread_codes(text: str) -> str:
    from ita_excel.catalogue.codes import unread

    return unread(text)


def _indicators(text: str) -> tuple[int, ...]:
    from ita_excel.catalogue.indicator_numbers import read_numbers

    return read_numbers(text)


def _unread_indicators(text: str) -> str:
    from ita_excel.catalogue.indicator_numbers import unread

    return unread(text)


def _odd_links(text: str) -> tuple[str, ...]:
    from ita_excel.sheets import evidence_lines

    return evidence_lines.odd_links(text)


def _evidence(text: str) -> tuple[EvidenceLine, ...]:
    from ita_excel.sheets import evidence_lines

    return evidence_lines.evidence_lines(text)


def amount(typed: Value) -> float | None:
    """Return a number typed as number or as text, in any digits; None for others."""
    text = to_arabic(as_text(typed))
    return float(text) if re.fullmatch(_AMOUNT, text) else None


def _period(year: FiscalYear | None, typed: tuple[Value, Value]) -> Period | None:
    from ita_excel.thai.periods import read_period

    return read_period(*typed, year) if year else None


def _unread_side(year: FiscalYear | None, typed: tuple[Value, Value]) -> str:
    from ita_excel.thai.periods import read_period_cell

    for side, value in zip(("start", "end"), typed, strict=True):
        if year is None or read_period_cell(value, year) is None:
            return side
    return ""


def _report_days(year: FiscalYear | None, typed: Value) -> ReportDays:
    parts = [part.strip() for part in re.split(_BETWEEN_DAYS, as_text(typed))]
    parts = [part for part in parts if part not in ("", "-")]
    if whole := read_date(typed, year):
        return ReportDays((whole,), "", len(parts))
    days = []
    for part in parts:
        day = read_date(part, year)
        if day is None:
            return ReportDays((), part, len(parts))
        days.append(day)
    return ReportDays(tuple(days), "", len(parts))
