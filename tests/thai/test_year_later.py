"""Texts a year later: what moves, what stays letter by letter, leap years, and moving twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS, FiscalYear, format_date
from ita_excel.thai.digits import to_arabic, to_thai
from ita_excel.thai.year_later import day_later, year_later

Y = FiscalYear(2569)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("ประกาศนโยบาย ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", "ประกาศนโยบาย ประจำปีงบประมาณ พ.ศ. ๒๕๗๐"),
        ("ภายในวันที่ ๑๕ มกราคม ๒๕๖๙", "ภายในวันที่ ๑๕ มกราคม ๒๕๗๐"),
        ("ต.ค. 68 - ก.ย. 69", "ต.ค. 69 - ก.ย. 70"),
        ("ตุลาคม - ธันวาคม พ.ศ. 2568", "ตุลาคม - ธันวาคม พ.ศ. 2569"),
        ("ไตรมาส 1/2569 และ 2/2569", "ไตรมาส 1/2570 และ 2/2570"),
        ("ภาคเรียนที่ 2/2568 และ 1/2569", "ภาคเรียนที่ 2/2569 และ 1/2570"),
        ("วิเคราะห์ผลการประเมิน ITA ปี 2568", "วิเคราะห์ผลการประเมิน ITA ปี 2569"),
        ("1 - 5 มี.ค. ๖๙", "1 - 5 มี.ค. ๗๐"),
        ("ส่งภายใน 15/1/2569", "ส่งภายใน 15/1/2570"),
        ("ประชุมครั้งที่ 1/2569", "ประชุมครั้งที่ 1/2570"),
        ("ปีงบ 69", "ปีงบ 70"),
    ],
)
def test_what_is_of_the_year_moves(text: str, later: str) -> None:
    assert year_later(text, Y) == (later, (), ())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ตาม พ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540", ()),
        ("ตามระเบียบ (ฉบับที่ 2) พ.ศ. 2568", ("พ.ศ. 2568",)),
        ("แผนพัฒนา (พ.ศ. 2566 - 2570)", ("พ.ศ. 2566 - 2570",)),
        ("คำสั่งที่ 45/2569 ลงวันที่ 3 พฤศจิกายน 2568", ("45/2569", "3 พฤศจิกายน 2568")),
        ("เริ่มใช้ 1 ก.ย. 2568", ("1 ก.ย. 2568",)),
        ("ดู https://a.go.th/2569/แผน.pdf", ("https://a.go.th/2569/แผน.pdf",)),
        ("ตามแบบ แผน2569.xlsx", ("แผน2569.xlsx",)),
        ("วงเงิน 2569 บาท", ("2569",)),
        ("วงเงิน 12,569 บาท โทร. 0 2569 1234", ("2569",)),
        ("อบรม 69 คน 3 ครั้ง ร้อยละ 85.25 ข้อ O25 ตัวชี้วัดที่ 9", ()),
        ("ตั้งแต่ปี 2568 เป็นต้นมา", ("ปี 2568",)),
        ("ปี 2530", ()),
        ("", ()),
    ],
)
def test_what_may_mean_something_else_stays_and_is_named(text: str, named: tuple[str, ...]) -> None:
    assert year_later(text, Y) == (text, named, ())


def test_the_29th_of_february_becomes_the_28th_and_is_named() -> None:
    leap = FiscalYear(2567)
    assert year_later("ภายใน ๒๙ กุมภาพันธ์ ๒๕๖๗", leap) == (
        "ภายใน ๒๘ กุมภาพันธ์ ๒๕๖๘", (), ("๒๙ กุมภาพันธ์ ๒๕๖๗",)
    )  # fmt: skip
    assert year_later("29/2/67", leap).text == "28/2/68"
    assert year_later("28 ก.พ. 66", FiscalYear(2566)).text == "28 ก.พ. 67"
    assert day_later(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)


years = st.integers(2560, 2595).map(FiscalYear)
words = st.text("กขคงาิี่ \n-()รายงานผล", max_size=12)


@st.composite
def days_in(draw: st.DrawFn, year: FiscalYear) -> tuple[str, dt.date]:
    """A day of a year, as somebody may write it."""
    day = draw(st.dates(year.first_day, year.last_day))
    short = draw(st.booleans())
    name = draw(st.sampled_from((MONTHS, ABBREVIATIONS)))[day.month - 1]
    number = str(day.year + 543)[2 if short else 0 :]
    written = draw(
        st.sampled_from((f"{day.day} {name} {number}", f"{day.day}/{day.month}/{number}"))
    )
    return (to_thai(written) if draw(st.booleans()) else written), day


@settings(max_examples=60, deadline=None)
@given(st.data(), years, words, words)
def test_a_day_anywhere_in_a_text_moves_by_a_year(
    data: st.DataObject, year: FiscalYear, before: str, behind: str
) -> None:
    written, day = data.draw(days_in(year))
    text = f"{before} {written} {behind}"
    later = year_later(text, year)
    new = day_later(day)
    assert later.left == ()
    assert bool(later.doubtful) == (new.day != day.day)
    assert later.text.startswith(f"{before} ") and later.text.endswith(f" {behind}")
    middle = to_arabic(later.text[len(before) + 1 : len(later.text) - len(behind) - 1])
    assert middle.startswith(str(new.day)) and middle.endswith(f"{(new.year + 543) % 100:02d}")
    thai = written == to_thai(written)
    assert (later.text == to_thai(later.text)) or not thai


@settings(max_examples=60, deadline=None)
@given(st.data(), years, words)
def test_moving_twice_is_two_years_and_what_stays_stays(
    data: st.DataObject, year: FiscalYear, between: str
) -> None:
    after = FiscalYear(year.year + 1)
    written, day = data.draw(days_in(year))
    law = "ตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2540"
    text = f"{written} ประจำปีงบประมาณ พ.ศ. {year.year} {between}\n{law}"
    twice = year_later(year_later(text, year).text, after)
    assert twice.text.endswith(f"ประจำปีงบประมาณ พ.ศ. {year.year + 2} {between}\n{law}")
    last = day_later(day_later(day))
    assert to_arabic(twice.text.split(" ประจำ")[0]).endswith(f"{(last.year + 543) % 100:02d}")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), years)
def test_any_text_is_read_and_without_years_stays_as_it_is(text: str, year: FiscalYear) -> None:
    later = year_later(text, year)
    if not any(c.isdigit() for c in text):
        assert later == (text, (), ())
    assert year_later(format_date(year.first_day), year).text == format_date(
        day_later(year.first_day)
    )
