"""Indicators, how scores add up, and grades before and after FY2566."""

from __future__ import annotations

import pytest

from ita_excel.catalogue.certainty import Certainty
from ita_excel.catalogue.indicators import grade, indicators, totals
from ita_excel.thai.calendar import FiscalYear

LETTERS, WORDS = FiscalYear(2565), FiscalYear(2566)


def test_ten_indicators_weigh_30_30_40() -> None:
    assert [i.number for i in indicators()] == list(range(1, 11))
    weights = dict.fromkeys(("IIT", "EIT", "OIT"), 0)
    for indicator in indicators():
        weights[indicator.instrument] += indicator.weight
    assert weights == {"IIT": 30, "EIT": 30, "OIT": 40}


def test_oit_is_the_mean_of_its_two_indicators() -> None:
    scores = dict.fromkeys(range(1, 11), 100.0) | {10: 50.0}
    found = totals(scores)
    assert found is not None
    assert (found.total, found.iit, found.eit, found.oit) == (90, 100, 100, 75)


def test_totals_of_fewer_than_ten_scores_are_unknown() -> None:
    assert totals(dict.fromkeys(range(1, 10), 90.0)) is None


@pytest.mark.parametrize(
    ("total", "name"),
    [
        (100, "AA"), (95, "AA"), (94.99, "A"), (85, "A"), (84.99, "B"), (75, "B"),
        (65, "C"), (55, "D"), (50, "E"), (49.99, "F"), (0, "F"),
    ],
)  # fmt: skip
def test_letters_up_to_2565(total: float, name: str) -> None:
    found = grade(total, None, None, None, LETTERS)
    assert found is not None
    assert (found.name.th, found.certainty) == (name, Certainty.SURE)
    assert found.reaches_goal is (total >= 85)


@pytest.mark.parametrize(
    ("total", "iit", "eit", "oit", "name"),
    [
        (96, 95, 95, 97, "ผ่านดีเยี่ยม"),
        (96, 94.99, 96, 97, "ผ่านดี"),
        (99, 84, 100, 100, "ผ่าน"),
        (94.99, 96, 96, 93, "ผ่านดี"),
        (84.99, 100, 100, 62, "ต้องปรับปรุง"),
        (70, 70, 70, 70, "ต้องปรับปรุง"),
        (69.99, 70, 70, 70, "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_from_2566_every_instrument_counts(
    total: float, iit: float, eit: float, oit: float, name: str
) -> None:
    found = grade(total, iit, eit, oit, WORDS)
    assert found is not None
    assert (found.name.th, found.certainty) == (name, Certainty.LIKELY)


def test_scores_are_rounded_to_two_decimals_first() -> None:
    found = grade(84.995, None, None, None, LETTERS)
    assert found is not None
    assert found.name.th == "A"


def test_a_grade_that_depends_on_an_unknown_score_is_unknown() -> None:
    assert grade(96, 96, None, 96, WORDS) is None
    missed = grade(90, 80, None, 99, WORDS)  # IIT alone rules the better grades out
    assert missed is not None
    assert missed.name.th == "ผ่าน"
    low = grade(60, None, None, None, WORDS)
    assert low is not None
    assert low.name.th == "ต้องปรับปรุงโดยด่วน"


@pytest.mark.parametrize("total", [-0.01, 100.01, float("nan")])
def test_what_is_no_score_is_refused(total: float) -> None:
    with pytest.raises(ValueError):
        grade(total, None, None, None, LETTERS)
