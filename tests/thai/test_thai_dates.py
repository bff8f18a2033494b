"""A day is read in each form that occurs in offices; what isn't one is not guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ita_excel.core.values import CellError, Value
from ita_excel.thai.calendar import FiscalYear, format_date
from ita_excel.thai.dates import read_date

FY2565 = FiscalYear(2565)
FIRST_OF_APRIL = dt.date(2022, 4, 1)


@pytest.mark.parametrize(
    "value",
    [
        "๑ เมษายน ๒๕๖๕",
        "1 เมษายน 2565",
        "1 เม.ย. 65",
        "๑ เม.ย. ๖๕",
        "1 เม.ย.65",
        "1 เมย 65",
        "1 เม. ย. 2565",
        "1 เมษา 65",
        "วันที่ ๑ เมษายน พ.ศ. ๒๕๖๕",
        "วันที่ 1 เดือน เมษายน พ.ศ.2565",
        "วันศุกร์ที่ ๑ เมษายน พ.ศ. ๒๕๖๕",
        "ศุกร์ 1 เมษายน 2565",
        "1 เมษายน พ.ศ. 65",
        "1 เมษายน ปี 2565",
        "1 เมษายน ค.ศ. 2022",
        "1 เมษายน 2022",
        "1/4/2565",
        "01/04/2565",
        "1/4/65",
        "๑/๔/๖๕",
        "1.4.2565",
        "01-04-2022",
        "1 - 4 - 2565",
        "1/4/22",
        "2022-04-01",
        "2565-04-01",
        "2022-04-01T00:00:00",
        "1-Apr-2022",
        "1 April 2022",
        "  1\u00a0เมษายน\n2565 ",
        "1-เม.ย.-65",
        dt.date(2022, 4, 1),
        dt.datetime(2022, 4, 1, 9, 30),
        dt.date(2565, 4, 1),  # typed with the พ.ศ. year
        dt.date(1965, 4, 1),  # typed as 1/4/65: Excel completed the year
        44652,  # a date whose cell lost its format
        44652.5,  # with a time of day
        242979,  # the same of the พ.ศ. year
    ],
    ids=repr,
)
def test_first_of_april_2565(value: Value) -> None:
    assert read_date(value, FY2565) == FIRST_OF_APRIL


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "-",
        "เมษายน 2565",
        "31/4/2565",
        "4/13/2565",  # the day stands first, always
        "0/4/2565",
        "1/4",
        "1/4-2565",
        "1 เมษายน",
        "1 เมษายน พ.ศ. 2022",
        "1 เมษายน ค.ศ. 2565",
        "1 เมษายน 256",
        "1 เมษายน 25655",
        "1 เมษายน 2565 (ร่าง)",
        "ภายใน 1 เมษายน 2565",
        "1 เมษายน 2565 - 2 เมษายน 2565",
        "29/2/2565",
        "1 เมฆายน 2565",
        "2565",
        2565,
        1,
        dt.date(1900, 1, 5),  # a 5 in a cell that is formatted as a date
        dt.date(2700, 1, 1),
        True,
        dt.time(9, 30),
        CellError("#REF!"),
        dt.date(2568, 2, 29),  # Excel has this day, พ.ศ. 2568 hasn't
    ],
    ids=repr,
)
def test_not_a_day(value: Value) -> None:
    assert read_date(value, FY2565) is None


def test_day_before_month() -> None:
    assert read_date("2/3/2565") == dt.date(2022, 3, 2)


def test_leap_day_by_the_common_year() -> None:
    assert read_date("29 กุมภาพันธ์ 2567") == dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "fiscal_year", "year"),
    [
        ("1/4/65", None, 2022),
        ("1/4/22", None, 1979),  # พ.ศ. where nothing says otherwise
        ("1/4/22", 2565, 2022),  # only ค.ศ. lies near
        ("1/4/65", 2585, 2022),  # neither lies near: พ.ศ.
        ("1/4/01", 2600, 2058),  # the next century of the era
        ("1/4/99", 2600, 2056),
    ],
)
def test_years_of_two_digits(text: str, fiscal_year: int | None, year: int) -> None:
    near = FiscalYear(fiscal_year) if fiscal_year else None
    assert read_date(text, near) == dt.date(year, 4, 1)


def test_a_real_date_of_the_last_century_stays_without_a_reason_to_change_it() -> None:
    assert read_date(dt.date(1965, 4, 1)) == dt.date(1965, 4, 1)
    assert read_date(dt.date(1980, 4, 1), FY2565) == dt.date(1980, 4, 1)


def test_formats() -> None:
    assert format_date(FIRST_OF_APRIL) == "๑ เมษายน ๒๕๖๕"
    assert format_date(FIRST_OF_APRIL, "arabic") == "1 เมษายน 2565"
    assert format_date(FIRST_OF_APRIL, style="short") == "๑ เม.ย. ๖๕"


_days = st.dates(dt.date(1900, 1, 1), dt.date(2156, 12, 31))


@given(_days, st.sampled_from(["thai", "arabic"]))
def test_what_is_printed_is_read_back(day: dt.date, digits: str) -> None:
    assert read_date(format_date(day, digits), FY2565) == day  # type: ignore[arg-type]


@given(st.dates(FY2565.first_day, FY2565.last_day), st.sampled_from(["thai", "arabic"]))
def test_the_short_form_is_read_back_near_the_fiscal_year(day: dt.date, digits: str) -> None:
    assert read_date(format_date(day, digits, "short"), FY2565) == day  # type: ignore[arg-type]


@given(st.one_of(st.text(), st.text(st.sampled_from("0123456789๐๑/-. ตค.พศเมย"), max_size=14)))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_date(text, FY2565)
    assert found is None or isinstance(found, dt.date)
