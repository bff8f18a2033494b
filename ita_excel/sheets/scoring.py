"""What the scores of ITA come to: the one place where their figures are worked out.

ScoreFigures are of the year analysed. What an indicator contributes, the total and what an item costs
follow from that year's weights; where no source tells them (`weights` is None), none of the three is
given. The published total that the office typed stands beside them, never in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from ita_excel.catalogue import oit
from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.codes import read_codes
from ita_excel.catalogue.indicators import (
    Grade,
    StandardIndicator,
    Totals,
    grade,
    indicators,
    totals,
    weights_certainty,
)
from ita_excel.schema.model import Indicator
from ita_excel.sheets.meaning import amount, whole_number
from ita_excel.sheets.reading import Reading, Record
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.normal import compare_form

_NO_CHANGE: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """An indicator with its scores from 0 to 100, None where none or no such number is typed.

    `weight` is in points of the total 100, None where the year's isn't known. `lost` are codes of OIT
    items that scored nothing, `served_by` the texts of the plan's actions that serve the indicator.
    """

    number: int
    name: str
    instrument: str
    score: float | None = None
    target: float | None = None
    two_ago: float | None = None
    three_ago: float | None = None
    weight: int | None = None
    lost: tuple[str, ...] = ()
    served_by: tuple[str, ...] = ()
    record: Record[Indicator] | None = None

    @property
    def points(self) -> float | None:
        """What it contributes to the total, in points of 100."""
        if self.score is None or self.weight is None:
            return None
        return float(Decimal(str(self.score)) * self.weight / 100)

    @property
    def missing(self) -> float | None:
        """How many points of the total it lost."""
        return None if self.points is None or self.weight is None else self.weight - self.points

    @property
    def gap(self) -> float | None:
        """How far it lies below its target; 0 where it reaches it, None where either isn't known."""
        if self.score is None or self.target is None:
            return None
        return float(max(Decimal(0), Decimal(str(self.target)) - Decimal(str(self.score))))

    @property
    def change(self) -> float | None:
        """How much it rose since the year before."""
        if self.score is None or self.two_ago is None:
            return None
        return float(Decimal(str(self.score)) - Decimal(str(self.two_ago)))


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """The ten indicators in order, and what they come to.

    `year` is the one analysed. `costs`: points of the total that missing an OIT item of that year
    costs, by code. `totals_before` are those of the year before, `published` what the office typed.
    """

    year: FiscalYear | None
    weights: Certainty | None
    indicators: tuple[IndicatorScore, ...]
    totals: Totals | None = None
    totals_before: Totals | None = None
    published: float | None = None
    grade: Grade | None = None
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def given(self) -> bool:
        """Whether any score is there."""
        return any(one.score is not None for one in self.indicators)

    @property
    def weak(self) -> tuple[IndicatorScore, ...]:
        """The indicators below their target, the farthest first."""
        below = [one for one in self.indicators if one.gap]
        return tuple(sorted(below, key=lambda one: (-(one.gap or 0), one.number)))


def scores(reading: Reading, instead: Mapping[int, float] = _NO_CHANGE) -> ScoreFigures:
    """Return what the scores of a workbook come to; `instead` are other scores, to see what if."""
    agency = reading.agency.value
    year = agency.analysed_year
    certainty = weights_certainty(year) if year else None
    typed = by_number(reading)
    served = _served(reading)
    found = []
    for one in indicators():
        record = typed[one.number][0] if one.number in typed else None
        scored = _scored(one, record, served.get(one.number, ()))
        scored = replace(scored, weight=one.weight if certainty else None)
        found.append(
            replace(scored, score=instead[one.number]) if one.number in instead else scored
        )
    now = _totals({o.number: o.score for o in found}) if certainty else None
    before_known = year and weights_certainty(FiscalYear(year.year - 1))
    published = within(agency.published_total)
    return ScoreFigures(
        year,
        certainty,
        tuple(found),
        now,
        _totals({o.number: o.two_ago for o in found}) if before_known else None,
        published,
        _grade(now, None if instead else published, year),
        oit.costs(year) if year else {},
    )


def by_number(reading: Reading) -> dict[int, list[Record[Indicator]]]:
    """Return the rows of each indicator by its number, or by its name where no number is typed."""
    names = {compare_form(one.name): one.number for one in indicators()}
    found: dict[int, list[Record[Indicator]]] = {}
    for record in reading.indicators:
        number = whole_number(record.value.number)
        if number is None:
            number = names.get(compare_form(record.value.name))
        if number is not None:
            found.setdefault(number, []).append(record)
    return found


def within(typed: object) -> float | None:
    """Return a score from 0 to 100, typed as number or in any digits; None for anything else."""
    found = amount(typed) if isinstance(typed, (int, float, str)) else None
    return found if found is not None and 0 <= found <= 100 else None


def shown(points: float) -> str:
    """Return a score or points as they are printed: two decimals, halves rounded up."""
    return str(Decimal(str(points)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _scored(
    one: StandardIndicator, record: Record[Indicator] | None, served: tuple[str, ...]
) -> IndicatorScore:
    plain = IndicatorScore(one.number, one.name, one.instrument, served_by=served, record=record)
    if record is None:
        return plain
    row = record.value
    return replace(
        plain,
        score=within(row.score),
        target=within(row.target),
        two_ago=within(row.score_two_ago),
        three_ago=within(row.score_three_ago),
        lost=tuple(read_codes(row.lost_items)),
    )


def _served(reading: Reading) -> dict[int, tuple[str, ...]]:
    """Return the actions of each indicator: by the plan's column, and by the group of their items."""
    year = reading.agency.value.fiscal_year
    groups = {i.code: oit.indicator_of(i.group) for i in oit.items(year)} if year else {}
    found: dict[int, dict[str, None]] = {}
    for record in reading.plan:
        action = record.value
        for number in (*action.indicators, *(groups.get(code, 0) for code in action.items)):
            found.setdefault(number, {})[action.text] = None
    return {number: tuple(texts) for number, texts in found.items()}


def _totals(each: Mapping[int, float | None]) -> Totals | None:
    return totals({number: score for number, score in each.items() if score is not None})


def _grade(now: Totals | None, published: float | None, year: FiscalYear | None) -> Grade | None:
    if year is None:
        return None
    if now:
        return grade(now.total, now.iit, now.eit, now.oit, year)
    return None if published is None else grade(published, None, None, None, year)
