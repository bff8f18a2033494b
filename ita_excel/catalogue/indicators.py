"""The ten ITA indicators, what each weighs, and the grade that a total score gets.

Knows the bands up to FY2565 (letters) and from FY2566 (words, and every instrument counts).
Refuses to guess: a grade that depends on a score nobody gave is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from ita_excel.catalogue import data_files
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.instruments import INSTRUMENTS
from ita_excel.core.language import Text
from ita_excel.thai.calendar import FiscalYear

NATIONAL_GOAL = 85.0  # of 100


@dataclass(frozen=True, slots=True)
class StandardIndicator:
    """One of the ten indicators; `weight` in points of the total 100."""

    number: int
    name: str
    instrument: str  # IIT, EIT or OIT
    weight: int
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Totals:
    """Scores from 0 to 100 of the whole and of each instrument."""

    total: float
    iit: float
    eit: float
    oit: float


@dataclass(frozen=True, slots=True)
class Grade:
    """What a total score is called."""

    name: Text
    reaches_goal: bool  # the national goal of 85 points
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Band:
    first_year: int
    last_year: int
    grade: Grade
    least_total: Decimal
    least_each: Decimal | None  # of every instrument; None where only the total counts


@cache
def indicators() -> tuple[StandardIndicator, ...]:
    """Return the ten indicators in order."""
    return tuple(
        StandardIndicator(
            int(row["number"]),
            row["name"],
            row["instrument"],
            int(row["weight"]),
            Certainty(row["certainty"]),
        )
        for row in data_files.rows("indicators.csv")
    )


def weights_certainty(fiscal_year: FiscalYear) -> Certainty | None:
    """Return how sure the weights of a year's indicators are; None for a year of which no source tells."""
    known = {row["fiscal_year"]: row["certainty"] for row in data_files.rows("weight_years.csv")}
    found = known.get(str(fiscal_year.year))
    return Certainty(found) if found else None


def weighted_years() -> tuple[FiscalYear, ...]:
    """Return the years whose weights are known, first to last."""
    return tuple(FiscalYear(int(row["fiscal_year"])) for row in data_files.rows("weight_years.csv"))


def totals(scores: Mapping[int, float]) -> Totals | None:
    """Return the totals of the indicators' scores by number; None unless all ten are given.

    By the weights of the years that `weights_certainty` knows.
    """
    if any(indicator.number not in scores for indicator in indicators()):
        return None

    def mean(instrument: str) -> float:
        parts = [i for i in indicators() if instrument in ("", i.instrument)]
        points = sum(Decimal(str(scores[i.number])) * i.weight for i in parts)
        return float(points / sum(i.weight for i in parts))

    return Totals(mean(""), *map(mean, INSTRUMENTS))


def grade(
    total: float,
    iit: float | None,
    eit: float | None,
    oit: float | None,
    fiscal_year: FiscalYear,
) -> Grade | None:
    """Return the grade of scores from 0 to 100, each first rounded to two decimals.

    Up to FY2565 only the total counts. From FY2566 the best two grades ask it of each instrument
    too: where an instrument's score is None and decides, the grade is None. ValueError for a
    score outside 0 to 100.
    """
    whole = _rounded(total)
    each = [None if score is None else _rounded(score) for score in (iit, eit, oit)]
    for band in _bands():
        if not band.first_year <= fiscal_year.year <= band.last_year or whole < band.least_total:
            continue
        if band.least_each is None:
            return band.grade
        if any(score is not None and score < band.least_each for score in each):
            continue
        return None if None in each else band.grade
    return None


def _rounded(score: float) -> Decimal:
    if not 0 <= score <= 100:
        raise ValueError(f"not a score from 0 to 100: {score}")
    return Decimal(str(score)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def _bands() -> tuple[_Band, ...]:
    return tuple(
        _Band(
            int(row["first_year"] or 0),
            int(row["last_year"] or 9999),
            Grade(
                Text(row["th"], row["en"]),
                float(row["least_total"]) >= NATIONAL_GOAL,
                Certainty(row["certainty"]),
            ),
            Decimal(row["least_total"]),
            Decimal(row["least_each"]) if row["least_each"] else None,
        )
        for row in data_files.rows("grades.csv")
    )
