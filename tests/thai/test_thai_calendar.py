"""The fiscal year runs from October to September; พ.ศ. is ค.ศ. + 543."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.thai.calendar import (
    ABBREVIATIONS,
    MONTHS,
    FiscalYear,
    Month,
    to_buddhist,
    to_common,
)

FY2565 = FiscalYear(2565)


def test_years() -> None:
    assert to_buddhist(2022) == 2565
    assert to_common(2565) == 2022


def test_names() -> None:
    assert len(MONTHS) == len(ABBREVIATIONS) == 12
    assert (MONTHS[1], ABBREVIATIONS[1]) == ("กุมภาพันธ์", "ก.พ.")
    assert (MONTHS[9], ABBREVIATIONS[9]) == ("ตุลาคม", "ต.ค.")


def test_the_fiscal_year_of_the_reference_document() -> None:
    assert FY2565.first_day == dt.date(2021, 10, 1)
    assert FY2565.last_day == dt.date(2022, 9, 30)
    assert FY2565.months[0] == Month(2021, 10)
    assert FY2565.months[2:4] == (Month(2021, 12), Month(2022, 1))
    assert FY2565.months[11] == Month(2022, 9)


def test_rounds_end_in_march_and_september() -> None:
    assert FY2565.round_end(6) == dt.date(2022, 3, 31)
    assert FY2565.round_end(12) == dt.date(2022, 9, 30)


@pytest.mark.parametrize(
    ("year", "plausible"), [(2539, False), (2540, True), (2640, True), (2641, False), (2022, False)]
)
def test_a_common_year_is_no_plausible_fiscal_year(year: int, plausible: bool) -> None:
    assert FiscalYear(year).plausible is plausible


@pytest.mark.parametrize(
    ("month", "last_day"),
    [
        (Month(2024, 2), dt.date(2024, 2, 29)),
        (Month(2022, 2), dt.date(2022, 2, 28)),
        (Month(2021, 12), dt.date(2021, 12, 31)),
    ],
)
def test_last_days(month: Month, last_day: dt.date) -> None:
    assert month.last_day == last_day
    assert month.next().first_day == last_day + dt.timedelta(1)


def test_labels() -> None:
    assert Month(2021, 10).label() == "ต.ค. ๖๔"
    assert Month(2021, 10).label("arabic") == "ต.ค. 64"
    assert Month(2057, 10).label() == "ต.ค. ๐๐"


def test_months_are_ordered_by_time() -> None:
    assert Month(2021, 12) < Month(2022, 1)


@pytest.mark.parametrize("number", [0, 13, -1])
def test_no_such_month(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        Month(2022, number)


@given(st.dates())
def test_each_day_lies_in_its_fiscal_year(day: dt.date) -> None:
    year = FiscalYear.of(day)
    assert (year.year - 543 == day.year) is (day.month <= 9)
    if 2 <= day.year <= 9998:
        assert year.first_day <= day <= year.last_day
        assert Month.of(day) in year.months
