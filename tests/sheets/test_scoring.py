"""What scores come to, against figures worked out by hand and against the weights' own sum."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.catalogue import oit
from ita_excel.catalogue.indicator_numbers import read_numbers, unread
from ita_excel.sheets import read
from ita_excel.sheets.scoring import ScoreFigures, scores, shown
from ita_excel.thai.calendar import FiscalYear
from tests.books import Tables, clean, findings, grid

SCORES = (91.25, 84.5, 88, 79.12, 86, 90.5, 83.25, 88, 95, 93.75)
# 30 points of IIT and of EIT, 40 of OIT: 6 each of five, 10 each of three, 20 each of two.
TOTAL = (91.25 + 84.5 + 88 + 79.12 + 86) * 0.06 + (90.5 + 83.25 + 88) * 0.1 + (95 + 93.75) * 0.2


def book(each: tuple[object, ...] = SCORES, year: object = 2564, **more: object) -> Tables:
    tables = clean()
    names = ("IIT",) * 5 + ("EIT",) * 3 + ("OIT",) * 2
    tables["Scores"] = [
        {"number": n, "name": f"ตัวที่ {n}", "instrument": i, "score": s, **more}
        for n, (i, s) in enumerate(zip(names, each, strict=True), 1)
    ]
    for row in tables["Agency"]:
        if row["key"] == "ปีที่นำผลประเมินมาวิเคราะห์":
            row["value"] = year
    return tables


def of(tables: Tables, **instead: float) -> ScoreFigures:
    return scores(read(grid(tables)), {int(k[1:]): v for k, v in instead.items()})


def test_the_total_is_the_weighted_sum() -> None:
    found = of(book())
    assert found.totals and found.totals.total == pytest.approx(TOTAL)
    assert sum(one.points or 0 for one in found.indicators) == pytest.approx(TOTAL)
    assert sum(one.missing or 0 for one in found.indicators) == pytest.approx(100 - TOTAL)
    assert found.grade and found.grade.name.th == "A"
    assert shown(found.totals.oit) == "94.38"  # 94.375, halves up


def test_of_a_year_without_known_weights_nothing_is_worked_out() -> None:
    found = of(book(year=2567))
    assert found.weights is None and found.totals is None and not found.costs
    assert all(one.points is None and one.missing is None for one in found.indicators)
    assert [one.score for one in found.indicators] == list(SCORES)
    assert found.grade is None


def test_what_a_missing_item_costs() -> None:
    costs = oit.costs(FiscalYear(2565))
    by_hand = {"O1": 20 / 5 / 9, "O10": 20 / 5 / 8, "O18": 20 / 5 / 7, "O25": 1, "O29": 0.8,
               "O34": 1.25, "O42": 5, "O43": 5}  # fmt: skip
    assert {code: round(costs[code], 6) for code in by_hand} == {
        code: round(cost, 6) for code, cost in by_hand.items()
    }
    assert oit.costs(FiscalYear(2566))["O43"] == pytest.approx(2)  # five items of 10.2
    for year in (2564, 2565, 2566):
        assert sum(oit.costs(FiscalYear(year)).values()) == pytest.approx(40)
    assert all(not oit.costs(FiscalYear(year)) for year in (2563, 2567, 2568, 2569, 2570))


def test_what_if_changes_that_indicator_and_the_total_alone() -> None:
    before, after = of(book()), of(book(), I3=100)
    assert after.totals and before.totals
    assert after.totals.total - before.totals.total == pytest.approx(12 * 0.06)
    other = [
        (a.number, a.points)
        for a, b in zip(after.indicators, before.indicators, strict=True)
        if a.points != b.points
    ]
    assert other == [(3, pytest.approx(6))]


def test_nine_scores_make_no_total() -> None:
    found = of(book((*SCORES[:9], None)))
    assert found.totals is None and found.indicators[8].points == pytest.approx(19)


def test_an_indicator_is_served_by_the_column_and_by_its_items() -> None:
    tables = book(target=95)
    assert {one.number for one in of(tables).weak} == {1, 2, 3, 4, 5, 6, 7, 8, 10}
    assert of(tables).weak[0].number == 4  # the farthest below
    served = {one.number: len(one.served_by) for one in of(tables).indicators}
    assert served[9] == 4 and served[10] == 2 and served[4] == 0  # by their items
    tables["Plan"][0]["serves"] = "๔, 5"
    served = {one.number: len(one.served_by) for one in of(tables).indicators}
    assert (served[4], served[5], served[9]) == (1, 1, 4)
    unserved = Counter(f.rule.code for f in findings(tables))["P312"]
    assert unserved == 6  # 1, 2, 3, 6, 7, 8


def test_the_published_total_is_compared_by_known_weights_only() -> None:
    for total, year, codes in (
        (shown(TOTAL), 2564, []),
        (88, 2564, ["A213"]),
        (88, 2567, ["A213"]),
    ):
        tables = book(year=year)
        (row,) = [r for r in tables["Agency"] if r["key"] == "คะแนนรวม ITA ที่ประกาศ"]
        row["value"] = total
        found = [f for f in findings(tables) if f.rule.code == "A213"]
        assert [f.rule.code for f in found] == codes
        if codes:
            assert found[0].severity.value == ("warning" if year == 2564 else "info")


@pytest.mark.parametrize(
    ("typed", "numbers", "rest"),
    [
        ("9", (9,), ""), ("๒, ๙ และ 10", (2, 9, 10), ""), ("ตัวชี้วัดที่ 3", (3,), ""),
        ("I9", (9,), ""), ("9.1", (9,), ""), ("6-8", (6, 7, 8), ""), ("3, 3", (3,), ""),
        ("11", (), "11"), ("O9", (), "O9"), ("2565", (), "2565"), ("การใช้อำนาจ", (), "การใช้อำนาจ"),
    ],
)  # fmt: skip
def test_indicators_as_officers_type_them(typed: str, numbers: tuple[int, ...], rest: str) -> None:
    assert (read_numbers(typed), unread(typed)) == (numbers, rest)


@given(st.lists(st.floats(0, 100).map(lambda x: round(x, 2)), min_size=10, max_size=10))
def test_contributions_always_add_up_to_the_total(each: list[float]) -> None:
    found = of(book(tuple(each)))
    assert found.totals and sum(o.points or 0 for o in found.indicators) == pytest.approx(
        found.totals.total
    )
    assert 0 <= found.totals.total <= 100 + 1e-9
