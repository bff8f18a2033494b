"""Due dates: of every year, of every frequency, from whatever stands in plan, results and settings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.sheets import read
from ita_excel.sheets.due_dates import DueDate, DueDates, DueKind, DueState, due_dates
from ita_excel.sheets.reporting_days import reporting_days
from ita_excel.thai.calendar import FiscalYear, Month
from tests.books import Tables, clean, grid

YEARS = st.integers(2550, 2620).map(FiscalYear)
TIMES = st.integers(1, 12)


def found(tables: Tables, today: dt.date = dt.date(2022, 4, 10)) -> DueDates:
    return due_dates(read(grid(tables)), today)


def of(dates: DueDates, kind: DueKind, key: str = "") -> list[DueDate]:
    return [d for d in dates.dates if d.kind is kind and (not key or d.key == key)]


def set_setting(tables: Tables, key: str, value: object) -> None:
    (row,) = [row for row in tables["Agency"] if row["key"] == key]
    row["value"] = value


@given(YEARS, TIMES)
def test_reports_divide_the_year_at_ends_of_months(year: FiscalYear, times: int) -> None:
    days = reporting_days(year, times)
    assert len(set(days)) == times and list(days) == sorted(days)
    assert days[-1] == year.last_day
    assert all((day + dt.timedelta(days=1)).day == 1 for day in days)
    # Counted without the function's own arithmetic: no part is two months longer than another.
    months = [(d.year - days[-1].year) * 12 + d.month + 2 for d in days]  # 0 is September before
    lengths = [b - a for a, b in zip([-1, *months], months, strict=False)]
    assert max(lengths) - min(lengths) <= 1 and months[-1] == 11


@given(YEARS)
def test_two_reports_fall_on_the_ends_of_the_rounds(year: FiscalYear) -> None:
    assert reporting_days(year, 2) == (dt.date(year.year - 543, 3, 31), year.last_day)
    assert [d.month for d in reporting_days(year, 4)] == [12, 3, 6, 9]
    leap = (year.year - 543) % 4 == 0
    assert reporting_days(year, 12)[4] == dt.date(year.year - 543, 2, 29 if leap else 28)


@given(YEARS, TIMES, st.integers(-3, 15))
def test_no_report_is_due_before_an_action_begins(year: FiscalYear, times: int, later: int) -> None:
    first = year.first_day.year * 12 + 9 + later
    begins = Month(first // 12, first % 12 + 1)
    days = reporting_days(year, times, begins)
    assert all(begins.first_day < day <= year.last_day for day in days)
    left = sum(month >= begins for month in year.months)
    assert len(days) == min(times, left)
    assert not days or days[-1] == year.last_day


def test_each_action_has_its_end_and_its_reports() -> None:
    dates = found(clean())
    assert not dates.undated
    assert [d.day for d in of(dates, DueKind.ACTION, "K2")] == [dt.date(2022, 9, 30)]
    reports = of(dates, DueKind.REPORT, "K1")
    assert [d.day for d in reports] == [dt.date(2022, 3, 31), dt.date(2022, 9, 30)]
    assert [d.state for d in reports] == [DueState.DONE, DueState.DONE]  # both rounds are reported
    assert {d.state for d in of(dates, DueKind.ACTION, "K5")} == {DueState.CANCELLED}
    assert {d.state for d in of(dates, DueKind.ACTION, "K3")} == {DueState.DUE}  # under way
    assert [d.day for d in dates.dates] == sorted(d.day for d in dates.dates)


def test_what_nobody_did_is_overdue_the_day_after() -> None:
    tables = clean()
    tables["Plan"][1]["end"] = "มี.ค. ๖๕"
    tables["Results"] = []
    on_the_day = found(tables, dt.date(2022, 3, 31))
    assert [d.state for d in of(on_the_day, DueKind.ACTION, "K2")] == [DueState.DUE]
    after = found(tables, dt.date(2022, 4, 1))
    assert [d.state for d in of(after, DueKind.ACTION, "K2")] == [DueState.OVERDUE]
    assert after.next_of("K2") == of(after, DueKind.ACTION, "K2")[0]
    assert after.next_of("K9") is None and after.next_of("") is None


def test_a_result_without_an_answer_and_one_carried_over_report_nothing() -> None:
    tables = clean()
    tables["Results"] = [
        {**row, "round": "๖ เดือน", "status": None, "outcome": None} if row["key"] == "K2" else row
        for row in tables["Results"]
        if row["round"] == "๑๒ เดือน"
    ]
    six = {**tables["Results"][0], "round": "๖ เดือน", "status": "อยู่ระหว่างดำเนินการ"}
    tables["Results"] = [six, {**six, "round": "๑๒ เดือน"}, *tables["Results"][1:]]
    dates = found(tables, dt.date(2022, 10, 1))
    states = [d.state for d in of(dates, DueKind.REPORT, "K1")]
    assert states == [DueState.DONE, DueState.OVERDUE]
    assert [d.state for d in of(dates, DueKind.REPORT, "K2")] == [DueState.OVERDUE]
    assert [d.state for d in of(dates, DueKind.ROUND)] == [DueState.OVERDUE, DueState.OVERDUE]


@pytest.mark.parametrize(
    ("start", "end", "typed"),
    [
        ("เมื่อพร้อม", None, "เมื่อพร้อม"),
        (None, None, ""),
        ("ก.ย. ๖๕", "ต.ค. ๖๔", "ก.ย. ๖๕ - ต.ค. ๖๔"),
        ("ต.ค. ๖๔", "โดยเร็ว", "ต.ค. ๖๔ - โดยเร็ว"),
    ],
)
def test_a_period_that_is_not_understood_is_listed(
    start: str | None, end: str | None, typed: str
) -> None:
    tables = clean()
    tables["Plan"][3] |= {"start": start, "end": end}
    dates = found(tables)
    assert [(u.typed, u.at.sheet, u.at.row) for u in dates.undated] == [(typed, "มาตรการ", 7)]
    assert not of(dates, DueKind.ACTION, "K4")
    assert of(dates, DueKind.REPORT, "K4")  # how often is known all the same


@pytest.mark.parametrize("times", [None, "บ่อย ๆ", 0, 13, 1.5])
def test_a_frequency_that_is_not_understood_is_listed(times: object) -> None:
    tables = clean()
    tables["Plan"][0]["times"] = times
    dates = found(tables)
    assert len(dates.undated) == 1 and not of(dates, DueKind.REPORT, "K1")


def test_each_of_several_periods_ends() -> None:
    tables = clean()
    tables["Plan"][0] |= {"start": "ม.ค. ๖๕ และ ก.ค. ๖๕", "end": None}
    ends = of(found(tables), DueKind.ACTION, "K1")
    assert [d.day for d in ends] == [dt.date(2022, 1, 31), dt.date(2022, 7, 31)]
    assert len({d.name for d in ends}) == 2


def test_the_offices_own_days_stand_before_the_rounds_ends() -> None:
    tables = clean()
    tables["Results"] = []
    set_setting(tables, "กำหนดส่งผลรอบ ๖ เดือน", "๑๕ มีนาคม ๒๕๖๕")
    set_setting(tables, "กำหนดเสนอมาตรการ", dt.date(2021, 11, 30))
    set_setting(tables, "กำหนดการอื่น", "๑๕ ม.ค. ๖๕ ประชุมคณะทำงาน\n- 30/4/2565: ส่งแบบ OIT; เร็ว ๆ นี้")
    dates = found(tables)
    assert [d.day for d in of(dates, DueKind.ROUND)] == [dt.date(2022, 3, 15), dt.date(2022, 9, 30)]
    (paper,) = of(dates, DueKind.PAPER)
    assert (paper.day, paper.state) == (dt.date(2021, 11, 30), DueState.PASSED)
    own = [(d.day, d.what.th) for d in of(dates, DueKind.OWN)]
    assert own == [(dt.date(2022, 1, 15), "ประชุมคณะทำงาน"), (dt.date(2022, 4, 30), "ส่งแบบ OIT")]
    assert [u.typed for u in dates.undated] == ["เร็ว ๆ นี้"]


def test_without_a_fiscal_year_nothing_is_guessed() -> None:
    tables = clean()
    set_setting(tables, "ปีงบประมาณ (พ.ศ.)", None)
    dates = found(tables)
    assert not dates.dates and len(dates.undated) == 1


@given(st.integers(2560, 2600), st.dates(dt.date(2016, 1, 1), dt.date(2060, 1, 1)))
def test_states_follow_the_day_and_nothing_else(year: int, today: dt.date) -> None:
    tables = clean()
    tables["Results"] = []
    set_setting(tables, "ปีงบประมาณ (พ.ศ.)", year)
    set_setting(tables, "รอบการรายงาน", "๖ เดือน")
    for row in tables["Plan"]:
        row |= {"start": f"ต.ค. {year - 1}", "end": f"ก.พ. {year}"}
    dates = found(tables, today)
    ends = of(dates, DueKind.ACTION)
    leap = (year - 543) % 4 == 0
    assert {d.day for d in ends} == {dt.date(year - 543, 2, 29 if leap else 28)}
    assert all((d.state is DueState.OVERDUE) == (d.day < today) for d in dates.dates)
