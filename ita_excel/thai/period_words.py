"""Words for a period: a whole year, quarters, rounds, halves, `ทุกเดือน`, school terms.

Reads what `date_tokens.marked` makes of them, without spaces. What comes back every month or every
quarter goes on all year. A school term is the months of its days (Period.of_school).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ita_excel.thai.calendar import FiscalYear, Period, to_buddhist
from ita_excel.thai.dates import YEAR, year_of

# What may stand between the words and the year: `/2569`, `ของปีงบประมาณ`, `ประจำปีการศึกษา`.
_OF_YEAR = rf"(?:/?(?:U?R?(?P<named>[NΠ]))?{YEAR})?"
_WHOLE_YEAR = re.compile(rf"(?:(?P<whole>T[PN])|R?N)(?:{YEAR})?")
EVERY = ("M", "Q", "V", "P", "N", "Ψ", *(f"{n}M" for n in (1, 2, 3, 4, 6)))  # behind ทุก
_EVERY = re.compile(rf"Ξ(?:{'|'.join(EVERY)})(?:T[PN])?{_OF_YEAR}")
QUARTER = re.compile(rf"Q(?P<first>[1-4])(?:(?P<sign>[-~&,])Q?(?P<last>[1-4]))?{_OF_YEAR}")
_QUARTERS = re.compile(rf"Q(?P<numbers>[1-4](?:[-~&,]Q?[1-4]){{2,3}}){_OF_YEAR}")
_ROUND = re.compile(rf"O?S?(?P<months>6|12)M(?P<half>[ΔΛ])?{_OF_YEAR}")
_HALF = re.compile(rf"(?:Γ[PN]?(?P<half>[ΔΛ])|Γ(?P<of>[ΔΛ])U[PN]){_OF_YEAR}")
_TERM = re.compile(rf"Θ(?P<first>[12])(?:[-~&,]Θ?(?P<last>[12]))?{_OF_YEAR}")
_TERM_OF_YEAR = re.compile(rf"Θ?(?P<term>[12])/{YEAR}")
_SCHOOL_YEAR = re.compile(rf"[TR]?Π{YEAR}")


def read_words(text: str, fiscal_year: FiscalYear) -> Period | None:
    """Return the period that these tokens name in words, None if they don't."""
    for reader in _READERS:
        if found := reader(text, fiscal_year):
            return found
    return None


def says_more(text: str) -> bool:
    """Whether these tokens say more than months: how often, or which term."""
    return text[:1] in ("Ξ", "Θ") or "Π" in text


def _read_whole_year(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _WHOLE_YEAR.fullmatch(text)
    if not found or not (found["whole"] or found["year"]):
        return None
    year = _named_year(found, fiscal_year)
    return _months(year, 0, 12) if year else None


def _read_every(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _EVERY.fullmatch(text)
    year = _named_year(found, fiscal_year) if found else None
    return _months(year, 0, 12) if year else None


def _read_quarters(text: str, fiscal_year: FiscalYear) -> Period | None:
    if not (found := QUARTER.fullmatch(text)):
        return None
    year = _named_year(found, fiscal_year)
    if year is None:
        return None
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if found["sign"] in ("&", ",") and first <= last:
        return Period.of_several(_quarter(year, n) for n in (first, last))
    return Period(year.months[first * 3 - 3], year.months[last * 3 - 1])


def _read_more_quarters(text: str, fiscal_year: FiscalYear) -> Period | None:
    if not (found := _QUARTERS.fullmatch(text)):
        return None
    year = _named_year(found, fiscal_year)
    numbers = [int(n) for n in re.findall("[1-4]", found["numbers"])]
    if year is None or numbers != sorted(set(numbers)):
        return None
    return Period.of_several(_quarter(year, n) for n in numbers)


def _quarter(year: FiscalYear, number: int) -> Period:
    return Period(year.months[number * 3 - 3], year.months[number * 3 - 1])


def _read_round(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _ROUND.fullmatch(text)
    if not found or (found["half"] and found["months"] == "12"):
        return None
    year = _named_year(found, fiscal_year)
    start = 6 if found["half"] == "Λ" else 0
    return _months(year, start, start + int(found["months"])) if year else None


def _read_half(text: str, fiscal_year: FiscalYear) -> Period | None:
    if not (found := _HALF.fullmatch(text)):
        return None
    year = _named_year(found, fiscal_year)
    start = 6 if "Λ" in (found["half"], found["of"]) else 0
    return _months(year, start, start + 6) if year else None


def _read_terms(text: str, fiscal_year: FiscalYear) -> Period | None:
    """One term or both; without a school year those that lie in the fiscal year."""
    if not (found := _TERM.fullmatch(text)):
        return None
    year = _named_year(found, fiscal_year)
    if year is None:
        return None
    numbers = dict.fromkeys(int(n) for n in (found["first"], found["last"]) if n)
    of_school = found["year"] and found["named"] != "N"
    return Period.of_several(
        _term(n, year if of_school or n == 1 else FiscalYear(year.year - 1)) for n in numbers
    )


def _read_terms_of_years(text: str, fiscal_year: FiscalYear) -> Period | None:
    """Terms that each name their year: `ภาคเรียนที่ 2/2568 และ 1/2569`."""
    if not text.startswith("Θ"):
        return None
    terms = []
    for part in re.split("[-~&,]", text):
        if not (found := _TERM_OF_YEAR.fullmatch(part)):
            return None
        year = _named_year(found, fiscal_year)
        if year is None:
            return None
        terms.append(_term(int(found["term"]), year))
    return Period.of_several(terms)


def _term(number: int, year: FiscalYear) -> Period:
    """Return a term of the school year with the number of `year`: May to October, November to March."""
    following = FiscalYear(year.year + 1)
    if number == 1:
        return Period(year.month(5), following.month(10), named_by_school=True)
    return Period(following.month(11), following.month(3), named_by_school=True)


def _read_school_year(text: str, fiscal_year: FiscalYear) -> Period | None:
    found = _SCHOOL_YEAR.fullmatch(text)
    year = _named_year(found, fiscal_year) if found else None
    end = FiscalYear(year.year + 1).month(3) if year else None
    return Period(year.month(5), end, named_by_school=True) if year and end else None


def _named_year(found: re.Match[str], near: FiscalYear) -> FiscalYear | None:
    if not found["year"]:
        return near
    year = year_of(found, near)
    return FiscalYear(to_buddhist(year)) if year else None


def _months(year: FiscalYear, start: int, stop: int) -> Period:
    return Period(year.months[start], year.months[stop - 1])


_READERS: tuple[Callable[[str, FiscalYear], Period | None], ...] = (
    _read_whole_year,
    _read_quarters,
    _read_round,
    _read_every,
    _read_half,
    _read_terms,
    _read_terms_of_years,
    _read_school_year,
    _read_more_quarters,
)
