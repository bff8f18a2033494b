"""A workbook that rolls over twice: dates, years in texts, scores and drafts; nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ita_excel.jobs.new_year import new_year
from ita_excel.jobs.occasion import Occasion
from ita_excel.sheets import Reading, read, set_field
from ita_excel.store.file import FileGrid
from ita_excel.thai.digits import to_arabic
from tests.papers.agencies import DEEDS, OFFICES, SCORES
from tests.papers.cases import DONE, SHARES, Case, thai, written

NOW = Occasion(dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC))
# Days of a fiscal year, and what they are two years later: the 29th of February stands in none then.
DAYS = st.sampled_from([(10, 1), (12, 31), (1, 1), (2, 28), (2, 29), (3, 31), (9, 30)])


def leap(year: int) -> bool:
    """Whether a year of the Buddhist Era has a 29th of February."""
    common = year - 543
    return common % 4 == 0 and (common % 100 != 0 or common % 400 == 0)


def spoken(day: tuple[int, int], fiscal_year: int, later: int) -> str:
    """A day of a fiscal year as somebody types it, so many years later."""
    month, number = day
    year = fiscal_year - (month >= 10) + later
    if (month, number) == (2, 29):
        number = 29 if leap(year) and not later else 28
    return f"{number}/{month}/{year}"


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    office=st.sampled_from(OFFICES),
    year=st.integers(2563, 2572),
    share=st.sampled_from(sorted(SHARES)),
    day=DAYS,
    digits=st.booleans(),
)
def test_rolled_over_twice_all_is_two_years_later_and_nothing_is_lost(
    office: object, year: int, share: str, day: tuple[int, int], digits: bool
) -> None:
    if day == (2, 29) and not leap(year):
        day = (2, 28)
    with tempfile.TemporaryDirectory(prefix="ita-years-") as name:
        case = Case(office, year, 12, share, pair=False)  # type: ignore[arg-type]
        first = written(case, Path(name))
        said = f"เผยแพร่ภายใน {spoken(day, year, 0)} ประจำปีงบประมาณ พ.ศ. {year} ตามประกาศ พ.ศ. 2540"
        change(first, lambda r: set_field(
            r.plan[0].block, r.plan[0].row, "details", thai(said) if digits else said))  # fmt: skip
        before = read(FileGrid(first))
        second = new_year(first, NOW, Path(name) / "2.xlsx").file
        third = new_year(second, NOW, Path(name) / "3.xlsx").file
        rolled(case, before, read(FileGrid(second)), 1, said, spoken(day, year, 1))
        rolled(case, before, read(FileGrid(third)), 2, said, spoken(day, year, 2))


def change(path: Path, edits: object) -> None:
    grid = FileGrid(path)
    grid.apply(edits(read(grid)))  # type: ignore[operator]
    grid.save()


def rolled(case: Case, before: Reading, after: Reading, later: int, said: str, on: str) -> None:
    """Look whether `after` is `before` so many years later."""
    agency = after.agency.value
    assert agency.fiscal_year and agency.fiscal_year.year == case.year + later
    assert agency.analysed_year and agency.analysed_year.year == case.year + later - 1
    # Whatever was planned is planned again, or waits as a draft; suggestions wait beside it.
    rows = {to_arabic(r.value.text): r.value for r in (*after.plan, *after.drafts)}
    assert {to_arabic(case.office.fill(d.text)) for d in DEEDS} <= rows.keys()
    accepted = {to_arabic(r.value.text) for r in after.plan}
    done = [
        to_arabic(case.office.fill(d.text))
        for d, s in zip(DEEDS, case.statuses, strict=True)
        if s == DONE
    ]
    assert accepted == set(done)
    waiting = {to_arabic(r.value.text) for r in after.drafts}
    assert {to_arabic(d.suggestion) for d in DEEDS} <= waiting
    # Months and years moved, a law's year didn't.
    first = rows[to_arabic(case.office.fill(DEEDS[0].text))]
    assert to_arabic(str(first.start)) == f"ต.ค. {(case.year - 1 + later) % 100}"
    details = to_arabic(first.details)
    assert (
        details == f"เผยแพร่ภายใน {on} ประจำปีงบประมาณ พ.ศ. {case.year + later} ตามประกาศ พ.ศ. 2540"
    ), said
    # Scores become those of the year before, then of two years before.
    fields = ("score", "score_two_ago", "score_three_ago")
    assert [getattr(r.value, fields[later]) for r in after.indicators] == list(SCORES)
    assert all(getattr(r.value, fields[later - 1]) is None for r in after.indicators)
    assert [r.value.target for r in after.indicators] == [r.value.target for r in before.indicators]
    assert [s.value for s in after.signatories] == [s.value for s in before.signatories]
    assert [u.value.name for u in after.units] == list(case.office.units)
    assert after.results == () or not after.results
