"""What the scores of last year's assessment say: total, grade, weak points, points to develop."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ita_excel.catalogue.indicators import (
    NATIONAL_GOAL,
    Totals,
    grade,
    indicators,
    totals,
    weights_certainty,
)
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.writing import TextWriter
from ita_excel.sheets.scoring import shown, within
from ita_excel.thai.calendar import FiscalYear

_COMPLETE, _SOME, _NONE, _NO_GRADE = "มีคะแนนครบ", "มีคะแนนบางส่วน", "ไม่มีคะแนน", "ไม่ทราบระดับ"
_PUBLISHED, _ALL = "มีคะแนนที่ประกาศ", "ครบทุกตัวชี้วัด"


@dataclass(frozen=True)
class Scored:
    """An indicator with its scores from 0 to 100; None for what nobody typed, or no such number."""

    number: int
    name: str
    instrument: str
    score: float | None
    before: float | None  # of the year before that
    target: float | None

    @property
    def below_goal(self) -> float:
        """The points that are missing to the national goal, 0 where it is reached or unknown."""
        return max(NATIONAL_GOAL - self.score, 0.0) if self.score is not None else 0.0

    @property
    def below_target(self) -> float:
        """The points that are missing to the agency's own target."""
        if self.score is None or self.target is None:
            return 0.0
        return max(self.target - self.score, 0.0)

    @property
    def fallen(self) -> float:
        """The points that were lost since the year before."""
        if self.score is None or self.before is None:
            return 0.0
        return max(self.before - self.score, 0.0)

    @property
    def urgent(self) -> bool:
        """Whether this is a weak point to be dealt with at once: the national goal is missed."""
        return self.below_goal > 0

    @property
    def to_develop(self) -> bool:
        """Whether this is a point to develop: less than the target, or than the year before."""
        return not self.urgent and bool(self.below_target or self.fallen)


@dataclass(frozen=True)
class Analysed:
    """The indicators of a workbook in their order, and what the document says of all of them."""

    indicators: tuple[Scored, ...]
    year: FiscalYear | None  # of the assessment
    writer: TextWriter
    published: float | None = None  # the total as published, typed by the office

    @property
    def facts(self) -> frozenset[str]:
        """The conditions of wordings that hold."""
        grade = [] if self._grade else [_NO_GRADE]
        if self._total is not None:
            return frozenset({_COMPLETE, *grade})
        some = [_SOME] if self._known else [_NONE]
        if self.published is not None:
            return frozenset({_PUBLISHED, *grade, *([] if self._known else [_NONE])})
        return frozenset({*some, *([] if self.without_score else [_ALL])})

    @property
    def values(self) -> dict[str, str]:
        """What stands in the placeholders of wordings about scores."""
        known = sorted(self._known, key=lambda s: s.score or 0.0)
        values = {
            "จำนวนที่มีคะแนน": self.writer.count(len(known)),
            "จำนวนตัวชี้วัด": self.writer.count(len(self.indicators)),
            "คะแนนเกณฑ์": self.writer.count(NATIONAL_GOAL),
            "ระดับผล": self._grade,
        }
        if known:
            lowest, highest = known[0], known[-1]
            values |= {
                "ตัวชี้วัดสูงสุด": highest.name,
                "คะแนนสูงสุด": self.points(highest.score),
                "ตัวชี้วัดต่ำสุด": lowest.name,
                "คะแนนต่ำสุด": self.points(lowest.score),
            }
        if self.published is not None:
            values["คะแนนรวม"] = self.points(self.published)
        if total := self._total:
            values |= {
                "คะแนนรวม": self.points(total.total),
                "คะแนน IIT": self.points(total.iit),
                "คะแนน EIT": self.points(total.eit),
                "คะแนน OIT": self.points(total.oit),
            }
        return values

    @property
    def without_score(self) -> int:
        """How many indicators have no score."""
        return len(self.indicators) - len(self._known)

    @property
    def has_before(self) -> bool:
        """Whether scores of the year before are known."""
        return any(s.before is not None for s in self.indicators)

    def points(self, score: float | None) -> str:
        """Return a score as it is printed, with two decimals; '' where there is none."""
        return self.writer.line(shown(score)) if score is not None else ""

    @property
    def _known(self) -> list[Scored]:
        return [s for s in self.indicators if s.score is not None]

    @cached_property
    def _total(self) -> Totals | None:
        if self.year is None or weights_certainty(self.year) is None:
            return None  # no source tells what each weighs
        return totals({s.number: s.score for s in self.indicators if s.score is not None})

    @cached_property
    def _grade(self) -> str:
        """The grade of the total; '' where the year or what decides it isn't known."""
        total = self._total
        if self.year is None or (total is None and self.published is None):
            return ""
        if total:
            found = grade(total.total, total.iit, total.eit, total.oit, self.year)
        else:
            found = grade(self.published or 0.0, None, None, None, self.year)
        return found.name.th if found else ""


def analysed(material: Material) -> Analysed:
    """Return the scores of a workbook: of the indicators that it has, or else of the standard ten."""
    amounts, standard = material.workbook.meanings.amounts, {i.number: i for i in indicators()}

    found: list[Scored] = []
    for place, row in enumerate(material.workbook.indicators, start=1):
        number = amounts[row.number] if row.number not in (None, "") else None
        usual = standard.get(int(number or place))
        found.append(
            Scored(
                int(number or place),
                material.writer.text(row.name) or (usual.name if usual else ""),
                material.writer.text(row.instrument) or (usual.instrument if usual else ""),
                within(row.score),
                within(row.score_two_ago),
                within(row.target),
            )
        )
    if not found:
        found = [Scored(i.number, i.name, i.instrument, None, None, None) for i in indicators()]
    ordered = sorted(found, key=lambda s: s.number)
    agency = material.agency
    published = within(agency.published_total)
    return Analysed(tuple(ordered), agency.analysed_year, material.writer, published)
